"""Days of leave and of standing in, in words, and what is wrong with those that a form brings."""

from collections.abc import Mapping
from datetime import date

from dialogs.qa_inputs import read_day
from dialogs.turn import Turn
from domain.calendar import spoken_day


def days_words(starts_on: date, ends_on: date, *, is_inside: bool = False) -> str:
    """Both days in words: "From Thursday 3 December 2026 to …"; `is_inside` a sentence it begins small."""
    if starts_on == ends_on:
        words = f"On {spoken_day(starts_on)}"
    else:
        first = spoken_day(starts_on)
        # One year is said once.
        first = first.removesuffix(f" {ends_on.year}") if starts_on.year == ends_on.year else first
        words = f"From {first} to {spoken_day(ends_on)}"
    return words[:1].lower() + words[1:] if is_inside else words


def wrong_days(turn: Turn, given: Mapping[str, str]) -> tuple[date | None, date | None, dict[str, str]]:
    """The first and the last day of a form (`from`, `to`), and what is wrong, by input."""
    first, last = read_day(turn, given.get("from", "")), read_day(turn, given.get("to", ""))
    wrong = {key: day for key, day in (("from", first), ("to", last)) if isinstance(day, str)}
    if isinstance(first, str) or isinstance(last, str):
        return None, None, wrong
    if last < first:
        wrong["to"] = f"The last day can't come before the first. Choose {spoken_day(first)} or a later day."
    return first, last, wrong
