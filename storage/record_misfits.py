"""What does not fit in the record, and how it is said."""

from collections.abc import Sequence
from datetime import datetime

from domain.calendar import london_day, spoken_day, spoken_time

# What reading a value raises that the service never wrote: no JSON, no instant, or of another shape. SQLite lets
# whoever writes to it put anything anywhere.
UNREADABLE = (ValueError, TypeError, AttributeError, LookupError)


class MisfitError(Exception):
    """Something in the record is not what it was. Its text is a sentence that says what, and where."""


class UnguardedError(MisfitError):
    """The record fits, but nothing keeps anybody from changing history."""


def said_of(instant: datetime) -> str:
    """An instant in words, in London."""
    return f"{spoken_day(london_day(instant))}, {spoken_time(instant)}"


def listed(names: Sequence[str]) -> str:
    """Names in a sentence."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
