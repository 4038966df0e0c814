"""What people type about exemptions: `exemption December leave: two weeks away`, `decline 12: we are too few`."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.calendar import month_of
from domain.exemptions import month_after
from domain.words import ExemptionKind

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG = ("uary", "ruary", "ch", "il", "", "e", "y", "ust", "t(?:ember)?", "ober", "ember", "ember")
_MONTH_NAMES = "|".join(f"{short}(?:{rest})?" for short, rest in zip(_NAMES, _LONG, strict=True))
_MONTH = rf"this month|next month|20\d\d-(?:0[1-9]|1[0-2])|(?:{_MONTH_NAMES})(?: 20\d\d)?"
_KINDS = {
    "health": ExemptionKind.HEALTH,
    "sick": ExemptionKind.HEALTH,
    "leave": ExemptionKind.LEAVE,
    "discretionary": ExemptionKind.DISCRETIONARY,
    "director": ExemptionKind.DIRECTOR,
    "agreed with a director": ExemptionKind.DIRECTOR,
    "other": ExemptionKind.OTHER,
    "another reason": ExemptionKind.OTHER,
}
_KIND = "|".join(sorted(_KINDS, key=len, reverse=True))
_WHY = r"(?:\s*[:;]\s*(?P<why>.*)|\s*\.?)"
# The whole text or nothing: any other words are not about exemptions.
_ASKING = rf"exemption(?: for)?(?: (?P<month>{_MONTH}))?(?:,? (?P<kind>{_KIND}))?{_WHY}"
_ANSWERS = r"(?:(?P<answer>approve|decline)(?: request)?|(?P<undo>undo) request) (?P<number>\d{1,9})" + _WHY
_REGISTER = rf"exemptions(?: (?P<month>{_MONTH}))?\s*[.?]?"
# A year back counts as meant where a month is named without its year: no further ahead than this many months.
AHEAD = 6


class Answer(StrEnum):
    """What is said to a request by its number."""

    APPROVE = "approve"
    DECLINE = "decline"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class TypedAsking:
    """An exemption asked for in words: the month as it was typed, the kind, and why; None is what was not said."""

    month: str | None
    kind: ExemptionKind | None
    why: str


@dataclass(frozen=True, slots=True)
class TypedAnswer:
    """An answer to a request, by its number; `why` is empty where nothing was said."""

    answer: Answer
    number: int
    why: str


def _match(pattern: str, text: str) -> re.Match[str] | None:
    return re.fullmatch(pattern, " ".join(text.split()), re.IGNORECASE)


def read_asking(text: str) -> TypedAsking | None:
    """What somebody asks for; None where the words are about something else."""
    found = _match(_ASKING, text)
    if found is None:
        return None
    kind = found["kind"]
    return TypedAsking(found["month"], None if kind is None else _KINDS[kind.casefold()], (found["why"] or "").strip())


def read_answer(text: str) -> TypedAnswer | None:
    """How somebody answers a request, such as `approve 12`; None where the words are about something else."""
    found = _match(_ANSWERS, text)
    if found is None:
        return None
    answer = Answer((found["answer"] or found["undo"]).casefold())
    return TypedAnswer(answer, int(found["number"]), (found["why"] or "").strip())


def read_register(text: str) -> str | None:
    """Which month's register is asked for, as it was typed; "" where none is named, None for other words."""
    found = _match(_REGISTER, text)
    return None if found is None else found["month"] or ""


def month_meant(typed: str, today: date, ahead: int = AHEAD) -> str:
    """A month as it was typed, as `2026-12`.

    One named without its year is the nearest that is at most `ahead` months from now: on 20 November 2026, with 6,
    May is May 2027 and June is June 2026.
    """
    words = typed.casefold()
    this = month_of(today)
    if words in {"this month", "next month"}:
        return this if words == "this month" else month_after(this)
    if words[:2] == "20":
        return words
    number = _NAMES.index(words[:3]) + 1
    year = words[-4:]
    if year.isdigit():
        return f"{year}-{number:02}"
    passed = (number - today.month) % 12
    later = today.year + (number < today.month)
    return f"{later if passed <= ahead else later - 1}-{number:02}"
