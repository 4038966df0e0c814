"""Being away, in chat: recorded in the words people use, read back where doubtful, taken back in one tap."""

import asyncio
from datetime import UTC, date, datetime
from typing import Any

import pytest

from domain.words import Role
from storage.tables.chasing import leave, nudge_line
from storage.tables.people import deputy, person
from tests.conversation.council import BIRCH, Council, heading, starts
from tests.conversation.test_digest import digests, morning
from tests.fakes_people import FakePerson

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def days_of(council: Council, whose: FakePerson) -> list[tuple[date, date]]:
    """The leave that stands of somebody."""
    rows = council.rows(leave, person_id=council.id_of(whose))
    return [(row.starts_on, row.ends_on) for row in rows if row.cancelled_at is None]


def manages(council: Council, manager: FakePerson, whom: FakePerson) -> None:
    """A person becomes somebody's line manager."""
    with council.unit() as unit:
        whose = person.update().where(person.c.id == council.id_of(whom))
        unit.connection.execute(whose.values(line_manager_id=council.id_of(manager)))


async def test_leave_is_recorded_in_one_line_changed_and_taken_back(council: Council) -> None:
    kept = await council.rosa.says("I'm on leave 3\u201314 December")
    assert heading(kept) == "Leave recorded"
    assert "You are away from Thursday 3 December to Monday 14 December 2026" in kept.words
    assert days_of(council, council.rosa) == [(date(2026, 12, 3), date(2026, 12, 14))]
    [row] = council.rows(leave)
    assert row.recorded_by_id == council.id_of(council.rosa)
    again = await council.rosa.says("on leave 4 to 10 December")
    assert "I have those days already." in again.words
    listed = await council.rosa.says("my leave")
    form = await council.rosa.presses(listed, "Change")
    assert form.inputs == {"in_from": "2026-12-03", "in_to": "2026-12-14"}
    shorter = await council.rosa.presses(form, "Save leave", {"in_to": "2026-12-11"})
    assert "to Friday 11 December 2026" in shorter.words
    assert days_of(council, council.rosa) == [(date(2026, 12, 3), date(2026, 12, 11))]
    # The same press again, on another device, changes nothing twice.
    stale = await council.rosa.presses(form, "Save leave", {"in_to": "2026-12-11"})
    assert heading(stale) == "Your leave"
    gone = await council.rosa.presses(shorter, "Take it back")
    assert "No leave is on record" in gone.words
    assert days_of(council, council.rosa) == []
    assert [one.what for one in council.rows(council.table("event"), subject="leave")] == [
        *["leave_recorded", "leave_cancelled", "leave_recorded", "leave_cancelled"]
    ]


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("off sick today", ("2026-11-20", "2026-11-20")),
        ("on leave from Monday to Friday", ("2026-11-23", "2026-11-27")),
        ("I'll be away 28 Dec to 4 Jan", ("2026-12-28", "2027-01-04")),
    ],
)
async def test_what_can_be_read_in_one_way_is_kept_at_once(council: Council, text: str, held: tuple[str, str]) -> None:
    kept = await council.rosa.says(text)
    assert heading(kept) == "Leave recorded"
    assert days_of(council, council.rosa) == [(date.fromisoformat(held[0]), date.fromisoformat(held[1]))]
    assert "sick" not in str(council.rows(leave)) + str(council.rows(council.table("event")))


async def test_what_is_doubtful_is_read_back_before_it_is_kept(council: Council) -> None:
    asked = await council.rosa.says("away until 5 Jan")
    assert asked.inputs == {"in_from": "2026-11-20", "in_to": "2027-01-05"}
    assert "If it is the first day back, change it." in asked.words
    assert days_of(council, council.rosa) == []
    refused = await council.rosa.presses(asked, "Record leave", {"in_to": "2026-11-02"})
    assert "The last day can't come before the first." in refused.words
    kept = await council.rosa.presses(asked, "Record leave", {"in_to": "2027-01-04"})
    assert "That is about 6 weeks" not in kept.words
    assert days_of(council, council.rosa) == [(date(2026, 11, 20), date(2027, 1, 4))]
    over = await council.rosa.says("I was on leave 2-6 November")
    assert "which is past" in over.words
    assert len(days_of(council, council.rosa)) == 1
    await council.rosa.presses(over, "Record leave")
    assert len(days_of(council, council.rosa)) == 2
    unread = await council.rosa.says("I'm on leave over Christmas")
    assert "I can't read the days" in unread.words


async def test_whoever_is_back_early_ends_their_leave_and_what_touches_it(council: Council) -> None:
    await council.rosa.says("I'm on leave 16-24 November")
    await council.rosa.says("I'm on leave 25-27 November")
    await council.rosa.says("I'm on leave 3-4 December")
    council.is_now(MONDAY)
    back = await council.rosa.says("back today")
    assert "You are back on Monday 23 November 2026." in back.words
    assert days_of(council, council.rosa) == [
        (date(2026, 12, 3), date(2026, 12, 4)),
        (date(2026, 11, 16), date(2026, 11, 22)),
    ]
    assert "No leave is on record for Monday" in (await council.rosa.says("I'm back")).words
    assert "I have taken back the leave from Thursday 3" in (await council.rosa.says("cancel my leave")).words
    assert "No leave is on record" in (await council.rosa.says("cancel my leave")).words


async def test_a_manager_records_leave_for_their_people_who_hear_of_it_and_for_nobody_else(council: Council) -> None:
    manages(council, council.tom, council.rosa)
    kept = await council.tom.says("Rosa Adeyemi is on leave 3-14 December")
    assert "Rosa Adeyemi is away from Thursday 3 December" in kept.words
    await council.service.let_time_pass()
    notice = council.rosa.messages[-1]
    assert "Tom Lindqvist has recorded that you are away" in notice.words
    assert "Rosa" not in notice.summary
    away = await council.tom.says("who is away")
    assert "Nobody is away today." in away.words
    # Nora is of another team and another line: nobody learns who works here by trying names.
    nora = council.employs("Nora Vale", Role.AUDITOR, team_id=BIRCH)
    refused = await council.tom.says("Nora Vale is on leave 3-14 December")
    assert "I know nobody called" in refused.words
    assert days_of(council, nora) == []
    foreign = await council.hal.presses(kept, "Take it back")
    assert "You can't record leave for them" in foreign.words
    assert len(days_of(council, council.rosa)) == 1


async def test_qa_records_leave_for_anybody_and_two_alike_are_asked_back(council: Council) -> None:
    first = council.employs("Aisha Bello", Role.AUDITOR)
    council.employs("Aisha Brook", Role.AUDITOR)
    asked = await council.dan.says("Aisha is on leave 3-14 December")
    assert "Several people fit" in asked.words
    assert days_of(council, first) == []
    kept = await council.dan.presses(asked, "Record leave", {"in_name": "Aisha Bello"})
    assert "Aisha Bello is away" in kept.words
    assert days_of(council, first) == [(date(2026, 12, 3), date(2026, 12, 14))]


async def test_what_may_be_an_answer_to_an_audit_is_read_back_and_says_how_to_put_it_there(council: Council) -> None:
    council.allocates(council.rosa)
    await starts(council.rosa)
    asked = await council.rosa.says("on leave 3-14 December")
    assert heading(asked) == "Record leave" or "answer:" in asked.text
    assert any("type 'answer:'" in shown.text for shown in council.rosa.messages)
    assert days_of(council, council.rosa) == []
    kept = await council.rosa.says("I'm on leave 3-14 December")
    assert heading(kept) == "Leave recorded"


async def test_a_deputy_is_named_told_and_ended(council: Council) -> None:
    kept = await council.mina.says("I'm on leave 3-14 December")
    assert "Who answers for you?" in kept.words
    form = await council.mina.presses(kept, "Name a deputy")
    assert (form.inputs["in_from"], form.inputs["in_to"]) == ("2026-12-03", "2026-12-14")
    assert (
        "Nobody can be their own deputy" in (await council.mina.presses(form, "Name them", {"in_name": "Mina"})).words
    )
    assert "I know nobody called" in (await council.mina.presses(form, "Name them", {"in_name": "Zoe"})).words
    named = await council.mina.presses(form, "Name them", {"in_name": "Hal Morgan"})
    assert "Hal Morgan answers for you" in named.words
    await council.service.let_time_pass()
    assert "You answer for Mina Castell" in council.hal.messages[-1].words
    listed = await council.hal.says("my deputy")
    assert "You answer for Mina Castell" in listed.words
    ended = await council.mina.presses(named, "Take it back: Hal Morgan answers for you")
    assert "Hal Morgan does not answer any more." in ended.words
    await council.service.let_time_pass()
    assert "You do not answer for Mina Castell any more." in council.hal.messages[-1].words
    [row] = council.rows(deputy)
    assert (row.named_by_id, row.ended_by_id) == (council.id_of(council.mina),) * 2


async def test_a_deputy_by_typing_who_is_away_themself_is_warned_of_and_a_leaver_refused(council: Council) -> None:
    council.employs("Lena Gone", Role.DIRECTOR, left_on=date(2026, 12, 8))
    await council.hal.says("I'm on leave 10-11 December")
    warned = await council.mina.says("Hal Morgan is my deputy 3\u201314 December")
    assert "Hal Morgan is away too" in warned.words
    assert council.rows(deputy) == []
    await council.mina.presses(warned, "Name them all the same")
    assert len(council.rows(deputy)) == 1
    refused = await council.mina.says("my deputy is Lena Gone from 3 to 14 December")
    assert "last day is Tuesday 8 December 2026" in refused.words
    assert len(council.rows(deputy)) == 1
    for_other: Any = await council.dan.says("Tom Lindqvist is deputy for Hal Morgan 10-11 December")
    assert "Tom Lindqvist answers for them" in for_other.words
    assert "Leave of Hal Morgan" in heading(for_other)


async def test_what_came_up_during_leave_is_in_one_list_on_the_first_working_day_back(council: Council) -> None:
    council.allocates(council.rosa)
    manages(council, council.tom, council.rosa)
    await council.rosa.says("I'm on leave 26 November to 13 December")
    for day in (27, 30):
        await morning(council, datetime(2026, 11, day, 8, 1, tzinfo=UTC))
    for day in (3, 7, 9, 11):
        await morning(council, datetime(2026, 12, day, 8, 1, tzinfo=UTC))
    assert digests(council.rosa) == []
    assert len(digests(council.tom)) == 1, "leave does not silence those above"
    await morning(council, datetime(2026, 12, 14, 8, 1, tzinfo=UTC))
    [back] = digests(council.rosa)
    assert back.words.count("It was due by Friday 4 December 2026.") == 1
    [row] = council.rows(nudge_line, person_id=council.id_of(council.rosa), status="owed")
    assert row.rung == "+5"


async def test_an_alarm_reaches_somebody_away_and_their_deputy_who_may_acknowledge_it(council: Council) -> None:
    council.allocates(council.rosa)
    await council.hal.says("I'm on leave 20 to 27 November")
    await council.hal.says("Tom Lindqvist is my deputy 20 to 27 November")
    step = await starts(council.rosa)
    form = await council.rosa.presses(step, "Raise immediate concern")
    await council.rosa.presses(form, "Raise it now", {"in_what": "Not safe at home tonight."})
    await council.service.let_time_pass()
    for one in (council.hal, council.tom):
        assert "Acknowledge" in one.messages[-1].buttons
    acknowledged = await council.tom.presses(council.tom.messages[-1], "Acknowledge")
    assert "Tom Lindqvist" in acknowledged.words


async def test_two_devices_at_once_record_leave_once(council_on_each: Council) -> None:
    council = council_on_each
    form = await council.rosa.presses(await council.rosa.says("my leave"), "Record leave")
    again = await council.rosa.presses(await council.rosa.says("my leave"), "Record leave")
    days = {"in_from": "2026-12-03", "in_to": "2026-12-14"}
    await asyncio.gather(*(council.rosa.presses(one, "Record leave", days) for one in (form, again)))
    assert days_of(council, council.rosa) == [(date(2026, 12, 3), date(2026, 12, 14))]
