"""The welcome and the help: what a person can do here, by their roles."""

from collections.abc import Sequence
from dataclasses import dataclass

from microsoft_teams.cards import AdaptiveCard, CardElement

from cards.elements import Button, card, execute, said
from cards.verbs import Verb


@dataclass(frozen=True, slots=True)
class Offer:
    """Something a person can do: a sentence, the words to type, the button."""

    sentence: str
    type_this: str
    button: str
    verb: Verb


def _in_words(offer: Offer) -> str:
    return f"{offer.sentence} Type '{offer.type_this}'."


def _offers(offers: Sequence[Offer]) -> list[CardElement]:
    return [said(_in_words(offer)) for offer in offers]


def _buttons(offers: Sequence[Offer]) -> list[Button]:
    return [Button(offer.button, offer.verb, sends_inputs=False) for offer in offers]


def welcome_card(first_name: str, parts: Sequence[str], offers: Sequence[Offer], card_id: str) -> AdaptiveCard:
    """The first card a person gets. `parts` says what auditbot does for their roles, a sentence each."""
    return card(
        f"Hello {first_name}",
        [
            said("I look after the monthly practice audits."),
            *(said(part) for part in parts),
            *_offers(offers),
        ],
        [execute(button, card_id) for button in _buttons(offers)],
        fallback="Hello. I look after the monthly practice audits. Type 'help' to see what you can do.",
    )


def help_card(parts: Sequence[str], offers: Sequence[Offer], qa_contact: str, card_id: str) -> AdaptiveCard:
    """What auditbot does for a person, by their roles, and what they can do here."""
    # Whoever can do much has a long card: read aloud, the words to type are enough.
    words = f" You can type: {', '.join(offer.type_this for offer in offers)}." if offers else ""
    return card(
        "What you can do here",
        [*(said(part) for part in parts), *_offers(offers), said(f"Something else? Ask {qa_contact}.", quiet=True)],
        [execute(button, card_id) for button in _buttons(offers)],
        fallback=f"What you can do here.{words}",
    )
