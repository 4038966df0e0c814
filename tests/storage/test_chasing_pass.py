"""A morning's pass on both databases: what it reads, what it owes, what the ledger says, and that it is done once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, time
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from bot.days_off import calendar_for
from domain.chasing_facts import HoldReason
from domain.errors import NotAllowedError
from domain.ladder import ItemKind
from domain.policy import Policy
from domain.words import AllocationStatus, ExemptionKind, QaTaskKind, StandingKind
from duties import chasing
from storage.chase_days import NEVER
from storage.ledger import lines_page, not_delivered
from storage.lifecycle import move
from storage.nudge_lines import note_answered
from storage.statements import insert_returning_id
from storage.store import Store, Unit
from storage.tables.allocations import allocation, exemption
from storage.tables.audits import agreed_action, moderation
from storage.tables.chasing import chase_hold, chasing_pass, chasing_stop, leave, nudge_line
from storage.tables.people import standing_exemption
from storage.tables.service import import_run, outbox, policy_setting, qa_task
from tests.storage.chased_council import ChasedCouncil
from tests.storage.small_council import NOW

FIRST_ASKED = date(2026, 11, 27)  # five working days before Friday 4 December
MONDAY = date(2026, 12, 7)
WEDNESDAY = date(2026, 12, 9)
PLUS_FIVE = date(2026, 12, 11)
PLUS_EIGHT = date(2026, 12, 16)


@pytest.fixture
def council(store: Store) -> ChasedCouncil:
    council = ChasedCouncil(store)
    council.opens()
    return council


def test_a_morning_owes_each_person_one_digest_and_the_ledger_says_why(council: ChasedCouncil) -> None:
    audit = council.allocates("rosa")
    action = council.agrees("rosa", audit, "A-1")
    assert council.decides(PLUS_FIVE) == "digests owed: 3, lines in them: 5"
    lines = [f"return {audit} +5", f"action {action} week 2026-12-07"]
    roll_up = ["roll_up 202612 month 2026-12-01"]
    assert council.ledger(PLUS_FIVE) == {"mina": roll_up, "moira": lines, "rosa": lines}
    assert council.digests() == [(council.people[name], "2026-12-11") for name in ("mina", "moira", "rosa")]


def test_a_day_is_decided_once_however_often_it_is_run(council: ChasedCouncil) -> None:
    council.allocates("rosa")
    council.decides(FIRST_ASKED)
    assert council.decides(FIRST_ASKED) == "today's digests were decided already"
    assert council.decides(FIRST_ASKED, time(15)) == "today's digests were decided already"
    assert len(council.rows(outbox)) == 1


@pytest.mark.parametrize(
    ("day", "at"),
    [(FIRST_ASKED, time(7, 59)), (FIRST_ASKED, time(18)), (date(2026, 11, 28), time(9)), (date(2026, 12, 28), time(9))],
)
def test_nothing_is_decided_out_of_hours(council: ChasedCouncil, day: date, at: time) -> None:
    council.allocates("rosa")
    assert council.decides(day, at) == "digests are decided on working days from 08:00"
    assert council.rows(chasing_pass) == []


def test_what_was_sent_is_not_sent_again_and_missed_rungs_lapse(council: ChasedCouncil) -> None:
    audit = council.allocates("rosa")
    council.decides(FIRST_ASKED)
    council.goes_out(FIRST_ASKED)
    council.decides(date(2026, 11, 30))
    assert council.ledger(date(2026, 11, 30)) == {}
    council.decides(WEDNESDAY)
    assert council.ledger(WEDNESDAY) == {"rosa": [f"return {audit} +3"]}
    lapsed = [(row.rung, row.reason) for row in council.rows(nudge_line, status="lapsed")]
    assert lapsed == [("-1", "overtaken by +3"), ("+1", "overtaken by +3")]


@pytest.mark.parametrize("ending", ["uncertain", "failed", "unreachable"])
def test_what_did_not_arrive_for_certain_is_in_the_next_digest(council: ChasedCouncil, ending: str) -> None:
    audit = council.allocates("rosa")
    council.decides(FIRST_ASKED)
    council.goes_out(FIRST_ASKED, ending)
    council.decides(date(2026, 11, 30))
    assert council.ledger(date(2026, 11, 30)) == {"rosa": [f"return {audit} -5"]}
    first, again = council.rows(nudge_line)
    assert (first.status, first.reason) == ("uncertain" if ending == "uncertain" else "failed", ending)
    assert again.status == "owed"


def test_a_digest_that_never_went_lapses_with_its_day_and_is_owed_anew(council: ChasedCouncil) -> None:
    audit = council.allocates("rosa")
    council.decides(FIRST_ASKED)
    council.decides(date(2026, 11, 30))
    assert [(row.status, row.reason) for row in council.rows(nudge_line)] == [("lapsed", "day_over"), ("owed", None)]
    assert [row.status for row in council.rows(outbox)] == ["lapsed", "pending"]
    assert council.ledger(date(2026, 11, 30)) == {"rosa": [f"return {audit} -5"]}


def test_the_database_itself_refuses_a_rung_twice(council: ChasedCouncil) -> None:
    council.allocates("rosa")
    council.decides(FIRST_ASKED)
    [row] = council.rows(nudge_line)
    values = {name: value for name, value in row._asdict().items() if name != "id"}
    with pytest.raises(Exception, match=r"(?i)unique"), council.unit() as unit:
        unit.connection.execute(nudge_line.insert().values(values))


def test_what_is_done_is_not_read_and_what_changes_is_read_anew(council: ChasedCouncil) -> None:
    audit = council.allocates("rosa")
    council.starts("rosa", audit)
    council.decides(FIRST_ASKED)
    assert council.rows(allocation)[0].chase_on == date(2026, 12, 3)
    with council.unit("rosa") as unit:
        # It owes no moderation.
        old, new = AllocationStatus.STARTED, AllocationStatus.RETURNED
        move(unit, audit, old, new, FIRST_ASKED, returned_on=FIRST_ASKED, considered_on=FIRST_ASKED)
    assert council.rows(allocation)[0].chase_on == date.min
    council.decides(PLUS_EIGHT)
    assert council.ledger(PLUS_EIGHT) == {"rosa": [f"upload {audit} week 2026-12-14"]}


def test_an_audit_sent_back_is_chased_by_its_second_due_day(council: ChasedCouncil) -> None:
    audit = council.allocates("rosa")
    council.starts("rosa", audit)
    with council.unit("rosa") as unit:
        move(unit, audit, AllocationStatus.STARTED, AllocationStatus.RETURNED, FIRST_ASKED, returned_on=FIRST_ASKED)
        move(
            unit,
            audit,
            AllocationStatus.RETURNED,
            AllocationStatus.SENT_BACK,
            FIRST_ASKED,
            reason="No evidence.",
            second_due_on=date(2026, 12, 18),
        )
    council.decides(PLUS_FIVE)
    assert council.ledger(PLUS_FIVE) == {"rosa": [f"return {audit} -5"]}


@pytest.mark.parametrize("moderated", ["none", "all"])
def test_a_record_is_asked_for_once_the_audit_has_its_outcome(council: ChasedCouncil, moderated: str) -> None:
    audit = council.allocates("rosa")
    council.starts("rosa", audit)
    with council.unit("rosa") as unit:
        unit.connection.execute(
            policy_setting.insert().values(
                name="moderated", value=moderated, effective_from=date(2026, 1, 1), set_at=unit.now
            )
        )
        move(unit, audit, AllocationStatus.STARTED, AllocationStatus.RETURNED, FIRST_ASKED, returned_on=FIRST_ASKED)
    council.decides(date(2026, 12, 4))
    assert (council.ledger(date(2026, 12, 4)) == {"rosa": [f"upload {audit} +5"]}) is (moderated == "none")
    if moderated == "all":
        assert council.rows(allocation)[0].chase_on == NEVER


def test_a_record_is_not_asked_for_while_a_moderator_has_the_audit(council: ChasedCouncil) -> None:
    audit = council.allocates("rosa")
    council.starts("rosa", audit)
    with council.unit("rosa") as unit:
        move(unit, audit, AllocationStatus.STARTED, AllocationStatus.RETURNED, FIRST_ASKED, returned_on=FIRST_ASKED)
        given = {"allocation_id": audit, "moderator_id": council.people["moira"]}
        unit.connection.execute(moderation.insert().values(**given, source="import", recorded_at=unit.now))
    council.decides(date(2026, 12, 4))
    assert council.ledger(date(2026, 12, 4)) == {}


def test_an_exemption_silences_the_months_ladder(council: ChasedCouncil) -> None:
    audit = council.allocates("rosa")
    action = council.agrees("rosa", audit, "A-1")
    with council.unit() as unit:
        insert_returning_id(
            unit,
            exemption,
            person_id=council.people["rosa"],
            month="2026-11",
            kind=ExemptionKind.HEALTH,
            authorised_on=FIRST_ASKED,
            source="import",
            recorded_at=unit.now,
        )
    council.decides(PLUS_EIGHT)
    assert council.ledger(PLUS_EIGHT)["rosa"] == [f"action {action} week 2026-12-14"]


def test_leave_and_long_absence_silence_the_person_and_not_those_above(council: ChasedCouncil) -> None:
    audit = council.allocates("rosa")
    with council.unit() as unit:
        away = {"person_id": council.people["rosa"], "starts_on": FIRST_ASKED}
        insert_returning_id(unit, leave, **away, ends_on=PLUS_FIVE, recorded_at=unit.now)
        moira = council.people["moira"]
        insert_returning_id(
            unit, standing_exemption, person_id=moira, kind=StandingKind.MATERNITY, starts_on=FIRST_ASKED
        )
    council.decides(PLUS_FIVE)
    assert council.ledger(PLUS_FIVE) == {}
    council.decides(date(2026, 12, 14))
    assert council.ledger(date(2026, 12, 14)) == {"rosa": [f"return {audit} +5"]}


def test_a_pause_and_a_stop_hold_the_ladder_until_they_end(council: ChasedCouncil) -> None:
    paused, stopped = council.allocates("rosa"), council.allocates("moira", "4820194")
    with council.unit() as unit:
        insert_returning_id(
            unit,
            chase_hold,
            kind=ItemKind.RETURN,
            subject_id=paused,
            until_on=WEDNESDAY,
            why=HoldReason.NEED_UNTIL,
            asked_at=unit.now,
        )
        stop = insert_returning_id(
            unit, chasing_stop, person_id=council.people["moira"], reason="Bereaved.", stopped_at=unit.now
        )
    council.decides(MONDAY)
    assert council.ledger(MONDAY) == {}
    with council.unit() as unit:
        unit.connection.execute(chasing_stop.update().where(chasing_stop.c.id == stop).values(started_at=unit.now))
    thursday = date(2026, 12, 10)
    council.decides(thursday)
    assert council.ledger(thursday) == {"rosa": [f"return {paused} +3"], "moira": [f"return {stopped} +3"]}


def test_after_everybody_was_stopped_for_weeks_each_gets_one_digest(council: ChasedCouncil) -> None:
    audit = council.allocates("rosa")
    with council.unit() as unit:
        insert_returning_id(unit, chasing_stop, reason="Inspection week.", stopped_at=unit.now)
    for day in (FIRST_ASKED, MONDAY, WEDNESDAY, PLUS_FIVE):
        assert council.decides(day) == "digests owed: 0, lines in them: 0"
    with council.unit() as unit:
        unit.connection.execute(chasing_stop.update().values(started_at=unit.now))
    council.decides(PLUS_EIGHT)
    assert council.ledger(PLUS_EIGHT) == {name: [f"return {audit} +8"] for name in ("rosa", "moira", "hal")}


def test_another_ladder_and_an_import_have_everything_looked_at_again(council: ChasedCouncil) -> None:
    audit = council.allocates("rosa")
    council.decides(FIRST_ASKED)
    council.is_due(audit, MONDAY)  # as an import changes it, which tells chasing nothing
    with council.unit() as unit:
        insert_returning_id(unit, import_run, at=unit.now, digest="0f", changes={})
    council.decides(date(2026, 11, 30))
    assert council.ledger(date(2026, 11, 30)) == {"rosa": [f"return {audit} -5"]}


def test_a_new_ladder_holds_from_its_day(council: ChasedCouncil) -> None:
    council.allocates("rosa")
    council.decides(FIRST_ASKED)
    text = 'return = [{at = -4, tells = ["owner"]}]\naction = [{at = -3, tells = ["owner"]}]\n'
    text += 'upload = [{at = 5, tells = ["owner"]}]\napproval = [{every = "day", tells = ["owner"]}]\n'
    with council.unit() as unit:
        unit.connection.execute(
            policy_setting.insert().values(name="ladder", value=text, effective_from=FIRST_ASKED, set_at=NOW)
        )
    council.decides(date(2026, 11, 30))
    assert [row.rung for row in council.rows(nudge_line, digest_on=date(2026, 11, 30))] == ["-4"]


def test_actions_that_owe_nothing_yet_are_put_off_without_being_read(council: ChasedCouncil) -> None:
    audit = council.allocates("rosa")
    for number in range(4):
        council.agrees("rosa", audit, f"A-{number}", date(2027, 3, 1))
    council.agrees("rosa", audit, "A-now")
    council.decides(date(2026, 12, 1))
    days = [row.chase_on for row in council.rows(agreed_action)]
    assert days == [date(2027, 2, 24)] * 4 + [MONDAY]
    assert council.rows(nudge_line, kind="action")[0].rung == "-3"


def test_directors_get_the_months_roll_up(council: ChasedCouncil) -> None:
    audit = council.allocates("rosa")
    council.agrees("rosa", audit, "A-1")
    council.decides(date(2027, 1, 4))
    assert council.ledger(date(2027, 1, 4))["mina"] == ["roll_up 202701 month 2027-01-01"]


def test_qa_hears_once_that_there_is_nobody_up_the_line(council: ChasedCouncil) -> None:
    council.employs("nell")
    council.allocates("nell")
    council.decides(PLUS_FIVE)
    council.decides(PLUS_EIGHT)
    tasks = council.rows(qa_task, kind=QaTaskKind.NOBODY_ABOVE)
    assert [task.about.partition(",")[0] for task in tasks] == ["Nell has something overdue"] * 2
    assert "line manager or head of service" in tasks[0].about
    assert "as their head of service" in tasks[1].about


def test_those_above_are_told_of_somebody_who_has_left(council: ChasedCouncil) -> None:
    audit = council.allocates("rosa")
    council.leaves("rosa", FIRST_ASKED)
    council.decides(PLUS_FIVE)
    assert council.ledger(PLUS_FIVE) == {"moira": [f"return {audit} +5"]}


def test_a_dry_run_says_who_would_get_what_and_which_rung_owes_it(council: ChasedCouncil) -> None:
    audit = council.allocates("rosa")
    council.agrees("rosa", audit, "A-1")
    counted = "5 working days after Friday 4 December 2026; its day is Friday 4 December 2026"
    weekly = "weekly, for Monday 7 December 2026; its day is Friday 4 December 2026"
    monthly = "monthly, for Tuesday 1 December 2026; its day is Tuesday 1 December 2026"
    assert council.previews(PLUS_FIVE) == [
        f"Mina: the actions of 2026-12 (roll_up, directors, {monthly})",
        f"Moira: audit 2026-11-4820193 (return, up_the_line, {counted})",
        f"Moira: action A-1 (action, up_the_line, {weekly})",
        f"Rosa: audit 2026-11-4820193 (return, owner, {counted})",
        f"Rosa: action A-1 (action, owner, {weekly})",
    ]


def test_the_ledger_says_what_was_sent_to_whom_and_who_did_not_get_theirs(council: ChasedCouncil) -> None:
    audit = council.allocates("rosa")
    council.decides(FIRST_ASKED)
    [waits] = council.at(FIRST_ASKED, lambda unit: not_delivered(unit, FIRST_ASKED, FIRST_ASKED, 9))
    assert (waits.name, waits.status) == ("Rosa", "pending")
    council.goes_out(FIRST_ASKED)
    rosa = council.people["rosa"]
    [line] = council.at(FIRST_ASKED, lambda unit: lines_page(unit, rosa, 9))
    assert (line.status, line.rung, line.key) == ("sent", "-5", (ItemKind.RETURN, audit))
    assert council.at(FIRST_ASKED, lambda unit: not_delivered(unit, FIRST_ASKED, FIRST_ASKED, 9)) == []
    council.at(FIRST_ASKED, lambda unit: note_answered(unit, (ItemKind.RETURN, audit), rosa))
    [line] = council.at(FIRST_ASKED, lambda unit: lines_page(unit, rosa, 9))
    assert line.status == "acted"


def test_of_two_instances_that_decide_a_day_one_leaves_nothing_behind(postgresql_store: Store) -> None:
    """The timetable lets one of them run; should both, the second fails on the day's row."""
    council = ChasedCouncil(postgresql_store)
    council.opens()
    council.allocates("rosa")
    both = Barrier(2, timeout=30)

    def decide(_number: int) -> str:
        def at_once(unit: Unit) -> str:
            unit.connection.execute(select(chasing_pass)).all()
            both.wait()
            return str(chasing.record(unit, Policy(), calendar_for(Policy())))

        try:
            return str(council.at(FIRST_ASKED, at_once))
        except IntegrityError:
            return "left it to the other"

    with ThreadPoolExecutor(2) as threads:
        said = sorted(threads.map(decide, range(2)))
    assert said[0] == "digests owed: 1, lines in them: 1"
    assert said[1] in {"left it to the other", "today's digests were decided already"}
    assert len(council.rows(nudge_line)) == len(council.rows(outbox)) == 1


def test_a_change_that_fails_leaves_the_day_to_be_looked_at_as_it_was(council: ChasedCouncil) -> None:
    audit = council.allocates("rosa")
    council.decides(FIRST_ASKED)
    with pytest.raises(NotAllowedError), council.unit("rosa") as unit:
        move(unit, audit, AllocationStatus.STARTED, AllocationStatus.RETURNED, FIRST_ASKED)
    assert council.rows(allocation)[0].chase_on == date(2026, 12, 3)
