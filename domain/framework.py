"""An audit framework as data: its domains with their grade descriptors, and which steps an audit has."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from domain.errors import BadInputError
from domain.words import Rating

_GRADES = {
    "outstanding": Rating.OUTSTANDING,
    "good": Rating.GOOD,
    "requires_improvement": Rating.REQUIRES_IMPROVEMENT,
    "inadequate": Rating.INADEQUATE,
}


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
class Framework:
    """A version of a framework."""

    name: str
    title: str
    domains: tuple[PracticeDomain, ...]
    steps: tuple[StepKind, ...]


def _text(table: Mapping[str, Any], key: str, where: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise BadInputError(f"The framework's {where} has no text for '{key}'. Add a line {key} = \"…\".")
    return value.strip()


def _domain(table: Any, number: int) -> PracticeDomain:
    where = f"domain {number}"
    if not isinstance(table, Mapping):
        raise BadInputError(f"The framework's {where} is no table. Write it as [[domains]].")
    descriptors = {rating: _text(table, key, where) for key, rating in _GRADES.items()}
    return PracticeDomain(_text(table, "key", where), _text(table, "title", where), descriptors)


def _steps(names: Any) -> tuple[StepKind, ...]:
    known = ", ".join(kind.value for kind in StepKind)
    if not isinstance(names, list) or not names:
        raise BadInputError(f"The framework names no steps. Write steps = [...] with some of: {known}.")
    for name in names:
        if name not in list(StepKind):
            raise BadInputError(f"The framework has a step '{name}'. The steps are: {known}.")
        if names.count(name) > 1:
            raise BadInputError(f"The framework has the step '{name}' twice. Leave one of them out.")
    return tuple(StepKind(name) for name in names)


def read_framework(content: Mapping[str, Any]) -> Framework:
    """A framework from its file's content (a TOML table, as storage/frameworks shows).

    Raises:
        BadInputError: something is missing or twice; the sentence says where and what to write.
    """
    tables = content.get("domains")
    if not isinstance(tables, list) or not tables:
        raise BadInputError("The framework has no domains. Add at least one [[domains]] table.")
    domains = tuple(_domain(table, number) for number, table in enumerate(tables, 1))
    keys = [one.key for one in domains]
    if len(set(keys)) < len(keys):
        raise BadInputError("Two domains of the framework have the same key. Give each its own.")
    return Framework(
        _text(content, "name", "head"),
        _text(content, "title", "head"),
        domains,
        _steps(content.get("steps")),
    )
