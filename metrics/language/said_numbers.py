"""Numbers, names of months and written days, as single words of a question."""

import re
from datetime import date

_MONTH_NAMES = (
    ("january", "jan"),
    ("february", "feb", "febuary"),
    ("march", "mar"),
    ("april", "apr"),
    ("may",),
    ("june", "jun"),
    ("july", "jul"),
    ("august", "aug"),
    ("september", "sep", "sept"),
    ("october", "oct"),
    ("november", "nov"),
    ("december", "dec"),
)
MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names}
_COUNTED = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
NUMBERS = {word: number for number, word in enumerate(_COUNTED, 1)} | {"couple": 2, "eighteen": 18, "twenty": 20}
ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "final": 4}

# Years of this century or the last: nobody means to ask about another.
_FIRST_YEAR, _LAST_YEAR = 1900, 2099


def count(word: str) -> int | None:
    """`12` or `twelve`."""
    return int(word) if re.fullmatch(r"[0-9]{1,3}", word) else NUMBERS.get(word)


def small(word: str, most: int) -> int | None:
    """A number or ordinal from one to `most`."""
    number = count(word) or ORDINALS.get(word)
    return number if number is not None and 1 <= number <= most else None


def day_number(word: str) -> int | None:
    """`31` or `31st`: the number of a day in its month."""
    found = re.fullmatch(r"([0-9]{1,2})(?:st|nd|rd|th)?", word)
    return int(found[1]) if found and 1 <= int(found[1]) <= 31 else None


def written_day(word: str) -> date | None:
    """`2019-07-31` or `31/07/2019`, the day first as in Britain; none of a year that no audit was of."""
    try:
        day = _day_as_written(word)
    except ValueError:
        return None
    return day if day is not None and _FIRST_YEAR <= day.year <= _LAST_YEAR else None


def _day_as_written(word: str) -> date | None:
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", word):
        return date.fromisoformat(word)
    found = re.fullmatch(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4}|[0-9]{2})", word)
    return None if found is None else date(_full_year(found[3]), int(found[2]), int(found[1]))


def _full_year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def financial_year_said(word: str) -> int | None:
    """The year in whose April `2019/20`, `19/20`, `2019-20` or `2019/2020` begins; None if two years are apart."""
    pair = re.fullmatch(r"([0-9]{4}|[0-9]{2})[/-]([0-9]{2}|[0-9]{4})", word)
    if pair is None or (len(pair[1]) == 4 and not pair[1].startswith("20")):
        return None
    first = _full_year(pair[1])
    return first if (first + 1) % 100 == int(pair[2]) % 100 else None


def calendar_year_said(word: str) -> int | None:
    """A year in four digits, of this century or the last."""
    return int(word) if re.fullmatch(r"(19|20)[0-9]{2}", word) else None
