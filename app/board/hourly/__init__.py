"""Hourly: what was held at the end of each hour is assessed once, kept, and read when asked for."""
