"""The dispatch: who is this, which dialog, in one unit of work; then the answer.

A pressed button is answered by the HTTP answer itself; a typed message by messages sent after the commit, as
best we can: nothing hangs on their arrival.
"""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import uuid4

import structlog

from bot.clock import Clock
from bot.days_off import calendar_for
from bot.ports import Address, Inbound, InboundKind, InvokeOutcome, InvokeReply, Messenger, Outgoing, SendError
from bot.pressed import clean, digest, read_press
from bot.receipts import Receipts
from bot.who import NO_ANSWER, LinkedMeanwhileError, Roster, RosterNeededError, Served, Turned, identify, remember
from cards.elements import shown
from cards.verbs import LOOKS, Verb
from dialogs.table import BUTTONS, command
from dialogs.turn import Press, Reply, Turn, Viewer
from dialogs.welcome import help_, welcome
from domain.calendar import london_day
from domain.errors import NotAllowedError
from domain.policy import Policy
from storage import record
from storage.addresses import mark_removed
from storage.audit_cards import ShownCard, note_card
from storage.handled import give_back_press, take_activity, take_press
from storage.people import mark_welcomed, person_by_object_id
from storage.policies import policy_on_day
from storage.store import Actor, Store, Unit

ROSTER_SECONDS = 6.0
_PRESSES = (InboundKind.PRESSED, InboundKind.SUBMITTED)
_OPENING = (Verb.START_AUDIT, Verb.CONTINUE_AUDIT)
# Nobody asked anything: there is nothing to answer.
_SILENT = (InboundKind.UPGRADED, InboundKind.REMOVED)
# A press is answered in the place of its card, and an upgrade by nobody: the welcome waits for the person's own word.
_GREETED = (InboundKind.INSTALLED, InboundKind.SAID)
_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Done:
    """What a turn came to: the reply, and what is said besides."""

    reply: Reply | None = None
    besides: list[Reply] = field(default_factory=list)


class Dispatch:
    """Handles what comes in (`bot.ports.InboundHandler`).

    Args:
        store: where everything is.
        clock: the time.
        messenger: what sends the answers to typed messages, and knows the roster.
        wake: called after each commit that may have left something in the outbox.
    """

    def __init__(self, store: Store, clock: Clock, messenger: Messenger, wake: Callable[[], None]) -> None:
        self._store = store
        self._clock = clock
        self._messenger = messenger
        self._wake = wake
        self._receipts = Receipts(store, clock, messenger)
        self._under_way: set[asyncio.Task[None]] = set()

    async def handle(self, inbound: Inbound) -> InvokeReply | None:
        """Do what an activity asks. A reply for PRESSED, None for everything else.

        Raises:
            Exception: whatever went wrong in the store; nothing of the turn is kept then.
        """
        done = await self._done(inbound)
        self._wake()
        if done.reply is not None and done.reply.receipt_of is not None:
            self._later(self._put_receipts(inbound, done.reply, done.reply.receipt_of))
        if inbound.kind is InboundKind.PRESSED:
            return _invoke_reply(done.reply)
        replies = [*done.besides, *([done.reply] if done.reply else [])]
        if replies:
            self._later(self._answer(inbound, replies))
        return None

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
            return await self._store.run(lambda unit: _work(unit, inbound, roster), now, actor)
        except NotAllowedError as refusal:
            # The turn's own unit of work is undone whole; that it was tried is recorded in one of its own.
            sentence = str(refusal)
            is_new = await self._store.run(lambda unit: _record_refusal(unit, inbound), now, actor)
            return Done(Reply(text=sentence) if is_new or inbound.kind in _PRESSES else None)

    async def _ask_roster(self, inbound: Inbound) -> Roster:
        try:
            async with asyncio.timeout(ROSTER_SECONDS):
                return Roster(await self._messenger.member(_address(inbound), inbound.channel_user_id))
        except (SendError, TimeoutError) as problem:
            _log.warning("roster_silent", reason=str(problem))
            return NO_ANSWER

    async def _put_receipts(self, inbound: Inbound, receipt: Reply, allocation_id: int) -> None:
        try:
            shown_in = inbound.reply_to_id
            await self._receipts.replace_all(allocation_id, _address(inbound), _outgoing(receipt), shown_in)
        except Exception:
            _log.exception("receipts_failed", activity=inbound.activity_id)

    def _later(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _answer(self, inbound: Inbound, replies: list[Reply]) -> None:
        for reply in replies:
            try:
                await self._say(inbound, reply)
            except SendError as problem:
                _log.warning("answer_not_sent", reason=problem.reason, activity=inbound.activity_id)
            except Exception:
                _log.exception("answer_failed", activity=inbound.activity_id)

    async def _say(self, inbound: Inbound, reply: Reply) -> None:
        address = _address(inbound)
        outgoing = _outgoing(reply)
        if inbound.kind is InboundKind.SUBMITTED and inbound.reply_to_id and reply.card is not None:
            try:
                await self._messenger.update(address, inbound.reply_to_id, outgoing)
            except SendError:
                _log.info("card_not_replaced", activity=inbound.activity_id)
            else:
                return
        activity_id = await self._messenger.send(address, outgoing, inbound.activity_id or None)
        if reply.shows_audit is not None and activity_id:
            await self._receipts.note(reply.shows_audit, ShownCard(inbound.conversation_id, activity_id))

    async def drain(self, seconds: float) -> None:
        """Wait for the answers that are still under way, at most so long."""
        if self._under_way:
            await asyncio.wait(set(self._under_way), timeout=timedelta(seconds=seconds).total_seconds())


def _address(inbound: Inbound) -> Address:
    return Address(inbound.tenant_id, inbound.object_id, inbound.conversation_id, inbound.service_url)


def _outgoing(reply: Reply) -> Outgoing:
    if reply.card is None:
        return Outgoing(text=reply.text)
    # The fallback is ours and holds no reference: it may stand in a notification.
    return Outgoing(text=reply.text, card=shown(reply.card), summary=reply.card.fallback_text or "")


def _invoke_reply(reply: Reply | None) -> InvokeReply:
    if reply is None or (reply.card is None and not reply.text):
        return InvokeReply(InvokeOutcome.MESSAGE, text="Done.")
    if reply.card is None:
        return InvokeReply(InvokeOutcome.MESSAGE, text=reply.text)
    return InvokeReply(InvokeOutcome.CARD, card=shown(reply.card))


def _work(unit: Unit, inbound: Inbound, roster: Roster | None) -> Done:
    """One turn, in one unit of work."""
    policy = policy_on_day(unit, london_day(unit.now))
    is_new = _take(unit, inbound)
    if not is_new and inbound.kind not in _PRESSES:
        return Done()
    if not inbound.tenant_allowed:
        return _turned(unit, inbound, Turned.OTHER_TENANT, policy)
    if not inbound.is_personal:
        return _in_a_group(unit, inbound)
    # Whoever has just removed the app is in no roster any more.
    found = identify(unit, inbound, NO_ANSWER if inbound.kind is InboundKind.REMOVED else roster)
    if isinstance(found, Turned):
        return _turned(unit, inbound, found, policy)
    unit.actor = Actor("chat", found.person.id, inbound.object_id)
    remember(unit, inbound, found)
    if inbound.kind is InboundKind.REMOVED:
        mark_removed(unit, found.person.id)
        record.write(unit, "app_removed", "person", found.person.id)
        return Done()
    return _served(unit, inbound, found, policy, is_new=is_new)


def _record_refusal(unit: Unit, inbound: Inbound) -> bool:
    """Record that something was refused; whether it is heard for the first time."""
    is_new = _take(unit, inbound)
    who = person_by_object_id(unit, inbound.object_id)
    unit.actor = Actor("chat", None if who is None else who.id, inbound.object_id)
    record.write(unit, "refused", "person", unit.actor.person_id, verb=clean(inbound.verb)[:40])
    return is_new


def _take(unit: Unit, inbound: Inbound) -> bool:
    if not inbound.activity_id:
        return True
    return take_activity(unit, inbound.conversation_id, inbound.activity_id)


def _in_a_group(unit: Unit, inbound: Inbound) -> Done:
    record.write(unit, "turned_away", "person", why="group")
    if inbound.kind in _SILENT:
        return Done()
    return Done(Reply(text="I only work in a one-to-one chat. Open auditbot in Teams and write to me there."))


def _turned(unit: Unit, inbound: Inbound, why: Turned, policy: Policy) -> Done:
    record.write(unit, "turned_away", "person", why=why.value, tenant=inbound.tenant_id)
    if inbound.kind in _SILENT:
        return Done()
    if why is Turned.NOT_CHECKED:
        return Done(Reply(text="I can't check who you are just now. Please try again in a few minutes."))
    sentence = f"I can't help you here, because I don't know you. If you think I should, ask {policy.qa_contact}."
    return Done(Reply(text=sentence))


def _served(unit: Unit, inbound: Inbound, found: Served, policy: Policy, *, is_new: bool) -> Done:
    person = found.person
    viewer = Viewer(person.id, person.name, person.email, person.roles, person.team_id)
    turn = Turn(unit, viewer, policy, calendar_for(policy), uuid4().hex)
    if inbound.kind in _PRESSES:
        press = read_press(inbound)
        reply = _look(turn, press) if inbound.is_automatic else _press(turn, press, is_new=is_new)
        _note_where(unit, inbound, press, reply)
        return Done(reply)
    besides = _welcome_once(turn, found) if inbound.kind in _GREETED else []
    if inbound.kind is InboundKind.SAID:
        return Done(_typed(turn, clean(inbound.text), was_welcomed=bool(besides)), besides)
    record.write(unit, f"app_{inbound.kind.value}", "person", person.id)
    return Done(None, besides)


def _note_where(unit: Unit, inbound: Inbound, press: Press, reply: Reply) -> None:
    # An audit comes into a message by these buttons; whatever else is pressed there, it is noted already.
    if press.verb in _OPENING and inbound.reply_to_id and reply.shows_audit is not None:
        note_card(unit, reply.shows_audit, ShownCard(inbound.conversation_id, inbound.reply_to_id))


def _welcome_once(turn: Turn, found: Served) -> list[Reply]:
    if found.person.is_welcomed or not mark_welcomed(turn.unit, turn.viewer.id):
        return []
    return [welcome(turn)]


def _typed(turn: Turn, text: str, *, was_welcomed: bool) -> Reply | None:
    act = command(text)
    if act is help_ and was_welcomed:
        return None
    if act is None:
        reply = help_(turn, Press(Verb.HELP))
        return None if was_welcomed else replace(reply, text="I don't understand that yet. Here is what I can do.")
    return act(turn, Press(Verb.HELP))


def _press(turn: Turn, press: Press, *, is_new: bool) -> Reply:
    if press.verb not in set(Verb):
        return Reply(text="This button is from an older card. Type 'help' to see what I can do now.")
    return _act(turn, Verb(press.verb), press, is_new=is_new)


def _look(turn: Turn, press: Press) -> Reply:
    """Teams pressed by itself to keep a card current: it is shown, and nothing changes."""
    wired = BUTTONS.get(Verb(press.verb)) if press.verb in set(Verb) else None
    show = None if wired is None else wired.act if press.verb in LOOKS else wired.again
    if show is None:
        return Reply(text="Press the button to do this.")
    return show(turn, press)


def _act(turn: Turn, verb: Verb, press: Press, *, is_new: bool) -> Reply:
    wired = BUTTONS[verb]
    if verb in LOOKS or wired.again is None:
        return wired.act(turn, press)
    mark = digest(turn.viewer.id, press)
    is_first = take_press(turn.unit, press.action_id, mark) if press.action_id else is_new
    if not is_first:
        return wired.again(turn, press)
    reply = wired.act(turn, press)
    if reply.is_refused and press.action_id:
        give_back_press(turn.unit, press.action_id, mark)
    return reply
