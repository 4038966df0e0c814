"""What is typed into an audit: checked on the server, refilled when something is wrong, kept on every way out."""

from pathlib import Path
from typing import Any

import pytest

from storage.tables.audits import audit_answer, audit_answer_revision
from tests.conversation.council import ANSWERS, REVIEW, Council, heading, starts, walks
from tests.fakes_cards import Shown

VOICE = "Seeing and Hearing the Child"
SUMMARY = "Strengths and areas to improve"


def stored(council: Council, step: str) -> dict[str, str]:
    rows = council.rows(audit_answer, step=step)
    return dict(rows[0].answers) if rows else {}


def texts(shown: Shown) -> list[str]:
    """What a card says and asks, part by part: the words of a text, the id of an input."""
    return [part.get("id") or part.get("text") or "" for part in shown.card["body"]]


def said_beside(shown: Shown, key: str) -> str:
    """The text right above an input."""
    parts = texts(shown)
    return parts[parts.index(key) - 1]


async def test_what_is_missing_is_said_beside_its_input_and_the_rest_is_refilled(council: Council) -> None:
    council.allocates(council.rosa)
    card = await walks(council.rosa, await starts(council.rosa), to=VOICE)
    refused = await council.rosa.presses(card, "Next", {"in_rating": "Good"})
    assert heading(refused) == VOICE
    assert "Say what in the record shows this" in said_beside(refused, "in_evidence")
    assert refused.inputs == {"in_rating": "Good", "in_evidence": ""}
    assert stored(council, "domain_voice") == {}
    card = await council.rosa.presses(refused, "Next", {"in_evidence": "Seen in school."})
    assert heading(card) == "Quality of Assessment"
    assert stored(council, "domain_voice") == {"rating": "Good", "evidence": "Seen in school."}


async def test_a_refused_answer_may_be_pressed_again_as_it_was_and_is_refused_again(council: Council) -> None:
    council.allocates(council.rosa)
    card = await walks(council.rosa, await starts(council.rosa), to=VOICE)
    for _ in range(2):
        refused = await council.rosa.presses(card, "Next", {"in_rating": "Good"})
        assert "Say what in the record shows this" in said_beside(refused, "in_evidence")


async def test_each_of_several_complaints_stands_beside_its_own_input(council: Council) -> None:
    council.allocates(council.rosa)
    refused = await council.rosa.presses(await starts(council.rosa), "Next", {"in_child": "Included"})
    assert "Choose how the social worker was involved." in said_beside(refused, "in_social_worker")
    assert "Choose how the IRO or CP chair was involved." in said_beside(refused, "in_iro_or_chair")
    assert "Choose" not in said_beside(refused, "in_child")
    assert refused.inputs["in_child"] == "included"


@pytest.mark.parametrize("value", ["", "   ", "Splendid", "good", "Not Graded "])
async def test_a_choice_that_is_not_on_the_card_is_refused(council: Council, value: str) -> None:
    council.allocates(council.rosa)
    card = await walks(council.rosa, await starts(council.rosa), to="Overall grade")
    refused = await council.rosa.presses(card, "Next", {"in_rating": value}, client_checks=False)
    assert "Choose the overall grade." in said_beside(refused, "in_rating")
    assert stored(council, "overall") == {}


async def test_a_text_that_is_too_long_comes_back_to_be_shortened(council: Council) -> None:
    council.allocates(council.rosa)
    card = await walks(council.rosa, await starts(council.rosa), to=VOICE)
    long = "Seen. " * 1400
    refused = await council.rosa.presses(card, "Next", {"in_rating": "Good", "in_evidence": long}, client_checks=False)
    assert "8,399 characters long. Please shorten it to 8,000." in refused.words
    assert refused.inputs["in_evidence"] == long.strip()


async def test_an_answer_that_the_step_does_not_ask_for_is_left_out(council: Council) -> None:
    council.allocates(council.rosa)
    card = await walks(council.rosa, await starts(council.rosa), to="Overall grade")
    smuggled = {**card.card, "body": [*card.card["body"], {"type": "Input.Text", "id": "in_moderated", "label": "?"}]}
    await council.rosa.presses(Shown(card=smuggled), "Next", {"in_rating": "Good", "in_moderated": "Outstanding"})
    assert stored(council, "overall") == {"rating": "Good"}


IDENTIFIERS = {
    "NHS number": "943 476 5919",
    "postcode": "SW1A 1AA",
    "date of birth": "14 March 2015",
}


@pytest.mark.parametrize("kind", list(IDENTIFIERS))
@pytest.mark.parametrize("title", ["Next", "Back", "Save and finish later"])
async def test_an_identifier_is_refused_with_its_place_and_stored_nowhere(
    council: Council, kind: str, title: str
) -> None:
    council.allocates(council.rosa)
    card = await walks(council.rosa, await starts(council.rosa), to=VOICE)
    text = f"The child, born {IDENTIFIERS[kind]}, was seen." if "birth" in kind else f"Seen, {IDENTIFIERS[kind]}."
    refused = await council.rosa.presses(card, title, {"in_rating": "Good", "in_evidence": text})
    assert heading(refused) == VOICE
    assert f"“{IDENTIFIERS[kind]}” looks like a" in said_beside(refused, "in_evidence")
    assert refused.inputs == {"in_rating": "Good", "in_evidence": text}, "everything typed is there to be put right"
    assert IDENTIFIERS[kind] not in everything_stored(council)


async def test_what_was_put_right_is_taken(council: Council) -> None:
    council.allocates(council.rosa)
    card = await walks(council.rosa, await starts(council.rosa), to=VOICE)
    refused = await council.rosa.presses(card, "Next", {"in_rating": "Good", "in_evidence": "Lives at SW1A 1AA."})
    card = await council.rosa.presses(refused, "Next", {"in_evidence": "Seen at home on 3 March 2026."})
    assert heading(card) == "Quality of Assessment", "other dates are fine"


def everything_stored(council: Council) -> str:
    """Every byte of the database's files, read as text."""
    file = Path(str(council.store.engine.url.database))
    parts = [part.read_bytes() for part in file.parent.glob(f"{file.name}*")]
    return b"".join(parts).decode("utf-8", "replace")


async def test_what_is_stored_would_be_found_by_that_search(council: Council) -> None:
    council.allocates(council.rosa)
    await walks(council.rosa, await starts(council.rosa), to=SUMMARY)
    assert "An interpreter came to each visit." in everything_stored(council)


@pytest.mark.parametrize("title", ["Back", "Save and finish later"])
async def test_a_half_done_step_is_kept_on_the_way_out(council: Council, title: str) -> None:
    council.allocates(council.rosa)
    card = await walks(council.rosa, await starts(council.rosa), to=SUMMARY)
    shown = await council.rosa.presses(card, title, {"in_strengths": "A warm start."})
    assert heading(shown) == ("Saved" if title != "Back" else "What the family said")
    assert stored(council, "summary") == {"strengths": "A warm start."}
    if title == "Back":
        shown = await council.rosa.presses(shown, "Next")
    else:
        shown = await council.rosa.presses(shown, "Continue audit")
    assert heading(shown) == SUMMARY
    assert shown.inputs == {"in_strengths": "A warm start.", "in_areas": ""}


async def test_save_and_finish_later_says_until_when(council: Council) -> None:
    council.allocates(council.rosa)
    shown = await council.rosa.presses(await starts(council.rosa), "Save and finish later")
    assert heading(shown) == "Saved"
    assert "CS_5000037" in shown.words
    assert "It is due by Friday 4 December 2026." in shown.words


async def test_back_leads_through_every_step_with_what_was_answered(council: Council) -> None:
    council.allocates(council.rosa)
    card = await walks(council.rosa, await starts(council.rosa))
    titles = []
    while "Back" in card.buttons:
        card = await council.rosa.presses(card, "Back")
        titles.append(heading(card))
        for key, answer in ANSWERS[heading(card)].items():
            assert answer in {card.inputs[key], *choices_taken(card, key)}
    assert titles == list(ANSWERS)[::-1]


def choices_taken(card: Shown, key: str) -> list[str]:
    parts: list[dict[str, Any]] = card.card["body"]
    part = next(part for part in parts if part.get("id") == key)
    return [one["title"] for one in part.get("choices", ()) if one["value"] == part["value"]]


async def test_the_review_leads_to_any_step_and_each_step_back_to_it(council: Council) -> None:
    council.allocates(council.rosa)
    review = await walks(council.rosa, await starts(council.rosa))
    card = await council.rosa.presses(review, "Change: Quality of Plans")
    assert heading(card) == "Quality of Plans"
    review = await council.rosa.presses(card, "Review", {"in_evidence": "Each step has an owner and a day."})
    assert heading(review) == REVIEW
    assert "Each step has an owner and a day." in review.words
    assert len(council.rows(audit_answer_revision, step="domain_plans")) == 2, "what stood before is kept"


async def test_an_answer_given_again_unchanged_is_no_new_revision(council: Council) -> None:
    council.allocates(council.rosa)
    review = await walks(council.rosa, await starts(council.rosa))
    card = await council.rosa.presses(review, "Change: Quality of Plans")
    await council.rosa.presses(card, "Next")
    assert len(council.rows(audit_answer_revision, step="domain_plans")) == 1


async def test_an_optional_answer_is_taken_back_by_emptying_it(council: Council) -> None:
    council.allocates(council.rosa)
    review = await walks(council.rosa, await starts(council.rosa))
    card = await council.rosa.presses(review, "Change: What the family said")
    await council.rosa.presses(card, "Next", {"in_child_words": ""})
    assert stored(council, "family_feedback") == {"child_sentiment": "mixed"}


async def test_what_a_person_typed_is_shown_as_they_typed_it(council: Council) -> None:
    council.allocates(council.rosa)
    review = await walks(council.rosa, await starts(council.rosa))
    runs = [run["text"] for run in runs_of(review.card)]
    assert "Seen alone <b>twice</b> a *month*." in runs, "in a run of plain text, where no markdown is read"


def runs_of(element: Any) -> list[dict[str, Any]]:
    if isinstance(element, dict):
        own = [element] if element.get("type") == "TextRun" else []
        return own + [run for inner in element.values() for run in runs_of(inner)]
    return [run for inner in element for run in runs_of(inner)] if isinstance(element, list) else []
