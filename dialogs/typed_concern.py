"""An immediate concern by typing, in whatever words it begins (`domain.typed_alarm`): never filed as an answer."""

from collections.abc import Sequence

from microsoft_teams.cards import AdaptiveCard

from cards.typed import OpenAudit, which_audit_card
from cards.verbs import AUDIT, STEP, Verb
from dialogs import allocation, concern, moderation_concern
from dialogs.in_hand import audits_in_hand
from dialogs.kept import carry
from dialogs.turn import Press, Reply, Turn
from dialogs.unplaced import TEXT
from domain.audit_steps import REVIEW
from domain.typed_alarm import alarm_in
from domain.words import AllocationStatus
from storage.audits import AllocatedAudit, allocated_audit, open_audits_of, returned_audits_of
from storage.moderation import AssignedModeration, queue_of

CONCERN = "concern"
# Of those returned lately one may still be worried about.
_RETURNED_SHOWN = 3
Moderated = tuple[AssignedModeration, AllocatedAudit]


def raise_typed(turn: Turn, text: str = "") -> Reply:
    """The card of an immediate concern with the words that were typed in it; which audit it is about, where unclear.

    `text` is the whole message; "" where the command alone was typed.
    """
    audits, moderated = audits_in_hand(turn), _moderated(turn)
    if not (audits or moderated):
        audits = _returned(turn)
    if not (audits or moderated):
        return _nothing_to_raise_it_in(turn)
    if len(audits) + len(moderated) > 1:
        return Reply(which_card(turn, audits, CONCERN, text, moderated))
    if moderated:
        return moderation_concern.form_for(turn, moderation_concern.press_for(moderated[0][0].id), text)
    return form_for(turn, audits[0], text)


def _moderated(turn: Turn) -> list[Moderated]:
    """What this person reads as a moderator just now, with the audit."""
    opened = [one for one in queue_of(turn.unit, turn.viewer.id) if one.opened_at is not None]
    found = [(one, allocated_audit(turn.unit, one.allocation_id)) for one in opened]
    return [(one, given) for one, given in found if given is not None]


def which_card(
    turn: Turn, audits: Sequence[AllocatedAudit], command: str, text: str, moderated: Sequence[Moderated] = ()
) -> AdaptiveCard:
    """The card that asks which audit a message is for; its first words are to phone, where it is a concern."""
    views = [OpenAudit(given.id, given.case_ref, given.team, given.due_now) for given in audits]
    views += [
        OpenAudit(given.id, given.case_ref, given.team, owed.due_on or given.due_now, owed.id)
        for owed, given in moderated
    ]
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
