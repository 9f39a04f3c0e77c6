"""On demand: values that are made when they are first asked for, since most of them never are."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TypeVar

Name = TypeVar("Name")
Made = TypeVar("Made")


class OnDemand(Mapping[Name, Made]):
    """A mapping of known names, whose values are made one by one and then kept."""

    def __init__(self, names: Collection[Name], make: Callable[[Name], Made]) -> None:
        """Name what there is; `make` gives the value of a name, and is asked once for each."""
        self._names = names
        self._make = make
        self._made: dict[Name, Made] = {}

    def __getitem__(self, name: Name) -> Made:
        """Give the value of a name; raises KeyError where there is no such name."""
        try:
            return self._made[name]
        except KeyError:
            if name not in self._names:
                raise
        made = self._made[name] = self._make(name)
        return made

    def __contains__(self, name: object) -> bool:
        """Say whether there is such a name; nothing is made."""
        return name in self._names

    def __iter__(self) -> Iterator[Name]:
        """Give the names; nothing is made."""
        return iter(self._names)

    def __len__(self) -> int:
        """Count the names."""
        return len(self._names)
