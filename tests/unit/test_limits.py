"""An allowance: so many at once, then so many a second, for each key; and what it remembers is bounded."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from bot.limits import TURNS_A_SECOND, TURNS_AT_ONCE, Allowances, is_alarm
from bot.ports import Inbound, InboundKind
from cards.verbs import Verb
from tests.fakes_messenger import LeapingStopwatch
from tests.unit.every_card import every_card


async def test_an_allowance_is_used_up_and_comes_back_with_time() -> None:
    stopwatch = LeapingStopwatch()
    taps = Allowances(3, 2.0, stopwatch.seconds)
    assert [taps.take("rosa") for _ in range(4)] == [0, 0, 0, 0.5]
    assert taps.take("olu") == 0, "each has their own"
    await stopwatch.sleep(0.25)
    assert taps.take("rosa") == 0.25, "asking in vain costs nothing"
    await stopwatch.sleep(0.25)
    assert [taps.take("rosa") for _ in range(2)] == [0, 0.5]
    await stopwatch.sleep(3600)
    assert [taps.take("rosa") for _ in range(4)] == [0, 0, 0, 0.5], "never more than at first"


async def test_who_takes_many_at_once_waits_for_as_many_and_never_for_more_than_there_can_be() -> None:
    stopwatch = LeapingStopwatch()
    turns = Allowances(10, 1.0, stopwatch.seconds)
    assert [turns.take("rosa", 6) for _ in range(2)] == [0, 2]
    await stopwatch.sleep(2)
    assert [turns.take("rosa", 6), turns.take("rosa", 900)] == [0, 10]
    await stopwatch.sleep(10)
    assert turns.take("rosa", 900) == 0


async def test_whoever_taps_as_fast_as_hands_can_is_never_refused() -> None:
    stopwatch = LeapingStopwatch()
    taps = Allowances(TURNS_AT_ONCE, TURNS_A_SECOND, stopwatch.seconds)
    for _ in range(5 * 3600):
        assert taps.take("rosa") == 0
        await stopwatch.sleep(0.05)


def test_what_is_remembered_is_bounded_and_whoever_is_still_at_it_is_not_forgotten() -> None:
    knocks = Allowances(1, 1.0, LeapingStopwatch().seconds, kept=100)
    knocks.take("one who goes on")
    for number in range(1_000):
        assert knocks.take(f"address {number}") == 0
        assert knocks.take("one who goes on") == 1
    assert knocks.remembered == 100


def presses_of(card: Mapping[str, Any]) -> Iterator[tuple[str, Inbound]]:
    """Each button of a card by its title, with what comes in when it is pressed."""
    stack: list[Any] = [card]
    while stack:
        one = stack.pop()
        if isinstance(one, list):
            stack.extend(one)
        elif isinstance(one, Mapping):
            stack.extend(value for name, value in one.items() if name != "fallback")
            if one.get("type") == "Action.Execute":
                yield str(one.get("title")), pressed(str(one["verb"]), one.get("data", {}))


def pressed(verb: str, data: Mapping[str, Any]) -> Inbound:
    return Inbound(InboundKind.PRESSED, "f:1", "tenant", "rosa", "29:rosa", "a:rosa", "", verb=verb, data=data)


def test_every_button_of_every_card_that_raises_or_acknowledges_an_alarm_is_free_of_limits() -> None:
    cards = every_card("plain").items()
    presses = [(name, *press) for name, card in cards for press in presses_of(card)]
    # What is acknowledged elsewhere is an audit of one's team.
    alarming = [
        (title, inbound)
        for name, title, inbound in presses
        if title.startswith(("Raise immediate concern", "Raise it now"))
        or (title, name[:5]) == ("Acknowledge", "alarm")
    ]
    assert {title for title, inbound in alarming if not is_alarm(inbound)} == set()
    assert {title for title, _ in alarming} == {"Raise immediate concern", "Raise it now", "Acknowledge"}
    assert not is_alarm(next(inbound for _, title, inbound in presses if title == "Next"))


@pytest.mark.parametrize("verb", [["raise_concern"], {"a": 1}, None, 7, ""])
def test_a_verb_that_is_none_is_no_alarm(verb: object) -> None:
    assert not is_alarm(pressed("", {"verb": verb}))


def test_what_comes_from_where_no_alarm_is_taken_is_held_to_limits_whatever_it_says() -> None:
    alarm = pressed(Verb.RAISE_CONCERN, {})
    assert is_alarm(alarm)
    assert not is_alarm(replace(alarm, tenant_allowed=False))
    assert not is_alarm(replace(alarm, is_personal=False))
    assert not is_alarm(replace(alarm, data={"in_what": "x" * 60_000})), "Teams takes no message of that length"
