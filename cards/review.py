"""The cards at an audit's end: the review, the receipt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from microsoft_teams.cards import (
    ActionSet,
    AdaptiveCard,
    CardElement,
    Column,
    ColumnSet,
    Container,
    TargetElement,
    ToggleVisibilityAction,
)

from cards.agreed_actions import MOST_ACTIONS, ActionLine, action_words, more_actions
from cards.audit import for_whom
from cards.elements import Button, buttons, card, complaint, execute, facts, gist, room_each, said, typed
from cards.verbs import AUDIT, STEP, Verb
from domain.audit_steps import ACTIONS, REVIEW
from domain.calendar import spoken_day

# The room for what was typed, in bytes, beside all the rest: Teams takes a card of about 100 KB in all.
_REVIEW_ROOM = 36_000
# How much of an answer stands on its step's one line, in characters: two lines of a phone.
_GIST = 60
# More than these are not named one by one above the list, where each is marked anyway.
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One step on the review: its title, (question, answer) pairs in words, and the gist of them for its one line."""

    key: str
    title: str
    answers: Sequence[tuple[str, str]]
    gist: str = ""


@dataclass(frozen=True, slots=True)
class ReviewView:
    """Everything in an audit before its return. `missing` are (step key, title) of what still wants an answer.

    Attributes:
        sent_back_why: what should be better, where it was sent back; empty where it was not.
        due_again_on: by when it is due again then.
        is_reopened: its auditor has opened it again.
        on_behalf_of: the auditor's name, where QA goes through it for them.
    """

    audit_id: int
    case_ref: str
    team: str
    lines: Sequence[ReviewLine]
    actions: Sequence[ActionLine]
    missing: Sequence[tuple[str, str]]
    card_id: str
    note: str = ""
    sent_back_why: str = ""
    due_again_on: date | None = None
    is_reopened: bool = False
    on_behalf_of: str = ""


def _second_time(view: ReviewView) -> list[CardElement]:
    """Why somebody sees an audit again that was returned before."""
    if view.sent_back_why:
        due = [said(f"Please return it again by {spoken_day(view.due_again_on)}.")] if view.due_again_on else []
        return [said("It was sent back. What should be better:", bold=True), typed(view.sent_back_why), *due]
    if view.is_reopened:
        return [said("You have opened it again. What you returned stands until you return it again.", bold=True)]
    return []


@dataclass(frozen=True, slots=True)
class _Section:
    """A step as the review shows it: one line, all of it behind a tap, and the way there."""

    key: str
    title: str
    gist: str
    whole: Sequence[CardElement]

    @property
    def id(self) -> str:
        return f"all_{self.key}"


def _jump(view: ReviewView, section: _Section, title: str) -> Button:
    carried: dict[str, str | int] = {AUDIT: view.audit_id, STEP: section.key}
    return Button(title, Verb.JUMP, carried, sends_inputs=False, tooltip=f"{title}: {section.title}")


def _one_line(view: ReviewView, section: _Section, *, is_missing: bool) -> ColumnSet:
    words: list[CardElement] = [said(section.title, bold=True)]
    words += [complaint("Still missing.")] if is_missing else []
    words += [gist(section.gist)] if section.gist else []
    # Its title is read out in place of what stands in the column: it says that as well.
    read_out = f"{section.title}: {section.gist} Show or hide all of it."
    show = ToggleVisibilityAction(title=read_out, target_elements=[section.id])
    way = buttons(view.card_id, _jump(view, section, "Answer" if is_missing else "Change"))
    return ColumnSet(
        columns=[
            Column(width="stretch", items=words, select_action=show if section.whole else None),
            Column(width="auto", items=[way], vertical_content_alignment="Center"),
        ]
    )


def _section(view: ReviewView, section: _Section) -> Container:
    is_missing = section.key in {key for key, _ in view.missing}
    items: list[CardElement] = [_one_line(view, section, is_missing=is_missing)]
    if section.whole:
        items.append(Container(id=section.id, is_visible=False, items=list(section.whole)))
    return Container(separator=True, spacing="Small", items=items)


def _short(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= _GIST else f"{one_line[:_GIST].rstrip()}…"


def _answers(line: ReviewLine, room: int) -> _Section:
    whole: list[CardElement] = []
    for label, answer in line.answers:
        whole += [said(label, quiet=True), typed(answer, room)]
    return _Section(line.key, line.title, _short(line.gist), whole)


def _agreed(view: ReviewView, room: int) -> _Section:
    whole: list[CardElement] = []
    for line in view.actions[:MOST_ACTIONS]:
        whole += action_words(line, room)
    count = len(view.actions)
    gist = f"{count} agreed: {view.actions[0].description}" if count else "None agreed."
    return _Section(ACTIONS, "Actions", _short(gist), [*whole, *more_actions(view.actions)])


def _sections(view: ReviewView) -> list[_Section]:
    texts = sum(len(line.answers) for line in view.lines) + len(view.actions[:MOST_ACTIONS])
    room = room_each(_REVIEW_ROOM, texts)
    return [*(_answers(line, room) for line in view.lines), _agreed(view, room)]


def _show_all(sections: Sequence[_Section]) -> list[CardElement]:
    targets = [TargetElement(element_id=one.id, is_visible=True) for one in sections if one.whole]
    if not targets:
        return []
    return [ActionSet(actions=[ToggleVisibilityAction(title="Show all answers", target_elements=list(targets))])]


def _missing(view: ReviewView) -> list[CardElement]:
    if not view.missing:
        return [said("Everything is here. Tap a step, or Show all answers, to read it. Then return the audit.")]
    names = ", ".join(title for _, title in view.missing)
    if len(view.missing) > _MOST_NAMED:
        names = f"{len(view.missing)} steps, each marked below"
    key, title = view.missing[0]
    first = Button(f"Go to {title}", Verb.JUMP, {AUDIT: view.audit_id, STEP: key}, sends_inputs=False)
    end = "" if names.endswith("?") else "."
    return [complaint(f"Still missing: {names}{end}"), buttons(view.card_id, first)]


def _ways_on(view: ReviewView) -> list[Button]:
    carried: dict[str, str | int] = {AUDIT: view.audit_id, STEP: REVIEW}
    hand_in = Button("Return audit", Verb.RETURN_AUDIT, carried, sends_inputs=False, style="positive")
    return [
        *([] if view.missing else [hand_in]),
        Button("Back", Verb.BACK, carried, sends_inputs=False),
        Button("Save and finish later", Verb.SAVE, carried, sends_inputs=False),
        Button("Raise immediate concern", Verb.CONCERN_FORM, carried, sends_inputs=False, style="destructive"),
    ]


def review_card(view: ReviewView) -> AdaptiveCard:
    """All that was answered, a line a step, what is missing, and *Return audit* once nothing is."""
    sections = _sections(view)
    body: list[CardElement] = [
        said(f"{for_whom(view.on_behalf_of)}Reference {view.case_ref} · {view.team}", quiet=True)
    ]
    body += [complaint(view.note)] if view.note else []
    body += _second_time(view)
    body += [*_missing(view), *_show_all(sections), *(_section(view, one) for one in sections)]
    return card(
        "Review your audit",
        body,
        [execute(button, view.card_id) for button in _ways_on(view)],
        fallback="Review your audit, then return it.",
    )


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """A returned audit, without its ratings and without case text.

    Attributes:
        may_reopen: whether its auditor may open it again.
        came_too_late: whether something was typed on a card of it that is not in it.
        is_held: whether that is kept and put back where the audit is opened again.
        may_raise: whether its reader may raise an immediate concern in it.
        on_behalf_of: the auditor's name, where QA returned it for them: then their cards show it as well.
        again_on: the day of the latest return, where it was not the first.
    """

    ref: str
    case_ref: str
    returned_on: date
    was_late: bool
    actions: int
    audit_id: int = 0
    card_id: str = ""
    may_reopen: bool = False
    came_too_late: bool = False
    is_held: bool = False
    may_raise: bool = False
    on_behalf_of: str = ""
    again_on: date | None = None


def _what_follows(view: ReceiptView) -> list[CardElement]:
    """What comes after a return (DOMAIN, the cycle), as its auditor meets it."""
    owners = ["Those who do the actions have them to their names, each with its due day."] if view.actions else []
    sentences = [
        f"A moderator may read it again. I tell {view.on_behalf_of or 'you'} the outcome here.",
        *owners,
        "In six weeks, the social worker and the team manager are asked what has changed.",
        "Once you know the outcome, put the audit on the child's record.",
    ]
    return [said("What happens next", bold=True), *map(said, sentences)]


def _too_late(view: ReceiptView) -> list[CardElement]:
    if not view.came_too_late:
        return []
    way = "Press Reopen to add it." if view.may_reopen else "If it matters, ask QA to send the audit back to you."
    way = "Press Reopen to add it: I have kept it for you." if view.may_reopen and view.is_held else way
    return [complaint(f"The audit was returned before you pressed. What you typed on this card is not in it. {way}")]


def _thanks(view: ReceiptView) -> str:
    again = " again" if view.again_on is not None else ""
    if view.on_behalf_of:
        return f"The audit is returned{again}, for {view.on_behalf_of}. Nothing more is needed now."
    return f"Thank you: your audit is returned{again}. Nothing more is needed from you now."


def receipt_card(view: ReceiptView) -> AdaptiveCard:
    """What is left of an audit's cards once it is returned."""
    pairs = [("Reference", view.case_ref), ("Audit", view.ref), ("Returned", spoken_day(view.returned_on))]
    if view.was_late:
        pairs.append(("Standing", "after its due day"))
    pairs.append(("Actions agreed", str(view.actions)))
    if view.again_on is not None:
        pairs.append(("Returned again", spoken_day(view.again_on)))
    body = [*_too_late(view), facts(pairs), said(_thanks(view)), *_what_follows(view)]
    reopen = Button("Reopen", Verb.REOPEN, {AUDIT: view.audit_id}, sends_inputs=False)
    if view.may_reopen:
        body.append(said("Something to change? You can reopen it until a moderator opens it or the month closes."))
    carried: dict[str, str | int] = {AUDIT: view.audit_id, STEP: REVIEW}
    alarm = Button("Raise immediate concern", Verb.CONCERN_FORM, carried, sends_inputs=False, style="destructive")
    wanted = [*([reopen] if view.may_reopen else []), *([alarm] if view.may_raise else [])]
    return card(
        "Audit returned",
        body,
        [execute(one, view.card_id) for one in wanted],
        fallback="An audit is returned. Thank you." if view.on_behalf_of else "Your audit is returned. Thank you.",
    )
