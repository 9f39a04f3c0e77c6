"""Dialling: how connections are made to other hosts, and what their answers say of coming again."""

from app.dialling.connecting import Dial, Names, Resolve, trusted, trusting
from app.dialling.retry import http_date, is_count, retry_of

__all__ = [
    "Dial",
    "Names",
    "Resolve",
    "http_date",
    "is_count",
    "retry_of",
    "trusted",
    "trusting",
]
