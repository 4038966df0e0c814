"""A message that is ready to go, and what becomes of it where it does not go after all."""

from dataclasses import dataclass
from datetime import timedelta

from bot.ports import Outgoing, SendError
from domain.calendar import WorkingCalendar
from storage import outbox
from storage.addresses import KnownAddress
from storage.outbox import ClaimedMessage
from storage.store import Unit


@dataclass(frozen=True, slots=True)
class Ready:
    """A message that is made and noted as being sent.

    Attributes:
        calendar: the working hours under which it was made.
    """

    message: ClaimedMessage
    attempt_id: int
    to: KnownAddress
    outgoing: Outgoing
    calendar: WorkingCalendar


class CalledOffError(SendError):
    """It did not go and was not tried: hours are over, or it would have been too fast after all.

    Attributes:
        wait: seconds until it may go; None for the next opening.
    """

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


def line_of(to: KnownAddress) -> str:
    """What the pace knows a person's conversation by; their replies go by the same."""
    return to.object_id or f"person {to.person_id}"


def defer(unit: Unit, message: ClaimedMessage, wait: float) -> float:
    """Give a claim up until its turn may come; the seconds until then."""
    outbox.defer(unit, [message], unit.now + timedelta(seconds=wait))
    return wait


def call_off(unit: Unit, ready: Ready, error: CalledOffError) -> float | None:
    """Take back that a message is being sent: it was not. The seconds until it may be, None for the next opening."""
    is_closed = error.wait is None
    not_before = ready.calendar.next_open(unit.now) if is_closed else unit.now + timedelta(seconds=error.wait or 0.0)
    outbox.call_off(unit, ready.message, ready.attempt_id, not_before, error.reason)
    return error.wait
