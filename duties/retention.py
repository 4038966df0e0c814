"""What was kept for as long as the council wants it goes: a piece at a time, each certified (docs/retention.md)."""

from collections import Counter
from dataclasses import dataclass, field

from domain.calendar import london_day, spoken_day
from domain.policy import Policy
from storage.data_map import Ground
from storage.erasure_certificate import BY_ITSELF, FOR_A_TIME, OLD_AUDITS, OLD_LEAVERS, Certificate, Counts, certificate
from storage.erasure_done import begin_erasure, carry_out, rows_over_at
from storage.erasure_plan import Plan, plan_for
from storage.erasure_scope import Seeds, rows_belonging
from storage.holds import held
from storage.retention import audits_over, leavers_over
from storage.retention_by_age import erase_by_age, over_by_age
from storage.store import Unit

# How many audits or people at once: others wait for the store no longer than that takes.
AT_ONCE = 50
# Of how many a dry run counts the rows: it holds others up, too.
IN_A_PREVIEW = 200
REASON = "It was kept for as long as the settings say."


@dataclass(slots=True)
class Decided:
    """What is over.

    Attributes:
        plans: what becomes of audits and of people who left, with what it is in words.
        by_age: how many rows go by their age alone.
        audits, people: how many there are of each in all.
        still_open, on_hold: how many audits and people stay although their time is over.
    """

    plans: list[tuple[str, Plan]] = field(default_factory=list)
    by_age: Counts = field(default_factory=dict)
    audits: int = 0
    people: int = 0
    still_open: int = 0
    on_hold: int = 0

    def __bool__(self) -> bool:
        """Whether anything goes."""
        return bool(self.by_age or any(plan.changes for _, plan in self.plans))

    def counts(self) -> dict[str, dict[str, int]]:
        """How many rows of each table are emptied and deleted, all in all."""
        sums: dict[str, Counter[str]] = {}
        for one in (*(plan.counts() for _, plan in self.plans), self.by_age):
            for table, numbers in one.items():
                sums.setdefault(table, Counter()).update(numbers)
        return {table: dict(numbers) for table, numbers in sorted(sums.items())}


def report(unit: Unit, policy: Policy) -> str:
    """Erase the last piece; what went in all pieces of this run, and what stays although its time is over."""
    left = record(unit, policy)
    return ", ".join([f"rows emptied or deleted: {rows_over_at(unit):,}", *_what_stays(left)])


def _what_stays(found: Decided) -> list[str]:
    return [f"still open and kept: {found.still_open:,}", f"on hold and kept: {found.on_hold:,}"]


def preview(unit: Unit, policy: Policy) -> list[str]:
    """What would go: how many audits and people in all, and of the first ones how many rows, table by table."""
    found = decide(unit, policy, IN_A_PREVIEW)
    numbers = [*_what_stays(found), f"audits: {found.audits:,}", f"people who left: {found.people:,}"]
    rows = [
        f"{table}: " + ", ".join(f"{number:,} {act}" for act, number in one.items())
        for table, one in found.counts().items()
    ]
    if max(found.audits, found.people) > IN_A_PREVIEW:
        numbers.append(f"rows of the first {IN_A_PREVIEW:,} of them, and of what goes by its age:")
    return [*numbers, *rows]


def decide(unit: Unit, policy: Policy, at_once: int = AT_ONCE) -> Decided:
    """What is over now, of audits and people no more than `at_once`; nothing is written."""
    kept = held(unit)
    audits, people = audits_over(unit, policy, kept, at_once), leavers_over(unit, policy, kept, at_once)
    found = Decided(
        by_age=over_by_age(unit, policy, anything_held=bool(kept)),
        audits=audits.in_all,
        people=people.in_all,
        still_open=audits.still_open + people.still_open,
        on_hold=audits.on_hold + people.on_hold,
    )
    if audits:
        seeds = {"allocation": audits.audits, "escalation": audits.escalations, "case_record": audits.cases}
        found.plans.append((OLD_AUDITS, _planned(unit, Ground.CASE, seeds)))
    if people:
        found.plans.append((OLD_LEAVERS, _planned(unit, Ground.PERSON, {"person": people.people})))
    return found


def _planned(unit: Unit, by: Ground, seeds: Seeds) -> Plan:
    # What people wrote of it elsewhere has an end of its own, and nobody is kept waiting while all of it is read.
    return plan_for(unit, by, rows_belonging(unit, by, seeds), in_every_text=False)


def record(unit: Unit, policy: Policy, at_once: int = AT_ONCE) -> Decided:
    """Erase what is over, each sort under a certificate of its own; what that was."""
    found = decide(unit, policy, at_once)
    for about, plan in found.plans:
        if plan.changes:
            made = _certified(unit, about, plan.counts())
            carry_out(unit, plan, Ground.RETENTION, REASON, None, made.digest)
    if found.plans:  # some of what would have gone by its age has gone with them
        found.by_age = over_by_age(unit, policy, anything_held=bool(held(unit)))
    if found.by_age:
        made = _certified(unit, FOR_A_TIME, found.by_age)
        values = {"ground": Ground.RETENTION, "reason": REASON, "subject_digest": None, "counts": found.by_age}
        erase_by_age(unit, policy, begin_erasure(unit, values, made.digest))
    return found


def _certified(unit: Unit, about: str, counts: Counts) -> Certificate:
    return certificate(about, counts, BY_ITSELF, REASON, spoken_day(london_day(unit.now)), unit.now)
