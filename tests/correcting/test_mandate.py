"""The mandate: a role and a reason that may be public."""

import pytest

from app.correcting.mandate import Mandate, check_public
from app.correcting.refusal import Refused


@pytest.mark.parametrize("role", ["operator", "night-editor", "a"])
def test_a_role_is_a_plain_word(role: str) -> None:
    """Small letters and hyphens."""
    assert Mandate(role=role).role == role


@pytest.mark.parametrize("role", ["", "Anna", "anna k", "-editor", "e" * 31, "редактор", "op1"])
def test_a_name_is_no_role(role: str) -> None:
    """Who did it is never told."""
    with pytest.raises(Refused, match="never a name") as refused:
        Mandate(role=role)

    assert refused.value.field == "role"


@pytest.mark.parametrize(
    "text",
    ["ask @anna", "call +7 915 123 45 67", "see t.me/anna", "a@example.org", "x https://a.example"],
)
def test_what_leads_to_a_person_is_refused(text: str) -> None:
    """Rather than taken out silently: what is public is what was written."""
    with pytest.raises(Refused, match="leave that out"):
        check_public("note", text)


def test_a_control_character_is_refused() -> None:
    """It could rewrite the screen of whoever reads the log."""
    with pytest.raises(Refused, match="control character"):
        Mandate(reason="two\nlines")


def test_a_long_reason_is_refused() -> None:
    """It must fit the note of a retraction."""
    assert Mandate(reason="x" * 300).reason
    with pytest.raises(Refused, match="at most 300"):
        Mandate(reason="x" * 301)
