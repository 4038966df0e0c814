"""A text typed into an audit of which it can't be told what it answers: it is asked about, and never lost."""

from typing import Any

import pytest

from domain.words import Role
from storage.tables.audits import audit_answer, draft_action
from tests.conversation.council import REVIEW, Council, heading, starts, walks
from tests.fakes_cards import Shown

VOICE, ASSESSMENT = "Seeing and Hearing the Child", "Quality of Assessment"
SUMMARY = "Strengths and areas to improve"


def stored(council: Council, step: str) -> dict[str, str]:
    rows = council.rows(audit_answer, step=step)
    return dict(rows[0].answers) if rows else {}


async def at(council: Council, title: str) -> Shown:
    """Rosa's one audit, at a step."""
    council.allocates(council.rosa)
    return await walks(council.rosa, await starts(council.rosa), to=title)


@pytest.mark.parametrize("text", ["How many audits are late?", "which teams are late"])
async def test_a_question_for_a_figure_is_no_answer(council: Council, text: str) -> None:
    await at(council, VOICE)
    assert heading(await council.rosa.says(text)) != VOICE
    assert stored(council, "domain_voice") == {}


async def test_a_question_is_no_answer_until_it_is_said_to_be_one(council: Council) -> None:
    await at(council, VOICE)
    said = await council.rosa.says("Is this right?")
    assert heading(said) == "Where does this belong?"
    assert said.inputs["in_text"] == "Is this right?"
    assert stored(council, "domain_voice") == {}
    card = await council.rosa.presses(said, "Leave it out")
    assert heading(card) == VOICE
    assert stored(council, "domain_voice") == {}


async def test_a_text_typed_long_after_the_last_card_is_asked_about(council: Council) -> None:
    await at(council, VOICE)
    await council.time_passes(hours=3)
    said = await council.rosa.says("Seen alone twice.")
    assert heading(said) == "Where does this belong?"
    card = await council.rosa.presses(said, "Put it there", {"in_where": f"{VOICE}: What in the record shows this?"})
    assert heading(card) == VOICE
    assert card.inputs["in_evidence"] == "Seen alone twice."
    assert stored(council, "domain_voice") == {"evidence": "Seen alone twice."}


async def test_after_continue_a_text_is_an_answer_again(council: Council) -> None:
    await at(council, VOICE)
    await council.time_passes(hours=3)
    await council.rosa.says("continue")
    await council.rosa.says("good")
    await council.rosa.says("Seen alone twice.")
    assert stored(council, "domain_voice") == {"rating": "Good", "evidence": "Seen alone twice."}


async def test_answer_in_front_makes_anything_an_answer(council: Council) -> None:
    await at(council, VOICE)
    await council.time_passes(hours=3)
    await council.rosa.says("answer: Why was she not seen? Nobody asked.")
    assert stored(council, "domain_voice") == {"evidence": "Why was she not seen? Nobody asked."}


async def test_a_text_for_a_question_that_is_answered_is_added_below_and_replaces_nothing(council: Council) -> None:
    await at(council, SUMMARY)
    await council.rosa.says("A warm start.")
    said = await council.rosa.says("strengths: More visits.")
    assert heading(said) == "Where does this belong?"
    card = await council.rosa.presses(said, "Put it there", {"in_where": f"{SUMMARY}: Strengths"})
    assert heading(card) == SUMMARY
    assert stored(council, "summary") == {"strengths": "A warm start.\n\nstrengths: More visits."}


async def test_where_it_belongs_must_be_chosen_and_the_text_stays_meanwhile(council: Council) -> None:
    await at(council, VOICE)
    said = await council.rosa.says("Is this right?")
    asked = await council.rosa.presses(said, "Put it there", {"in_text": "This is right."})
    assert "Choose where it belongs." in asked.words
    assert asked.inputs["in_text"] == "This is right."


async def test_a_placed_text_with_an_identifier_is_refused_where_it_was_placed(council: Council) -> None:
    await at(council, VOICE)
    said = await council.rosa.says("Is it SW1A 1AA?")
    card = await council.rosa.presses(said, "Put it there", {"in_where": f"{VOICE}: What in the record shows this?"})
    assert "looks like a postcode" in card.words
    assert card.inputs["in_evidence"] == "Is it SW1A 1AA?"
    assert stored(council, "domain_voice") == {}


async def test_a_text_at_the_review_may_become_an_action(council: Council) -> None:
    await at(council, REVIEW)
    said = await council.rosa.says("Write a visiting plan.")
    form = await council.rosa.presses(said, "Put it there", {"in_where": "Actions: a new action"})
    assert heading(form) == "Add an action"
    assert form.inputs["in_what"] == "Write a visiting plan."


async def test_pressing_put_it_there_twice_puts_it_there_once(council: Council) -> None:
    await at(council, VOICE)
    said = await council.rosa.says("Is this right?")
    for _ in range(2):
        await council.rosa.presses(said, "Put it there", {"in_where": f"{VOICE}: What in the record shows this?"})
    assert stored(council, "domain_voice") == {"evidence": "Is this right?"}


async def two_audits(council: Council) -> None:
    for ref in ("CS_5000037", "CS_5000038"):
        council.allocates(council.rosa, ref)
        listed = await council.rosa.says("my audits")
        card = await council.rosa.presses(listed, "Start audit")
        await walks(council.rosa, card, to=VOICE)


@pytest.mark.parametrize("text", ["outstandng", "fine"])
async def test_a_slip_of_a_choice_is_asked_about_and_the_choices_are_named(council: Council, text: str) -> None:
    await at(council, VOICE)
    said = await council.rosa.says(text)
    assert said.text.startswith("Grade: Type a word or a number. 1 Outstanding, 2 Good")
    assert text not in said.text
    assert said.inputs["in_text"] == text
    assert stored(council, "domain_voice") == {}
    await council.rosa.says("RI: No plan.")
    assert stored(council, "domain_voice") == {"rating": "Requires Improvement", "evidence": "No plan."}


async def test_with_several_audits_open_it_asks_which_and_carries_the_text(council: Council) -> None:
    await two_audits(council)
    asked = await council.rosa.says("good: Seen alone.")
    assert heading(asked) == "Which audit do you mean?"
    assert asked.inputs["in_text"] == "good: Seen alone."
    card = await council.rosa.presses(asked, "This one: reference CS_5000038")
    assert heading(card) == ASSESSMENT
    assert "CS_5000038" in card.words
    (row,) = council.rows(audit_answer, step="domain_voice")
    assert row.answers == {"rating": "Good", "evidence": "Seen alone."}


async def test_with_several_audits_open_it_asks_which_a_command_is_for(council: Council) -> None:
    await two_audits(council)
    asked = await council.rosa.says("review")
    assert heading(asked) == "Which audit do you mean?"
    card = await council.rosa.presses(asked, "This one: reference CS_5000037")
    assert heading(card) == REVIEW
    assert "CS_5000037" in card.words


@pytest.mark.parametrize("text", ["thanks", "Thank you!", "ok"])
async def test_small_talk_is_no_answer(council: Council, text: str) -> None:
    await at(council, VOICE)
    said = await council.rosa.says(text)
    assert heading(said) == "What you can do here"
    assert stored(council, "domain_voice") == {}


async def test_after_the_return_a_text_is_nobodys_answer(council: Council) -> None:
    await at(council, REVIEW)
    await council.rosa.says("return")
    said = await council.rosa.says("Seen alone twice.")
    assert heading(said) not in {VOICE, "Where does this belong?", "Audit returned"}
    assert stored(council, "domain_voice")["evidence"] != "Seen alone twice."


async def test_nobody_answers_in_somebody_elses_audit(council: Council) -> None:
    await two_audits(council)
    asked = await council.rosa.says("good: Seen alone.")
    sam = council.employs("Sam Oyelaran", Role.AUDITOR)
    refused = await sam.presses(asked, "This one: reference CS_5000037")
    assert "not one of yours" in refused.text
    assert council.rows(audit_answer, step="domain_voice") == []


async def test_the_card_that_asks_where_becomes_the_receipt_as_well(council: Council) -> None:
    await at(council, REVIEW)
    asked = await council.rosa.says("Write a visiting plan.")
    await council.rosa.says("return")

    def now(message: Shown) -> Any:
        return next(one for one in council.rosa.messages if one.activity_id == message.activity_id)

    async with council.teams.news:
        await council.teams.news.wait_for(lambda: heading(now(asked)) == "Audit returned")


async def test_after_the_return_the_cards_that_asked_give_the_receipt(council: Council) -> None:
    await two_audits(council)
    which = await council.rosa.says("review")
    review = await walks(council.rosa, await council.rosa.presses(which, "This one: reference CS_5000037"))
    while "Return audit" not in review.buttons:
        step = await council.rosa.presses(review, next(title for title in review.buttons if title.startswith("Go to ")))
        review = await walks(council.rosa, step)
    await council.rosa.presses(review, "Return audit")
    again = await council.rosa.presses(which, "This one: reference CS_5000037")
    assert heading(again) == "Audit returned"


async def test_a_question_at_the_actions_is_no_action(council: Council) -> None:
    await at(council, "Actions")
    said = await council.rosa.says("How many actions are late?")
    assert heading(said) not in {"Actions", "Add an action"}
    assert council.rows(draft_action) == []
