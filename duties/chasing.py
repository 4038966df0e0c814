"""Chasing: each working day's digests, decided once and recorded in one transaction (DOMAIN, "The ladder")."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from domain.calendar import WorkingCalendar, london_day, london_instant, spoken_day
from domain.chasing import decide, is_time
from domain.chasing_facts import Decision, Key, OwedLine, Untold
from domain.ladder import ItemKind, Party, spoken_rung
from domain.policy import Policy
from domain.words import QaTaskKind
from storage.chase_days import (
    basis_of,
    last_basis,
    look_again,
    look_at_all_again,
    note_basis,
    note_pass,
    reckon_actions,
    set_days,
    was_decided,
)
from storage.chasing import Looked, facts_about, items_due, some_due, stops_now
from storage.concern_due import fix_due_days
from storage.nudge_lines import let_digests_go, note_withheld, owe_digests, settle_days_before
from storage.people import names_of
from storage.qa_tasks import raise_task, was_raised_since
from storage.store import Unit
from storage.subjects import names_of_subjects

# QA is told again of a post that nobody holds once they may have forgotten the first time.
_TOLD_AGAIN = timedelta(days=28)
# What a piece of a large pass takes on: turns wait no longer than that for SQLite's one writer.
ROWS, ITEMS = 2_000, 300
_ABOVE = {Party.UP_THE_LINE: "line manager or head of service", Party.HEAD_OF_SERVICE: "head of service"}


@dataclass(frozen=True, slots=True)
class Pass:
    """What a pass came to: how many digests with how many lines, or that there was nothing to decide, and why."""

    digests: int = 0
    lines: int = 0
    why_not: str = ""

    def __str__(self) -> str:
        """In words, for the timetable's record."""
        return self.why_not or f"digests owed: {self.digests}, lines in them: {self.lines}"


def record(unit: Unit, policy: Policy, calendar: WorkingCalendar) -> Pass:
    """Owe today's digests, once, from the setting's time on; what arises later waits for the next working day.

    What `record_part` has done of it before is part of it.
    """
    today = london_day(unit.now)
    why_not = _why_not(unit, policy, calendar, today)
    if why_not:
        return Pass(why_not=why_not)
    decision, looked = _decided(unit, policy, calendar, today)
    _keep(unit, decision, looked, calendar, today)
    done = Pass(*let_digests_go(unit, today))
    note_pass(unit, today, basis_of(unit, policy, calendar), digests=done.digests, lines=done.lines)
    return done


def record_part(unit: Unit, policy: Policy, calendar: WorkingCalendar, *, rows: int = ROWS, items: int = ITEMS) -> bool:
    """Do a piece of a pass that is too large for one transaction; whether there may be another.

    Nothing goes out before `record` has done the rest: the digests of a day that is decided in part wait, and take in
    what the next pieces find. All that is done is in rows, so that whoever is killed in between is gone on from.

    Args:
        unit: the unit of work, one a piece.
        policy: the council's settings.
        calendar: the council's working days.
        rows: how many rows a piece may set back, put off or settle.
        items: how many items it decides.
    """
    today = london_day(unit.now)
    if _why_not(unit, policy, calendar, today) or stops_now(unit).everybody:
        return False
    settled, untold = settle_days_before(unit, today, rows)
    look_again(unit, untold)
    if settled >= rows or _look_at_more(unit, basis_of(unit, policy, calendar), rows):
        return True
    if reckon_actions(unit, policy, today, calendar, rows) >= rows:
        return True
    looked = some_due(unit, policy, today, items)
    if looked is None:
        return False
    decision = decide(facts_about(unit, looked.items, today), unit.now, policy, calendar)
    return _keep(unit, decision, looked, calendar, today, waits=True)


def _look_at_more(unit: Unit, basis: str, rows: int) -> bool:
    """Where everything is to be looked at anew, begin with some more of it; whether there was any."""
    if last_basis(unit) == basis:
        return False
    if look_at_all_again(unit, rows):
        return True
    note_basis(unit, basis)
    return False


def _keep(
    unit: Unit, decision: Decision, looked: Looked, calendar: WorkingCalendar, today: date, *, waits: bool = False
) -> bool:
    """Record a decision; whether anything was decided. Its digests go at once, or wait for the rest of the pass."""
    # Should nobody ever do the rest, the next day lapses them and owes their lines anew.
    later = calendar.next_open(london_instant(today + timedelta(days=1), time())) if waits else None
    owe_digests(unit, today, decision.digests, not_before=later)
    note_withheld(unit, today, decision.withheld)
    _tell_qa(unit, decision.untold)
    days = _days(decision, looked, calendar, today)
    set_days(unit, days)
    return bool(days)


def _why_not(unit: Unit, policy: Policy, calendar: WorkingCalendar, today: date) -> str:
    if not is_time(unit.now, policy, calendar):
        return f"digests are decided on working days from {policy.digest_from:%H:%M}"
    return "today's digests were decided already" if was_decided(unit, today) else ""


def _decided(unit: Unit, policy: Policy, calendar: WorkingCalendar, today: date) -> tuple[Decision, Looked]:
    """Bring the ledger and the days up to now, then decide."""
    look_again(unit, settle_days_before(unit, today)[1])
    basis = basis_of(unit, policy, calendar)
    if last_basis(unit) != basis:
        look_at_all_again(unit)
        note_basis(unit, basis)
    reckon_actions(unit, policy, today, calendar)
    fix_due_days(unit, policy, calendar)
    looked = items_due(unit, policy, today)
    return decide(facts_about(unit, looked.items, today), unit.now, policy, calendar), looked


def _days(decision: Decision, looked: Looked, calendar: WorkingCalendar, today: date) -> dict[Key, date | None]:
    """When what was looked at is looked at next. While everybody is stopped all of it stays as it is."""
    if len(decision.looks) < len(looked.items):
        return {}
    tomorrow = calendar.working_day_after(today, 1)
    return {**dict.fromkeys(looked.waiting, tomorrow), **dict.fromkeys(looked.others), **decision.looks}


def _tell_qa(unit: Unit, untold: Iterable[Untold]) -> None:
    """Put before QA that somebody's items can't go up the line, since nobody is there."""
    missing = sorted(untold, key=lambda one: (one.owner_id, one.party))
    names = names_of(unit, {one.owner_id for one in missing})
    for one in missing:
        matter = f"nobody:{one.party}:{one.owner_id}"
        if was_raised_since(unit, matter, unit.now - _TOLD_AGAIN):
            continue
        about = (
            f"{names[one.owner_id]} has something overdue, and nobody is down as their {_ABOVE[one.party]} to hear "
            "of it. Speak to them, and put it right in the workbook."
        )
        raise_task(unit, QaTaskKind.NOBODY_ABOVE, matter, about, person_id=one.owner_id)


def preview(unit: Unit, policy: Policy, calendar: WorkingCalendar) -> list[str]:
    """Who would get what, a line each with the rung that owes it; the unit is undone afterwards."""
    today = london_day(unit.now)
    why_not = _why_not(unit, policy, calendar, today)
    if why_not:
        return []
    decision, _ = _decided(unit, policy, calendar, today)
    lines = [line for some in decision.digests.values() for line in some]
    names = names_of(unit, decision.digests)
    subjects = names_of_subjects(unit, {line.key for line in lines})
    return [_previewed(line, names, subjects) for line in lines]


def _previewed(line: OwedLine, names: Mapping[int, str], subjects: Mapping[Key, str]) -> str:
    kind, number = line.key
    about = f"the actions of {number // 100}-{number % 100:02}" if kind is ItemKind.ROLL_UP else subjects[line.key]
    counted = f"its day is {spoken_day(line.due_on)}"
    rung = f"{kind}, {line.party}, {spoken_rung(line.rung, line.due_on)}"
    return f"{names[line.person_id]}: {about} ({rung}; {counted})"
