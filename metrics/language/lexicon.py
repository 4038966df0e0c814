"""Every phrase that people use and the notion behind it. A figure is recognised by its notions, not by a phrase."""

from collections.abc import Mapping

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
