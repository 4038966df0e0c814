"""The service was stopped for a weekend, a week or a month: each person gets one digest of what is owed now."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.timetable import run_due
from domain.words import SendClass, SendStatus
from storage import outbox
from storage.nudge_lines import DIGEST
from storage.store import Store
from storage.tables.service import outbox as outbox_table
from tests.fakes_messenger import StandingClock
from tests.storage.chased_council import ChasedCouncil
from tests.storage.post import Post

FRIDAY = date(2026, 12, 4)


@pytest.fixture
def council(sqlite_store: Store) -> ChasedCouncil:
    council = ChasedCouncil(sqlite_store)
    council.opens()
    return council


def _digests(council: ChasedCouncil, day: date) -> list[int]:
    """To whom a digest of a day is owed, once for each."""
    with council.unit() as unit:
        o = outbox_table.c
        statement = select(o.person_id).where(o.template == DIGEST, o.rung == day.isoformat())
        return list(unit.connection.execute(statement).scalars())


@pytest.mark.parametrize("back_on", [date(2026, 12, 7), date(2026, 12, 14), date(2027, 1, 4)])
async def test_after_a_pause_each_gets_one_digest_and_none_of_the_days_between(
    council: ChasedCouncil, back_on: date
) -> None:
    audit = council.allocates("rosa")
    council.agrees("rosa", audit, "A-late", FRIDAY - timedelta(days=10))
    council.decides(FRIDAY)
    clock = StandingClock(datetime.combine(back_on, datetime.min.time(), UTC).replace(hour=8, minute=1))
    for _ in range(3):  # a restart, and a tick after it, owe nothing more
        await run_due(council.store, clock, clock.at)
        clock.at += timedelta(minutes=5)
    people = _digests(council, back_on)
    assert people
    assert len(people) == len(set(people))
    between = [FRIDAY + timedelta(days=day) for day in range(1, (back_on - FRIDAY).days)]
    assert [_digests(council, day) for day in between] == [[]] * len(between)


async def test_after_a_month_a_waiting_notice_goes_at_the_first_opening_and_an_alarm_before_it(
    sqlite_store: Store,
) -> None:
    post = Post(sqlite_store)
    post.has_met("rosa")
    notice, alarm = post.owes("rosa", 1), post.owes("rosa", 2, SendClass.ALARM)
    with post.unit() as unit:
        for message in outbox.claim(unit, "killed a month ago", 1, timedelta(minutes=1)):
            assert message.id == alarm
    post.clock.at += timedelta(days=30, hours=18)  # a Monday, three in the morning
    await post.delivers()
    assert (post.standing(alarm)[0], post.standing(notice)[0]) == (SendStatus.SENT, SendStatus.PENDING)
    post.clock.at += timedelta(hours=5)
    await post.delivers()
    assert post.standing(notice)[0] is SendStatus.SENT
    assert len(post.teams.sent) == 2
