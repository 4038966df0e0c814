"""Exemptions from a month's audit: whose word is enough, what must be said, and what becomes of a request.

DOMAIN, "Exemptions". A financial year runs from April to March; an exemption belongs to the year of the month that it
is for, whenever it was asked for.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.calendar import last_day_of, month_of
from domain.errors import NotAllowedError
from domain.words import ExemptionKind


class RequestStatus(StrEnum):
    """Where a request for an exemption stands; `lapsed` is one that needs no answer any more."""

    ASKED = "asked"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    UNDONE = "undone"


class Lapse(StrEnum):
    """Why a request needs no answer any more."""

    RETURNED = "returned"
    CLOSED = "closed"
    EXEMPT = "exempt"


R = RequestStatus
# From where a request may go where; None is before it was made. What was decided here may be undone: a decision of the
# approver's leads back to the question, one's own word and QA's record to nothing.
TRANSITIONS: dict[RequestStatus | None, frozenset[RequestStatus]] = {
    None: frozenset({R.ASKED, R.APPROVED}),
    R.ASKED: frozenset({R.APPROVED, R.DECLINED, R.WITHDRAWN, R.LAPSED}),
    R.APPROVED: frozenset({R.ASKED, R.UNDONE}),
    R.DECLINED: frozenset({R.ASKED}),
    R.WITHDRAWN: frozenset(),
    R.LAPSED: frozenset(),
    R.UNDONE: frozenset(),
}
_STANDS = {
    R.ASKED: "waits for an answer",
    R.APPROVED: "has been approved",
    R.DECLINED: "has been declined",
    R.WITHDRAWN: "was taken back",
    R.LAPSED: "needs no answer any more",
    R.UNDONE: "was undone",
}
# What was pressed by mistake is seen by the end of the next day's same hour.
UNDO_WITHIN = timedelta(days=1)
KIND_WORDS = {
    ExemptionKind.HEALTH: "health",
    ExemptionKind.LEAVE: "leave",
    ExemptionKind.DISCRETIONARY: "discretionary",
    ExemptionKind.DIRECTOR: "agreed with a director",
    ExemptionKind.OTHER: "another reason",
}
COUNTED_APART = frozenset({ExemptionKind.HEALTH, ExemptionKind.LEAVE})
_APRIL = 4
_MONTH = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")


def stands(status: RequestStatus) -> str:
    """A status as the end of a sentence that begins with "This request"."""
    return _STANDS[status]


def check_request(old: RequestStatus | None, new: RequestStatus) -> None:
    """Refuse a change that a request can't have from where it stands.

    Raises:
        NotAllowedError: saying where it stands.
    """
    if new not in TRANSITIONS[old]:
        where = "has not been made yet" if old is None else stands(old)
        raise NotAllowedError(f"This request {where}, so nothing was changed. Type 'help' for what you can do.")


@dataclass(frozen=True, slots=True)
class FinancialYear:
    """A year from April to March, by its first and last month (`2026-04`, `2027-03`)."""

    first: str
    last: str

    @property
    def label(self) -> str:
        """As people say it: `2026/27`."""
        return f"{self.first[:4]}/{self.last[2:4]}"

    @property
    def before(self) -> "FinancialYear":
        """The year before."""
        return financial_year(f"{int(self.first[:4]) - 1}-04")


def financial_year(month: str) -> FinancialYear:
    """The financial year of a month: March 2027 (`2027-03`) is of 2026/27, April 2027 of 2027/28."""
    year = int(month[:4]) - (int(month[5:7]) < _APRIL)
    return FinancialYear(f"{year}-04", f"{year + 1}-03")


def month_after(month: str) -> str:
    """The month after one: `2027-01` after `2026-12`."""
    return month_of(last_day_of(month) + timedelta(days=1))


def left_of_own_word(used: int, a_year: int) -> int:
    """How many of the year's discretionary exemptions are left; never less than none."""
    return max(a_year - used, 0)


def is_own_word(kind: ExemptionKind, left: int) -> bool:
    """Whether the auditor's own word is enough, and nobody need approve (DOMAIN: two a financial year)."""
    return kind is ExemptionKind.DISCRETIONARY and left > 0


def wants_reason(kind: ExemptionKind, left: int) -> bool:
    """Whether a reason must be given: never for health, nor where one's own word is enough."""
    return kind is not ExemptionKind.HEALTH and not is_own_word(kind, left)


def kept_reason(kind: ExemptionKind, reason: str) -> str | None:
    """What is kept of a reason that was typed: nothing of a health reason, ever (DOMAIN, "Data protection")."""
    return None if kind is ExemptionKind.HEALTH else reason.strip() or None


def can_be_undone(decided_at: datetime | None, now: datetime) -> bool:
    """Whether a decision may still be undone by whoever made it: within a day of it. Both are aware instants."""
    return decided_at is not None and decided_at <= now <= decided_at + UNDO_WITHIN


def months_to_choose(today: date) -> tuple[str, str]:
    """The months that can be asked for before anything is allocated: this one and the next."""
    this = month_of(today)
    return this, month_after(this)


def month_before(month: str) -> str:
    """The month before one: `2026-12` before `2027-01`."""
    return month_of(date.fromisoformat(f"{month}-01") - timedelta(days=1))


def is_month(text: str) -> bool:
    """Whether a text is a month as we write it, such as `2026-11`, of a year that anybody may mean."""
    return _MONTH.fullmatch(text) is not None
