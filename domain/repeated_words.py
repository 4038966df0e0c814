"""Which words come back in several texts: counted, not summed up by anybody's guess."""

import re
from collections import Counter
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_]{5,}")
# Words that stand in any account of an audit and tell nothing about it.
_SAID_ANYWAY = frozenset(
    """
about above after again against along already although always among area areas around audit auditor audits because
become been before being below between beyond cannot child children childs clear clearly could describe described does
doing during each either enough especially every evidence evidenced example family first found further given going
good great have having however improve improved improvement improvements including instead itself least making might
month months more needed needs never noted often other others overall parent parents particular perhaps practice
rather really record recorded records right seems should showed shown shows since social some something still strength
strengths their theirs them then there therefore these they thing things this those though through throughout together
towards under until using very wants well were what where which while whole whose will with within without work worked
worker workers working works would young
""".split()  # noqa: SIM905 - a list of quoted words is harder to read
)


def repeated_words(texts: Iterable[str], at_least: int, most: int) -> list[tuple[str, int]]:
    """The words that stand in several texts, those in most texts first; each text counts a word once.

    Args:
        texts: what was written, one text an audit.
        at_least: in how many texts a word must stand.
        most: how many words to give at most.
    """
    counts = Counter(word for text in texts for word in set(_WORD.findall(text.casefold())) - _SAID_ANYWAY)
    found = [(word, count) for word, count in counts.items() if count >= at_least]
    return sorted(found, key=lambda one: (-one[1], one[0]))[:most]
