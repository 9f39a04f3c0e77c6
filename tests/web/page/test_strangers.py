"""What others wrote, on the page of a crossing: shown as text, and never followed or run."""

from datetime import timedelta

from app.domain.vocabulary import Bound, Claim, Mode, OriginKind, Quantity
from tests.archived import NOW
from tests.domain.made import at, figure, word
from tests.serving import serving
from tests.web.page.markup import markup_of, words_of
from tests.withheld import REASON, withhold

MARKUP = "<script>alert(1)</script><b title='\"'>"
LARS = {"place": "verkhny-lars", "direction": "RU-GE", "mode": Mode.CAR}
SPOKEN = {
    "origin": MARKUP,
    "publisher": MARKUP,
    "note": MARKUP,
    "url": "javascript:alert(2)",
    "origin_kind": OriginKind.MEDIA,
}


async def test_markup_is_shown_and_links_lead_nowhere(bare_url: str) -> None:
    """Note, origin and publisher with markup in them are escaped; a script is no link."""
    hour = at(NOW - timedelta(hours=2)) | {"recorded_at": NOW - timedelta(hours=1)}
    event = {"quantity": Quantity.EVENT, "claim": Claim.RUMOUR}
    wait = {"quantity": Quantity.WAIT_MINUTES, "bound": Bound.ABOUT}
    async with serving(bare_url) as running:
        await running.store(
            figure(300, **hour | LARS | SPOKEN | wait),
            word("road_blocked", **hour | LARS | SPOKEN | event),
            word("restricted", **hour | LARS | SPOKEN | {"claim": Claim.STATED}),
            word("allowed", **hour | LARS | SPOKEN | {"quantity": Quantity.RULE}),
        )
        await running.look()
        page = await markup_of(running, "/en/places/verkhny-lars")

    assert page.count("&lt;script&gt;alert(1)") > 8
    assert "<script>alert" not in page
    assert "<b title" not in page
    assert 'href="javascript' not in page


async def test_what_is_withheld_says_why(bare_url: str) -> None:
    """A number that is withheld is shown as such, until when and for what reason."""
    hour = at(NOW - timedelta(hours=2)) | {"recorded_at": NOW - timedelta(hours=1)}
    async with serving(bare_url) as running:
        told = figure(300, **hour | LARS)
        await running.store(told)
        await withhold(
            running.parts.database,
            told.queue,
            Quantity.QUEUE_VEHICLES,
            at=NOW,
            until=NOW + timedelta(hours=3),
        )
        await running.look()
        said = words_of(await markup_of(running, "/en/places/verkhny-lars"))

    assert "Withheld: vehicles in line, until 24 Nov 2026, 19:00 (in 3 hours)" in said
    assert REASON in said
    assert "car nothing heard withheld (vehicles in line)" in said
    assert "Why: car, Russia → Georgia" in said
    assert "300" not in said
