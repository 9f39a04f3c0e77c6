"""What an operator is told instead of an act: nothing was done then.

Refused
└── NothingFound      there is nothing of the kind that was asked for
"""


class Refused(Exception):
    """An act that cannot be done as asked; the text says why and what to do instead.

    `field` names what is to be mended, where it is one thing.
    """

    def __init__(self, detail: str, field: str = "") -> None:
        """Keep the sentence and what it is about."""
        super().__init__(detail)
        self.detail = detail
        self.field = field


class NothingFound(Refused):
    """There is nothing of the kind that was asked for."""
