"""A typed text that raises an alarm about a child, known by its words (DOMAIN, cycle step 4).

Taking an account for an alarm costs one tap; taking an alarm for an account costs the child the call. So whatever
begins as an alarm does is asked about, and nobody needs to know the one right command.
"""

import re

from domain.typed_answers import looks_like_a_question

# More words than these are an account of something, not a call for help.
_CALL_WORDS = 14
_END = r"(?=\s*(?:[:;,.!\u2013\u2014-]|$))"
_KIND = r"(?:(?:immediate|urgent|serious|real|big|grave|safeguarding)\s+)*"
# Alone or with something behind it that sets it off: "concern", "concern: …". "Concern about money was noted" is none.
_COMMAND = re.compile(
    rf"(?:please\s+)?(?:(?:raise|report)\s+)?(?:an?\s+|the\s+|my\s+)?{_KIND}(?:concern|emergency|urgent|danger|alarm){_END}",
    re.IGNORECASE,
)
_OUTRIGHT = re.compile(
    r"(?:(?:please\s+)?(?:raise|report)\s+)?(?:an?\s+)?immediate\s+concern\b"
    rf"|(?:i\s+have|i['\u2019]ve\s+got|i['\u2019]ve|there\s+is|there['\u2019]s)\s+(?:an?\s+|some\s+)?{_KIND}concerns?\b",
    re.IGNORECASE,
)
_AT_RISK = re.compile(
    r"\b(?:(?:at|in)\s+(?:immediate\s+|serious\s+|real\s+|great\s+)*(?:risk|danger)|unsafe|not\s+safe)\b", re.IGNORECASE
)
_NOW = re.compile(
    r"\b(?:now|tonight|today|immediate(?:ly)?|at\s+once|at\s+the\s+moment|this\s+minute)\b", re.IGNORECASE
)
_BARE = re.compile(
    r"(?:the\s+|a\s+|this\s+)?(?:child|baby|infant|toddler|girl|boy)(?:['\u2019]s|\s+is)?\s+", re.IGNORECASE
)
_PAST = re.compile(r"\b(?:was|were|had|been|did)\b", re.IGNORECASE)
_TRIMMED = " \t\n:;,.!\u2013\u2014-"


def alarm_in(text: str) -> str | None:
    """What a text says puts a child at risk, where it raises an alarm ("" where it says no more); None where not.

    "concern: alone at home" → "alone at home"; "concern" → ""; "Child in danger now" → the whole of it.
    """
    text = text.strip()
    command = _COMMAND.match(text)
    if command is not None:
        return text[command.end() :].strip(_TRIMMED)
    return text if _OUTRIGHT.match(text) or _calls(text) else None


def _calls(text: str) -> bool:
    """Whether a few words say that somebody is at risk at this moment: "She is not safe tonight"."""
    found = _AT_RISK.search(text)
    is_account = len(text.split()) > _CALL_WORDS or _PAST.search(text) or looks_like_a_question(text)
    if found is None or is_account:
        return False
    bare = _BARE.match(text)
    is_all = bare is not None and bare.end() == found.start() and not text[found.end() :].strip(_TRIMMED)
    return is_all or _NOW.search(text) is not None
