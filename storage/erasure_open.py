"""What is still open about a child's record: it is not erased until that is done, since somebody is still at work."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Column, Select, or_, select

from domain.calendar import london_day, spoken_day
from domain.lifecycle import WITH_THE_AUDITOR
from domain.words import AllocationStatus, ConcernStatus, EscalationStatus
from storage.policies import policy_on_day
from storage.statements import among
from storage.store import Unit
from storage.surveys import audits_to_ask_about
from storage.tables.allocations import allocation
from storage.tables.audits import agreed_action, audit, moderation
from storage.tables.concerns import concern
from storage.tables.dip_samples import dip_sample_record
from storage.tables.moderation import loop_meeting
from storage.tables.registers import IS_OPEN_SURVEY, dip_sample, escalation, impact_survey
from storage.tables.service import qa_task
from storage.watch_list import watched_among

_A, _N, _M, _C = allocation.c, agreed_action.c, moderation.c, concern.c
_L, _E, _D, _R = loop_meeting.c, escalation.c, dip_sample.c, dip_sample_record.c
_NOT_JUDGED = (_M.moderated_on.is_(None), _M.overall.is_(None), _M.met_standard.is_(None))
_BACK = (AllocationStatus.RETURNED, AllocationStatus.MODERATED)
_Row = tuple[Select[Any], Column[Any], str]


def _of_audits(statement: Select[Any], words: str) -> _Row:
    return statement, _A.id, words


# Each with the rows that are open, by audit, and what is to be done about one.
_OF_AUDITS: Sequence[_Row] = (
    _of_audits(
        select(_A.id, _A.ref).where(_A.status.in_(WITH_THE_AUDITOR)),
        "Audit {} has not come back: have it returned, or withdraw it.",
    ),
    _of_audits(
        select(_A.id, _A.ref).join_from(allocation, audit).where(audit.c.reopened_at.is_not(None)),
        "Audit {} is open again: have it returned once more.",
    ),
    _of_audits(
        select(_A.id, _A.ref).where(_A.status == AllocationStatus.RETURNED, _A.considered_on.is_(None)),
        "Of audit {} it is not decided yet whether it is moderated: try again in an hour.",
    ),
    _of_audits(
        select(_A.id, _A.ref).join_from(allocation, moderation).where(*_NOT_JUDGED),
        "Audit {} waits to be moderated: have it moderated.",
    ),
    _of_audits(
        select(_A.id, _A.ref)
        .join_from(allocation, loop_meeting, or_(_L.first_id == _A.id, _L.second_id == _A.id))
        .where(_L.settled_at.is_(None)),
        "The meeting about audit {} has no outcome yet: have it recorded.",
    ),
    _of_audits(
        select(_A.id, _N.ref)
        .join_from(allocation, agreed_action)
        .where(_N.completed_on.is_(None), _N.removed_on.is_(None)),
        "Action {} is open: have it completed.",
    ),
    _of_audits(
        select(_A.id, _C.ref).join_from(allocation, concern).where(_C.status != ConcernStatus.RESOLVED),
        "The entry {} for a child of concern is open: have it closed.",
    ),
    _of_audits(
        select(_A.id, _A.ref).join_from(allocation, impact_survey).where(IS_OPEN_SURVEY),
        "Somebody is still asked what came of audit {}: wait for the answer, or let QA give it.",
    ),
    _of_audits(
        select(_A.id, _A.ref).join_from(allocation, qa_task).where(qa_task.c.closed_at.is_(None)),
        "QA has a task about audit {}: close it.",
    ),
)
_NOT_ON_RECORD: _Row = _of_audits(
    select(_A.id, _A.ref).where(_A.status.in_(_BACK), _A.uploaded_on.is_(None)),
    "Audit {} is not on the child's record: place it there, so that it is not lost.",
)
_OF_CASES: Sequence[_Row] = (
    (
        select(_E.case_id, _E.ref).where(_E.status == EscalationStatus.IN_PROCESS),
        _E.case_id,
        "The dispute {} is in process: have it resolved.",
    ),
    (
        select(_R.case_id, _D.ref)
        .join_from(dip_sample_record, dip_sample)
        .where(_R.reviewer_id.is_not(None), _D.closed_on.is_(None)),
        _R.case_id,
        "The dip sample {} is not closed: close it.",
    ),
)


def open_of_audits(unit: Unit, audits: Iterable[int], *, or_not_on_record: bool) -> Mapping[int, list[str]]:
    """What is open of these audits, by audit: a sentence each that says what to do.

    Args:
        unit: the unit of work.
        audits: their allocations.
        or_not_on_record: whether an audit that was not placed on the child's record counts as open.
    """
    ids = set(audits)
    found = _open(unit, (*_OF_AUDITS, *([_NOT_ON_RECORD] if or_not_on_record else [])), ids)
    for key, sentence in (*_watched(unit, ids), *_to_be_asked_about(unit, ids)):
        found[key].append(sentence)
    return found


def _watched(unit: Unit, audits: set[int]) -> Iterator[tuple[int, str]]:
    """By which a child is on the watch list: erased, nobody would know any more which child is to be reviewed."""
    policy = policy_on_day(unit, london_day(unit.now))
    for key, ref in watched_among(unit, policy, audits):
        yield key, f"By audit {ref} the child is on the watch list: have a review recorded that takes them off it."


def _to_be_asked_about(unit: Unit, audits: set[int]) -> Iterator[tuple[int, str]]:
    """Of which the survey is still to come: whoever is asked would be told no reference that they know."""
    today = london_day(unit.now)
    policy = policy_on_day(unit, today)
    weeks = timedelta(days=policy.survey_days + policy.survey_within_days)
    for key, ref, returned_on in audits_to_ask_about(unit, today - weeks, audits):
        until = spoken_day(returned_on + weeks)
        yield key, f"People are still to be asked what came of audit {ref}: wait until they were, or until {until}."


def open_of_cases(unit: Unit, cases: Iterable[int]) -> Mapping[int, list[str]]:
    """What is open of these records beside their audits, by record: a sentence each that says what to do."""
    return _open(unit, _OF_CASES, set(cases))


def _open(unit: Unit, sorts: Iterable[_Row], ids: set[int]) -> defaultdict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    for statement, column, words in sorts:
        wanted = statement.where(among(unit.connection, column, ids)).order_by(column).distinct()
        pairs: Iterable[Any] = unit.connection.execute(wanted)
        for key, ref in pairs:
            found[key].append(words.format(ref))
    return found
