"""What an owner may say of an action, and what an auditor may say of a late audit: until when, and as it is typed."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.calendar import WorkingCalendar, spoken_day
from domain.policy import Policy

# How much of a day that can't be read is said back.
_DAY_SHOWN = 40


class Answer(StrEnum):
    """What an owner says of an action where it stands."""

    DONE = "done"
    MORE_TIME = "more_time"
    NOT_MINE = "not_mine"
    BLOCKED = "blocked"


def no_day(text: str) -> str:
    """What to say beside a day that can't be read."""
    return f"I can't find the day “{text[:_DAY_SHOWN]}” in the calendar. Choose one."


def wrong_day(day: date, today: date, calendar: WorkingCalendar, policy: Policy) -> str:
    """What is wrong with the last day of a pause, to be said at its input; "" where nothing is.

    Nothing is chased on a day off, so that a pause that ends on one says less than it seems to.
    """
    furthest = calendar.working_day_after(today, policy.put_off_working_days)
    if day <= today:
        return f"{spoken_day(day)} {'is today' if day == today else 'has passed'}. Choose a later day."
    if day > furthest:
        return f"{spoken_day(day)} is too far off. Choose {spoken_day(furthest)} or an earlier day."
    if not calendar.is_working_day(day):
        next_day = spoken_day(calendar.working_day_after(day, 1))
        return f"{spoken_day(day)} is not a working day. Choose another, such as {next_day}."
    return ""


@dataclass(frozen=True, slots=True)
class TypedAnswer:
    """An answer to an action in one line. `until` is a day in words, "" for none; `ref` as it was typed."""

    answer: Answer
    ref: str
    words: str
    until: str = ""


_WORDS = {"done": Answer.DONE, "more time": Answer.MORE_TIME, "not mine": Answer.NOT_MINE, "blocked": Answer.BLOCKED}
# A reference has a digit in it, so that "Done well: the plan" is no answer to an action.
_TYPED = re.compile(
    r"(?P<answer>done|more\s+time|not\s+mine|blocked)\s+(?:for\s+|with\s+)?(?P<ref>(?=\S*\d)[^\s:]+)"
    r"(?:\s+until\s+(?P<until>[^:]+?))?\s*(?:[:,.]\s*(?P<words>.*))?",
    re.IGNORECASE | re.DOTALL,
)
_GIFT = re.compile(
    r"(?:reassign|give)\s+(?:action\s+)?(?P<ref>(?=\S*\d)[^\s:]+)\s+to\s+(?P<name>[^:]+?)\s*(?::\s*(?P<words>.*))?",
    re.IGNORECASE | re.DOTALL,
)
_NEED = re.compile(
    r"(?:i\s+)?need\s+(?:until\s+(?P<day>[^:]+?)(?:\s+for\s+(?P<for>\S+?))?|(?P<ref>(?=\S*\d)\S+)\s+until\s+(?P<until>[^:]+?))"
    r"\s*(?::\s*(?P<words>.*))?",
    re.IGNORECASE | re.DOTALL,
)


def read_answer(text: str) -> TypedAnswer | None:
    """An answer such as "done AC-12: seen weekly since" or "more time AC-12 until 4 December: on leave"; else None."""
    match = _TYPED.fullmatch(text.strip())
    if match is None:
        return None
    answer = _WORDS[" ".join(match["answer"].casefold().split())]
    if match["until"] and answer is not Answer.MORE_TIME:
        return None
    return TypedAnswer(
        answer, match["ref"].rstrip(".,"), (match["words"] or "").strip(), (match["until"] or "").strip()
    )


@dataclass(frozen=True, slots=True)
class TypedNeed:
    """An audit needs longer: the day in words, which audit ("" where there is but one), and why."""

    until: str
    ref: str = ""
    words: str = ""


def read_need(text: str) -> TypedNeed | None:
    """That an audit needs longer, as it is typed; None where a text says nothing of the kind."""
    match = _NEED.fullmatch(text.strip())
    if match is None:
        return None
    until = (match["day"] or match["until"] or "").strip(" .")
    return TypedNeed(until, (match["for"] or match["ref"] or "").strip(), (match["words"] or "").strip())


def read_gift(text: str) -> tuple[str, str, str] | None:
    """Another owner, as "reassign AC-12 to Sue Okafor: on leave" has one: the reference, the name, and why or ""."""
    match = _GIFT.fullmatch(text.strip())
    return None if match is None else (match["ref"], match["name"].strip(), (match["words"] or "").strip())
