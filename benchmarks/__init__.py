"""Benchmarks: how fast Darial is, as ratios to what it could be at best and to the plain way."""
