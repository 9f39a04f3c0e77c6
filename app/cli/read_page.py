"""A message for people: its text with what was read in it marked, and what each mark is."""

from app.cli.read_line import Message
from app.cli.terminal import bold, faint, plain
from app.domain.contact import masked
from app.reading.reading import Reading, Said


def page(asked: Message, told: Reading) -> str:
    """Give a message as a page: each span in brackets with its number, then a line for each."""
    lines = [f"{plain(str(asked.id))} ({told.language or 'language not found'})"]
    lines += [f"  {line}" for line in _marked(masked(asked.text), told).split("\n")]
    lines += [f"  {number} {_line(each)}" for number, each in enumerate(told.reports, start=1)]
    lines += [
        faint(f"  - {plain(masked(asked.text)[slice(*each.span)])}: {each.reason}")
        for each in told.refused
    ]
    return "\n".join(lines)


def _marked(text: str, told: Reading) -> str:
    """Put the number of each report into the text, where its span begins and ends."""
    marks: dict[int, str] = {}
    for number, each in enumerate(told.reports, start=1):
        start, end = each.span
        marks[start] = marks.get(start, "") + bold(f"[{number} ")
        marks[end] = bold("]") + marks.get(end, "")
    pieces, at = [], 0
    for position in sorted(marks):
        pieces += [_shown(text[at:position]), marks[position]]
        at = position
    return "".join([*pieces, _shown(text[at:])])


def _shown(text: str) -> str:
    return "\n".join(plain(line) for line in text.split("\n"))


def _line(said: Said) -> str:
    if said.word is not None:
        told = f"{said.quantity} {said.word}" + (f" ({said.claim})" if said.claim else "")
    else:
        told = f"{said.quantity} {_figure(said)}"
    where = " ".join(str(each) for each in (said.place, said.direction, said.mode) if each)
    return f"{told}, {where}, {said.subject}: {said.fired}"


def _figure(said: Said) -> str:
    if said.low is not None and said.low == said.high:
        return f"{said.low:g}"
    low = "" if said.low is None else f"{said.low:g}"
    high = "" if said.high is None else f"{said.high:g}"
    return f"{low}..{high}"
