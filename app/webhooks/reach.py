"""Reach: which addresses a webhook may lead to. A webhook must open no door into inner networks.

Public addresses alone, unless an operator names own networks. What carries another address within
itself (IPv4 in IPv6) is taken for that one. The lists are written out, since what Python calls
global differs from version to version.
"""

from collections.abc import Iterable
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

CLOSED = tuple(
    map(
        ip_network,
        (
            # "This" network, private ones, those of carriers, this machine, this link
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
            "172.16.0.0/12", "192.168.0.0/16",
            # Special purposes, documentation, benchmarks, relays, multicast, reserved
            "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24",
            "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            # What one cloud answers its own machines from, though it looks public
            "168.63.129.16/32",
            # Unspecified, this machine, IPv4 written as IPv6 in a way of old, local NAT64, discard
            "::/96", "64:ff9b:1::/48", "100::/64", "100:0:0:1::/64",
            # Teredo and other protocols, documentation, 6to4, segment routing
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16",
            # Unique local (the metadata of a cloud among them), this link, this site, multicast
            "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        ),
    )
)  # fmt: skip
"""Where no webhook may lead."""

IPV6_OF_THE_WORLD = IPv6Network("2000::/3")
NAT64 = IPv6Network("64:ff9b::/96")


class Reach:
    """Knows which addresses may be connected to: public ones, and those of `own` networks."""

    def __init__(self, own: Iterable[str] = ()) -> None:
        """Take an operator's own networks, as 10.1.0.0/16; raises ValueError for what is none."""
        self._own = tuple(map(ip_network, own))

    @property
    def has_own(self) -> bool:
        """Tell whether an operator named any network."""
        return bool(self._own)

    def permits(self, text: str) -> bool:
        """Tell whether an IP address may be connected to."""
        address = _plain(text)
        return address is not None and (_within(address, self._own) or _public(address))

    def owns(self, text: str) -> bool:
        """Tell whether an IP address lies in one of the operator's own networks."""
        address = _plain(text)
        return address is not None and _within(address, self._own)


def _plain(text: str) -> Address | None:
    """Read an address, and take out the one that it carries; None for what is none."""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, IPv4Address):
        return address
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address


def _public(address: Address) -> bool:
    if isinstance(address, IPv6Address) and address not in IPV6_OF_THE_WORLD:
        return False
    return not _within(address, CLOSED)


def _within(address: Address, networks: Iterable[Network]) -> bool:
    return any(address.version == network.version and address in network for network in networks)
