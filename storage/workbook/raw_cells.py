"""A cell as it came: what may be in it, how it is compared and how a message shows it."""

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from storage.workbook.problems import Fault

_INVISIBLE = {0xA0: " ", 0x200B: None, 0xFEFF: None}
_FORMULA = r"[=+\-@]"
# In a .csv file a text may look like an error, or like a long number shortened.
_NO_VALUE = r"(?:#[A-Z0-9/_]+[!?]?|#{3,}|Err:\d{3}|\d(?:\.\d+)?E\+\d+)\Z"
_MISTAKEN = re.compile(rf"'*(?:{_FORMULA}|{_NO_VALUE})")
_DIGITS_KEPT = 15  # of a number in a spreadsheet
_SHOWN = 60
_PICTURES = 0x2400  # of the control characters, in their order: ␀ is the first


@dataclass(frozen=True, slots=True)
class NoValue:
    """A cell for which the file holds no value, though a person sees something there.

    Attributes:
        what: what is wrong with it, as the beginning of a sentence.
        allowed: what to write instead; empty for what its column allows.
        shown: what a person sees in the cell, as far as the file says.
    """

    fault: Fault
    what: str
    allowed: str = ""
    shown: str = ""

    def __str__(self) -> str:
        """The cell as a message about its row or column shows it."""
        return f"a cell in which {self.what}"


Cell = str | int | float | bool | date | datetime | time | timedelta | NoValue


class CellError(Exception):
    """A cell that can't be read as its column's kind of value: its text is what is wrong with it.

    Attributes:
        allowed: what to write instead, where that is not what the column allows.
    """

    def __init__(self, what: str, fault: Fault = Fault.UNREADABLE, allowed: str = "") -> None:
        super().__init__(what)
        self.fault = fault
        self.allowed = allowed


def plain(cell: Cell) -> Cell:
    """A cell without spaces at its ends, non-breaking and invisible ones included; other cells as they are."""
    if not isinstance(cell, str):
        return cell
    return (cell if cell.isascii() else cell.translate(_INVISIBLE)).strip()


def quoted(cell: Cell) -> str:
    """A cell as a message shows it, shortened."""
    # A number as the spreadsheet shows it: 2019, not 2019.0.
    is_whole = isinstance(cell, float) and cell.is_integer() and abs(cell) < 10**_DIGITS_KEPT
    text = " ".join(str(int(cell) if is_whole and isinstance(cell, float) else cell).split())
    return f"'{visible(text)}'" if len(text) <= _SHOWN else f"'{visible(text[:_SHOWN])}…'"


def guarded(text: str) -> str:
    """A text as an export writes it: with an apostrophe before what a spreadsheet would run as a formula.

    So is a text that reading would take for an error or for a number that lost its digits, such as `#N/A`.

    Reading takes one apostrophe off again, so that a text which has its own before such an opening gets
    another: `=1` becomes `'=1`, and `'=1` becomes `''=1` (WORKBOOK, rules).
    """
    return f"'{text}" if _MISTAKEN.match(text) else text


def unguarded(text: str) -> str:
    """A text without the apostrophe that `guarded` put before it."""
    return text[1:] if text[:1] == "'" and _MISTAKEN.match(text) else text


def value_of(cell: Cell) -> Cell:
    """A cell as its column's kind may read it.

    Raises:
        CellError: there is no value in it, only an error or a formula that was never calculated.
    """
    if isinstance(cell, NoValue):
        raise CellError(cell.what, cell.fault, cell.allowed)
    return cell


def same_word(text: str) -> str:
    """What two spellings of a word have in common: neither case nor spaces nor underscores matter."""
    return re.sub(r"[\s_]+", "", text.translate(_INVISIBLE)).casefold()


def number_text(number: float) -> str:
    """A number as the text that it was typed as.

    Raises:
        CellError: it has more digits than a spreadsheet keeps.
    """
    # Spreadsheets keep every number as a fraction: the reference 5000037 arrives as 5000037.0.
    if abs(number) >= 10**_DIGITS_KEPT:
        raise CellError(f"a spreadsheet keeps {_DIGITS_KEPT} digits of a number, so the last of this one may be lost")
    return str(int(number)) if math.isfinite(number) and number == int(number) else str(number)


def visible(text: str) -> str:
    """A text with signs in the place of what can't be seen: control characters and marks of direction.

    In a terminal they would do something, and two texts that differ only in them look alike.
    """
    return text if text.isprintable() else "".join(map(_visible, text))


def _visible(sign: str) -> str:
    if sign.isprintable():
        return sign
    code = ord(sign)
    return chr(_PICTURES + code) if code < ord(" ") else f"<U+{code:04X}>"
