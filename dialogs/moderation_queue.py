"""*my moderations*: what a moderator has to do, the oldest first, and the notices that bring it."""

from collections.abc import Collection

from cards.moderation_outcome import given_card, stand_in_card
from cards.moderation_queue import JudgedLine, MeetingLine, QueueLine, my_moderations_card
from cards.verbs import MODERATION
from dialogs.moderation import open_it
from dialogs.moderation_words import audit_of, outcome_words
from dialogs.turn import Message, OwedMessage, Press, Reply, Turn
from domain.policy import Policy
from domain.words import AllocationStatus, Role
from storage import record
from storage.audits import allocated_audit
from storage.loops import Meeting, Replied, meetings_of_moderator, replies_to
from storage.moderation import AssignedModeration, judged_by, moderation_by_id, queue_of
from storage.people import names_of
from storage.store import Unit

MODERATORS = (Role.MODERATOR, Role.EXTERNAL_MODERATOR)
_SHOWN, _JUDGED = 5, 3


def my_moderations(turn: Turn, press: Press) -> Reply:
    """What this person has to moderate, the meetings they bring about, and what they judged last."""
    del press
    queue = queue_of(turn.unit, turn.viewer.id)
    meetings = meetings_of_moderator(turn.unit, turn.viewer.id)
    judged = judged_by(turn.unit, turn.viewer.id, _JUDGED)
    if not (queue or meetings or judged or turn.viewer.is_a(*MODERATORS)):
        return Reply(text="You are not down as a moderator, so there is nothing here. Type 'help' for what you can do.")
    record.write(turn.unit, "saw_own_moderations", "person", turn.viewer.id, owed=len(queue), judged=len(judged))
    lines = [_queued(turn, one) for one in queue[:_SHOWN]]
    done = [_judged(turn, one) for one in judged]
    more = len(queue) - len(lines)
    return Reply(my_moderations_card(lines, [_meeting(turn, one) for one in meetings], done, more, turn.card_id))


def moderate(turn: Turn, press: Press) -> Reply:
    """Go on with what was begun, else open the oldest; the list where there is nothing to do."""
    queue = queue_of(turn.unit, turn.viewer.id)
    if not queue:
        return my_moderations(turn, press)
    begun = next((one for one in queue if one.opened_at is not None), queue[0])
    return open_it(turn, Press(press.verb, {MODERATION: str(begun.id)}))


def agreed(replies: Collection[Replied]) -> bool:
    """Whether both of a pair say that the day proposed works for them."""
    return len(replies) > 1 and all(one.works for one in replies)


def _queued(turn: Turn, owed: AssignedModeration) -> QueueLine:
    given = audit_of(turn.unit, owed.allocation_id)
    return QueueLine(
        owed.id,
        given.ref,
        given.case_ref,
        given.team,
        given.month,
        given.returned_on,
        owed.due_on,
        is_opened=owed.opened_at is not None,
        days_left=(owed.due_on - turn.today).days if owed.due_on else 0,
    )


def _judged(turn: Turn, judged: AssignedModeration) -> JudgedLine:
    given = audit_of(turn.unit, judged.allocation_id)
    return JudgedLine(judged.id, given.ref, given.case_ref, outcome_words(turn.unit, judged))


def _meeting(turn: Turn, meeting: Meeting) -> MeetingLine:
    given = audit_of(turn.unit, meeting.first_id)
    replies = replies_to(turn.unit, meeting).values()
    stands = "Propose a day and a time to both."
    if meeting.proposal is not None:
        said = f"You proposed: {meeting.proposal}."
        stands = f"{said} Both say that it works." if agreed(replies) else f"{said} Not both have agreed yet."
    return MeetingLine(meeting.id, given.case_ref, given.team, stands)


def given_notice(unit: Unit, policy: Policy, owed: OwedMessage) -> Message | None:
    """That an audit is there to be moderated; not owed once it is begun, judged, or somebody else's."""
    del policy
    found = moderation_by_id(unit, owed.subject_id)
    given = None if found is None else allocated_audit(unit, found.allocation_id)
    is_there = found is not None and found.opened_at is None and not found.is_judged
    if found is None or given is None or not is_there or given.status is not AllocationStatus.RETURNED:
        return None
    if not owed.rung.startswith(f"{found.moderator_id} "):
        return None
    card_id = f"sent-{owed.id}"
    if found.moderator_id != owed.person_id:
        moderator = names_of(unit, [found.moderator_id or 0]).get(found.moderator_id or 0, "a moderator")
        return Message(
            stand_in_card(moderator, given.team, found.due_on, card_id), "Something has come for a colleague."
        )
    card = given_card(given.team, given.month, found.due_on, found.id, card_id)
    return Message(card, "There is an audit for you to moderate.")
