"""Misspelt words: the one known word that was meant, or none."""

from collections.abc import Callable, Iterable

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

# A shorter word is another word as easily as a slip of the fingers.
_SHORTEST = 4
_SHORTEST_ORDINARY = 6
_LONG = 8
_VOWELS = frozenset("aeiou")


def allowed_slips(word: str) -> int:
    """How many letters may be wrong, missing, too many or swapped: one, and two in a long word."""
    return 0 if len(word) < _SHORTEST else 1 if len(word) < _LONG else 2


class Speller:
    """Knows the words that carry a meaning, and those that carry none but are no slips either.

    Args:
        telling: the field's words and the council's own.
        ordinary: words around them.
        same: whether two words come to the same, so that it doesn't matter which of them was meant.
    """

    def __init__(self, telling: Iterable[str], ordinary: Iterable[str], same: Callable[[str, str], bool]) -> None:
        self._telling = _by_first_letters(word for word in telling if len(word) >= _SHORTEST and word.isalpha())
        self._ordinary = _by_first_letters(word for word in ordinary if len(word) >= _SHORTEST_ORDINARY)
        self._same = same

    def meant(self, word: str) -> str | None:
        """The known word that a misspelt one was meant to be; None where there is none, or several as near.

        The first letter is right, or swapped with the second: few slips are made there, and many other words begin
        otherwise.
        """
        if not word.isalpha() or len(word) < _SHORTEST:
            return None
        return (
            self._nearest(word, self._telling, allowed_slips(word))
            or self._without_vowels(word)
            or (self._nearest(word, self._ordinary, 1) if len(word) >= _SHORTEST_ORDINARY else None)
        )

    def _without_vowels(self, word: str) -> str | None:
        """`compltn` is completion: the one word that has these letters and vowels between them."""
        fitting = [
            known
            for known in self._telling.get(word[0], [])
            if len(known) > len(word) and _consonants(known) == _consonants(word) and _is_within(word, known)
        ]
        return fitting[0] if fitting and all(self._same(fitting[0], other) for other in fitting[1:]) else None

    def _nearest(self, word: str, known: dict[str, list[str]], slips: int) -> str | None:
        choices = known.get(word[0], []) + (known.get(word[1], []) if word[1] != word[0] else [])
        near = extract(word, choices, scorer=OSA.distance, score_cutoff=slips, limit=4)
        fitting = [(found, distance) for found, distance, _ in near if _begins_alike(word, found)]
        if not fitting:
            return None
        best = [found for found, distance in fitting if distance == fitting[0][1]]
        # Of words as near, the one that ends alike: `moderater` is a moderator, not moderated.
        best = [found for found in best if found[-1] == word[-1]] or best
        return best[0] if all(self._same(best[0], other) for other in best[1:]) else None


def _consonants(word: str) -> str:
    return "".join(sign for sign in word if sign not in _VOWELS)


def _is_within(word: str, known: str) -> bool:
    """Whether all letters of a word come in a longer one, in their order."""
    rest = iter(known)
    return all(sign in rest for sign in word)


def _begins_alike(word: str, known: str) -> bool:
    return word[0] == known[0] or word[:2] == known[1::-1]


def _by_first_letters(words: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for word in sorted(set(words)):
        found.setdefault(word[0], []).append(word)
    return found
