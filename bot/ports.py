"""The ports of the service: what comes in from Teams, what goes out, and how sending can fail.

Nothing here knows the Bot Framework SDK: the Teams seam (`bot/teams`) turns its activities into `Inbound` and
implements `Messenger`; the tests hold a fake to the same contract.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol


class InboundKind(StrEnum):
    """What a person, or Teams, did."""

    SAID = "said"  # typed a message
    PRESSED = "pressed"  # Action.Execute: the HTTP answer replaces the card
    SUBMITTED = "submitted"  # Action.Submit, the fallback of older clients: a message with a value
    INSTALLED = "installed"
    UPGRADED = "upgraded"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Inbound:
    """One activity of the channel, authenticated, its tenant agreed by both places that name it.

    Attributes:
        object_id: the sender's Entra object id as signed by the channel, lower case; empty where Teams gave none.
        channel_user_id: the sender's id on the channel (`29:…`), for the roster.
        is_personal: whether this is a one-to-one chat; auditbot answers nowhere else.
        data: what a pressed button carried, inputs included, as it came.
        reply_to_id: the activity whose card was pressed.
        tenant_allowed: whether the tenant is on the allow-list.
        is_automatic: whether Teams pressed by itself to keep a card current: nothing may change.
    """

    kind: InboundKind
    activity_id: str
    tenant_id: str
    object_id: str
    channel_user_id: str
    conversation_id: str
    service_url: str
    is_personal: bool = True
    text: str = ""
    verb: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    reply_to_id: str | None = None
    tenant_allowed: bool = True
    is_automatic: bool = False


class InvokeOutcome(StrEnum):
    """What the answer to a pressed button carries."""

    CARD = "card"
    MESSAGE = "message"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class InvokeReply:
    """The answer to a pressed button: a card in place of the old one, a sentence, or an error.

    Attributes:
        status: of an error, as the channel's own code (400, 403, 500); 200 otherwise.
    """

    outcome: InvokeOutcome
    card: Mapping[str, Any] | None = None
    text: str = ""
    status: int = 200


@dataclass(frozen=True, slots=True)
class Address:
    """Where a person is reached. `conversation_id` is None before the first contact."""

    tenant_id: str
    object_id: str
    conversation_id: str | None
    service_url: str


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to a person: a sentence, a card, or both. `summary` is what a notification shows: no reference."""

    text: str = ""
    card: Mapping[str, Any] | None = None
    summary: str = ""
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """Who Teams' roster says a channel user is. `email` and `principal_name` may be empty."""

    object_id: str
    tenant_id: str
    email: str
    principal_name: str
    is_guest: bool


class SendError(Exception):
    """A message did not go, or may not have. Subclasses say what may be done about it.

    Attributes:
        reason: a short code for the ledger, such as `http_429`, `ConversationBlockedByUser`, `timeout`.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class PassingError(SendError):
    """It certainly did not go and may be tried again (429, 412, 502, 503, 504, no connection made).

    Attributes:
        retry_after: seconds that Teams asked us to wait, or None for our own backoff.
    """

    def __init__(self, reason: str, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class UnreachableError(SendError):
    """Teams refuses for good until the person interacts again (403)."""


class ConversationGoneError(SendError):
    """The conversation is not there any more (404): make it anew, once."""


class RefusedError(SendError):
    """Our own fault (400, 401, 413, 500 …): not tried again, somebody must look."""


class UncertainError(SendError):
    """The connection was lost or timed out after the request went: it may have arrived."""


class Messenger(Protocol):
    """What goes out to Teams. Every method raises a `SendError` and nothing else."""

    async def open_conversation(self, address: Address) -> str:
        """Make (or find) the one-to-one conversation with a person; its id."""
        ...

    async def send(self, address: Address, message: Outgoing, reply_to_id: str | None = None) -> str:
        """Send a message into the address's conversation; the id of the new activity."""
        ...

    async def update(self, address: Address, activity_id: str, message: Outgoing) -> None:
        """Replace a message that was sent before."""
        ...

    async def member(self, address: Address, channel_user_id: str) -> Member | None:
        """Who a channel user is, or None where the roster does not know them."""
        ...


class InboundHandler(Protocol):
    """What the seam calls for each activity: the dispatch."""

    async def handle(self, inbound: Inbound) -> InvokeReply | None:
        """Do what an activity asks. A reply for PRESSED, None for everything else."""
        ...
