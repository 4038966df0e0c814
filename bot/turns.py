"""One turn: who is this, which button or word, what it changes and what it is answered with."""

import hashlib
from dataclasses import dataclass, field
from uuid import uuid4

from bot.days_off import calendar_for
from bot.ports import Inbound, InboundKind
from bot.pressed import clean, digest, read_press
from bot.undelivered import reachable_again
from bot.who import NO_ANSWER, Roster, Served, Turned, identify, remember
from cards.looks import LOOKS
from cards.verbs import Verb
from dialogs.exports import consent
from dialogs.table import BUTTONS, command
from dialogs.turn import Press, Reply, Turn, Viewer
from dialogs.typed import typed
from dialogs.welcome import help_, welcome
from dialogs.workbooks import is_workbook, receive
from domain.calendar import london_day
from domain.policy import Policy
from storage import record
from storage.addresses import mark_removed
from storage.audit_cards import ShownCard, Shows, note_card
from storage.handled import give_back_press, take_activity, take_press
from storage.people import mark_welcomed, person_by_object_id
from storage.policies import policy_on_day
from storage.store import Actor, Unit

PRESSES = (InboundKind.PRESSED, InboundKind.SUBMITTED)
_OPENING = (
    Verb.START_AUDIT,
    Verb.CONTINUE_AUDIT,
    Verb.SAY_IN_AUDIT,
    Verb.PLACE_TEXT,
    Verb.REOPEN,
    Verb.QA_ACT_FOR,
    Verb.OPEN_MODERATION,
    Verb.CONTINUE_MODERATION,
)
_EDITED = (
    "You changed a message after sending it. I go by what it said at first. To change an answer, type 'review' and "
    "press Change beside it. To ask something else, send it as a new message."
)
_NO_PICTURES = "I can't keep pictures. Please type what matters in it, without names."
_WORDS_ONLY = "I go by your words only: I have not kept the picture or file that came with them."
# Nobody asked anything: there is nothing to answer.
_SILENT = (InboundKind.UPGRADED, InboundKind.REMOVED)
# A press is answered in the place of its card, and an upgrade by nobody: the welcome waits for the person's own word.
_GREETED = (InboundKind.INSTALLED, InboundKind.SAID)


@dataclass(slots=True)
class Done:
    """What a turn came to: the reply, and what is said besides."""

    reply: Reply | None = None
    besides: list[Reply] = field(default_factory=list)


def one_turn(unit: Unit, inbound: Inbound, roster: Roster | None) -> Done:
    """Do what an activity asks, in one unit of work.

    Raises:
        RosterNeededError: Teams' roster must be asked who this is, and the turn begun anew.
        LinkedMeanwhileError: likewise, because another turn of the same person came first.
        NotAllowedError: the person may not do this; `record_refusal` records it once the turn is undone.
    """
    policy = policy_on_day(unit, london_day(unit.now))
    is_new = take(unit, inbound)
    if not is_new and inbound.kind not in PRESSES:
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
    is_news = remember(unit, inbound, found)
    if inbound.kind is InboundKind.REMOVED:
        mark_removed(unit, found.person.id)
        record.write(unit, "app_removed", "person", found.person.id)
        return Done()
    if is_news:
        reachable_again(unit, found.person.id)
    return _served(unit, inbound, found, policy, is_new=is_new)


def record_refusal(unit: Unit, inbound: Inbound) -> bool:
    """Record that something was refused; whether it is heard for the first time."""
    is_new = take(unit, inbound)
    who = person_by_object_id(unit, inbound.object_id)
    unit.actor = Actor("chat", None if who is None else who.id, inbound.object_id)
    record.write(unit, "refused", "person", unit.actor.person_id, verb=clean(inbound.verb)[:40])
    return is_new


def take(unit: Unit, inbound: Inbound) -> bool:
    """Take an activity to handle it; False where it was handled before, whatever its id was then."""
    if not inbound.activity_id:
        return True
    is_new = take_activity(unit, inbound.conversation_id, inbound.activity_id)
    return is_new and (not inbound.said_at or take_activity(unit, inbound.conversation_id, _words_at(inbound)))


def _words_at(inbound: Inbound) -> str:
    """What a message is known by when it is delivered again with another id: who wrote which words when."""
    whole = f"{inbound.channel_user_id}\n{inbound.said_at}\n{inbound.text}"
    return f"said:{hashlib.sha256(whole.encode()).hexdigest()}"


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
    turn = Turn(unit, viewer, policy, calendar_for(policy), uuid4().hex, is_known_new=bool(inbound.said_at))
    if inbound.kind in PRESSES:
        press = read_press(inbound)
        reply = _look(turn, press) if inbound.is_automatic else _press(turn, press, is_new=is_new)
        _note_where(unit, inbound, press, reply)
        return Done(reply)
    besides = _welcome_once(turn, found) if inbound.kind in _GREETED else []
    if inbound.kind is InboundKind.SAID:
        return _said(turn, inbound, besides)
    if inbound.kind is InboundKind.EDITED:
        return Done(Reply(text=_EDITED))
    if inbound.kind is InboundKind.CONSENTED:
        return Done(consent(turn, read_press(inbound), is_taken=inbound.upload_place is not None))
    record.write(unit, f"app_{inbound.kind.value}", "person", person.id)
    return Done(None, besides)


def _note_where(unit: Unit, inbound: Inbound, press: Press, reply: Reply) -> None:
    # An audit comes into a message by these buttons; whatever else is pressed there, it is noted already.
    if press.verb in _OPENING and inbound.reply_to_id and reply.shows_audit is not None:
        shows = Shows(reply.shows_audit, reply.audience)
        note_card(unit, shows, ShownCard(inbound.conversation_id, inbound.reply_to_id))


def _welcome_once(turn: Turn, found: Served) -> list[Reply]:
    if found.person.is_welcomed or not mark_welcomed(turn.unit, turn.viewer.id):
        return []
    return [welcome(turn)]


def _said(turn: Turn, inbound: Inbound, besides: list[Reply]) -> Done:
    names = [clean(file.name) for file in inbound.files]
    text = clean(inbound.text)
    # Words that come with anything but a workbook are what counts: they may be an answer.
    if names and (not text or any(is_workbook(name) for name in names)):
        return Done(receive(turn, names), besides)
    if not text and inbound.has_picture:
        return Done(Reply(text=_NO_PICTURES), besides)
    reply = _typed(turn, text, was_welcomed=bool(besides))
    return Done(reply, [*besides, Reply(text=_WORDS_ONLY)] if names or inbound.has_picture else besides)


def _typed(turn: Turn, text: str, *, was_welcomed: bool) -> Reply | None:
    act = command(text, turn.viewer)
    if act is help_ and was_welcomed:
        return None
    if act is not None:
        return act(turn, Press(Verb.HELP))
    return typed(turn, text, was_welcomed=was_welcomed)


def _press(turn: Turn, press: Press, *, is_new: bool) -> Reply:
    if press.verb not in set(Verb):
        # Of an older card, or of a newer one: while a new version comes up, both versions answer.
        return Reply(
            text="I don't know this button. Try it again in a few minutes, or type 'help' to see what I can do."
        )
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
