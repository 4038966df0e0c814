"""The steps that grade a domain: the grade, and what it rests on or why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from domain.framework import PracticeDomain
from domain.questions import RATING, Question, Step, WithGrade, choice_of
from domain.words import OVERALL_RATINGS, Rating


def graded_step(domain: PracticeDomain) -> str:
    """The key of the step that grades a domain."""
    return f"domain_{domain.key}"


@lru_cache(maxsize=256)
def graded(domain: PracticeDomain, evidence_for: frozenset[Rating]) -> Step:
    """The step that grades a domain; `evidence_for` are the grades that need evidence."""
    choices = tuple((rating.value, rating.value) for rating in Rating)
    rating = choice_of(RATING, "Grade", "Choose a grade, or Not Graded.", choices)
    return Step(graded_step(domain), domain.title, (rating, _evidence(evidence_for)), domain=domain)


def _evidence(needed: frozenset[Rating]) -> Question:
    """What a grade rests on, or why there is none: one text for both."""
    label, why_not = "What in the record shows this?", "Why can't it be graded?"
    spared = [rating for rating in OVERALL_RATINGS if rating not in needed]
    said = {rating: "Say what in the record shows this." for rating in OVERALL_RATINGS if rating in needed}
    hint = f"You may leave it out for {_either(spared)}. For Not Graded, say why." if spared else ""
    return Question(
        "evidence",
        label,
        "Say what in the record shows this, or why it can't be graded.",
        hint=hint or "If you chose Not Graded, say why.",
        by_grade=(
            *(WithGrade(rating.value, label, said.get(rating, "")) for rating in OVERALL_RATINGS),
            WithGrade(Rating.NOT_GRADED.value, why_not, "Say why it can't be graded."),
        ),
    )


def _either(ratings: list[Rating]) -> str:
    *first, last = [rating.value for rating in ratings]
    return f"{', '.join(first)} or {last}" if first else last


@dataclass(frozen=True, slots=True)
class Grade:
    """The answers of a graded domain: with a grade there is evidence, with Not Graded the reason for it."""

    rating: Rating
    evidence: str | None
    reason: str | None


def grade_of(answers: Mapping[str, str]) -> Grade:
    """The grade in the answers of a domain's step, which were checked (`check`)."""
    rating, text = Rating(answers[RATING]), answers.get("evidence")
    return Grade(rating, None, text) if rating is Rating.NOT_GRADED else Grade(rating, text, None)
