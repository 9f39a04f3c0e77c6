"""Borders: the countries of our corridors, and the senses of vocabularies that name them."""

CODES = ("ge", "fi", "kz", "mn", "ru")
"""The countries, by ISO 3166 code, as vocabularies write them."""

COUNTRIES = tuple(f"country.{code}" for code in CODES)
SIDES = tuple(f"side_of.{code}" for code in CODES)

ELSEWHERE = "elsewhere.place"
"""A place, a border or a crossing that is none of ours."""
