"""Scores as a table: our errors beside those of two plain ways to answer."""

from collections.abc import Iterator, Mapping

from app.cli.terminal import bold, columns, wrapped

Scores = Mapping[str, Mapping[str, float | int | None]]

HEADER = (
    "QUANTITY", "N", "LEFT OUT", "MEAN", "MEDIAN", "IN 80%", "LATEST", "MEDIAN24", "GAINS",
)  # fmt: skip
FIGURES = frozenset(range(1, len(HEADER)))

LEGEND = (
    "Errors are |ln(mid / figure)|, at most ln 3: 0.10 is off by a tenth. MEAN and MEDIAN are ours,"
    " LATEST and MEDIAN24 the mean errors of the last figure and of the median of the last 24 h."
    " GAINS: by how much our mean error is below theirs. IN 80%: how many figures our interval of"
    " 80% holds."
)


def table(found: Scores) -> Iterator[str]:
    """Write a line for each quantity and for all, and how to read them."""
    header, *lines = columns([HEADER, *(_row(name, each) for name, each in found.items())], FIGURES)
    yield bold(header)
    yield from lines
    yield ""
    yield from wrapped(LEGEND, hang=0)


def _row(name: str, part: Mapping[str, float | int | None]) -> tuple[str, ...]:
    errors = [_error(part[each]) for each in ("mean", "median")]
    baselines = [_error(part[each]) for each in ("latest", "median24")]
    return (
        name,
        f"{part['n']:,}",
        f"{part['left_out']:,}",
        *errors,
        _share(part["coverage"]),
        *baselines,
        " ".join(_share(_gain(part["mean"], part[each])) for each in ("latest", "median24")),
    )


def _gain(ours: float | None, theirs: float | None) -> float | None:
    return None if ours is None or not theirs else 1 - ours / theirs


def _error(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.0%}"
