"""The notices to those who work with an audited child: that the audit has begun, and what came of it.

Neither holds a grade (DOMAIN, "The monthly cycle", 8), and the reference is in the card alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from microsoft_teams.cards import AdaptiveCard, CardElement, Container

from cards.elements import card, facts, room_each, said, typed, typed_whole
from domain.calendar import spoken_day, spoken_month

# The room for the actions, in bytes, beside the strengths: Teams takes a card of about 100 KB in all.
_ACTIONS_ROOM = 20_000
_MOST_ACTIONS = 30
STARTED = "A practice audit has started."
DONE = "A practice audit has its outcome."


@dataclass(frozen=True, slots=True)
class AuditedView:
    """An audit as a colleague is told of it.

    Attributes:
        month: the audit month, as `2026-11`.
        is_manager: whether they manage the team; otherwise they are the social worker.
    """

    case_ref: str
    team: str
    auditor: str
    month: str
    theme: str | None
    is_manager: bool


def _details(view: AuditedView) -> list[tuple[str, str]]:
    pairs = [("Reference", view.case_ref), ("Team", view.team), ("Auditor", view.auditor)]
    return [*pairs, ("Month", spoken_month(view.month)), *([("Theme", view.theme)] if view.theme else [])]


def started_card(view: AuditedView) -> AdaptiveCard:
    """Who audits, why, and what happens next."""
    whose = "a record that your team works on" if view.is_manager else "a record that you work on"
    asks = "they may ask what you and the social worker think" if view.is_manager else "they may ask what you think"
    return card(
        "A practice audit has started",
        [
            facts(_details(view)),
            said(f"{view.auditor} is reading {whose}."),
            said("Why: each month we look at some records together, to see what helps children and what we can learn."),
            said(f"What happens next: {asks}, and the child and family too. It is best done with you."),
            said("Once it is done, you will get its strengths and the actions agreed. There is nothing to do now."),
        ],
        fallback=STARTED,
    )


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """What came of an audit. `actions` are (what, who, by when); `is_again` says that it was told before."""

    audited: AuditedView
    strengths: str
    actions: Sequence[tuple[str, str, date]]
    is_again: bool = False


def _action(what: str, owner: str, due_on: date, room: int) -> Container:
    return Container(separator=True, items=[typed(what, room), said(f"{owner} · by {spoken_day(due_on)}", quiet=True)])


def _actions(view: OutcomeView) -> list[CardElement]:
    if not view.actions:
        return [said("No actions were agreed.")]
    listed = view.actions[:_MOST_ACTIONS]
    room = room_each(_ACTIONS_ROOM, len(listed))
    lines: list[CardElement] = [said("Actions agreed", bold=True)]
    lines += [_action(what, owner, due_on, room) for what, owner, due_on in listed]
    more = len(view.actions) - len(listed)
    return [*lines, said(f"And {more} more, which the auditor can tell you.")] if more else lines


def _strengths(text: str) -> list[CardElement]:
    blocks: list[CardElement] = [said("Strengths", bold=True), *typed_whole(text)]
    return blocks if text else [*blocks, said("None were written down.")]


def outcome_card(view: OutcomeView) -> AdaptiveCard:
    """The strengths and the actions agreed."""
    thanks = "Thank you for your work with this child and family."
    again = "It was changed since you last heard of it. This is how it stands now."
    return card(
        "The outcome of a practice audit",
        [
            facts(_details(view.audited)),
            said(again if view.is_again else thanks),
            *_strengths(view.strengths),
            *_actions(view),
            said(f"If you want to talk it over, ask {view.audited.auditor}.", quiet=True),
        ],
        fallback=DONE,
    )
