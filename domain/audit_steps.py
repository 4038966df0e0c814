"""The steps of an audit as data: what each one asks, when it is asked, and the checks on what comes back.

DOMAIN, cycle step 4. Which steps there are and what must be answered follows from the framework and from what was
answered so far: the reasons are asked only for those who were not included, the category only after Inadequate.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from domain.framework import Framework, Required, StepKind
from domain.free_text import SHORT_TEXT, complaint_about
from domain.grading import graded, graded_step
from domain.questions import RATING, Question, QuestionKind, Step, choice_of
from domain.words import OVERALL_RATINGS, Involvement, Party, Rating, Sentiment

# What the steps are made of is read beside them: questions, and the steps that grade a domain.
__all__ = [
    "ACTIONS",
    "REVIEW",
    "Answers",
    "Question",
    "QuestionKind",
    "Step",
    "check",
    "graded_step",
    "is_unanswered",
    "missing_steps",
    "standing_answers",
    "steps_of",
    "unanswered",
]

# step key → question key → answer
Answers = Mapping[str, Mapping[str, str]]

REVIEW = "review"
ACTIONS = "actions"

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


def _optional(question: Question) -> Question:
    return replace(question, required=False)


def _words(titles: Iterable[tuple[StrEnum, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((word.value, title) for word, title in titles)


def _involved() -> Step:
    choices = _words(INVOLVEMENT_TITLES.items())
    questions = tuple(
        choice_of(party.value, title, f"Choose how the {_lower(title)} was involved.", choices)
        for party, title in PARTY_TITLES.items()
    )
    return Step("involved", "Who was involved", questions)


def _lower(title: str) -> str:
    return title if title.startswith("IRO") else title.lower()


@dataclass(frozen=True, slots=True)
class _Course:
    """What of an audit's answers decides which steps it has: how far each party was involved, and the overall grade."""

    involved: tuple[tuple[Party, Involvement], ...]
    overall: str | None


# A word that the vocabulary has not is no answer: `check` asks for it again.
_INVOLVEMENT_WORDS = {how.value: how for how in Involvement}


def _course_of(answers: Answers) -> _Course:
    said = answers.get("involved", {})
    how = ((party, _INVOLVEMENT_WORDS.get(said.get(party.value, ""))) for party in PARTY_TITLES)
    known = tuple((party, involvement) for party, involvement in how if involvement is not None)
    return _Course(known, answers.get("overall", {}).get(RATING))


def _reasons(course: _Course, required: Required) -> Step | None:
    questions = tuple(
        _reason(party, how, required=how in required.involvement_reasons)
        for party, how in course.involved
        if how is not Involvement.INCLUDED
    )
    return Step("involved_why", "Why not everybody", questions) if questions else None


def _reason(party: Party, how: Involvement, *, required: bool) -> Question:
    title = PARTY_TITLES[party]
    return Question(
        party.value,
        f"{title}: {INVOLVEMENT_TITLES[how].lower()}. Why?",
        f"Say why, for the {_lower(title)}.",
        required=required,
        longest=SHORT_TEXT,
    )


def _family_feedback(course: _Course, required: Required) -> Step | None:
    heard = [party for party in (Party.CHILD, Party.PARENT) if (party, Involvement.INCLUDED) in course.involved]
    questions = tuple(question for party in heard for question in _heard(party, required))
    return Step("family_feedback", "What the family said", questions) if questions else None


def _heard(party: Party, required: Required) -> tuple[Question, Question]:
    title = PARTY_TITLES[party]
    who = _lower(title)
    sentiment = choice_of(
        f"{party.value}_sentiment",
        f"{title}: what they said was",
        f"Choose how the {who} felt about the help.",
        _words(SENTIMENT_TITLES.items()),
    )
    words = Question(
        f"{party.value}_words",
        f"{title}: in their own words",
        f"Write what the {who} said, as they said it.",
        hint="Their words, not yours. No names.",
        longest=SHORT_TEXT,
    )
    return (
        sentiment if required.family_sentiment else _optional(sentiment),
        words if required.family_words else _optional(words),
    )


def _summary(required: Required) -> Step:
    strengths = Question("strengths", "Strengths", "Name at least one strength of the practice.")
    areas = Question("areas", "Areas for improvement", "Name what should improve, or write 'none'.")
    return Step(
        "summary",
        "Strengths and areas to improve",
        (
            strengths if required.strengths else _optional(strengths),
            areas if required.areas_for_improvement else _optional(areas),
        ),
    )


def _actions(course: _Course, required: Required) -> Step:
    if course.overall not in required.actions:
        return Step(ACTIONS, "Actions")
    return Step(ACTIONS, "Actions", intro=f"For {course.overall}, agree at least one.", least_actions=1)


def _overall(given: str | None) -> Iterator[Step]:
    choices = tuple((rating.value, rating.value) for rating in OVERALL_RATINGS)
    yield Step("overall", "Overall grade", (choice_of(RATING, "Overall", "Choose the overall grade.", choices),))
    if given == Rating.REQUIRES_IMPROVEMENT:
        yield Step(
            "at_risk",
            "Is it getting worse?",
            (
                choice_of(
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
                choice_of("category", "Category of concern", "Choose the category.", tuple(CATEGORY_TITLES.items())),
                Question("what", "What is wrong for this child?", "Say in a sentence or two what is wrong."),
            ),
            intro="Inadequate opens an entry for a child of concern when you return the audit.",
        )


def _steps_of_kind(kind: StepKind, framework: Framework, course: _Course) -> Iterator[Step | None]:
    match kind:
        case StepKind.INVOLVED:
            yield _involved()
            yield _reasons(course, framework.required)
        case StepKind.DOMAINS:
            yield from (graded(domain, framework.required.evidence) for domain in framework.domains)
        case StepKind.FAMILY_FEEDBACK:
            yield _family_feedback(course, framework.required)
        case StepKind.SUMMARY:
            yield _summary(framework.required)
        case StepKind.OVERALL:
            yield from _overall(course.overall)
        case StepKind.ACTIONS:
            yield _actions(course, framework.required)


def steps_of(framework: Framework, answers: Answers) -> tuple[Step, ...]:
    """The steps that this audit has, given what was answered so far, in their order; the review is not among them."""
    return _steps_on(framework, _course_of(answers))


# Frameworks and courses are few, and each turn of an audit asks twice.
@lru_cache(maxsize=1024)
def _steps_on(framework: Framework, course: _Course) -> tuple[Step, ...]:
    return tuple(
        step for kind in framework.steps for step in _steps_of_kind(kind, framework, course) if step is not None
    )


def check(step: Step, given: Mapping[str, str]) -> dict[str, str]:
    """The complaints about what was given to a step, by question; empty when it can be stored."""
    grade = given.get(RATING, "")
    complaints = {question.key: _complaint(question, given.get(question.key, ""), grade) for question in step.questions}
    return {key: said for key, said in complaints.items() if said}


def _complaint(question: Question, value: str, grade: str) -> str | None:
    if question.kind is QuestionKind.TEXT or not value.strip():
        missing = question.with_grade(grade).complaint
        return complaint_about(value, when_empty=missing, longest=question.longest)
    known = {stored for stored, _ in question.choices}
    return None if value in known else question.complaint


def missing_steps(framework: Framework, answers: Answers, actions: int = 0) -> tuple[Step, ...]:
    """The steps that still want an answer before the audit can be returned; `actions` were agreed so far."""
    return unanswered(steps_of(framework, answers), answers, actions)


def unanswered(steps: Iterable[Step], answers: Answers, actions: int = 0) -> tuple[Step, ...]:
    """Those of an audit's steps that still want an answer; `actions` were agreed so far.

    An answer that no longer fits (a reason for somebody who has since become included) counts for nothing. What a
    stored text says is not checked again: it was when it was stored.
    """
    return tuple(step for step in steps if is_unanswered(step, answers, actions))


def is_unanswered(step: Step, answers: Answers, actions: int = 0) -> bool:
    """Whether a step still wants an answer (see `unanswered`)."""
    return actions < step.least_actions or not _is_answered(step, answers.get(step.key, {}))


def _is_answered(step: Step, given: Mapping[str, str]) -> bool:
    grade = given.get(RATING, "")
    return all(_fits(question, given.get(question.key, ""), grade) for question in step.questions)


def _fits(question: Question, value: str, grade: str) -> bool:
    if not value:
        return not question.with_grade(grade).complaint
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
