"""The question whether a word is a child's name, put beside the input that it stands in, on whatever card that is."""

from collections.abc import Mapping, Sequence

from microsoft_teams.cards import Action, AdaptiveCard, CardElement, ExecuteAction, SubmitActionData

from cards.elements import Button, buttons, complaint
from cards.verbs import ACTION_ID, AS_IT_IS, INPUT, VERB, Verb

# More phrases than these make a sentence that nobody reads: the rest of them are counted.
_MOST_NAMED = 4
# A card carries what it asked about four times over, and Teams takes a card of about 100 KB in all.
MOST_ASKED = 40
_LONGEST_SHOWN = 60


def question_about(phrases: Sequence[str]) -> str:
    """What is asked about the phrases of one text."""
    shown = [f"“{phrase[:_LONGEST_SHOWN]}”" for phrase in phrases[:_MOST_NAMED]]
    more = len(phrases) - len(shown)
    if len(phrases) == 1:
        return f"{shown[0]} may name a child or their family. Change it below, or use it as it is."
    last = f"{more} more" if more else shown.pop()
    return f"{', '.join(shown)} and {last} may name a child or their family. Change them, or use them as they are."


def with_question(
    made: AdaptiveCard, asked: Mapping[str, Sequence[str]], verb: str, data: Mapping[str, str], card_id: str
) -> AdaptiveCard:
    """A card that holds what was typed, with the question beside each input and *Use it as it is* behind the last one.

    Args:
        made: the card; it is changed.
        asked: by input, the phrases asked about.
        verb: the button that was pressed: pressing it again with the words unchanged is an answer too.
        data: what that button carried.
        card_id: the card's one-time action id.
    """
    accepted = "\n".join(dict.fromkeys(phrase for phrases in asked.values() for phrase in phrases))
    carried: dict[str, str | int] = {
        **{key: value for key, value in data.items() if key not in {VERB, ACTION_ID}},
        AS_IT_IS: accepted,
    }
    for action in made.actions or []:
        _carry(action, verb, accepted)
    body = list(made.body or [])
    for key, phrases in asked.items():
        _put_before(body, INPUT + key, [complaint(question_about(phrases))])
    last = next(reversed(list(asked)))
    _put_before(body, INPUT + last, [buttons(card_id, Button("Use it as it is", Verb(verb), carried))])
    made.body = body
    return made


def _put_before(body: list[CardElement], input_id: str, elements: list[CardElement]) -> None:
    place = next((at for at, element in enumerate(body) if _holds(element, input_id)), len(body))
    body[place:place] = elements


def _holds(element: CardElement, input_id: str) -> bool:
    inner: Sequence[CardElement] = getattr(element, "items", None) or ()
    return getattr(element, "id", None) == input_id or any(_holds(one, input_id) for one in inner)


def _carry(action: Action, verb: str, accepted: str) -> None:
    if not isinstance(action, ExecuteAction) or action.verb != verb:
        return
    for one in (action, action.fallback):
        data = getattr(one, "data", None)
        if isinstance(data, SubmitActionData):
            setattr(data, AS_IT_IS, accepted)
