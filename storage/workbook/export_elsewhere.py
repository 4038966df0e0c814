"""What a sheet shows that its table doesn't hold, or not in so many words, in a column: one entry a column.

It is the other side of the sheets' writers: what they put elsewhere is read from there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select

from domain.words import Post, Role
from storage.tables.allocations import allocation, case_record
from storage.tables.audits import agreed_action, audit, moderation
from storage.tables.people import person, person_role, team, team_post
from storage.workbook.cells import NOTHING


@dataclass(frozen=True, slots=True)
class Read:
    """How a column's values are read.

    Attributes:
        expression: gives one value a row of the sheet's table.
        shape: makes of a value that is there what stands in the cell.
    """

    expression: ColumnElement[Any]
    shape: Callable[[Any], Any] | None = None


def _holder_of(post: Post) -> ColumnElement[Any]:
    held = select(person.c.email).join(team_post, team_post.c.person_id == person.c.id)
    return held.where(team_post.c.team_id == team.c.id, team_post.c.post == post).scalar_subquery()


def _line_manager() -> ColumnElement[Any]:
    manager = person.alias("line_manager")
    return select(manager.c.email).where(manager.c.id == person.c.line_manager_id).scalar_subquery()


def _roles() -> ColumnElement[Any]:
    held = select(func.aggregate_strings(person_role.c.role, ";"))
    return held.where(person_role.c.person_id == person.c.id).scalar_subquery()


def _in_the_usual_order(roles: str) -> str:
    # The databases put them together in any order.
    held = set(roles.split(";"))
    return "; ".join(role for role in Role if role in held)


def _of_its_allocation(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return select(column).where(allocation.c.id == audit.c.allocation_id).scalar_subquery()


def _of_its_judgement(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """A column of the judgement that decides: the latest by its day, then by its row (one without a day is first)."""
    m = moderation.c
    judgement = select(column).select_from(moderation).outerjoin(person, person.c.id == m.moderator_id)
    latest_first = (func.coalesce(m.moderated_on, date.min).desc(), m.id.desc())
    return judgement.where(m.allocation_id == audit.c.allocation_id).order_by(*latest_first).limit(1).scalar_subquery()


def _locality() -> ColumnElement[Any]:
    """An allocation's locality; an empty text where it has none and a blank cell would be that of its case's team."""
    of_the_case = select(team.c.locality).join(case_record, case_record.c.team_id == team.c.id)
    would_be = of_the_case.where(case_record.c.id == allocation.c.case_id).scalar_subquery()
    stands = allocation.c.locality
    return case((and_(stands.is_(None), would_be.is_not(None)), ""), else_=stands)


def _or_nothing(text: str) -> str:
    return text if text.strip(NOTHING) else f"{NOTHING}{text}"


# By sheet and column.
ELSEWHERE: dict[tuple[str, str], Read] = {
    ("teams", "team_manager"): Read(_holder_of(Post.TEAM_MANAGER)),
    ("teams", "head_of_service"): Read(_holder_of(Post.HEAD_OF_SERVICE)),
    ("people", "line_manager"): Read(_line_manager()),
    ("people", "roles"): Read(_roles(), _in_the_usual_order),
    ("people", "entra_object_id"): Read(person.c.entra_object_id),
    ("allocations", "withdrawn_on"): Read(allocation.c.withdrawn_on),
    ("audits", "returned_on"): Read(_of_its_allocation(allocation.c.returned_on)),
    ("audits", "moderator"): Read(_of_its_judgement(person.c.email)),
    ("audits", "moderated_on"): Read(_of_its_judgement(moderation.c.moderated_on)),
    ("audits", "moderated_overall"): Read(_of_its_judgement(moderation.c.overall)),
    ("audits", "met_standard"): Read(_of_its_judgement(moderation.c.met_standard)),
    ("audits", "uploaded_on"): Read(_of_its_allocation(allocation.c.uploaded_on)),
}

# Likewise of columns that the table does hold, and a sheet shows otherwise.
OTHERWISE: dict[tuple[str, str], Read] = {("allocations", "locality"): Read(_locality(), _or_nothing)}

# Which rows of its table a sheet shows, where that is not all of them.
ROWS: dict[str, ColumnElement[bool]] = {
    "audits": audit.c.overall.is_not(None),  # an audit that was only begun has a row, too
    "actions": agreed_action.c.removed_on.is_(None),  # brought in elsewhere, it would be asked for again
}
