"""Alarms that nobody has acknowledged go up the line, and again, until somebody has (DOMAIN, category 1).

What was missed while the service stood still is not sent several times over: each person has the alarm once, for the
round that has come, and the chain has gone as far up as it would have gone by then.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.calendar import london_day
from domain.chasing_facts import Known
from domain.concern_alarms import reached, to_alarm
from domain.policy import Policy
from domain.words import QaTaskKind
from storage.audits import allocated_audit
from storage.chasing import people_known
from storage.concern_alarms import Alarm, Had, alarm_again, standing_alarms
from storage.deputies import deputies_on
from storage.people import names_of
from storage.qa_tasks import raise_task, was_raised_since
from storage.store import Unit


@dataclass(frozen=True, slots=True)
class Owed:
    """What is owed of one alarm: to whom and on whose behalf; whose chain has nobody further up to go to."""

    alarm: Alarm
    again: tuple[Had, ...]
    nobody_above: tuple[int, ...]


def decide(
    alarms: Iterable[Alarm],
    people: Mapping[int, Known],
    deputies: Mapping[int, Collection[int]],
    now: datetime,
    hours: int,
) -> list[Owed]:
    """What is owed at `now`, an aware instant, of the alarms that stand; `hours` as in `domain.concern_alarms`."""
    found = [_owed(alarm, people, deputies, now, hours) for alarm in alarms]
    return [one for one in found if one.again or one.nobody_above]


def _owed(
    alarm: Alarm, people: Mapping[int, Known], deputies: Mapping[int, Collection[int]], now: datetime, hours: int
) -> Owed:
    again: list[Had] = []
    nobody: list[int] = []
    for first in dict.fromkeys(had.for_id for had in alarm.had):
        told = {had.person_id for had in alarm.had if had.for_id == first}
        chain = reached(first, alarm.at, now, hours, people)
        wanted = to_alarm(chain.people, deputies, people)
        # Whoever it has come up to may have said already, in their own name, that they have it.
        if not alarm.acknowledged.isdisjoint({*told, *wanted}):
            continue
        again += [Had(first, one, chain.round) for one in wanted]
        nobody += [first] if chain.is_at_its_end or not wanted else []
    had_already = set(alarm.had)
    new = [one for one in again if one not in had_already]
    return Owed(
        alarm, tuple(one for one in new if not _says_nothing_new(alarm, one.person_id, new, hours)), tuple(nobody)
    )


def _says_nothing_new(alarm: Alarm, person_id: int, new: Iterable[Had], hours: int) -> bool:
    """Whether an earlier round says the same to a person, and is on its way still or came not long before this one.

    After an outage a message that waited for hours would otherwise be followed by the next one within a second. Long
    is half of the hours between two rounds.
    """
    mine = {one.for_id for one in new if one.person_id == person_id}
    lately = alarm.at + (max(one.round for one in new) - 0.5) * timedelta(hours=hours)
    rounds = {round_: came for (to, round_), came in alarm.posted.items() if to == person_id}
    fresh = {round_ for round_, came in rounds.items() if came is None or came >= lately}
    said = {one.for_id for one in alarm.had if one.person_id == person_id and one.round in fresh}
    return mine <= said


def record(unit: Unit, policy: Policy) -> int:
    """Owe the alarms that have to go again, and ask QA where there is nobody to go to; how many alarms are owed."""
    alarms = standing_alarms(unit)
    if not alarms:
        return 0
    today = london_day(unit.now)
    people, deputies = people_known(unit, today), deputies_on(unit, today)
    count = 0
    for one in decide(alarms, people, deputies, unit.now, policy.alarm_again_hours):
        count += sum(alarm_again(unit, one.alarm.raising_id, had) for had in one.again)
        for person_id in one.nobody_above:
            _ask_qa(unit, one.alarm, person_id)
    return count


def _ask_qa(unit: Unit, alarm: Alarm, person_id: int) -> None:
    matter = f"nobody_above_alarm:{alarm.raising_id}:{person_id}"
    given = allocated_audit(unit, alarm.allocation_id)
    if given is None or was_raised_since(unit, matter, alarm.at):
        return
    raise_task(
        unit,
        QaTaskKind.NOBODY_ABOVE,
        matter,
        f"{names_of(unit, [person_id])[person_id]} has not acknowledged the immediate concern in audit {given.ref} "
        f"(reference {given.case_ref}, {given.team}), and nobody is down above them to hear of it. Phone them now.",
        person_id=person_id,
        allocation_id=given.id,
    )
