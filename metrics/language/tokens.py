"""A text as the words it is made of, each of them explained by at most one reading."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

_TOKEN = re.compile(
    r"20\d\d[/-]20\d\d(?!\d)|(?<![\d/])(?:0?[1-9]|1[0-2])/20\d\d(?!\d)|\d{4}-\d{2}-\d{2}(?!\d)|\d{4}-(?:0[1-9]|1[0-2])(?!\d)|\d{1,4}[/-]\d{1,2}(?:/\d{2,4})?"
    r"|\d+(?:st|nd|rd|th)\b|q[1-4](?!\d)|\d+|[^\W\d_]+(?:'[^\W\d_]+)*|[%&+]"
)
# "R.I." and "C.P." are one short word each; "no. of" is a number.
_DOTTED = re.compile(r"\b([a-z])\.\s?([a-z])\.(?:\s?([a-z])\.)?(?![a-z])")
_NUMBER_OF = re.compile(r"\bno\.?\s*(?=of\b)|\bnos\.?\s*(?=of\b)|#\s*(?=of\b)")
# "Three Inadequates or more" are three or more of them.
_OR_MORE = re.compile(r"\b(three|3) (\w+) (or more|or above)\b")
_PLUS = re.compile(r"\b(\d+)\s*plus\b")
_A_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
# "May-August" and "July 2018 - June 2019" are spans; other dashes join words.
_MONTH_DASH = re.compile(rf"\b({_A_MONTH}(?:\s+\d{{4}})?)\s*-\s*(?={_A_MONTH}\b)")
# Typographic quotes and dashes as the keyboard has them.
_SPACES = re.compile(r"[^\S\n]+")
_PLAIN = str.maketrans(dict.fromkeys("\u2019\u2018\u0060\u00b4", "'") | dict.fromkeys("\u2013\u2014\u2212\u2011", "-"))
_SPOKEN = {
    "n't": " not",
    "'re": " are",
    "'ve": " have",
    "'ll": " will",
    "'m": " am",
    "'d": " would",
}
_WHOLE = {
    "whats": "what is",
    "hows": "how is",
    "w": "with",
    "yr": "year",
    "yrs": "years",
    "can't": "can not",
    "won't": "will not",
    "cannot": "can not",
    "what's": "what is",
    "how's": "how is",
}
# Words of letters alone, in which nothing is to be read another way: most phrases and names.
_LETTERS = re.compile(r"[a-z]+(?: [a-z]+)*")
_READ_ANOTHER_WAY = frozenset({*_WHOLE, "no", "nos", "three"})
# "It's" is "it is"; "Ben's" is his.
_SHORT_IS = {"that's", "there's", "it's", "where's", "who's", "let's", "here's"}


def words_in(text: str) -> frozenset[str]:
    """A table of words, written with spaces between them."""
    return frozenset(text.split())


def phrases_in(text: str) -> tuple[tuple[str, ...], ...]:
    """A table of phrases, written with commas between them."""
    return tuple(tuple(phrase.split()) for phrase in text.split(","))


def plain_text(text: str) -> str:
    """A text in small letters with plain quotes, dashes and single spaces, as it is compared; its lines stay."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return _SPACES.sub(" ", text.translate(_PLAIN)).strip()


def words_of(text: str) -> list[str]:
    """The words of a text: `haven't` is `have not`, `Children's` is `children`, `Q1` and `2019/20` stay whole."""
    if _LETTERS.fullmatch(text.lower()) and _READ_ANOTHER_WAY.isdisjoint(plain := text.lower().split()):
        return plain
    found: list[str] = []
    text = _OR_MORE.sub(r"\1 \3 \2", plain_text(text))
    text = _DOTTED.sub(r"\1\2\3", _NUMBER_OF.sub("number ", _PLUS.sub(r"\1+", text)))
    for token in _TOKEN.findall(_MONTH_DASH.sub(r"\1 to ", text)):
        found += _spoken_out(token).split()
    return found


def _spoken_out(token: str) -> str:
    if token in _WHOLE:
        return _WHOLE[token]
    for ending, said in _SPOKEN.items():
        if token.endswith(ending):
            return token.removesuffix(ending) + said
    if token in _SHORT_IS:
        return token.removesuffix("'s") + " is"
    return token.removesuffix("'s").replace("'", "")


@dataclass(slots=True)
class Words:
    """The words of a question and which of them are explained already."""

    words: list[str]
    taken: list[str | None] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Nothing is explained yet."""
        self.taken = self.taken or [None] * len(self.words)

    def take(self, start: int, length: int, reading: str) -> None:
        """Note what explains the words from `start` on."""
        self.taken[start : start + length] = [reading] * length

    def find(self, phrase: Sequence[str]) -> int | None:
        """Where a phrase stands among the words that are not explained yet; None where it does not."""
        if phrase[0] not in self.words:
            return None
        return next((start for start in range(len(self.words)) if self.says(start, phrase)), None)

    def says(self, place: int, phrase: Sequence[str]) -> bool:
        """Whether a phrase stands at a place and nothing explains it yet."""
        return self.words[place : place + len(phrase)] == list(phrase) and all(
            self.is_free(place + step) for step in range(len(phrase))
        )

    def free(self) -> list[tuple[int, str]]:
        """The words that nothing explains yet, with their places."""
        return [(place, word) for place, word in enumerate(self.words) if self.taken[place] is None]

    def word(self, place: int) -> str:
        """The word at a place; empty beside the text."""
        return self.words[place] if 0 <= place < len(self.words) else ""

    def is_taken(self, place: int, reading: str) -> bool:
        """Whether the word at a place is explained by that."""
        return 0 <= place < len(self.words) and self.taken[place] == reading

    def is_free(self, place: int) -> bool:
        """Whether there is a word at a place that nothing explains yet."""
        return 0 <= place < len(self.words) and self.taken[place] is None
