"""A card that lists: sentences, then lines, each with what somebody typed about it and the buttons that change it."""

from collections.abc import Sequence
from dataclasses import dataclass

from microsoft_teams.cards import AdaptiveCard, CardElement, Container

from cards.elements import Button, buttons, card, execute, said, typed

# A card may have 80 KB; a line with three buttons takes four of them.
MOST_LINES = 12
# For what was typed about one line, in bytes.
_ROOM = 600


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list.

    Attributes:
        words: what it is, in bold.
        more: what else is said of it, a sentence each.
        typed: what somebody typed about it; empty where nobody did.
        buttons: what changes it.
    """

    words: str
    more: Sequence[str] = ()
    typed: str = ""
    buttons: Sequence[Button] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as a person sees it.

    Attributes:
        note: what was just done; empty where nothing was.
        intro: sentences above the lines.
        more: how many lines are not shown.
        actions: what can be done beside the lines.
        fallback: what is said in place of the card: in words of ours alone.
    """

    title: str
    intro: Sequence[str] = ()
    lines: Sequence[Line] = ()
    actions: Sequence[Button] = ()
    note: str = ""
    more: int = 0
    fallback: str = ""


def _line(line: Line, card_id: str) -> Container:
    items: list[CardElement] = [said(line.words, bold=True), *(said(one) for one in line.more)]
    items += [typed(line.typed, _ROOM)] if line.typed else []
    items += [buttons(card_id, *line.buttons)] if line.buttons else []
    return Container(separator=True, items=items)


def listing_card(listing: Listing, card_id: str) -> AdaptiveCard:
    """The list."""
    body: list[CardElement] = [said(listing.note, bold=True)] if listing.note else []
    body += [said(sentence) for sentence in listing.intro]
    body += [_line(line, card_id) for line in listing.lines[:MOST_LINES]]
    left = listing.more + max(len(listing.lines) - MOST_LINES, 0)
    body += [said(f"And {left:,} more.", quiet=True)] if left else []
    actions = [execute(button, card_id) for button in listing.actions]
    return card(listing.title, body, actions, fallback=listing.fallback or f"{listing.title}.")
