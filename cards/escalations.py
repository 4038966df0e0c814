"""Dispute resolution: the list of those a person may see, one with its history, and what they are told of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from microsoft_teams.cards import AdaptiveCard, CardElement, Container

from cards.elements import Button, buttons, card, execute, facts, said, typed
from cards.verbs import DISPUTE, FIRST, FORM, SEEN, Verb
from domain.calendar import spoken_day

# What a phone still shows at ease.
MOST_LISTED = 8
_ROOM = 2_000
RAISE = Button("Raise an escalation", Verb.DISPUTE_FORM, {DISPUTE: 0, FORM: "raise"}, sends_inputs=False)
MINE = Button("My escalations", Verb.MY_DISPUTES, sends_inputs=False)


@dataclass(frozen=True, slots=True)
class DisputeLine:
    """A dispute in a list; `stands` says where it stands, in words."""

    dispute_id: int
    case_ref: str
    team: str
    theme: str
    stands: str


def _line(one: DisputeLine, card_id: str) -> Container:
    look = Button(
        "Look at it",
        Verb.SHOW_DISPUTE,
        {DISPUTE: one.dispute_id},
        sends_inputs=False,
        tooltip=f"Look at it: dispute about {one.case_ref}",
    )
    pairs = [("Reference", one.case_ref), ("Team", one.team), ("About", one.theme), ("Stands", one.stands)]
    return Container(separator=True, items=[facts(pairs), buttons(card_id, look)])


def disputes_card(
    lines: Sequence[DisputeLine], more_after: int | None, card_id: str, *, may_raise: bool
) -> AdaptiveCard:
    """The disputes that a person may see. `more_after` is how many come before the next ones, None where none do."""
    body: list[CardElement] = [] if lines else [said("There are no disputes here.")]
    body += [_line(one, card_id) for one in lines]
    ways = [RAISE] if may_raise else []
    ways += [Button("More", Verb.MY_DISPUTES, {FIRST: more_after}, sends_inputs=False)] if more_after else []
    return card("Dispute resolution", body, [execute(way, card_id) for way in ways], fallback="Dispute resolution.")


@dataclass(frozen=True, slots=True)
class DisputeView:
    """A dispute with its history.

    Attributes:
        raised_by: who raised it; empty where an import brought it.
        history: what happened, the latest first, a sentence each, with its words or nothing.
        moves: what this person can do, as the titles and forms of its buttons.
        note: what has just become of it.
    """

    dispute_id: int
    ref: str
    case_ref: str
    team: str
    theme: str
    route: str
    stage: int
    stands: str
    raised_by: str
    raised_on: date
    history: Sequence[tuple[str, str]]
    moves: Sequence[tuple[str, str]] = ()
    note: str = ""


def _details(view: DisputeView) -> CardElement:
    who = f"{view.route}: {view.raised_by}" if view.raised_by else view.route
    pairs = [("Reference", view.case_ref), ("Team", view.team), ("About", view.theme), ("Raised by", who)]
    return facts([*pairs, ("Raised on", spoken_day(view.raised_on)), ("Stands", view.stands)])


def dispute_card(view: DisputeView, card_id: str) -> AdaptiveCard:
    """Where a dispute stands, what happened, and what this person can do about it."""
    body: list[CardElement] = [said(view.note, bold=True)] if view.note else []
    body += [_details(view), said("What happened, the latest first", bold=True)]
    for what, words in view.history:
        body += [said(what), *([typed(words, _ROOM)] if words else [])]
    carried: dict[str, str | int] = {DISPUTE: view.dispute_id, SEEN: view.stage}
    moves = [
        Button(title, Verb.DISPUTE_FORM, {**carried, FORM: form}, sends_inputs=False) for title, form in view.moves
    ]
    ways = [execute(way, card_id) for way in (*moves, MINE)]
    return card(f"Dispute {view.ref}", body, ways, fallback="Where a dispute stands, and what happened.")


def dispute_notice_card(view: DisputeView, why: str, card_id: str) -> AdaptiveCard:
    """What somebody is told of a dispute. `why` is a sentence of ours that names no reference."""
    latest = [typed(words, _ROOM) for _, words in view.history[:1] if words]
    look = Button("Look at it", Verb.SHOW_DISPUTE, {DISPUTE: view.dispute_id}, sends_inputs=False)
    return card(
        "Dispute resolution", [said(why, bold=True), _details(view), *latest], [execute(look, card_id)], fallback=why
    )
