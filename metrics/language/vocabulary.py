"""The words that the language knows, and the council's among them; made once for each council's names."""

from collections.abc import Sequence
from functools import cache, lru_cache

from metrics.language.lexicon import NO, NOTIONS
from metrics.language.names import Names
from metrics.language.ordinary import FILLER, GROUPS, SETTING_ASIDE
from metrics.language.said_numbers import MONTHS, NUMBERS, ORDINALS
from metrics.language.spelling import Speller
from metrics.language.tokens import words_in
from metrics.query import Dimension

_OF_TIME = words_in(
    """
    today yesterday since quarter quarters qtr ytd financial calendar fy stage category cat rolling last past
    previous this current ago date end monthly quarterly yearly annual annually trend
    """
)
_SHORTEST_PART = 3
_SHORTEST_BEGINNING = 4
_MOST_COUNCILS = 8


@cache
def ordinary_words() -> frozenset[str]:
    """Every word that the language knows by itself: no name is guessed from one of them alone."""
    notions = {phrase[0] for phrase in NOTIONS if len(phrase) == 1}
    groups = {phrase[0] for phrase in GROUPS if len(phrase) == 1}
    return frozenset(FILLER | notions | groups | set(MONTHS) | set(NUMBERS) | set(ORDINALS) | _OF_TIME | NO)


def _come_to_the_same(one: str, other: str) -> bool:
    """Whether two words have the same meaning, or one stem, so that it doesn't matter which was meant."""
    first, second = NOTIONS.get((one,)), NOTIONS.get((other,))
    if first is not None and second is not None:
        return first is second
    months = MONTHS.get(one), MONTHS.get(other)
    return (months[0] is not None and months[0] == months[1]) or one[:4] == other[:4]


class Vocabulary:
    """All the words of a council's questions, and what a misspelt one was meant to be."""

    def __init__(self, names: Names) -> None:
        phrases = {word for phrase in (*NOTIONS, *GROUPS) for word in phrase}
        telling = (phrases - FILLER) | self._places(names) | set(MONTHS) | _OF_TIME | set(NUMBERS)
        self._names = names
        # Words that a question is made of: a sentence with one of them is about figures.
        self.telling = ({phrase[0] for phrase in NOTIONS if len(phrase) == 1} | names.words | set(MONTHS)) - FILLER
        self._parts = {phrase[0] for phrase in NOTIONS if len(phrase) == 1} | names.words
        self.known = ordinary_words() | telling | names.words | {word for phrase in SETTING_ASIDE for word in phrase}
        self._speller = Speller(telling, FILLER, _come_to_the_same)

    @staticmethod
    def _places(names: Names) -> set[str]:
        """The words of all names but people's: these are short, many, and near to other words; a whole name is not."""
        return {word for one in names.known if one.dimension is not Dimension.AUDITOR for word in one.words}

    def corrected(self, words: Sequence[str]) -> list[str]:
        """The words with the misspelt ones put right, where only one can be meant."""
        return [right for word in words for right in self._right(word)]

    def _right(self, word: str) -> tuple[str, ...]:
        if word in self.known or not word.isalpha():
            return (word,)
        meant = self._speller.meant(word)
        return (meant,) if meant is not None else self._run_together(word) or self._beginning(word) or (word,)

    def _run_together(self, word: str) -> tuple[str, ...]:
        """`netcompletion` is two words."""
        for at in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            if word[:at] in self._parts and word[at:] in self._parts:
                return word[:at], word[at:]
        return ()

    def _beginning(self, word: str) -> tuple[str, ...]:
        """`perm` is the one word of the council's names that begins so."""
        if len(word) < _SHORTEST_BEGINNING:
            return ()
        whole = [name for name in self._names.having if name.startswith(word)]
        return (whole[0],) if len(whole) == 1 else ()


@lru_cache(maxsize=_MOST_COUNCILS)
def vocabulary_of(names: Names) -> Vocabulary:
    """The vocabulary with a council's names."""
    return Vocabulary(names)
