"""Acts in words: what each was about, on a line."""

from collections.abc import Callable, Mapping
from datetime import datetime

from app.domain.act import SOURCE_ROLE, Act, Verb


def about(act: Act) -> str:
    """Say what an act was about: `report 0b1c... of verkhny-lars RU-GE car wait_minutes`."""
    words = WORDS.get(act.verb)
    return words(act) if words else _named(act)


def _report(act: Act) -> str:
    return f"report {act.told['report']} of {_queue(act)}"


def _retract(act: Act) -> str:
    told = act.told
    if act.role == SOURCE_ROLE:
        return f"reports of {told['source']}, by itself"
    if "source" in told:
        place = f" about {told['place']}" if told.get("place") else ""
        return (
            f"{told['reports']:,} reports of {told['source']} since {_time(told['since'])}{place}"
        )
    return _report(act) if "report" in told else f"{told.get('reports', 0):,} reports"


def _withhold(act: Act) -> str:
    return f"{_queue(act)} until {_time(act.told['until'])}"


def _notice(act: Act) -> str:
    until = act.told.get("until")
    return f"notice {act.told['notice']}" + (f" until {_time(until)}" if until else "")


def _undo(act: Act) -> str:
    return f"{act.undoes} ({act.told.get('verb', 'act')})"


def _queue(act: Act) -> str:
    parts = (act.told.get(name) for name in ("place", "direction", "mode", "quantity"))
    return " ".join(str(part) for part in parts if part)


def _named(act: Act) -> str:
    """Say all that an act tells, where it is of a kind that is worded nowhere else."""
    return ", ".join(f"{name} {each}" for name, each in act.told.items() if each is not None)


def _time(text: str) -> str:
    return f"{datetime.fromisoformat(text):%Y-%m-%d %H:%MZ}"


WORDS: Mapping[Verb, Callable[[Act], str]] = {
    Verb.REPORT: _report,
    Verb.RETRACT: _retract,
    Verb.WITHHOLD: _withhold,
    Verb.NOTICE_ADD: _notice,
    Verb.NOTICE_END: _notice,
    Verb.UNDO: _undo,
}
"""How each kind of act is worded."""
