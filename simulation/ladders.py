"""The ladder as a council has set it, read a second time, and the ladders that councils of the simulation take to.

DOMAIN, "What is sent, and when": a rung that comes once stands at a working day, one that comes round begins at one.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

Rungs = Mapping[str, tuple[tuple[int, tuple[str, ...]], ...]]
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")

USUAL = """\
weekday = "Monday"
return = [
    {at = -5, tells = ["owner"]},
    {at = -1, tells = ["owner"]},
    {at = 1, tells = ["owner"]},
    {at = 3, tells = ["owner"]},
    {at = 5, tells = ["owner", "up_the_line"]},
    {at = 8, tells = ["owner", "up_the_line", "head_of_service"]},
]
action = [
    {at = -3, tells = ["owner"]},
    {every = "week", from = 1, tells = ["owner", "up_the_line"]},
    {every = "week", from = 10, tells = ["head_of_service"]},
    {every = "month", tells = ["directors"]},
]
upload = [{at = 5, tells = ["owner"]}, {every = "week", from = 6, tells = ["owner"]}]
approval = [{every = "day", from = 2, tells = ["owner"]}]
survey = [{at = 5, tells = ["owner"]}]
concern = [
    {at = -1, tells = ["owner"]},
    {at = 1, tells = ["owner"]},
    {at = 3, tells = ["owner", "up_the_line"]},
    {at = 5, tells = ["owner", "up_the_line", "head_of_service"]},
    {every = "week", from = 6, tells = ["owner", "up_the_line", "head_of_service"]},
]
"""
# One that lets people be, and no director hears a summary of; one that is after them day by day.
GENTLE = """\
weekday = "Wednesday"
return = [{at = 2, tells = ["owner"]}, {every = "week", from = 4, tells = ["owner", "head_of_service"]}]
action = [{every = "week", from = 3, tells = ["owner"]}]
upload = [{every = "week", from = 10, tells = ["owner"]}]
approval = [{at = 3, tells = ["owner"]}]
"""
STRICT = """\
weekday = "Friday"
return = [{at = 1, tells = ["owner"]}, {every = "day", from = 2, tells = ["owner", "up_the_line"]}]
action = [
    {at = -10, tells = ["owner"]},
    {at = -1, tells = ["owner", "up_the_line"]},
    {every = "week", from = 1, tells = ["owner", "up_the_line", "head_of_service"]},
    {every = "month", tells = ["directors"]},
]
upload = [{every = "day", from = 2, tells = ["owner"]}]
approval = [{every = "week", from = 1, tells = ["owner"]}]
survey = [{every = "week", from = 1, tells = ["owner"]}]
concern = [{every = "day", from = 1, tells = ["owner", "up_the_line", "head_of_service"]}]
"""
ALL = (USUAL, GENTLE, STRICT)


@dataclass(frozen=True, slots=True)
class Ladder:
    """A ladder: by kind of item, the working days of its rungs and whom each tells.

    Attributes:
        once: what comes on a day alone, counted from the due day.
        weekly, daily: what comes round from a day on.
        weekday: on which day what is weekly comes round, 0 for Monday.
        rolls_up: whether directors have the summary of the month.
    """

    once: Rungs
    weekly: Rungs
    daily: Rungs
    weekday: int
    rolls_up: bool


@cache
def ladder_of(text: str) -> Ladder:
    """A ladder from its text. A kind that it leaves out goes by the usual one."""
    written: dict[str, Any] = {**tomllib.loads(USUAL), **tomllib.loads(text)}
    weekday = _WEEKDAYS.index(written.pop("weekday"))
    monthly = any(one.get("every") == "month" for one in written["action"])
    once, weekly, daily = (_rungs(written, every) for every in (None, "week", "day"))
    return Ladder(once, weekly, daily, weekday, monthly)


def _rungs(written: Mapping[str, Any], every: str | None) -> Rungs:
    return {
        kind: tuple(
            (one["at"] if every is None else one.get("from", 1), tuple(one["tells"]))
            for one in rungs
            if one.get("every") == every
        )
        for kind, rungs in written.items()
    }
