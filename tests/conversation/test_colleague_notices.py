"""What the social worker and the team manager hear: that an audit has begun, and what came of it."""

from datetime import UTC, date, datetime

import pytest

from domain.words import AllocationStatus, QaTaskKind, Rating, Role, SendStatus
from storage.lifecycle import move
from storage.tables.allocations import case_record
from storage.tables.audits import moderation
from storage.tables.people import person, team_post
from storage.tables.service import outbox, policy_setting, qa_task
from tests.conversation.council import ANSWERS, SUNDAY_AT_THREE, Council, heading, returns, starts, walks
from tests.fakes_cards import Shown
from tests.fakes_people import FakePerson

# What follows an outcome: here a return is one.
MODERATED = "none"
STARTED, OUTCOME = "A practice audit has started", "The outcome of a practice audit"
REF = "CS_5000037"
INADEQUATE = {"Overall grade": {"in_rating": "Inadequate"}}


async def begins(council: Council) -> int:
    number = council.allocates(council.rosa)
    await starts(council.rosa)
    return number


def titles(somebody: FakePerson) -> list[str]:
    """The titles of what somebody was told, save what they are asked to do themself (`dialogs.actions_notices`)."""
    return [title for shown in somebody.messages if not (title := heading(shown)).endswith(" for you")]


def told(council: Council, template: str) -> list[tuple[int, SendStatus, str]]:
    return [(row.person_id, row.status, row.rung) for row in council.rows(outbox, template=template)]


def last(somebody: FakePerson, title: str) -> Shown:
    return [shown for shown in somebody.messages if heading(shown) == title][-1]


def sets_policy(council: Council, name: str, value: str) -> None:
    row = {"name": name, "value": value, "effective_from": date(2026, 11, 1), "set_at": council.clock.now()}
    with council.unit() as unit:
        unit.connection.execute(policy_setting.insert().values(row))


async def test_both_are_told_who_audits_why_and_what_happens_next(council_on_each: Council) -> None:
    council = council_on_each
    await begins(council)
    await council.time_passes(minutes=5)
    for somebody in (council.sue, council.tom):
        notice = last(somebody, STARTED)
        for words in (REF, "Alder Vale 1", "Rosa Adeyemi", "November 2026", "Why: ", "What happens next: "):
            assert words in notice.words
        assert notice.summary == "A practice audit has started."
        assert REF not in f"{notice.summary}{notice.card['fallbackText']}{notice.card['speak']}"
        assert notice.buttons == []
    assert "that you work on" in last(council.sue, STARTED).words
    assert "that your team works on" in last(council.tom, STARTED).words
    assert sorted(person_id for person_id, _, _ in told(council, "audit_started")) == sorted(
        [council.id_of(council.sue), council.id_of(council.tom)]
    )
    assert titles(council.hal) == titles(council.mina) == []


async def test_each_is_told_once_however_often_the_clock_comes_round(council: Council) -> None:
    await begins(council)
    for minutes in (5, 5, -60, 120):
        await council.time_passes(minutes=minutes)
    assert titles(council.sue) == titles(council.tom) == [STARTED]


async def test_the_notice_waits_for_working_hours(council: Council) -> None:
    council.is_now(SUNDAY_AT_THREE)
    await begins(council)
    await council.time_passes(minutes=5)
    assert titles(council.sue) == []
    council.is_now(datetime(2026, 11, 23, 8, 0, tzinfo=UTC))
    await council.time_passes(minutes=0)
    assert titles(council.sue) == [STARTED]


@pytest.mark.parametrize("status", [AllocationStatus.WITHDRAWN, AllocationStatus.EXEMPTED])
async def test_the_start_of_an_audit_that_is_gone_by_morning_is_not_told(
    council: Council, status: AllocationStatus
) -> None:
    council.is_now(SUNDAY_AT_THREE)
    number = await begins(council)
    await council.time_passes(minutes=5)
    with council.unit() as unit:
        move(unit, number, AllocationStatus.STARTED, status, date(2026, 11, 22))
    await council.time_passes(hours=30)
    assert titles(council.sue) == []
    assert {status for _, status, _ in told(council, "audit_started")} == {SendStatus.LAPSED}


async def test_an_audit_done_over_the_weekend_is_told_by_its_outcome_alone(council: Council) -> None:
    council.is_now(SUNDAY_AT_THREE)
    council.allocates(council.rosa)
    await starts(council.rosa)
    await council.time_passes(minutes=5)
    await finishes(council)
    await council.time_passes(hours=30)
    assert titles(council.sue) == [OUTCOME]


async def finishes(council: Council, answers: dict[str, dict[str, str]] | None = None) -> None:
    card = await council.rosa.says("continue")
    review = await walks(council.rosa, card, answers=answers)
    await council.rosa.presses(review, "Return audit")


async def returns_with_an_action(council: Council) -> int:
    number = council.allocates(council.rosa)
    card = await walks(council.rosa, await starts(council.rosa), to="Actions")
    form = await council.rosa.presses(card, "Add action")
    action = {"in_what": "Write the life story.", "in_owner": str(council.id_of(council.sue)), "in_due": "2026-12-04"}
    card = await council.rosa.presses(form, "Save action", action)
    await council.rosa.presses(await walks(council.rosa, card), "Return audit")
    return number


async def test_the_outcome_is_the_strengths_and_the_actions_agreed(council_on_each: Council) -> None:
    council = council_on_each
    await returns_with_an_action(council)
    await council.time_passes(minutes=5)
    for somebody in (council.sue, council.tom):
        notice = last(somebody, OUTCOME)
        for words in (REF, "A trusting bond with the worker.", "Write the life story.", "Sue Okafor · by Friday 4"):
            assert words in notice.words
        assert notice.summary == "A practice audit has its outcome."
        assert REF not in f"{notice.summary}{notice.card['fallbackText']}"
    assert titles(council.sue) == [OUTCOME], "who is told the outcome is not told of its start after it"


async def test_nobody_is_told_a_grade_what_should_improve_or_what_the_family_said(council: Council) -> None:
    council.allocates(council.rosa)
    said = {**INADEQUATE, "How urgent is it?": {"in_category": "2", "in_what": "No visit since May."}}
    await returns(council.rosa, said)
    await council.time_passes(minutes=5)
    for somebody in (council.sue, council.tom):
        words = last(somebody, OUTCOME).words
        grades = ("Outstanding", "Good", "Requires Improvement", "Inadequate", "Not Graded", "Category")
        typed = [
            ANSWERS["What the family said"]["in_child_words"],
            ANSWERS["Why not everybody"]["in_parent"],
            ANSWERS["Strengths and areas to improve"]["in_areas"],
            "No visit since May.",
        ]
        assert [word for word in (*grades, *typed) if word in words] == []


async def test_without_actions_the_outcome_says_so(council: Council) -> None:
    council.allocates(council.rosa)
    await returns(council.rosa)
    await council.time_passes(minutes=5)
    assert "No actions were agreed." in last(council.sue, OUTCOME).words


async def test_where_all_are_moderated_the_outcome_waits_for_the_moderation(council: Council) -> None:
    sets_policy(council, "moderated", "all")
    number = await returns_with_an_action(council)
    await council.time_passes(minutes=5)
    assert titles(council.sue) == [STARTED]
    with council.unit() as unit:
        unit.actor = type(unit.actor)("chat")
        unit.connection.execute(moderation.update().values(overall=Rating.GOOD, met_standard=True))
        move(unit, number, AllocationStatus.RETURNED, AllocationStatus.MODERATED, date(2026, 11, 20))
    await council.time_passes(minutes=5)
    assert titles(council.sue) == titles(council.tom) == [STARTED, OUTCOME]


async def test_an_audit_that_a_moderator_has_been_given_meanwhile_is_not_told(council: Council) -> None:
    council.is_now(SUNDAY_AT_THREE)
    number = council.allocates(council.rosa)
    await returns(council.rosa)
    await council.time_passes(minutes=5)
    with council.unit() as unit:
        row = {"allocation_id": number, "source": "chat", "recorded_at": unit.now}
        unit.connection.execute(moderation.insert().values(row))
    await council.time_passes(hours=30)
    assert {status for _, status, _ in told(council, "audit_outcome")} == {SendStatus.LAPSED}


async def test_an_import_of_history_tells_nobody(council: Council) -> None:
    number = council.allocates(council.rosa)
    with council.unit() as unit:
        move(unit, number, AllocationStatus.ALLOCATED, AllocationStatus.RETURNED, date(2026, 11, 20))
    await council.time_passes(minutes=5)
    assert told(council, "audit_outcome") == told(council, "audit_started") == []


async def test_what_is_returned_again_weeks_later_is_told_as_it_stands_now(council: Council) -> None:
    council.allocates(council.rosa, due_in=40)
    receipt = await returns(council.rosa)
    await council.time_passes(minutes=5)
    review = await council.rosa.presses(receipt, "Reopen")
    await council.time_passes(days=20)
    assert titles(council.sue) == [OUTCOME], "what was returned stands while it is open again"
    step = await council.rosa.presses(review, "Back")
    step = await council.rosa.presses(step, "Back")
    step = await council.rosa.presses(step, "Back")
    changed = {"in_strengths": "A plan that everybody can follow.", "in_areas": "none"}
    review = await walks(council.rosa, await council.rosa.presses(step, "Next", changed))
    await council.rosa.presses(review, "Return audit")
    await council.time_passes(minutes=5)
    assert titles(council.sue) == titles(council.tom) == [OUTCOME, OUTCOME]
    assert "A plan that everybody can follow." in last(council.sue, OUTCOME).words
    assert "It was changed since you last heard of it." in last(council.sue, OUTCOME).words


async def test_a_manager_who_audits_is_not_told_of_their_own_audit(council: Council) -> None:
    council.allocates(council.tom)
    await starts(council.tom)
    await council.time_passes(minutes=5)
    assert STARTED not in titles(council.tom)
    assert titles(council.sue) == [STARTED]
    assert council.rows(qa_task) == []


async def test_where_nobody_is_down_qa_is_told_once_and_not_again_when_they_have_dealt_with_it(
    council: Council,
) -> None:
    number = council.allocates(council.rosa)
    with council.unit() as unit:
        unit.connection.execute(case_record.update().values(social_worker_id=None))
        unit.connection.execute(team_post.delete().where(team_post.c.person_id == council.id_of(council.tom)))
    await starts(council.rosa)
    await council.time_passes(minutes=5)
    tasks = council.rows(qa_task)
    assert [(task.kind, task.allocation_id) for task in tasks] == [(QaTaskKind.UNMATCHED_PERSON, number)] * 2
    assert "Nobody is down as the social worker in audit AUD-CS_5000037" in tasks[0].about
    with council.unit() as unit:
        unit.connection.execute(qa_task.update().values(closed_at=unit.now))
    await council.time_passes(minutes=5)
    assert len(council.rows(qa_task)) == 2


async def test_who_takes_over_soon_after_the_start_is_told(council: Council) -> None:
    await begins(council)
    await council.time_passes(minutes=5)
    new = council.employs("Ines Quill", Role.SOCIAL_WORKER)
    with council.unit() as unit:
        unit.connection.execute(case_record.update().values(social_worker_id=council.id_of(new)))
    await council.time_passes(minutes=5)
    assert titles(new) == [STARTED]


async def test_a_leaver_is_not_told_and_qa_is(council: Council) -> None:
    with council.unit() as unit:
        gone = person.update().where(person.c.id == council.id_of(council.sue)).values(left_on=date(2026, 11, 19))
        unit.connection.execute(gone)
    await begins(council)
    await council.time_passes(minutes=5)
    assert titles(council.sue) == []
    (task,) = council.rows(qa_task)
    assert task.kind is QaTaskKind.LEAVERS_ITEMS
    assert "Sue Okafor, the social worker, has left" in task.about


async def test_who_cannot_be_reached_becomes_a_task_of_qa(council: Council) -> None:
    council.sue.installed = False
    await begins(council)
    await council.time_passes(minutes=5)
    (task,) = council.rows(qa_task)
    assert (task.kind, task.person_id) == (QaTaskKind.UNREACHABLE_PERSON, council.id_of(council.sue))
    assert titles(council.tom) == [STARTED]


async def test_the_notice_finds_the_service_after_a_week_without_it_and_not_after_a_month(council: Council) -> None:
    await begins(council)
    await council.time_passes(days=7)
    assert titles(council.sue) == [STARTED]
    council.allocates(council.rosa, "CS_5000038")
    await council.rosa.presses(await council.rosa.says("my audits"), "Start audit")
    await council.time_passes(days=30)
    assert titles(council.sue) == [STARTED]
