"""Links: where an address from outside may lead."""


def outward(url: str) -> str:
    """Give an address of the web as it is, and nothing for any other, such as a script's."""
    return url if url.lower().startswith(("http://", "https://")) else ""
