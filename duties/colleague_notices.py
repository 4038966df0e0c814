"""What the two notices to an audit's colleagues have in common: who is owed one, and what QA is told instead."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.calendar import WorkingCalendar, london_day
from domain.colleagues import Colleague, nobody_there, to_tell
from domain.words import ColleaguePart, QaTaskKind, SendClass
from storage.colleagues import AuditedWork, already_owed, matters_ever_raised
from storage.outbox import owe
from storage.qa_tasks import raise_task
from storage.store import Unit

# What happened longer ago is no news any more: a service that was down for Christmas still tells.
NEWS = timedelta(days=14)
_PARTS = {ColleaguePart.SOCIAL_WORKER: "social worker", ColleaguePart.TEAM_MANAGER: "team manager"}


@dataclass(frozen=True, slots=True)
class OwedNotice:
    """A notice that a colleague is owed of an audit; `rung` tells its returns apart."""

    person_id: int
    allocation_id: int
    rung: str


@dataclass(frozen=True, slots=True)
class Untold:
    """A part in an audit whose holder can't be told, since there is none or they have left."""

    work: AuditedWork
    colleague: Colleague


def decide(
    work: Iterable[AuditedWork], rung_of: Callable[[AuditedWork], str], now: datetime
) -> tuple[list[OwedNotice], list[Untold]]:
    """Who is owed a notice of these audits at `now`, an aware instant, and of whom QA must hear instead."""
    today = london_day(now)
    owed: list[OwedNotice] = []
    untold: list[Untold] = []
    for one in work:
        people = to_tell(one.colleagues, one.auditor_id, today)
        owed += [OwedNotice(person_id, one.id, rung_of(one)) for person_id in people]
        untold += [Untold(one, colleague) for colleague in nobody_there(one.colleagues, today)]
    return owed, untold


def owe_new(unit: Unit, template: str, notices: Iterable[OwedNotice], calendar: WorkingCalendar) -> int:
    """Owe the notices that were not owed before; how many they are."""
    wanted = list(notices)
    before = already_owed(unit, template, {one.person_id for one in wanted}) if wanted else set()
    new = [one for one in wanted if (one.person_id, one.allocation_id, one.rung) not in before]
    opens = calendar.next_open(unit.now)
    for one in new:
        owe(unit, SendClass.NOTICE, template, one.person_id, one.allocation_id, rung=one.rung, not_before=opens)
    return len(new)


def tell_qa(unit: Unit, template: str, untold: Iterable[Untold]) -> None:
    """Put before QA, once for an audit, a part and a notice, that nobody could be told."""
    matters = {f"{template}:{one.colleague.part}:{one.work.id}": one for one in untold}
    known = matters_ever_raised(unit, matters) if matters else set()
    for matter, one in matters.items():
        if matter not in known:
            _raise(unit, matter, one)


def _raise(unit: Unit, matter: str, one: Untold) -> None:
    part, work = _PARTS[one.colleague.part], one.work
    has_left = one.colleague.person_id is not None
    who = f"{one.colleague.name}, the {part}, has left" if has_left else f"Nobody is down as the {part}"
    raise_task(
        unit,
        QaTaskKind.LEAVERS_ITEMS if has_left else QaTaskKind.UNMATCHED_PERSON,
        matter,
        f"{who} in audit {work.ref} (reference {work.case_ref}, {work.team}), so they have not been told of it. "
        "Tell whoever has taken over, and put it right in the workbook.",
        person_id=one.colleague.person_id,
        allocation_id=work.id,
    )
