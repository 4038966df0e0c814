"""How often is too often: an allowance for each key, and who is held to one.

Everything is in the memory of this instance: several of them allow several times as much, which is no harm. The limits
are far beyond what a person can do with their hands, and there to keep one sender from taking all of the service.
"""

import math
from collections.abc import Callable, Hashable

import structlog

from bot.clock import Stopwatch
from bot.ports import Address, Inbound, InboundHandler, InboundKind, InvokeReply, Messenger, Outgoing, SendError
from bot.teams import TurnedAwayError
from cards.verbs import VERB, Verb
from domain.typed_alarm import alarm_in

# A person taps a few times a second, for a short while; what comes faster for longer is a program.
TURNS_AT_ONCE = 3_000
TURNS_A_SECOND = 100.0
# The sentence about it is itself a message to Teams, which takes one a second from a conversation over an hour.
SECONDS_BETWEEN_TELLING = 60.0
KEYS_KEPT = 10_000
# Whatever leads to an alarm about a child, or answers one, is never counted and never refused.
_ALARM_VERBS = frozenset({Verb.CONCERN_FORM, Verb.RAISE_CONCERN, Verb.ACKNOWLEDGE})
_ALARM_BEGINS_WITHIN = 2_000
# Teams takes 28 KB of a person's message: what is longer comes from a program, and is counted whatever it says.
_LONGEST_ALARM = 50_000
# To look through what was typed for what identifies a child takes as long as a turn for each so many signs.
_SIGNS_A_TURN = 250
_TOLD = (InboundKind.SAID, InboundKind.PRESSED, InboundKind.SUBMITTED)
_TOO_FAST = "sender_too_fast"
TOO_FAST = (
    "You are sending faster than I can write down, so I have not kept your last step. Wait a few seconds, then do it "
    "again. If a child may be at risk, phone now and don't wait for me."
)
_log = structlog.get_logger(__name__)


class Allowances:
    """A number of acts at once for each key, regained with time.

    Whoever has not acted for longest is forgotten first, which gives them no more than a full allowance.

    Args:
        at_once: how many a key has to begin with, and at most.
        a_second: how many it regains.
        seconds: since some fixed moment (`bot.clock.Stopwatch.seconds`).
        kept: how many keys are remembered.
    """

    def __init__(self, at_once: int, a_second: float, seconds: Callable[[], float], kept: int = KEYS_KEPT) -> None:
        self._at_once = float(at_once)
        self._a_second = a_second
        self._seconds = seconds
        self._kept = kept
        self._left: dict[int, tuple[float, float]] = {}

    def take(self, key: Hashable, many: int = 1) -> float:
        """Take one, or more, at most all that are allowed at once: 0 where they were there, else seconds until then."""
        wanted = min(float(many), self._at_once)
        # A digest of the key: senders choose their ids, and long ones must not fill the memory.
        mark, now = hash(key), self._seconds()
        left, at = self._left.pop(mark, (self._at_once, now))
        left = min(self._at_once, left + (now - at) * self._a_second)
        wait = 0.0 if left >= wanted else (wanted - left) / self._a_second
        self._left[mark] = (left if wait else left - wanted, now)
        if len(self._left) > self._kept:
            del self._left[next(iter(self._left))]
        return wait

    @property
    def remembered(self) -> int:
        """How many keys are remembered."""
        return len(self._left)


class SenderLimit:
    """Keeps one sender from taking the whole service. Implements `bot.ports.InboundHandler`.

    What is refused here was neither heard nor noted: sent again, it is new. Nobody who raises an immediate concern,
    or acknowledges one, is ever refused.

    Args:
        handler: the dispatch.
        messenger: tells people of it, once a minute at most.
        stopwatch: the time.
        at_once: turns that a sender may take at once.
        a_second: turns a second that they may take for ever.
    """

    def __init__(
        self,
        handler: InboundHandler,
        messenger: Messenger,
        stopwatch: Stopwatch,
        *,
        at_once: int = TURNS_AT_ONCE,
        a_second: float = TURNS_A_SECOND,
    ) -> None:
        self._handler = handler
        self._messenger = messenger
        self._turns = Allowances(at_once, a_second, stopwatch.seconds)
        self._tellings = Allowances(1, 1 / SECONDS_BETWEEN_TELLING, stopwatch.seconds)

    async def handle(self, inbound: Inbound) -> InvokeReply | None:
        """Let the dispatch do what an activity asks.

        Raises:
            TurnedAwayError: 429, its sender is too fast.
            Exception: whatever the dispatch raises.
        """
        sender = (inbound.tenant_id, inbound.object_id or inbound.channel_user_id, inbound.conversation_id)
        wait = 0.0 if is_alarm(inbound) else self._turns.take(sender, _turns_worth(inbound))
        if not wait:
            return await self._handler.handle(inbound)
        if _is_told(inbound) and not self._tellings.take(sender):
            await self._tell(inbound)
        raise TurnedAwayError(429, _TOO_FAST, TOO_FAST, math.ceil(wait))

    async def _tell(self, inbound: Inbound) -> None:
        # Here and not for each: what is sent without end must not fill the log.
        _log.warning("turned_away", status=429, reason=_TOO_FAST, activity=inbound.activity_id)
        address = Address(inbound.tenant_id, inbound.object_id, inbound.conversation_id, inbound.service_url)
        try:
            await self._messenger.send(address, Outgoing(text=TOO_FAST))
        except SendError as problem:
            _log.warning("not_told_too_fast", reason=problem.reason, activity=inbound.activity_id)


def _is_told(inbound: Inbound) -> bool:
    return inbound.kind in _TOLD and inbound.is_personal and inbound.tenant_allowed and not inbound.is_automatic


def _turns_worth(inbound: Inbound) -> int:
    """For how many turns of its sender an activity counts."""
    return 1 + _signs(inbound) // _SIGNS_A_TURN


def _signs(inbound: Inbound) -> int:
    """How many signs were typed, or came in a card."""
    in_card = sum(len(name) + (len(value) if isinstance(value, str) else 0) for name, value in inbound.data.items())
    return len(inbound.text) + in_card


def is_alarm(inbound: Inbound) -> bool:
    """Whether an activity is a way to an alarm about a child, or the answer to one, where anybody's would be taken."""
    if not (inbound.tenant_allowed and inbound.is_personal) or _signs(inbound) > _LONGEST_ALARM:
        return False
    if inbound.kind is InboundKind.SAID:
        words = inbound.text[:_ALARM_BEGINS_WITHIN]
        return alarm_in(words) is not None or words.strip().casefold().startswith("acknowledge")
    verb = str(inbound.verb or inbound.data.get(VERB))
    return verb in _ALARM_VERBS or (verb == Verb.SAY_IN_AUDIT and inbound.data.get("command") == "concern")
