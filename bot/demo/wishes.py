"""What the demonstration's user asks of the demonstration itself: by button, by words, by opening the page."""

from dataclasses import dataclass

from bot.demo.cards import WHOM, DemoVerb
from bot.ports import Inbound, InboundKind
from cards.verbs import VERB

# What may be typed in place of each button.
_TYPED = {
    "demo": DemoVerb.CHOOSE,
    "be": DemoVerb.CHOOSE,
    "choose whom to be": DemoVerb.CHOOSE,
    "a day on": DemoVerb.DAY_ON,
    "a week on": DemoVerb.WEEK_ON,
}


@dataclass(frozen=True, slots=True)
class Wish:
    """Something asked of the demonstration. `whom` is an object id or a name, for becoming somebody."""

    verb: DemoVerb
    whom: str = ""


def wish_of(inbound: Inbound) -> Wish | None:
    """What is asked of the demonstration; None for what is the service's to answer."""
    match inbound.kind:
        case InboundKind.SAID:
            return _typed(" ".join(inbound.text.lower().split()))
        case InboundKind.PRESSED | InboundKind.SUBMITTED:
            return _pressed(inbound)
        case InboundKind.INSTALLED | InboundKind.UPGRADED | InboundKind.REMOVED:
            return Wish(DemoVerb.ARRIVE)
        case InboundKind.CONSENTED | InboundKind.EDITED:
            return None


def _typed(words: str) -> Wish | None:
    if words.startswith("be "):
        return Wish(DemoVerb.BECOME, words.removeprefix("be "))
    return Wish(_TYPED[words]) if words in _TYPED else None


def _pressed(inbound: Inbound) -> Wish | None:
    verb = inbound.verb or str(inbound.data.get(VERB, ""))
    if verb not in set(DemoVerb):
        return None
    return Wish(DemoVerb(verb), str(inbound.data.get(WHOM, "")))
