"""Feeds: what changed of access, events, corrections and the interface, as Atom (RFC 4287)."""
