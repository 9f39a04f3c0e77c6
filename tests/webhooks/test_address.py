"""Addresses: https to a public host, and plain http into an operator's own networks alone."""

import pytest

from app.webhooks.address import UnfitAddress, checked, host_of
from app.webhooks.reach import Reach

OWN = Reach(["10.1.0.0/16"])


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/hook",
        "https://example.org",
        "https://example.org:443/a?b=c",
        "https://example.org:8443/",
        "https://xn--e1afmkfd.example/",
        "https://1.1.1.1/hook",
        "https://[2606:4700::1111]/hook",
    ],
)
def test_public_addresses_are_fit(url: str) -> None:
    """Anybody on the web may be told, also by number."""
    assert checked(url, Reach()).startswith("https://")


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://example.org/", "no public address by https"),
        ("http://1.1.1.1/", "no public address by https"),
        ("ftp://example.org/", "begins with https://"),
        ("example.org/hook", "begins with https://"),
        ("https:///hook", "begins with https://"),
        ("https://user:word@example.org/", "no user, password or fragment"),
        ("https://example.org/#part", "no user, password or fragment"),
        ("https://example.org:25/", "has port 25"),
        ("https://example.org:22/", "has port 22"),
        ("https://127.0.0.1/", "no public address"),
        ("https://[::1]/", "no public address"),
        ("https://[::ffff:10.0.0.1]/", "no public address"),
        ("https://169.254.169.254/latest/meta-data", "no public address"),
        ("https://10.1.2.3/", "no public address"),
        ("https://example.org/a b", "plain ASCII without spaces"),
        ("https://пример.example/", "plain ASCII without spaces"),
        ("https://example.org/\n", "plain ASCII without spaces"),
        ("https://example.org/" + "a" * 2000, "at most 2000 letters"),
        ("https://example.org:99999/", "has port 99999"),
        ("https://example.org:x/", "no address of the web"),
    ],
)
def test_others_are_refused_with_the_reason(url: str, why: str) -> None:
    """Each is refused with what is wrong with it."""
    with pytest.raises(UnfitAddress, match=why):
        checked(url, Reach())


@pytest.mark.parametrize(
    ("url", "fit"),
    [
        ("http://10.1.2.3/hook", True),
        ("http://inside.example/hook", True),
        ("https://10.1.2.3:8443/hook", True),
        ("http://10.2.0.1/hook", False),
        ("http://1.1.1.1/hook", False),
    ],
)
def test_own_networks_may_be_told_plainly(url: str, fit: bool) -> None:  # noqa: FBT001
    """Where an operator names networks, http is fit too, into those."""
    if fit:
        assert checked(url, OWN) == url
    else:
        with pytest.raises(UnfitAddress):
            checked(url, OWN)


def test_only_the_host_is_shown() -> None:
    """The rest of an address is as good as a password."""
    assert host_of("https://hooks.example.org:8443/secret?key=word") == "hooks.example.org"
