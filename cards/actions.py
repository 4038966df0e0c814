"""The lists of actions: one's own, those of one's teams, and those whose closure QA checks."""

from collections.abc import Sequence
from dataclasses import dataclass

from microsoft_teams.cards import AdaptiveCard, CardElement, Container

from cards.elements import Button, button_rows, card, execute, gist, said

# A card may have 80 KB, and a line with its four answers takes up to four of them.
MOST_SHOWN = 10
# As much of what was typed as tells a line from its neighbours; an action's own card has all of it.
_LONGEST_WORDS = 300


@dataclass(frozen=True, slots=True)
class ActionEntry:
    """An action as it is listed.

    Attributes:
        name: whose it is and what it came from; with its reference.
        words: what should happen.
        due: when it is or was due, as a sentence.
        notes: how it stands: put off until when, what was done.
        answers: what answers it where it stands.
    """

    name: str
    words: str
    due: str
    notes: Sequence[str] = ()
    answers: Sequence[Button] = ()


@dataclass(frozen=True, slots=True)
class ActionList:
    """A page of actions.

    Attributes:
        title: of the card.
        opening: what there is, in a sentence.
        entries: those of this page.
        done: those done lately, which only the first page has.
        note: what was just done; empty where nothing was.
        ways: the buttons below: more of them, another list.
    """

    title: str
    opening: str
    entries: Sequence[ActionEntry]
    done: Sequence[ActionEntry] = ()
    note: str = ""
    ways: Sequence[Button] = ()


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST_WORDS else f"{words[:_LONGEST_WORDS].rstrip()}…"


def _entry(entry: ActionEntry, card_id: str) -> Container:
    items: list[CardElement] = [said(entry.name, bold=True), gist(_cut(entry.words))]
    items += [said(entry.due, quiet=True)] if entry.due else []
    items += [gist(_cut(note)) for note in entry.notes if note]
    items += button_rows(card_id, entry.answers)
    return Container(separator=True, items=items)


def actions_list_card(view: ActionList, card_id: str) -> AdaptiveCard:
    """A page of actions, each with what answers it."""
    body: list[CardElement] = [said(view.note, bold=True)] if view.note else []
    body.append(said(view.opening))
    body += [_entry(entry, card_id) for entry in view.entries]
    if view.done:
        body.append(said("Done lately", bold=True))
        body += [_entry(entry, card_id) for entry in view.done]
    ways = [execute(button, card_id) for button in view.ways]
    return card(view.title, body, ways, fallback=f"{view.title}. {view.opening}")
