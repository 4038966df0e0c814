"""An immediate concern by typing, in whatever words it begins (`domain.typed_alarm`): never filed as an answer."""

from collections.abc import Sequence

from microsoft_teams.cards import AdaptiveCard

from cards.typed import OpenAudit, which_audit_card
from cards.verbs import AUDIT, STEP, Verb
from dialogs import allocation, concern
from dialogs.in_hand import audits_in_hand
from dialogs.kept import carry
from dialogs.turn import Press, Reply, Turn
from dialogs.unplaced import TEXT
from domain.audit_steps import REVIEW
from domain.typed_alarm import alarm_in
from domain.words import AllocationStatus
from storage.audits import AllocatedAudit, open_audits_of, returned_audits_of

CONCERN = "concern"
# Of those returned lately one may still be worried about.
_RETURNED_SHOWN = 3


def raise_typed(turn: Turn, text: str = "") -> Reply:
    """The card of an immediate concern with the words that were typed in it; which audit it is about, where unclear.

    `text` is the whole message; "" where the command alone was typed.
    """
    audits = audits_in_hand(turn) or _returned(turn)
    if not audits:
        return _nothing_to_raise_it_in(turn)
    if len(audits) > 1:
        return Reply(which_card(turn, audits, CONCERN, text))
    return form_for(turn, audits[0], text)


def which_card(turn: Turn, audits: Sequence[AllocatedAudit], command: str, text: str) -> AdaptiveCard:
    """The card that asks which audit a message is for; its first words are to phone, where it is a concern."""
    views = [OpenAudit(given.id, given.case_ref, given.team, given.due_now) for given in audits]
    first = turn.policy.emergency_contact if command == CONCERN else ""
    return which_audit_card(views, command, text, turn.card_id, phone_first=first)


def _returned(turn: Turn) -> list[AllocatedAudit]:
    last = returned_audits_of(turn.unit, turn.viewer.id, _RETURNED_SHOWN)
    return [given for given in last if given.status is not AllocationStatus.WITHDRAWN]


def form_for(turn: Turn, given: AllocatedAudit, text: str) -> Reply:
    """The form for one audit. A text that raises no alarm by itself waits until the concern is raised."""
    press = Press(Verb.CONCERN_FORM, {AUDIT: str(given.id), STEP: given.position or REVIEW})
    words = alarm_in(text) if text else ""
    if words is None:
        return concern.form(turn, press, carry({TEXT: text}))
    return concern.form(turn, press, what=words, offered=carry({TEXT: text}) if words else "")


def _nothing_to_raise_it_in(turn: Turn) -> Reply:
    emergency = turn.policy.emergency_contact
    if open_audits_of(turn.unit, turn.viewer.id):
        now = f"Phone the team manager or {emergency} now. To raise it here, start the audit first."
        return Reply(allocation.my_audits(turn, Press(Verb.MY_AUDITS)).card, text=now)
    why = "I can pass a concern on only from an audit, and you have none here. Tell those who must act yourself."
    return Reply(text=f"Phone {emergency} now. {why}")
