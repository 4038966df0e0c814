"""What may not stand in free text: an NHS number, a full postcode, a date of birth (DOMAIN, data protection)."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from operator import itemgetter

# People and programs put spaces, dashes and dots between the digits; 0.9434765919 is no such number.
_GAP = r"[ \u00a0\u2007\u2009\u202f\u2010-\u2015-]{0,3}"
_TEN_DIGITS = re.compile(rf"(?<!\d)(?<!\d\.)(?:\d(?:{_GAP}\d){{9}}|\d{{3}}\.\d{{3}}\.\d{{4}})(?!\d|\.\d)")
# "2026-11-20 10" of "2026-11-20 10:30" has ten digits too, and one such hour in eleven a good check digit.
_CALENDAR_DAY = re.compile(r"\b(?:(?:19|20)\d\d-[01]\d-[0-3]\d|[0-3]?\d-[01]?\d-(?:19|20)\d\d)\b")
_POSTCODE = re.compile(
    r"\b(?:GIR ?0AA|[A-PR-UWYZ](?:[0-9]{1,2}|[A-HK-Y][0-9]|[A-HK-Y][0-9][0-9]|[0-9][A-HJKPS-UW]"
    r"|[A-HK-Y][0-9][ABEHMNPRV-Y])[\s-]{0,2}[0-9][ABD-HJLNP-UW-Z]{2})\b",
    re.IGNORECASE,
)
_MONTH = (
    r"\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DATE = re.compile(
    r"(?<!\d)\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?(?:\d{4}|\d{2})(?!\d)"
    r"|(?<!\d)\d{4}[./-]\d{1,2}[./-]\d{1,2}(?!\d)"
    r"|(?<!\d)\d{1,2}\s\d{1,2}\s(?:19|20)\d\d(?!\d)"
    rf"|(?<!\d)\d{{1,2}}(?:st|nd|rd|th)?(?:\s+|-)(?:of\s+)?{_MONTH}(?:(?:,?\s+|-)\d{{2,4}})?(?!\d)"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?(?!\d)",
    re.IGNORECASE,
)
_BORN = re.compile(r"(?<![a-z])(?:born|d\.?\s?o\.?\s?b|date of birth)(?![a-z])", re.IGNORECASE)
# "Next to": in the same sentence, no further apart than "born, according to the record, on".
_NEAR = 40
_NEXT_SENTENCE = re.compile(r"(?<!\bSt)(?<!\bDr)[.!?]\s+[A-Z]")
_NEXT_CLAUSE = re.compile(r"[;\n]")
_LETTER = re.compile(r"[^\W\d_]")
# What no identifier can do without, and quick to look for: an import reads a hundred thousand texts. Numbers in
# the text as it is (ten digits, the end of a postcode), words in its small letters.
_SUSPECT_NUMBER_REST = rf"(?:[^\W\d_]{{2}}\b|(?<!\d\d)(?:(?:{_GAP}\d){{9}}|\d\d\.\d{{3}}\.\d{{4}}))"
# By whether the text is ASCII: there are hundreds of digits beyond it, and ten are looked for in half the time.
_SUSPECT_NUMBER = {
    True: re.compile(rf"[0-9]{_SUSPECT_NUMBER_REST}"),
    False: re.compile(rf"\d{_SUSPECT_NUMBER_REST}"),
}
# Signs that show nothing: soft hyphens, joiners and what keeps from joining, marks of direction, of order, of bytes.
_UNSEEN = re.compile(r"[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
_SUSPECT_INITIALS = re.compile(r"d\.?\s?o\.?\s?b")


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
    return [
        Finding("an NHS number", match.start(), match.end())
        for match in _TEN_DIGITS.finditer(text)
        if is_nhs_number(re.sub(r"\D", "", match.group())) and not _CALENDAR_DAY.search(match.group())
    ]


def _postcodes(text: str) -> list[Finding]:
    # "ward SW4 5th floor" has the shape of a postcode; nobody writes a real one's end as an ordinal.
    return [
        Finding("a postcode", match.start(), match.end())
        for match in _POSTCODE.finditer(text)
        if match.group()[-2:] not in {"st", "nd", "rd", "th"}
    ]


def _birth_dates(text: str) -> list[Finding]:
    words = [match.span() for match in _BORN.finditer(text)]
    if not words:
        return []
    return [
        Finding("a date of birth", match.start(), match.end())
        for match in _DATE.finditer(text)
        if any(_is_next_to(between) for between in _betweens(text, match.span(), words))
    ]


def _betweens(text: str, place: tuple[int, int], words: list[tuple[int, int]]) -> list[str]:
    """What stands between a place in a text and each of the words (in their order) that are near it."""
    start, end = place
    first = bisect_left(words, start - _NEAR, key=itemgetter(1))
    last = bisect_right(words, end + _NEAR, key=itemgetter(0))
    return [text[min(end, word[1]) : max(start, word[0])] for word in words[first:last]]


def _is_next_to(between: str) -> bool:
    """Whether a date and a word with this between them belong together: "DOB" may stand on a line of its own."""
    is_next_clause = _NEXT_CLAUSE.search(between) and _LETTER.search(between)
    return not (_NEXT_SENTENCE.search(between) or is_next_clause)


def _has_suspect_word(small: str) -> bool:
    return "born" in small or "ate of b" in small or _SUSPECT_INITIALS.search(small) is not None


def find_refused(text: str) -> list[Finding]:
    """The identifiers in a text that are refused before it is stored, in their order.

    A ten-digit number with a valid NHS check digit, a full postcode, a date next to "born" or "DOB". Other
    dates are fine. That nothing is found does not say that nothing is there.
    """
    if text.isascii() or not _UNSEEN.search(text):
        return _found(text)
    # What nobody sees parts no number: it is looked through, and what is found has its place in the text as it is.
    places = [place for place, sign in enumerate(text) if not _UNSEEN.match(sign)]
    seen = _found("".join(text[place] for place in places))
    return [Finding(one.what, places[one.start], places[one.end - 1] + 1) for one in seen]


def _found(text: str) -> list[Finding]:
    if not (_has_suspect_word(text.lower()) or _SUSPECT_NUMBER[text.isascii()].search(text)):
        return []
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
