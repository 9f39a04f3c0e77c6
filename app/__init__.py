"""Darial: live border-crossing status, with its sources and its doubts shown."""

__version__ = "0.1.0"
