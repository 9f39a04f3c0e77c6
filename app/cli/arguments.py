"""Words on the command line that stand for codes: read in any case, refused with what there is."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import TypeVar

import typer

from app.cli.fault import UNUSABLE, Fault
from app.domain.place import BOTH, Place
from app.domain.vocabulary import Mode, Quantity

Code = TypeVar("Code", bound=StrEnum)


def mode(text: str) -> Mode:
    """Read a way of crossing."""
    return _code(text, Mode)


def quantity(text: str) -> Quantity:
    """Read a quantity."""
    return _code(text, Quantity)


def one_of(codes: type[Code]) -> Callable[[str], Code]:
    """Give a reader of one list of codes."""
    return lambda text: _code(text, codes)


def _code(text: str, codes: type[Code]) -> Code:
    try:
        return codes(text.lower())
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is none of {', '.join(codes)}") from error


def directions(text: str | None, places: Iterable[Place]) -> tuple[str, ...]:
    """Read a direction at some places, or none; raises Fault with those there are."""
    if text is None:
        return ()
    ways = list(dict.fromkeys(way for place in places for way in (*place.directions, BOTH)))
    for way in ways:
        if text.casefold() == way.casefold():
            return (way,)
    raise Fault(f"{text!r} is no direction there: there are {', '.join(ways)}.", UNUSABLE)
