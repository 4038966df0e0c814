"""A stored value as the cell that an import reads back as the same value."""

import re
from datetime import date
from typing import Any

from storage.workbook.raw_cells import guarded, plain

# A cell that goes out; a blank one is None.
OutgoingCell = str | int | float | date | None

# NUL, halves of surrogate pairs and the two codes that are no characters: no spreadsheet can hold them.
_UNHOLDABLE = re.compile("[\0\ud800-\udfff\ufffe\uffff]")
_IN_ITS_PLACE = "\N{REPLACEMENT CHARACTER}"


class OutgoingCells:
    """Makes cells of values and counts what could not be written as it is.

    Attributes:
        replaced: how many characters have been replaced by `�` so far.
    """

    def __init__(self) -> None:
        self.replaced = 0

    def row(self, values: list[Any]) -> list[OutgoingCell]:
        """A row's cells.

        Texts are trimmed as reading trims them (a text of spaces is a blank cell), guarded against being
        run as formulas, and words and yes/no are written as the contract has them.
        """
        return [self._cell(value) for value in values]

    def _cell(self, value: Any) -> OutgoingCell:
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, float) and value.is_integer():
            return int(value)
        return value  # type: ignore[no-any-return]  # None, a number or a day

    def _text(self, value: str) -> str | None:
        text = str(plain(value))
        if _UNHOLDABLE.search(text):
            text, count = _UNHOLDABLE.subn(_IN_ITS_PLACE, text)
            self.replaced += count
        return guarded(text) if text else None
