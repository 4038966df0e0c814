"""Erasing a child's record, or what tells who somebody of staff was: planned, refused, or done and certified.

DOMAIN, "Data protection"; what becomes of which column is in `storage.data_map`. Rows that figures are counted from
stay without their words and without what leads back (docs/retention.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from domain.calendar import london_day, spoken_day
from domain.errors import BadInputError, NotAllowedError
from domain.free_text import SHORT_TEXT, complaint_about
from storage.data_map import Ground
from storage.erased_words import Mentions, is_erased, subject_digest
from storage.erasure_certificate import ONE_PERSON, ONE_RECORD, Certificate, certificate
from storage.erasure_done import carry_out
from storage.erasure_open import open_of_audits, open_of_cases
from storage.erasure_plan import Plan, plan_for
from storage.erasure_scope import Rows, rows_belonging
from storage.holds import Held, Subject, held
from storage.leavers import open_items_of
from storage.months import has_closed
from storage.policies import policy_on_day
from storage.store import Unit
from storage.tables.allocations import allocation, case_record
from storage.tables.erasures import HoldKind
from storage.tables.people import person

_ON_HOLD = "is on legal hold. Ask whoever set the hold; 'auditbot hold' lists it."


@dataclass(frozen=True, slots=True)
class Planned:
    """An erasure that could be done.

    Attributes:
        ground: why: somebody asked for it, or its time is over.
        about: what is erased, in words that don't name it.
        subject_digest: stands for the record or person; None where it is many.
    """

    ground: Ground
    about: str
    subject_digest: str | None
    plan: Plan

    @property
    def counts(self) -> Mapping[str, Mapping[str, int]]:
        """How many rows of each table are emptied and deleted."""
        return self.plan.counts()


def plan_to_erase(unit: Unit, subject: Subject, looked: Planned | None = None, *, to_look: bool = False) -> Planned:
    """Plan the erasure of a child's record or of somebody of staff who has left; nothing is written.

    To look for mentions reads every text there is. Do that in a snapshot (`to_look`), for which nobody waits, and hand
    what came of it to the transaction that erases (`looked`): it plans all the rest anew.

    Raises:
        NotAllowedError: it is on hold, still open, erased before, or somebody who still works here.
    """
    if is_erased(subject.name):
        raise NotAllowedError(f"{subject.name} was erased before. There is nothing left to do.")
    by = Ground.CASE if subject.kind is HoldKind.CASE else Ground.PERSON
    if not to_look:
        _lock(unit, subject)
    rows = rows_belonging(unit, by, {"case_record" if by is Ground.CASE else "person": [subject.id]})
    (_refuse_case if by is Ground.CASE else _refuse_person)(unit, subject, rows, held(unit))
    plan = plan_for(unit, by, rows, looked_through=None if looked is None else looked.plan)
    about = ONE_RECORD if by is Ground.CASE else ONE_PERSON
    return Planned(by, about, subject_digest(subject.kind, subject.name), plan)


def _lock(unit: Unit, subject: Subject) -> None:
    """Of two erasures at once, or an erasure and somebody's work on it, the second sees what the first has done."""
    table, name = (case_record, "case_ref") if subject.kind is HoldKind.CASE else (person, "email")
    named = select(table.c[name]).where(table.c.id == subject.id).with_for_update()
    if is_erased(unit.connection.execute(named).scalar_one()):
        raise NotAllowedError(f"{subject.name} was erased a moment ago. There is nothing left to do.")
    if subject.kind is HoldKind.CASE:
        audits = select(allocation.c.id).where(allocation.c.case_id == subject.id)
        unit.connection.execute(audits.order_by(allocation.c.id).with_for_update())


def _refuse_case(unit: Unit, subject: Subject, rows: Rows, kept: Held) -> None:
    if kept.holds_case([subject.id], rows):
        raise NotAllowedError(f"The record {subject.name}, or somebody who worked on it, {_ON_HOLD}")
    audits = rows.get("allocation", [])
    by_audit = open_of_audits(unit, [one.id for one in audits], or_not_on_record=True)
    still = [sentence for one in by_audit.values() for sentence in one]
    still += open_of_cases(unit, [subject.id]).get(subject.id, [])
    today = london_day(unit.now)
    policy = policy_on_day(unit, today)
    for month in sorted({one.month for one in audits}):
        if not has_closed(unit, policy, month, today):
            still.append(f"The audit month {month} has not closed: wait until it has.")
    if still:
        raise NotAllowedError("\n".join([f"The record {subject.name} can't be erased yet.", *still]))


def _refuse_person(unit: Unit, subject: Subject, rows: Rows, kept: Held) -> None:
    row = rows["person"][0]
    if row.left_on is None or row.left_on >= london_day(unit.now):
        raise NotAllowedError(
            f"{subject.name} still works here, as far as is known. Enter their last day (column left_on of the sheet "
            "people), import it, and erase them after it."
        )
    if kept.holds_person(subject.id):
        raise NotAllowedError(f"{subject.name}, or a record they worked on, {_ON_HOLD}")
    items = open_items_of(unit, [subject.id])[subject.id]
    if items:
        raise NotAllowedError(f"In the name of {subject.name} are still open: {items}. Give them to others first.")


@dataclass(frozen=True, slots=True)
class Asked:
    """Who has something erased, and why.

    Attributes:
        by: an e-mail address.
        account: under which account of the machine, for the record; None where it is not known.
    """

    by: str
    reason: str
    account: str | None = None


def check_reason(reason: str, *names: str) -> None:
    """Refuse a reason that would itself keep what is erased: it stays for good.

    Raises:
        BadInputError: it is empty, too long, names the subject, or has what no text may have.
    """
    wrong = complaint_about(reason, when_empty="Write why, with --reason.", longest=SHORT_TEXT)
    if wrong is not None:
        raise BadInputError(f"The reason can't be kept. {wrong}")
    if Mentions(dict.fromkeys(names, "")).are_in(reason):
        raise BadInputError("The reason stays for good: write it without the reference, the name or the address.")


def erase(unit: Unit, planned: Planned, asked: Asked) -> Certificate:
    """Do what was planned, in the transaction in which it was planned, and certify it.

    Raises:
        BadInputError: the reason can't be kept.
    """
    check_reason(asked.reason, *planned.plan.instead)
    made = certificate(
        planned.about, planned.counts, asked.by, asked.reason, spoken_day(london_day(unit.now)), unit.now
    )
    facts = {} if asked.account is None else {"account": asked.account}
    carry_out(unit, planned.plan, planned.ground, asked.reason, planned.subject_digest, made.digest, **facts)
    return made
