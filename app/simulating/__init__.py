"""A world with known truth: border weeks of which every minute is known, and what is said of them.

Nothing here is ever shown as real. It is what our assessment is measured against: the state of a
crossing by the minute (`world`), and reports of it as real sources make them (`telling`).
"""
