"""What is noted of a sheet's XML before the parser reads it: its size, its merged cells, its cells without a value."""

import re
from dataclasses import dataclass, field

from storage.workbook.problems import Fault
from storage.workbook.raw_cells import NoValue

# Row and column of a cell, both counted from 0.
Place = tuple[int, int]

_NOT_CALCULATED = NoValue(
    Fault.NOT_CALCULATED,
    "the formula has no result in the file",
    "the value itself, or open the workbook in the spreadsheet program and save it, so that it is calculated",
)
# Far above XFD1048576, and few enough signs to count with.
_REFERENCE = re.compile(r"([A-Za-z]{1,8})(\d{1,10})", re.ASCII)
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class MergedRange:
    """Cells that are merged into one: the first and the last, and how the spreadsheet names them."""

    first: Place
    last: Place
    name: str


@dataclass(slots=True)
class SheetFacts:
    """What was found in a sheet's XML.

    Attributes:
        values: how many cells hold something, at most.
        is_plain: whether all of it is as spreadsheet programs write it, so that searching for signs finds every cell.
        no_values: the cells that the parser would give as empty though they are not.
        merged: the merged ranges.
    """

    values: int = 0
    is_plain: bool = True
    no_values: dict[Place, NoValue] = field(default_factory=dict)
    merged: list[MergedRange] = field(default_factory=list)

    def note_merged(self, name: str) -> None:
        """Note a merged range by its name, such as A2:B4."""
        first, _, last = name.partition(":")
        begin, end = place_of(first), place_of(last)
        if begin and end:
            self.merged.append(MergedRange(begin, end, name))


def place_of(reference: str) -> Place | None:
    """Row and column of a reference such as B3, counted from 0: (2, 1); None for what is no reference."""
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1


def no_value(*, is_error: bool, is_text: bool, result: str | None) -> NoValue | None:
    """What is wrong with a cell that shows an error or has a formula.

    Args:
        is_error: whether the cell says that it shows an error.
        is_text: whether the cell says that its result is a text.
        result: the formula's result; None where the file has none.
    """
    if is_error:
        shown = "of a formula" if result is None else result[:_SHOWN]
        return NoValue(Fault.FAILED, f"the cell shows the error {shown}", shown=shown)
    # A formula whose result is an empty text is calculated, and blank.
    is_calculated = result is not None and (result.strip() or is_text)
    return None if is_calculated else _NOT_CALCULATED
