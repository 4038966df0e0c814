"""The impact questions after an audit: two taps, then a third and a sentence for whoever wants to say more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from microsoft_teams.cards import AdaptiveCard, CardElement, Container

from cards.elements import Button, buttons, card, complaint, execute, facts, one_of, said, text_input, typed
from cards.verbs import SURVEY, Verb
from domain.calendar import spoken_day, spoken_month
from domain.free_text import SHORT_TEXT
from domain.survey import NEEDED, QUESTIONS, SurveyQuestion, is_answered, next_question

SUMMARY = "Two short questions about a practice audit."
COMMENT = "comment"
_LABEL = "Anything you want to add? (You can leave this empty.)"
_HINT = "No names of children or families, please."


@dataclass(frozen=True, slots=True)
class SurveyView:
    """A survey as its respondent is shown it.

    Attributes:
        month: the audit month, as `2026-11`.
        answers: by the survey's column, with `comment`.
        may_change: whether its answers may still be changed.
        note: what has just become of it.
    """

    survey_id: int
    case_ref: str
    team: str
    auditor: str
    month: str
    answers: Mapping[str, str] = field(default_factory=dict)
    may_change: bool = True
    note: str = ""


def _about(view: SurveyView) -> CardElement:
    pairs = [("Reference", view.case_ref), ("Team", view.team), ("Auditor", view.auditor)]
    return facts([*pairs, ("Month", spoken_month(view.month))])


def survey_card(view: SurveyView, card_id: str) -> AdaptiveCard:
    """The question that is next, a button an answer; once those needed are answered, what was said."""
    asked = next_question(view.answers)
    if asked is None or is_answered(view.answers):
        return _answered(view, card_id)
    number = NEEDED.index(asked) + 1
    opening = [] if view.answers else [said("It is some weeks since this audit. Two taps tell us what came of it.")]
    body = [*_note(view), _about(view), *opening, said(f"{number} of {len(NEEDED)}", quiet=True)]
    return card(
        "What has the audit changed?",
        [*body, said(asked.asks, bold=True)],
        [execute(tap, card_id) for tap in _taps(view, asked)],
        fallback=f"{SUMMARY} Type 'my surveys' to answer them.",
    )


def _taps(view: SurveyView, asked: SurveyQuestion) -> list[Button]:
    carried: dict[str, str | int] = {SURVEY: view.survey_id, "asked": asked.key}
    return [
        Button(shown, Verb.ANSWER_SURVEY, {**carried, "answer": stored}, sends_inputs=False)
        for stored, shown in asked.choices
    ]


def _note(view: SurveyView) -> list[CardElement]:
    return [said(view.note, bold=True)] if view.note else []


def _given(view: SurveyView) -> list[CardElement]:
    pairs = [(one.asks, one.shown(view.answers[one.key])) for one in QUESTIONS if view.answers.get(one.key)]
    comment = view.answers.get(COMMENT, "")
    words: list[CardElement] = [said("You added", bold=True), typed(comment)] if comment else []
    lines: list[CardElement] = [Container(items=[said(asks, quiet=True), said(shown)]) for asks, shown in pairs]
    return [*lines, *words]


def _answered(view: SurveyView, card_id: str) -> AdaptiveCard:
    until = "You can change this until the end of today." if view.may_change else "This is what you said."
    title = "Change it" if view.answers.get(COMMENT) else "Change it, or add a sentence"
    change = Button(title, Verb.SURVEY_FORM, {SURVEY: view.survey_id}, sends_inputs=False)
    asked = next_question(view.answers) if view.may_change else None
    more = [said(f"One more, if you like: {asked.asks}", bold=True)] if asked else []
    ways = [*(_taps(view, asked) if asked else []), *([change] if view.may_change else [])]
    return card(
        "Thank you for your answers",
        [*_note(view), _about(view), *_given(view), said(until, quiet=True), *more],
        [execute(one, card_id) for one in ways],
        fallback="Thank you for your answers.",
    )


def survey_form_card(
    view: SurveyView, given: Mapping[str, str], complaints: Mapping[str, str], card_id: str
) -> AdaptiveCard:
    """All three questions at once, as answered so far, and the sentence. `complaints` are by input."""
    body: list[CardElement] = [_about(view)]
    for one in QUESTIONS:
        body += [complaint(complaints[one.key])] if one.key in complaints else []
        required = "Choose one." if one in NEEDED else ""
        body.append(one_of(one.key, one.asks, one.choices, given.get(one.key, ""), required=required))
    body += [complaint(complaints[COMMENT])] if COMMENT in complaints else []
    body.append(text_input(COMMENT, _LABEL, given.get(COMMENT, ""), hint=_HINT, longest=SHORT_TEXT))
    carried = {SURVEY: view.survey_id}
    ways = [
        Button("Save my answers", Verb.SAVE_SURVEY, carried, style="positive"),
        Button("Cancel", Verb.SHOW_SURVEY, carried, sends_inputs=False),
    ]
    return card("Your answers", body, [execute(one, card_id) for one in ways], fallback="Change your answers.")


@dataclass(frozen=True, slots=True)
class SurveyLine:
    """A survey in a list. `answered_on` is None while it waits."""

    survey_id: int
    case_ref: str
    month: str
    sent_on: date
    answered_on: date | None


def _line(one: SurveyLine, card_id: str) -> Container:
    waits = one.answered_on is None
    stands = (
        f"We asked you on {spoken_day(one.sent_on)}"
        if waits
        else f"You told us on {spoken_day(one.answered_on or date.min)}"
    )
    title = "Answer" if waits else "Show it"
    name = f"{title}: reference {one.case_ref}"
    look = Button(title, Verb.SHOW_SURVEY, {SURVEY: one.survey_id}, sends_inputs=False, tooltip=name)
    about = f"Reference {one.case_ref} in {spoken_month(one.month)}"
    return Container(separator=True, items=[said(about, bold=True), said(stands, quiet=True), buttons(card_id, look)])


def my_surveys_card(lines: Sequence[SurveyLine], card_id: str) -> AdaptiveCard:
    """A person's surveys: those that wait first."""
    waiting = sum(one.answered_on is None for one in lines)
    count = "Nothing waits for you." if not waiting else f"{waiting} to answer."
    return card("My surveys", [said(count), *(_line(one, card_id) for one in lines)], fallback=f"My surveys. {count}")
