"""What the contest asks for: documents of the shipped archive, in the forms readers take."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document in one form: where it is, and the content coding that is asked for."""

    name: str
    path: str
    coding: str = "identity"


DOCUMENTS = (
    Document(name="status", path="/v1/status"),
    Document(name="status br", path="/v1/status", coding="br"),
    Document(name="snapshot", path="/v1/snapshot"),
    Document(name="snapshot br", path="/v1/snapshot", coding="br"),
    Document(name="one queue", path="/v1/status?place=verkhny-lars&direction=RU-GE&mode=car"),
)
