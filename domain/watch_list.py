"""The day of the next review of a child at risk of decline (DOMAIN, "RI at risk")."""

import calendar
from datetime import date


def months_after(day: date, months: int) -> date:
    """The same day of the month some months on, or that month's last one where it has no such day.

    Three months after Monday 30 November 2026 is Sunday 28 February 2027.
    """
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
