"""The one client that asks publishers: politely, within limits, and never for longer than told."""

from app.dialling import Resolve
from app.polling.client.answer import Answer
from app.polling.client.asking import Client
from app.polling.client.manners import Manners, user_agent
from app.polling.client.transport import check_way
from app.polling.client.verdict import keeps_out

__all__ = [
    "Answer",
    "Client",
    "Manners",
    "Resolve",
    "check_way",
    "keeps_out",
    "user_agent",
]
