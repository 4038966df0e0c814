"""The notices about a looped pair, made from the facts as they stand when they go."""

from cards.loops import agreed_card, meeting_card
from cards.moderation_outcome import stand_in_card
from dialogs.loops import view_of
from dialogs.moderation_words import audit_of
from dialogs.turn import Message, OwedMessage
from domain.policy import Policy
from storage.audits import allocated_audit
from storage.loops import Meeting, meeting_by_id, meeting_of, other_halves, overall_of
from storage.people import names_of
from storage.store import Unit


def _meeting_notice(unit: Unit, meeting: Meeting | None, owed: OwedMessage, summary: str) -> Message | None:
    if meeting is None or meeting.settled_at is not None:
        return None
    return Message(meeting_card(view_of(unit, meeting, owed.person_id), f"sent-{owed.id}"), summary)


def differs_notice(unit: Unit, policy: Policy, owed: OwedMessage) -> Message | None:
    """To one of the two: that they differ, and that a meeting will be proposed."""
    del policy
    given = allocated_audit(unit, owed.subject_id)
    if given is None or given.auditor_id != owed.person_id:
        return None
    return _meeting_notice(unit, meeting_of(unit, given.id), owed, "Two auditors differ about a record.")


def proposed_notice(unit: Unit, policy: Policy, owed: OwedMessage) -> Message | None:
    """To one of the two: the day proposed; not owed once another one is."""
    del policy
    meeting = meeting_by_id(unit, owed.subject_id)
    if meeting is None or str(meeting.round) != owed.rung:
        return None
    return _meeting_notice(unit, meeting, owed, "A day has been proposed for a meeting about an audit.")


def replied_notice(unit: Unit, policy: Policy, owed: OwedMessage) -> Message | None:
    """To the moderator: what one of the two says; not owed once another day is proposed."""
    del policy
    meeting = meeting_by_id(unit, owed.subject_id)
    if meeting is None or meeting.moderator_id != owed.person_id or not owed.rung.startswith(f"{meeting.round} "):
        return None
    return _meeting_notice(unit, meeting, owed, "An auditor has answered about a meeting.")


def meeting_given_notice(unit: Unit, policy: Policy, owed: OwedMessage) -> Message | None:
    """To the moderator: that a meeting is theirs to bring about; to their deputy, that it has come."""
    del policy
    meeting = meeting_by_id(unit, owed.subject_id)
    if meeting is None or meeting.settled_at is not None or not owed.rung.startswith(f"{meeting.moderator_id} "):
        return None
    if meeting.moderator_id == owed.person_id:
        return _meeting_notice(unit, meeting, owed, "Two auditors differ: please bring a meeting about.")
    moderator = names_of(unit, [meeting.moderator_id or 0]).get(meeting.moderator_id or 0, "a moderator")
    team = audit_of(unit, meeting.first_id).team
    return Message(stand_in_card(moderator, team, None, f"sent-{owed.id}"), "Something has come for a colleague.")


def agreed_notice(unit: Unit, policy: Policy, owed: OwedMessage) -> Message | None:
    """To one of the two: that both gave the same overall grade; not owed where that is no longer so."""
    del policy
    given = allocated_audit(unit, owed.subject_id)
    if given is None or given.auditor_id != owed.person_id:
        return None
    overall = overall_of(unit, given.id)
    same = [one for one in other_halves(unit, given) if overall_of(unit, one.id) == overall]
    if not same or overall is None:
        return None
    name = names_of(unit, [same[0].auditor_id])[same[0].auditor_id]
    card = agreed_card(given.case_ref, given.team, overall, name, f"sent-{owed.id}")
    return Message(card, "A looped audit of yours agrees with the other one.")
