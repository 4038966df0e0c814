"""The QA team's themes of what families say, and which of them somebody's words suggest.

A setting (`feedback_themes`), a line a theme: its title, a colon, and the words that suggest it, parted by commas.
A word stands for whatever begins with it: "listen" is in "listened". A person always confirms.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache

DEFAULT_THEMES = """\
Being listened to: listen, heard, hear, voice, understood, understands, ignored
Keeping in touch: phone, call, contact, reply, replies, text, visit
The same worker: new worker, new social worker, another worker, different worker, same worker, changed worker, left us
Being on time: late, on time, wait, cancel, forgot, reliable
Knowing the plan: plan, explain, meeting, told us, told me, clear
Being respected: respect, rude, kind, friendly, judge, trust, polite
What has changed: better, worse, help, difference, safe, calmer
"""
MOST_THEMES = 20
_LONGEST_TITLE = 60
_WORDS = re.compile(r"[\w'\N{RIGHT SINGLE QUOTATION MARK}]+")


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme: its title, and the words or phrases that suggest it, in small letters."""

    title: str
    suggested_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Themes:
    """The themes of a day, as read from the setting's text; two of the same text are the same."""

    text: str
    themes: tuple[Theme, ...] = field(default=(), compare=False)

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles in their order."""
        return tuple(one.title for one in self.themes)


@lru_cache(maxsize=32)
def read_themes(text: str) -> Themes:
    """The themes from their text, as `DEFAULT_THEMES` is written.

    Raises:
        ValueError: it can't be read; the text says which line and what to write.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not 0 < len(lines) <= MOST_THEMES:
        message = f"write from one to {MOST_THEMES} themes, a line each"
        raise ValueError(message)
    themes = tuple(_theme(line) for line in lines)
    titles = [one.title.casefold() for one in themes]
    twice = next((title for title in titles if titles.count(title) > 1), None)
    if twice:
        message = f"the theme '{twice}' is there twice"
        raise ValueError(message)
    return Themes("\n".join(lines), themes)


def _theme(line: str) -> Theme:
    title, colon, words = line.partition(":")
    suggested_by = tuple(" ".join(word.casefold().split()) for word in words.split(",") if word.strip())
    if not (colon and title.strip() and suggested_by):
        message = f"'{line[:_LONGEST_TITLE]}' is no theme; write 'Being on time: late, wait, cancel'"
        raise ValueError(message)
    if "," in title or len(title) > _LONGEST_TITLE:
        message = f"'{title[:_LONGEST_TITLE]}' can't be a title; keep it without commas and to {_LONGEST_TITLE} letters"
        raise ValueError(message)
    return Theme(title.strip(), suggested_by)


def suggested(comment: str, themes: Themes) -> list[str]:
    """The titles of the themes that a comment's words suggest, in the list's order.

    "She never listened, and was late" suggests *Being listened to* and *Being on time*.
    """
    words = [word.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'") for word in _WORDS.findall(comment.casefold())]
    return [one.title for one in themes.themes if any(_stands_in(phrase.split(), words) for phrase in one.suggested_by)]


def _stands_in(phrase: list[str], words: list[str]) -> bool:
    """Whether the words of a phrase stand in a row, the last of them perhaps longer."""
    *first, last = phrase
    size = len(first)
    return any(words[at : at + size] == first and words[at + size].startswith(last) for at in range(len(words) - size))
