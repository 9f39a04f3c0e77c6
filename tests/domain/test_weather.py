"""Weather: shown once for the whole place, while it is still weather."""

from app.domain.assessment import assess, queues
from app.domain.place import BOTH
from app.domain.report import Queue, Report
from app.domain.status import Condition
from app.domain.vocabulary import Freshness, Mode, Quantity
from tests.domain.made import GATE, HOUR, NOON, QUEUE, TICK, at, evidence, figure, report

WHOLE = Queue(GATE.id, BOTH, Mode.ANY)


def snow(**parts: object) -> Report:
    """Make snow, said of the way out at noon."""
    return report(Quantity.WEATHER, **({"word": "snow", **at(NOON)} | parts))


def shown(*reports: Report, queue: Queue = WHOLE, after: int = 0) -> tuple[Condition, ...]:
    """Give the weather that a row shows some hours after noon."""
    return assess(queue, evidence(*reports), NOON + after * HOUR).weather


def test_weather_of_one_way_is_the_places() -> None:
    """Whoever speaks of it on the way out speaks of the place; only its own row shows it."""
    (condition,) = shown(snow())

    assert condition.word == "snow"
    assert shown(snow(), queue=QUEUE) == ()
    assert WHOLE in queues(evidence(snow()))


def test_weather_ages_by_the_hour() -> None:
    """It is late after one hour and no weather any more after three."""
    (fresh,), (late,) = shown(snow()), shown(snow(), after=1)

    assert (fresh.freshness, late.freshness) == (Freshness.FRESH, Freshness.LATE)
    assert shown(snow(), after=3) == ()
    assert assess(WHOLE, evidence(snow()), NOON + 3 * HOUR - TICK).weather


def test_the_newest_of_each_kind() -> None:
    """A newer reading takes the place of an older one, in its unit; a word stands beside it."""
    cold, colder = (
        figure(degrees, quantity=Quantity.TEMPERATURE_C, **at(moment))
        for degrees, moment in ((-4.0, NOON - HOUR), (-9.0, NOON))
    )

    conditions = shown(colder, snow(), cold)

    assert [(each.word, each.low, each.high) for each in conditions] == [
        (None, -9.0, -9.0),
        ("snow", None, None),
    ]


def test_what_is_said_of_other_places_is_not_shown() -> None:
    """Snow at another place is no snow here."""
    assert shown(snow(place="elsewhere")) == ()


def test_origins_stand_side_by_side() -> None:
    """A reading at the pass, of an origin of its own, leaves the reading at the post as it is."""
    post, above = (
        figure(degrees, quantity=Quantity.TEMPERATURE_C, origin=origin, **at(NOON))
        for degrees, origin in ((4.0, "model"), (-6.0, "model, the pass"))
    )

    conditions = shown(above, post)

    assert [(each.origin, each.low) for each in conditions] == [
        ("model", 4.0),
        ("model, the pass", -6.0),
    ]
