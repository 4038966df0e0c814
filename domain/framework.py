"""An audit framework as data: its domains with their grade descriptors, its steps, and what must be answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations
from typing import Any

from domain.errors import BadInputError
from domain.framework_lines import GRADES, LONGEST_DESCRIPTOR, LONGEST_TITLE, Lines
from domain.words import OVERALL_RATINGS, Involvement, Rating

# As many cards as one sitting takes.
MOST_DOMAINS = 20
_HEAD = ("name", "title", "effective_from", "steps", "required", "domains")


class StepKind(StrEnum):
    """The kinds of step of an audit that a framework chooses from and orders (DOMAIN, cycle step 4)."""

    INVOLVED = "involved"
    DOMAINS = "domains"
    FAMILY_FEEDBACK = "family_feedback"
    SUMMARY = "summary"
    OVERALL = "overall"
    ACTIONS = "actions"


@dataclass(frozen=True, slots=True)
class PracticeDomain:
    """One domain of practice that is graded; `descriptors` says what each grade looks like."""

    key: str
    title: str
    descriptors: Mapping[Rating, str] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Required:
    """Which answers an audit needs before it can be returned.

    It always needs who was involved, each domain's grade, why a domain is not graded, the overall grade, and what
    follows from that grade.

    Attributes:
        involvement_reasons: how far somebody was involved, where it needs a reason.
        evidence: the grades of a domain that need evidence.
        family_sentiment, family_words: what the child and the parent thought of the help; their own words.
        actions: the overall grades that need at least one action.
    """

    involvement_reasons: frozenset[Involvement] = frozenset({Involvement.ATTEMPTED, Involvement.NOT_ATTEMPTED})
    evidence: frozenset[Rating] = frozenset(OVERALL_RATINGS)
    family_sentiment: bool = True
    family_words: bool = False
    strengths: bool = True
    areas_for_improvement: bool = True
    actions: frozenset[Rating] = frozenset()


USUALLY = Required()
# The step that each line of [required] is about.
REQUIRED_OF: Mapping[str, StepKind] = {
    "involvement_reasons": StepKind.INVOLVED,
    "evidence": StepKind.DOMAINS,
    "family_sentiment": StepKind.FAMILY_FEEDBACK,
    "family_words": StepKind.FAMILY_FEEDBACK,
    "strengths": StepKind.SUMMARY,
    "areas_for_improvement": StepKind.SUMMARY,
    "actions": StepKind.ACTIONS,
}
# Who was included gives no reason why not.
NOT_INCLUDED: Mapping[str, Involvement] = {how.value: how for how in Involvement if how is not Involvement.INCLUDED}


@dataclass(frozen=True, slots=True)
class Framework:
    """A version of a framework."""

    name: str
    title: str
    domains: tuple[PracticeDomain, ...]
    steps: tuple[StepKind, ...]
    required: Required = USUALLY


def read_framework(content: Mapping[str, Any]) -> Framework:
    """A framework from its file's content (a TOML table, as storage/frameworks shows).

    Raises:
        BadInputError: something is missing, twice or not understood; a sentence a line says where and what to write.
    """
    wrong: list[str] = []
    head = Lines(content, "head", wrong)
    head.only(*_HEAD)
    name, title = head.word("name", "-", "seven-domains"), head.text("title", LONGEST_TITLE)
    steps = _steps(content.get("steps"), wrong)
    required = _required(content.get("required", {}), steps, wrong)
    domains = _domains(content.get("domains", []), steps, wrong)
    if wrong:
        raise BadInputError("\n".join(wrong))
    return Framework(name, title, domains, steps, required)


def _steps(names: Any, wrong: list[str]) -> tuple[StepKind, ...]:
    known = ", ".join(kind.value for kind in StepKind)
    if not isinstance(names, list) or not names:
        wrong.append(f"The framework names no steps. Write steps = [...] with some of: {known}.")
        return ()
    unknown = [name for name in names if name not in list(StepKind)]
    wrong += [f"The framework has a step '{name}'. The steps are: {known}." for name in unknown]
    steps = tuple(StepKind(name) for name in names if name not in unknown)
    wrong += [
        f"The framework has the step '{step}' twice. Leave one of them out."
        for step in dict.fromkeys(steps)
        if steps.count(step) > 1
    ]
    wrong += _misplaced(steps)
    return steps


def _misplaced(steps: Sequence[StepKind]) -> list[str]:
    """What no audit could be returned without, and what would never be asked."""
    said = []
    if StepKind.OVERALL not in steps:
        said.append("The framework has no step 'overall'. Add it to steps: no audit is returned without its grade.")
    family = StepKind.FAMILY_FEEDBACK
    if family in steps and StepKind.INVOLVED not in steps[: steps.index(family)]:
        said.append(
            f"The framework has '{family}' without 'involved' before it. Put that first: it says who was heard."
        )
    return said


def _required(table: Any, steps: Sequence[StepKind], wrong: list[str]) -> Required:
    if not isinstance(table, Mapping):
        wrong.append("The framework's required is no table. Write it as [required], with its lines below.")
        return USUALLY
    lines = Lines(table, "[required]", wrong)
    lines.only(*REQUIRED_OF)
    for key, step in REQUIRED_OF.items():
        if lines.has(key) and step not in steps:
            lines.note(f"has a line '{key}', but there is no step '{step}'. Add the step, or take the line out.")
    return Required(
        involvement_reasons=lines.some("involvement_reasons", NOT_INCLUDED, USUALLY.involvement_reasons),
        evidence=lines.some("evidence", GRADES, USUALLY.evidence),
        family_sentiment=lines.yes("family_sentiment", otherwise=USUALLY.family_sentiment),
        family_words=lines.yes("family_words", otherwise=USUALLY.family_words),
        strengths=lines.yes("strengths", otherwise=USUALLY.strengths),
        areas_for_improvement=lines.yes("areas_for_improvement", otherwise=USUALLY.areas_for_improvement),
        actions=lines.some("actions", GRADES, USUALLY.actions),
    )


def _domains(tables: Any, steps: Sequence[StepKind], wrong: list[str]) -> tuple[PracticeDomain, ...]:
    if not isinstance(tables, list) or (not tables and StepKind.DOMAINS in steps):
        wrong.append("The framework has no domains. Add at least one [[domains]] table.")
        return ()
    if tables and steps and StepKind.DOMAINS not in steps:
        wrong.append("The framework has domains, but no step 'domains'. Add it to steps, or take the tables out.")
    if len(tables) > MOST_DOMAINS:
        wrong.append(f"The framework has {len(tables):,} domains. Keep to {MOST_DOMAINS}: each is a card to answer.")
    domains = tuple(_domain(table, number, wrong) for number, table in enumerate(tables, 1))
    _note_shared_names(domains, wrong)
    return domains


def _domain(table: Any, number: int, wrong: list[str]) -> PracticeDomain:
    if not isinstance(table, Mapping):
        wrong.append(f"The framework's domain {number} is no table. Write it as [[domains]], with its lines below.")
        return PracticeDomain("", "", {})
    lines = Lines(table, f"domain {number}", wrong)
    lines.only("key", "title", *GRADES)
    key, title = lines.word("key", "_", "voice"), lines.text("title", LONGEST_TITLE)
    return PracticeDomain(key, title, {grade: lines.text(word, LONGEST_DESCRIPTOR) for word, grade in GRADES.items()})


def _note_shared_names(domains: Sequence[PracticeDomain], wrong: list[str]) -> None:
    # A workbook may name a domain by its key or by its title, in capitals or not.
    for (first, one), (second, other) in combinations(enumerate(domains, 1), 2):
        shared = sorted(_called(one) & _called(other))
        if shared:
            wrong.append(
                f"The framework's domains {first} and {second} are both called '{shared[0]}'. "
                "Give each a key and a title of its own."
            )


def _called(domain: PracticeDomain) -> set[str]:
    return {" ".join(name.casefold().split()) for name in (domain.key, domain.title)} - {""}
