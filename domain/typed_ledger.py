"""What QA, or anybody about themself, asks of the ledger: "who did not get theirs?", "what did we send to Aisha?"."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Asks(StrEnum):
    """What is asked of the ledger."""

    NOT_REACHED = "not_reached"
    SENT_TO = "sent_to"
    WHY_ME = "why_me"
    CHASED = "chased"
    UNREACHABLE = "unreachable"


class Days(StrEnum):
    """Of which days it is asked."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    THIS_WEEK = "this week"
    LAST_WEEK = "last week"


@dataclass(frozen=True, slots=True)
class LedgerAsked:
    """A question to the ledger; `who` is the person as named, `days` of which days it is asked."""

    asks: Asks
    who: str = ""
    days: Days = Days.TODAY


_DAYS = rf"(?: (?P<days>{'|'.join(Days)}))?"
_NOT = r"(?:did not|didn't|has not|hasn't|have not|haven't)"
_GET = r"(?:get|got|receive|received|had|have)"
_THEIRS = r"(?:theirs|it|anything|their (?:digest|list|reminder|message|nudge)s?|(?:the|a) (?:digest|list|reminder)s?)"
_PATTERNS: tuple[tuple[Asks, re.Pattern[str]], ...] = (
    (Asks.NOT_REACHED, re.compile(rf"who {_NOT} {_GET} {_THEIRS}{_DAYS}")),
    (Asks.NOT_REACHED, re.compile(rf"(?:what did not arrive|what didn't arrive|undelivered|not delivered){_DAYS}")),
    (Asks.NOT_REACHED, re.compile(rf"who (?:was not|wasn't|were not|weren't) (?:reached|told){_DAYS}")),
    (Asks.SENT_TO, re.compile(r"what (?:did|have) (?:you|we|i) (?:send|sent) (?:to )?(?P<who>.+)")),
    (Asks.SENT_TO, re.compile(r"what (?:was|has been|is|were) sent to (?P<who>.+)")),
    (
        Asks.WHY_ME,
        re.compile(r"why (?:was|am|did|have) i (?:being |been )?(?:told|reminded|chased|get (?:this|that|it))"),
    ),
    (Asks.CHASED, re.compile(r"who (?:is being|is|are we|do we|are being) chas(?:ed|e|ing)(?: today)?")),
    (Asks.UNREACHABLE, re.compile(r"unreachable|who (?:can't|cannot|can not) be reached")),
    (Asks.UNREACHABLE, re.compile(r"unreachable people|who is unreachable")),
)


def ledger_asked(text: str) -> LedgerAsked | None:
    """What a text asks of the ledger; None where it asks nothing of it."""
    words = " ".join(text.casefold().replace("\u2019", "'").split()).strip(" .!?")
    for asks, pattern in _PATTERNS:
        match = pattern.fullmatch(words)
        if match is not None:
            given = match.groupdict()
            return LedgerAsked(asks, given.get("who") or "", Days(given.get("days") or Days.TODAY))
    return None
