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
    CONSENTED = "consented"  # took or declined a file that was offered
    EDITED = "edited"  # changed the words of a message that they had sent


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that a person sent.

    Attributes:
        name: as they called it.
        url: where it is fetched. It may open the file to anybody: it is never logged.
        is_connectors: whether the Bot Connector keeps it, which asks for our token; nobody else ever gets that.
    """

    name: str
    url: str
    is_connectors: bool = False


@dataclass(frozen=True, slots=True)
class UploadPlace:
    """Where Teams lets us put a file that a person has taken: a place in their own OneDrive.

    Attributes:
        upload_url: takes the bytes, and opens the place to anybody: it is never logged.
        content_url: where the person finds the file afterwards.
    """

    upload_url: str
    content_url: str
    name: str
    unique_id: str
    file_type: str


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
        files: what was sent along with a message.
        has_picture: whether a picture came with it.
        upload_place: where a file goes that was taken; None where it was declined.
        said_at: when a message was written, to less than a second, as the channel says; empty where it does not. Most
            messages delivered again keep it, even with a new id.
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
    files: tuple[SentFile, ...] = ()
    has_picture: bool = False
    upload_place: UploadPlace | None = None
    said_at: str = ""


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
class FileOffer:
    """A file that a person is asked to take: Teams puts it into their OneDrive once they have said yes.

    Attributes:
        size: in bytes.
        data: comes back with the answer.
    """

    name: str
    description: str
    size: int
    data: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to a person: a sentence, a card, or both. `summary` is what a notification shows: no reference.

    Attributes:
        offer: a file to take or to decline.
        file: a file that lies in their OneDrive now.
    """

    text: str = ""
    card: Mapping[str, Any] | None = None
    summary: str = ""
    urgent: bool = False
    offer: FileOffer | None = None
    file: UploadPlace | None = None


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


class FileTrouble(StrEnum):
    """Why a file did not go from one side to the other."""

    TOO_LARGE = "too_large"
    FOREIGN_HOST = "foreign_host"  # it lies where auditbot does not go
    NOT_THERE = "not_there"  # its address leads to a page, or leads nowhere any more
    NO_ANSWER = "no_answer"  # it may go well another time


class FileError(Exception):
    """A file could not be fetched or put. The address is no part of it."""

    def __init__(self, trouble: FileTrouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


class Files(Protocol):
    """What fetches the files that people send and puts those that they take: it raises a `FileError` or nothing."""

    async def fetch(self, file: SentFile, largest: int) -> bytes:
        """The bytes of a file, if they are no more than `largest`."""
        ...

    async def put(self, place: UploadPlace, content: bytes) -> None:
        """Put a file where the person who took it lets us, whole."""
        ...


class InboundHandler(Protocol):
    """What the seam calls for each activity: the dispatch."""

    async def handle(self, inbound: Inbound) -> InvokeReply | None:
        """Do what an activity asks. A reply for PRESSED, None for everything else."""
        ...
