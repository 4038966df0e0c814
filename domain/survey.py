"""The impact questions, six weeks after an audit's return (DOMAIN, "The monthly cycle", 9)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from domain.words import Done, Impact, Involvement

PRACTICE, CHILD, DONE = "practice_change", "child_impact", "done"
_CHANGES = (
    (Impact.IMPROVED.value, "Improved"),
    (Impact.NO_CHANGE.value, "No change"),
    (Impact.WORSE.value, "Worse"),
    (Impact.TOO_SOON.value, "Too soon to say"),
)
_WAYS = (
    (Done.WITH.value, "With me"),
    (Done.TO.value, "To me"),
    (Done.BOTH.value, "Some of both"),
)


@dataclass(frozen=True, slots=True)
class SurveyQuestion:
    """One question: the survey's column, what is asked, and the answers as (stored, shown)."""

    key: str
    asks: str
    choices: tuple[tuple[str, str], ...]

    def shown(self, answer: str) -> str:
        """An answer as it is read."""
        return dict(self.choices).get(answer, answer)


QUESTIONS = (
    SurveyQuestion(PRACTICE, "Since the audit, how has practice with this child changed?", _CHANGES),
    SurveyQuestion(CHILD, "And how has the child's life changed?", _CHANGES),
    SurveyQuestion(DONE, "Was the audit done with you, or to you?", _WAYS),
)
# What two taps answer, and impact is counted from; the last one is asked after the thanks, of whoever likes to say.
NEEDED = QUESTIONS[:2]
_BY_KEY = {one.key: one for one in QUESTIONS}

# What an auditor claims of somebody they worked with, as it stands beside what that person says.
CLAIMED: Mapping[Involvement, str] = {
    Involvement.INCLUDED: "included",
    Involvement.ATTEMPTED: "tried, not reached",
    Involvement.NOT_ATTEMPTED: "not tried",
    Involvement.NOT_APPLICABLE: "does not apply",
}


def question(key: str) -> SurveyQuestion | None:
    """The question of that key, or None."""
    return _BY_KEY.get(key)


def next_question(answers: Mapping[str, str]) -> SurveyQuestion | None:
    """The first question that has no answer yet; None once all have."""
    return next((one for one in QUESTIONS if not answers.get(one.key)), None)


def is_answered(answers: Mapping[str, str]) -> bool:
    """Whether what is needed was answered."""
    return all(answers.get(one.key) for one in NEEDED)


def is_asked_on(returned_on: date, today: date, after_days: int, within_days: int) -> bool:
    """Whether the questions about an audit are asked on a London day.

    Returned on 2 October 2026 and asked after 42 days within 14, they are asked from 13 to 27 November: an import of
    older returns asks nobody.
    """
    first = returned_on + timedelta(days=after_days)
    return first <= today <= first + timedelta(days=within_days)


def may_be_changed(answered_on: date | None, today: date) -> bool:
    """Whether answers may still be changed: until the end of the day on which the last of those needed was given."""
    return answered_on is None or answered_on == today
