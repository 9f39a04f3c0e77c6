"""Chaos: three replicas under load, faults one after another, and a count of what was lost.

`python -m tests.chaos --help` says how to run it; `make chaos` takes twenty minutes.
"""
