"""A reviewer's side of a dip sample: their records, one after the other, answered question by question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from domain.words import DipAnswer
from storage.dip_samples import IS_DONE, note_act, questions_of
from storage.statements import insert
from storage.store import Unit
from storage.tables.allocations import case_record
from storage.tables.dip_samples import dip_sample_record
from storage.tables.registers import dip_sample, dip_sample_result

_D, _R, _A = dip_sample.c, dip_sample_record.c, dip_sample_result.c
_C = case_record.c


@dataclass(frozen=True, slots=True)
class RecordToReview:
    """A record of a sample in its reviewer's hands. `answers` are by question, in the order of the questions."""

    id: int
    sample_id: int
    title: str
    case_id: int
    case_ref: str
    reviewer_id: int | None
    is_closed: bool
    questions: Sequence[str]
    answers: Mapping[str, DipAnswer]

    @property
    def next_question(self) -> str | None:
        """The first question without an answer; None once all have one."""
        return next((one for one in self.questions if one not in self.answers), None)


def record_of(unit: Unit, record_id: int, *, to_answer: bool = False) -> RecordToReview | None:
    """A record of a sample, or None; with `to_answer` it is held until the end of the turn."""
    if to_answer:
        unit.connection.execute(select(_R.id).where(_R.id == record_id).with_for_update())
    statement = (
        select(_R.id, _R.dip_sample_id, _D.title, _R.case_id, _C.case_ref, _R.reviewer_id, _D.closed_on)
        .select_from(dip_sample_record.join(dip_sample, _D.id == _R.dip_sample_id))
        .join(case_record, _C.id == _R.case_id)
        .where(_R.id == record_id)
    )
    row = unit.connection.execute(statement).one_or_none()
    if row is None:
        return None
    number, sample_id, title, case_id, case_ref, reviewer_id, closed_on = row
    given = select(_A.question, _A.answer).where(_A.dip_sample_id == sample_id, _A.case_id == case_id)
    answers: dict[str, DipAnswer] = {found.question: found.answer for found in unit.connection.execute(given)}
    about = (number, sample_id, title, case_id, case_ref, reviewer_id, closed_on is not None)
    return RecordToReview(*about, questions_of(unit, sample_id), answers)


def answer_record(unit: Unit, one: RecordToReview, question: str, answer: DipAnswer, today: date) -> None:
    """Keep the answer of a record to a question, in the actor's name, and add it to the history."""
    by = {"answer": answer, "answered_on": today, "source": unit.actor.source, "recorded_at": unit.now}
    key = {"dip_sample_id": one.sample_id, "case_id": one.case_id, "question": question}
    statement = insert(unit, dip_sample_result).values(**key, **by)
    changed = statement.on_conflict_do_update(index_elements=[_A.dip_sample_id, _A.case_id, _A.question], set_=by)
    unit.connection.execute(changed)
    said = {"record_id": one.id, "question": question, "old": one.answers.get(question), "new": answer}
    note_act(unit, one.sample_id, today, "answered", **said)


@dataclass(frozen=True, slots=True)
class InHand:
    """A sample of which a person has records: how many, how many are done, and the first that is not."""

    sample_id: int
    title: str
    records: int
    done: int
    next_record_id: int | None


def samples_in_hand(unit: Unit, person_id: int) -> list[InHand]:
    """The open samples of which a person reviews records, the oldest first."""
    is_left = func.min(_R.id).filter(~IS_DONE)
    statement = (
        select(_D.id, _D.title, func.count(), func.count().filter(IS_DONE), is_left)
        .select_from(dip_sample_record.join(dip_sample, _D.id == _R.dip_sample_id))
        .where(_R.reviewer_id == person_id, _D.closed_on.is_(None))
        .group_by(_D.id, _D.title)
        .order_by(_D.id)
    )
    return [InHand(*row) for row in unit.connection.execute(statement)]


def next_record(unit: Unit, sample_id: int, person_id: int, after: int = 0) -> int | None:
    """A person's next record in a sample that is not done, behind one, else from the start; None where all are."""
    mine = select(_R.id).where(_R.dip_sample_id == sample_id, _R.reviewer_id == person_id, ~IS_DONE).order_by(_R.id)
    behind = unit.connection.execute(mine.where(_R.id > after).limit(1)).scalar()
    return behind or unit.connection.execute(mine.limit(1)).scalar()
