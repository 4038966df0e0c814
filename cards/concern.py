"""The cards of an immediate concern: the form, what was sent, the alarm."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from microsoft_teams.cards import AdaptiveCard, CardElement

from cards.audit import for_whom
from cards.elements import (
    Button,
    card,
    complaint,
    execute,
    facts,
    said,
    text_input,
    typed_whole,
    warning,
)
from cards.room import ROOM, left_out, size
from cards.verbs import AUDIT, CONCERN, MODERATION, REVISION, STEP, Verb
from domain.calendar import london_day, spoken_day, spoken_time
from domain.free_text import LONG_TEXT

# More people than these are named in one paragraph.
_MOST_SENTENCES = 3


@dataclass(frozen=True, slots=True)
class ConcernForm:
    """An immediate concern to be raised.

    Attributes:
        emergency: how the emergency duty team is named or reached (policy).
        kept: what was typed on the step before and could not be saved, carried along so that it is not lost.
        revision: the revision of that step's answers that its reader has seen, carried along too.
        offered: the typed message that the form was opened for; whoever goes back has it again.
        on_behalf_of: the auditor's name, where QA goes through the audit for them.
        moderation_id: the moderation in which the audit is read; 0 where its auditor is at it.
    """

    audit_id: int
    case_ref: str
    step: str
    emergency: str
    kept: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    complaints: Mapping[str, str] = field(default_factory=dict)
    revision: str = ""
    offered: str = ""
    on_behalf_of: str = ""
    moderation_id: int = 0


def _reader(audit_id: int, moderation_id: int) -> tuple[dict[str, str | int], Verb]:
    """What the alarm's cards carry of whoever reads the audit, and the way back to where they were."""
    if moderation_id:
        return {MODERATION: moderation_id}, Verb.CONTINUE_MODERATION
    return {AUDIT: audit_id}, Verb.CONTINUE_AUDIT


def _what_is_wrong(form: ConcernForm) -> list[CardElement]:
    # What is carried along stands in the card four times: behind two buttons, and behind what each falls back to.
    room = ROOM - 4 * size(form.kept) - 4 * size(form.offered)
    asked = text_input(
        "what",
        "What puts the child at risk?",
        form.given.get("what", ""),
        hint="A sentence is enough. No names.",
        required="Say in a sentence what puts the child at risk.",
        room=room,
    )
    cut_off = left_out(form.given.get("what", ""), LONG_TEXT, room)
    wrong = [complaint(form.complaints["what"])] if "what" in form.complaints else []
    return [*wrong, *([said(cut_off)] if cut_off else []), asked]


def concern_form_card(form: ConcernForm, card_id: str) -> AdaptiveCard:
    """The form; its first words are what to do before anything else (DOMAIN, cycle step 4)."""
    body: list[CardElement] = [
        warning(f"Phone the team manager or {form.emergency} now. This message does not replace that call."),
        said(f"{for_whom(form.on_behalf_of)}Reference {form.case_ref}"),
        *_what_is_wrong(form),
        said("It goes to the head of service, the director and QA at once, whatever the hour.", quiet=True),
    ]
    reader, way_back = _reader(form.audit_id, form.moderation_id)
    carried: dict[str, str | int] = {
        **reader,
        STEP: form.step,
        REVISION: form.revision,
        "kept": form.kept,
    }
    back = {**carried, "kept": form.kept or form.offered}
    wanted = (
        Button("Raise it now", Verb.RAISE_CONCERN, {**carried, "offered": form.offered}, style="destructive"),
        Button("Go back, nothing to raise", way_back, back, sends_inputs=False),
    )
    return card(
        "Phone first, then raise the concern",
        body,
        [execute(button, card_id) for button in wanted],
        fallback="Phone the team manager or the emergency duty team now. This message does not replace that call.",
    )


def _who_is_told(told: Sequence[str], unreached: Sequence[str]) -> list[CardElement]:
    if not told and not unreached:
        return [said("Nobody was found to be told. QA has a task to find somebody.")]
    lines: list[CardElement] = [said(f"Being told now: {', '.join(told)}.")] if told else []
    if unreached:
        lines.append(warning(f"Phone {', '.join(unreached)} now: I can't reach them in Teams."))
    return lines


def concern_raised_card(
    audit_id: int,
    case_ref: str,
    told: Sequence[str],
    emergency: str,
    card_id: str,
    step: str = "",
    kept: str = "",
    revision: str = "",
    unreached: Sequence[str] = (),
    moderation_id: int = 0,
) -> AdaptiveCard:
    """Who is being told of a concern that was raised, and who must be phoned because they can't be (`unreached`)."""
    reader, way_back = _reader(audit_id, moderation_id)
    carried: dict[str, str | int] = {**reader, STEP: step, REVISION: revision, "kept": kept}
    title = "Carry on" if moderation_id else "Continue audit"
    go_on = Button(title, way_back, carried, sends_inputs=False, style="positive")
    return card(
        "Concern raised",
        [
            said(f"Reference {case_ref}"),
            *_who_is_told(told, unreached),
            warning(f"If you have not phoned yet, phone the team manager or {emergency} now."),
        ],
        [execute(go_on, card_id)],
        fallback="Your concern is raised. If you have not phoned yet, phone the team manager or the duty team now.",
    )


@dataclass(frozen=True, slots=True)
class AlarmView:
    """An alarm as a person alarmed sees it.

    Attributes:
        acknowledged: (name, instant) of those who have said that they have it.
        concern_id: the entry that it is about.
        unanswered: the names of those who have not acknowledged it, and in whose place it has come up to the reader.
        may_open: whether the reader sees the register's entry.
    """

    raising_id: int
    case_ref: str
    team: str
    category: int
    raised_by: str
    raised_at: datetime
    what: str
    acknowledged: Sequence[tuple[str, datetime]]
    is_acknowledged_by_viewer: bool
    concern_id: int = 0
    unanswered: Sequence[str] = ()
    may_open: bool = False


def _acknowledged(by: Sequence[tuple[str, datetime]]) -> list[CardElement]:
    if len(by) <= _MOST_SENTENCES:
        return [said(f"{name} acknowledged this at {spoken_time(at)}.") for name, at in by]
    # A council tells many: in one paragraph they leave a phone room for the alarm itself.
    return [said(f"{len(by)} people acknowledged this: {', '.join(f'{name} ({spoken_time(at)})' for name, at in by)}.")]


def alarm_card(view: AlarmView, card_id: str) -> AdaptiveCard:
    """The alarm, and *Acknowledge* until this person has done so."""
    when = f"{spoken_time(view.raised_at)} on {spoken_day(london_day(view.raised_at))}"
    body: list[CardElement] = [
        warning(f"Category {view.category}: a child may be at immediate risk."),
        facts([("Reference", view.case_ref), ("Team", view.team), ("Raised by", view.raised_by), ("At", when)]),
        *typed_whole(view.what),
    ]
    if view.unanswered:
        who = ", ".join(view.unanswered)
        body.append(warning(f"{who} did not acknowledge this, so it has come to you. Please make sure somebody acts."))
    body += _acknowledged(view.acknowledged)
    if not view.acknowledged:
        body.append(said("Nobody has acknowledged it yet.", bold=True))
    acknowledge = Button("Acknowledge", Verb.ACKNOWLEDGE, {"raising": view.raising_id}, style="positive")
    wanted = [] if view.is_acknowledged_by_viewer else [acknowledge]
    wanted += [Button("Open the entry", Verb.CONCERN_ENTRY, {CONCERN: view.concern_id})] if view.may_open else []
    return card(
        "Immediate concern about a child",
        body,
        [execute(button, card_id) for button in wanted],
        fallback="An immediate concern about a child has been raised. Open this chat to read and acknowledge it.",
    )
