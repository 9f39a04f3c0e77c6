"""Exporting: all that may be passed on, written as files into a folder, and taken in again."""
