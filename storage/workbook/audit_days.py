"""A row of the sheet `audits` beside its allocation: which changes of state its days tell, and which are new."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from domain.words import AllocationStatus as S
from storage.workbook.moderations import Judged, Judgement


class Step(NamedTuple):  # made three times a row: a third of the time that a dataclass takes
    """A change of state that a row tells.

    Attributes:
        to: the state.
        column: the sheet's column for its day.
        before: the day that is stored, if any.
        now: the day that is to be.
    """

    to: S
    column: str
    before: date | None
    now: date | None

    @property
    def is_new(self) -> bool:
        """Whether the row brings the change of state, or puts its day right."""
        return self.now is not None and self.now != self.before


@dataclass(frozen=True, slots=True)
class AuditRow:
    """A row of the sheet, and its allocation as it stood before (`id`, `status`, `auditor_id` and its days)."""

    number: int
    allocation: Any
    returned_on: date
    judged: Judged
    uploaded_on: date | None

    @property
    def days(self) -> Sequence[Step]:
        """The changes of state, in their order."""
        stored = self.allocation
        return (
            Step(S.RETURNED, "returned_on", stored.returned_on, self.returned_on),
            Step(S.MODERATED, "moderated_on", self._day(self.judged.before), self._day(self.judged.after)),
            Step(S.UPLOADED, "uploaded_on", stored.uploaded_on, self.uploaded_on),
        )

    def _day(self, judgement: Judgement) -> date | None:
        # A judgement without its day counts from the return.
        return (judgement.day or self.returned_on) if judgement.is_made else None

    @property
    def overrules_withdrawal(self) -> bool:
        """Whether the audit came back after the day from which its allocation was withdrawn."""
        withdrawn_on = self.allocation.withdrawn_on
        return withdrawn_on is not None and self.allocation.returned_on is None and self.returned_on > withdrawn_on
