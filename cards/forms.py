"""The forms with which something is changed: what it is about, what will happen, its inputs, the way on and back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from microsoft_teams.cards import AdaptiveCard, CardElement

from cards.elements import (
    Button,
    card,
    complaint,
    date_input,
    execute,
    facts,
    one_of,
    person_input,
    said,
    text_input,
    typed,
)
from cards.room import USUAL_ROOM
from domain.free_text import LONG_TEXT


@dataclass(frozen=True, slots=True)
class Asked:
    """One input of a form.

    Attributes:
        kind: `text`, `line`, `day`, `choice` or `person`.
        required: the complaint where nothing is given; empty where nothing need be.
        above: what is said above it; empty where its label is enough.
    """

    key: str
    label: str
    kind: str = "text"
    required: str = ""
    hint: str = ""
    choices: Sequence[tuple[str, str]] = ()
    above: str = ""


@dataclass(frozen=True, slots=True)
class ChangeForm:
    """A form with which something is changed.

    Attributes:
        facts: what it is about.
        words: what will happen, in words of ours alone: a notification may show them.
        go: the button that does it, with its verb and what it carries.
        back: the button that leaves everything as it is.
        given, complaints: what was typed, and what is wrong with it, by input.
        caution: what to think of before pressing again.
        about: what somebody wrote that it is about; empty where it is about nothing of the kind.
        ways: other buttons that do it, such as one for each person whom a name fits.
        longest, room: how many characters a text may have, and what a long one may take of the card, in bytes.
    """

    title: str
    facts: Sequence[tuple[str, str]]
    words: str
    asked: Sequence[Asked]
    go: Button
    back: Button
    given: Mapping[str, str] = field(default_factory=dict)
    complaints: Mapping[str, str] = field(default_factory=dict)
    caution: str = ""
    about: str = ""
    ways: Sequence[Button] = ()
    longest: int = LONG_TEXT
    room: int = USUAL_ROOM


def _input(form: ChangeForm, asked: Asked) -> CardElement:
    given = form.given.get(asked.key, "")
    if asked.kind == "day":
        return date_input(asked.key, asked.label, given, required=asked.required)
    if asked.kind == "choice":
        return one_of(asked.key, asked.label, asked.choices, given, required=asked.required)
    if asked.kind == "person":
        return person_input(asked.key, asked.label, asked.choices, given)
    return text_input(
        asked.key,
        asked.label,
        given,
        long=asked.kind == "text",
        hint=asked.hint,
        required=asked.required,
        longest=form.longest,
        room=form.room,
    )


def form_card(form: ChangeForm, card_id: str) -> AdaptiveCard:
    """A form, with what was typed and the complaints beside their inputs."""
    body: list[CardElement] = [facts(form.facts)] if form.facts else []
    body += [typed(form.about)] if form.about else []
    body.append(said(form.words))
    body += [complaint(form.caution)] if form.caution else []
    for asked in form.asked:
        wrong = form.complaints.get(asked.key)
        body += [complaint(wrong)] if wrong else []
        body += [said(asked.above, bold=True)] if asked.above else []
        body.append(_input(form, asked))
    actions = [execute(button, card_id) for button in (*form.ways, form.go, form.back)]
    return card(form.title, body, actions, fallback=f"{form.title}. {form.words}")
