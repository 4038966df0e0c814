"""The settings as people read and change them: what each is called, and how its value is said and typed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Any

from domain.calendar import spoken_day
from domain.errors import BadInputError
from domain.policy import read_setting, written
from domain.typed_dates import read_one, tidied


class Area(StrEnum):
    """Where a setting stands."""

    CONTACTS = "contacts"
    HOURS = "hours"
    CHASING = "chasing"
    AUDITS = "audits"
    MODERATION = "moderation"
    CONCERNS = "concerns"
    FIGURES = "figures"
    KEEPING = "keeping"


AREAS: Mapping[Area, str] = {
    Area.CHASING: "Chasing and leave",
    Area.HOURS: "Working hours and days off",
    Area.AUDITS: "Audits, actions and exemptions",
    Area.MODERATION: "Moderation",
    Area.CONCERNS: "Concerns and escalations",
    Area.CONTACTS: "Names and contacts",
    Area.FIGURES: "Questions and surveys",
    Area.KEEPING: "How long things are kept",
}


class Kind(StrEnum):
    """How a value is typed."""

    WORDS = "words"
    NUMBER = "number"
    TIME = "time"
    DAYS = "days"
    CHOICE = "choice"
    LADDER = "ladder"
    LINES = "lines"


@dataclass(frozen=True, slots=True)
class SettingWords:
    """A setting as people know it.

    Attributes:
        title: what it is called, a short sentence without its end.
        unit: what a number counts, in the plural.
        choices: what is stored and what is read.
    """

    area: Area
    title: str
    kind: Kind = Kind.WORDS
    unit: str = ""
    choices: Sequence[tuple[str, str]] = ()


_ALLOWED = (("refused", "Not allowed"), ("warned", "Allowed after a warning"), ("allowed", "Allowed"))
_YES_NO = (("yes", "Yes"), ("no", "No"))
_WORKING_DAYS = "working days"
SETTINGS: Mapping[str, SettingWords] = {
    "ladder": SettingWords(Area.CHASING, "When reminders go, and to whom", Kind.LADDER),
    "digest_from": SettingWords(Area.CHASING, "When the day's list is made", Kind.TIME),
    "leave_silences": SettingWords(
        Area.CHASING,
        "What leave silences",
        Kind.CHOICE,
        choices=(("person", "Reminders to that person"), ("ladder", "Those above them too")),
    ),
    "put_off_times": SettingWords(Area.CHASING, "How often a thing may be put off", Kind.NUMBER, "times"),
    "put_off_working_days": SettingWords(Area.CHASING, "How far it may be put off", Kind.NUMBER, _WORKING_DAYS),
    "held_working_days": SettingWords(Area.CHASING, "How long a blocked action rests", Kind.NUMBER, _WORKING_DAYS),
    "opens": SettingWords(Area.HOURS, "When working hours begin", Kind.TIME),
    "closes": SettingWords(Area.HOURS, "When working hours end", Kind.TIME),
    "council_closure_days": SettingWords(Area.HOURS, "Days on which the council is closed", Kind.DAYS),
    "action_working_days": SettingWords(Area.AUDITS, "When a new action is due", Kind.NUMBER, _WORKING_DAYS),
    "second_due_working_days": SettingWords(
        Area.AUDITS, "When an audit sent back is due again", Kind.NUMBER, _WORKING_DAYS
    ),
    "month_closes": SettingWords(
        Area.AUDITS,
        "When a month closes",
        Kind.CHOICE,
        choices=(("latest_due_day", "With its latest due day"), ("last_day", "With its last day")),
    ),
    "own_team_audits": SettingWords(Area.AUDITS, "An audit of one's own team", Kind.CHOICE, choices=_ALLOWED),
    "line_managed_audits": SettingWords(Area.AUDITS, "An audit of somebody one manages", Kind.CHOICE, choices=_ALLOWED),
    "framework": SettingWords(Area.AUDITS, "The audit framework, by its short name"),
    "verified_share": SettingWords(Area.AUDITS, "Closed actions that QA checks", Kind.NUMBER, "of a hundred"),
    "discretionary_a_year": SettingWords(
        Area.AUDITS, "Exemptions a year on the auditor's own word", Kind.NUMBER, "exemptions"
    ),
    "exemption_approver": SettingWords(Area.AUDITS, "Who answers requests for an exemption"),
    "moderated": SettingWords(
        Area.MODERATION,
        "Which audits are moderated",
        Kind.CHOICE,
        choices=(
            ("none", "None, but for a loop that differs"),
            ("all", "All"),
            ("share", "A share of them"),
            ("loops_differ", "Those whose two grades differ"),
        ),
    ),
    "moderated_share": SettingWords(Area.MODERATION, "How many, where it is a share", Kind.NUMBER, "of a hundred"),
    "moderation_working_days": SettingWords(
        Area.MODERATION, "By when an audit is moderated", Kind.NUMBER, _WORKING_DAYS
    ),
    "moderator_rates_first": SettingWords(
        Area.MODERATION, "A moderator grades before seeing the grades", Kind.CHOICE, choices=_YES_NO
    ),
    "concern_response_working_days": SettingWords(
        Area.CONCERNS, "By when a category 2 concern is answered", Kind.NUMBER, _WORKING_DAYS
    ),
    "alarm_again_hours": SettingWords(
        Area.CONCERNS, "When an alarm nobody has taken goes up the line", Kind.NUMBER, "hours"
    ),
    "watch_months": SettingWords(Area.CONCERNS, "When a child at risk is looked at again", Kind.NUMBER, "months"),
    "dispute_tells": SettingWords(Area.CONCERNS, "Who hears of an escalation at stages 1, 2 and 3"),
    "feedback_themes": SettingWords(Area.FIGURES, "The themes of what families say", Kind.LINES),
    "qa_contact": SettingWords(Area.CONTACTS, "Whom people are told to ask"),
    "emergency_contact": SettingWords(Area.CONTACTS, "How the emergency duty team is reached"),
    "children_in_care": SettingWords(Area.CONTACTS, "How we speak of children in care"),
    "follow_up_minutes": SettingWords(
        Area.FIGURES, "How long a question may go on from the last", Kind.NUMBER, "minutes"
    ),
    "survey_days": SettingWords(
        Area.FIGURES, "When an audit's impact is asked about", Kind.NUMBER, "days after return"
    ),
    "survey_within_days": SettingWords(Area.FIGURES, "How long after that it still is", Kind.NUMBER, "days"),
    "keep_case_text_years": SettingWords(Area.KEEPING, "The words of an audit", Kind.NUMBER, "years"),
    "keep_record_years": SettingWords(Area.KEEPING, "Who did and saw what", Kind.NUMBER, "years"),
    "keep_messages_years": SettingWords(Area.KEEPING, "Which messages went to whom", Kind.NUMBER, "years"),
    "keep_leavers_years": SettingWords(Area.KEEPING, "The names of people who have left", Kind.NUMBER, "years"),
    "keep_reasons_years": SettingWords(Area.KEEPING, "Reasons of exemptions, and leave", Kind.NUMBER, "years"),
}


def words_of(name: str) -> SettingWords:
    """A setting as people know it; one without words of its own goes by its name."""
    return SETTINGS.get(name) or SettingWords(Area.AUDITS, name.replace("_", " ").capitalize())


def said(name: str, value: Any) -> str:
    """A value as people read it: "10 working days", "08:00", "Tuesday 29 December 2026"."""
    known = words_of(name)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if known.kind is Kind.DAYS:
        return ", ".join(spoken_day(day) for day in value) or "none"
    if known.kind is Kind.LADDER:
        return f"{sum(len(rungs) for rungs in value.rungs.values())} lines"
    if known.kind is Kind.LINES:
        return ", ".join(value.titles)
    text = written(value)
    if known.kind is Kind.CHOICE:
        return dict(known.choices).get(text, text)
    one_of = {"times": "time", "hours": "hour", "months": "month", "years": "year", _WORKING_DAYS: "working day"}
    unit = one_of.get(known.unit, known.unit) if text == "1" else known.unit
    return f"{text} {unit}".strip().replace("_", " ")


def typed_value(name: str, text: str, today: date) -> str:
    """A value as it is stored, from what was typed in a form.

    Raises:
        BadInputError: it is no value of that setting; the sentence says what to type.
    """
    known = words_of(name)
    try:
        stored = _STORED[known.kind](text.strip(), today)
        read_setting(name, stored)
    except (ValueError, BadInputError) as problem:
        raise BadInputError(_what_to_type(known)) from problem
    return stored


def _what_to_type(known: SettingWords) -> str:
    if known.kind is Kind.NUMBER:
        most = ", up to 100" if known.unit == "of a hundred" else ""
        return f"Type a whole number{most}, such as 10."
    by_kind = {
        Kind.TIME: "Type a time such as 08:30.",
        Kind.DAYS: "Type days with commas between them, such as 29 December 2026, 30 December 2026.",
        Kind.CHOICE: "Choose one of them.",
        Kind.LINES: "Type a line for each, in the way they stand there now.",
    }
    return by_kind.get(known.kind, "Type it in the way it stands there now.")


def _as_it_is(text: str, today: date) -> str:
    del today
    return text


def _time(text: str, today: date) -> str:
    del today
    hours, _, minutes = text.replace(".", ":").partition(":")
    return f"{time(int(hours), int(minutes or 0)):%H:%M}"


def _days(text: str, today: date) -> str:
    if text.casefold() in {"", "none"}:
        return ""
    found = [read_one(tidied(part), today) for part in text.split(",") if part.strip()]
    if any(one is None for one in found):
        raise ValueError("one of them is no day")
    return ", ".join(one.day.isoformat() for one in found if one is not None)


_STORED: Mapping[Kind, Callable[[str, date], str]] = {
    Kind.WORDS: _as_it_is,
    Kind.NUMBER: _as_it_is,
    Kind.CHOICE: _as_it_is,
    Kind.LADDER: _as_it_is,
    Kind.LINES: _as_it_is,
    Kind.TIME: _time,
    Kind.DAYS: _days,
}
