"""Mirroring: what is published now as signed static files, and the check of such a copy.

`publish` in `folder.py` has the layout, `manifest.py` what is signed, `checking.py` what a reader
must refuse. docs/mirror.md tells the same to people.
"""
