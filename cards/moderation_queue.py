"""What a moderator has to do, as they find it with *my moderations*."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from microsoft_teams.cards import AdaptiveCard, CardElement, Container

from cards.elements import Button, buttons, card, facts, said
from cards.verbs import MEETING, MODERATION, Verb
from domain.calendar import spoken_day, spoken_month


@dataclass(frozen=True, slots=True)
class QueueLine:
    """An audit in a moderator's list. `is_opened`: they have begun with it; `days_left` is below 0 once it is late."""

    moderation_id: int
    ref: str
    case_ref: str
    team: str
    month: str
    returned_on: date | None
    due_on: date | None
    is_opened: bool
    days_left: int = 0


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting of two auditors that a moderator has still to bring about."""

    meeting_id: int
    case_ref: str
    team: str
    stands: str


@dataclass(frozen=True, slots=True)
class JudgedLine:
    """An audit that a moderator has judged; `outcome` in words."""

    moderation_id: int
    ref: str
    case_ref: str
    outcome: str


def _queued(line: QueueLine, card_id: str) -> Container:
    pairs = [("Reference", line.case_ref), ("Team", line.team), ("Month", spoken_month(line.month))]
    pairs += [("Returned on", spoken_day(line.returned_on))] if line.returned_on else []
    pairs += [("Please do it by", spoken_day(line.due_on))] if line.due_on else []
    title, verb = ("Carry on", Verb.CONTINUE_MODERATION) if line.is_opened else ("Open", Verb.OPEN_MODERATION)
    way = Button(
        title, verb, {MODERATION: line.moderation_id}, sends_inputs=False, tooltip=f"{title}: reference {line.case_ref}"
    )
    late = [said("Its day has passed.", quiet=True)] if line.due_on and line.days_left < 0 else []
    return Container(separator=True, items=[facts(pairs), *late, buttons(card_id, way)])


def _meeting(line: MeetingLine, card_id: str) -> Container:
    look = Button(
        "See the meeting",
        Verb.SHOW_MEETING,
        {MEETING: line.meeting_id},
        sends_inputs=False,
        tooltip=f"See the meeting: reference {line.case_ref}",
    )
    words = [said("Two auditors differ: a meeting", bold=True), said(line.stands)]
    pairs = facts([("Reference", line.case_ref), ("Team", line.team)])
    return Container(separator=True, items=[pairs, *words, buttons(card_id, look)])


def _judged(line: JudgedLine, card_id: str) -> Container:
    look = Button(
        "See the outcome",
        Verb.SHOW_MODERATION,
        {MODERATION: line.moderation_id},
        sends_inputs=False,
        tooltip=f"See the outcome: audit {line.ref}",
    )
    pairs = facts([("Reference", line.case_ref), ("Outcome", line.outcome)])
    return Container(separator=True, items=[pairs, buttons(card_id, look)])


def my_moderations_card(
    lines: Sequence[QueueLine],
    meetings: Sequence[MeetingLine],
    judged: Sequence[JudgedLine],
    more: int,
    card_id: str,
) -> AdaptiveCard:
    """What a moderator has to do, the oldest first. `more` is how many audits are not shown."""
    body: list[CardElement] = [] if lines or meetings else [said("There is nothing for you to moderate now.")]
    body += [_queued(line, card_id) for line in lines]
    body += [said(f"And {more} more, once these are done.", quiet=True)] if more else []
    body += [_meeting(line, card_id) for line in meetings]
    body += [said("You moderated these last", bold=True)] if judged else []
    body += [_judged(line, card_id) for line in judged]
    count = len(lines) + more
    fallback = f"You have {count} to moderate." if count else "There is nothing for you to moderate now."
    return card("My moderations", body, fallback=fallback)
