"""Describing: the data dictionary, made of the OpenAPI document and the columns of CSV."""
