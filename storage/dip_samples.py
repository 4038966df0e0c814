"""Dip samples in chat: set up, shared out, answered record by record, closed; and how far each has come."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select

from domain.dip_sample import Reviewer, Sampled
from domain.words import DipAnswer
from storage.statements import insert_many, insert_returning_id
from storage.store import Unit
from storage.tables.allocations import case_record
from storage.tables.dip_samples import dip_sample_act, dip_sample_question, dip_sample_record
from storage.tables.people import person, team, team_post
from storage.tables.registers import dip_sample, dip_sample_result

SHARED_OUT = "dip_sample_shared_out"
_D, _Q, _R, _A = dip_sample.c, dip_sample_question.c, dip_sample_record.c, dip_sample_result.c
_C = case_record.c


@dataclass(frozen=True, slots=True)
class Sample:
    """A dip sample that was set up in chat.

    Attributes:
        records, shared, done: how many records it has, how many have a reviewer, and of how many every question is
            answered.
    """

    id: int
    ref: str
    title: str
    carried_out_on: date
    seed: str | None
    closed_on: date | None
    records: int
    shared: int
    done: int


_questions = select(func.count()).where(_Q.dip_sample_id == _D.id).scalar_subquery()
_answered = (
    select(func.count())
    .select_from(dip_sample_result)
    .join(dip_sample_question, and_(_Q.dip_sample_id == _A.dip_sample_id, _Q.question == _A.question))
    .where(_A.dip_sample_id == _R.dip_sample_id, _A.case_id == _R.case_id)
    .correlate(dip_sample_record)
    .scalar_subquery()
)
_asked = (
    select(func.count())
    .select_from(dip_sample_question)
    .where(_Q.dip_sample_id == _R.dip_sample_id)
    .correlate(dip_sample_record)
    .scalar_subquery()
)
# That every question of a record is answered, for statements with `dip_sample_record`.
IS_DONE: ColumnElement[bool] = _answered == _asked


def _count(*conditions: ColumnElement[bool]) -> Any:
    return (
        select(func.count())
        .select_from(dip_sample_record)
        .where(_R.dip_sample_id == _D.id, *conditions)
        .correlate(dip_sample)
        .scalar_subquery()
    )


_SELECT: Select[Any] = select(
    _D.id,
    _D.ref,
    _D.title,
    _D.carried_out_on,
    _D.seed,
    _D.closed_on,
    _count(),
    _count(_R.reviewer_id.is_not(None)),
    _count(IS_DONE),
).where(_D.made_by_id.is_not(None))


def samples_set_up(unit: Unit, limit: int, after: int = 0) -> list[Sample]:
    """The samples set up in chat behind the first `after`: those open first, the latest before the others."""
    order = (_D.closed_on.is_not(None), _D.carried_out_on.desc(), _D.id.desc())
    statement = _SELECT.order_by(*order).limit(limit).offset(after)
    return [Sample(*row) for row in unit.connection.execute(statement)]


def sample_of(unit: Unit, sample_id: int, *, to_change: bool = False) -> Sample | None:
    """A sample that was set up in chat, or None; with `to_change` it is held until the end of the turn."""
    if to_change:
        unit.connection.execute(select(_D.id).where(_D.id == sample_id).with_for_update())
    row = unit.connection.execute(_SELECT.where(_D.id == sample_id)).one_or_none()
    return None if row is None else Sample(*row)


def cases_by_reference(unit: Unit, refs: Iterable[str]) -> dict[str, int]:
    """The records behind references, by the reference as typed, in whatever case; those not known are left out."""
    wanted = list(refs)
    statement = select(_C.id, func.lower(_C.case_ref)).where(
        func.lower(_C.case_ref).in_([one.lower() for one in wanted])
    )
    known = {ref: key for key, ref in unit.connection.execute(statement)}
    return {one: known[one.lower()] for one in wanted if one.lower() in known}


def places_to_draw_from(unit: Unit) -> list[str]:
    """The services and teams from which records may be drawn."""
    services = select(team.c.service).distinct().order_by(team.c.service)
    teams = select(team.c.name).order_by(team.c.name)
    return [*unit.connection.execute(services).scalars(), *unit.connection.execute(teams).scalars()]


def open_cases_of(unit: Unit, place: str, today: date) -> list[int]:
    """The records open on a London day, of a service or team, or of the whole council where `place` is empty."""
    is_open = _C.closed_on.is_(None) | (_C.closed_on > today)
    statement = select(_C.id).join(team, team.c.id == _C.team_id).where(is_open).order_by(_C.id)
    if place:
        statement = statement.where((team.c.service == place) | (team.c.name == place))
    return list(unit.connection.execute(statement).scalars())


@dataclass(frozen=True, slots=True)
class NewSample:
    """A sample to set up. `seed` is what its records were drawn with; None where they were named."""

    title: str
    questions: Sequence[str]
    cases: Sequence[int]
    seed: str | None = None


def next_ref(unit: Unit, today: date) -> str:
    """The reference of the next sample: `DS-2026-11-20-1`, then `-2`."""
    opening = f"DS-{today.isoformat()}-"
    statement = select(_D.ref).where(_D.ref.startswith(opening, autoescape=True))
    taken = set(unit.connection.execute(statement).scalars())
    number = 1
    while f"{opening}{number}" in taken:
        number += 1
    return f"{opening}{number}"


def title_is_taken(unit: Unit, title: str) -> bool:
    """Whether another sample is called so: figures are asked for by the title."""
    statement = select(_D.id).where(func.lower(_D.title) == title.lower())
    return unit.connection.execute(statement).first() is not None


def set_up(unit: Unit, new: NewSample, ref: str, today: date) -> int:
    """Set up a sample in the actor's name; its row."""
    mine = {"made_by_id": unit.actor.person_id, "seed": new.seed}
    number = insert_returning_id(unit, dip_sample, ref=ref, title=new.title, carried_out_on=today, **mine)
    questions = [{"dip_sample_id": number, "place": at, "question": one} for at, one in enumerate(new.questions, 1)]
    insert_many(unit, dip_sample_question, questions)
    insert_many(unit, dip_sample_record, [{"dip_sample_id": number, "case_id": one} for one in new.cases])
    note_act(unit, number, today, "set_up")
    return number


def note_act(unit: Unit, sample_id: int, today: date, what: str, **more: Any) -> None:
    """Add to a sample's history, in the actor's name; `more` are further columns of `dip_sample_act`."""
    by = {"at": unit.now, "on_day": today, "actor_id": unit.actor.person_id, "source": unit.actor.source}
    unit.connection.execute(dip_sample_act.insert().values(dip_sample_id=sample_id, what=what, **by, **more))


def unfinished_records(unit: Unit, sample_id: int) -> list[Sampled]:
    """The records of a sample of which not every question is answered, for sharing them out."""
    statement = select(_R.id, _C.team_id).join(case_record, _C.id == _R.case_id)
    rows = unit.connection.execute(statement.where(_R.dip_sample_id == sample_id, ~IS_DONE).order_by(_R.id))
    return [Sampled(*row) for row in rows]


def reviewers(unit: Unit, people: Sequence[int]) -> list[Reviewer]:
    """These people with the teams they work in or lead, in their order."""
    teams: dict[int, set[int]] = {one: set() for one in people}
    own = select(person.c.id, person.c.team_id).where(person.c.id.in_(people), person.c.team_id.is_not(None))
    led = select(team_post.c.person_id, team_post.c.team_id).where(team_post.c.person_id.in_(people))
    for statement in (own, led):
        for who, team_id in unit.connection.execute(statement):
            teams[who].add(team_id)
    return [Reviewer(one, frozenset(found)) for one, found in teams.items()]


def give_records(unit: Unit, sample_id: int, shared: Mapping[int, int], today: date) -> list[int]:
    """Give records to their reviewers; those who have got one that they did not have."""
    statement = select(_R.id, _R.reviewer_id).where(_R.dip_sample_id == sample_id)
    before = {row.id: row.reviewer_id for row in unit.connection.execute(statement)}
    new = {record: who for record, who in shared.items() if before.get(record) != who}
    for record, who in new.items():
        unit.connection.execute(dip_sample_record.update().where(_R.id == record).values(reviewer_id=who))
        note_act(unit, sample_id, today, "shared_out", record_id=record, reviewer_id=who)
    return list(dict.fromkeys(new.values()))


def close_sample(unit: Unit, sample_id: int, today: date) -> bool:
    """Close a sample: it takes no more answers in chat; whether it was open."""
    closed = dip_sample.update().where(_D.id == sample_id, _D.closed_on.is_(None)).values(closed_on=today)
    is_new: bool = unit.connection.execute(closed).rowcount == 1
    if is_new:
        note_act(unit, sample_id, today, "closed")
    return is_new


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a reviewer has come with a sample."""

    name: str
    records: int
    done: int


def progress_of(unit: Unit, sample_id: int) -> list[Progress]:
    """How far each reviewer has come, by name."""
    done = func.count().filter(IS_DONE)
    statement = (
        select(person.c.name, func.count(), done)
        .select_from(dip_sample_record.join(person, person.c.id == _R.reviewer_id))
        .where(_R.dip_sample_id == sample_id)
        .group_by(person.c.name)
        .order_by(person.c.name)
    )
    return [Progress(*row) for row in unit.connection.execute(statement)]


def answer_counts(unit: Unit, sample_id: int) -> dict[tuple[str, DipAnswer], int]:
    """How many records have which answer to which question."""
    statement = select(_A.question, _A.answer, func.count()).where(_A.dip_sample_id == sample_id)
    rows = unit.connection.execute(statement.group_by(_A.question, _A.answer))
    return {(question, answer): count for question, answer, count in rows}


def questions_of(unit: Unit, sample_id: int) -> list[str]:
    """A sample's questions in their order."""
    statement = select(_Q.question).where(_Q.dip_sample_id == sample_id).order_by(_Q.place)
    return list(unit.connection.execute(statement).scalars())
