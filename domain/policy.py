"""The council's policy settings: dated, changed by QA, with the defaults of DOMAIN."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, time
from typing import Any

from domain.errors import BadInputError


@dataclass(frozen=True, slots=True)
class Policy:
    """The settings in force on a day. Each field is one setting; its default is DOMAIN's.

    Attributes:
        qa_contact: whom a person without access is told to ask.
        emergency_contact: how the emergency duty team is reached, as it should be read out.
        council_closure_days: days off beside England's bank holidays.
        opens, closes: working hours in London for notices and nudges.
        framework: the audit framework for cycles that name none, or one that is not known.
        action_working_days: how many working days ahead an action's due day is suggested.
        children_in_care: how the council speaks of children in care.
    """

    qa_contact: str = "the quality assurance team"
    emergency_contact: str = "the emergency duty team"
    council_closure_days: tuple[date, ...] = ()
    opens: time = time(8)
    closes: time = time(18)
    framework: str = "seven-domains"
    action_working_days: int = 10
    children_in_care: str = "children in care"


@dataclass(frozen=True, slots=True)
class Setting:
    """One stored change of a setting: its name, its value as text, and the day from which it holds."""

    name: str
    value: str
    effective_from: date


def _read(name: str, text: str) -> Any:
    match name:
        case "council_closure_days":
            return tuple(date.fromisoformat(day.strip()) for day in text.split(",") if day.strip())
        case "opens" | "closes":
            return time.fromisoformat(text)
        case "action_working_days":
            return int(text)
        case _:
            return text


def read_setting(name: str, text: str) -> Any:
    """A setting's value from its stored text.

    Raises:
        BadInputError: no such setting, or the text is no value for it.
    """
    known = [field.name for field in fields(Policy)]
    if name not in known:
        raise BadInputError(f"There is no setting '{name}'. The settings are: {', '.join(known)}.")
    try:
        return _read(name, text)
    except ValueError as problem:
        raise BadInputError(f"'{text}' is no value for the setting '{name}': {problem}.") from problem


def policy_on(day: date, settings: Iterable[Setting]) -> Policy:
    """The policy in force on a London day: of each setting the latest one effective by then."""
    policy = Policy()
    for setting in sorted(settings, key=lambda one: one.effective_from):
        if setting.effective_from <= day:
            policy = replace(policy, **{setting.name: read_setting(setting.name, setting.value)})
    return policy
