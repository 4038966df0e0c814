"""Replies keep Teams' limits, wait when Teams asks, and are not repeated where their end is unknown."""

from collections import deque
from contextlib import suppress
from random import Random

import pytest

from bot.paced_replies import LONGEST_WAIT, TRIES, PacedReplies
from bot.ports import Address, Outgoing, PassingError, SendError, UncertainError, UnreachableError
from tests.fakes_messenger import FakeMessenger, LeapingStopwatch, NoPace

ROSA = Address("tenant", "rosa", "a:rosa", "https://smba.example/")


class _Noting(NoPace):
    """A pace that notes who was asked to slow down, and how."""

    def __init__(self) -> None:
        super().__init__()
        self.slowed: list[tuple[str, str]] = []

    async def slow_down(self, tenant_id: str, conversation: str, error: SendError) -> None:
        del tenant_id
        self.slowed.append((conversation, error.reason))


class _Busy(NoPace):
    """A pace at which everybody waits for so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._seconds = seconds

    def wait(self, tenant_id: str, conversation: str) -> float:
        del tenant_id, conversation
        return self._seconds


async def _says(*errors: SendError | None) -> tuple[FakeMessenger, _Noting, LeapingStopwatch, SendError | None]:
    teams, pace, stopwatch = FakeMessenger(), _Noting(), LeapingStopwatch()
    teams.going_wrong["rosa"] = deque(errors)
    replies = PacedReplies(teams, pace, stopwatch, Random(7))  # noqa: S311 - spreads retries, guards nothing
    try:
        await replies.send(ROSA, Outgoing(text="Hello."), "f:1")
    except SendError as error:
        return teams, pace, stopwatch, error
    return teams, pace, stopwatch, None


async def test_a_reply_takes_its_turn_at_the_conversation_that_delivery_takes_too() -> None:
    teams, pace, stopwatch, error = await _says()
    assert (teams.reached(), pace.requests, stopwatch.slept, error) == (["rosa"], [("tenant", "rosa")], [], None)


async def test_a_reply_waits_as_long_as_teams_asks_and_tells_the_others() -> None:
    teams, pace, stopwatch, _ = await _says(PassingError("http_429", retry_after=7))
    assert (teams.reached(), pace.slowed, stopwatch.slept) == (["rosa"], [("rosa", "http_429")], [7])
    assert len(pace.requests) == 2


async def test_passing_trouble_is_tried_again_a_few_times_with_growing_waits() -> None:
    teams, _, stopwatch, error = await _says(*[PassingError("http_503")] * TRIES)
    assert teams.sent == []
    assert isinstance(error, PassingError)
    assert len(stopwatch.slept) == TRIES - 1
    assert all(top / 2 <= wait <= top for wait, top in zip(stopwatch.slept, [1.0, 2.0, 4.0], strict=True))


@pytest.mark.parametrize(
    "error", [UncertainError("timeout"), UnreachableError("blocked"), PassingError("http_429", retry_after=600)]
)
async def test_what_may_have_gone_or_would_come_too_late_is_not_repeated(error: SendError) -> None:
    teams, _, stopwatch, raised = await _says(error)
    assert (teams.sent, raised, stopwatch.slept) == ([], error, [])


async def test_a_reply_for_which_too_many_others_wait_already_does_not_wait_with_them() -> None:
    teams, stopwatch = FakeMessenger(), LeapingStopwatch()
    for seconds, reached in ((LONGEST_WAIT, ["rosa"]), (LONGEST_WAIT + 1, ["rosa"])):
        replies = PacedReplies(teams, _Busy(seconds), stopwatch, Random(7))  # noqa: S311 - spreads retries, guards nothing
        with suppress(PassingError):
            await replies.send(ROSA, Outgoing(text="Hello."))
        assert (teams.reached(), stopwatch.slept) == (reached, [])
