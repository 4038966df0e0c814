"""The steps of an audit as data: what each one asks, when it is asked, and the checks on what comes back.

DOMAIN, cycle step 4. Which steps there are follows from the framework and from what was answered so far: the
reasons are asked only for those who were not included, the category only after Inadequate.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from domain.framework import Framework, PracticeDomain, StepKind
from domain.free_text import LONG_TEXT, SHORT_TEXT, complaint_about
from domain.words import OVERALL_RATINGS, Involvement, Party, Rating, Sentiment

# step key → question key → answer
Answers = Mapping[str, Mapping[str, str]]

REVIEW = "review"
ACTIONS = "actions"
# In characters. Five short texts or two long ones are the most that one card carries, and a card has its limit too.

PARTY_TITLES = {
    Party.SOCIAL_WORKER: "Social worker",
    Party.MANAGER: "Team manager",
    Party.IRO_OR_CHAIR: "IRO or CP chair",
    Party.CHILD: "Child",
    Party.PARENT: "Parent or carer",
}
INVOLVEMENT_TITLES = {
    Involvement.INCLUDED: "Included",
    Involvement.ATTEMPTED: "Tried, not reached",
    Involvement.NOT_ATTEMPTED: "Not tried",
    Involvement.NOT_APPLICABLE: "Does not apply",
}
SENTIMENT_TITLES = {
    Sentiment.POSITIVE: "Positive",
    Sentiment.MIXED: "Mixed",
    Sentiment.NEGATIVE: "Negative",
}
CATEGORY_TITLES = {
    "1": "Category 1: a child is at immediate risk",
    "2": "Category 2: the service or the risk assessment is not right",
}


class QuestionKind(StrEnum):
    """How a question is answered."""

    CHOICE = "choice"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Question:
    """One input of a step.

    Attributes:
        complaint: said when it is left empty.
        choices: (stored value, words shown).
        longest: how many characters a text may have.
    """

    key: str
    label: str
    complaint: str
    kind: QuestionKind = QuestionKind.TEXT
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = True
    hint: str = ""
    longest: int = LONG_TEXT


@dataclass(frozen=True, slots=True)
class Step:
    """One card of an audit. `domain` is the domain graded, whose descriptors are shown one tap away."""

    key: str
    title: str
    questions: tuple[Question, ...] = ()
    intro: str = ""
    domain: PracticeDomain | None = None


def _choice(key: str, label: str, complaint: str, choices: tuple[tuple[str, str], ...]) -> Question:
    return Question(key, label, complaint, QuestionKind.CHOICE, choices)


def _words(titles: Iterable[tuple[StrEnum, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((word.value, title) for word, title in titles)


def _involved() -> Step:
    choices = _words(INVOLVEMENT_TITLES.items())
    questions = tuple(
        _choice(party.value, title, f"Choose how the {_lower(title)} was involved.", choices)
        for party, title in PARTY_TITLES.items()
    )
    return Step("involved", "Who was involved", questions)


def _lower(title: str) -> str:
    return title if title.startswith("IRO") else title.lower()


def _how_involved(answers: Answers, party: Party) -> Involvement | None:
    # A word that the vocabulary has not is no answer: `check` asks for it again.
    said = answers.get("involved", {}).get(party.value)
    return Involvement(said) if said in list(Involvement) else None


def _reasons(answers: Answers) -> Step | None:
    how = {party: _how_involved(answers, party) for party in PARTY_TITLES}
    questions = tuple(
        _reason(party, involvement)
        for party, involvement in how.items()
        if involvement is not None and involvement is not Involvement.INCLUDED
    )
    return Step("involved_why", "Why not everybody", questions) if questions else None


def _reason(party: Party, how: Involvement) -> Question:
    title = PARTY_TITLES[party]
    return Question(
        party.value,
        f"{title}: {INVOLVEMENT_TITLES[how].lower()}. Why?",
        f"Say why, for the {_lower(title)}.",
        required=how is not Involvement.NOT_APPLICABLE,
        longest=SHORT_TEXT,
    )


def graded_step(domain: PracticeDomain) -> str:
    """The key of the step that grades a domain."""
    return f"domain_{domain.key}"


@lru_cache(maxsize=256)
def _graded(domain: PracticeDomain) -> Step:
    choices = tuple((rating.value, rating.value) for rating in Rating)
    return Step(
        graded_step(domain),
        domain.title,
        (
            _choice("rating", "Grade", "Choose a grade, or Not Graded.", choices),
            Question(
                "evidence",
                "What in the record shows this?",
                "Say what in the record shows this, or why it can't be graded.",
                hint="If you chose Not Graded, say why.",
            ),
        ),
        domain=domain,
    )


def _family_feedback(answers: Answers) -> Step | None:
    questions: list[Question] = []
    for party in (Party.CHILD, Party.PARENT):
        if _how_involved(answers, party) is not Involvement.INCLUDED:
            continue
        title = PARTY_TITLES[party]
        who = _lower(title)
        questions += [
            _choice(
                f"{party.value}_sentiment",
                f"{title}: what they said was",
                f"Choose how the {who} felt about the help.",
                _words(SENTIMENT_TITLES.items()),
            ),
            Question(
                f"{party.value}_words",
                f"{title}: in their own words",
                "",
                required=False,
                hint="Their words, not yours. No names.",
                longest=SHORT_TEXT,
            ),
        ]
    if not questions:
        return None
    return Step("family_feedback", "What the family said", tuple(questions))


def _summary() -> Step:
    return Step(
        "summary",
        "Strengths and areas to improve",
        (
            Question("strengths", "Strengths", "Name at least one strength of the practice."),
            Question("areas", "Areas for improvement", "Name what should improve, or write 'none'."),
        ),
    )


def _overall(answers: Answers) -> Iterator[Step]:
    choices = tuple((rating.value, rating.value) for rating in OVERALL_RATINGS)
    yield Step("overall", "Overall grade", (_choice("rating", "Overall", "Choose the overall grade.", choices),))
    given = answers.get("overall", {}).get("rating")
    if given == Rating.REQUIRES_IMPROVEMENT:
        yield Step(
            "at_risk",
            "Is it getting worse?",
            (
                _choice(
                    "at_risk",
                    "Is the practice at risk of becoming Inadequate?",
                    "Choose yes or no.",
                    (("yes", "Yes, at risk"), ("no", "No")),
                ),
            ),
        )
    if given == Rating.INADEQUATE:
        yield Step(
            "category",
            "How urgent is it?",
            (
                _choice("category", "Category of concern", "Choose the category.", tuple(CATEGORY_TITLES.items())),
                Question("what", "What is wrong for this child?", "Say in a sentence or two what is wrong."),
            ),
            intro="Inadequate opens an entry for a child of concern when you return the audit.",
        )


def _steps_of_kind(kind: StepKind, framework: Framework, answers: Answers) -> Iterator[Step | None]:
    match kind:
        case StepKind.INVOLVED:
            yield _involved()
            yield _reasons(answers)
        case StepKind.DOMAINS:
            yield from (_graded(domain) for domain in framework.domains)
        case StepKind.FAMILY_FEEDBACK:
            yield _family_feedback(answers)
        case StepKind.SUMMARY:
            yield _summary()
        case StepKind.OVERALL:
            yield from _overall(answers)
        case StepKind.ACTIONS:
            yield Step(ACTIONS, "Actions")


def steps_of(framework: Framework, answers: Answers) -> tuple[Step, ...]:
    """The steps that this audit has, given what was answered so far, in their order; the review is not among them."""
    return tuple(
        step for kind in framework.steps for step in _steps_of_kind(kind, framework, answers) if step is not None
    )


def check(step: Step, given: Mapping[str, str]) -> dict[str, str]:
    """The complaints about what was given to a step, by question; empty when it can be stored."""
    complaints = {question.key: _complaint(question, given.get(question.key, "")) for question in step.questions}
    return {key: said for key, said in complaints.items() if said}


def _complaint(question: Question, value: str) -> str | None:
    missing = question.complaint if question.required else ""
    if question.kind is QuestionKind.TEXT or not value.strip():
        return complaint_about(value, when_empty=missing, longest=question.longest)
    known = {stored for stored, _ in question.choices}
    return None if value in known else question.complaint


def missing_steps(framework: Framework, answers: Answers) -> tuple[Step, ...]:
    """The steps that still want an answer before the audit can be returned."""
    return unanswered(steps_of(framework, answers), answers)


def unanswered(steps: Iterable[Step], answers: Answers) -> tuple[Step, ...]:
    """Those of an audit's steps that still want an answer.

    An answer that no longer fits (a reason for somebody who has since become included) counts for nothing. What a
    stored text says is not checked again: it was when it was stored.
    """
    return tuple(step for step in steps if not _is_answered(step, answers.get(step.key, {})))


def _is_answered(step: Step, given: Mapping[str, str]) -> bool:
    return all(_fits(question, given.get(question.key, "")) for question in step.questions)


def _fits(question: Question, value: str) -> bool:
    if not value:
        return not question.required
    return question.kind is QuestionKind.TEXT or any(value == stored for stored, _ in question.choices)


def standing_answers(framework: Framework, answers: Answers) -> dict[str, dict[str, str]]:
    """The answers that belong to a question this audit asks now: what a return is made of.

    What was answered to a question that no longer applies stays in the store, and out of the audit.
    """
    return {
        step.key: {
            question.key: answers[step.key][question.key]
            for question in step.questions
            if answers[step.key].get(question.key)
        }
        for step in steps_of(framework, answers)
        if step.key in answers
    }
