"""The outcome of a moderation, as its auditor, its moderator and QA see it; and the notices about moderation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from microsoft_teams.cards import AdaptiveCard, CardElement, Container

from cards.elements import Button, buttons, card, complaint, execute, facts, room_each, said, text_input, typed
from cards.moderation import MINE
from cards.verbs import AUDIT, MODERATION, Verb
from domain.calendar import spoken_day, spoken_month

# For all reasons together, in bytes.
_ROOM = 40_000
TOLD = "One of your audits has been moderated."


@dataclass(frozen=True, slots=True)
class GradeLine:
    """A domain, or the whole, with both grades, and why the moderator's is another one."""

    title: str
    auditors: str
    moderators: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """What came of a moderation.

    Attributes:
        overall: both overall grades.
        changed: the domains that were changed.
        met_standard: False where it was sent back.
        moderator: their name; "" where nobody is known.
        answer: what the auditor said to it; "" before.
        may_answer: whether this reader may say something to it, and has not yet.
        typed_answer, wrong: what was typed as an answer, and what is wrong with it.
        whose: the auditor's name, for who is not the auditor.
        is_meeting: whether a meeting of two auditors agreed on it.
    """

    audit_id: int
    ref: str
    case_ref: str
    team: str
    month: str
    moderated_on: date | None
    overall: GradeLine
    changed: Sequence[GradeLine]
    met_standard: bool
    moderator: str
    answer: str = ""
    may_answer: bool = False
    typed_answer: str = ""
    wrong: str = ""
    whose: str = ""
    is_meeting: bool = False
    note: str = ""


def _grades(line: GradeLine, whose: str, room: int) -> Container:
    own = "The auditor's" if whose else "Yours"
    words = f"{own}: {line.auditors}. The moderator's: {line.moderators}."
    why = [typed(line.reason, room)] if line.reason else []
    return Container(items=[said(line.title, bold=True), said(words), *why])


def _what_it_means(view: OutcomeView) -> str:
    by = "The meeting agreed on" if view.is_meeting else "The moderator has given"
    if not view.met_standard:
        return "The moderator found that the audit needs more work, and sent it back."
    if view.overall.auditors == view.overall.moderators and not view.changed:
        return "The moderator has confirmed every grade."
    return f"{by} other grades. Both are kept, and the moderator's count from now on."


def _answering(view: OutcomeView) -> list[CardElement]:
    if view.answer:
        own = f"What {view.whose} said to it" if view.whose else "What you said to it"
        return [said(own, bold=True), typed(view.answer)]
    if not view.may_answer:
        return []
    return [
        said("You can answer once, here or with 'answer the outcome: ' and your words. The moderator and QA read it."),
        *([complaint(view.wrong)] if view.wrong else []),
        text_input("answer", "Your answer", view.typed_answer, hint="No names of children or families, please."),
    ]


def outcome_card(view: OutcomeView, card_id: str) -> AdaptiveCard:
    """Both grades, the reasons, and the auditor's one answer."""
    room = room_each(_ROOM, 1 + len(view.changed))
    pairs = [
        ("Reference", view.case_ref),
        ("Audit", view.ref),
        ("Team", view.team),
        ("Month", spoken_month(view.month)),
    ]
    pairs += [("Auditor", view.whose)] if view.whose else []
    pairs += [("Moderator", view.moderator)] if view.moderator else []
    pairs += [("Moderated on", spoken_day(view.moderated_on))] if view.moderated_on else []
    body: list[CardElement] = [said(view.note, bold=True)] if view.note else []
    body += [facts(pairs), said(_what_it_means(view)), _grades(view.overall, view.whose, room)]
    body += [_grades(one, view.whose, room) for one in view.changed]
    body += _answering(view)
    send = Button("Send answer", Verb.ANSWER_OUTCOME, {AUDIT: view.audit_id}, style="positive")
    ways = [send] if view.may_answer and not view.answer else []
    return card(
        "The outcome of a moderation",
        body,
        [execute(one, card_id) for one in ways],
        fallback="An audit has been moderated. Type 'my outcomes' to see what came of it.",
    )


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """A moderated audit in its auditor's list."""

    audit_id: int
    case_ref: str
    month: str
    outcome: str


def my_outcomes_card(lines: Sequence[OutcomeLine], card_id: str) -> AdaptiveCard:
    """The outcomes of an auditor's own audits, the latest first."""
    body: list[CardElement] = [] if lines else [said("None of your audits has been moderated yet.")]
    for line in lines:
        look = Button(
            "See the outcome",
            Verb.SHOW_OUTCOME,
            {AUDIT: line.audit_id},
            sends_inputs=False,
            tooltip=f"See the outcome: reference {line.case_ref}",
        )
        pairs = [("Reference", line.case_ref), ("Month", spoken_month(line.month)), ("Outcome", line.outcome)]
        body.append(Container(separator=True, items=[facts(pairs), buttons(card_id, look)]))
    return card("My outcomes", body, fallback=f"The outcomes of your audits: {len(lines)} shown.")


def given_card(team: str, month: str, due_on: date | None, moderation_id: int, card_id: str) -> AdaptiveCard:
    """That an audit is there to be moderated."""
    by = [("Please do it by", spoken_day(due_on))] if due_on else []
    open_it = Button("Open", Verb.OPEN_MODERATION, {MODERATION: moderation_id}, sends_inputs=False, style="positive")
    return card(
        "An audit for you to moderate",
        [
            facts([("Team", team), ("Month", spoken_month(month)), *by]),
            said("You read it, give grades of your own, and then see the auditor's beside them."),
        ],
        [execute(open_it, card_id), execute(MINE, card_id)],
        fallback="There is an audit for you to moderate. Type 'my moderations' to see it.",
    )


def stand_in_card(moderator: str, team: str, due_on: date | None, card_id: str) -> AdaptiveCard:
    """To a moderator's deputy: what has come for them."""
    by = [("To be done by", spoken_day(due_on))] if due_on else []
    return card(
        f"For {moderator}, whom you stand in for",
        [
            facts([("Moderator", moderator), ("Team", team), *by]),
            said(f"An audit has come for {moderator} to moderate. If it can't wait, ask QA to give it to another."),
        ],
        [execute(Button("Help", Verb.HELP, sends_inputs=False), card_id)],
        fallback="An audit has come to be moderated by somebody whom you stand in for.",
    )


def answered_card(view: OutcomeView, card_id: str) -> AdaptiveCard:
    """To a moderator: that the auditor has answered."""
    body = [
        facts([("Reference", view.case_ref), ("Auditor", view.whose)]),
        said("They have said this about the outcome:"),
        typed(view.answer),
        said("You need do nothing. If it changes your mind, tell QA: they can have the audit looked at again."),
    ]
    fallback = "An auditor has answered your moderation. Type 'my moderations' to see it."
    return card("An auditor has answered", body, [execute(MINE, card_id)], fallback=fallback)
