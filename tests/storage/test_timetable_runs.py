import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.job_runs import SKIPPED, Job, JobReport, run_job
from bot.job_table import JOBS
from bot.timetable import Timetable, last_scheduled, run_due, run_named
from domain.calendar import WorkingCalendar
from domain.chat_files import ChatFileKind
from domain.errors import BadInputError
from domain.words import AllocationStatus, SendClass
from storage import jobs, outbox
from storage.allocations import NewAllocation, make_allocation
from storage.chat_files import keep_file
from storage.lifecycle import move
from storage.store import Actor, Store, Unit
from storage.tables.allocations import case_record
from storage.tables.chat_files import chat_file
from storage.tables.people import person, team
from storage.tables.service import handled_activity, job_run, qa_task
from storage.tables.service import outbox as outbox_table
from tests.fakes_messenger import StandingClock

NOW = datetime(2026, 11, 20, 9, 2, tzinfo=UTC)
TESTER = Actor("duty")


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock(NOW)


def _allocated(store: Store, ref: str, **changes: object) -> int:
    """An allocation of November 2026 to an auditor of its own; its id."""

    def make(unit: Unit) -> int:
        add = unit.connection.execute
        team_id = add(team.insert().values(name=f"Team {ref}", service="North").returning(team.c.id)).scalar_one()
        who = {"email": f"{ref.lower()}@council.example", "name": f"Auditor {ref}"}
        auditor = add(person.insert().values(**who).returning(person.c.id)).scalar_one()
        case = {"case_ref": f"C-{ref}", "team_id": team_id, "legal_status": "CP"}
        case_id = add(case_record.insert().values(**case).returning(case_record.c.id)).scalar_one()
        new = NewAllocation(
            ref=ref,
            month="2026-11",
            case_id=case_id,
            auditor_id=auditor,
            allocated_on=date(2026, 11, 2),
            due_on=date(2026, 11, 27),
            team_id=team_id,
            service="North",
            legal_status="CP",
        )
        return make_allocation(unit, replace(new, **changes))  # type: ignore[arg-type]  # handed through

    return store.do(make, NOW, TESTER)


def _notices(store: Store) -> list[int]:
    """The allocations whose auditor is owed a notice, in the order owed."""
    o = outbox_table.c
    with store.unit(NOW, TESTER) as unit:
        statement = select(o.subject_id).where(o.template == "allocation_notice").order_by(o.id)
        return list(unit.connection.execute(statement).scalars())


def _count(store: Store, table: object) -> int:
    with store.unit(NOW, TESTER) as unit:
        return int(unit.connection.execute(select(func.count()).select_from(table)).scalar_one())  # type: ignore[arg-type]  # a table


async def _tell(store: Store, clock: StandingClock, now: datetime = NOW) -> JobReport:
    return await run_named(store, clock, "allocation_notices", now)


async def test_each_auditor_of_an_open_month_is_owed_a_notice_once(store: Store, clock: StandingClock) -> None:
    first, second = _allocated(store, "A1"), _allocated(store, "A2")
    assert (await _tell(store, clock)).detail == "notices owed: 2"
    assert (await _tell(store, clock, NOW + timedelta(days=1))).detail == "notices owed: 0"
    assert _notices(store) == [first, second]


async def test_what_is_allocated_after_a_run_is_told_at_the_next(store: Store, clock: StandingClock) -> None:
    await _tell(store, clock)
    later = _allocated(store, "A1")
    await _tell(store, clock, NOW + timedelta(minutes=5))
    assert _notices(store) == [later]


async def test_an_import_of_history_owes_no_notice(store: Store, clock: StandingClock) -> None:
    _allocated(store, "OLD", month="2019-08", allocated_on=date(2019, 8, 1), due_on=date(2019, 8, 30))
    await _tell(store, clock)
    assert _notices(store) == []


async def test_a_month_past_its_last_day_is_open_until_its_latest_due_day(store: Store, clock: StandingClock) -> None:
    october = {"month": "2026-10", "allocated_on": date(2026, 10, 1)}
    late = _allocated(store, "O1", due_on=date(2026, 10, 30), **october)
    latest = _allocated(store, "O2", due_on=date(2026, 11, 20), **october)
    await _tell(store, clock)
    assert _notices(store) == [late, latest]


async def test_a_withdrawn_allocation_keeps_no_month_open(store: Store, clock: StandingClock) -> None:
    october = {"month": "2026-10", "allocated_on": date(2026, 10, 1)}
    _allocated(store, "O1", due_on=date(2026, 10, 30), **october)
    withdrawn = _allocated(store, "O2", due_on=date(2026, 11, 20), **october)
    with store.unit(NOW, TESTER) as unit:
        move(unit, withdrawn, AllocationStatus.ALLOCATED, AllocationStatus.WITHDRAWN, date(2026, 11, 1))
    await _tell(store, clock)
    assert _notices(store) == []


async def test_a_notice_decided_outside_working_hours_waits_in_the_outbox(store: Store, clock: StandingClock) -> None:
    _allocated(store, "A1")
    await _tell(store, clock, datetime(2026, 11, 21, 12, 0, tzinfo=UTC))
    with store.unit(NOW, TESTER) as unit:
        not_before = unit.connection.execute(select(outbox_table.c.not_before)).scalar_one()
    assert not_before == datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


async def test_a_dry_run_says_what_it_would_do_and_does_nothing(store: Store, clock: StandingClock) -> None:
    _allocated(store, "A1")
    report = await run_named(store, clock, "allocation_notices", NOW, dry_run=True)
    assert (report.outcome, report.detail) == ("done", "notices owed: 1")
    assert _notices(store) == []
    assert _count(store, job_run) == 0


async def test_a_job_nobody_knows_is_refused_with_the_names_of_those_there_are(
    store: Store, clock: StandingClock
) -> None:
    with pytest.raises(BadInputError, match=r"no job 'chase'.*allocation_notices"):
        await run_named(store, clock, "chase", NOW)


async def test_what_is_due_runs_once_for_its_time_and_again_at_the_next(store: Store, clock: StandingClock) -> None:
    def outcomes(reports: list[JobReport]) -> dict[str, str]:
        return {report.job: report.outcome for report in reports}

    assert set(outcomes(await run_due(store, clock, NOW)).values()) == {"done"}
    assert set(outcomes(await run_due(store, clock, NOW + timedelta(minutes=1))).values()) == {SKIPPED}
    later = outcomes(await run_due(store, clock, NOW + timedelta(minutes=5)))
    often = {job.name for job in JOBS if (last_scheduled(job.cron, NOW + timedelta(minutes=5)) or NOW) > NOW}
    assert {"chasing", "allocation_notices"} <= often
    assert later == {job.name: "done" if job.name in often else SKIPPED for job in JOBS}


async def test_what_ran_at_the_very_instant_it_was_due_is_not_run_again(store: Store, clock: StandingClock) -> None:
    due = NOW.replace(minute=0)
    await run_due(store, clock, due)
    again = await run_due(store, clock, due)
    assert {report.outcome for report in again} == {SKIPPED}


async def test_a_tick_that_was_missed_for_days_heals_at_the_next(store: Store, clock: StandingClock) -> None:
    await run_due(store, clock, NOW)
    missed = _allocated(store, "A1")
    await run_due(store, clock, NOW + timedelta(days=3))
    assert _notices(store) == [missed]


def _write_then_fail(unit: Unit, _calendar: WorkingCalendar) -> str:
    unit.connection.execute(team.insert().values(name="Half done", service="North"))
    raise ZeroDivisionError


FAILING = Job("failing", "*/5 * * * *", "Fails.", _write_then_fail)


async def test_a_job_that_fails_leaves_nothing_half_done_and_qa_hears_once(store: Store, clock: StandingClock) -> None:
    for _ in range(2):
        assert await run_job(store, clock, FAILING, NOW) == JobReport("failing", "failed", "ZeroDivisionError")
    assert _count(store, team) == 0
    with store.unit(NOW, TESTER) as unit:
        [about] = unit.connection.execute(select(qa_task.c.about)).scalars().all()
        assert jobs.standing_of(unit, "failing") == jobs.JobStanding(None, NOW)
    assert about.startswith("The job 'failing' failed (ZeroDivisionError).")


async def test_a_dry_run_that_fails_tells_nobody_but_the_one_who_asked(store: Store, clock: StandingClock) -> None:
    assert (await run_job(store, clock, FAILING, NOW, dry_run=True)).outcome == "failed"
    assert _count(store, qa_task) == 0
    assert _count(store, job_run) == 0


async def test_a_failed_job_rests_a_while_and_is_then_tried_again(store: Store, clock: StandingClock) -> None:
    rest = timedelta(minutes=5)
    await run_job(store, clock, FAILING, NOW)
    soon = await run_job(store, clock, FAILING, NOW + timedelta(minutes=4), rest_after_failure=rest)
    assert soon.outcome == SKIPPED
    again = await run_job(store, clock, FAILING, NOW + rest, rest_after_failure=rest)
    assert again.outcome == "failed"


async def test_two_instances_that_tick_at_once_run_a_job_once(postgresql_url: str, clock: StandingClock) -> None:
    stores = [Store.open(postgresql_url) for _ in range(3)]
    runs = await asyncio.gather(*[run_due(store, clock, NOW) for store in stores])
    for job in JOBS:
        outcomes = [report.outcome for reports in runs for report in reports if report.job == job.name]
        assert sorted(outcomes) == ["done", SKIPPED, SKIPPED]
    assert _count(stores[0], job_run) == len(JOBS)
    for store in stores:
        store.close()


async def test_activities_handled_over_thirty_days_ago_are_forgotten(store: Store, clock: StandingClock) -> None:
    for number, age in enumerate([timedelta(days=31), timedelta(days=29)]):
        values = {"conversation_id": "a:rosa", "activity_id": f"f:{number}", "handled_at": NOW - age}
        with store.unit(NOW, TESTER) as unit:
            unit.connection.execute(handled_activity.insert().values(**values))
    report = await run_named(store, clock, "forgetting", NOW)
    assert (
        report.detail
        == "handled activities forgotten: 1, runs forgotten: 0, files forgotten: 0, questions forgotten: 0"
    )
    with store.unit(NOW, TESTER) as unit:
        assert unit.connection.execute(select(handled_activity.c.activity_id)).scalars().all() == ["f:1"]


async def test_runs_over_thirty_days_ago_are_forgotten_but_for_each_jobs_last(
    store: Store, clock: StandingClock
) -> None:
    for days in (66, 31):
        await run_named(store, clock, "leavers", NOW - timedelta(days=days))
    report = await run_named(store, clock, "forgetting", NOW)
    assert (
        report.detail
        == "handled activities forgotten: 0, runs forgotten: 1, files forgotten: 0, questions forgotten: 0"
    )
    with store.unit(NOW, TESTER) as unit:
        assert jobs.standing_of(unit, "leavers").last_done == NOW - timedelta(days=31)


async def test_files_are_erased_after_a_day_and_what_became_of_them_forgotten_after_thirty(
    store: Store, clock: StandingClock
) -> None:
    _allocated(store, "A1")
    for age in (timedelta(hours=23), timedelta(hours=25), timedelta(days=31)):
        with store.unit(NOW - age, TESTER) as unit:
            who = unit.connection.execute(select(person.c.id).limit(1)).scalar_one()
            keep_file(unit, ChatFileKind.WORKBOOK, who, f"{age}.xlsx", b"the bytes")
    assert (await run_named(store, clock, "chat_files", NOW)).detail == "files erased: 2"
    with store.unit(NOW, TESTER) as unit:
        contents = unit.connection.execute(select(chat_file.c.content).order_by(chat_file.c.id)).scalars().all()
    assert contents == [b"the bytes", None, None]
    assert (await run_named(store, clock, "forgetting", NOW)).detail.endswith(
        "files forgotten: 1, questions forgotten: 0"
    )
    assert _count(store, chat_file) == 2


async def test_the_outboxs_upkeep_takes_back_what_a_dead_instance_claimed(store: Store, clock: StandingClock) -> None:
    rosa = _allocated(store, "A1")
    with store.unit(NOW - timedelta(minutes=10), TESTER) as unit:
        who = unit.connection.execute(select(person.c.id)).scalar_one()
        outbox.owe(unit, SendClass.NOTICE, "greeting", who, rosa)
        outbox.claim(unit, "dead", 10, timedelta(minutes=2))
    detail = (await run_named(store, clock, "outbox_upkeep", NOW)).detail
    assert detail == "messages taken back: 1, notices in doubt put before QA: 0"


async def test_the_service_ticks_at_its_start_and_wakes_delivery(store: Store, clock: StandingClock) -> None:
    told = _allocated(store, "A1")
    woken = asyncio.Event()
    timetable = Timetable(store, clock, woken.set)
    timetable.start()
    async with asyncio.timeout(10):
        await woken.wait()
    await timetable.stop()
    assert _notices(store) == [told]


async def test_a_tick_at_which_nothing_is_due_wakes_nobody(store: Store, clock: StandingClock) -> None:
    calls: list[None] = []
    timetable = Timetable(store, clock, lambda: calls.append(None))
    await timetable.tick()
    await timetable.tick()
    assert len(calls) == 1
    await timetable.stop()


async def test_a_tick_that_fails_does_not_stop_the_timetable(store: Store, clock: StandingClock) -> None:
    calls: list[None] = []
    timetable = Timetable(store, clock, lambda: calls.append(None))
    clock.unreadable = 1
    await timetable.tick()
    assert calls == []
    await timetable.tick()
    assert len(calls) == 1
