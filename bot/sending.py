"""One message on its way: checked again, made, sent, and settled by how it went."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from random import Random
from typing import TypeVar

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.days_off import calendar_for
from bot.pace import PACED, Go, Pace, Urgency
from bot.ports import (
    ConversationGoneError,
    Messenger,
    PassingError,
    RefusedError,
    SendError,
    UncertainError,
    UnreachableError,
)
from bot.ready import CalledOffError, Ready, call_off, defer, line_of, maker_of, outgoing
from bot.undelivered import OUR_ERROR, ending_of, note_gone, put_back, tell_qa_failed, tell_qa_unreachable
from dialogs.turn import Message, MessageMaker, OwedMessage
from domain.calendar import london_day
from domain.policy import Policy
from domain.words import SendClass, SendStatus
from storage import addresses, outbox, outbox_again
from storage.addresses import KnownAddress, hindrance_to
from storage.outbox import ClaimedMessage
from storage.people import person_by_id
from storage.policies import policy_on_day
from storage.store import Actor, Store, Unit

T = TypeVar("T")
DELIVERY = Actor("delivery")
# Longer than a message takes at its slowest: a conversation and a message, each made twice, none of them answered.
# An alarm whose sender was killed is sent again after it.
LEASE = timedelta(minutes=1)
# Enough to keep the tenant's pace while the database is slow; so few so that each is made shortly before it goes.
READY_AT_ONCE = 14
# Whoever's turn at their conversation comes no sooner gives the claim up until then.
LONGEST_IN_LINE = 5.0
_URGENCY = {
    SendClass.ALARM: Urgency.AT_ONCE,
    SendClass.NOTICE: Urgency.NOTICE,
    SendClass.NUDGE: Urgency.NUDGE,
}

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class FirstContact:
    """How to reach people who have never written: the council's tenant and Teams' public service URL.

    A local trial may know of no tenant: then it is left empty.
    """

    tenant_id: str
    service_url: str


class Sender:
    """Sends claimed messages, one call each.

    Args:
        store: where the outbox is.
        messenger: what sends.
        makers: by template, what makes a message from the facts as they stand, or says that it is not owed.
        clock: the instant, for working hours.
        first_contact: how to reach people who have never written.
        pace: keeps to Teams' limits.
        random: spreads retries.
    """

    def __init__(
        self,
        store: Store,
        messenger: Messenger,
        makers: Mapping[str, MessageMaker],
        *,
        clock: Clock,
        first_contact: FirstContact,
        pace: Pace,
        random: Random,
    ) -> None:
        self._store = store
        self._messenger = messenger
        self._makers = makers
        self._clock = clock
        self._first_contact = first_contact
        self._pace = pace
        self._random = random
        self._ready = asyncio.Semaphore(READY_AT_ONCE)

    async def deliver(self, message: ClaimedMessage, to: KnownAddress) -> float | None:
        """Send a message and settle it; the seconds until it wants to be tried again, or None when it is over.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: the database failed. Nothing is lost: the claim lapses, and the outbox
                knows whether the message may have gone.
        """
        to = self._completed(to)
        wait = self._pace.wait(to.tenant_id, line_of(to))
        if wait > LONGEST_IN_LINE:
            return await self._run(partial(defer, message=message, wait=wait))
        turn = self._pace.turn(to.tenant_id, line_of(to), _URGENCY[message.send_class])
        async with turn as go, self._few_at_once(message):
            ready = await self._made_ready(message)
            if ready is None:
                return None
            try:
                await self._begin(ready, go)
            except CalledOffError as error:
                return await self._run(partial(call_off, ready=ready, error=error))
        return await self._send(ready)

    async def _made_ready(self, message: ClaimedMessage) -> Ready | None:
        """A message made from the facts as they stand; None where it is settled or deferred instead."""
        try:
            return await self._run(partial(self._prepare, message=message))
        except SQLAlchemyError:
            raise
        except PassingError as error:
            failure: SendError = error
        except Exception:
            _log.exception("message_not_made", message=message.id, template=message.template)
            failure = RefusedError(OUR_ERROR)
        await self._run(partial(self._fail, message=message, error=failure))
        return None

    async def _begin(self, ready: Ready, go: Go) -> None:
        """Take the turn of a message's next request, noted last before it goes.

        Raises:
            CalledOffError: it is not to go.
        """
        if wait := await go(partial(self._note, ready)):
            raise CalledOffError(PACED, wait)

    async def _note(self, ready: Ready) -> None:
        """Note that a request goes. Only a message itself is in doubt from here on, not one that waits or opens."""
        if not ready.may_go(self._clock.now()):
            raise CalledOffError("hours_over")
        beginning = outbox.begin_opening if ready.to.conversation_id is None else outbox.begin_sending
        attempt = await self._run(partial(beginning, message=ready.message, lease=LEASE, attempt_id=ready.attempt_id))
        if attempt is None:
            raise CalledOffError("claim_lost")
        ready.attempt_id = attempt

    def _few_at_once(self, message: ClaimedMessage) -> AbstractAsyncContextManager[None]:
        """Keeps what is made, and only waits for the tenant's limit, to a few; alarms walk past."""
        return nullcontext() if message.send_class is SendClass.ALARM else self._ready

    async def _run(self, work: Callable[[Unit], T]) -> T:
        return await self._store.run(work, self._clock.now(), DELIVERY)

    def _prepare(self, unit: Unit, message: ClaimedMessage) -> Ready | None:
        """Make a message; None where it is settled or deferred instead."""
        policy = policy_on_day(unit, london_day(unit.now))
        calendar = calendar_for(policy)
        if message.send_class is not SendClass.ALARM and not calendar.is_open(unit.now):
            outbox.defer(unit, [message], calendar.next_open(unit.now))
            return None
        if why := _why_lapsed(unit, message):
            outbox.settle(unit, message, SendStatus.LAPSED, reason=why)
            return None
        made = self._made(unit, policy, message)
        if made is None:
            outbox.settle(unit, message, SendStatus.LAPSED)
            return None
        known = self._known(unit, message.person_id)
        hindrance = hindrance_to(known)
        if hindrance:
            outbox.settle(unit, message, SendStatus.UNREACHABLE, reason=hindrance)
            tell_qa_unreachable(unit, message, hindrance)
            return None
        return Ready(message, known, outgoing(made), calendar)

    def _made(self, unit: Unit, policy: Policy, message: ClaimedMessage) -> Message | None:
        owed = OwedMessage(
            id=message.id,
            send_class=message.send_class,
            template=message.template,
            person_id=message.person_id,
            subject_id=message.subject_id,
            rung=message.rung,
        )
        return maker_of(self._makers, message.template)(unit, policy, owed)

    def _known(self, unit: Unit, person_id: int) -> KnownAddress:
        known = addresses.address_of(unit, person_id)
        if known is None:
            message = f"There is no person {person_id}."
            raise LookupError(message)
        return self._completed(known)

    def _completed(self, known: KnownAddress) -> KnownAddress:
        return replace(
            known,
            tenant_id=known.tenant_id or self._first_contact.tenant_id,
            service_url=known.service_url or self._first_contact.service_url,
        )

    async def _send(self, ready: Ready) -> float | None:
        try:
            activity_id = await self._said(ready)
        except CalledOffError as error:
            return await self._run(partial(call_off, ready=ready, error=error))
        except SendError as error:
            failure = error
            await self._pace.slow_down(ready.to.tenant_id, line_of(ready.to), error)
        except Exception:
            # A messenger raises a SendError and nothing else; nobody is forgotten over our own mistake.
            _log.exception("messenger_failed", message=ready.message.id)
            failure = RefusedError(OUR_ERROR)
        else:
            await self._run(partial(_sent, ready=ready, activity_id=activity_id))
            return None
        return await self._run(partial(self._fail, message=ready.message, error=failure, ready=ready))

    async def _said(self, ready: Ready) -> str:
        """Say a message in the conversation with a person, opened where there is none; the activity's id."""
        if ready.to.conversation_id is None:
            await self._open(ready)
        try:
            return await self._messenger.send(ready.address(), ready.outgoing)
        except ConversationGoneError:
            # Also of one just opened, which Teams may not have everywhere yet: made anew, once.
            ready.to = replace(ready.to, conversation_id=None)
            await self._another_turn(ready)
        await self._open(ready)
        try:
            return await self._messenger.send(ready.address(), ready.outgoing)
        except ConversationGoneError as gone:
            raise RefusedError("conversation_gone") from gone

    async def _another_turn(self, ready: Ready) -> None:
        tenant, line = ready.to.tenant_id, line_of(ready.to)
        if (wait := self._pace.wait(tenant, line)) > LONGEST_IN_LINE:
            raise CalledOffError(PACED, wait)
        async with self._pace.turn(tenant, line, _URGENCY[ready.message.send_class]) as go:
            await self._begin(ready, go)

    async def _open(self, ready: Ready) -> None:
        """Open a conversation and keep it, then take the turn to speak in it."""
        try:
            conversation = await self._messenger.open_conversation(ready.address())
        except ConversationGoneError as unknown:
            raise UnreachableError("not_known_to_teams") from unknown
        except UncertainError as lost:
            # Nothing of the message has gone, and whoever asks again is given the same conversation.
            raise PassingError(lost.reason) from lost
        ready.to = replace(ready.to, conversation_id=conversation)
        await self._run(partial(addresses.remember_conversation, opened=ready.to))
        await self._another_turn(ready)

    def _fail(self, unit: Unit, message: ClaimedMessage, error: SendError, ready: Ready | None = None) -> float | None:
        """Settle what did not go, or put it back; the seconds to wait in that case."""
        attempt = ready.attempt_id if ready else None
        ending = ending_of(error, message.send_class, message.attempts + 1, self._random)
        if ending.status is SendStatus.PENDING:
            put_back(unit, message, ending, error.reason, attempt)
            return ending.wait
        outbox.settle(unit, message, ending.status, reason=error.reason, attempt_id=attempt)
        if ending.status is SendStatus.UNREACHABLE and ready:
            addresses.mark_unreachable(unit, ready.to, error.reason)
            tell_qa_unreachable(unit, message, error.reason)
        elif ending.status is SendStatus.FAILED:
            tell_qa_failed(unit, message, error.reason)
        return None


def _why_lapsed(unit: Unit, message: ClaimedMessage) -> str:
    """Why a notice or a nudge is owed to nobody any more, whatever it says; empty where it may be."""
    if message.send_class is SendClass.ALARM:
        return ""
    # What waits twice is made twice of the same facts: the later one says all there is to say.
    if message.send_class is SendClass.NOTICE and outbox_again.is_overtaken(unit, message):
        return outbox_again.OVERTAKEN
    # Who leaves while something waits for them learns nothing more (DOMAIN, "People").
    return "" if person_by_id(unit, message.person_id).is_current(london_day(unit.now)) else "left"


def _sent(unit: Unit, ready: Ready, activity_id: str) -> None:
    outbox.settle(unit, ready.message, SendStatus.SENT, attempt_id=ready.attempt_id, activity_id=activity_id or None)
    note_gone(unit, ready.message)
