"""The kit: what every source is made of. Sources know this, the domain and nothing else."""

from app.sources.kit.errors import Blocked, Moved, SourceError, Unreachable, Unreadable
from app.sources.kit.figures import number, whole_number
from app.sources.kit.pages import marked, missing
from app.sources.kit.parsed import Parsed, Post, Refused, each, whole
from app.sources.kit.payload import Payload
from app.sources.kit.reports import ASSUMED, STATED, Speaker, figure, identity_of, word
from app.sources.kit.request import Request
from app.sources.kit.source import QuietHours, Scope, Source

__all__ = [
    "ASSUMED",
    "STATED",
    "Blocked",
    "Moved",
    "Parsed",
    "Payload",
    "Post",
    "QuietHours",
    "Refused",
    "Request",
    "Scope",
    "Source",
    "SourceError",
    "Speaker",
    "Unreachable",
    "Unreadable",
    "each",
    "figure",
    "identity_of",
    "marked",
    "missing",
    "number",
    "whole",
    "whole_number",
    "word",
]
