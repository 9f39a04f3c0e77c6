"""What others wrote, on the page of a crossing: shown as text, and never followed or run."""

from datetime import timedelta

from app.domain.vocabulary import Bound, Claim, Mode, OriginKind, Quantity
from tests.archived import NOW
from tests.domain.made import at, figure, word
from tests.others import take_away
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


async def test_a_rumour_that_officials_speak_of_too(bare_url: str) -> None:
    """That nobody official confirms is said of a rumour only where it is so."""
    hour = at(NOW - timedelta(hours=2)) | {"recorded_at": NOW - timedelta(hours=1)} | LARS
    event = {"quantity": Quantity.EVENT, "origin_kind": OriginKind.MEDIA, "origin": "a paper"}
    official = {"origin_kind": OriginKind.AUTHORITY, "origin": "a ministry"}
    async with serving(bare_url) as running:
        await running.store(
            word("road_blocked", **hour | event | {"claim": Claim.RUMOUR}),
            word("exit_refused", **hour | event | {"claim": Claim.RUMOUR}),
            word("exit_refused", **hour | event | official | {"claim": Claim.CONFIRMED}),
        )
        await running.look()
        said = words_of(await markup_of(running, "/en/places/verkhny-lars"))

    assert "road to the crossing blocked or limited rumour: nobody official confirms" in said
    assert said.count("nobody official confirms") == 1
    assert "confirmed : a ministry" in said


async def test_the_page_goes_on_without_the_database(bare_url: str) -> None:
    """With the database away, what is held is shown, and that there is no history just now."""
    hour = at(NOW - timedelta(hours=2)) | {"recorded_at": NOW - timedelta(hours=1)}
    async with serving(bare_url) as running:
        await running.store(figure(300, **hour | LARS))
        await running.look()
        take_away(bare_url)
        await running.look()
        said = words_of(await markup_of(running, "/en/places/verkhny-lars"))

    assert "We cannot read our database just now." in said
    assert "300 vehicles" in said
    assert "so there is no history" in said
