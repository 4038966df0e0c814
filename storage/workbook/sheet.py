"""What the contract says of a sheet, the rows of one that has been checked, and an import under way."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table

from storage.store import Unit
from storage.workbook.cells import Kind
from storage.workbook.problems import Problem, Warned
from storage.workbook.references import References

# One row for the store: its values by the columns of the sheet's table.
Record = dict[str, Any]
# Called with a sheet's name, how many of its rows are done, and how many there are.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet.

    Attributes:
        required: every row must fill it.
        names: the sheet whose key its cells name; they must resolve there or in the store.
        stored_as: the column of the sheet's table that holds it, by id where that is a foreign key;
            empty where the sheet's writer keeps it elsewhere.
        unique: no two rows may share a value.
    """

    name: str
    kind: Kind
    required: bool = False
    names: str = ""
    stored_as: str = ""
    unique: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of the contract: what its rows hold, and how they reach the store.

    Attributes:
        key: the columns that tell its rows apart.
        write: puts the rows into the store and gives back, row by row, what stands there now.
        finish: what can be written only after every sheet's rows are there.
        warn: what deserves a second look, given what stands in the store.
    """

    name: str
    key: tuple[str, ...]
    table: Table
    columns: tuple[Column, ...]
    write: Callable[["Importing", "SheetRows"], list[Record]]
    finish: Callable[["Importing", "SheetRows"], None] | None = None
    warn: Callable[["Importing", "SheetRows", list[Record]], Iterable[Warned]] | None = None

    @property
    def stored_key(self) -> tuple[str, ...]:
        """The table's columns that hold the key."""
        return tuple(column.stored_as for name in self.key for column in self.columns if column.name == name)


@dataclass(frozen=True, slots=True)
class SheetRows:
    """The rows of a sheet, column by column; blank cells are None.

    Attributes:
        numbers: the rows' numbers as the spreadsheet shows them.
        cells: the values of each column that the workbook has, one a row.
    """

    sheet: Sheet
    numbers: list[int]
    cells: Mapping[str, list[Any]]

    def column(self, name: str) -> list[Any]:
        """A column's values, one a row; all None where the workbook doesn't have it."""
        return self.cells.get(name) or [None] * len(self.numbers)


@dataclass(slots=True)
class Tally:
    """Which rows of a sheet were new and which changed something, by row number."""

    rows: int
    added: set[int] = field(default_factory=set)
    changed: set[int] = field(default_factory=set)

    def note_change(self, row: int) -> None:
        """Count a row as changed, unless it is new."""
        if row not in self.added:
            self.changed.add(row)


@dataclass(slots=True)
class Importing:
    """An import under way: the unit of work, what the names stand for, and what has been found so far.

    Attributes:
        workbook_wins: whether rows that would undo what was done in chat do so, with a warning.
        last_imports: when each sheet was imported last, once somebody has asked.
        leaving: the last day of each person for whom the workbook brings one, by their ids.
    """

    unit: Unit
    progress: Progress
    references: References
    workbook_wins: bool = False
    last_imports: dict[str, datetime] | None = None
    leaving: dict[int, date] = field(default_factory=dict)
    tallies: dict[str, Tally] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)

    def tally(self, rows: SheetRows) -> Tally:
        """The count of a sheet's rows."""
        return self.tallies.setdefault(rows.sheet.name, Tally(len(rows.numbers)))
