"""What the sheets `teams` and `people` hold beside their own rows: posts, roles, line managers, Teams accounts."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import RowMapping, bindparam, select, tuple_

from domain.words import Post, Role
from storage.statements import insert
from storage.tables.people import person, person_role, team_post
from storage.workbook.cells import quoted
from storage.workbook.conflicts import Act, note
from storage.workbook.problems import Problem
from storage.workbook.references import batches
from storage.workbook.sheet import Importing, Record, SheetRows
from storage.workbook.writing import write_rows


def write_people(importing: Importing, rows: SheetRows) -> list[Record]:
    """Write the people, their roles as listed, and the Teams accounts they are linked to."""
    left = _last_days(importing)
    standing = write_rows(importing, rows)
    ids = importing.references.ids("people", rows.cells["email"])
    numbered = [(number, ids[email]) for number, email in zip(rows.numbers, rows.cells["email"], strict=True)]
    _write_roles(importing, rows, numbered)
    _link_accounts(importing, rows, numbered)
    last_days = zip(numbered, rows.column("left_on"), strict=True)
    importing.leaving.update((who, day) for (_, who), day in last_days if day is not None and day != left.get(who))
    return standing


def _last_days(importing: Importing) -> dict[int, date]:
    """The last days that were known before, by person."""
    known = select(person.c.id, person.c.left_on).where(person.c.left_on.is_not(None))
    return dict(importing.unit.connection.execute(known).all())


def _write_roles(importing: Importing, rows: SheetRows, numbered: Sequence[tuple[int, int]]) -> None:
    held = _roles_held(importing, [person_id for _, person_id in numbered])
    given: list[tuple[int, Role]] = []
    taken: list[tuple[int, Role]] = []
    for (number, person_id), listed in zip(numbered, rows.cells["roles"], strict=True):
        now = held.get(person_id, set())
        given += [(person_id, role) for role in sorted(listed - now)]
        taken += [(person_id, role) for role in sorted(now - listed)]
        if listed != now:
            importing.tally(rows).note_change(number)
    for batch in batches(given):
        importing.unit.connection.execute(
            person_role.insert(), [{"person_id": who, "role": role} for who, role in batch]
        )
    for batch in batches(taken):
        importing.unit.connection.execute(
            person_role.delete().where(tuple_(person_role.c.person_id, person_role.c.role).in_(batch))
        )


def _roles_held(importing: Importing, people: Iterable[int]) -> dict[int, set[Role]]:
    held: dict[int, set[Role]] = {}
    for batch in batches(people):
        statement = select(person_role.c.person_id, person_role.c.role)
        for who, role in importing.unit.connection.execute(statement.where(person_role.c.person_id.in_(batch))):
            held.setdefault(who, set()).add(role)
    return held


def _link_accounts(importing: Importing, rows: SheetRows, numbered: Sequence[tuple[int, int]]) -> None:
    """Link people to the Entra object ids that the workbook names, unless somebody else has them."""
    linked = _linked_people(importing)
    holders = {row["entra_object_id"]: row["id"] for row in linked.values()}
    new: list[Record] = []
    for (number, person_id), object_id in zip(numbered, rows.column("entra_object_id"), strict=True):
        old = linked.get(person_id)
        if object_id is None or (old is not None and old["entra_object_id"] == object_id):
            continue
        if object_id in holders:
            importing.problems.append(_taken(rows, number, object_id))
            continue
        _note_conflict(importing, rows, number, old, object_id)
        importing.tally(rows).note_change(number)
        new.append({"who": person_id, "account": object_id})
    if new and not importing.problems:
        _write_accounts(importing, new)


def _note_conflict(importing: Importing, rows: SheetRows, number: int, old: RowMapping | None, object_id: str) -> None:
    # However long ago it was: who somebody is in Teams is not changed by the way.
    if old is not None and old["linked_by"] != "import":
        act = Act("this person was linked to an account", old["linked_at"])
        effect = f"this row would put {quoted(object_id)} in its place"
        note(importing, rows, number, "entra_object_id", act, effect, "nothing here")


def _taken(rows: SheetRows, number: int, object_id: str) -> Problem:
    return Problem(
        rows.sheet.name,
        number,
        "entra_object_id",
        f"the account {quoted(object_id)} is linked to somebody else already",
        "nothing here, and leave the linking to Teams or to the QA task",
    )


def _linked_people(importing: Importing) -> dict[int, RowMapping]:
    statement = select(person.c.id, person.c.entra_object_id, person.c.linked_by, person.c.linked_at)
    found = importing.unit.connection.execute(statement.where(person.c.entra_object_id.is_not(None)))
    return {row["id"]: row for row in found.mappings()}


def _write_accounts(importing: Importing, new: Sequence[Record]) -> None:
    # The tenant is learnt afresh from the account's first message.
    statement = person.update().where(person.c.id == bindparam("who"))
    importing.unit.connection.execute(
        statement.values(
            entra_object_id=bindparam("account"),
            linked_by="import",
            linked_at=importing.unit.now,
            tenant_id=None,
        ),
        list(new),
    )


def write_line_managers(importing: Importing, rows: SheetRows) -> None:
    """Note who manages whom, once everybody is in the store."""
    ids = importing.references.ids("people", rows.cells["email"])
    ids = importing.references.ids("people", rows.column("line_manager"))
    managers = dict(importing.unit.connection.execute(select(person.c.id, person.c.line_manager_id)).all())
    changed: list[Record] = []
    named = zip(rows.numbers, rows.cells["email"], rows.column("line_manager"), strict=True)
    for number, email, manager in named:
        if manager is not None and managers[ids[email]] != ids[manager]:
            importing.tally(rows).note_change(number)
            changed.append({"who": ids[email], "manager": ids[manager]})
    statement = person.update().where(person.c.id == bindparam("who"))
    for batch in batches(changed):
        importing.unit.connection.execute(statement.values(line_manager_id=bindparam("manager")), batch)


def write_posts(importing: Importing, rows: SheetRows) -> None:
    """Note who holds the posts over each team, once everybody is in the store."""
    teams = importing.references.ids("teams", rows.cells["team"])
    held = {(row.team_id, row.post): row.person_id for row in importing.unit.connection.execute(select(team_post))}
    changed: list[Record] = []
    for post in Post:
        holders = rows.column(post.value)
        people = importing.references.ids("people", holders)
        for number, name, holder in zip(rows.numbers, rows.cells["team"], holders, strict=True):
            if holder is not None and held.get((teams[name], post)) != people[holder]:
                importing.tally(rows).note_change(number)
                changed.append({"team_id": teams[name], "post": post, "person_id": people[holder]})
    if changed:
        _write_posts(importing, changed)


def _write_posts(importing: Importing, changed: Sequence[Record]) -> None:
    statement = insert(importing.unit, team_post)
    importing.unit.connection.execute(
        statement.on_conflict_do_update(
            index_elements=["team_id", "post"], set_={"person_id": statement.excluded.person_id}
        ),
        list(changed),
    )
