"""Correcting: what an operator does to what is published, each act one transaction and audited."""
