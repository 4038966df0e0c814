"""Who may moderate an audit: the moderators of a month, what they have of it, and the lines people work in."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import or_, select

from domain.moderation import Moderator, Rater, Work
from domain.words import Post, Role
from storage.chasing import people_away
from storage.store import Unit
from storage.tables.allocations import allocation, case_record
from storage.tables.audits import moderation
from storage.tables.people import person, person_role, team_post

MODERATES = (Role.MODERATOR, Role.EXTERNAL_MODERATOR)
_A, _M, _P = allocation.c, moderation.c, person.c


def lines_of(unit: Unit) -> dict[int, frozenset[int]]:
    """Everybody up the line from each person; a line that runs in a circle ends where it began."""
    managers = {row.id: row.line_manager_id for row in unit.connection.execute(select(_P.id, _P.line_manager_id))}
    return {key: frozenset(_up(key, managers)) for key in managers}


def _up(key: int, managers: dict[int, int | None]) -> set[int]:
    seen: set[int] = set()
    above = managers[key]
    while above is not None and above not in seen and above != key:
        seen.add(above)
        above = managers.get(above)
    return seen


def moderators_of(unit: Unit, month: str, today: date, lines: dict[int, frozenset[int]]) -> list[Moderator]:
    """The moderators who work here on a day, external ones among them, with what they have of an audit month.

    Somebody whose training is still to come is none of them yet.
    """
    load, auditors = _in_hand(unit, month)
    teams = _teams(unit)
    away = people_away(unit, today)
    statement = (
        select(_P.id, _P.name)
        .join(person_role, person_role.c.person_id == _P.id)
        .where(person_role.c.role.in_(MODERATES))
        .where(or_(_P.left_on.is_(None), _P.left_on >= today), or_(_P.trained_on.is_(None), _P.trained_on <= today))
        .distinct()
        .order_by(_P.id)
    )
    return [
        Moderator(
            row.id,
            row.name,
            teams=frozenset(teams[row.id]),
            above=lines.get(row.id, frozenset()),
            is_away=row.id in away,
            load=load[row.id],
            auditors=frozenset(auditors[row.id]),
        )
        for row in unit.connection.execute(statement)
    ]


def _in_hand(unit: Unit, month: str) -> tuple[dict[int, int], dict[int, set[int]]]:
    load: dict[int, int] = defaultdict(int)
    auditors: dict[int, set[int]] = defaultdict(set)
    statement = (
        select(_M.moderator_id, _A.auditor_id)
        .join_from(moderation, allocation, _A.id == _M.allocation_id)
        .where(_A.month == month, _M.moderator_id.is_not(None))
    )
    for row in unit.connection.execute(statement):
        load[row.moderator_id] += 1
        auditors[row.moderator_id].add(row.auditor_id)
    return load, auditors


def _teams(unit: Unit) -> dict[int, set[int]]:
    """The team that each person belongs to, and those that they manage."""
    found: dict[int, set[int]] = defaultdict(set)
    for row in unit.connection.execute(select(_P.id, _P.team_id).where(_P.team_id.is_not(None))):
        found[row.id].add(row.team_id)
    manages = select(team_post.c.person_id, team_post.c.team_id).where(team_post.c.post == Post.TEAM_MANAGER)
    for row in unit.connection.execute(manages):
        found[row.person_id].add(row.team_id)
    return found


def work_of(unit: Unit, allocations: Sequence[int], lines: dict[int, frozenset[int]]) -> Work:
    """An audit, or both of a loop, as far as it decides who may moderate; the first one's reference stands for it."""
    statement = (
        select(
            _A.id,
            _A.ref,
            _A.team_id,
            _A.auditor_id,
            _P.team_id.label("own_team"),
            case_record.c.social_worker_id,
            case_record.c.iro_or_chair_id,
        )
        .join(person, _P.id == _A.auditor_id)
        .join(case_record, case_record.c.id == _A.case_id)
        .where(_A.id.in_(allocations))
        .order_by(_A.id)
    )
    rows = unit.connection.execute(statement).all()
    raters = tuple(Rater(row.auditor_id, row.own_team, lines.get(row.auditor_id, frozenset())) for row in rows)
    close = _known(one for row in rows for one in (row.social_worker_id, row.iro_or_chair_id))
    return Work(rows[0].ref, rows[0].team_id, raters, close)


def _known(people: Iterable[int | None]) -> frozenset[int]:
    return frozenset(one for one in people if one is not None)
