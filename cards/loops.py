"""The cards of a looped pair: that both agree, or the meeting of two who differ."""

from collections.abc import Sequence
from dataclasses import dataclass

from microsoft_teams.cards import AdaptiveCard, CardElement, Container

from cards.elements import Button, card, complaint, execute, facts, said, text_input, typed
from cards.verbs import MEETING, ROUND, Verb


@dataclass(frozen=True, slots=True)
class Side:
    """One auditor of a pair: their name, their overall grade, and their grades by domain in the pair's order."""

    auditor: str
    overall: str
    domains: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class MeetingView:
    """A meeting of two auditors, as the moderator or one of the two sees it.

    Attributes:
        moderator: their name; "" while nobody is there.
        proposal: a day and a time in the moderator's words; "" before.
        replies: (name, what they said) to it.
        is_moderator: whether this reader brings it about.
        may_reply: whether it is this reader's to say whether the day works.
        is_settled: whether its outcome is recorded.
        is_called_off: whether one of the two audits was withdrawn, so that there is none.
        typed, wrong: what was typed, and what is wrong with it.
        asks_other: whether another day is being asked for.
        round: which proposal it is: a press on an older one is for another day.
    """

    meeting_id: int
    case_ref: str
    team: str
    sides: Sequence[Side]
    moderator: str
    proposal: str = ""
    replies: Sequence[tuple[str, str]] = ()
    is_moderator: bool = False
    may_reply: bool = False
    is_settled: bool = False
    is_called_off: bool = False
    typed: str = ""
    wrong: str = ""
    asks_other: bool = False
    round: int = 0
    note: str = ""


def _sides(view: MeetingView) -> list[CardElement]:
    out: list[CardElement] = [facts([("Overall: " + side.auditor, side.overall) for side in view.sides])]
    first, second = view.sides
    differ = [
        (title, f"{first.auditor}: {one}. {second.auditor}: {other}.")
        for (title, one), (_, other) in zip(first.domains, second.domains, strict=True)
        if one != other
    ]
    out += [said("Domains in which they differ", bold=True)] if differ else []
    return [*out, *(said(f"{title}. {words}") for title, words in differ)]


def _stands(view: MeetingView) -> list[CardElement]:
    if view.is_settled and view.is_called_off:
        return [said("One of the two audits was withdrawn, so there is no meeting. The other goes on by itself.")]
    if view.is_settled:
        return [said("The outcome of the meeting is recorded. Type 'my outcomes' to see it.")]
    if not view.proposal:
        who = view.moderator or "A moderator"
        words = "Propose a day and a time to both." if view.is_moderator else f"{who} will propose a day and a time."
        return [said(words)]
    proposed: list[CardElement] = [said("Proposed", bold=True), typed(view.proposal)]
    return [*proposed, *(Container(items=[said(name, quiet=True), typed(words)]) for name, words in view.replies)]


def _inputs(view: MeetingView) -> list[CardElement]:
    wrong = [complaint(view.wrong)] if view.wrong else []
    if view.is_moderator and not view.is_settled:
        label = "Another day and time" if view.proposal else "Day, time and place"
        return [
            *wrong,
            text_input("when", label, view.typed, long=False, hint="Tuesday 24 November at 10:00, in Teams"),
        ]
    if view.asks_other:
        return [*wrong, text_input("when", "When would it work for you?", view.typed, long=False)]
    return []


def _ways(view: MeetingView) -> list[Button]:
    carried: dict[str, str | int] = {MEETING: view.meeting_id}
    if view.is_settled:
        return [Button("My outcomes", Verb.MY_OUTCOMES, sends_inputs=False)]
    if view.is_moderator:
        propose = Button("Propose", Verb.PROPOSE_MEETING, carried, style="default" if view.proposal else "positive")
        return [propose, Button("Record the outcome", Verb.MEETING_OUTCOME_FORM, carried, sends_inputs=False)]
    if view.asks_other:
        back = Button("Cancel", Verb.SHOW_MEETING, carried, sends_inputs=False)
        return [Button("Suggest it", Verb.MEETING_OTHER, carried, style="positive"), back]
    if not view.may_reply:
        return []
    works = Button("It works", Verb.MEETING_WORKS, {**carried, ROUND: view.round}, sends_inputs=False)
    return [works, Button("Suggest another", Verb.MEETING_OTHER_FORM, carried, sends_inputs=False)]


def meeting_card(view: MeetingView, card_id: str) -> AdaptiveCard:
    """Both sides of a pair that differs, the day proposed, and what each says to it."""
    body: list[CardElement] = [said(view.note, bold=True)] if view.note else []
    body.append(facts([("Reference", view.case_ref), ("Team", view.team)]))
    body.append(said("Two of you audited this record, and your overall grades differ. A meeting settles them."))
    # Once it is settled its card is a receipt: what was agreed on is read where outcomes are.
    body += [*([] if view.is_settled else _sides(view)), *_stands(view), *_inputs(view)]
    return card(
        "A meeting about a looped audit",
        body,
        [execute(one, card_id) for one in _ways(view)],
        fallback="A meeting about a looped audit. Type 'my outcomes' to see it, or 'my moderations' if it is yours.",
    )


def agreed_card(case_ref: str, team: str, overall: str, other: str, card_id: str) -> AdaptiveCard:
    """That both of a pair gave the same overall grade."""
    return card(
        "Your looped audit agrees",
        [
            facts([("Reference", case_ref), ("Team", team), ("Overall", overall)]),
            said(f"{other} audited the same record, and gave the same overall grade. There is nothing more to do."),
        ],
        [execute(Button("My audits", Verb.MY_AUDITS, sends_inputs=False), card_id)],
        fallback="You and another auditor gave the same overall grade.",
    )
