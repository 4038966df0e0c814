"""An allocation keeps the team, service, locality and plan it was made with; what it has none of can be said too."""

from pathlib import Path

import pytest
from sqlalchemy import select

from storage.store import Store
from storage.tables.allocations import allocation
from storage.workbook.exporting import export_workbook
from tests.storage.imports import BY_IMPORT, LATER, NOW, imported, rows
from tests.workbooks import ALLOCATIONS, CASES, TEAMS, council, with_cell, with_cells, workbook

NOWHERE = with_cell(TEAMS, 2, "locality", "")


def stands(store: Store, ref: str = "A1") -> tuple[object, ...]:
    a = allocation.c
    [found] = rows(store, select(a.service, a.locality, a.legal_status).where(a.ref == ref))
    return found


def without_a_locality(store: Store) -> None:
    """A1 is made while its case's team has no locality; then the team gets one."""
    imported(store, council(teams=NOWHERE))
    assert stands(store) == ("Social Care", None, "CIN")
    imported(store, workbook(teams=TEAMS), LATER)
    assert stands(store) == ("Social Care", None, "CIN")


@pytest.mark.parametrize("name", ["first.xlsx", "first"])
def test_no_locality_comes_back_as_none_though_the_team_has_one_now(
    sqlite_store: Store, postgresql_store: Store, tmp_path: Path, name: str
) -> None:
    without_a_locality(sqlite_store)
    sqlite_store.do(lambda unit: export_workbook(unit, tmp_path / name), LATER, BY_IMPORT)
    imported(postgresql_store, tmp_path / name)
    assert stands(postgresql_store) == ("Social Care", None, "CIN")
    postgresql_store.do(lambda unit: export_workbook(unit, tmp_path / f"second {name}"), LATER, BY_IMPORT)
    report = imported(sqlite_store, tmp_path / f"second {name}", LATER)
    assert {(one.added, one.changed) for one in report.counts.values()} == {(0, 0)}


def test_a_case_that_moved_leaves_a_locality_that_goes_out_as_it_stands(
    sqlite_store: Store, postgresql_store: Store, tmp_path: Path
) -> None:
    imported(sqlite_store, council())
    imported(sqlite_store, workbook(teams=TEAMS, cases=with_cell(CASES, 2, "team", "South Support")), LATER)
    sqlite_store.do(lambda unit: export_workbook(unit, tmp_path / "all.xlsx"), LATER, BY_IMPORT)
    imported(postgresql_store, tmp_path / "all.xlsx")
    assert stands(postgresql_store) == stands(sqlite_store) == ("Social Care", "North", "CIN")


def test_each_blank_is_the_case_s_by_itself(store: Store) -> None:
    named = with_cells(ALLOCATIONS, 2, team="South Support", service="", locality="", legal_status="")
    imported(store, council(allocations=named))
    assert stands(store) == ("Social Care", "North", "CIN"), "though another team is named"


def test_an_apostrophe_alone_is_no_locality_when_it_is_made_and_later(store: Store) -> None:
    none = with_cell(ALLOCATIONS, 2, "locality", "'")
    imported(store, council(allocations=none))
    assert stands(store) == ("Social Care", None, "CIN")
    report = imported(store, council(allocations=none), LATER)
    assert (report.counts["allocations"].changed, report.counts["allocations"].unchanged) == (0, 2)
    imported(store, council(allocations=with_cell(ALLOCATIONS, 2, "locality", "East")), LATER)
    assert stands(store) == ("Social Care", "East", "CIN")
    assert imported(store, council(allocations=none), LATER).counts["allocations"].changed == 1
    assert stands(store) == ("Social Care", None, "CIN")


def test_a_blank_leaves_a_locality_that_stands(store: Store) -> None:
    imported(store, council(allocations=with_cell(ALLOCATIONS, 2, "locality", "East")))
    imported(store, council(allocations=with_cell(ALLOCATIONS, 2, "locality", "")), LATER)
    assert stands(store) == ("Social Care", "East", "CIN")


def test_a_locality_of_apostrophes_comes_back_too(sqlite_store: Store, tmp_path: Path) -> None:
    imported(sqlite_store, council(allocations=with_cell(ALLOCATIONS, 2, "locality", "''")))
    assert stands(sqlite_store)[1] == "'"
    sqlite_store.do(lambda unit: export_workbook(unit, tmp_path / "all"), NOW, BY_IMPORT)
    imported(sqlite_store, tmp_path / "all", LATER)
    assert stands(sqlite_store)[1] == "'"
