"""What a conversation is given and what it gives back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from microsoft_teams.cards import AdaptiveCard

from domain.audience import Audience
from domain.calendar import WorkingCalendar, london_day
from domain.policy import Policy
from domain.words import Role, SendClass
from storage.store import Unit

# Nine digits always fit the integer of both databases.
_LONGEST_NUMBER = 9


@dataclass(frozen=True, slots=True)
class Viewer:
    """The person who writes or presses, as the store knows them."""

    id: int
    name: str
    email: str
    roles: frozenset[Role]
    team_id: int | None = None

    def is_a(self, *roles: Role) -> bool:
        """Whether the person holds one of these roles."""
        return not self.roles.isdisjoint(roles)

    @property
    def first_name(self) -> str:
        """What the person is greeted by."""
        return self.name.split()[0] if self.name.split() else self.name


@dataclass(frozen=True, slots=True)
class Turn:
    """One act of a person, inside the unit of work that it runs in.

    Attributes:
        card_id: the one-time action id for the card that this turn answers with, new each turn.
        is_known_new: whether what was said has a time of its own, which no message before it had.
    """

    unit: Unit
    viewer: Viewer
    policy: Policy
    calendar: WorkingCalendar
    card_id: str
    is_known_new: bool = False

    @property
    def today(self) -> date:
        """The London day of the turn."""
        return london_day(self.unit.now)


@dataclass(frozen=True, slots=True)
class Press:
    """A button of one of our cards, pressed.

    Attributes:
        verb: which button (`cards/verbs.py`).
        data: what the card had put behind the button, as text.
        inputs: what was typed or chosen, by input id, as text.
        action_id: the card's one-time action id.
    """

    verb: str
    data: Mapping[str, str] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)
    action_id: str = ""

    def number(self, key: str) -> int | None:
        """The row number that the card carried under a key, or None where it is none that a row could have."""
        text = self.data.get(key, "")
        if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER):
            return None
        return int(text)


class ErrandKind(StrEnum):
    """Work that takes longer than an answer may."""

    READ_WORKBOOK = "read_workbook"
    IMPORT_WORKBOOK = "import_workbook"
    IMPORT_OVER_TEAMS = "import_over_teams"
    MARK_WORKBOOK = "mark_workbook"
    MAKE_EXPORT = "make_export"
    HAND_OVER = "hand_over"


@dataclass(frozen=True, slots=True)
class Errand:
    """Work that a turn leaves to be done once it is committed and answered; what comes of it is said then.

    Attributes:
        person_id: in whose name.
        file_id: the file of `storage.chat_files` that it is about; None where it has yet to be fetched.
        seen: which conflicts the person was shown, as `Findings.conflicts` has them.
    """

    kind: ErrandKind
    person_id: int
    file_id: int | None = None
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A file that a person may take or decline. `size` is in bytes; `data` comes back with the answer."""

    name: str
    description: str
    size: int
    data: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reply:
    """What a person gets for their act: a card, a sentence, or both.

    Attributes:
        is_refused: what was given was not taken, and comes back in the card to be put right: the same press may
            come again.
        shows_audit: the allocation whose answers the card shows.
        receipt_of: the allocation whose receipt the card is.
        audience: whose cards of that allocation they are.
        errand: what is left to be done.
        offer: a file to take or decline.
        is_handed_over: whether a file that was taken lies where Teams had made a place for it.
        looks_up: what makes the reply itself, once the turn is committed, in a unit of work that only reads: a long
            question keeps nobody waiting who writes.
    """

    card: AdaptiveCard | None = None
    text: str = ""
    is_refused: bool = False
    shows_audit: int | None = None
    receipt_of: int | None = None
    audience: Audience = Audience.AUDITOR
    errand: Errand | None = None
    offer: Offer | None = None
    is_handed_over: bool = False
    looks_up: "Callable[[Unit], LookedUp] | None" = None

    @property
    def is_silent(self) -> bool:
        """Whether there is nothing to say: what is left to be done says it."""
        return self.card is None and not self.text


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What was looked up: the reply, and what is kept of it, in a unit that writes, before anybody sees it."""

    reply: Reply
    keep: Callable[[Unit], None]


@dataclass(frozen=True, slots=True)
class OwedMessage:
    """A message of the outbox at the moment before it is sent.

    Attributes:
        rung: tells repeats of the same message about the same subject apart.
    """

    id: int
    send_class: SendClass
    template: str
    person_id: int
    subject_id: int
    rung: str


@dataclass(frozen=True, slots=True)
class Message:
    """A message ready to go: `summary` is what a notification shows and never holds a reference."""

    card: AdaptiveCard
    summary: str
    urgent: bool = False


# Makes a message from the facts as they stand now; None when it is no longer owed.
MessageMaker = Callable[[Unit, Policy, OwedMessage], Message | None]
