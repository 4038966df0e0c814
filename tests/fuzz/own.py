"""Whose rows are whose: who has to do with an audit, and so with every row that is about it."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from sqlmodel import SQLModel

from domain.words import Role
from tests.fuzz.kept import Change, Kept

TABLES = SQLModel.metadata.tables
# They may see and change every audit (DOMAIN, "Who may do and see what").
_OF_ALL = frozenset({Role.QA.value, Role.DIRECTOR.value})
# What many audits share says nothing of whose they are.
_SHARED = frozenset({"person", "team", "case_record", "framework_version", "outbox", "dip_sample"})
Row = Mapping[str, Any]


class Ownership:
    """Who has to do with what, by the rows as they were."""

    def __init__(self, kept: Kept) -> None:
        self._rows = {name: [kept.named(name, row) for row in rows] for name, rows in kept.base.items()}
        self._by_id = {name: {row["id"]: row for row in rows if "id" in row} for name, rows in self._rows.items()}

    @cached_property
    def of_all(self) -> frozenset[int]:
        """Those who may see every audit."""
        return frozenset(row["person_id"] for row in self._rows["person_role"] if row["role"] in _OF_ALL)

    @cached_property
    def parties(self) -> Mapping[int, frozenset[int]]:
        """Who has to do with each audit: whoever any row of it names, the team's posts, the child's social worker."""
        found = {key: set(self._around(row)) for key, row in self._by_id["allocation"].items()}
        for name, rows in self._rows.items():
            for row in rows:
                for key in self.audits(name, row):
                    found[key].update(people(name, row))
        return {key: frozenset(one | self._over(one)) | self.of_all for key, one in found.items()}

    def _over(self, named: set[int]) -> set[int]:
        """Who is responsible for those people: their line manager, and who holds a post over their team."""
        rows = [self._by_id["person"][key] for key in named]
        teams = {row["team_id"] for row in rows}
        posts = {row["person_id"] for row in self._rows["team_post"] if row["team_id"] in teams}
        return posts | {row["line_manager_id"] for row in rows}

    def _around(self, audit: Row) -> Iterator[int]:
        yield from (row["person_id"] for row in self._rows["team_post"] if row["team_id"] == audit["team_id"])
        worker = self._by_id["case_record"][audit["case_id"]]["social_worker_id"]
        yield from () if worker is None else (worker,)

    @cached_property
    def references(self) -> Mapping[str, frozenset[int]]:
        """Who may be shown each case reference."""
        found: dict[str, frozenset[int]] = {}
        for key, row in self._by_id["allocation"].items():
            ref = self._by_id["case_record"][row["case_id"]]["case_ref"]
            found[ref] = found.get(ref, frozenset()) | self.parties[key] | self._of_case(row["case_id"])
        return found

    def _of_case(self, case_id: int) -> frozenset[int]:
        """Who has to do with a child's record besides: a dispute, a dip sample."""
        tables = [name for name in self._rows if "case_id" in TABLES[name].columns]
        of_it = [(name, row) for name in tables for row in self._rows[name] if row["case_id"] == case_id]
        return frozenset(one for name, row in of_it for one in people(name, row))

    def audits(self, table: str, row: Row) -> set[int]:
        """The audits that a row is about, found by what it refers to."""
        if table == "allocation":
            return {row["id"]}
        found: set[int] = set()
        for column in TABLES[table].columns:
            for key in column.foreign_keys:
                target, value = key.column.table.name, row[column.name]
                if value is not None and target not in _SHARED:
                    inner = self._by_id[target].get(value)
                    found |= self.audits(target, inner) if inner else set()
        return found

    def is_theirs(self, change: Change, person_id: int) -> bool:
        """Whether a change is one that a person may bring about."""
        about = self.audits(change.table, change.row) & self.parties.keys()
        if about:
            return all(person_id in self.parties[key] for key in about)
        return person_id in people(change.table, change.row) or person_id in self.of_all


def people(table: str, row: Row) -> Iterator[int]:
    """The people whom a row names."""
    if table == "person":
        yield row["id"]
    for column in TABLES[table].columns:
        if any(key.column.table.name == "person" for key in column.foreign_keys) and row[column.name] is not None:
            yield row[column.name]
