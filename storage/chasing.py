"""What a decision about chasing rests on: the items that have come by their day, and who is concerned."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, and_, exists, func, or_, select

from domain.calendar import london_day
from domain.chasing_facts import Facts, Hold, Item, Key, Known, Stops, Told
from domain.colleagues import is_outcome
from domain.ladder import ItemKind
from domain.lifecycle import WITH_THE_AUDITOR
from domain.policy import Policy
from domain.words import AllocationStatus, Post, Role, StandingKind
from storage.chase_days import few, has_come
from storage.concern_chasing import responses_awaited
from storage.deputies import deputies_on
from storage.exemptions import unanswered
from storage.people import people_with_role
from storage.statements import among
from storage.store import Unit
from storage.tables.allocations import CAN_BE_CHASED, allocation, allocation_transition, exemption
from storage.tables.audits import IS_OPEN_ACTION, agreed_action, audit, moderation
from storage.tables.chasing import LineStatus, chase_hold, chasing_stop, leave, nudge_line, stands_on
from storage.tables.people import person, standing_exemption, team_post
from storage.tables.registers import IS_OPEN_SURVEY, impact_survey

_A, _T, _L, _H, _M = allocation.c, agreed_action.c, nudge_line.c, chase_hold.c, moderation.c
_S = impact_survey.c
_TOLD = (LineStatus.OWED, LineStatus.SENT, LineStatus.ACTED)
# Who is away for months is on leave as far as chasing goes.
_AWAY_FOR_MONTHS = (StandingKind.MATERNITY, StandingKind.EXTENDED_ABSENCE)


@dataclass(frozen=True, slots=True)
class Looked:
    """What was looked at: the items, and which audits are none at the moment, though they may become one.

    Attributes:
        waiting: audits that are open again; what ends that does not say so to chasing.
        others: audits whose next change will.
    """

    items: tuple[Item, ...]
    waiting: tuple[Key, ...] = ()
    others: tuple[Key, ...] = ()


_unjudged = and_(_M.overall.is_(None), _M.met_standard.is_(None), _M.moderated_on.is_(None))
_awaits = exists().where(_M.allocation_id == _A.id, _unjudged)
_is_exempt = exists().where(exemption.c.person_id == _A.auditor_id, exemption.c.month == _A.month)
_outcome_on = (
    select(func.max(allocation_transition.c.on_day))
    .where(
        allocation_transition.c.allocation_id == _A.id,
        allocation_transition.c.to_status.in_([AllocationStatus.RETURNED, AllocationStatus.MODERATED]),
    )
    .scalar_subquery()
)
_AUDITS = (
    select(
        _A.id,
        _A.auditor_id,
        _A.status,
        _A.due_on,
        _A.second_due_on,
        _is_exempt.label("is_exempt"),
        _awaits.label("awaits_moderator"),
        _A.considered_on,
        _A.loop_ref,
        audit.c.reopened_at,
        func.coalesce(_outcome_on, _A.returned_on, _A.due_on).label("outcome_on"),
    )
    .select_from(allocation.outerjoin(audit))
    .where(_A.uploaded_on.is_(None))
)
# What is exempt is no item to be looked at, but a line about it that was decided before must say why it lapses.
_STILL_THERE = or_(CAN_BE_CHASED, _A.status == AllocationStatus.EXEMPTED)
_ACTIONS = select(_T.id, _T.owner_id, _T.due_on).where(IS_OPEN_ACTION)
# The same, said so that no index of what is open fits: SQLite would read all of that for the few that are asked for.
_ACTIONS_ASKED_FOR = select(_T.id, _T.owner_id, _T.due_on).where(
    func.coalesce(_T.completed_on, _T.removed_on).is_(None)
)
_SURVEYS = (
    select(_S.id, _S.respondent_id, _S.sent_on)
    .join(allocation, _A.id == _S.allocation_id)
    .where(IS_OPEN_SURVEY, _A.status != AllocationStatus.WITHDRAWN)
)


def items_due(unit: Unit, policy: Policy, today: date) -> Looked:
    """The items whose day to be looked at has come by a London day, the earliest made first."""
    audits = _audits(unit, policy, _AUDITS.where(CAN_BE_CHASED, has_come(unit, _A.chase_on, today)))
    actions = _actions(unit, _ACTIONS.where(has_come(unit, _T.chase_on, today)))
    surveys = _surveys(unit, _SURVEYS.where(has_come(unit, _S.chase_on, today)))
    undated = (*_approvals(unit), *responses_awaited(unit))
    return Looked((*audits.items, *actions, *undated, *surveys), audits.waiting, audits.others)


def some_due(unit: Unit, policy: Policy, today: date, limit: int) -> Looked | None:
    """So many of the items that have a day of their own and whose day has come; None where there are no more."""
    due = (
        (ItemKind.UPLOAD, allocation, CAN_BE_CHASED),
        (ItemKind.ACTION, agreed_action, IS_OPEN_ACTION),
        (ItemKind.SURVEY, impact_survey, IS_OPEN_SURVEY),
    )
    ids: dict[ItemKind, list[int]] = {}
    for kind, table, is_open in due:
        found = select(table.c.id).where(is_open, has_come(unit, table.c.chase_on, today))
        room = limit + 1 - sum(map(len, ids.values()))
        ids[kind] = list(unit.connection.execute(found.limit(room)).scalars())
    if sum(map(len, ids.values())) <= limit:
        return None
    audits = _audits(unit, policy, _AUDITS.where(CAN_BE_CHASED, _with_ids(unit, _A.id, ids[ItemKind.UPLOAD])))
    actions = _actions(unit, _ACTIONS_ASKED_FOR.where(_with_ids(unit, _T.id, ids[ItemKind.ACTION])))
    surveys = _surveys(unit, _SURVEYS.where(_with_ids(unit, _S.id, ids[ItemKind.SURVEY])))
    return Looked((*audits.items, *actions, *surveys), audits.waiting, audits.others)


def items_of(unit: Unit, policy: Policy, keys: Iterable[Key]) -> tuple[Item, ...]:
    """Those of these items that are still open, as they stand now."""
    ids: dict[ItemKind, set[int]] = {kind: set() for kind in ItemKind}
    for kind, number in keys:
        ids[kind].add(number)
    wanted = ids[ItemKind.RETURN] | ids[ItemKind.UPLOAD]
    audits = _audits(unit, policy, _AUDITS.where(_STILL_THERE, _with_ids(unit, _A.id, wanted))).items if wanted else ()
    some, asked = ids[ItemKind.ACTION], ids[ItemKind.APPROVAL]
    actions = _actions(unit, _ACTIONS_ASKED_FOR.where(_with_ids(unit, _T.id, some))) if some else ()
    sent = ids[ItemKind.SURVEY]
    surveys = _surveys(unit, _SURVEYS.where(_with_ids(unit, _S.id, sent))) if sent else ()
    awaited = ids[ItemKind.CONCERN]
    responses = responses_awaited(unit, awaited) if awaited else ()
    return (*audits, *actions, *(_approvals(unit, asked) if asked else ()), *surveys, *responses)


def _with_ids(unit: Unit, column: Column[Any], ids: Iterable[int]) -> ColumnElement[bool]:
    return few(unit, among(unit.connection, column, ids))


def _actions(unit: Unit, wanted: Select[Any]) -> Iterator[Item]:
    for row in unit.connection.execute(wanted.order_by(_T.id)):
        yield Item(ItemKind.ACTION, row.id, row.owner_id, row.due_on)


def _surveys(unit: Unit, wanted: Select[Any]) -> Iterator[Item]:
    for row in unit.connection.execute(wanted.order_by(_S.id)):
        yield Item(ItemKind.SURVEY, row.id, row.respondent_id, row.sent_on)


def _approvals(unit: Unit, ids: Collection[int] | None = None) -> Iterator[Item]:
    """What waits for an approver; few do at any time, so that they need no day on which to be looked at."""
    for one in unanswered(unit, ids):
        yield Item(ItemKind.APPROVAL, one.id, one.approver_id, one.asked_on, asker_id=one.person_id)


def _audits(unit: Unit, policy: Policy, wanted: Select[Any]) -> Looked:
    items: list[Item] = []
    waiting: list[Key] = []
    others: list[Key] = []
    for row in unit.connection.execute(wanted.order_by(_A.id)):
        if row.status in {*WITH_THE_AUDITOR, AllocationStatus.EXEMPTED}:
            due_on = row.second_due_on if row.status is AllocationStatus.SENT_BACK else None
            is_exempt = bool(row.is_exempt) or row.status is AllocationStatus.EXEMPTED
            items.append(Item(ItemKind.RETURN, row.id, row.auditor_id, due_on or row.due_on, is_exempt=is_exempt))
        elif row.reopened_at is not None:
            waiting.append((ItemKind.UPLOAD, row.id))
        elif is_outcome(
            row.status,
            policy.moderated,
            awaits_moderator=bool(row.awaits_moderator),
            is_considered=row.considered_on is not None,
            is_looped=row.loop_ref is not None,
        ):
            items.append(Item(ItemKind.UPLOAD, row.id, row.auditor_id, row.outcome_on))
        else:
            others.append((ItemKind.UPLOAD, row.id))
    return Looked(tuple(items), tuple(waiting), tuple(others))


def facts_about(unit: Unit, items: Sequence[Item], today: date) -> Facts:
    """What concerns these items on a London day, and who is there."""
    return Facts(
        items=tuple(items),
        people=people_known(unit, today),
        told=frozenset(_told(unit, items)),
        holds=tuple(_holds(unit, items)),
        away=people_away(unit, today),
        deputies=deputies_on(unit, today),
        stops=stops_now(unit),
        directors=tuple(people_with_role(unit, Role.DIRECTOR, today)),
        has_overdue_actions=_has_overdue_actions(unit, today),
    )


def facts_now(unit: Unit, items: Sequence[Item], people: Collection[int], today: date) -> Facts:
    """What decides whether lines about these items, to these people, are owed still: no more than that is read."""
    p = person.c
    concerned = {*people, *(item.owner_id for item in items)}
    statement = select(p.id, p.team_id, p.left_on).where(among(unit.connection, p.id, concerned))
    return Facts(
        items=tuple(items),
        people={
            row.id: Known(row.id, team_id=row.team_id, is_here=row.left_on is None or row.left_on >= today)
            for row in unit.connection.execute(statement)
        },
        holds=tuple(_holds(unit, items)),
        away=people_away(unit, today),
        deputies=deputies_on(unit, today),
        stops=stops_now(unit),
        has_overdue_actions=_has_overdue_actions(unit, today),
    )


def people_known(unit: Unit, today: date) -> dict[int, Known]:
    """Everybody, with those above them who work here on a day."""
    p = person.c
    rows = unit.connection.execute(select(p.id, p.line_manager_id, p.team_id, p.left_on)).all()
    here = {row.id for row in rows if row.left_on is None or row.left_on >= today}
    posts = select(team_post.c.team_id, team_post.c.person_id).where(team_post.c.post == Post.HEAD_OF_SERVICE)
    heads = {row.team_id: row.person_id for row in unit.connection.execute(posts) if row.person_id in here}

    def known(row: Any) -> Known:
        manager = row.line_manager_id if row.line_manager_id in here else None
        return Known(row.id, manager, heads.get(row.team_id), row.team_id, is_here=row.id in here)

    return {row.id: known(row) for row in rows}


def _ids(items: Iterable[Item]) -> Iterator[tuple[ItemKind, list[int]]]:
    ids: dict[ItemKind, list[int]] = {}
    for one in items:
        ids.setdefault(one.kind, []).append(one.id)
    yield from ids.items()


def _told(unit: Unit, items: Sequence[Item]) -> Iterator[Told]:
    """Who had what of these items, the latest rung of each; and every roll-up."""
    wanted = [*_ids(items)]
    of_items = [and_(_L.kind == kind, among(unit.connection, _L.subject_id, ids)) for kind, ids in wanted]
    statement = (
        select(_L.kind, _L.subject_id, _L.due_on, _L.person_id, _L.party, func.max(_L.reached_on))
        .where(_L.status.in_(_TOLD), or_(_L.kind == ItemKind.ROLL_UP, *of_items))
        .group_by(_L.kind, _L.subject_id, _L.due_on, _L.person_id, _L.party)
    )
    for kind, subject_id, due_on, person_id, party, reached_on in unit.connection.execute(statement):
        yield Told((kind, subject_id), due_on, person_id, party, reached_on)


def _holds(unit: Unit, items: Sequence[Item]) -> Iterator[Hold]:
    columns = (_H.kind, _H.subject_id, _H.until_on, _H.why, _H.person_id)
    for kind, ids in _ids(items):
        statement = select(*columns).where(
            _H.lifted_at.is_(None), _H.kind == kind, among(unit.connection, _H.subject_id, ids)
        )
        for row in unit.connection.execute(statement):
            yield Hold((row.kind, row.subject_id), row.until_on, row.why, row.person_id)


def people_away(unit: Unit, today: date) -> frozenset[int]:
    """Who is on leave on a day, or away for months."""
    v, s = leave.c, standing_exemption.c
    on_leave = select(v.person_id).where(v.starts_on <= today, v.ends_on >= today, v.cancelled_at.is_(None))
    for_months = select(s.person_id).where(
        s.kind.in_(_AWAY_FOR_MONTHS), s.starts_on <= today, or_(s.ends_on.is_(None), s.ends_on >= today)
    )
    return frozenset(unit.connection.execute(on_leave).scalars()) | frozenset(
        unit.connection.execute(for_months).scalars()
    )


def stops_now(unit: Unit) -> Stops:
    """Whom QA has stopped chasing and not started again."""
    s = chasing_stop.c
    statement = select(s.person_id, s.team_id).where(stands_on(london_day(unit.now)))
    rows: Collection[Any] = unit.connection.execute(statement).all()
    return Stops(
        everybody=any(row.person_id is None and row.team_id is None for row in rows),
        people=frozenset(row.person_id for row in rows if row.person_id is not None),
        teams=frozenset(row.team_id for row in rows if row.team_id is not None),
    )


def _has_overdue_actions(unit: Unit, today: date) -> bool:
    statement = select(_T.id).where(IS_OPEN_ACTION, _T.due_on < today).limit(1)
    return unit.connection.execute(statement).first() is not None
