"""Impact surveys: who is asked of an audit, what they answer, and how it stands beside what its auditor claims."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, exists, or_, select

from domain.ladder import ItemKind
from domain.survey import is_answered
from domain.words import AllocationStatus, ColleaguePart, Done, Impact, Involvement, Party
from storage.nudge_lines import note_answered
from storage.statements import among, insert_unless_there
from storage.store import Unit
from storage.tables.allocations import allocation, case_record
from storage.tables.audits import engagement
from storage.tables.people import person, team
from storage.tables.registers import impact_survey
from storage.tables.surveys import survey_answer, survey_respondent

SURVEY = "impact_survey"
_A, _S, _R = allocation.c, impact_survey.c, survey_respondent.c
# An audit that was returned and is not withdrawn since: what it asks for may have changed something.
_STANDS = (
    AllocationStatus.RETURNED,
    AllocationStatus.SENT_BACK,
    AllocationStatus.MODERATED,
    AllocationStatus.UPLOADED,
)


def returned_unfixed(unit: Unit, since: date) -> list[int]:
    """The audits first returned since a London day of which nobody is down yet as the one to ask."""
    fixed = exists().where(_R.allocation_id == _A.id)
    statement = select(_A.id).where(_A.returned_on >= since, _A.status.in_(_STANDS), ~fixed).order_by(_A.id)
    return list(unit.connection.execute(statement).scalars())


def fix_respondent(unit: Unit, allocation_id: int, part: ColleaguePart, person_id: int | None) -> None:
    """Note who holds a part in the case now that its audit is back; once."""
    row = {"allocation_id": allocation_id, "part": part, "person_id": person_id, "fixed_at": unit.now}
    insert_unless_there(unit, survey_respondent, **row)


@dataclass(frozen=True, slots=True)
class ToAsk:
    """Somebody who may be asked of an audit. `left_on` is their last day, if they leave."""

    allocation_id: int
    part: ColleaguePart
    person_id: int | None
    left_on: date | None
    returned_on: date


def unasked_respondents(unit: Unit, since: date, until: date) -> list[ToAsk]:
    """Those fixed for audits first returned between two London days to whom no survey has gone."""
    went = exists().where(_S.allocation_id == _R.allocation_id, _S.respondent_id == _R.person_id)
    statement = (
        select(_R.allocation_id, _R.part, _R.person_id, person.c.left_on, _A.returned_on)
        .select_from(survey_respondent.join(allocation, _A.id == _R.allocation_id))
        .outerjoin(person, person.c.id == _R.person_id)
        .where(_A.returned_on.between(since, until), _A.status.in_(_STANDS), ~went)
        .order_by(_R.allocation_id, _R.part.desc())
    )
    return [ToAsk(*row) for row in unit.connection.execute(statement)]


def audits_to_ask_about(unit: Unit, since: date, audits: Iterable[int]) -> list[tuple[int, str, date]]:
    """Those of these audits, first returned since a London day, of which somebody may still be asked.

    Returns:
        The audit, its reference and the day of its first return.
    """
    fixed, asked = (
        _R.allocation_id == _A.id,
        exists().where(_S.allocation_id == _A.id, _S.respondent_id == _R.person_id),
    )
    waits = or_(~exists().where(fixed), exists().where(fixed, ~asked.correlate(survey_respondent, allocation)))
    statement = select(_A.id, _A.ref, _A.returned_on).where(among(unit.connection, _A.id, audits))
    rows = unit.connection.execute(statement.where(_A.returned_on >= since, _A.status.in_(_STANDS), waits))
    return [(key, ref, returned_on) for key, ref, returned_on in rows]


def send_survey(unit: Unit, allocation_id: int, part: ColleaguePart, person_id: int, sent_on: date) -> int | None:
    """Make the survey of one person about one audit; its id, or None where they have one already, here or by import.

    Two auditors of one record, a loop, are asked about once.
    """
    if _was_asked_of_its_pair(unit, allocation_id, person_id):
        return None
    row = {"allocation_id": allocation_id, "respondent_id": person_id, "sent_on": sent_on, "part": part}
    if not insert_unless_there(unit, impact_survey, **row):
        return None
    statement = select(_S.id).where(_S.allocation_id == allocation_id, _S.respondent_id == person_id)
    return int(unit.connection.execute(statement).scalar_one())


def _was_asked_of_its_pair(unit: Unit, allocation_id: int, person_id: int) -> bool:
    pair = select(_A.loop_ref).where(_A.id == allocation_id).scalar_subquery()
    statement = (
        select(_S.id)
        .join(allocation, _A.id == _S.allocation_id)
        .where(_A.loop_ref == pair, _S.respondent_id == person_id, _A.id != allocation_id)
    )
    return unit.connection.execute(statement.limit(1)).first() is not None


@dataclass(frozen=True, slots=True)
class Survey:
    """A survey as its respondent knows it. `month` is the audit month, as `2026-11`; `is_gone`: it was withdrawn."""

    id: int
    allocation_id: int
    respondent_id: int
    case_ref: str
    team: str
    month: str
    auditor: str
    sent_on: date
    answered_on: date | None
    answers: Mapping[str, str]
    is_gone: bool


_auditor = person.alias("the_auditor")
_SELECT: Select[Any] = select(
    _S.id,
    _S.allocation_id,
    _S.respondent_id,
    case_record.c.case_ref,
    team.c.name.label("team"),
    _A.month,
    _auditor.c.name.label("auditor"),
    _S.sent_on,
    _S.answered_on,
    _S.practice_change,
    _S.child_impact,
    _S.done,
    _S.comment,
    _A.status,
).select_from(
    impact_survey.join(allocation, _A.id == _S.allocation_id)
    .join(case_record, case_record.c.id == _A.case_id)
    .join(team, team.c.id == _A.team_id)
    .join(_auditor, _auditor.c.id == _A.auditor_id)
)
_GIVEN = ("practice_change", "child_impact", "done", "comment")
_KNOWN = (
    "id",
    "allocation_id",
    "respondent_id",
    "case_ref",
    "team",
    "month",
    "auditor",
    "sent_on",
    "answered_on",
)


def _survey(row: Any) -> Survey:
    answers = {key: str(getattr(row, key)) for key in _GIVEN if getattr(row, key)}
    values = {name: getattr(row, name) for name in _KNOWN}
    return Survey(answers=answers, is_gone=row.status is AllocationStatus.WITHDRAWN, **values)


def survey_of(unit: Unit, survey_id: int, *, to_answer: bool = False) -> Survey | None:
    """A survey, or None; with `to_answer` it is held until the end of the turn."""
    if to_answer:
        unit.connection.execute(select(_S.id).where(_S.id == survey_id).with_for_update())
    row = unit.connection.execute(_SELECT.where(_S.id == survey_id)).one_or_none()
    return None if row is None else _survey(row)


def surveys_to(unit: Unit, person_id: int, limit: int) -> list[Survey]:
    """A person's surveys that were sent from here: the open ones first, then the latest answered."""
    order = (_S.answered_on.is_not(None), _S.answered_on.desc(), _S.sent_on, _S.id)
    statement = _SELECT.where(_S.respondent_id == person_id, _S.part.is_not(None), _A.status.in_(_STANDS))
    return [_survey(row) for row in unit.connection.execute(statement.order_by(*order).limit(limit))]


def save_survey(unit: Unit, survey: Survey, answers: Mapping[str, str], today: date) -> None:
    """Keep a survey's answers as they stand now, and add them to their history.

    Args:
        unit: the unit of work, the respondent's.
        survey: the survey, held.
        answers: all of them by column; what is left out is empty.
        today: the London day, that of the answer once the two questions that are needed have one.
    """
    row: dict[str, Any] = {
        "practice_change": Impact(answers["practice_change"]) if answers.get("practice_change") else None,
        "child_impact": Impact(answers["child_impact"]) if answers.get("child_impact") else None,
        "done": Done(answers["done"]) if answers.get("done") else None,
        "comment": answers.get("comment") or None,
    }
    answered_on = survey.answered_on or (today if is_answered(answers) else None)
    change = impact_survey.update().where(_S.id == survey.id)
    unit.connection.execute(change.values(**row, answered_on=answered_on))
    if answered_on is not None:
        note_answered(unit, (ItemKind.SURVEY, survey.id))
    by = {"at": unit.now, "on_day": today, "actor_id": unit.actor.person_id, "source": unit.actor.source}
    unit.connection.execute(survey_answer.insert().values(survey_id=survey.id, **by, **row))


@dataclass(frozen=True, slots=True)
class SaidOfAudit:
    """What one person said of an audit beside what its auditor claims of them.

    Attributes:
        part: theirs in the case; None for what came by import.
        claimed: how far the auditor says they were involved; None where that is not known.
    """

    name: str
    part: ColleaguePart | None
    answered_on: date | None
    practice_change: Impact | None
    child_impact: Impact | None
    done: Done | None
    comment: str | None
    claimed: Involvement | None


_PARTIES = {ColleaguePart.SOCIAL_WORKER: Party.SOCIAL_WORKER, ColleaguePart.TEAM_MANAGER: Party.MANAGER}


def said_of_audit(unit: Unit, allocation_id: int) -> list[SaidOfAudit]:
    """What those asked said of an audit, for QA: with names."""
    e = engagement.c
    known = select(e.party, e.outcome).where(e.allocation_id == allocation_id)
    claimed: dict[Party, Involvement] = {row.party: row.outcome for row in unit.connection.execute(known)}
    columns = (person.c.name, _S.part, _S.answered_on, _S.practice_change, _S.child_impact, _S.done, _S.comment)
    statement = select(*columns).join(person, person.c.id == _S.respondent_id)
    rows = unit.connection.execute(statement.where(_S.allocation_id == allocation_id).order_by(_S.id)).mappings()
    return [SaidOfAudit(**row, claimed=claimed.get(_PARTIES[row["part"]]) if row["part"] else None) for row in rows]
