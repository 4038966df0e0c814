"""Dispute resolution: raised, moved up and resolved in chat, each with its row of history, and who may see it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, true

from domain.escalation_lifecycle import Move, Standing, after
from domain.words import EscalationRoute, EscalationStatus, Post, Role
from storage.deputies import answering_for
from storage.escalation_sight import DisputeSight
from storage.people import people_with_role, post_holder
from storage.statements import insert_returning_id
from storage.store import Unit
from storage.tables.allocations import case_record
from storage.tables.escalations import escalation_transition
from storage.tables.people import person, team, team_post
from storage.tables.registers import escalation

DISPUTE = "dispute"
_E, _C, _T = escalation.c, case_record.c, escalation_transition.c
_raiser = person.alias("the_raiser")


@dataclass(frozen=True, slots=True)
class CaseOfDispute:
    """A record that a dispute may be about."""

    id: int
    case_ref: str
    team_id: int
    team: str


def case_named(unit: Unit, text: str) -> CaseOfDispute | None:
    """The record of that reference, in whatever case it is typed; None where there is none."""
    wanted = text.strip().lower()
    statement = select(_C.id, _C.case_ref, _C.team_id, team.c.name).join(team, team.c.id == _C.team_id)
    row = unit.connection.execute(statement.where(func.lower(_C.case_ref) == wanted)).first()
    return None if row is None else CaseOfDispute(*row)


@dataclass(frozen=True, slots=True)
class Dispute:
    """A dispute as it stands.

    Attributes:
        raised_by: who raised it here; None for what came by import.
        raiser_left_on: their last day here, where they leave.
        chair_id: the IRO or chair of the case.
    """

    id: int
    ref: str
    case_ref: str
    team_id: int
    team: str
    route: EscalationRoute
    theme: str
    stage: int
    status: EscalationStatus
    raised_on: date
    resolved_on: date | None
    about: str | None
    resolution: str | None
    raised_by_id: int | None
    raised_by: str | None
    raiser_left_on: date | None
    chair_id: int | None

    @property
    def standing(self) -> Standing:
        """Where it stands, for the lifecycle."""
        return Standing(self.stage, self.status)

    @property
    def is_open(self) -> bool:
        """Whether it is in process."""
        return self.status is EscalationStatus.IN_PROCESS

    def is_of(self, person_id: int, today: date) -> bool:
        """Whether it is this IRO's or chair's on a London day: they raised it, or the child is theirs.

        The child's IRO or chair has what came by import, and what somebody raised who has left.
        """
        has_left = self.raiser_left_on is not None and self.raiser_left_on < today
        return self.raised_by_id == person_id or (
            self.chair_id == person_id and (self.raised_by_id is None or has_left)
        )


_SELECT: Select[Any] = (
    select(
        _E.id,
        _E.ref,
        _C.case_ref,
        _C.team_id,
        team.c.name,
        _E.route,
        _E.theme,
        _E.stage,
        _E.status,
        _E.raised_on,
        _E.resolved_on,
        _E.about,
        _E.resolution,
        _E.raised_by_id,
        _raiser.c.name,
        _raiser.c.left_on,
        _C.iro_or_chair_id,
    )
    .select_from(escalation.join(case_record, _C.id == _E.case_id).join(team, team.c.id == _C.team_id))
    .outerjoin(_raiser, _raiser.c.id == _E.raised_by_id)
)


def dispute_of(unit: Unit, dispute_id: int, *, to_move: bool = False) -> Dispute | None:
    """A dispute, or None; with `to_move` it is held until the end of the turn."""
    if to_move:
        unit.connection.execute(select(_E.id).where(_E.id == dispute_id).with_for_update())
    row = unit.connection.execute(_SELECT.where(_E.id == dispute_id)).one_or_none()
    return None if row is None else Dispute(*row)


def _in_sight(sight: DisputeSight) -> ColumnElement[bool]:
    """Whose disputes somebody sees (DOMAIN, "Who may do and see what"): all, their teams', and their own."""
    if sight.sees_all:
        return true()
    theirs = select(team_post.c.team_id).where(team_post.c.person_id.in_(sight.people))
    raised = _E.raised_by_id.in_(sight.raisers)
    is_nobodys = or_(_E.raised_by_id.is_(None), _raiser.c.left_on < sight.today)
    return or_(_C.team_id.in_(theirs), raised, is_nobodys & _C.iro_or_chair_id.in_(sight.raisers))


def disputes_seen_by(unit: Unit, sight: DisputeSight, limit: int, first: int = 0) -> list[Dispute]:
    """The disputes that somebody may see behind the first ones: those in process by stage, then the latest resolved."""
    is_resolved = _E.status == EscalationStatus.RESOLVED
    order = (is_resolved, _E.resolved_on.desc(), _E.stage.desc(), _E.raised_on, _E.id)
    statement = _SELECT.where(_in_sight(sight)).order_by(*order).limit(limit).offset(first)
    return [Dispute(*row) for row in unit.connection.execute(statement)]


def may_see(unit: Unit, dispute: Dispute, sight: DisputeSight) -> bool:
    """Whether somebody may see a dispute."""
    return unit.connection.execute(_SELECT.where(_E.id == dispute.id, _in_sight(sight))).first() is not None


def raise_dispute(
    unit: Unit, case: CaseOfDispute, route: EscalationRoute, theme: str, about: str, today: date
) -> Dispute:
    """Raise a dispute about a case at stage 1, in the actor's name."""
    # Two at once about one child come one after the other, so that each has a reference of its own.
    unit.connection.execute(select(_C.id).where(_C.id == case.id).with_for_update())
    new = after(None, Move.RAISE)
    values = {"case_id": case.id, "route": route, "theme": theme, "stage": new.stage, "status": new.status}
    mine = {"raised_on": today, "about": about, "raised_by_id": unit.actor.person_id}
    number = insert_returning_id(unit, escalation, ref=_free_ref(unit, case), **values, **mine)
    _append(unit, number, None, new, today, about)
    found = dispute_of(unit, number)
    if found is None:
        message = f"The dispute {number} that was just raised is not there."
        raise LookupError(message)
    return found


def _free_ref(unit: Unit, case: CaseOfDispute) -> str:
    """The next reference of a dispute that nothing has: `CS_12-D1`, then `CS_12-D2`."""
    opening = f"{case.case_ref}-D"
    statement = select(_E.ref).where(_E.ref.startswith(opening, autoescape=True))
    taken = set(unit.connection.execute(statement).scalars())
    number = 1
    while f"{opening}{number}" in taken:
        number += 1
    return f"{opening}{number}"


def move_dispute(unit: Unit, dispute: Dispute, move: Move, words: str, today: date) -> None:
    """Move a dispute up or resolve it, in the actor's name: its columns and its history together.

    Raises:
        NotAllowedError: it can't be, from where it stands; the sentence says what can.
    """
    new = after(dispute.standing, move)
    values: dict[str, Any] = {"stage": new.stage, "status": new.status}
    if new.status is EscalationStatus.RESOLVED:
        values |= {"resolved_on": today, "resolution": words}
    unit.connection.execute(escalation.update().where(_E.id == dispute.id).values(values))
    _append(unit, dispute.id, dispute.standing, new, today, words)


def _append(unit: Unit, dispute_id: int, old: Standing | None, new: Standing, today: date, words: str) -> None:
    by = {"at": unit.now, "on_day": today, "actor_id": unit.actor.person_id, "source": unit.actor.source}
    by |= {"acting_for_id": unit.actor.acting_for}
    before = {"from_stage": old.stage if old else None, "from_status": old.status if old else None}
    to = {"to_stage": new.stage, "to_status": new.status, "words": words}
    unit.connection.execute(escalation_transition.insert().values(escalation_id=dispute_id, **by, **before, **to))


@dataclass(frozen=True, slots=True)
class DisputeStep:
    """One line of a dispute's history. `who` is None where auditbot or an import wrote it; `for_whom` they stood in."""

    on_day: date
    at: datetime
    who: str | None
    for_whom: str | None
    source: str
    from_stage: int | None
    to_stage: int
    to_status: EscalationStatus
    words: str | None


def steps_of_dispute(unit: Unit, dispute_id: int) -> list[DisputeStep]:
    """A dispute's history, the latest first."""
    stood_for = person.alias()
    who = (person.c.name, stood_for.c.name.label("for_whom"))
    columns = (_T.on_day, _T.at, *who, _T.source, _T.from_stage, _T.to_stage, _T.to_status, _T.words)
    statement = select(*columns).outerjoin(person, person.c.id == _T.actor_id).where(_T.escalation_id == dispute_id)
    statement = statement.outerjoin(stood_for, stood_for.c.id == _T.acting_for_id)
    return [DisputeStep(*row) for row in unit.connection.execute(statement.order_by(_T.id.desc()))]


def told_at(unit: Unit, dispute: Dispute, parts: Sequence[Role], today: date) -> list[int]:
    """Who is told of a dispute at the stages up to its own, and their deputies; nobody for a part that nobody holds."""
    told = [one for part in parts[: dispute.stage] for one in holders(unit, dispute, part, today)]
    return answering_for(unit, told, today)


def holders(unit: Unit, dispute: Dispute, part: Role, today: date) -> Iterable[int]:
    """Who holds a part for a dispute on a London day: the team's manager or head of service, all directors, or QA."""
    if part in {Role.DIRECTOR, Role.QA}:
        return people_with_role(unit, part, today)
    found = post_holder(unit, dispute.team_id, Post(part.value), today)
    return [] if found is None else [found]
