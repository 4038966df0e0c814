"""Every button of every card, with what it carries changed: other people's rows, other kinds of values, other verbs."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from hypothesis import strategies as st

from cards import verbs
from cards.verbs import ACTION_ID, INPUT, REVISION, Verb
from tests.fakes_cards import Shown
from tests.fuzz.cards_met import buttons, filled
from tests.fuzz.odd import values, whole_texts
from tests.unit.every_card import every_card

KEYS = tuple(value for name, value in vars(verbs).items() if name.isupper() and isinstance(value, str))
# The councils here are small: whichever row a button is about, it is one of the first.
ROWS = st.integers(1, 12).map(str)
WAYS = ("execute", "execute", "execute", "submit", "automatic")


@dataclass(frozen=True, slots=True)
class Press:
    """A button as somebody presses it.

    Attributes:
        name: whose press it is.
        verb: of the button.
        carried: what comes with it, what the card had put there and what was typed.
        way: an Action.Execute, the Action.Submit of an older client, or Teams' own refresh.
    """

    name: str
    verb: str
    carried: Mapping[str, Any]
    way: str


# A button that somebody may meet: whose card it stood on ("" where that is anybody's), its verb, what it carries.
Met = tuple[str, str, Mapping[str, Any]]


@cache
def buttons_of_all_cards() -> tuple[Met, ...]:
    """Every button that stands on any card there is, drawn for nobody; each kind once, in one order."""
    found = {_kind(verb, carried): ("", verb, carried) for verb, carried in _buttons()}
    return tuple(found[kind] for kind in sorted(found))


def _buttons() -> Iterator[tuple[str, Mapping[str, Any]]]:
    for card in every_card("plain").values():
        shown = Shown(card=card)
        for action in buttons(shown):
            if action["verb"] in set(Verb):
                yield action["verb"], {**action["data"], **filled(shown, action)}


def _kind(verb: str, carried: Mapping[str, Any]) -> tuple[str, ...]:
    told = [
        f"{key}={value}" if not str(value).isdigit() and len(str(value)) < 20 else key for key, value in carried.items()
    ]
    return (verb, *sorted(told))


@st.composite
def presses(draw: st.DrawFn, names: tuple[str, ...], met: Mapping[str, tuple[Met, ...]]) -> Press:
    """A press by one of those people of a button that somebody has met, by its verb, changed in up to two ways."""
    # By verb first: a verb that stands on one card is as good a way in as one that stands on a hundred.
    verb = draw(st.sampled_from(tuple(met)))
    owner, verb, met_so = draw(st.sampled_from(met[verb]))
    carried = dict(met_so)
    if draw(st.booleans()):
        return _nearly_right(draw, owner or "Dan Iqbal", verb, carried)
    if draw(st.booleans()):
        carried.pop(ACTION_ID, None)
    if draw(st.integers(0, 2)) == 0:
        carried = {key: _another(draw, key, value) for key, value in carried.items()}
    for change in draw(st.lists(st.sampled_from(_CHANGES), max_size=2)):
        change(draw, carried)
    if draw(st.integers(0, 9)) == 0:
        verb = draw(st.sampled_from(sorted(Verb)))
    name = owner if owner and draw(st.integers(0, 3)) else draw(st.sampled_from(names))
    return Press(name, verb, carried, draw(st.sampled_from(WAYS)))


def _nearly_right(draw: st.DrawFn, owner: str, verb: str, carried: dict[str, Any]) -> Press:
    """A press of a card's own reader that is right but for one thing, and so comes furthest."""
    carried.pop(ACTION_ID, None)
    draw(st.sampled_from((_hostile_text, _hostile_text, _other_row)))(draw, carried)
    return Press(owner, verb, carried, "execute")


def by_verb(met: Iterable[Met]) -> Mapping[str, tuple[Met, ...]]:
    """Buttons by their verbs, in one order."""
    found: dict[str, list[Met]] = {}
    for one in met:
        found.setdefault(str(one[1]), []).append(one)
    return {verb: tuple(found[verb]) for verb in sorted(found)}


def _another(draw: st.DrawFn, key: str, value: Any) -> Any:
    is_row = isinstance(value, str) and value.isdigit() and not key.startswith(INPUT)
    return draw(ROWS) if is_row else value


def _at_some_key(draw: st.DrawFn, carried: dict[str, Any]) -> str:
    return draw(st.sampled_from(sorted(carried) or ["verb"]))


def _hostile_text(draw: st.DrawFn, carried: dict[str, Any]) -> None:
    carried[_at_some_key(draw, carried)] = draw(whole_texts)


def _other_kind(draw: st.DrawFn, carried: dict[str, Any]) -> None:
    carried[_at_some_key(draw, carried)] = draw(values)


def _other_row(draw: st.DrawFn, carried: dict[str, Any]) -> None:
    carried[_at_some_key(draw, carried)] = draw(ROWS)


def _left_out(draw: st.DrawFn, carried: dict[str, Any]) -> None:
    carried.pop(_at_some_key(draw, carried), None)


def _added(draw: st.DrawFn, carried: dict[str, Any]) -> None:
    carried[draw(st.sampled_from(KEYS))] = draw(ROWS | whole_texts)


def _other_revision(draw: st.DrawFn, carried: dict[str, Any]) -> None:
    carried[REVISION] = draw(st.sampled_from(["0", "1", "2", "3", "9", "-1", "", "999999999"]))


def _swapped(draw: st.DrawFn, carried: dict[str, Any]) -> None:
    one, other = _at_some_key(draw, carried), _at_some_key(draw, carried)
    carried[one], carried[other] = carried.get(other, ""), carried.get(one, "")


_CHANGES = (_hostile_text, _hostile_text, _other_kind, _other_row, _left_out, _added, _other_revision, _swapped)


def action_id() -> str:
    """A one-time id that no card has had: nothing stands in its way."""
    return uuid.uuid4().hex
