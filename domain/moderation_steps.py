"""The steps of a moderation as data: what a moderator reads on each card, and the grades that they give.

Their cards say what the auditor found and on what it rests; the auditor's grades are not among what they are made of.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.audit_steps import CATEGORY_TITLES, check
from domain.framework import PracticeDomain
from domain.questions import RATING, Question, Step, choice_of
from domain.words import OVERALL_RATINGS, Rating

ENGAGEMENT, SUMMARY, OVERALL = "engagement", "summary", "overall"
# The card behind the last step, and what the judgement's reasons are kept under.
COMPARISON, JUDGEMENT = "comparison", "judgement"
NOTE, CATEGORY, WHAT = "note", "category", "what"
# In characters: a card holds a reason for every domain that differs.
LONGEST_REASON = 1_000
_DOMAIN = "domain:"

Answers = Mapping[str, Mapping[str, str]]


def domain_step(title: str) -> str:
    """The key of the step that grades a domain, by its title."""
    return f"{_DOMAIN}{title}"


def steps_of(domains: Sequence[PracticeDomain]) -> tuple[Step, ...]:
    """The steps of a moderation in their order: who was involved, each domain, what follows, the overall grade."""
    return (
        Step(ENGAGEMENT, "Who was involved, and what they said"),
        *(_graded(domain) for domain in domains),
        Step(SUMMARY, "Strengths, areas to improve, actions"),
        Step(OVERALL, "Your overall grade", (_grade("Overall", OVERALL_RATINGS), _note())),
    )


def _graded(domain: PracticeDomain) -> Step:
    return Step(domain_step(domain.title), domain.title, (_grade("Your grade", tuple(Rating)), _note()), domain=domain)


def _grade(label: str, grades: Iterable[Rating]) -> Question:
    return choice_of(RATING, label, "Choose a grade.", tuple((one.value, one.value) for one in grades))


def _note() -> Question:
    return Question(
        NOTE,
        "Why, in a few words",
        "",
        required=False,
        hint="It becomes your reason where your grade is another one than the auditor's.",
        longest=LONGEST_REASON,
    )


def ungraded(steps: Iterable[Step], answers: Answers) -> list[Step]:
    """The steps whose grade is still to be given."""
    return [one for one in steps if one.questions and check(one, answers.get(one.key, {}))]


@dataclass(frozen=True, slots=True)
class Pair:
    """A domain, or the audit as a whole, with the auditor's grade and the moderator's.

    Attributes:
        key: of the step; `OVERALL` for the whole.
        note: what the moderator wrote when they graded it.
    """

    key: str
    title: str
    auditors: Rating | None
    moderators: Rating | None
    note: str = ""

    @property
    def differs(self) -> bool:
        """Whether the two are not the same."""
        return self.auditors != self.moderators


def pairs_of(steps: Iterable[Step], answers: Answers, graded: Mapping[str, Rating]) -> list[Pair]:
    """The grades side by side; `graded` are the auditor's, by step."""
    return [
        Pair(
            one.key,
            "Overall" if one.key == OVERALL else one.title,
            graded.get(one.key),
            _given(answers.get(one.key, {})),
            answers.get(one.key, {}).get(NOTE, ""),
        )
        for one in steps
        if one.questions
    ]


def _given(answers: Mapping[str, str]) -> Rating | None:
    return Rating(answers[RATING]) if answers.get(RATING) else None


def reason_key(place: int) -> str:
    """The input of the reason for the difference at a place among the pairs."""
    return f"why_{place}"


def category_questions() -> tuple[Question, Question]:
    """What must be said where the moderator finds Inadequate and the auditor had not: it opens a child of concern."""
    return (
        choice_of(CATEGORY, "Category of concern", "Choose the category.", tuple(CATEGORY_TITLES.items())),
        Question(WHAT, "What is wrong for this child?", "Say in a sentence or two what is wrong."),
    )


def finds_inadequate(pairs: Iterable[Pair]) -> bool:
    """Whether the moderator grades the whole Inadequate, and the auditor had graded it better."""
    return any(
        one.key == OVERALL and one.moderators is Rating.INADEQUATE and one.auditors is not Rating.INADEQUATE
        for one in pairs
    )


def leaves_inadequate(pairs: Iterable[Pair]) -> bool:
    """Whether the auditor graded the whole Inadequate, and the moderator grades it better."""
    return any(
        one.key == OVERALL and one.auditors is Rating.INADEQUATE and one.moderators is not Rating.INADEQUATE
        for one in pairs
    )
