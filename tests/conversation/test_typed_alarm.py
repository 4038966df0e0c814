"""An alarm about a child by typing: whatever its words, it is never filed as an answer, and the call comes first."""

import pytest

from domain.words import Role
from storage.tables.audits import audit_answer
from storage.tables.concerns import concern
from tests.conversation.council import REVIEW, Council, heading, starts, walks
from tests.fakes_cards import Shown

VOICE = "Seeing and Hearing the Child"
FORM = "Phone first, then raise the concern"


async def at(council: Council, title: str, ref: str = "CS_5000037") -> Shown:
    """An audit of Rosa's, at a step."""
    council.allocates(council.rosa, ref)
    return await walks(council.rosa, await starts(council.rosa), to=title)


def graded(council: Council) -> list[object]:
    return council.rows(audit_answer, step="domain_voice")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("concern: the child is alone at home now", "the child is alone at home now"),
        ("Immediate concern the baby is in danger", "Immediate concern the baby is in danger"),
        ("I have a concern", "I have a concern"),
        ("child at risk now", "child at risk now"),
        ("emergency", ""),
    ],
)
async def test_its_words_open_the_form_with_them_in_it(council: Council, text: str, words: str) -> None:
    await at(council, VOICE)
    form = await council.rosa.says(text)
    assert heading(form) == FORM
    assert form.inputs["in_what"] == words
    assert graded(council) == []
    raised = await council.rosa.presses(form, "Raise it now", {"in_what": words or "Alone at home."})
    assert heading(raised) == "Concern raised"
    assert heading(await council.rosa.presses(raised, "Continue audit")) == VOICE
    assert graded(council) == []


async def test_whoever_meant_an_account_goes_back_and_says_where_it_belongs(council: Council) -> None:
    await at(council, VOICE)
    form = await council.rosa.says("Immediate concern was answered the same day.")
    asked = await council.rosa.presses(form, "Go back, nothing to raise")
    assert heading(asked) == "Where does this belong?"
    assert asked.inputs["in_text"] == "Immediate concern was answered the same day."
    assert council.rows(concern) == []


async def test_a_refused_concern_still_has_its_way_back(council: Council) -> None:
    await at(council, VOICE)
    form = await council.rosa.says("concern: alone at SW1A 1AA")
    refused = await council.rosa.presses(form, "Raise it now")
    assert "looks like a postcode" in refused.words
    asked = await council.rosa.presses(refused, "Go back, nothing to raise")
    assert asked.inputs["in_text"] == "concern: alone at SW1A 1AA"


async def test_answer_in_front_keeps_such_words_as_an_answer(council: Council) -> None:
    await at(council, VOICE)
    await council.rosa.says("good")
    await council.rosa.says("answer: Immediate concern was answered the same day.")
    (row,) = council.rows(audit_answer, step="domain_voice")
    assert row.answers["evidence"] == "Immediate concern was answered the same day."


async def test_the_card_that_asks_where_has_the_red_button_and_loses_no_word(council: Council) -> None:
    await at(council, REVIEW)
    asked = await council.rosa.says("He is alone with her.")
    form = await council.rosa.presses(asked, "Raise immediate concern")
    assert heading(form) == FORM
    raised = await council.rosa.presses(form, "Raise it now", {"in_what": "Alone with her."})
    back = await council.rosa.presses(raised, "Continue audit")
    assert back.inputs["in_text"] == "He is alone with her."


async def test_with_several_audits_the_card_says_first_to_phone(council: Council) -> None:
    await at(council, VOICE)
    await at(council, VOICE, "CS_5000038")
    which = await council.rosa.says("concern: alone at home")
    first = which.words.split("\n")[2]
    assert first.startswith("Phone the team manager or the emergency duty team now.")
    form = await council.rosa.presses(which, "This one: reference CS_5000038")
    assert heading(form) == FORM
    assert "CS_5000038" in form.words
    assert form.inputs["in_what"] == "alone at home"


async def test_any_text_that_may_be_for_several_audits_can_be_raised_instead(council: Council) -> None:
    await at(council, VOICE)
    await at(council, VOICE, "CS_5000038")
    which = await council.rosa.says("He is alone with her.")
    form = await council.rosa.presses(which, "Raise immediate concern: reference CS_5000037")
    assert heading(form) == FORM
    asked = await council.rosa.presses(form, "Go back, nothing to raise")
    assert asked.inputs["in_text"] == "He is alone with her."


async def test_after_the_return_a_concern_is_raised_in_what_was_returned(council: Council) -> None:
    await at(council, REVIEW)
    await council.rosa.says("return")
    form = await council.rosa.says("concern")
    assert heading(form) == FORM
    raised = await council.rosa.presses(form, "Raise it now", {"in_what": "Not seen since."})
    assert heading(raised) == "Concern raised"


async def test_the_receipt_has_the_red_button(council: Council) -> None:
    review = await at(council, REVIEW)
    receipt = await council.rosa.presses(review, "Return audit")
    assert heading(await council.rosa.presses(receipt, "Raise immediate concern")) == FORM


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.DIRECTOR, Role.QA])
@pytest.mark.parametrize("text", ["concern", "concern: alone at home"])
async def test_whoever_has_no_audit_is_told_to_phone_and_of_no_audit_to_start(
    council: Council, role: Role, text: str
) -> None:
    somebody = council.employs("Kit Arden", role)
    said = await somebody.says(text)
    assert said.text.startswith("Phone the emergency duty team now.")
    assert "start the audit" not in said.text
