"""The demonstration's pace keeps the promise that every pace makes."""

from bot.demo.unhurried import Unhurried


async def test_a_message_of_the_demonstration_goes_at_once_and_is_noted_before_it_does() -> None:
    noted: list[str] = []

    async def note() -> None:
        noted.append("goes")

    pace = Unhurried()
    async with pace.turn("tenant", "a:rosa") as go:
        assert await go() == 0
        assert noted == []
        assert await go(note) == 0
    assert noted == ["goes"]
    assert pace.wait("tenant", "a:rosa") == 0
