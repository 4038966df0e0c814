"""Days and months that are hardly meant: a slip of the year, and things done on days that have not come yet."""

from collections.abc import Iterator
from datetime import date

from domain.calendar import month_of, spoken_day
from storage.workbook.cells import DAY, MONTH
from storage.workbook.problems import Breach, Warned
from storage.workbook.sheet import Column, SheetRows

_OLDEST = date(1990, 1, 1)
_YEARS_AHEAD = 5
# What has happened by its day. (A person may leave, and an allocation be due, on a day to come.)
_HAPPENED = frozenset(
    {
        "returned_on",
        "moderated_on",
        "uploaded_on",
        "completed_on",
        "raised_on",
        "responded_on",
        "resolved_on",
        "carried_out_on",
        "answered_on",
        "authorised_on",
    }
)


def warn_of_odd_days(rows: SheetRows, today: date) -> Iterator[Warned]:
    """Days before 1990 or more than five years ahead, and what was done in the future.

    Args:
        rows: a sheet's rows.
        today: the day of the import, in London.
    """
    for column in rows.sheet.columns:
        if column.kind is DAY and column.name in rows.cells:
            yield from _odd_days(rows, column, today)
        elif column.kind is MONTH and column.name in rows.cells:
            yield from _odd_months(rows, column, today)


def _odd_days(rows: SheetRows, column: Column, today: date) -> Iterator[Warned]:
    last = today if column.name in _HAPPENED else date(today.year + _YEARS_AHEAD, 12, 31)
    days = rows.cells[column.name]
    known = {day for day in days if day is not None}
    if not known or (min(known) >= _OLDEST and max(known) <= last):
        return  # as in nearly every workbook
    for number, day in zip(rows.numbers, days, strict=True):
        if day is None or _OLDEST <= day <= last:
            continue
        if day > last and last == today:
            what = f"{spoken_day(day)} has not come yet"
            yield Warned(Breach.NOT_YET, rows.sheet.name, number, column.name, what)
        else:
            yield Warned(Breach.ODD_YEAR, rows.sheet.name, number, column.name, f"{spoken_day(day)} is hardly meant")


def _odd_months(rows: SheetRows, column: Column, today: date) -> Iterator[Warned]:
    first, last = month_of(_OLDEST), f"{today.year + _YEARS_AHEAD}-12"
    for number, month in zip(rows.numbers, rows.cells[column.name], strict=True):
        if month is not None and not first <= month <= last:
            yield Warned(Breach.ODD_YEAR, rows.sheet.name, number, column.name, f"the month {month} is hardly meant")
