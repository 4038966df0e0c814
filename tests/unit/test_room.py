"""How much of a text that is too long comes back to be shortened."""

import pytest

from cards.room import ROOM, left_out, refilled, size


@pytest.mark.parametrize("text", ["a" * 20_000, "قالت " * 4_000, "a" * 8_001, ""])
def test_twenty_thousand_characters_come_back_whole(text: str) -> None:
    assert refilled(text, 8_000) == text
    assert left_out(text, 8_000) == ""


@pytest.mark.parametrize("text", ["a" * 76_000, "👧" * 20_000, '"\n' * 30_000])
def test_of_more_than_a_card_holds_as_much_comes_back_as_fits(text: str) -> None:
    shown = refilled(text, 8_000)
    assert text.startswith(shown)
    assert ROOM * 0.9 < size(shown) <= ROOM
    assert left_out(text, 8_000) == f"Only its first {len(shown):,} characters fit below."


def test_however_little_room_there_is_it_can_be_shortened() -> None:
    assert refilled("a" * 60_000, 8_000, 100) == "a" * 12_000
    assert refilled("a" * 60_000, 2_000, 100) == "a" * 3_000
