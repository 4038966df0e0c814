"""The house: which room imports what, read from the code itself."""

import ast
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from statistics import median

import pytest

import domain

ROOT = Path(domain.__file__).parent.parent
ROOMS = {
    "domain": set[str](),
    "storage": {"domain"},
    "cards": {"domain"},
    "metrics": {"storage", "domain"},
    "dialogs": {"cards", "metrics", "storage", "domain"},
    "duties": {"metrics", "storage", "domain"},
    "bot": {"cards", "dialogs", "duties", "metrics", "storage", "domain"},
}
CODE = [*ROOMS, "benchmarks", "simulation", "tests"]
LONGEST_FILE = 350
LONGEST_TEST_FILE = 400  # a list, read one test at a time
LONGEST_FUNCTION = 30
CLOCKS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("time", "time_ns"),
}


def modules(room: str) -> list[Path]:
    found = sorted((ROOT / room).rglob("*.py"))
    assert found, f"there is no code in {room}"
    return found


@dataclass(frozen=True, slots=True)
class Seen:
    """What the tests below look for in a module.

    Attributes:
        place: such as `bot/clock.py`.
        imports: the dotted names that it imports.
        clocks: where it reads a clock.
        lengths: the lines of each function's body.
        is_explained: whether it says what it is.
    """

    place: str
    imports: frozenset[str]
    clocks: frozenset[str]
    lengths: Mapping[str, int]
    is_explained: bool


@cache
def seen_in(room: str) -> list[Seen]:
    """The modules of a room, each read once for all tests."""
    return [_seen(module) for module in modules(room)]


def _seen(module: Path) -> Seen:
    place = module.relative_to(ROOT).as_posix()
    tree = ast.parse(module.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    lengths = {f"{place}: {node.name}": _lines(node) for node in functions}
    return Seen(
        place, frozenset(imports(tree)), frozenset(clock_readings(tree)), lengths, bool(ast.get_docstring(tree))
    )


def seen(*rooms: str) -> Iterator[Seen]:
    """The modules of these rooms."""
    return chain.from_iterable(seen_in(room) for room in rooms)


def imports(tree: ast.AST) -> Iterator[str]:
    """The dotted names that a module imports, those within its functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: say where it comes from"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def importers(*packages: str, rooms: tuple[str, ...] = tuple(ROOMS)) -> set[str]:
    """The modules that import one of the packages, or something within it."""
    starts = tuple(f"{package}." for package in packages)
    return {one.place for one in seen(*rooms) if any(f"{name}.".startswith(starts) for name in one.imports)}


def test_the_walk_sees_imports_wherever_they_stand() -> None:
    code = "import a.b\nfrom c.d import e\ndef f():\n    from g import h\nif True:\n    import i as j\n"
    assert sorted(imports(ast.parse(code))) == ["a.b", "c.d.e", "g.h", "i"]


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_lies_below_it(room: str) -> None:
    above = set(ROOMS) - ROOMS[room] - {room}
    assert importers(*above, rooms=(room,)) == set()


def test_no_room_imports_tests_benchmarks_or_the_simulation() -> None:
    assert importers("tests", "benchmarks", "simulation") == set()


def test_the_domain_is_the_standard_library_only() -> None:
    for one in seen("domain"):
        for name in one.imports:
            assert name.split(".")[0] in sys.stdlib_module_names | {"domain"}, one.place


def test_only_the_teams_seam_knows_the_bot_framework() -> None:
    found = importers("botbuilder", "botframework")
    assert found
    assert all(place.startswith("bot/teams/") for place in found)


def test_only_the_timetable_knows_apscheduler() -> None:
    assert importers("apscheduler") == {"bot/timetable.py"}


def test_only_one_module_reads_the_bank_holidays() -> None:
    assert importers("holidays") == {"bot/days_off.py"}


def test_only_cards_and_what_hands_them_on_know_the_card_library() -> None:
    known = importers("microsoft_teams")
    assert {place.split("/")[0] for place in known} == {"cards", "dialogs", "bot"}
    assert not [place for place in known if place.startswith("bot/teams/")]


def test_only_the_store_writes_statements() -> None:
    # The service may ask the engine whether it is there; what is asked of it stands in the store.
    beside = importers("sqlalchemy", "sqlmodel", rooms=("cards", "dialogs", "domain", "duties"))
    assert beside == set()


def clock_readings(tree: ast.AST) -> set[str]:
    """Where a module reads a clock: `datetime.now`, `date.today`, `time.time` and their like."""
    return {
        f"{node.value.id}.{node.attr} in line {node.lineno}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and (node.value.id, node.attr) in CLOCKS
    }


def test_only_the_clock_reads_the_clock() -> None:
    reading = {one.place: one.clocks for one in seen(*ROOMS) if one.clocks}
    assert set(reading) == {"bot/clock.py"}, reading


def test_no_module_takes_a_clock_by_another_name() -> None:
    taken = {f"time.{name}" for module, name in CLOCKS if module == "time"}
    for one in seen(*ROOMS):
        assert not taken & one.imports, one.place


def test_the_demonstration_is_offered_nowhere_else() -> None:
    outside = {place for place in importers("bot.demo") if not place.startswith("bot/demo/")}
    assert outside <= {"bot/cli.py"}


def _loaded_by(module: str) -> set[str]:
    asked = f"import {module}, sys; print('\\n'.join(sys.modules))"
    answer = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=ROOT)  # noqa: S603 - our own words
    return set(answer.stdout.split())


def test_serving_does_not_load_the_demonstration() -> None:
    loaded = _loaded_by("bot.commands")
    assert "bot.commands" in loaded
    assert not [name for name in loaded if name.startswith("bot.demo")]


def test_the_domain_loads_without_anything_but_itself() -> None:
    loaded = _loaded_by("domain.audit_steps, domain.policy, domain.lifecycle, domain.months")
    assert not {name.split(".")[0] for name in loaded} & {
        "bot",
        "cards",
        "dialogs",
        "storage",
        "sqlalchemy",
        "pydantic",
    }


@pytest.mark.parametrize("room", CODE)
def test_no_file_is_too_long_to_read_at_a_sitting(room: str) -> None:
    longest = LONGEST_TEST_FILE if room == "tests" else LONGEST_FILE
    # A revision of the schema is written once, by the tables.
    written = [module for module in modules(room) if "migrations/versions" not in module.as_posix()]
    long = {
        module.name: count for module in written if (count := len(module.read_text("utf-8").splitlines())) > longest
    }
    assert long == {}


def _lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines of a function's body, its docstring left out."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


@pytest.mark.parametrize("room", ROOMS)
def test_functions_are_short(room: str) -> None:
    lengths = {
        name: length
        for one in seen(room)
        if "migrations/versions" not in one.place
        for name, length in one.lengths.items()
    }
    assert [where for where, length in lengths.items() if length > LONGEST_FUNCTION] == []
    assert median(lengths.values()) <= 10


@pytest.mark.parametrize("room", ROOMS)
def test_every_module_says_what_it_is(room: str) -> None:
    assert [one.place for one in seen(room) if not one.is_explained] == []


@pytest.mark.parametrize("word", ["utils", "util", "helpers", "helper", "manager", "base", "misc", "common"])
def test_no_module_has_a_name_that_says_nothing(word: str) -> None:
    assert [one.place for one in seen(*ROOMS) if word in Path(one.place).stem.split("_")] == []
