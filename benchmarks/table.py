"""The table: what a person reads of a part's results."""

from collections.abc import Iterator, Sequence

from benchmarks.result import Part, Ratio, Result

Row = Sequence[str]


def table(part: Part) -> str:
    """Write a part's results as a table, one line a contestant, with ratios and notes below."""
    lines = ["", part.title, "", *_aligned([row for each in part.results for row in _rows(each)])]
    ratios = [
        (each.case, name, _judged(ratio))
        for each in part.results
        for name, ratio in each.ratios.items()
    ]
    return "\n".join([*lines, "", *_aligned(ratios), *(f"  * {note}" for note in part.notes)])


def _rows(result: Result) -> Iterator[Row]:
    for name, figures in result.figures.items():
        told = (f"{written(value)} {unit}" for unit, value in figures.items())
        yield result.case, name, *told


def written(figure: float) -> str:
    """Write a figure with three digits that tell, or as a whole number."""
    whole = 100
    return f"{figure:,.0f}" if figure >= whole or figure == 0 else f"{figure:.3g}"


def _judged(ratio: Ratio) -> str:
    missed = "" if ratio.met else ", MISSED"
    return f"{ratio.value:.3g}" + (f" (wanted: {ratio.wanted}{missed})" if ratio.wanted else "")


def _aligned(rows: Sequence[Row]) -> list[str]:
    most = max(map(len, rows), default=0)
    full = [[*row, *[""] * (most - len(row))] for row in rows]
    widths = [max(map(len, column)) for column in zip(*full, strict=True)]
    return ["  " + "  ".join(map(str.ljust, row, widths)).rstrip() for row in full]
