"""The threat model: every test that it names is there, and no threat goes without a test or the word open."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.unit.test_rooms import ROOT

PAGE = (ROOT / "docs/threat-model.md").read_text(encoding="utf-8")
HEADING = "| threat | what holds it | the test that holds it |"
NAMED = re.compile(r"`([\w/]+\.py)::(\w+)`")


def rows(page: str) -> list[tuple[str, ...]]:
    """The cells of every row of every table of threats, in their order; a table ends with its first empty line."""
    tables = [part.split("\n\n", 1)[0].splitlines() for part in page.split(HEADING)[1:]]
    return [tuple(cell.strip() for cell in line.strip("| ").split(" | ")) for table in tables for line in table[2:]]


ROWS = rows(PAGE)


@cache
def those_in(file: str) -> frozenset[str]:
    """The names of the test functions of a file below `tests/`, read without running any of it."""
    path = ROOT / "tests" / file
    tree = ast.parse(path.read_text(encoding="utf-8")) if path.exists() else ast.Module([], [])
    functions = (node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return frozenset(name for name in functions if name.startswith("test_"))


def unheld(row: tuple[str, ...]) -> bool:
    """Whether a row's last cell names no test and doesn't begin by saying that it is open."""
    return not NAMED.search(row[-1]) and not row[-1].startswith("open: ")


def test_every_threat_has_a_test_or_says_that_it_is_open() -> None:
    assert len(ROWS) > 60
    assert [row for row in ROWS if len(row) != 3] == []
    assert [row[0] for row in ROWS if unheld(row)] == []


def test_every_test_that_is_named_is_there() -> None:
    named = [match for row in ROWS for match in NAMED.findall(row[-1])]
    assert [f"{file}::{name}" for file, name in named if name not in those_in(file)] == []
    # Whatever else stands between backticks in that column of a row that is held would be a name misspelt.
    held = [row[-1] for row in ROWS if not row[-1].startswith("open: ")]
    assert [cell for cell in held if NAMED.sub("", cell).strip()] == []


def test_no_threat_stands_there_twice() -> None:
    threats = [row[0] for row in ROWS]
    assert sorted(set(threats)) == sorted(threats)


@pytest.mark.parametrize("cell", ["", "-", "held", "`unit/test_rooms.py`"])
def test_a_row_without_a_test_is_seen(cell: str) -> None:
    assert rows(f"{HEADING}\n|---|---|---|\n| a flood | a wall | {cell} |\n\n| not | a | threat |")[0][0] == "a flood"
    assert unheld(("a flood", "a wall", cell))
    assert "test_that_is_not_there" not in those_in("unit/test_rooms.py")
    assert those_in("unit/test_of_no_file.py") == frozenset()


@pytest.mark.parametrize("page", ["SECURITY.md", "docs/threat-model.md"])
def test_its_links_lead_somewhere_and_its_addresses_are_nobodys(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    links = re.findall(r"\]\(([\w./-]+)\)", text)
    assert links
    assert [link for link in links if not ((ROOT / page).parent / Path(link)).exists()] == []
    assert [address for address in re.findall(r"[\w.]+@[\w.]+\w", text) if not address.endswith(".example")] == []


def test_the_pages_are_found_from_where_people_begin() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    install = (ROOT / "docs/install.md").read_text(encoding="utf-8")
    assert {"SECURITY.md", "docs/threat-model.md"} <= set(re.findall(r"\]\(([\w./-]+)\)", readme))
    assert {"../SECURITY.md", "threat-model.md"} <= set(re.findall(r"\]\(([\w./-]+)\)", install))
