"""Links: where an address from outside may lead."""

from urllib.parse import urlsplit


def outward(url: str) -> str:
    """Give an address of the web as it is, and nothing for any other, such as a script's."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.netloc else ""
