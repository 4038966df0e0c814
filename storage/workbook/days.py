"""How a day and a month are read: as date cells, or as text that can mean one thing only (docs/workbook.md)."""

import re
from datetime import date, datetime, time, timedelta

from domain.calendar import month_of
from storage.workbook.problems import Fault
from storage.workbook.raw_cells import Cell, CellError, quoted

_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_MONTH = re.compile(r"(\d{4}-\d{2})")
# What Excel makes of 2019-08 when it saves a sheet as CSV.
_EXCEL_MONTH = re.compile(r"[A-Za-z]{3}-\d{2}")
# 23/08/2019, 8.23.19, 31/02: whatever stands first may be the day or the month.
_SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?(?: 0?0:00(?::00)?)?")


_CALENDAR_BEGINS = 1900
_MONTHS = 12
_LEAP_YEAR = 2020  # for 29/02 without a year


def read_day(cell: Cell) -> date:
    """The day of a date cell, or of text such as 2019-08-23.

    Raises:
        CellError: it is something else, has a time of day, or could be read in two ways (3/8/2019).
    """
    match cell:
        case date() if cell.year < _CALENDAR_BEGINS:
            raise _before_the_calendar(cell)
        case datetime() if cell.time() != time():
            raise CellError(f"{quoted(cell)} has a time of day, and only the day belongs here", Fault.NOT_A_DAY)
        case datetime():
            return cell.date()
        case date():
            return cell
        case str() if found := _DAY.fullmatch(cell):
            return _real_day(found[1], cell)
    raise CellError(_no_day(cell), Fault.NOT_A_DAY, _written(cell))


def _before_the_calendar(cell: date) -> CellError:
    # A spreadsheet makes such a day of what is no number; a real one can stand there only as text.
    return CellError(f"{quoted(f'{cell:%Y-%m-%d}')} is no day of a spreadsheet", Fault.NOT_A_DAY)


def _no_day(cell: Cell) -> str:
    match cell:
        case bool():
            return f"the spreadsheet has made {str(cell).upper()} of it"
        case int() | float():
            return f"{quoted(cell)} is a number, not a date"
        case time() | timedelta():
            # A cell that is formatted as a date and holds no day: 0, a part of a day, or less than nothing.
            return f"{quoted(cell)} is a time or 0, not a date"
        case str() if found := _SLASHED.fullmatch(cell):
            return _slashed(found, cell)
    return f"{quoted(cell)} is not a date"


def _slashed(found: re.Match[str], cell: str) -> str:
    """What is wrong with 23/08/2019, 08/23/2019 or 31/02."""
    first, second = int(found[1]), int(found[2])
    year = int(found[3] or _LEAP_YEAR)
    year += 2000 if year < 100 else 0
    if not (_is_day(year, second, first) or _is_day(year, first, second)):
        return f"there is no day {quoted(cell)}"
    if found[3] and max(first, second) > _MONTHS:
        return f"{quoted(cell)} is a date in an order that is not read"
    return f"{quoted(cell)} doesn't say for sure which is the day and which the month"


def _written(cell: Cell) -> str:
    """How a day in another order is written here, where it can only be one; else nothing."""
    found = _SLASHED.fullmatch(cell) if isinstance(cell, str) else None
    if found is None or not found[3]:
        return ""
    first, second, year = int(found[1]), int(found[2]), int(found[3])
    year += 2000 if year < 100 else 0
    day, month = (first, second) if first > _MONTHS else (second, first)
    return f"{year:04}-{month:02}-{day:02}" if day > _MONTHS and _is_day(year, month, day) else ""


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _real_day(iso: str, cell: Cell, sort: str = "day") -> date:
    try:
        return date.fromisoformat(iso)
    except ValueError as problem:
        raise CellError(f"there is no {sort} {quoted(cell)}", Fault.NOT_A_DAY) from problem


def read_month(cell: Cell) -> str:
    """The month of text such as 2019-08, or of the date that a spreadsheet has made of it, as `2019-08`.

    Raises:
        CellError: it is something else.
    """
    match cell:
        case date() if cell.year < _CALENDAR_BEGINS:
            raise _before_the_calendar(cell)
        case date():
            return month_of(cell)
        case str() if _MONTH.fullmatch(cell) and int(cell[:4]) < _CALENDAR_BEGINS:
            raise CellError(f"{quoted(cell)} is no month of any audit", Fault.NOT_A_DAY)
        case str() if _MONTH.fullmatch(cell):
            return month_of(_real_day(f"{cell}-01", cell, "month"))
        case str() if _DAY.fullmatch(cell):
            return month_of(read_day(cell))
        case str() if _EXCEL_MONTH.fullmatch(cell):
            return _excel_month(cell)
        case int() | float() if not isinstance(cell, bool):
            raise CellError(f"{quoted(cell)} is a number, not a month", Fault.NOT_A_DAY)
    raise CellError(f"{quoted(cell)} is not a month", Fault.NOT_A_DAY)


def _excel_month(text: str) -> str:
    try:
        return month_of(datetime.strptime(f"01-{text}", "%d-%b-%y").date())  # noqa: DTZ007 - a day has no zone
    except ValueError as problem:
        raise CellError(f"there is no month {quoted(text)}", Fault.NOT_A_DAY) from problem
