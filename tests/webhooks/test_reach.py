"""Reach: public addresses, and those of networks an operator names; nothing that leads inwards."""

import pytest

from app.webhooks.reach import Reach

CLOSED = (
    # This machine, unspecified
    "127.0.0.1", "127.255.255.254", "0.1.2.3", "::1", "::", "::7f00:1",
    "0.0.0.0",  # noqa: S104 - to be refused
    # Private
    "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "fc00::1", "fdff::1", "fec0::1",
    # This link, and what clouds answer their machines from
    "169.254.0.1", "fe80::1", "fe80::1%eth0",
    "169.254.169.254", "169.254.170.2", "fd00:ec2::254", "100.100.100.200", "168.63.129.16",
    # Carriers
    "100.64.0.1", "100.127.255.255",
    # Multicast, broadcast, reserved
    "224.0.0.1", "239.255.255.250", "255.255.255.255", "240.0.0.1", "ff02::1",
    # Special purposes, documentation, benchmarks, old relays
    "192.0.0.8", "192.0.2.1", "198.51.100.1", "203.0.113.1", "198.18.0.1", "192.88.99.1",
    "2001:db8::1", "100::1", "3fff::1", "5f00::1", "64:ff9b:1::1",
    # IPv4 within IPv6: mapped, NAT64, 6to4, Teredo, compatible
    "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b::10.0.0.1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:a9fe:a9fe::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2", "::10.0.0.1", "::169.254.169.254",
    # Beyond what the world uses, and no addresses at all
    "4000::1", "1::1", "", "localhost", "127.1", "2130706433", "0x7f000001", "127.0.0.1:80",
)  # fmt: skip

OPEN = (
    "1.1.1.1", "8.8.8.8", "93.184.215.14", "172.15.255.255", "172.32.0.1", "100.63.255.255",
    "100.128.0.1", "169.253.0.1", "2606:4700::1111", "2a01:4f8::1", "::ffff:1.1.1.1",
    "64:ff9b::1.1.1.1",
)  # fmt: skip


@pytest.mark.parametrize("address", CLOSED)
def test_nothing_leads_inwards(address: str) -> None:
    """No private, local, reserved or metadata address is fit, however it is written."""
    assert not Reach().permits(address)


@pytest.mark.parametrize("address", OPEN)
def test_the_world_is_open(address: str) -> None:
    """Public addresses are fit, and those right beside what is closed."""
    assert Reach().permits(address)


@pytest.mark.parametrize("address", ["10.1.2.3", "::ffff:10.1.2.3", "fd12::9"])
def test_own_networks_are_open(address: str) -> None:
    """What an operator names is fit, and nothing beside it."""
    reach = Reach(["10.1.0.0/16", "fd12::/32"])

    assert reach.permits(address)
    assert reach.owns(address)
    assert not reach.permits("10.2.0.1")
    assert not reach.owns("1.1.1.1")
    assert not reach.permits("fd13::1")
