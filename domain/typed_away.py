"""Sentences about being away, taken apart: who, when, and whether they go, are back, or take it all back.

"I'm on leave 3-14 December", "off sick today", "Aisha Bello is away until 5 Jan", "back today", "cancel my leave",
"Sam Okafor is my deputy 3-14 December". The days are left as they were typed (`domain.typed_leave` reads them). What
somebody is ill with, or that they are ill at all, is not taken in: leave is leave.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.typed_dates import tidied
from domain.typed_leave import read_days


class Said(StrEnum):
    """What a sentence about being away says."""

    AWAY = "away"
    BACK = "back"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class AwayTyped:
    """A sentence about being away.

    Attributes:
        who: as they were named; empty for whoever writes.
        when: the days, as typed and tidied; empty where none were.
        is_plain: whether nothing but leave can be meant: "I'm on leave", and not "away from home".
        is_said_of_me: whether it says "I", and so is no answer about somebody else.
    """

    said: Said
    who: str = ""
    when: str = ""
    is_plain: bool = False
    is_said_of_me: bool = False


@dataclass(frozen=True, slots=True)
class DeputyTyped:
    """A sentence that names a deputy: `who` stands in for `person`, who is whoever writes where empty."""

    who: str
    when: str = ""
    person: str = ""


_KIND = r"(?:annual|sick|sickness|compassionate|carer's|carers|parental|maternity|paternity|study|special|unpaid)"
_LEAVE = rf"(?:on|taking|having|going on|starting) (?:my |some )?(?:{_KIND} )*(?:leave|holiday|holidays)"
_SICK = r"off (?:work )?(?:sick|ill|poorly|on leave|on holiday)|out of (?:the )?office|away on (?:leave|holiday)"
_LOOSE = r"off(?: work)?|away(?: from work)?|not in|not at work|sick|ill"
_STATE = rf"(?:(?P<plain>{_LEAVE}|{_SICK})|(?:{_LOOSE}))"
_I = r"(?:i'm|im|i am|i'll be|ill be|i will be|i shall be|i've been|i have been|i was)"
_IS = r"(?:'s| is| will be| has been| was)"
_NAME = r"(?P<who>[^\W\d_][\w.@' -]{0,70}?)"
_WHEN = r"(?:,? (?P<when>.+))?"
_BARE = rf"(?:(?P<plain>on (?:{_KIND} )*(?:leave|holiday)|(?:{_KIND} )*leave|{_SICK})|off|away)"
_PUT = r"(?:book|record|add|put in|enter)"
_BOOK = rf"{_PUT} (?:me )?(?:my |some )?(?:annual )?(?P<plain>leave|holiday)(?! for (?!a |one |two |three |\d))"
_DAYS = r"(?:the )?\d.*|(?:today|tomorrow|until|next|this|mon|tue|wed|thu|fri).*"
_AWAY_ME = re.compile(rf"{_I} (?:going to be )?{_STATE}{_WHEN}")
_AWAY_BARE = re.compile(rf"{_BARE}{_WHEN}")
_AWAY_BOOK = re.compile(rf"{_BOOK}{_WHEN}")
_AWAY_OTHER = re.compile(rf"{_NAME}{_IS} (?:going to be )?{_STATE}{_WHEN}")
_BOOK_OTHER = re.compile(rf"{_PUT} (?P<plain>leave|holiday) for {_NAME}(?:,|:| from| on)? (?P<when>{_DAYS})")
_BACK_AT = r"back(?: at work| in the office| from leave)?"
_BACK_ME = re.compile(rf"(?:(?P<me>{_I}) )?{_BACK_AT}{_WHEN}")
_BACK_OTHER = re.compile(rf"{_NAME}{_IS} {_BACK_AT}{_WHEN}")
_CANCEL_ME = re.compile(rf"(?:cancel|take back|delete|remove|scrap) (?:my )?(?:{_KIND} )?(?:leave|holiday){_WHEN}")
_CANCEL_OTHER = re.compile(
    rf"(?:cancel|take back|delete|remove) {_NAME}(?:'s|s') (?:{_KIND} )?(?:leave|holiday){_WHEN}"
)
_NOT_AWAY = re.compile(rf"{_I} not (?:on leave|on holiday|away|off)(?: any ?more| after all)?{_WHEN}")
# Nobody is called this, and these begin sentences of other kinds.
_NO_NAMES = frozenset({"i", "who", "what", "when", "she", "he", "they", "it", "this", "that", "everybody", "everyone"})
_DEPUTY_MINE = re.compile(rf"{_NAME}{_IS} my deputy{_WHEN}")
_STANDS_IN = re.compile(rf"{_NAME} (?:will )?(?:answers?|covers?|deputises?|stands? in) for me{_WHEN}")
_DEPUTY_IS = re.compile(r"my deputy(?:'s| is| will be)? (?P<rest>.+)")
_DEPUTY_OTHERS = re.compile(rf"{_NAME}{_IS} (?:the )?deputy (?:for|of) (?P<rest>.+)")
_DEPUTY_OF_WHOM = re.compile(rf"{_NAME}{_IS} (?P<whose>[^,:]+?)(?:'s|s') deputy{_WHEN}")


def away_in(text: str) -> AwayTyped | None:
    """What a text says of somebody being away, back or not away after all; None where it says nothing of the kind."""
    words = tidied(text)
    if text.strip().endswith("?") or len(words) > 200:
        return None
    return _cancelled(words) or _back(words) or _away(words)


def _away(words: str) -> AwayTyped | None:
    for pattern, is_mine in ((_AWAY_ME, True), (_AWAY_BOOK, True), (_AWAY_BARE, False)):
        match = pattern.fullmatch(words)
        if match is not None:
            return AwayTyped(Said.AWAY, "", match["when"] or "", bool(match["plain"]), is_mine)
    match = _BOOK_OTHER.fullmatch(words) or _AWAY_OTHER.fullmatch(words)
    if match is None or not _is_name(match["who"]):
        return None
    return AwayTyped(Said.AWAY, match["who"].strip(), match["when"] or "", bool(match["plain"]))


def _back(words: str) -> AwayTyped | None:
    match = _BACK_ME.fullmatch(words)
    if match is not None and (match["when"] or match["me"]):
        return AwayTyped(Said.BACK, "", match["when"] or "today", is_said_of_me=bool(match["me"]))
    match = _BACK_OTHER.fullmatch(words)
    if match is None or not _is_name(match["who"]):
        return None
    return AwayTyped(Said.BACK, match["who"].strip(), match["when"] or "today")


def _cancelled(words: str) -> AwayTyped | None:
    match = _NOT_AWAY.fullmatch(words) or _CANCEL_ME.fullmatch(words)
    if match is not None:
        return AwayTyped(Said.CANCEL, "", match["when"] or "", is_plain=True, is_said_of_me=True)
    match = _CANCEL_OTHER.fullmatch(words)
    if match is None or not _is_name(match["who"]):
        return None
    return AwayTyped(Said.CANCEL, match["who"].strip(), match["when"] or "", is_plain=True)


def _is_name(who: str) -> bool:
    words = who.split()
    return 0 < len(words) <= 5 and words[0] not in _NO_NAMES


def deputy_in(text: str, today: date) -> DeputyTyped | None:
    """Whom a text names as a deputy, for whom and when; None where it names none."""
    words = tidied(text)
    match = _DEPUTY_MINE.fullmatch(words) or _STANDS_IN.fullmatch(words)
    if match is not None:
        return DeputyTyped(match["who"].strip(), match["when"] or "") if _is_name(match["who"]) else None
    match = _DEPUTY_OF_WHOM.fullmatch(words)
    if match is not None and _is_name(match["who"]) and _is_name(match["whose"]):
        return DeputyTyped(match["who"].strip(), match["when"] or "", match["whose"].strip())
    match = _DEPUTY_IS.fullmatch(words)
    if match is not None:
        who, when = name_and_days(match["rest"], today)
        return DeputyTyped(who, when)
    match = _DEPUTY_OTHERS.fullmatch(words)
    if match is None or not _is_name(match["who"]):
        return None
    person, when = name_and_days(match["rest"], today)
    return DeputyTyped(match["who"].strip(), when, person)


def name_and_days(words: str, today: date) -> tuple[str, str]:
    """A name and the days behind it, parted where the days begin to be days: "sam okafor from monday to friday"."""
    parts = words.split()
    for place in range(1, len(parts)):
        when = " ".join(parts[place:])
        if read_days(when, today).starts_on is not None:
            return " ".join(parts[:place]).rstrip(",:"), when
    return words, ""
