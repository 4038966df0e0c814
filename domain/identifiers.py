"""What may not stand in free text: an NHS number, a full postcode, a date of birth (DOMAIN, data protection)."""

import re
from dataclasses import dataclass

_TEN_DIGITS = re.compile(r"(?<![\d.])\d(?:[ -]?\d){9}(?![\d]|\.\d)")
_POSTCODE = re.compile(
    r"\b(?:GIR ?0AA|[A-PR-UWYZ](?:[0-9]{1,2}|[A-HK-Y][0-9]|[A-HK-Y][0-9][0-9]|[0-9][A-HJKPS-UW]"
    r"|[A-HK-Y][0-9][ABEHMNPRV-Y])\s{0,2}[0-9][ABD-HJLNP-UW-Z]{2})\b",
    re.IGNORECASE,
)
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DATE = re.compile(
    rf"\b(?:\d{{1,2}}[./-]\d{{1,2}}[./-](?:\d{{4}}|\d{{2}})|\d{{4}}-\d{{2}}-\d{{2}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTHS})[a-z]*\.?,?\s+\d{{2,4}}"
    rf"|(?:{_MONTHS})[a-z]*\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}})\b",
    re.IGNORECASE,
)
_BORN = re.compile(r"\bborn\b|\bd\.?\s?o\.?\s?b\b|\bdate of birth\b", re.IGNORECASE)
# "Next to": in the same sentence, no further apart than "born, according to the record, on".
_NEAR = 40


@dataclass(frozen=True, slots=True)
class Finding:
    """An identifier that was found, and where: `start` and `end` are offsets into the text."""

    what: str
    start: int
    end: int


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits end in a valid NHS check digit (modulus 11: 943 476 5919 does, …5918 does not)."""
    total = sum(int(digit) * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True))
    return (11 - total % 11) % 11 == int(digits[9])


def _nhs_numbers(text: str) -> list[Finding]:
    found = _TEN_DIGITS.finditer(text)
    return [
        Finding("an NHS number", match.start(), match.end())
        for match in found
        if is_nhs_number(re.sub(r"\D", "", match.group()))
    ]


def _postcodes(text: str) -> list[Finding]:
    # "ward SW4 5th floor" has the shape of a postcode; nobody writes a real one's end as an ordinal.
    return [
        Finding("a postcode", match.start(), match.end())
        for match in _POSTCODE.finditer(text)
        if match.group()[-2:] not in {"st", "nd", "rd", "th"}
    ]


def _birth_dates(text: str) -> list[Finding]:
    words = [(match.start(), match.end()) for match in _BORN.finditer(text)]
    return [
        Finding("a date of birth", match.start(), match.end())
        for match in _DATE.finditer(text)
        if any(
            -_NEAR <= start - match.end() <= _NEAR or -_NEAR <= match.start() - end <= _NEAR
            for start, end in words
            if not _sentence_between(text, match, start, end)
        )
    ]


def _sentence_between(text: str, match: re.Match[str], start: int, end: int) -> bool:
    between = text[end : match.start()] if end <= match.start() else text[match.end() : start]
    return re.search(r"[.!?]\s+[A-Z]|\n", between) is not None


def find_refused(text: str) -> list[Finding]:
    """The identifiers in a text that are refused before it is stored, in their order.

    A ten-digit number with a valid NHS check digit, a full postcode, a date next to "born" or "DOB". Other
    dates are fine. That nothing is found does not say that nothing is there.
    """
    found = [*_nhs_numbers(text), *_postcodes(text), *_birth_dates(text)]
    return sorted(found, key=lambda one: one.start)


def refusal(text: str) -> str | None:
    """The complaint to put beside a text that holds an identifier, or None.

    The identifier is quoted so that its writer finds the place; the sentence is shown to them alone.
    """
    findings = find_refused(text)
    if not findings:
        return None
    first = findings[0]
    quoted = text[first.start : first.end]
    return (
        f"“{quoted}” looks like {first.what}. Please take it out: we don't keep names or numbers that identify a child."
    )
