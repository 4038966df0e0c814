"""Dip samples: QA's list and how far each has come; a reviewer's records, a question a card."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from microsoft_teams.cards import AdaptiveCard, CardElement, Container

from cards.elements import Button, buttons, card, complaint, execute, facts, one_of, said
from cards.verbs import FIRST, FORM, QUESTION, RECORD, SAMPLE, Verb
from domain.dip_sample import ANSWERS

_SHOWN = dict(ANSWERS)
SET_UP = Button("Set one up", Verb.SAMPLE_FORM, {SAMPLE: 0, FORM: "set_up"}, sends_inputs=False)
ALL = Button("All dip samples", Verb.DIP_SAMPLES, sends_inputs=False)
MINE = Button("My dip samples", Verb.MY_SAMPLES, sends_inputs=False)


@dataclass(frozen=True, slots=True)
class SampleLine:
    """A sample in a list; `stands` says how far it has come, in words."""

    sample_id: int
    title: str
    stands: str


def samples_card(lines: Sequence[SampleLine], card_id: str, more_after: int | None = None) -> AdaptiveCard:
    """QA's dip samples. `more_after` is how many come before the next ones; None where all are listed."""
    body: list[CardElement] = [] if lines else [said("No dip sample has been set up here yet.")]
    for one in lines:
        look = Button(
            "Look at it",
            Verb.SHOW_SAMPLE,
            {SAMPLE: one.sample_id},
            sends_inputs=False,
            tooltip=f"Look at it: {one.title}",
        )
        words = [said(one.title, bold=True), said(one.stands, quiet=True), buttons(card_id, look)]
        body.append(Container(separator=True, items=words))
    more = Button("More samples", Verb.DIP_SAMPLES, {FIRST: more_after or 0}, sends_inputs=False)
    ways = [*([] if more_after is None else [more]), SET_UP]
    return card("Dip samples", body, [execute(one, card_id) for one in ways], fallback="Dip samples.")


@dataclass(frozen=True, slots=True)
class SampleView:
    """A dip sample as QA sees it.

    Attributes:
        reviewers: by name, how far each has come, in words.
        results: by question, how its answers stand, in words.
        forms: what QA can do: titles and forms of the buttons.
        question: what to type to ask for its figure; empty while there is nothing to count.
        note: what has just become of it.
    """

    sample_id: int
    title: str
    facts: Sequence[tuple[str, str]]
    reviewers: Sequence[tuple[str, str]]
    results: Sequence[tuple[str, str]]
    forms: Sequence[tuple[str, str]] = ()
    question: str = ""
    note: str = ""


def sample_card(view: SampleView, card_id: str) -> AdaptiveCard:
    """How far a dip sample has come, and its answers so far."""
    body: list[CardElement] = [said(view.note, bold=True)] if view.note else []
    body.append(facts(view.facts))
    body += [said("Who reviews", bold=True), facts(view.reviewers)] if view.reviewers else []
    body.append(said("The answers so far", bold=True))
    for asked, stands in view.results:
        body.append(Container(items=[said(asked), said(stands, quiet=True)]))
    carried = {SAMPLE: view.sample_id}
    ways = [Button(title, Verb.SAMPLE_FORM, {**carried, FORM: form}, sends_inputs=False) for title, form in view.forms]
    if view.question:
        ways.append(Button("The figure", Verb.ASK_QUESTION, {QUESTION: view.question}, sends_inputs=False))
    return card(view.title, body, [execute(one, card_id) for one in (*ways, ALL)], fallback="How a dip sample stands.")


@dataclass(frozen=True, slots=True)
class RecordView:
    """A record of a sample as its reviewer is asked about it.

    Attributes:
        place, count: which of their records of this sample it is.
        questions: in their order; `answers` has those that are answered.
        next_record: the next of their records that is not done; None where all are.
        may_change: whether the sample still takes answers.
    """

    record_id: int
    title: str
    case_ref: str
    done: int
    count: int
    questions: Sequence[str]
    answers: Mapping[str, str] = field(default_factory=dict)
    next_record: int | None = None
    may_change: bool = True


def record_card(view: RecordView, card_id: str) -> AdaptiveCard:
    """The next question about a record, a button an answer; once all are answered, what was said."""
    asked = next((one for one in view.questions if one not in view.answers), None)
    about = facts([("Reference", view.case_ref), ("Your records", f"{view.done} of {view.count} done")])
    if asked is None or not view.may_change:
        return _record_done(view, about, card_id)
    number = view.questions.index(asked) + 1
    taps = [
        Button(
            shown, Verb.ANSWER_RECORD, {RECORD: view.record_id, "place": number, "answer": stored}, sends_inputs=False
        )
        for stored, shown in ANSWERS
    ]
    ways = [execute(one, card_id) for one in (*taps, Button("Stop for now", Verb.MY_SAMPLES, sends_inputs=False))]
    words = [said(f"Question {number} of {len(view.questions)}", quiet=True), said(asked, bold=True)]
    return card(view.title, [about, *words], ways, fallback="A record to review. Type 'my dip samples' to go on.")


def _record_done(view: RecordView, about: CardElement, card_id: str) -> AdaptiveCard:
    lines: list[CardElement] = [
        Container(items=[said(one, quiet=True), said(_SHOWN.get(view.answers.get(one, ""), "No answer"))])
        for one in view.questions
    ]
    ways = []
    if view.next_record is not None and view.may_change:
        ways.append(
            Button("Next record", Verb.SHOW_RECORD, {RECORD: view.next_record}, sends_inputs=False, style="positive")
        )
    if view.may_change:
        ways.append(Button("Change my answers", Verb.RECORD_FORM, {RECORD: view.record_id}, sends_inputs=False))
    closed = [] if view.may_change else [said("This dip sample is closed. Thank you for your part in it.", bold=True)]
    end = [said("That was the last one. Thank you.", bold=True)] if view.next_record is None and view.may_change else []
    body = [about, *closed, *end, *lines]
    return card(view.title, body, [execute(one, card_id) for one in (*ways, MINE)], fallback="A record you reviewed.")


def record_form_card(
    view: RecordView, wrong: Mapping[str, str], given: Mapping[str, str], card_id: str
) -> AdaptiveCard:
    """All questions of a record at once; the inputs are `q1`, `q2` and so on."""
    body: list[CardElement] = [facts([("Reference", view.case_ref)])]
    for number, asked in enumerate(view.questions, 1):
        key = f"q{number}"
        body += [complaint(wrong[key])] if key in wrong else []
        body.append(one_of(key, asked, ANSWERS, given.get(key, ""), required="Choose one."))
    ways = [
        Button("Save my answers", Verb.SAVE_RECORD, {RECORD: view.record_id}, style="positive"),
        Button("Cancel", Verb.SHOW_RECORD, {RECORD: view.record_id}, sends_inputs=False),
    ]
    return card(view.title, body, [execute(one, card_id) for one in ways], fallback="Change your answers.")


@dataclass(frozen=True, slots=True)
class InHandLine:
    """A sample in a reviewer's list."""

    title: str
    done: int
    count: int
    next_record: int | None


def my_samples_card(lines: Sequence[InHandLine], card_id: str, *, is_new: bool = False) -> AdaptiveCard:
    """The samples of which a person has records. `is_new`: they are told of it, unasked."""
    body: list[CardElement] = [] if lines else [said("You have no records to review.")]
    body += [said("QA has asked you to look at some records: a few short questions each.")] if is_new else []
    for one in lines:
        items: list[CardElement] = [said(one.title, bold=True), said(f"{one.done} of {one.count} records done")]
        if one.next_record is not None:
            title = "Go on" if one.done else "Begin"
            data = {RECORD: one.next_record}
            go = Button(title, Verb.SHOW_RECORD, data, sends_inputs=False, tooltip=f"{title}: {one.title}")
            items.append(buttons(card_id, go))
        body.append(Container(separator=True, items=items))
    return card("My dip samples", body, fallback="My dip samples. Type 'my dip samples' to go on.")
