"""An audit from *Start audit* to its receipt, and what is found of it afterwards."""

from datetime import date, timedelta

import pytest

from domain.words import AllocationStatus, Rating
from storage.lifecycle import move
from storage.tables.allocations import allocation, allocation_transition
from storage.tables.audits import agreed_action, audit, audit_answer_revision, audit_version, domain_rating, engagement
from storage.tables.concerns import concern, concern_transition
from tests.conversation.council import ANSWERS, REVIEW, Council, heading, returns, starts, walks, way_on

EVERYBODY = dict.fromkeys(ANSWERS["Who was involved"], "Included")
NOBODY = dict.fromkeys(ANSWERS["Who was involved"], "Not tried")


async def test_an_audit_is_started_walked_through_reviewed_and_returned(council_on_each: Council) -> None:
    council, rosa = council_on_each, council_on_each.rosa
    number = council.allocates(rosa)

    listed = await rosa.says("my audits")
    assert "Alder Vale 1" in listed.words
    assert "Friday 4 December 2026" in listed.words
    assert "CS_5000037" not in listed.words, "the reference shows once it is opened"

    card = await rosa.presses(listed, "Start audit")
    seen = []
    while heading(card) != REVIEW:
        seen.append(heading(card))
        assert "CS_5000037" in card.words, "every step of an audit carries the reference"
        assert "Raise immediate concern" in card.buttons
        assert "Save and finish later" in card.buttons
        way = "Next" if "Next" in card.buttons else "Review"
        card = await rosa.presses(card, way, ANSWERS[heading(card)])
    assert seen == list(ANSWERS)
    for answers in ANSWERS.values():
        for answer in answers.values():
            assert answer in card.words, "the review shows everything that was answered"

    receipt = await rosa.presses(card, "Return audit")
    assert "returned" in receipt.words
    assert "Friday 20 November 2026" in receipt.words
    row = council.rows(allocation, id=number)[0]
    assert (row.status, row.returned_on) == (AllocationStatus.RETURNED, date(2026, 11, 20))


async def test_everything_that_was_typed_is_found_in_the_returned_audit(council_on_each: Council) -> None:
    council, rosa = council_on_each, council_on_each.rosa
    number = council.allocates(rosa)
    await returns(rosa)

    found = council.rows(audit, allocation_id=number)[0]
    assert (found.overall, found.at_risk, found.concern_category) == (Rating.GOOD, None, None)
    assert found.strengths == "A trusting bond with the worker."
    assert found.areas_for_improvement == "Supervision wants a rhythm."
    rows = council.rows(domain_rating, allocation_id=number)
    grades = {row.domain: (row.rating, row.evidence, row.reason) for row in rows}
    assert len(grades) == 7
    assert grades["Seeing and Hearing the Child"] == (Rating.OUTSTANDING, "Seen alone <b>twice</b> a *month*.", None)
    assert grades["Meetings and Reviews"] == (Rating.NOT_GRADED, None, "The first review is still to come.")
    parties = {
        row.party.value: (row.outcome.value, row.reason, row.sentiment, row.comment)
        for row in council.rows(engagement, allocation_id=number)
    }
    assert parties == {
        "social_worker": ("included", None, None, None),
        "manager": ("included", None, None, None),
        "iro_or_chair": ("not_applicable", None, None, None),
        "child": ("included", None, "mixed", "She listens but is often late."),
        "parent": ("attempted", "Two letters and a call brought no reply.", None, None),
    }
    version = council.rows(audit_version, allocation_id=number)[0]
    assert version.returned_by_id == council.id_of(rosa)
    assert version.content["answers"]["summary"]["strengths"] == "A trusting bond with the worker."


async def test_each_change_of_state_is_kept_with_who_and_when(council: Council) -> None:
    number = council.allocates(council.rosa)
    await returns(council.rosa)
    history = [
        (row.from_status, row.to_status, row.actor_id, row.at, row.source)
        for row in council.rows(allocation_transition, allocation_id=number)
    ]
    rosa, now = council.id_of(council.rosa), council.clock.now()
    assert history == [
        (AllocationStatus.ALLOCATED, AllocationStatus.STARTED, rosa, now, "chat"),
        (AllocationStatus.STARTED, AllocationStatus.RETURNED, rosa, now, "chat"),
    ]
    for what in ("started_audit", "returned_audit"):
        (event,) = council.events(what)
        assert (event.actor_id, event.actor_object_id, event.subject_id) == (rosa, council.rosa.object_id, number)


async def test_each_answer_is_a_row_as_soon_as_it_is_given(council: Council) -> None:
    number = council.allocates(council.rosa)
    card = await walks(council.rosa, await starts(council.rosa), to="Quality of Plans")
    assert heading(card) == "Quality of Plans"
    steps = [row.step for row in council.rows(audit_answer_revision, allocation_id=number)]
    assert sorted(steps) == ["domain_assessment", "domain_voice", "involved", "involved_why"]


async def test_nobody_is_asked_why_when_everybody_was_included(council: Council) -> None:
    council.allocates(council.rosa)
    card = await council.rosa.presses(await starts(council.rosa), "Next", EVERYBODY)
    assert heading(card) == "Seeing and Hearing the Child"


async def test_reasons_are_asked_for_those_who_were_not_included_alone(council: Council) -> None:
    council.allocates(council.rosa)
    card = await council.rosa.presses(await starts(council.rosa), "Next", ANSWERS["Who was involved"])
    assert heading(card) == "Why not everybody"
    assert sorted(card.inputs) == ["in_iro_or_chair", "in_parent"]
    assert "Parent or carer: tried, not reached. Why?" in card.words
    assert "optional" in card.words, "what does not apply needs no reason"


async def test_what_the_family_said_is_asked_only_of_those_who_were_included(council: Council) -> None:
    council.allocates(council.rosa)
    reasons = dict.fromkeys(NOBODY, "Away all month.")
    family = {**EVERYBODY, "in_child": "Not tried"}
    answers = {"Who was involved": family, "Why not everybody": {"in_child": "A baby."}}
    card = await walks(council.rosa, await starts(council.rosa), to="What the family said", answers=answers)
    assert sorted(card.inputs) == ["in_parent_sentiment", "in_parent_words"]

    council.allocates(council.rosa, "CS_5000038")
    listed = await council.rosa.says("my audits")
    second = await council.rosa.presses(listed, "Start audit")
    answers = {"Who was involved": NOBODY, "Why not everybody": reasons}
    card = await walks(council.rosa, second, to="Strengths and areas to improve", answers=answers)
    assert heading(card) == "Strengths and areas to improve", "nobody of the family was there to ask"


async def test_the_grade_descriptors_are_one_tap_away_on_each_domain(council: Council) -> None:
    council.allocates(council.rosa)
    card = await walks(council.rosa, await starts(council.rosa), to="Quality of Plans")
    assert "What the grades mean" in card.buttons
    assert "Inadequate: \nNo plan that would keep the child safe or move things on." in card.words


async def test_not_graded_is_for_single_domains_and_not_for_the_whole(council: Council) -> None:
    council.allocates(council.rosa)
    card = await walks(council.rosa, await starts(council.rosa), to="Overall grade")
    assert "Not Graded" not in card.words
    refused = await council.rosa.presses(card, "Next", {"in_rating": "Not Graded"}, client_checks=False)
    assert "Choose the overall grade." in refused.words


@pytest.mark.parametrize(("answer", "stored"), [("Yes, at risk", True), ("No", False)])
async def test_requires_improvement_asks_whether_it_is_getting_worse(
    council: Council, answer: str, *, stored: bool
) -> None:
    number = council.allocates(council.rosa)
    answers = {
        "Overall grade": {"in_rating": "Requires Improvement"},
        "Is it getting worse?": {"in_at_risk": answer},
    }
    receipt = await returns(council.rosa, answers)
    assert "returned" in receipt.words
    row = council.rows(audit, allocation_id=number)[0]
    assert (row.overall, row.at_risk) == (Rating.REQUIRES_IMPROVEMENT, stored)
    assert council.rows(concern) == []


INADEQUATE = {"Overall grade": {"in_rating": "Inadequate"}}


def of_category(category: str) -> dict[str, dict[str, str]]:
    return {**INADEQUATE, "How urgent is it?": {"in_category": category, "in_what": "No plan and no visits."}}


async def test_inadequate_asks_the_category_and_opens_the_child_of_concern(council: Council) -> None:
    number = council.allocates(council.rosa)
    review = await walks(council.rosa, await starts(council.rosa), answers=of_category("2"))
    assert council.rows(concern) == [], "nothing is opened before the return"
    await council.rosa.presses(review, "Return audit")
    (entry,) = council.rows(concern, allocation_id=number)
    assert (entry.category, entry.immediate, entry.raised_on) == (2, False, date(2026, 11, 20))
    (raising,) = council.rows(concern_transition, concern_id=entry.id)
    assert (raising.what, raising.actor_id) == ("No plan and no visits.", council.id_of(council.rosa))
    assert council.rows(council.table("outbox"), template="concern_alarm") == [], "category 2 is no alarm"


async def test_category_1_sends_the_alarm_on_return(council: Council) -> None:
    council.allocates(council.rosa)
    await returns(council.rosa, of_category("1"))
    for somebody in (council.hal, council.mina, council.dan):
        alarm = await somebody.next_message(0)
        assert "Category 1" in alarm.words
        assert "No plan and no visits." in alarm.words
        assert "Acknowledge" in alarm.buttons


async def test_a_grade_changed_on_the_way_takes_its_question_away_again(council: Council) -> None:
    number = council.allocates(council.rosa)
    rosa = council.rosa
    review = await walks(rosa, await starts(rosa), answers=of_category("1"))
    card = await rosa.presses(review, "Change: Overall grade")
    assert card.inputs["in_rating"] == "Inadequate"
    card = await rosa.presses(card, "Next", {"in_rating": "Good"})
    review = await walks(rosa, card)
    assert "No plan and no visits." not in review.words
    await rosa.presses(review, "Return audit")
    assert council.rows(concern) == []
    assert council.rows(audit, allocation_id=number)[0].concern_category is None


async def test_the_review_lists_what_is_missing_with_a_way_to_each(council: Council) -> None:
    council.allocates(council.rosa)
    rosa = council.rosa
    review = await walks(rosa, await starts(rosa))
    card = await rosa.presses(review, "Change: Overall grade")
    card = await rosa.presses(card, "Next", {"in_rating": "Inadequate"})
    assert heading(card) == "How urgent is it?"
    card = await rosa.presses(review, "Change: Actions")
    review = await rosa.presses(card, "Review")
    assert "Still missing: How urgent is it?\n" in review.words
    assert "Return audit" not in review.buttons
    assert heading(await rosa.presses(review, "Answer: How urgent is it?")) == "How urgent is it?"
    card = await rosa.presses(review, "Go to How urgent is it?")
    assert heading(card) == "How urgent is it?"


async def test_actions_agreed_become_actions_of_the_council_on_return(council: Council) -> None:
    number = council.allocates(council.rosa)
    rosa = council.rosa
    actions = await walks(rosa, await starts(rosa), to="Actions")
    form = await rosa.presses(actions, "Add action")
    given = {"in_what": "Write a visiting plan.", "in_owner": "Sue Okafor (social worker)"}
    actions = await rosa.presses(form, "Save action", given)
    receipt = await rosa.presses(await walks(rosa, actions), "Return audit")
    assert "1" in receipt.words
    (action,) = council.rows(agreed_action, allocation_id=number)
    assert (action.description, action.owner_id) == ("Write a visiting plan.", council.id_of(council.sue))
    assert (action.raised_on, action.due_on) == (date(2026, 11, 20), date(2026, 12, 4))


async def test_an_audit_that_was_sent_back_is_returned_again_and_keeps_its_first_day(council_on_each: Council) -> None:
    council, rosa = council_on_each, council_on_each.rosa
    number = council.allocates(rosa)
    actions = await walks(rosa, await starts(rosa), to="Actions")
    form = await rosa.presses(actions, "Add action")
    given = {"in_what": "Write a visiting plan.", "in_owner": "Sue Okafor (social worker)"}
    review = await walks(rosa, await rosa.presses(form, "Save action", given))
    await rosa.presses(review, "Return audit")
    with council.unit() as unit:
        move(
            unit, number, AllocationStatus.RETURNED, AllocationStatus.SENT_BACK, date(2026, 11, 23), reason="Too thin."
        )
    council.is_now(council.clock.now() + timedelta(days=4))

    review = await rosa.says("continue")
    card = await rosa.presses(review, "Change: Supervision")
    review = await rosa.presses(card, "Review", {"in_rating": "Good", "in_evidence": "Found in the supervision file."})
    assert heading(await rosa.presses(review, "Return audit")) == "Audit returned"

    row = council.rows(allocation, id=number)[0]
    assert (row.status, row.returned_on) == (AllocationStatus.RETURNED, date(2026, 11, 20))
    assert [one.version for one in council.rows(audit_version, allocation_id=number)] == [1, 2]
    (grade,) = council.rows(domain_rating, allocation_id=number, domain="Supervision")
    assert (grade.rating, grade.evidence) == (Rating.GOOD, "Found in the supervision file.")
    assert len(council.rows(agreed_action, allocation_id=number)) == 1, "its action is not raised twice"


async def test_the_count_on_the_steps_never_jumps_about(council: Council) -> None:
    council.allocates(council.rosa)
    card = await starts(council.rosa)
    counts = []
    while heading(card) != REVIEW:
        counts.append(next(words for words in card.words.splitlines() if " of 12" in words).split(" · ", 1)[1])
        card = await council.rosa.presses(card, way_on(card), ANSWERS[heading(card)])
    assert counts == ["1 of 12", "1 of 12 · 2 more questions", *(f"{number} of 12" for number in range(2, 13))]


async def test_the_receipt_says_what_happens_next(council: Council) -> None:
    council.allocates(council.rosa)
    words = (await returns(council.rosa)).words
    for what in ("your audit is returned", "A moderator may read it again.", "In six weeks", "on the child's record"):
        assert what in words
