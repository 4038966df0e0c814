"""What a question asks beside the figure: a breakdown, the rows, whose, and what it may not ask at all."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from metrics.language.lexicon import GROUPS
from metrics.language.tokens import Words
from metrics.query import Dimension, Reach

_BY = (
    ("broken", "down", "by"),
    ("split", "by"),
    ("split", "out", "by"),
    ("grouped", "by"),
    ("for", "each"),
    ("for", "every"),
    ("in", "each"),
    ("in", "every"),
    ("by", "each"),
    ("across", "the"),
    ("by",),
    ("per",),
    ("each",),
    ("every",),
    ("across",),
    ("which",),
    ("what",),
)
_ADVERBS = {
    "monthly": Dimension.MONTH,
    "quarterly": Dimension.QUARTER,
    "yearly": Dimension.YEAR,
    "annually": Dimension.YEAR,
    "annual": Dimension.YEAR,
}
_OVER_TIME = (
    ("over", "time"),
    ("month", "on", "month"),
    ("month", "over", "month"),
    ("trend",),
    ("trends",),
    ("run", "chart"),
)
# A verb before "by the moderator" says who did it, not how to count.
_DONE_BY = frozenset(
    ["inadequate", "inadequates", "upgraded", "downgraded", "raised", "lowered", "changed", "marked", "made", "moved", "put", "agreed", "confirmed", "judged", "rated", "moderated", "reduced", "increased", "up", "down"]
)
_LIST = (
    ("which", "ones"),
    ("which", "are", "they"),
    ("which", "are", "those"),
    ("who", "are", "they"),
    ("what", "are", "they"),
    ("show", "me", "them"),
    ("show", "me", "which"),
    ("name", "them"),
    ("list", "them"),
    ("list", "of"),
    ("list", "the"),
    ("list", "all"),
    ("list",),
    ("listing",),
    ("which", "audits"),
    ("which", "audit"),
    ("which", "actions"),
    ("which", "cases"),
    ("which", "records"),
    ("which", "concerns"),
    ("which", "children"),
    ("which", "escalations"),
    ("show", "the", "rows"),
    ("the", "rows"),
    ("details", "of"),
    ("drill", "down"),
)
_WHO = ("who", "whose")
_MY_TEAMS = (
    ("my", "own", "team"),
    ("my", "own", "teams"),
    ("my", "team"),
    ("my", "teams"),
    ("my", "service"),
    ("my", "services"),
    ("my", "area"),
    ("my", "people"),
    ("my", "patch"),
)
_MINE = (
    ("my", "own"),
    ("mine",),
    ("i", "returned"),
    ("do", "i", "have"),
    ("have", "i"),
    ("did", "i"),
    ("am", "i"),
    ("my",),
)
_WHOLE = (
    ("whole", "council"),
    ("the", "council"),
    ("council", "wide"),
    ("across", "the", "board"),
    ("the", "whole", "service"),
    ("everyone",),
    ("overall", "council"),
)


@dataclass(slots=True)
class AskedFor:
    """What was found beside the figure."""

    group_by: list[Dimension] = field(default_factory=list)
    lists: bool = False
    asks_who: bool = False
    reach: Reach | None = None
    filters: dict[Dimension, tuple[str, ...]] = field(default_factory=dict)
    goal: int | None = None


def read_asked_for(words: Words) -> AskedFor:
    """The breakdown, the list, whose rows, stages and categories; their words are taken."""
    found = AskedFor()
    _read_list(words, found)
    _read_groups(words, found)
    _read_numbered(words, found)
    _read_reach(words, found)
    return found


def _take(words: Words, phrases: Sequence[tuple[str, ...]], reading: str) -> bool:
    for phrase in phrases:
        start = words.find(phrase)
        if start is not None:
            words.take(start, len(phrase), reading)
            return True
    return False


def _read_list(words: Words, found: AskedFor) -> None:
    found.lists = _take(words, _LIST, "list")
    start = next((place for place, word in words.free() if word in _WHO), None)
    if start is not None:
        words.take(start, 1, "who")
        found.asks_who = True


def _read_groups(words: Words, found: AskedFor) -> None:
    for place, word in words.free():
        if word in _ADVERBS:
            words.take(place, 1, "group")
            _add(found, _ADVERBS[word])
    if _take(words, _OVER_TIME, "group"):
        _add(found, Dimension.MONTH)
    for place in range(len(words.words)):
        _read_group_at(words, place, found)


def _read_group_at(words: Words, place: int, found: AskedFor) -> None:
    for lead in _BY:
        at = place + len(lead)
        if not all(words.is_free(place + step) and words.word(place + step) == word for step, word in enumerate(lead)):
            continue
        if (
            lead == ("by",)
            and words.word(place - 1) in _DONE_BY
            and words.word(at) in {"moderator", "moderators", "the"}
        ):
            return
        at += words.word(at) == "the"
        length, dimension = _group_word(words, at)
        if dimension is not None and not _is_superlative_of_people(lead, dimension):
            words.take(place, at + length - place, "group")
            _add(found, dimension)
            _read_second(words, at + length, found)
            return
    # "team by team", "service by service".
    if words.word(place + 1) == "by" and words.word(place) == words.word(place + 2) and words.is_free(place):
        dimension = GROUPS.get(words.word(place))
        if dimension is not None:
            words.take(place, 3, "group")
            _add(found, dimension)


def _is_superlative_of_people(lead: tuple[str, ...], dimension: Dimension) -> bool:
    return lead in {("which",), ("what",)} and dimension not in {
        Dimension.TEAM,
        Dimension.SERVICE,
        Dimension.LOCALITY,
        Dimension.DOMAIN,
        Dimension.AUDITOR,
    }


def _read_second(words: Words, place: int, found: AskedFor) -> None:
    """`by team and month`: the second dimension."""
    if words.word(place) != "and" or not words.is_free(place):
        return
    at = place + 1 + (words.word(place + 1) == "by")
    length, dimension = _group_word(words, at)
    if dimension is not None:
        words.take(place, at + length - place, "group")
        _add(found, dimension)


def _group_word(words: Words, place: int) -> tuple[int, Dimension | None]:
    for length in (4, 3, 2, 1):
        if all(words.is_free(place + step) for step in range(length)):
            dimension = GROUPS.get(" ".join(words.words[place : place + length]))
            if dimension is not None:
                return length, dimension
    return 0, None


def _add(found: AskedFor, dimension: Dimension) -> None:
    if dimension not in found.group_by:
        found.group_by.append(dimension)


def _read_numbered(words: Words, found: AskedFor) -> None:
    named = {"stage": Dimension.STAGE, "category": Dimension.CATEGORY, "cat": Dimension.CATEGORY}
    for place, word in words.free():
        number = words.word(place + 1)
        if word in named and re.fullmatch(r"[123]|one|two|three", number) and words.is_free(place + 1):
            value = {"one": "1", "two": "2", "three": "3"}.get(number, number)
            words.take(place, 2, "numbered")
            found.filters[named[word]] = (value,)
    for place, word in words.free():
        is_goal = re.fullmatch(r"\d{1,3}", word) and words.word(place + 1) in {"%", "percent", "per"}
        if is_goal and 0 < int(word) <= 100:
            words.take(place, 3 if words.word(place + 1) == "per" else 2, "goal")
            found.goal = int(word)


def _read_reach(words: Words, found: AskedFor) -> None:
    if _take(words, _MY_TEAMS, "reach"):
        found.reach = Reach.MY_TEAMS
    elif _take(words, _MINE, "reach"):
        found.reach = Reach.MINE
    elif _take(words, _WHOLE, "reach"):
        found.reach = Reach.WHOLE


# What is not a question for a figure, by what it wants. Read before anything else.
_CHANGE = frozenset(
    ["mark", "delete", "drop", "remove", "insert", "alter", "truncate", "create", "edit", "amend", "change", "reassign", "withdraw", "approve", "exempt", "email", "send", "text", "remind", "nudge", "chase", "freeze", "cancel", "add", "write", "book", "schedule", "print", "move", "rename", "reset", "undo", "close", "complete", "allocate", "assign", "upload", "import", "export", "grant", "give", "make", "set", "update", "fix", "correct"]
)
_ASKS = frozenset(["me", "us", "the", "a", "an", "an's"])
_FORBIDDEN = (
    (r"\b(drop|delete from|insert into|select \*|union select|truncate|alter) ?(table|database|from|into)?\b.*(;|--|\btable\b|\bfrom\b)", "change"),
    (r"\b(ignore|forget|disregard|override|bypass)\b.*\b(instruction|instructions|rules|prompt|previous|above|policy|permissions|scope)\b", "change"),
    (r"\b(pretend|act as|you are now|role ?play|jailbreak|system prompt|developer mode|admin mode|sudo)\b", "change"),
    (r"\b(child|children|young person|baby|boy|girl|family|parent|mother|father)('s|s'|s)? (real |full |first )?(name|names|address|addresses|date of birth|dob|birthday)\b", "child"),
    (r"\b(name|names|address|date of birth|dob|birthday|initials|nhs number) of (the |a |that |this |each |all )?(child|children|family|boy|girl|young|parent|mother|father|kids)", "child"),
    (r"\b(predict|prediction|forecast|projection|project|projected|expect to|likely to|going to (be|hit|reach|fall|rise)|will (we|it|they|there|the|this|be)|next (month|quarter|year|week))\b", "future"),
    (r"\b(why|reason (for|why)|what caused|explain why|how come|who is to blame|whose fault|blame)\b", "cause"),
    (r"\b(should (we|i|they)|recommend|advice|advise|what do you think|your opinion|suggest (how|ways|what))\b", "advice"),
    (r"\b(worst|best|weakest|strongest|laziest|slowest|poorest|most unreliable|least reliable|top|bottom|rank|ranking|league table)\b.*\b(social worker|worker|auditor|person|manager|moderator|staff|people|practitioner|colleague)", "people"),
    (r"\b(social worker|worker|auditor|manager|moderator|practitioner)s?\b.*\b(worst|best|weakest|strongest|laziest|slowest|poorest|sacked|fired|dismiss)", "people"),
    (r"\b(weather|joke|poem|recipe|football|news|lottery|song|story)\b", "other"),
    (r"\b(sick|sickness|salary|salaries|pay|wages|budget|cost|costs|vacancy|vacancies|turnover|agency|absence|overtime|spend|spending|money|complaint|complaints|appraisal|appraisals)\b", "other"),
    (r"\b(national|england|nationally|other councils|neighbouring|statistical neighbours|benchmark|another council|other authorities|comparator)\b", "other"),
    (r"\b(this|last|next|per|each|every|by) (week|weeks|fortnight|day|hour)\b|\bweekly\b|\bdaily\b", "weeks"),
)  # fmt: skip


def forbidden(text: str, words: Sequence[str]) -> str | None:
    """What a text wants that no figure answers: `change`, `child`, `future`, `cause`, `advice`, `people`, `other`,
    `weeks`; None where it may be a question. `text` is in small letters.
    """
    for pattern, kind in _FORBIDDEN:
        if re.search(pattern, text):
            return kind
    first = next(
        (
            word
            for word in words
            if word not in {"please", "pls", "can", "could", "you", "would", "hi", "hello", "now", "just"}
        ),
        "",
    )
    second = words[words.index(first) + 1] if first in words and words.index(first) + 1 < len(words) else ""
    is_order = (
        first in _CHANGE
        and second not in {"me", "us"}
        and first not in {"give", "update", "complete", "print", "text", "set"}
    )
    if is_order or (
        first in {"update", "set", "complete"}
        and re.search(r"\b(to|as|action [a-z]?\d+|audit [a-z]?\d+)\b", text)
        and second not in {"on", "me"}
    ):
        return "change"
    return None
