"""The digest, from the morning on which it is decided to what is answered in it."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.days_off import calendar_for
from domain.policy import Policy
from domain.words import AllocationStatus
from duties import chasing
from storage.statements import insert_returning_id
from storage.store import Actor
from storage.tables.allocations import allocation
from storage.tables.audits import agreed_action
from storage.tables.chasing import chasing_stop, nudge_line
from storage.tables.people import person
from storage.tables.service import outbox
from tests.conversation.council import Council, heading, presses_in_place, returns, starts
from tests.fakes_cards import Shown
from tests.fakes_people import FakePerson

# What follows an outcome: here a return is one.
MODERATED = "none"
MONDAY = datetime(2026, 12, 7, 8, 1, tzinfo=UTC)  # the audits are due on Friday 4 December
FRIDAY = datetime(2026, 12, 11, 8, 1, tzinfo=UTC)
WEDNESDAY = datetime(2026, 12, 16, 8, 1, tzinfo=UTC)


async def morning(council: Council, at: datetime) -> None:
    """A morning comes; what is owed by then goes out."""
    council.is_now(at)
    await council.service.let_time_pass()


def decided_ahead(council: Council) -> None:
    """Monday's digests are decided, and nothing has been sent of them yet: the clock is a quarter of an hour behind."""
    council.is_now(MONDAY - timedelta(minutes=15))
    council.store.do(lambda unit: chasing.record(unit, Policy(), calendar_for(Policy())), MONDAY, Actor("duty"))


def digests(somebody: FakePerson) -> list[Shown]:
    """The digests that a person has had."""
    return [shown for shown in somebody.messages if heading(shown).startswith("For ")]


def agrees(council: Council, owner: FakePerson, allocation_id: int, words: str, due_on: date) -> int:
    """An action that came out of an audit."""
    with council.unit() as unit:
        count = len(council_actions(unit))
        return insert_returning_id(
            unit,
            agreed_action,
            ref=f"ACT-{count}",
            allocation_id=allocation_id,
            owner_id=council.id_of(owner),
            description=words,
            raised_on=date(2026, 11, 20),
            due_on=due_on,
        )


def council_actions(unit: Any) -> list[Any]:
    return list(unit.connection.execute(agreed_action.select()))


def is_managed(council: Council, somebody: FakePerson, by: FakePerson) -> None:
    with council.unit() as unit:
        who = person.update().where(person.c.id == council.id_of(somebody))
        unit.connection.execute(who.values(line_manager_id=council.id_of(by)))


def lines(council: Council) -> list[tuple[str, str, str | None]]:
    return [(row.rung, row.status, row.reason) for row in council.rows(nudge_line)]


async def test_a_morning_brings_one_card_with_everything_that_is_owed(council_on_each: Council) -> None:
    council, rosa = council_on_each, council_on_each.rosa
    first, second = council.allocates(rosa, "CS_1"), council.allocates(rosa, "CS_2")
    agrees(council, rosa, first, "Visit weekly until Easter.", date(2026, 12, 3))
    await starts(rosa)
    await morning(council, MONDAY)
    [digest] = digests(rosa)
    assert heading(digest) == "For Monday 7 December 2026"
    assert digest.words.index("Your audits (2)") < digest.words.index("Your actions (1)")
    assert "Reference CS_1, Alder Vale 1, November 2026" in digest.words
    assert "It was due by Friday 4 December 2026." in digest.words
    assert "Visit weekly until Easter." in digest.words
    assert digest.buttons.count("Conflict of interest") == 2
    assert {"Continue audit", "Start audit"} <= set(digest.buttons)
    assert digest.summary == "What is open for you today."
    assert {row.send_class for row in council.rows(outbox, template="digest")} == {"nudge"}
    assert "1 overdue of 1 open" in digests(council.mina)[0].words, "the director's roll-up of the month"
    assert {row.subject_id for row in council.rows(nudge_line, kind="return")} == {first, second}


async def test_a_digest_goes_once_whatever_the_clock_does(council: Council) -> None:
    council.allocates(council.rosa)
    await morning(council, MONDAY)
    for hours in (1, -1, 3):
        await council.time_passes(hours=hours)
    assert len(digests(council.rosa)) == 1


async def test_the_audit_is_begun_from_the_digest(council: Council) -> None:
    council.allocates(council.rosa)
    await morning(council, MONDAY)
    [digest] = digests(council.rosa)
    assert heading(await council.rosa.presses(digest, "Start audit")) == "Who was involved"


async def test_what_was_done_a_minute_ago_is_not_chased(council: Council) -> None:
    council.allocates(council.rosa)
    decided_ahead(council)
    await returns(council.rosa)
    await morning(council, MONDAY)
    assert digests(council.rosa) == []
    assert [row.status for row in council.rows(outbox, template="digest")] == ["lapsed"]
    assert ("+1", "lapsed", "done") in lines(council)


async def test_what_was_left_out_and_is_open_again_goes_with_the_next_try(council: Council) -> None:
    given = council.allocates(council.rosa)
    action = agrees(council, council.rosa, given, "Visit weekly until Easter.", date(2026, 12, 3))
    decided_ahead(council)

    def is_done(day: date | None) -> None:
        with council.unit() as unit:
            unit.connection.execute(agreed_action.update().where(agreed_action.c.id == action).values(completed_on=day))

    is_done(date(2026, 12, 7))
    for _ in range(80):
        council.teams.fail_next("send", status=503)
    await morning(council, MONDAY)
    assert "done" in {reason for _, _, reason in lines(council)}
    assert digests(council.rosa) == []
    is_done(None)
    council.teams.fails_no_more()
    await council.time_passes(minutes=30)
    [digest] = digests(council.rosa)
    assert "Visit weekly until Easter." in digest.words
    went = [row for row in council.rows(nudge_line, kind="action") if row.outbox_id is not None]
    assert [(row.status, row.reason) for row in went] == [("owed", None)]


async def test_a_stop_of_qa_holds_back_what_was_decided(council: Council) -> None:
    council.allocates(council.rosa)
    decided_ahead(council)
    with council.unit() as unit:
        insert_returning_id(unit, chasing_stop, reason="Inspection.", stopped_at=unit.now)
    await morning(council, MONDAY)
    assert digests(council.rosa) == []
    with council.unit() as unit:
        unit.connection.execute(chasing_stop.update().values(started_at=unit.now))
    await morning(council, WEDNESDAY)
    assert len(digests(council.rosa)) == 1


async def test_manager_and_head_of_service_are_told_when_their_rungs_come(council: Council) -> None:
    rosa, tom, hal = council.rosa, council.tom, council.hal
    council.allocates(rosa)
    is_managed(council, rosa, tom)
    with council.unit() as unit:
        team = council.table("person").update().where(person.c.id == council.id_of(rosa)).values(team_id=1)
        unit.connection.execute(team)
    await morning(council, FRIDAY)
    [digest] = digests(tom)
    assert "Audits of people you manage (1)" in digest.words
    assert "Rosa Adeyemi: reference CS_5000037, Alder Vale 1, November 2026" in digest.words
    assert digest.buttons == []
    assert digest.summary == "What is open among the people you lead."
    assert digests(hal) == []
    await morning(council, WEDNESDAY)
    assert "Audits in your service (1)" in digests(hal)[0].words


async def test_a_long_list_fits_and_the_rest_is_shown_in_its_place(council: Council) -> None:
    rosa = council.rosa
    audit = council.allocates(rosa)
    for number in range(40):
        agrees(council, rosa, audit, f"Step {number} of the plan. " + "With care. " * 90, date(2026, 12, 3))
    await morning(council, MONDAY)
    [digest] = digests(rosa)
    assert len(json.dumps(digest.card).encode()) < 80_000
    assert "Your actions (40)" in digest.words
    assert "And 25 more." in digest.words
    rest = await rosa.presses(digest, "Show the rest")
    assert heading(rest) == "Your actions"
    assert "16 to 31 of 40." in rest.words
    assert "Step 15 of the plan." in rest.words
    last = await rosa.presses(rest, "Show the rest")
    assert "32 to 40 of 40." in last.words
    assert "Show the rest" not in last.buttons
    assert heading(await rosa.presses(last, "Back to the list")) == "For Monday 7 December 2026"


async def test_the_list_can_be_typed_for_and_says_what_became_of_each_line(council: Council) -> None:
    rosa = council.rosa
    assert heading(await rosa.says("digest")) == "Nothing waits for you"
    audit = council.allocates(rosa)
    action = agrees(council, rosa, audit, "Visit weekly.", date(2026, 12, 3))
    await morning(council, MONDAY)
    await returns(rosa)
    with council.unit() as unit:
        done = agreed_action.update().where(agreed_action.c.id == action)
        unit.connection.execute(done.values(completed_on=date(2026, 12, 7)))
    again = await rosa.says("digest")
    assert "This audit has already been returned." in again.words
    assert "Done on Monday 7 December 2026." in again.words
    assert again.buttons == []


async def test_an_audit_is_placed_on_the_record_from_the_digest(council: Council) -> None:
    council.allocates(council.rosa)
    await returns(council.rosa)
    await morning(council, datetime(2026, 11, 27, 8, 1, tzinfo=UTC))
    [digest] = digests(council.rosa)
    assert "For the child's record (1)" in digest.words
    shown = await council.rosa.presses(digest, "It's on the record")
    assert "This audit is on the child's record." in shown.words
    [row] = council.rows(allocation)
    assert (row.status, row.uploaded_on) == (AllocationStatus.UPLOADED, date(2026, 11, 27))
    assert lines(council) == [("+5", "acted", None)]
    # Another tap, on another device, changes nothing.
    assert "This audit is on the child's record." in (await council.rosa.presses(digest, "It's on the record")).words


async def test_nobody_can_answer_for_somebody_else(council: Council) -> None:
    council.allocates(council.rosa)
    await returns(council.rosa)
    await morning(council, datetime(2026, 11, 27, 8, 1, tzinfo=UTC))
    [digest] = digests(council.rosa)
    shown = await council.tom.presses(digest, "It's on the record")
    assert "not one of yours" in (shown.words + shown.text)
    assert council.rows(allocation)[0].uploaded_on is None


async def test_an_old_client_gets_the_rest_in_place_too(council: Council) -> None:
    audit = council.allocates(council.rosa)
    for number in range(20):
        agrees(council, council.rosa, audit, f"Step {number}.", date(2026, 12, 3))
    await morning(council, MONDAY)
    [digest] = digests(council.rosa)
    assert heading(await presses_in_place(council.rosa, digest, "Show the rest")) == "Your actions"


async def test_an_uncertain_digest_is_not_repeated_and_the_next_one_carries_its_lines(council: Council) -> None:
    council.allocates(council.rosa)
    await morning(council, MONDAY)
    with council.unit() as unit:
        unit.connection.execute(outbox.update().where(outbox.c.template == "digest").values(status="uncertain"))
    await council.time_passes(hours=2)
    assert len(digests(council.rosa)) == 1
    await morning(council, datetime(2026, 12, 8, 8, 1, tzinfo=UTC))
    assert len(digests(council.rosa)) == 2
    assert next(status for rung, status, _ in lines(council) if rung == "+1") == "uncertain"


async def test_no_case_reference_is_in_what_a_notification_shows(council: Council) -> None:
    council.allocates(council.rosa)
    await morning(council, MONDAY)
    [digest] = digests(council.rosa)
    assert "CS_5000037" in digest.words
    assert "CS_5000037" not in (digest.summary + digest.card["fallbackText"])
