"""A message that is ready to go, and what becomes of it where it does not go after all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.ports import Address, Outgoing, PassingError, SendError
from cards.elements import shown
from dialogs.turn import Message, MessageMaker
from domain.calendar import WorkingCalendar
from domain.words import SendClass
from storage import outbox
from storage.addresses import KnownAddress
from storage.outbox import ClaimedMessage
from storage.store import Unit

# Why a message waits of which this version knows nothing.
OTHER_VERSION = "another_version_makes_it"


@dataclass(slots=True)
class Ready:
    """A message that is made, and how far it has got.

    Attributes:
        to: where it goes; without a conversation until that is opened.
        calendar: the working hours under which it was made.
        attempt_id: the try, once its first request is noted as going; None while nothing has gone for it.
    """

    message: ClaimedMessage
    to: KnownAddress
    outgoing: Outgoing
    calendar: WorkingCalendar
    attempt_id: int | None = None

    def may_go(self, now: datetime) -> bool:
        """Whether hours allow it at an instant: they may have ended since it was made (DOMAIN, "What is sent")."""
        return self.message.send_class is SendClass.ALARM or self.calendar.is_open(now)

    def address(self) -> Address:
        """Where it goes, as a messenger is told."""
        to = self.to
        return Address(to.tenant_id, to.object_id, to.conversation_id, to.service_url or "")


def outgoing(made: Message) -> Outgoing:
    """What a dialog made, as a messenger sends it."""
    return Outgoing(card=shown(made.card), summary=made.summary, urgent=made.urgent)


def maker_of(makers: Mapping[str, MessageMaker], template: str) -> MessageMaker:
    """What makes a message.

    Raises:
        PassingError: nothing here does. While a new version comes up beside this one, it owes what it alone can make.
    """
    if template not in makers:
        raise PassingError(OTHER_VERSION)
    return makers[template]


class CalledOffError(SendError):
    """It did not go: hours are over, it would have been too fast after all, or somebody else has taken it up.

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
    """Give a message up that did not go. The seconds until it may, None for the next opening."""
    is_closed = error.wait is None
    not_before = ready.calendar.next_open(unit.now) if is_closed else unit.now + timedelta(seconds=error.wait or 0.0)
    if ready.attempt_id is None:
        outbox.defer(unit, [ready.message], not_before)
    else:
        outbox.call_off(unit, ready.message, ready.attempt_id, not_before, error.reason)
    return error.wait
