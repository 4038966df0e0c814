"""When something happens: the moments of a plan's days, by the seed alone, whatever becomes of the service."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from random import Random

from simulation.council import month_opens_on
from simulation.days import ONE_DAY, at_london, is_working


class What(StrEnum):
    """What a moment is for."""

    TICK = "tick"
    ACT = "act"
    IMPORT = "import"
    CHANGE = "change"
    STOP = "stop"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant, and what it is for."""

    at: datetime
    what: What


@dataclass(frozen=True, slots=True)
class Plan:
    """What is run: from the same plan comes the same run.

    Attributes:
        days: how many, weekends and bank holidays included.
        busy: how much is done in a day, 1 being three to nine acts.
    """

    seed: int
    days: int
    start: date = date(2026, 11, 23)
    busy: float = 1.0


def moments(plan: Plan) -> Iterator[Moment]:
    """All moments of a plan, the earliest first."""
    for number in range(plan.days):
        day = plan.start + number * ONE_DAY
        yield from sorted(_of_day(plan, day), key=lambda one: one.at)


def _of_day(plan: Plan, day: date) -> Iterator[Moment]:
    chance = Random(f"{plan.seed} {day}")
    yield Moment(_at(day, chance.uniform(0.2, 6)), What.TICK)
    if is_working(day):
        yield from _of_working_day(plan, day, chance)
    elif chance.random() < 0.3:
        yield Moment(_at(day, chance.uniform(8, 22)), What.ACT)


def _of_working_day(plan: Plan, day: date, chance: Random) -> Iterator[Moment]:
    yield Moment(_at(day, 8 + chance.choice((0, 0.01, 0.05, chance.uniform(0, 5)))), What.TICK)
    for _ in range(round(chance.uniform(3, 9) * plan.busy)):
        yield Moment(_at(day, chance.uniform(7, 19)), What.ACT)
    if chance.random() < 0.5:
        yield Moment(_at(day, chance.uniform(7, 18)), What.CHANGE)
    if day in {month_opens_on(day), plan.start}:
        yield Moment(_at(day, chance.uniform(6.5, 12)), What.IMPORT)
    if chance.random() < 0.02:
        yield Moment(_at(day, chance.uniform(6.5, 20)), What.STOP)
    yield Moment(_at(day, chance.uniform(17.5, 17.95)), What.CHECK)


def _at(day: date, hours: float) -> datetime:
    return at_london(day, time()) + timedelta(hours=hours)
