"""Every phrase that people use and the notion behind it. A figure is recognised by its notions, not by a phrase."""

from collections.abc import Mapping, Sequence

from metrics.language.notions import Notion
from metrics.language.phrases_of_following import OF_WHAT_FOLLOWS
from metrics.language.phrases_of_quality import OF_QUALITY
from metrics.language.phrases_of_returns import OF_RETURNS
from metrics.language.tokens import words_in, words_of

# A phrase is found whole and the longest first: one that is part of a longer one gives way to it.
NOTIONS: Mapping[tuple[str, ...], Notion] = {
    tuple(words_of(phrase)): notion
    for family in (OF_RETURNS, OF_QUALITY, OF_WHAT_FOLLOWS)
    for notion, phrases in family.items()
    for phrase in phrases.split(", ")
}
LONGEST_PHRASE = max(len(phrase) for phrase in NOTIONS)
# "not", in all the ways in which it is said.
NO = words_in("not no never without none nobody neither nothing non nor")


def overlaps_phrase(words: Sequence[str], start: int, end: int) -> bool:
    """Whether words of a text share some with a phrase of the field that goes beyond them: `risk in` with `at risk`."""
    return any(
        tuple(words[begin : begin + length]) in NOTIONS
        for begin in range(max(start - LONGEST_PHRASE, 0), end)
        for length in range(2, min(LONGEST_PHRASE, len(words) - begin) + 1)
        if begin + length > start and (begin < start or begin + length > end)
    )
