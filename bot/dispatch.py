"""The dispatch: who is this, which dialog, in one unit of work; then the answer.

A pressed button is answered by the HTTP answer itself; a typed message by messages sent after the commit, as
best we can: nothing hangs on their arrival.
"""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import astuple, replace
from datetime import datetime, timedelta
from uuid import uuid4

import structlog

from bot.clock import Clock
from bot.errands import Errands
from bot.not_kept import NotKept
from bot.ports import (
    Address,
    FileOffer,
    Inbound,
    InboundKind,
    InvokeOutcome,
    InvokeReply,
    Messenger,
    Outgoing,
    SendError,
)
from bot.receipts import Receipts
from bot.turns import PRESSES, Done, one_turn, record_refusal, take
from bot.who import NO_ANSWER, LinkedMeanwhileError, Roster, RosterNeededError
from cards.elements import shown
from dialogs.turn import Errand, Reply
from domain.errors import NotAllowedError
from storage.audit_cards import ShownCard, Shows
from storage.store import Actor, Store

ROSTER_SECONDS = 6.0
_log = structlog.get_logger(__name__)


class Dispatch:
    """Handles what comes in (`bot.ports.InboundHandler`).

    Args:
        store: where everything is.
        clock: the time.
        messenger: what sends the answers to typed messages, and knows the roster.
        wake: called after each commit that may have left something in the outbox.
        errands: what does that which takes longer than an answer may.
    """

    def __init__(
        self, store: Store, clock: Clock, messenger: Messenger, wake: Callable[[], None], errands: Errands
    ) -> None:
        self._store = store
        self._clock = clock
        self._messenger = messenger
        self._wake = wake
        self._errands = errands
        self._receipts = Receipts(store, clock, messenger)
        self._not_kept = NotKept(store, clock, messenger, take)
        self._under_way: set[asyncio.Task[None]] = set()

    async def handle(self, inbound: Inbound) -> InvokeReply | None:
        """Do what an activity asks. A reply for PRESSED, None for everything else.

        Raises:
            Exception: whatever went wrong in the store; nothing of the turn is kept then.
        """
        try:
            done = await self._done(inbound)
        except Exception:
            if self._not_kept.is_told(inbound):
                self._later(self._not_kept.tell(inbound))
            raise
        self._wake()
        if done.reply is not None and done.reply.receipt_of is not None:
            self._later(self._put_receipts(inbound, done.reply, Shows(done.reply.receipt_of, done.reply.audience)))
        is_pressed = inbound.kind is InboundKind.PRESSED
        replies = [] if is_pressed else [*done.besides, *([done.reply] if done.reply else [])]
        errand = done.reply.errand if done.reply else None
        if replies or errand:
            self._later(self._answer(inbound, replies, errand))
        return _invoke_reply(done.reply) if is_pressed else None

    async def _done(self, inbound: Inbound) -> Done:
        inbound = replace(inbound, object_id=inbound.object_id.lower(), tenant_id=inbound.tenant_id.lower())
        now = self._clock.now()
        actor = Actor("chat", object_id=inbound.object_id or None)
        try:
            return await self._work(inbound, None, now, actor)
        except RosterNeededError:
            roster = await self._ask_roster(inbound)
        try:
            return await self._work(inbound, roster, now, actor)
        except LinkedMeanwhileError:
            return await self._work(inbound, roster, now, actor)

    async def _work(self, inbound: Inbound, roster: Roster | None, now: datetime, actor: Actor) -> Done:
        try:
            done = await self._store.run(lambda unit: one_turn(unit, inbound, roster), now, actor)
            return await self._looked_up(done, now, actor)
        except NotAllowedError as refusal:
            # The turn's own unit of work is undone whole; that it was tried is recorded in one of its own.
            sentence = str(refusal)
            is_new = await self._store.run(lambda unit: record_refusal(unit, inbound), now, actor)
            return Done(Reply(text=sentence) if is_new or inbound.kind in PRESSES else None)

    async def _looked_up(self, done: Done, now: datetime, actor: Actor) -> Done:
        """A turn with what it left to be looked up; that somebody saw it is recorded before they do."""
        if done.reply is None or done.reply.looks_up is None:
            return done
        found = await self._store.look(done.reply.looks_up, now, actor)
        await self._store.run(found.keep, now, actor)
        return replace(done, reply=found.reply)

    async def _ask_roster(self, inbound: Inbound) -> Roster:
        try:
            async with asyncio.timeout(ROSTER_SECONDS):
                return Roster(await self._messenger.member(_address(inbound), inbound.channel_user_id))
        except (SendError, TimeoutError) as problem:
            _log.warning("roster_silent", reason=str(problem))
            return NO_ANSWER

    async def _put_receipts(self, inbound: Inbound, receipt: Reply, shows: Shows) -> None:
        try:
            shown_in = inbound.reply_to_id
            await self._receipts.replace_all(shows, _address(inbound), _outgoing(receipt), shown_in)
        except Exception:
            _log.exception("receipts_failed", activity=inbound.activity_id)

    def _later(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _answer(self, inbound: Inbound, replies: list[Reply], errand: Errand | None = None) -> None:
        for reply in (one for one in replies if not one.is_silent):
            try:
                await self._say(inbound, reply)
            except SendError as problem:
                _log.warning("answer_not_sent", reason=problem.reason, activity=inbound.activity_id)
            except Exception:
                _log.exception("answer_failed", activity=inbound.activity_id)
        if errand is not None:
            await self._answer(inbound, [await self._errands.carry_out(inbound, errand, uuid4().hex)])

    async def _say(self, inbound: Inbound, reply: Reply) -> None:
        address = _address(inbound)
        outgoing = _outgoing(reply)
        if reply.is_handed_over:
            outgoing = replace(outgoing, file=inbound.upload_place)
        if inbound.reply_to_id and _takes_its_place(inbound, reply):
            try:
                await self._messenger.update(address, inbound.reply_to_id, outgoing)
            except SendError:
                _log.info("card_not_replaced", activity=inbound.activity_id)
            else:
                return
        activity_id = await self._messenger.send(address, outgoing, _answered(inbound))
        if reply.shows_audit is not None and activity_id:
            shows = Shows(reply.shows_audit, reply.audience)
            await self._receipts.note(shows, ShownCard(inbound.conversation_id, activity_id))

    async def drain(self, seconds: float) -> None:
        """Wait for the answers that are still under way, at most so long."""
        if self._under_way:
            await asyncio.wait(set(self._under_way), timeout=timedelta(seconds=seconds).total_seconds())


def _address(inbound: Inbound) -> Address:
    return Address(inbound.tenant_id, inbound.object_id, inbound.conversation_id, inbound.service_url)


def _takes_its_place(inbound: Inbound, reply: Reply) -> bool:
    """Whether a reply belongs where the card is that was pressed, or the offer that was answered."""
    if inbound.kind is InboundKind.CONSENTED:
        return reply.offer is None
    return inbound.kind in PRESSES and reply.card is not None


def _answered(inbound: Inbound) -> str | None:
    # An invoke is no message that one could reply to; the id of an edit is ours.
    is_message = inbound.kind not in {InboundKind.PRESSED, InboundKind.CONSENTED, InboundKind.EDITED}
    return inbound.activity_id or None if is_message else None


def _outgoing(reply: Reply) -> Outgoing:
    if reply.card is None:
        return Outgoing(text=reply.text, offer=None if reply.offer is None else FileOffer(*astuple(reply.offer)))
    # The fallback is ours and holds no reference: it may stand in a notification.
    return Outgoing(text=reply.text, card=shown(reply.card), summary=reply.card.fallback_text or "")


def _invoke_reply(reply: Reply | None) -> InvokeReply:
    if reply is None or (reply.card is None and not reply.text):
        return InvokeReply(InvokeOutcome.MESSAGE, text="Done.")
    if reply.card is None:
        return InvokeReply(InvokeOutcome.MESSAGE, text=reply.text)
    return InvokeReply(InvokeOutcome.CARD, card=shown(reply.card))
