"""A moderator's judgement of an audit: confirmed, changed, or not to standard; and what its auditor said to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from domain.errors import NotAllowedError
from domain.lifecycle import Part, check_change
from domain.words import AllocationStatus, Change, Rating
from storage.audits import AllocatedAudit
from storage.lifecycle import CHANGED_MEANWHILE, move, record_act
from storage.moderation import IS_UNJUDGED, AssignedModeration
from storage.qa_changes import send_back
from storage.store import Unit
from storage.tables.audits import domain_rating, moderation

_M, _D = moderation.c, domain_rating.c


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a moderator decides.

    Attributes:
        overall: the overall grade that stands from now on.
        changed: the domains whose grade is another one than the auditor's, each with it and why.
        reason: why the overall grade is another one, or what is not to standard.
        met_standard: False where it is sent back.
    """

    overall: Rating
    changed: Mapping[str, tuple[Rating, str]] = field(default_factory=dict)
    reason: str | None = None
    met_standard: bool = True


def judge(unit: Unit, owed: AssignedModeration, given: AllocatedAudit, made: Judgement, today: date) -> None:
    """Keep a judgement to standard, and have the audit moderated. The auditor's own grades stay beside it.

    Raises:
        NotAllowedError: it can't be moderated from where it stands, or was judged meanwhile.
    """
    check_change(Change.MODERATE, given.status, Part.MODERATOR)
    _keep(unit, owed, made, today)
    _grade(unit, given.id, made)
    move(unit, given.id, given.status, AllocationStatus.MODERATED, today, reason=made.reason)


def judge_below_standard(
    unit: Unit, owed: AssignedModeration, given: AllocatedAudit, made: Judgement, due_again_on: date, today: date
) -> int:
    """Keep a judgement below the standard, and send the audit back; the history row's id.

    Raises:
        NotAllowedError: it can't be sent back from where it stands, came by import, or was judged meanwhile.
    """
    check_change(Change.SEND_BACK, given.status, Part.MODERATOR)
    _keep(unit, owed, made, today)
    _grade(unit, given.id, made)
    return send_back(unit, given, made.reason or "", due_again_on, today, by=Part.MODERATOR)


def _keep(unit: Unit, owed: AssignedModeration, made: Judgement, today: date) -> None:
    same = _M.moderator_id == owed.moderator_id
    values = {
        "moderated_on": today,
        "overall": made.overall,
        "met_standard": made.met_standard,
        "reason": made.reason,
        "source": unit.actor.source,
        "recorded_at": unit.now,
    }
    statement = moderation.update().where(_M.id == owed.id, same, IS_UNJUDGED).values(values)
    if unit.connection.execute(statement).rowcount != 1:
        raise NotAllowedError(CHANGED_MEANWHILE)


def _grade(unit: Unit, allocation_id: int, made: Judgement) -> None:
    """Write the moderator's grades of the domains: one that is confirmed has none of its own, as in the workbook."""
    rows = unit.connection.execute(select(_D.domain, _D.rating).where(_D.allocation_id == allocation_id)).all()
    for row in rows:
        rating, why = made.changed.get(row.domain, (None, None))
        # Why a domain was not graded is the auditor's own word, in the same column: it stays where nothing is changed.
        said = {} if why is None else {"reason": why}
        unit.connection.execute(
            domain_rating.update()
            .where(_D.allocation_id == allocation_id, _D.domain == row.domain)
            .values(moderated_rating=rating, **said)
        )


def answer_outcome(unit: Unit, judged: AssignedModeration, given: AllocatedAudit, text: str, today: date) -> bool:
    """Keep what an auditor says to the outcome of their audit, once; whether it was the first time.

    Raises:
        NotAllowedError: the audit stands where it has no outcome to answer.
    """
    check_change(Change.ANSWER_MODERATION, given.status, Part.AUDITOR)
    first = moderation.update().where(_M.id == judged.id, _M.answer.is_(None))
    if unit.connection.execute(first.values(answer=text, answered_at=unit.now)).rowcount != 1:
        return False
    record_act(unit, given.id, Change.ANSWER_MODERATION, today, reason=text)
    return True
