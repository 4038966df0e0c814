"""Looped audits that differ: a day is proposed to both, and the moderator records what the meeting agreed on.

The two are sealed from each other until both have returned: there is no meeting before that, and nothing else here
shows one auditor the other's grades.
"""

from collections.abc import Sequence

from cards.loops import MeetingView, Side, meeting_card
from cards.verbs import MEETING, ROUND
from dialogs import likely_names, qa_notices
from dialogs.moderation_words import audit_of
from dialogs.turn import Press, Reply, Turn
from domain.errors import NotAllowedError
from domain.free_text import complaint_about
from domain.lifecycle import Part, check_change
from domain.moderation_steps import OVERALL, domain_step
from domain.words import Change
from storage import record
from storage.audits import AllocatedAudit, lock_audit
from storage.loops import (
    Meeting,
    is_called_off,
    meeting_by_id,
    meetings_of_moderator,
    open_meetings_of_auditor,
    propose,
    replies_to,
    reply_to,
)
from storage.moderation_reading import grades_of
from storage.people import names_of
from storage.store import Unit

PROPOSED = "loop_meeting_proposed"
REPLIED = "loop_meeting_replied"
_LONGEST = 300
_NOT_YOURS = "This meeting is not one of yours. Type 'my outcomes' or 'my moderations' to see yours."
_SETTLED = "The outcome of this meeting is recorded already. Type 'my outcomes' to see it."
_CALLED_OFF = (
    "There is no meeting any more: one of the two audits was withdrawn. The other is moderated by itself: type "
    "'my moderations' or 'my outcomes'."
)


def halves_of(unit: Unit, meeting: Meeting) -> list[AllocatedAudit]:
    """The two audits of a meeting."""
    return [audit_of(unit, key) for key in meeting.pair]


def own_meeting(turn: Turn, press: Press) -> Meeting:
    """The meeting that a card speaks of, held, if this person moderates it or is one of the two.

    Raises:
        NotAllowedError: there is no such meeting, or it is none of theirs. Both read alike.
    """
    number = press.number(MEETING)
    found = None if number is None else meeting_by_id(turn.unit, number)
    if found is None or not _is_theirs(turn, found):
        raise NotAllowedError(_NOT_YOURS)
    for key in found.pair:
        lock_audit(turn.unit, key)
    return meeting_by_id(turn.unit, found.id) or found


def _is_theirs(turn: Turn, meeting: Meeting) -> bool:
    people = {one.auditor_id for one in halves_of(turn.unit, meeting)}
    return turn.viewer.id == meeting.moderator_id or turn.viewer.id in people


def moderated_meeting(turn: Turn, press: Press) -> Meeting:
    """As `own_meeting`, where this person brings it about and it is still to be settled.

    Raises:
        NotAllowedError: they don't, or its outcome is recorded.
    """
    meeting = own_meeting(turn, press)
    if meeting.moderator_id != turn.viewer.id:
        raise NotAllowedError(_NOT_YOURS)
    if meeting.settled_at is not None:
        raise NotAllowedError(_CALLED_OFF if is_called_off(turn.unit, meeting) else _SETTLED)
    return meeting


def show(turn: Turn, press: Press) -> Reply:
    """A meeting as it stands."""
    return shown(turn, own_meeting(turn, press))


def shown(
    turn: Turn, meeting: Meeting, *, note: str = "", typed: str = "", wrong: str = "", asks_other: bool = False
) -> Reply:
    """The card of a meeting, with what was typed where it was refused."""
    record.write(turn.unit, "saw_meeting", "loop_meeting", meeting.id)
    view = view_of(turn.unit, meeting, turn.viewer.id, note=note, typed=typed, wrong=wrong, asks_other=asks_other)
    return Reply(meeting_card(view, turn.card_id), is_refused=bool(wrong))


def sides_of(unit: Unit, halves: Sequence[AllocatedAudit]) -> list[Side]:
    """Both auditors with their grades, the domains in the same order."""
    names = names_of(unit, {one.auditor_id for one in halves})
    grades = [grades_of(unit, one.id) for one in halves]
    titles = sorted({key.removeprefix(domain_step("")) for one in grades for key in one if key != OVERALL})
    return [
        Side(
            names[half.auditor_id],
            str(given.get(OVERALL, "no grade")),
            [(title, str(given.get(domain_step(title), "no grade"))) for title in titles],
        )
        for half, given in zip(halves, grades, strict=True)
    ]


def view_of(
    unit: Unit,
    meeting: Meeting,
    viewer_id: int,
    *,
    note: str = "",
    typed: str = "",
    wrong: str = "",
    asks_other: bool = False,
) -> MeetingView:
    """A meeting as its moderator, or one of the two, sees it."""
    halves = halves_of(unit, meeting)
    replies = replies_to(unit, meeting)
    people = {one.auditor_id for one in halves}
    names = names_of(unit, people | {meeting.moderator_id or 0})
    own = replies.get(viewer_id)
    return MeetingView(
        meeting_id=meeting.id,
        case_ref=halves[0].case_ref,
        team=halves[0].team,
        sides=sides_of(unit, halves),
        moderator=names.get(meeting.moderator_id or 0, ""),
        proposal=meeting.proposal or "",
        replies=[(names[key], one.words or "It works.") for key, one in replies.items()],
        is_moderator=meeting.moderator_id == viewer_id,
        may_reply=viewer_id in people and meeting.proposal is not None and not (own and own.works),
        is_settled=meeting.settled_at is not None,
        is_called_off=is_called_off(unit, meeting),
        typed=typed,
        wrong=wrong,
        asks_other=asks_other,
        round=meeting.round,
        note=note,
    )


def propose_it(turn: Turn, press: Press) -> Reply:
    """Propose a day and a time to both of a pair."""
    meeting = moderated_meeting(turn, press)
    for half in halves_of(turn.unit, meeting):
        check_change(Change.PROPOSE_MEETING, half.status, Part.MODERATOR)
    when = press.inputs.get("when", "").strip()
    wrong = complaint_about(when, when_empty="Write a day and a time.", longest=_LONGEST)
    if wrong:
        return shown(turn, meeting, typed=when, wrong=wrong)
    asked = likely_names.unasked(turn, press, meeting.first_id, "meeting", {"when": when})
    if asked:
        return likely_names.ask(turn, press, shown(turn, meeting, typed=when), asked)
    number = propose(turn.unit, meeting, when, turn.today)
    record.write(turn.unit, "proposed_meeting", "loop_meeting", meeting.id)
    for half in halves_of(turn.unit, meeting):
        qa_notices.tell(turn, PROPOSED, half.auditor_id, meeting.id, rung=str(number))
    return shown(turn, meeting_by_id(turn.unit, meeting.id) or meeting, note="Both will hear of it.")


def _own_half(turn: Turn, press: Press) -> tuple[Meeting, AllocatedAudit]:
    """The meeting, and the half that is this person's; a day must be proposed.

    Raises:
        NotAllowedError: they are none of the two, or there is nothing to say to yet.
    """
    meeting = own_meeting(turn, press)
    half = next((one for one in halves_of(turn.unit, meeting) if one.auditor_id == turn.viewer.id), None)
    if half is None:
        raise NotAllowedError(_NOT_YOURS)
    if meeting.settled_at is not None:
        raise NotAllowedError(_CALLED_OFF if is_called_off(turn.unit, meeting) else _SETTLED)
    if meeting.proposal is None:
        raise NotAllowedError("No day has been proposed yet. You will hear once it is.")
    check_change(Change.ANSWER_MEETING, half.status, Part.AUDITOR)
    return meeting, half


def works(turn: Turn, press: Press) -> Reply:
    """Say that the day proposed works."""
    meeting, half = _own_half(turn, press)
    if press.data.get(ROUND) and press.number(ROUND) != meeting.round:
        return shown(turn, meeting, note="Another day has been proposed since. Please look again.")
    known = replies_to(turn.unit, meeting).get(turn.viewer.id)
    if known is None or not known.works:
        reply_to(turn.unit, meeting, half.id, turn.viewer.id, "", turn.today, works=True)
        _tell_moderator(turn, meeting)
    return shown(turn, meeting, note="Thank you. The moderator will hear that it works for you.")


def other_form(turn: Turn, press: Press) -> Reply:
    """Ask when it would work."""
    meeting, _ = _own_half(turn, press)
    return shown(turn, meeting, asks_other=True)


def other(turn: Turn, press: Press) -> Reply:
    """Suggest another day."""
    meeting, half = _own_half(turn, press)
    when = press.inputs.get("when", "").strip()
    wrong = complaint_about(when, when_empty="Write when it would work for you.", longest=_LONGEST)
    if wrong:
        return shown(turn, meeting, typed=when, wrong=wrong, asks_other=True)
    asked = likely_names.unasked(turn, press, half.id, "meeting", {"when": when})
    if asked:
        return likely_names.ask(turn, press, shown(turn, meeting, typed=when, asks_other=True), asked)
    reply_to(turn.unit, meeting, half.id, turn.viewer.id, when, turn.today, works=False)
    _tell_moderator(turn, meeting)
    return shown(turn, meeting, note="Thank you. The moderator will hear of it, and propose another day.")


def _tell_moderator(turn: Turn, meeting: Meeting) -> None:
    record.write(turn.unit, "answered_meeting", "loop_meeting", meeting.id)
    if meeting.moderator_id is not None:
        rung = f"{meeting.round} {turn.viewer.id} {turn.unit.now.isoformat()}"
        qa_notices.tell(turn, REPLIED, meeting.moderator_id, meeting.id, rung=rung)


def meeting_order(turn: Turn, text: str) -> Reply | None:
    """'meeting: …' to the oldest meeting of one's own: its moderator proposes, one of the two answers."""
    words, colon, rest = text.partition(":")
    if words.strip().casefold() != "meeting" or not colon:
        return None
    moderated = meetings_of_moderator(turn.unit, turn.viewer.id)
    mine = [*moderated, *open_meetings_of_auditor(turn.unit, turn.viewer.id)]
    if not mine:
        return Reply(text="No meeting waits for you. Type 'my outcomes' or 'my moderations' to see what does.")
    press = Press("meeting", {MEETING: str(mine[0].id)}, {"when": rest.strip()})
    if moderated:
        return propose_it(turn, press)
    return works(turn, press) if rest.strip(" .!").casefold() in {"it works", "works", "yes"} else other(turn, press)
