"""An audit written by typing alone: its commands, its answers, and a text of which nobody can tell where it belongs."""

import pytest

from domain.words import AllocationStatus, Role
from storage.tables.allocations import allocation
from storage.tables.audits import agreed_action, audit, audit_answer, draft_action
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


async def test_a_whole_audit_is_written_and_returned_by_typing(council_on_each: Council) -> None:
    council, rosa = council_on_each, council_on_each.rosa
    number = council.allocates(rosa)
    await starts(rosa)
    said = await rosa.says("1, 1, does not apply, 1, tried")
    assert "Parent or carer: Tried, not reached." in said.text
    assert heading(said) == "Why not everybody"
    await rosa.says("parent: Two letters and a call brought no reply.")
    await rosa.says("next")
    for text in ("Good: Seen alone.", "2: History used.", "good - Owners named.", "Outstanding: Reasons given."):
        await rosa.says(text)
    await rosa.says("not graded")
    await rosa.says("The first review is still to come.")
    await rosa.says("3")
    await rosa.says("Gaps of nine weeks.")
    said = await rosa.says("good: An interpreter came.")
    assert heading(said) == "What the family said"
    await rosa.says("mixed")
    said = await rosa.says("She listens but is often late.")
    assert heading(said) == SUMMARY
    said = await rosa.says("strengths: A trusting bond.\nareas: none")
    assert heading(said) == "Overall grade"
    said = await rosa.says("good")
    assert heading(said) == "Actions"
    said = await rosa.says("Write a visiting plan.; sue okafor; 11 December")
    assert "by Friday 11 December 2026" in said.words
    said = await rosa.says("next")
    assert heading(said) == REVIEW
    said = await rosa.says("return")
    assert "your audit is returned" in said.words
    assert council.rows(allocation, id=number)[0].status is AllocationStatus.RETURNED
    found = council.rows(audit, allocation_id=number)[0]
    assert (found.overall, found.strengths, found.areas_for_improvement) == ("Good", "A trusting bond.", "none")
    assert [row.description for row in council.rows(agreed_action)] == ["Write a visiting plan."]
    assert stored(council, "domain_assessment") == {"rating": "Good", "evidence": "History used."}


async def test_each_typed_answer_is_answered_with_what_was_kept_and_what_may_be_typed_next(council: Council) -> None:
    await at(council, VOICE)
    said = await council.rosa.says("good")
    assert said.text.startswith("Kept. Grade: Good.")
    assert "What in the record shows this? Type it in your own words." in said.text
    assert heading(said) == VOICE
    assert said.inputs["in_rating"] == "Good"
    said = await council.rosa.says("Seen alone twice.")
    assert said.text.startswith("Kept. What in the record shows this: your words.")
    assert "Next: Quality of Assessment. Grade: Type a word or a number. 1 Outstanding, 2 Good" in said.text
    assert heading(said) == ASSESSMENT


async def test_a_grade_typed_again_changes_it_and_loses_nothing_else(council: Council) -> None:
    await at(council, VOICE)
    await council.rosa.says("Seen alone twice.")
    assert stored(council, "domain_voice") == {"evidence": "Seen alone twice."}
    await council.rosa.says("good")
    await council.rosa.says("back")
    said = await council.rosa.says("requires improvement")
    assert stored(council, "domain_voice") == {"rating": "Requires Improvement", "evidence": "Seen alone twice."}
    assert heading(said) == ASSESSMENT


async def test_next_with_something_missing_says_what(council: Council) -> None:
    await at(council, VOICE)
    await council.rosa.says("good")
    said = await council.rosa.says("next")
    assert heading(said) == VOICE
    assert "⚠ Say what in the record shows this" in said.words


async def test_skip_leaves_out_what_is_optional(council: Council) -> None:
    await at(council, "What the family said")
    said = await council.rosa.says("mixed")
    assert "Or type 'next' to leave it out." in said.text
    assert heading(await council.rosa.says("skip")) == SUMMARY


async def test_back_save_and_review_are_typed(council: Council) -> None:
    await at(council, ASSESSMENT)
    assert heading(await council.rosa.says("Back")) == VOICE
    assert heading(await council.rosa.says("save")) == "Saved"
    said = await council.rosa.says("review")
    assert heading(said) == REVIEW
    assert "Still missing" in said.words


async def test_return_with_something_missing_shows_the_review_and_returns_nothing(council: Council) -> None:
    await at(council, ASSESSMENT)
    said = await council.rosa.says("return")
    assert heading(said) == REVIEW
    said = await council.rosa.says("return")
    assert "It can't be returned yet." in said.words
    assert council.rows(allocation)[0].status is AllocationStatus.STARTED


async def test_return_typed_from_a_step_asks_to_read_it_once_more_first(council: Council) -> None:
    await at(council, "Actions")
    said = await council.rosa.says("return")
    assert heading(said) == REVIEW
    assert "Then type 'return it'" in said.text
    assert council.rows(allocation)[0].status is AllocationStatus.STARTED
    assert heading(await council.rosa.says("return")) == REVIEW, "it may be the same message, delivered again"
    assert "your audit is returned" in (await council.rosa.says("return it")).words


async def test_return_typed_again_after_reading_returns_the_audit(council: Council) -> None:
    await at(council, "Actions")
    await council.rosa.says("return")
    await council.time_passes(minutes=2)
    assert "your audit is returned" in (await council.rosa.says("return")).words


@pytest.mark.parametrize("words", ["concern", "raise immediate concern"])
async def test_a_concern_is_raised_from_any_step_by_typing(council: Council, words: str) -> None:
    await at(council, VOICE)
    said = await council.rosa.says(words)
    assert "Raise it now" in said.buttons
    raised = await council.rosa.presses(said, "Raise it now", {"in_what": "Left alone overnight."})
    assert heading(await council.rosa.presses(raised, "Continue audit")) == VOICE


async def test_a_concern_typed_before_any_audit_is_started_says_to_phone(council: Council) -> None:
    council.allocates(council.rosa)
    said = await council.rosa.says("concern")
    assert said.text.startswith("Phone the team manager or the emergency duty team now.")
    assert "Start audit" in said.buttons


async def test_a_command_without_a_started_audit_shows_what_can_be_started(council: Council) -> None:
    council.allocates(council.rosa)
    said = await council.rosa.says("next")
    assert said.text == "You have not started an audit yet. Press Start audit on one of these."
    assert "Start audit" in said.buttons


async def test_a_typed_identifier_is_refused_and_stands_in_the_card_to_be_put_right(council: Council) -> None:
    await at(council, VOICE)
    said = await council.rosa.says("good: Lives at SW1A 1AA.")
    assert said.text == "I have not kept that yet. The card says why."
    assert "looks like a postcode" in said.words
    assert said.inputs == {"in_rating": "Good", "in_evidence": "Lives at SW1A 1AA."}
    assert stored(council, "domain_voice") == {}
    card = await council.rosa.presses(said, "Next", {"in_evidence": "Seen at home."})
    assert heading(card) == ASSESSMENT


async def test_a_text_that_is_too_long_stands_in_the_card_to_be_shortened(council: Council) -> None:
    await at(council, VOICE)
    said = await council.rosa.says("good: " + "Seen. " * 3_400)
    assert "Please shorten it to 8,000." in said.words
    assert said.inputs["in_evidence"].startswith("Seen. Seen.")


async def test_an_action_without_an_owner_comes_as_the_form_with_the_words_in_it(council: Council) -> None:
    await at(council, "Actions")
    said = await council.rosa.says("Write a visiting plan.")
    assert heading(said) == "Add an action"
    assert said.inputs["in_what"] == "Write a visiting plan."
    assert council.rows(draft_action) == []


async def test_an_action_whose_owner_is_not_clear_comes_back_with_its_complaint(council: Council) -> None:
    council.employs("Sue Marsh", Role.SOCIAL_WORKER)
    await at(council, "Actions")
    said = await council.rosa.says("action: Write a visiting plan.; sue; friday")
    assert said.text == "I have not kept that yet. The card says why."
    assert "Several people fit “sue”" in said.words
    assert said.inputs["in_due"] == "2026-11-27"


async def test_a_day_that_is_none_is_said_to_be_none_beside_its_input(council: Council) -> None:
    await at(council, "Actions")
    said = await council.rosa.says("Write a visiting plan.; sue okafor; 31/11")
    assert said.text == "I have not kept that yet. The card says why."
    assert "⚠ I can't find the day “31/11” in the calendar. Choose one." in said.words
    assert (said.inputs["in_name"], said.inputs["in_due"]) == ("sue okafor", "")
    assert council.rows(draft_action) == []


@pytest.mark.parametrize(
    ("text", "what", "who", "due"),
    [
        ("Ring the school, Sue Okafor, 4 December", "Ring the school", "Sue Okafor", "2026-12-04"),
        ("See him, alone; me; in two weeks", "See him, alone", "Rosa Adeyemi", "2026-12-04"),
        ("Write a plan; myself; next Friday", "Write a plan", "Rosa Adeyemi", "2026-11-27"),
    ],
)
async def test_an_action_is_typed_as_people_write(council: Council, text: str, what: str, who: str, due: str) -> None:
    await at(council, "Actions")
    assert (await council.rosa.says(text)).text == "Action kept."
    (row,) = council.rows(draft_action)
    assert (row.description, row.owner_id, row.due_on.isoformat()) == (what, council.ids[who], due)


async def test_commas_in_what_should_happen_are_no_owner_and_no_day(council: Council) -> None:
    await at(council, "Actions")
    said = await council.rosa.says("Ring the school, the nursery, the clinic")
    assert said.text.startswith("Say who does it and by when.")
    assert said.inputs["in_what"] == "Ring the school, the nursery, the clinic"


async def test_an_action_is_changed_and_removed_by_its_number(council: Council) -> None:
    await at(council, "Actions")
    await council.rosa.says("Write a visiting plan.; sue okafor")
    form = await council.rosa.says("change 1")
    assert heading(form) == "Change an action"
    said = await council.rosa.says("remove 2")
    assert said.text == "There is no action 2 on the list."
    await council.rosa.says("Remove action 1")
    assert [row.removed_at is None for row in council.rows(draft_action)] == [False]


async def test_help_tells_an_auditor_how_to_type(council: Council) -> None:
    words = (await council.rosa.says("help 2")).words
    for what in ("type its word or its number", "'next', 'back', 'skip', 'save', 'review' or 'return'", "'concern'"):
        assert what in words


async def test_a_likely_name_in_a_typed_answer_is_asked_about_and_may_stay(council: Council) -> None:
    await at(council, VOICE)
    said = await council.rosa.says("good: Seen at school with Olivia and her teacher.")
    assert said.text == "I have not kept that yet. The card says why."
    assert said.inputs["in_evidence"] == "Seen at school with Olivia and her teacher."
    assert stored(council, "domain_voice") == {}
    card = await council.rosa.presses(said, "Use it as it is")
    assert heading(card) == ASSESSMENT
    assert stored(council, "domain_voice")["evidence"] == "Seen at school with Olivia and her teacher."


async def test_keep_in_front_keeps_words_that_look_like_a_name(council: Council) -> None:
    await at(council, VOICE)
    said = await council.rosa.says("keep: good: Seen at school with Olivia and her teacher.")
    assert said.text.startswith("Kept.")
    assert heading(said) == ASSESSMENT
    refused = await council.rosa.says("keep: good: Seen with Olivia at SW1A 1AA.")
    assert "looks like a postcode" in refused.words, "an identifier is never kept"


async def test_two_answers_typed_on_two_devices_are_both_kept(council: Council) -> None:
    card = await at(council, SUMMARY)
    await council.rosa.says("strengths: A warm start.")
    shown = await council.rosa.presses(card, "Next", {"in_strengths": "A cold start.", "in_areas": "More visits."})
    assert "You answered this step" in shown.words
    assert stored(council, "summary") == {"strengths": "A warm start."}
    assert shown.inputs == {"in_strengths": "A cold start.", "in_areas": "More visits."}
