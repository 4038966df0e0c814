"""What one card of an audit asks: a step, its questions, and how a question changes with the grade chosen."""

from dataclasses import dataclass
from enum import StrEnum

from domain.framework import PracticeDomain
from domain.free_text import LONG_TEXT

# The question of a step whose answer decides how the others are asked.
RATING = "rating"


class QuestionKind(StrEnum):
    """How a question is answered."""

    CHOICE = "choice"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class WithGrade:
    """What a question is with one grade.

    Attributes:
        grade: the rating chosen in the same step.
        label: what it asked, once it was answered.
        complaint: said when it is left empty; "" where it may be.
    """

    grade: str
    label: str
    complaint: str


@dataclass(frozen=True, slots=True)
class Question:
    """One input of a step.

    Attributes:
        complaint: said when it is left empty.
        choices: (stored value, words shown).
        longest: how many characters a text may have.
        by_grade: what it is with the grades that ask it otherwise.
    """

    key: str
    label: str
    complaint: str
    kind: QuestionKind = QuestionKind.TEXT
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = True
    hint: str = ""
    longest: int = LONG_TEXT
    by_grade: tuple[WithGrade, ...] = ()

    def with_grade(self, grade: str) -> WithGrade:
        """What it asks, and says when it is left empty, with the grade chosen; `grade` is "" where none is."""
        found = next((one for one in self.by_grade if one.grade == grade), None)
        return found or WithGrade(grade, self.label, self.complaint if self.required else "")


@dataclass(frozen=True, slots=True)
class Step:
    """One card of an audit.

    Attributes:
        domain: the domain graded, whose descriptors are shown one tap away.
        least_actions: how many actions must be agreed before the audit can be returned.
    """

    key: str
    title: str
    questions: tuple[Question, ...] = ()
    intro: str = ""
    domain: PracticeDomain | None = None
    least_actions: int = 0


def choice_of(key: str, label: str, complaint: str, choices: tuple[tuple[str, str], ...]) -> Question:
    """A question with one answer out of several, which can't be left out."""
    return Question(key, label, complaint, QuestionKind.CHOICE, choices)
