"""The cards of what is allocated: the notice, my audits, a conflict of interest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from microsoft_teams.cards import AdaptiveCard, CardElement, Container

from cards.elements import Button, button_rows, buttons, card, complaint, execute, facts, said, text_input, typed
from cards.verbs import AUDIT, Verb
from domain.calendar import spoken_day, spoken_month

# For what should be better, in bytes: five of them fit into a card.
_REASONS_ROOM = 2_500


@dataclass(frozen=True, slots=True)
class AllocationView:
    """An allocation as its auditor sees it: the reference shows only once it is started.

    Attributes:
        days_left: days until it is due; negative once it is late.
        is_conflict_told: whether QA has been told of a conflict of interest and has not settled it yet.
        sent_back_why: what should be better, where it was sent back; `due_on` is the second due day then.
        is_reopened: its auditor has opened it again after the return.
        acted_by: who of QA went through it in the auditor's place, and when; empty where nobody did.
        put_off_until: the last day on which nobody is reminded of it; None where it is not put off.
        may_put_off: whether it may be put off (once more).
        may_ask_exemption: whether its auditor may ask to be exempt for its month.
        has_asked_exemption: whether they have, and wait for an answer.
    """

    audit_id: int
    case_ref: str
    team: str
    month: str
    theme: str | None
    due_on: date
    is_started: bool
    days_left: int
    is_conflict_told: bool = False
    sent_back_why: str = ""
    is_reopened: bool = False
    acted_by: str = ""
    put_off_until: date | None = None
    may_put_off: bool = False
    may_ask_exemption: bool = False
    has_asked_exemption: bool = False


@dataclass(frozen=True, slots=True)
class ReturnedLine:
    """An audit that was returned, as it is listed.

    Attributes:
        may_reopen: its auditor may open it again.
        may_place: it has its outcome, and is not on the child's record.
        has_outcome: a moderator has judged it, and its auditor may see how.
        is_placed, may_take_off: it is there; that can still be taken back.
    """

    audit_id: int
    case_ref: str
    returned_on: date
    was_late: bool = False
    may_reopen: bool = False
    acted_by: str = ""
    may_place: bool = False
    is_placed: bool = False
    may_take_off: bool = False
    has_outcome: bool = False


def _button(view: AllocationView, title: str, verb: Verb, style: Literal["default", "positive"]) -> Button:
    # Several audits stand on one card: a screen reader says which one a button is for.
    which = f"reference {view.case_ref}" if view.is_started else f"{view.team}, due by {spoken_day(view.due_on)}"
    return Button(title, verb, {AUDIT: view.audit_id}, sends_inputs=False, style=style, tooltip=f"{title}: {which}")


def _main_button(view: AllocationView) -> Button:
    if view.is_started:
        return _button(view, "Continue audit", Verb.CONTINUE_AUDIT, "positive")
    return _button(view, "Start audit", Verb.START_AUDIT, "positive")


def _conflict_button(view: AllocationView) -> Button:
    return _button(view, "Conflict of interest", Verb.CONFLICT_FORM, "default")


def _wait_buttons(view: AllocationView) -> list[Button]:
    """*I need until…* and *Ask for an exemption*, as long as they may be said."""
    asked = [_button(view, "Ask for an exemption", Verb.ASK_EXEMPTION, "default")] if view.may_ask_exemption else []
    off = [_button(view, "I need until…", Verb.NEED_UNTIL_FORM, "default")] if view.may_put_off else []
    return off + asked


def _due(view: AllocationView) -> str:
    day = spoken_day(view.due_on)
    if view.is_reopened:
        return f"{day} (returned)"
    if view.days_left < 0:
        return f"{day} (now late)"
    if view.days_left == 0:
        return f"{day} (today)"
    return day


def _details(view: AllocationView) -> list[tuple[str, str]]:
    pairs = [("Reference", view.case_ref)] if view.is_started else []
    pairs += [("Team", view.team), ("Month", spoken_month(view.month))]
    pairs += [("Theme", view.theme)] if view.theme else []
    return [*pairs, ("Due again by" if view.sent_back_why else "Due by", _due(view))]


def notice_card(view: AllocationView, card_id: str) -> AdaptiveCard:
    """That an audit was allocated."""
    words = "You can stop at any step and go on later, on any device."
    return card(
        "An audit for you",
        [facts(_details(view)), said(words)],
        [execute(button, card_id) for button in (_main_button(view), *_wait_buttons(view), _conflict_button(view))],
        fallback=f"An audit is allocated to you. It is due by {spoken_day(view.due_on)}. Type 'my audits' to start.",
    )


def _standing(view: AllocationView) -> list[CardElement]:
    """What its auditor should know of an audit before they go on with it."""
    told: list[CardElement] = []
    if view.is_conflict_told:
        told.append(said("QA knows about your conflict of interest. Leave this one until they come back to you."))
    if view.has_asked_exemption:
        told.append(said("You have asked to be exempt for this month, and wait for an answer."))
    if view.put_off_until:
        told.append(said(f"Put off until {spoken_day(view.put_off_until)}."))
    if view.sent_back_why:
        told += [said("It was sent back. What should be better:", bold=True), typed(view.sent_back_why, _REASONS_ROOM)]
    if view.is_reopened:
        told.append(said("Reopened, not handed in again yet. Until then it stands as you returned it."))
    return told + _acted(view.acted_by)


def _acted(by: str) -> list[CardElement]:
    return [said(f"{by} of QA went through it for you.", quiet=True)] if by else []


def _allocation(view: AllocationView, card_id: str) -> Container:
    is_new = not (view.is_conflict_told or view.is_reopened or view.sent_back_why)
    wanted = [_main_button(view), *_wait_buttons(view), *([_conflict_button(view)] if is_new else [])]
    return Container(separator=True, items=[facts(_details(view)), *_standing(view), *button_rows(card_id, wanted)])


def _returned(line: ReturnedLine, card_id: str) -> Container:
    late = ", after its due day" if line.was_late else ""
    pair = facts([(line.case_ref, f"{spoken_day(line.returned_on)}{late}")])
    which = f"Reopen: reference {line.case_ref}"
    reopen = Button("Reopen", Verb.REOPEN, {AUDIT: line.audit_id}, sends_inputs=False, tooltip=which)
    title = "See the outcome"
    which = f"{title}: reference {line.case_ref}"
    see = Button(title, Verb.SHOW_OUTCOME, {AUDIT: line.audit_id}, sends_inputs=False, tooltip=which)
    ways = [*([see] if line.has_outcome else []), *([reopen] if line.may_reopen else []), *_record_buttons(line)]
    there = [said("On the child's record.", quiet=True)] if line.is_placed else []
    return Container(items=[pair, *there, *_acted(line.acted_by), *([buttons(card_id, *ways)] if ways else [])])


def _record_buttons(line: ReturnedLine) -> list[Button]:
    """*On the child's record*, or the way to take that back."""
    data, which = {AUDIT: line.audit_id}, f"reference {line.case_ref}"
    if line.may_place:
        title = "On the child's record"
        return [Button(title, Verb.MARK_UPLOADED, data, sends_inputs=False, tooltip=f"{title}: {which}")]
    if not line.may_take_off:
        return []
    return [Button("Undo", Verb.TAKE_OFF_RECORD, data, sends_inputs=False, tooltip=f"Not on the record: {which}")]


def _how_many(count: int) -> str:
    return "You have one audit to do." if count == 1 else f"You have {count or 'no'} audits to do."


def my_audits_card(
    views: Sequence[AllocationView], returned: Sequence[ReturnedLine], more: int, card_id: str, note: str = ""
) -> AdaptiveCard:
    """What an auditor has to do and what they returned last; `note` says why something was not done."""
    body: list[CardElement] = [said(note, bold=True)] if note else []
    body += [] if views else [said("You have no audit to do at the moment.")]
    body += [_allocation(view, card_id) for view in views]
    if more:
        body.append(said(f"And {more} more: type 'my audits' again once these are done."))
    if returned:
        body.append(said("Returned last", bold=True))
        body += [_returned(line, card_id) for line in returned]
    return card("My audits", body, fallback=_how_many(len(views) + more))


@dataclass(frozen=True, slots=True)
class ConflictForm:
    """A conflict of interest to be declared about an audit."""

    audit_id: int
    case_ref: str
    team: str
    given: Mapping[str, str] = field(default_factory=dict)
    complaints: Mapping[str, str] = field(default_factory=dict)
    is_told: bool = False


def conflict_card(form: ConflictForm, card_id: str) -> AdaptiveCard:
    """The form that asks why this record is not one for this auditor."""
    body: list[CardElement] = [
        facts([("Reference", form.case_ref), ("Team", form.team)]),
        said(
            "Do you know this child or family, or did you make decisions for them? Tell QA: they'll find somebody else."
        ),
    ]
    if form.is_told:
        body.append(said("QA knows of it already. What you write now is added.", bold=True))
    if "why" in form.complaints:
        body.append(complaint(form.complaints["why"]))
    body.append(
        text_input(
            "why",
            "What is the conflict?",
            form.given.get("why", ""),
            hint="No names, please.",
            required="Say in a few words what the conflict is.",
        )
    )
    wanted = (
        Button("Tell QA", Verb.DECLARE_CONFLICT, {AUDIT: form.audit_id}, style="positive"),
        Button("Cancel", Verb.MY_AUDITS, sends_inputs=False),
    )
    return card(
        "Conflict of interest",
        body,
        [execute(button, card_id) for button in wanted],
        fallback="Say why this audit should go to somebody else.",
    )


def conflict_told_card(case_ref: str, card_id: str) -> AdaptiveCard:
    """That QA has been told."""
    return card(
        "QA has been told",
        [
            said(f"Reference {case_ref}"),
            said("You don't need to do anything with this audit until they come back to you."),
        ],
        [execute(Button("My audits", Verb.MY_AUDITS, sends_inputs=False), card_id)],
        fallback="QA has been told about your conflict of interest.",
    )
