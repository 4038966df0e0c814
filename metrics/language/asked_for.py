"""What a question asks beside the figure: a breakdown, the rows, whose."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from metrics.language.asking_words import (
    ADVERBS,
    AS_MODERATOR,
    BY,
    DONE_BY,
    HELD_AGAINST,
    I_DID,
    LIST,
    LOOSE,
    MINE,
    MY_PEOPLE,
    MY_TEAMS,
    OF_PLACES,
    OVER_TIME,
    POINTING,
    STATUSES,
    TREND,
    WHICH,
    WHO_DID,
    WHOLE,
)
from metrics.language.lexicon import LONGEST_PHRASE, NOTIONS
from metrics.language.ordinary import GROUPS, SUPERLATIVES
from metrics.language.said_numbers import count
from metrics.language.tokens import Words
from metrics.language.vocabulary import ordinary_words
from metrics.query import VIEWER, Dimension, Reach

_PERCENT = frozenset({"%", "percent", "pc", "pct"})
_ALL = 100  # percent


@dataclass(slots=True)
class AskedFor:
    """What was found beside the figure.

    Attributes:
        lists: the rows are asked for.
        asks_who: people are asked for: the rows, unless they are broken down by person.
        filters: stages, categories and whose, said outright.
        goal: a percentage that the figure is held against.
        either: the breakdown is offered beside something else: `by domain or overall`.
    """

    group_by: list[Dimension] = field(default_factory=list)
    lists: bool = False
    asks_who: bool = False
    reach: Reach | None = None
    filters: dict[Dimension, tuple[str, ...]] = field(default_factory=dict)
    goal: int | None = None
    either: bool = False


def read_asked_for(words: Words) -> AskedFor:
    """The breakdown, the list, whose rows, stages and categories; their words are taken."""
    found = AskedFor()
    _read_numbered(words, found)
    _read_list(words, found)
    _read_groups(words, found)
    _read_reach(words, found)
    _read_superlatives(words, found)
    return found


def read_status(words: Words) -> dict[Dimension, tuple[str, ...]]:
    """`in process`, before a theme called Process is looked for."""
    return {Dimension.STATUS: ("in process",)} if _take(words, STATUSES, "status") else {}


def _take(words: Words, phrases: Collection[tuple[str, ...]], reading: str) -> bool:
    for phrase in phrases:
        start = words.find(phrase)
        if start is not None:
            words.take(start, len(phrase), reading)
            return True
    return False


def _read_list(words: Words, found: AskedFor) -> None:
    found.lists = _take(words, LIST, "list")
    first = int(words.word(0) in {"and", "so"})
    if words.word(first) == "which" and words.word(first + 1) in {"are", "were", "have"} and words.is_free(first):
        words.take(first, 1, "list")
        found.lists = True
        return
    for phrase in WHICH:
        start = words.find(phrase)
        if start is not None:
            # What is listed is said by the noun, which stays to be explained.
            words.take(start, 1, "list")
            found.lists = True
            return
    start = next(
        (place for place, word in words.free() if word == "who" and words.word(place - 1) not in WHO_DID), None
    )
    if start is not None:
        words.take(start, 1, "who")
        found.asks_who = True


def _read_groups(words: Words, found: AskedFor) -> None:
    for place, word in words.free():
        if word in ADVERBS:
            words.take(place, 1, "group")
            _add(found, ADVERBS[word])
    if _take(words, TREND, "group"):
        _add(found, Dimension.MONTH)
    for place in range(len(words.words)):
        if not _read_doubled(words, place, found):
            _read_group_at(words, place, found)


def _read_doubled(words: Words, place: int, found: AskedFor) -> bool:
    """`team by team`, `month to month`."""
    word = words.word(place)
    dimension = GROUPS.get((word,))
    if dimension is None or not (words.says(place, (word, "by", word)) or words.says(place, (word, "to", word))):
        return False
    words.take(place, 3, "group")
    _add(found, dimension)
    return True


def _read_group_at(words: Words, place: int, found: AskedFor) -> None:
    for lead in BY:
        if not words.says(place, lead) or _says_who_did_it(words, place, lead) or _is_in_phrase(words, place):
            continue
        at = place + len(lead)
        while words.word(at) in {"the", "their"} or (lead == ("which",) and words.is_taken(at, "name")):
            at += 1
        found.either |= lead in {("by",), ("per",)} and words.word(at) in POINTING and words.is_free(at)
        length, dimension = _group_word(words, at, in_context=lead in {("by",), ("per",)})
        if dimension is None or not _is_meant(lead, dimension, words.word(at)):
            continue
        words.take(place, len(lead), "group")
        words.take(at, length, "group")
        _add(found, dimension)
        _read_second(words, at + length, found)
        found.either |= words.word(at + length) == "or"
        return


def _is_in_phrase(words: Words, place: int) -> bool:
    """Whether a word is within a phrase of the field: in "auditors per moderator" nothing is broken down."""
    return any(
        tuple(words.words[start : start + length]) in NOTIONS
        for start in range(max(place - LONGEST_PHRASE, 0), place + 1)
        for length in range(max(place - start + 1, 3), min(LONGEST_PHRASE, len(words.words) - start) + 1)
    )


def _says_who_did_it(words: Words, place: int, lead: tuple[str, ...]) -> bool:
    return (
        lead == ("by",)
        and words.word(place - 1) in DONE_BY
        and (words.word(place + 1) in {"moderator", "moderators", "the", "auditors"})
    )


def _is_meant(lead: tuple[str, ...], dimension: Dimension, word: str) -> bool:
    if lead not in LOOSE:
        return True
    if lead == ("every",):
        return dimension in OVER_TIME
    if lead in {("which",), ("what",)}:
        return dimension in OF_PLACES | OVER_TIME | {Dimension.MODERATOR}
    return dimension in OF_PLACES and word.endswith("s")


def _read_second(words: Words, place: int, found: AskedFor) -> None:
    """`by team and month`: the second dimension."""
    if words.word(place) not in {"and", "then"} or not words.is_free(place):
        return
    at = place + 1 + (words.word(place + 1) == "by")
    length, dimension = _group_word(words, at)
    if dimension is not None:
        words.take(place, at + length - place, "group")
        _add(found, dimension)


def _group_word(words: Words, place: int, *, in_context: bool = False) -> tuple[int, Dimension | None]:
    for length in (4, 3, 2, 1):
        phrase = tuple(words.words[place : place + length])
        if phrase in GROUPS and words.says(place, phrase):
            return length, GROUPS[phrase]
    return (1, _slipped(words.word(place))) if in_context and words.is_free(place) else (0, None)


def _slipped(word: str) -> Dimension | None:
    """A breakdown that is misspelt in a word too short to be put right anywhere but after "by"."""
    if word in ordinary_words() or not word.isalpha():
        return None
    near = {GROUPS[one] for one in GROUPS if len(one) == 1 and len(word) > 2 and OSA.distance(word, one[0]) == 1}
    return next(iter(near)) if len(near) == 1 else None


def _add(found: AskedFor, dimension: Dimension) -> None:
    if dimension not in found.group_by:
        found.group_by.append(dimension)


def _read_numbered(words: Words, found: AskedFor) -> None:
    """`stage 2`, `category one`, and a goal: `the 90%`."""
    named = {"stage": Dimension.STAGE, "category": Dimension.CATEGORY, "cat": Dimension.CATEGORY}
    spoken = {"one": "1", "two": "2", "three": "3"}
    for place, word in words.free():
        number = words.word(place + 1)
        if word in named and re.fullmatch(r"[123]|one|two|three", number) and words.is_free(place + 1):
            another = _another_number(words, place + 2)
            words.take(place, 4 if another else 2, "numbered")
            said = tuple(spoken.get(one, one) for one in (number, another) if one)
            # "Stage 1 that went to stage 2" is neither alone.
            found.either |= found.filters.get(named[word], said) != said
            found.filters[named[word]] = said
        goal = count(word)
        if goal is not None and 0 < goal <= _ALL and (number in _PERCENT or words.says(place + 1, ("per", "cent"))):
            words.take(place, 3 if number == "per" else 2, "goal")
            _take_held_against(words, place - 1)
            found.goal = goal


def _another_number(words: Words, place: int) -> str:
    """The second of `stage 1 and 2`; empty where only one is said."""
    number = words.word(place + 1)
    is_second = words.word(place) in {"and", "or", "&", "to"} and re.fullmatch(r"[123]", number)
    return number if is_second and words.is_free(place) and words.is_free(place + 1) else ""


def _take_held_against(words: Words, place: int) -> None:
    """`below 90%`, `missed the 90%`: how the goal is stood."""
    place -= words.word(place) in {"the", "our"}
    if words.is_free(place) and words.word(place) in HELD_AGAINST:
        words.take(place, 1, "goal")


def _read_reach(words: Words, found: AskedFor) -> None:
    if _take_first(words, MY_PEOPLE):
        found.reach = Reach.MY_TEAMS
    elif _take(words, MY_TEAMS, "reach"):
        found.reach = Reach.MY_TEAMS
        # "Do I have" beside them says nothing more.
        _take(words, MINE, "reach")
    elif _read_moderator(words, found):
        return
    elif _take_first(words, I_DID) or _take(words, MINE, "reach"):
        found.reach = Reach.MINE
        _take(words, MINE, "reach")
    elif _take(words, WHOLE, "reach"):
        found.reach = Reach.WHOLE


def _take_first(words: Words, phrases: Collection[tuple[str, ...]]) -> bool:
    """Take the first word of a phrase, which says whose; the rest stays to be explained."""
    place = next((at for phrase in phrases if (at := words.find(phrase)) is not None), None)
    if place is not None:
        words.take(place, 1, "reach")
    return place is not None


def _read_moderator(words: Words, found: AskedFor) -> bool:
    """`did I downgrade`: the viewer as the moderator. The verb stays to be explained."""
    for phrase in AS_MODERATOR:
        start = words.find(phrase)
        if start is not None:
            subject = phrase.index("i") if "i" in phrase else 0
            words.take(start, subject + 1, "reach")
            found.filters[Dimension.MODERATOR] = (VIEWER,)
            return True
    return False


def _read_superlatives(words: Words, found: AskedFor) -> None:
    """`which service had the lowest`: with a breakdown by place the word only says where to look."""
    if not set(found.group_by) & (OF_PLACES | OVER_TIME):
        return
    for place, word in words.free():
        if word in SUPERLATIVES:
            words.take(place, 1, "superlative")


def takes_all(words: Words, phrases: Sequence[tuple[str, ...]], reading: str) -> None:
    """Take every one of the phrases, wherever it stands."""
    while _take(words, phrases, reading):
        pass
