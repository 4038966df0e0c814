"""The welcome and the help: what a person can do here, by their roles."""

from collections.abc import Sequence
from dataclasses import dataclass

from microsoft_teams.cards import AdaptiveCard, CardElement

from cards.elements import Button, button_rows, card, execute, said
from cards.verbs import PAGE, Verb


@dataclass(frozen=True, slots=True)
class Offer:
    """Something a person can do: a sentence, the words to type, the button."""

    sentence: str
    type_this: str
    button: str
    verb: Verb


@dataclass(frozen=True, slots=True)
class Group:
    """Offers that belong together; without a title, what a person comes here for."""

    title: str
    offers: Sequence[Offer]


@dataclass(frozen=True, slots=True)
class HelpPage:
    """A page of the help.

    Attributes:
        number: from 0; of `pages`.
        parts: what auditbot does for the person, a sentence each.
        typing: how to write and answer by typing, a sentence each.
        can_type: the words of all that the person can do, for whoever has the card read to them.
        qa_contact: whom to ask besides.
    """

    number: int
    pages: int
    parts: Sequence[str]
    groups: Sequence[Group]
    typing: Sequence[str]
    can_type: Sequence[str]
    qa_contact: str


def _in_words(offer: Offer) -> str:
    return f"{offer.sentence} Type '{offer.type_this}'."


def _button(offer: Offer) -> Button:
    return Button(offer.button, offer.verb, sends_inputs=False)


def welcome_card(first_name: str, parts: Sequence[str], offers: Sequence[Offer], card_id: str) -> AdaptiveCard:
    """The first card a person gets. `parts` says what auditbot does for their roles, a sentence each."""
    return card(
        f"Hello {first_name}",
        [
            said("I look after the monthly practice audits."),
            *(said(part) for part in parts),
            *(said(_in_words(offer)) for offer in offers),
        ],
        [execute(_button(offer), card_id) for offer in offers],
        fallback="Hello. I look after the monthly practice audits. Type 'help' to see what you can do.",
    )


def help_card(page: HelpPage, card_id: str) -> AdaptiveCard:
    """What auditbot does for a person, by their roles, and what they can do here: the most used first."""
    # Whoever can do much has a long card: read aloud, the words to type are enough.
    words = f" You can type: {', '.join(page.can_type)}." if page.can_type else ""
    return card(
        "What else you can do here" if page.number else "What you can do here",
        [
            *(said(part) for part in page.parts),
            *(element for group in page.groups for element in _group(group, card_id)),
            *([said("By typing", bold=True)] if page.typing else []),
            *(said(sentence) for sentence in page.typing),
            said(f"{_more_by_typing(page)}Something else? Ask {page.qa_contact}.", quiet=True),
        ],
        [execute(button, card_id) for button in _ways_on(page)],
        fallback=f"What you can do here.{words}",
    )


def _group(group: Group, card_id: str) -> list[CardElement]:
    title = [said(group.title, bold=True)] if group.title else []
    lines = [said(_in_words(offer)) for offer in group.offers]
    return [*title, *lines, *button_rows(card_id, [_button(offer) for offer in group.offers])]


def _more_by_typing(page: HelpPage) -> str:
    # Pages are counted from one for people.
    return f"For more, type 'help {page.number + 2}'. " if page.number + 1 < page.pages else ""


def _ways_on(page: HelpPage) -> list[Button]:
    more = Button("More", Verb.HELP, {PAGE: page.number + 1}, sends_inputs=False)
    first = Button("Most used", Verb.HELP, {PAGE: 0}, sends_inputs=False)
    return [*([more] if page.number + 1 < page.pages else []), *([first] if page.number else [])]
