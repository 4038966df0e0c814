from random import Random

import pytest

from bot.ports import (
    ConversationGoneError,
    PassingError,
    RefusedError,
    SendError,
    UncertainError,
    UnreachableError,
)
from bot.undelivered import LONGEST_WAIT, backoff, ending_of
from domain.words import SendClass, SendStatus

NOTICE, NUDGE, ALARM = SendClass.NOTICE, SendClass.NUDGE, SendClass.ALARM
AGAIN, FAILED = SendStatus.PENDING, SendStatus.FAILED


def _chance() -> Random:
    return Random(3)  # noqa: S311 - spreads retries, guards nothing


@pytest.mark.parametrize(
    ("error", "send_class", "tries", "status", "outcome"),
    [
        (PassingError("http_503"), NOTICE, 1, AGAIN, "passing"),
        (PassingError("http_503"), NUDGE, 1000, AGAIN, "passing"),
        (PassingError("http_503"), NOTICE, 1000, AGAIN, "passing"),
        (PassingError("http_503"), ALARM, 1000, AGAIN, "passing"),
        (UnreachableError("BotDisabledByAdmin"), NOTICE, 1, SendStatus.UNREACHABLE, "unreachable"),
        (UnreachableError("BotDisabledByAdmin"), ALARM, 1, SendStatus.UNREACHABLE, "unreachable"),
        (UncertainError("timeout"), NOTICE, 1, SendStatus.UNCERTAIN, "uncertain"),
        (UncertainError("timeout"), NUDGE, 1, SendStatus.UNCERTAIN, "uncertain"),
        (UncertainError("timeout"), ALARM, 1000, AGAIN, "uncertain"),
        (RefusedError("http_500"), NOTICE, 1, FAILED, "failed"),
        (RefusedError("http_500"), ALARM, 1, AGAIN, "uncertain"),
        (RefusedError("http_400"), ALARM, 1, FAILED, "failed"),
        (RefusedError("our_error"), ALARM, 1, AGAIN, "uncertain"),
        (ConversationGoneError("http_404"), NOTICE, 1, FAILED, "failed"),
    ],
)
def test_each_failure_ends_as_the_class_of_message_asks(
    error: SendError, send_class: SendClass, tries: int, status: SendStatus, outcome: str
) -> None:
    ending = ending_of(error, send_class, tries, _chance())
    assert (ending.status, ending.outcome) == (status, outcome)


def test_only_what_is_tried_again_waits() -> None:
    assert ending_of(PassingError("http_503"), NOTICE, 1, _chance()).wait > 0
    assert ending_of(RefusedError("http_400"), NOTICE, 1, _chance()).wait == 0


def test_a_wait_that_teams_asks_for_is_kept_whatever_ours_would_be() -> None:
    assert ending_of(PassingError("http_429", 40), NOTICE, 1, _chance()).wait == 40
    assert ending_of(PassingError("http_429", 1), ALARM, 30, _chance()).wait > 100


def test_waits_double_up_to_five_minutes() -> None:
    chance = _chance()
    for tries, longest in enumerate([1, 2, 4, 8, 16, 32, 64, 128, 256, LONGEST_WAIT, LONGEST_WAIT], start=1):
        assert longest / 2 <= backoff(tries, chance) <= longest
    assert backoff(100_000, chance) <= LONGEST_WAIT


def test_waits_differ_so_that_instances_do_not_come_back_together() -> None:
    chance = _chance()
    assert len({backoff(5, chance) for _ in range(20)}) == 20
