"""The timetable after a pause, a failure, a clock that was put back, and with another instance at its side."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.clock import Clock
from bot.doctor import findings
from bot.job_runs import SKIPPED, Job, JobReport, run_job
from bot.job_table import JOBS
from bot.jobs_shown import describe_jobs
from bot.leadership import LEASE
from bot.settings import Settings
from bot.timetable import LEADERS_SECONDS, Timetable, run_due
from domain.calendar import WorkingCalendar
from storage import jobs, leases
from storage.store import Actor, Store, Unit
from storage.tables.service import job_run, qa_task
from tests.fakes_door import settings_of
from tests.fakes_messenger import LeapingStopwatch, StandingClock

NOW = datetime(2026, 11, 20, 9, 2, tzinfo=UTC)
TESTER = Actor("duty")
MINUTE = timedelta(minutes=1)


def _nothing() -> None:
    """Nobody is woken."""


def _timetable(store: Store, clock: Clock, stopwatch: LeapingStopwatch | None = None) -> Timetable:
    return Timetable(store, clock, _nothing, stopwatch or LeapingStopwatch())


def _runs(store: Store, job: str) -> list[tuple[datetime, datetime | None]]:
    with store.unit(NOW, TESTER) as unit:
        statement = select(job_run.c.now, job_run.c.due_at).where(job_run.c.job == job).order_by(job_run.c.id)
        return [(row.now, row.due_at) for row in unit.connection.execute(statement)]


def _tasks(store: Store, *, are_open: bool = True) -> list[str]:
    closed = qa_task.c.closed_at
    with store.unit(NOW, TESTER) as unit:
        statement = select(qa_task.c.about).where(closed.is_(None) if are_open else closed.is_not(None))
        return list(unit.connection.execute(statement.order_by(qa_task.c.id)).scalars())


async def test_after_a_month_each_job_runs_once_in_the_order_in_which_they_fell_due(store: Store) -> None:
    clock = StandingClock(NOW)
    await run_due(store, clock, NOW)
    clock.at = datetime(2026, 12, 21, 11, 4, tzinfo=UTC)
    reports = await run_due(store, clock, clock.at)
    assert {report.outcome for report in reports} == {jobs.DONE}
    assert sorted(report.job for report in reports) == sorted(job.name for job in JOBS)
    order = [report.job for report in reports]
    assert order.index("reopenings") < order.index("leavers") < order.index("chasing")
    assert _runs(store, "leavers")[-1] == (clock.at, datetime(2026, 12, 21, 0, 10, tzinfo=UTC))


async def test_a_clock_that_was_put_back_a_month_does_not_stop_the_timetable(store: Store) -> None:
    clock = StandingClock(NOW + timedelta(days=30))
    ahead = _timetable(store, clock)
    await ahead.tick()
    clock.at = NOW
    await ahead.tick()
    clock.at = NOW + 5 * MINUTE
    await ahead.tick()
    clock.at = NOW + timedelta(days=30, minutes=1)
    await ahead.tick()
    hours = [now for now, _ in _runs(store, "allocation_notices")]
    assert hours == [NOW + timedelta(days=30), NOW, NOW + 5 * MINUTE]
    assert _tasks(store) == []
    await ahead.stop()


async def test_of_two_instances_one_leads_and_the_other_takes_over_when_it_stops(postgresql_store: Store) -> None:
    clock, stopwatch = StandingClock(NOW), LeapingStopwatch()
    one, two = (_timetable(postgresql_store, clock, stopwatch) for _ in range(2))
    await one.tick()
    clock.at += 5 * MINUTE
    stopwatch.at += 1
    await two.tick()  # by the service's clock the lease has lapsed
    await one.tick()
    assert [now for now, _ in _runs(postgresql_store, "chasing")] == [NOW, NOW + 5 * MINUTE]
    await two.stop()
    with postgresql_store.unit(clock.at, TESTER) as unit:
        assert leases.holding(unit, "timetable") is None
    await two.tick()
    await one.tick()
    with postgresql_store.unit(clock.at, TESTER) as unit:
        assert leases.holding(unit, "timetable") is not None
    await one.stop()


async def test_a_job_that_has_not_run_is_put_before_qa_once_and_closes_by_itself(postgresql_store: Store) -> None:
    clock = StandingClock(NOW)
    store = postgresql_store
    await run_due(store, clock, NOW)
    with store.unit(NOW, TESTER) as elsewhere:
        # Another instance is at it, and does not come to an end.
        assert jobs.hold(elsewhere, "leavers")
        clock.at = NOW + timedelta(days=1)
        leader, follower = _timetable(store, clock), _timetable(store, clock)
        for one in (leader, follower, leader):
            await one.tick()
        [about] = _tasks(store)
        assert about.startswith("The job 'leavers' has not run since Friday 20 November 2026, 09:02.")
        with store.unit(clock.at, TESTER) as unit:
            assert sum("LATE" in line for line in describe_jobs(unit)) == 1
        assert any("job leavers last ended well on Friday" in one for one in await findings(_trial(), store, clock))
    await leader.tick()
    assert _tasks(store) == []
    assert _tasks(store, are_open=False) == [about]


async def test_whoever_does_not_lead_gives_the_leader_time_before_it_tells_qa(postgresql_store: Store) -> None:
    clock, stopwatch, store = StandingClock(NOW), LeapingStopwatch(), postgresql_store
    await run_due(store, clock, NOW)
    clock.at += timedelta(days=1)  # moved on: until whoever leads has run, everything is late
    follower = _timetable(store, clock, stopwatch)
    told = []
    for seconds in (0, LEADERS_SECONDS - 1, 1):
        stopwatch.at += seconds
        with store.unit(clock.at, TESTER) as unit:
            assert leases.hold(unit, "timetable", "another instance", LEASE, stopwatch.at)
        await follower.tick()
        told.append(len(_tasks(store)) > 0)
    assert told == [False, False, True]


def _trial() -> Settings:
    return settings_of(AUDITBOT_LOCAL_TRIAL="1")


_BROKEN = {"is_broken": True}


def _work(_unit: Unit, _calendar: WorkingCalendar) -> str:
    if _BROKEN["is_broken"]:
        raise ZeroDivisionError
    return "done"


async def test_a_failed_job_is_before_qa_until_it_has_ended_well_and_a_due_time_is_done_once(store: Store) -> None:
    clock, job = StandingClock(NOW), Job("leavers", "10 0 * * *", "Sometimes fails.", _work)
    due = NOW - 5 * MINUTE
    _BROKEN["is_broken"] = True
    assert (await run_job(store, clock, job, NOW, unless_done_since=due)).outcome == jobs.FAILED
    assert len(_tasks(store)) == 1
    assert any("The job leavers failed on Friday" in one for one in await findings(_trial(), store, clock))
    _BROKEN["is_broken"] = False
    assert (await run_job(store, clock, job, NOW, unless_done_since=due)).outcome == jobs.DONE
    assert _tasks(store) == []
    again = await run_job(store, clock, job, NOW, unless_done_since=due)
    assert again == JobReport("leavers", SKIPPED, "done already")


def test_a_second_run_for_the_same_time_is_not_noted_and_so_undone(store: Store) -> None:
    ran = {"started_at": NOW, "finished_at": NOW}
    with store.unit(NOW, TESTER) as unit:
        assert jobs.record_run(unit, "chasing", jobs.DONE, "", due_at=NOW - MINUTE, **ran)
        assert not jobs.record_run(unit, "chasing", jobs.DONE, "", due_at=NOW - MINUTE, **ran)
        assert jobs.record_run(unit, "chasing", jobs.FAILED, "", due_at=NOW - MINUTE, **ran)
        assert jobs.record_run(unit, "chasing", jobs.DONE, "by hand", **ran)


async def test_the_timetable_says_how_each_job_stands_and_who_keeps_it(store: Store) -> None:
    clock = StandingClock(NOW)
    with store.unit(NOW, TESTER) as unit:
        before = describe_jobs(unit)
    assert "has never run; next due on Friday 20 November 2026, 09:05" in before[0]
    assert before[-1].startswith("Nobody keeps the timetable now")
    timetable = _timetable(store, clock)
    await timetable.tick()
    with store.unit(NOW, TESTER) as unit:
        after = describe_jobs(unit)
    assert "last ended well on Friday 20 November 2026, 09:02" in after[0]
    assert after[-1].endswith("keeps the timetable, since Friday 20 November 2026, 09:02.")
    with store.unit(NOW + MINUTE, TESTER) as unit:
        assert describe_jobs(unit)[-1].startswith("Nobody keeps the timetable now. The last to do so was ")
    await timetable.stop()


async def test_a_monthly_job_is_not_done_twice_because_its_last_run_is_long_ago(sqlite_store: Store) -> None:
    clock = StandingClock(datetime(2026, 12, 1, 7, 0, tzinfo=UTC))
    await run_due(sqlite_store, clock, clock.at)
    with sqlite_store.unit(clock.at, TESTER) as unit:
        before = jobs.standings(unit)
        assert jobs.forget_runs_before(unit, clock.at + timedelta(days=31)) == 0
        assert jobs.standings(unit) == before


@pytest.mark.parametrize("day", [date(2026, 10, 25), date(2027, 3, 28)])
async def test_when_the_clocks_change_each_daily_job_runs_once_that_day(sqlite_store: Store, day: date) -> None:
    clock = StandingClock(datetime.combine(day - timedelta(days=1), datetime.min.time(), UTC) + timedelta(hours=12))
    await run_due(sqlite_store, clock, clock.at)
    for hour in range(13, 37):
        clock.at = datetime.combine(day - timedelta(days=1), datetime.min.time(), UTC) + timedelta(hours=hour)
        await run_due(sqlite_store, clock, clock.at)
    for name in ("leavers", "reopenings", "forgetting"):
        assert len(_runs(sqlite_store, name)) == 2
