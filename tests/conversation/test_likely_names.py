"""Likely names in what is typed: asked about once, changed or kept by their writer's word, no hindrance to an alarm."""

import pytest

from storage.tables.audits import audit_answer, draft_action
from storage.tables.concerns import concern_transition
from storage.tables.service import qa_task
from storage.tables.wording import kept_wording
from tests.conversation.council import Council, heading, starts, walks
from tests.fakes_cards import Shown

VOICE = "Seeing and Hearing the Child"
NEXT_ONE = "Quality of Assessment"
NAMED = "Kayleigh drew her week."
ASKED = "“Kayleigh” may name a child or their family. Change it below, or use it as it is."


async def at_voice(council: Council) -> Shown:
    council.allocates(council.rosa)
    return await walks(council.rosa, await starts(council.rosa), to=VOICE)


async def asked_about(council: Council, text: str = NAMED) -> Shown:
    return await council.rosa.presses(await at_voice(council), "Next", {"in_rating": "Good", "in_evidence": text})


def stored(council: Council) -> str:
    rows = council.rows(audit_answer, step="domain_voice")
    return str(rows[0].answers["evidence"]) if rows else ""


def kept(council: Council) -> list[tuple[str, str, bool, int]]:
    return [(row.place, row.question, row.was_asked, row.kept_by_id) for row in council.rows(kept_wording)]


async def test_a_likely_name_comes_back_with_what_was_typed_and_the_question_beside_it(council: Council) -> None:
    card = await asked_about(council)
    assert heading(card) == VOICE
    assert card.inputs["in_evidence"] == NAMED
    assert card.inputs["in_rating"] == "Good"
    words = [part.get("text", part.get("id", "")) for part in card.card["body"]]
    place = words.index("in_evidence")
    assert words[place - 2] == f"⚠ {ASKED}"
    assert card.card["body"][place - 1]["actions"][0]["title"] == "Use it as it is"
    assert stored(council) == ""
    assert kept(council) == []


async def test_used_as_it_is_it_is_stored_and_recorded_with_who_and_where(council_on_each: Council) -> None:
    council = council_on_each
    card = await council.rosa.presses(await asked_about(council), "Use it as it is")
    assert heading(card) == NEXT_ONE
    assert stored(council) == NAMED
    assert kept(council) == [("domain_voice", "evidence", True, council.id_of(council.rosa))]
    (row,) = council.rows(kept_wording)
    assert row.kept_at == council.clock.now()
    assert "Kayleigh" not in str(tuple(row)), "the name itself is in no second place"


async def test_next_pressed_again_on_the_words_unchanged_is_an_answer_too(council: Council) -> None:
    card = await council.rosa.presses(await asked_about(council), "Next")
    assert heading(card) == NEXT_ONE
    assert len(kept(council)) == 1


async def test_changed_it_is_stored_and_nothing_is_recorded(council: Council) -> None:
    card = await council.rosa.presses(await asked_about(council), "Next", {"in_evidence": "She drew her week."})
    assert heading(card) == NEXT_ONE
    assert stored(council) == "She drew her week."
    assert kept(council) == []


async def test_another_name_put_in_its_place_is_asked_about_in_turn(council: Council) -> None:
    text = {"in_evidence": "Kayleigh and Tyler drew."}
    card = await council.rosa.presses(await asked_about(council), "Use it as it is", text)
    assert heading(card) == VOICE
    assert "“Tyler” may name" in card.words
    assert "“Kayleigh” may name" not in card.words
    assert heading(await council.rosa.presses(card, "Use it as it is")) == NEXT_ONE


async def test_what_was_kept_once_is_not_asked_again_in_that_audit(council: Council) -> None:
    card = await council.rosa.presses(await asked_about(council), "Use it as it is")
    card = await council.rosa.presses(card, "Next", {"in_rating": "Good", "in_evidence": "Kayleigh is at its heart."})
    assert heading(card) == "Quality of Plans"


async def test_what_was_kept_in_one_audit_is_asked_about_in_the_next(council: Council) -> None:
    card = await council.rosa.presses(await asked_about(council), "Use it as it is")
    await council.rosa.presses(card, "Save and finish later")
    council.allocates(council.rosa, "CS_5000038")
    listed = await council.rosa.says("my audits")
    card = await walks(council.rosa, await council.rosa.presses(listed, "Start audit"), to=VOICE)
    card = await council.rosa.presses(card, "Next", {"in_rating": "Good", "in_evidence": NAMED})
    assert ASKED in card.words


@pytest.mark.parametrize(("way_out", "there"), [("Back", "Why not everybody"), ("Save and finish later", "Saved")])
async def test_the_ways_out_ask_too_and_then_go_where_they_lead(council: Council, way_out: str, there: str) -> None:
    card = await council.rosa.presses(await at_voice(council), way_out, {"in_evidence": NAMED})
    assert ASKED in card.words
    assert stored(council) == ""
    assert heading(await council.rosa.presses(card, "Use it as it is")) == there
    assert stored(council) == NAMED


@pytest.mark.parametrize(
    "text",
    [
        "Sue Okafor knows the child.",
        "I told Sue and Tom, the manager.",
        "Ms Okafor is warm.",
        "The Alder Vale Team and I told Alder.",
    ],
)
async def test_the_councils_own_people_and_teams_are_no_childs_names(council: Council, text: str) -> None:
    assert heading(await asked_about(council, text)) == NEXT_ONE


async def test_a_first_name_of_staff_who_are_not_in_this_audit_is_asked_about(council: Council) -> None:
    assert "“Dan” may name" in (await asked_about(council, "The worker met Dan.")).words


async def test_a_refused_identifier_comes_before_the_question(council: Council) -> None:
    card = await asked_about(council, "Kayleigh lives at M1 1AA.")
    assert "looks like a postcode" in card.words
    assert "may name" not in card.words
    card = await council.rosa.presses(card, "Next", {"in_evidence": NAMED})
    assert ASKED in card.words


async def test_a_card_cannot_say_that_a_refused_identifier_may_stay(council: Council) -> None:
    card = await asked_about(council)
    card = await council.rosa.presses(card, "Use it as it is", {"in_evidence": "Kayleigh, NHS 943 476 5919."})
    assert "looks like an NHS number" in card.words
    assert stored(council) == ""


async def test_an_action_is_asked_about_and_saved_once(council: Council) -> None:
    council.allocates(council.rosa)
    form = await council.rosa.presses(await walks(council.rosa, await starts(council.rosa), to="Actions"), "Add action")
    action = {"in_what": "Ask Kayleigh herself.", "in_owner": str(council.id_of(council.sue))}
    card = await council.rosa.presses(form, "Save action", action)
    assert ASKED in card.words
    assert council.rows(draft_action) == []
    card = await council.rosa.presses(card, "Use it as it is")
    assert heading(card) == "Actions"
    assert [row.description for row in council.rows(draft_action)] == ["Ask Kayleigh herself."]
    assert kept(council) == [("actions", "what", True, council.id_of(council.rosa))]


async def test_a_conflict_of_interest_is_asked_about_and_told_once(council: Council) -> None:
    council.allocates(council.rosa)
    form = await council.rosa.presses(await council.rosa.says("my audits"), "Conflict of interest")
    card = await council.rosa.presses(form, "Tell QA", {"in_why": "I am Kayleigh's aunt."})
    assert ASKED in card.words
    assert council.rows(qa_task) == []
    assert heading(await council.rosa.presses(card, "Use it as it is")) == "QA has been told"
    assert kept(council) == [("conflict", "why", True, council.id_of(council.rosa))]


async def test_an_immediate_concern_goes_at_once_with_its_names_and_qa_hears_of_them(council: Council) -> None:
    council.allocates(council.rosa)
    form = await council.rosa.presses(await starts(council.rosa), "Raise immediate concern")
    raised = await council.rosa.presses(form, "Raise it now", {"in_what": "Kayleigh is not safe tonight."})
    assert heading(raised) == "Concern raised"
    assert len(council.rows(concern_transition)) == 1
    assert "Its words may name somebody" in council.rows(qa_task)[0].about
    assert kept(council) == [("concern", "what", False, council.id_of(council.rosa))]


async def test_words_on_the_step_don_t_hold_up_a_concern_and_are_asked_about_afterwards(council: Council) -> None:
    card = await at_voice(council)
    form = await council.rosa.presses(card, "Raise immediate concern", {"in_evidence": NAMED})
    assert heading(form) == "Phone first, then raise the concern"
    assert stored(council) == NAMED, "nothing typed is lost"
    assert kept(council) == [("domain_voice", "evidence", False, council.id_of(council.rosa))]
    back = await council.rosa.presses(form, "Go back, nothing to raise")
    assert back.inputs["in_evidence"] == NAMED
    assert ASKED in (await council.rosa.presses(back, "Next", {"in_rating": "Good"})).words


async def test_many_names_are_one_question(council: Council) -> None:
    names = ["Tyler", "Kayleigh", "Amelia", "Mohammed", "Liam", "Chelsea", "Oliwia"]
    card = await asked_about(council, f"Seen: {', and '.join(names)}.")
    assert "and 3 more may name a child or their family." in card.words
    assert heading(await council.rosa.presses(card, "Use it as it is")) == NEXT_ONE
    assert len(kept(council)) == 7


async def test_the_question_works_where_cards_have_no_execute(council: Council) -> None:
    card = await asked_about(council)
    button = card.button("Use it as it is")["fallback"]
    assert button["type"] == "Action.Submit"
    assert button["data"]["as_it_is"] == "Kayleigh"
    assert card.button("Next")["fallback"]["data"]["as_it_is"] == "Kayleigh"
    assert "as_it_is" not in card.button("Back")["data"]


QA_FORMS = {
    "Withdraw": ("Withdraw", {}, "The audit is withdrawn."),
    "Put a day right": ("Put it right", {"in_which": "due_on", "in_day": "2026-12-11"}, "11 December 2026 now."),
    "Act for its auditor": ("Act for them", {}, "CS_5000037"),
}


@pytest.mark.parametrize("button", QA_FORMS)
async def test_a_reason_of_qa_is_asked_about_and_taken_once(council: Council, button: str) -> None:
    go, inputs, done = QA_FORMS[button]
    council.allocates(council.rosa)
    await starts(council.rosa)
    form = await council.dan.presses(await council.dan.says("audit AUD-CS_5000037"), button)
    card = await council.dan.presses(form, go, {**inputs, "in_why": "Kayleigh's aunt rang."})
    assert ASKED in card.words
    assert card.inputs["in_why"] == "Kayleigh's aunt rang."
    assert done in (await council.dan.presses(card, "Use it as it is")).words
    assert [row[3] for row in kept(council)] == [council.id_of(council.dan)]
