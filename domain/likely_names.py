"""Likely names and initials in free text: asked about once, then accepted (DOMAIN, data protection).

A word counts as a likely name when it has a capital and is a known first name, or when the words around it are those
that stand around people. Names that nobody knows, in small letters or where no such word is near, are not found.
Which share is found, and how often the question is asked for nothing, is in docs/identifiers.md.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from domain.first_names import FIRST_NAMES, ORDINARY_WORDS, PLACES_TOO
from domain.identifiers import Finding
from domain.known_words import AT_WORK, BODIES, LETTERED, TWO_LETTERS, WORDS

NAME = "a name"
INITIALS = "somebody's initials"

_CAPITAL = r"[A-Z\u00c0-\u00d6\u00d8-\u00de\u0141\u015a\u0160\u017b\u017d\u010c\u0106\u0130]"
_WORD = rf"{_CAPITAL}[^\W\d_]+(?:['\u2019-][^\W\d_]+)*"
# What must not stand before is looked for behind the capital: a search for capitals alone is three times as fast.
_RUN = re.compile(rf"{_CAPITAL}(?<![\w@/.\u2019'-].)[^\W\d_]+(?:['\u2019-][^\W\d_]+)*(?: {_WORD})*(?![\w@])")
_TOKEN = re.compile(r"\S+")
_POSSESSIVE = re.compile(r"['\u2019]s?$")
# A sentence begins where nothing stands before, or what ends one; a quotation mark or a bracket may come between.
_OPENING = " \t\n\"'“\N{LEFT SINGLE QUOTATION MARK}(["
_ENDS = frozenset(".!?:;•*>\n-\N{EN DASH}\N{EM DASH}")
_ABBREVIATED = re.compile(r"\b(?:[Mm]rs?|[Mm]s|[Dd]r|[Ss]t|[Pp]rof|e\.g|i\.e)\.\s*$")
_NEAR = 40

_TITLE = frozenset({"mr", "mrs", "ms", "miss", "mx"})
_KIN = (
    r"brothers?|sisters?|siblings?|mother|mum|father|dad|partner|ex-partner|husband|wife|cousins?|uncle|aunt|aunti?e|nana?"
    r"|gran(?:ny|dma|dad|dmother|dfather)?|boyfriend|girlfriend|friend|neighbour|sons?|daughters?|baby|twins?|step\w+"
    r"|child|boy|girl|called|named|mrs?\.|ms\."
)
_KIN_BEFORE = re.compile(rf"\b(?:{_KIN}),?\s+$", re.IGNORECASE)
_DONE_TO_PEOPLE_BEFORE = re.compile(r"\b(?:told|asked|met|visited|named|called|rang|assessed|interviewed)\s+$")
_SAID_OR_FELT = (
    r"says|said|tells|told|wants|wanted|feels|felt|loves|loved|likes|liked|lives|lived|thinks|thought|asks|asked|disclosed"
    r"|sleeps|misses|missed|knows|knew|enjoys|enjoyed|spoke|speaks|stays|worries|cried|laughed|smiled|hates|plays"
)
_PERSON_AFTER = re.compile(rf"(?:['\u2019]s? own\b|,? (?:herself|himself|(?:has |had )?(?:{_SAID_OR_FELT}))\b)")
_THEIRS_AFTER = re.compile(
    r" (?:own |half |step)?(?:voice|views?|wishes|feelings|mum|mother|dad|father|parents|brother|sister|siblings|nan"
    r"|needs|bedroom|behaviour|injuries|bruis\w+|safety|words|lived experience|birthday|attendance|family|carers?)\b"
)
_FAMILY_BEFORE = re.compile(r"\b[Tt]he\s+$")
_FAMILY_AFTER = re.compile(r" (?:family|children|boys|girls|siblings|brothers|sisters|household)\b")
_MANY_AFTER = re.compile(r" (?:were|have|are)\b")
_PLACE_BEFORE = re.compile(
    r"\b(?:in|near|around|across|outside|via|(?:mov\w+|plac\w+|liv\w+|travel\w*|flew|return\w*|went|go\w*|came|come"
    r"|back|far|away|born|grew up|based|school|college|over)\s+(?:to|from|at|in))\s+$"
)
_SAINT_BEFORE = re.compile(r"\bSt\.?\s+$")
_TRAFFIC_LIGHT_BEFORE = re.compile(r"\b(?:[Rr]ated|RAG|[Rr]ed|[Gg]reen)\W+(?:or |and |to )?$")

_SEASONS = frozenset({"summer", "autumn"})
_WHEN_BEFORE = re.compile(
    r"\b(?:in|last|this|over|since|during|by|next|late|early|the|until|from|of|every|each|and|or)\s+$"
)
_WHEN_AFTER = re.compile(r" (?:\d|terms?\b|holidays?\b|break\b|half\b|school\b|or\b)")

_DOTTED = re.compile(r"[A-Z](?<![\w.].)\.(?: ?[A-Z]\.){1,3}(?!\w)")
_PAIR = re.compile(r"[A-Z](?<![\w&/.@'\u2019-].)[A-Z](?=['\u2019]s\b|[ ,;:.?!)]|$)(?![./&-]\w| ?&)")
_SINGLE = re.compile(
    r"[B-HJ-Z](?<![\w&/.@'\u2019+-].)(?<!C of .)(?! of E\b)(?=['\u2019]s?\b|\.? [a-z]|[,;:)?!]|\.?$|\.?\n)"
)
_LAST_WORD = re.compile(r"([^\s]+)\s+[“\"'(]?$")
_PERSON_NEXT = re.compile(
    rf"(?:['\u2019]s?\b| (?:is|was|has|had|were|did|does|can|will|came|went|needs|and|{_SAID_OR_FELT})\b)"
)
_BEFORE_PEOPLE = frozenset(
    {
        "about",
        "and",
        "asked",
        "between",
        "by",
        "for",
        "from",
        "know",
        "knows",
        "met",
        "of",
        "plan",
        "rang",
        "saw",
        "see",
    }
    | {"seen", "sees", "that", "to", "told", "visited", "visits", "with"}
)
# "in LD", "on PR": what letters stand for there is no person.
_DETERMINERS = frozenset({"a", "an", "the", "no", "any", "this", "his", "her", "their", "on", "in"})
# What can't be before a person's single letter: "an A level" has a word that says so.
_ARTICLES = frozenset({"a", "an"})


class _Word(NamedTuple):
    """A word with a capital: `plain` is it in small letters without its possessive."""

    plain: str
    start: int
    end: int
    is_possessive: bool
    is_shouted: bool


def likely_names(text: str) -> list[Finding]:
    """The likely names and initials in a text, in their order.

    That nothing is found does not say that none is there.
    """
    found = [*_names(text), *_initials(text)]
    return sorted(found, key=lambda one: one.start)


def _names(text: str) -> Iterator[Finding]:
    for run in _RUN.finditer(text):
        if run.group().lower() in WORDS:
            continue
        words = [_word(token, run.start()) for token in _TOKEN.finditer(run.group())]
        if not all(word.plain in WORDS for word in words):
            yield from _in_run(text, words)


def _word(token: re.Match[str], offset: int) -> _Word:
    bare = _POSSESSIVE.sub("", token.group())
    start = offset + token.start()
    return _Word(bare.lower(), start, start + len(bare), bare != token.group(), bare.isupper())


def _in_run(text: str, words: list[_Word]) -> Iterator[Finding]:
    """The names in words with capitals that stand side by side: "Mrs Tranter", "When Kai", "Alder Vale Team"."""
    if any(word.plain in BODIES for word in words) or _SAINT_BEFORE.search(_before(text, words[0])):
        return
    place = 0
    while place < len(words):
        if words[place].plain in AT_WORK:
            return
        has_title = words[place].plain in _TITLE
        if has_title and place + 1 < len(words):
            end = _end_of_name(words, place + 1)
        elif not has_title and _is_name(text, words, place):
            end = _end_of_name(words, place)
        else:
            place += 1
            continue
        yield Finding(NAME, words[place].start, words[end].end)
        place = end + 1


def _end_of_name(words: list[_Word], place: int) -> int:
    """The last word of a name that begins (behind a title) with the word at a place: its surname goes with it."""
    while place + 1 < len(words) and words[place + 1].plain not in WORDS and not words[place].is_possessive:
        place += 1
    return place


def _is_name(text: str, words: list[_Word], place: int) -> bool:
    word = words[place]
    if word.plain in WORDS:
        return False
    before, after = _before(text, word), text[word.end : word.end + _NEAR]
    if _PLACE_BEFORE.search(before) and (word.plain in PLACES_TOO or not _is_first_name(word.plain)):
        return False
    if _is_first_name(word.plain):
        return _is_name_here(word, before, after)
    return _stands_like_a_person(word, before, after, is_surname=place > 0)


def _before(text: str, word: _Word) -> str:
    return text[max(0, word.start - _NEAR) : word.start]


def _is_first_name(plain: str) -> bool:
    return plain in FIRST_NAMES or any(part in FIRST_NAMES for part in plain.split("-")[:-1])


def _is_name_here(word: _Word, before: str, after: str) -> bool:
    if _is_season(word, before, after) or (word.plain == "amber" and _TRAFFIC_LIGHT_BEFORE.search(before)):
        return False
    if word.plain in ORDINARY_WORDS and _begins_sentence(before):
        return word.is_possessive or _PERSON_AFTER.match(after) is not None
    return True


def _is_season(word: _Word, before: str, after: str) -> bool:
    is_when = _WHEN_BEFORE.search(before) or _WHEN_AFTER.match(after)
    return word.plain in _SEASONS and not word.is_possessive and is_when is not None


def _begins_sentence(before: str) -> bool:
    bare = before.rstrip(_OPENING)
    return not bare or "\n" in before[len(bare) :] or (bare[-1] in _ENDS and not _ABBREVIATED.search(before))


def _stands_like_a_person(word: _Word, before: str, after: str, *, is_surname: bool) -> bool:
    """Whether the words around one that nobody knows as a name are those that stand around people."""
    if word.is_shouted:
        return False
    if word.is_possessive:
        after = after[2:] if after[1:2] == "s" else after[1:]
        return _THEIRS_AFTER.match(after) is not None
    if _PERSON_AFTER.match(after) and not is_surname:
        return True
    if _KIN_BEFORE.search(before) or _DONE_TO_PEOPLE_BEFORE.search(before):
        return True
    is_many = word.plain.endswith("s") and not word.plain.endswith("ss")
    is_family = _FAMILY_AFTER.match(after) or (is_many and _MANY_AFTER.match(after))
    return bool(is_family and _FAMILY_BEFORE.search(before))


def _initials(text: str) -> Iterator[Finding]:
    for pattern, is_one in ((_DOTTED, _is_dotted), (_PAIR, _is_pair), (_SINGLE, _is_single)):
        for match in pattern.finditer(text):
            if is_one(text, match):
                yield Finding(INITIALS, match.start(), match.end())


def _is_dotted(_text: str, match: re.Match[str]) -> bool:
    letters = re.sub(r"\W", "", match.group())
    return letters not in TWO_LETTERS and letters not in {"DOB", "USA", "LLB"}


def _word_before(text: str, start: int) -> str:
    found = _LAST_WORD.search(text[max(0, start - _NEAR) : start])
    return found.group(1) if found else ""


def _is_pair(text: str, match: re.Match[str]) -> bool:
    if match.group() in TWO_LETTERS:
        return False
    before = _word_before(text, match.start()).lower()
    if before in _DETERMINERS:
        return False
    return before in _BEFORE_PEOPLE or _PERSON_NEXT.match(text, match.end()) is not None


def _is_single(text: str, match: re.Match[str]) -> bool:
    before = _word_before(text, match.start())
    if before.strip(",.;:").lower() in LETTERED | _ARTICLES or before[-1:].isdigit():
        return False
    is_first = _begins_sentence(text[max(0, match.start() - _NEAR) : match.start()])
    if is_first or before[:1].isupper():
        return _PERSON_NEXT.match(text, match.end()) is not None
    return True


def without(findings: Iterable[Finding], text: str, accepted: Iterable[str]) -> list[Finding]:
    """The findings whose words are not among the accepted ones, whatever their case."""
    known = {phrase.casefold() for phrase in accepted}
    return [one for one in findings if text[one.start : one.end].casefold() not in known]
