"""The timetable: one table of jobs. It ticks; the duties decide, and rows say what has been done."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from operator import itemgetter

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from bot.clock import Clock, Stopwatch
from bot.job_runs import DONE_ALREADY, DUTY, SKIPPED, Job, JobReport, run_job, tell_qa_of_late
from bot.leadership import Leadership
from domain.calendar import LONDON, WorkingCalendar, london_day
from domain.errors import BadInputError
from duties import (
    allocation_notices,
    assign_moderators,
    audit_outcome,
    audit_started,
    chasing,
    closures,
    concern_review,
    escalate_concerns,
    exemption_notices,
    impact_surveys,
    leavers,
    reopenings,
    teams_named,
)
from storage import jobs, outbox
from storage.chat_files import erase_expired_files, forget_files_kept_before
from storage.pace import forget_silent_lines
from storage.policies import policy_on_day
from storage.pruning import forget_activities_handled_before
from storage.questions import forget_questions_asked_before
from storage.store import Store, Unit

KEPT = timedelta(days=30)
TICK_SECONDS = 5
# A job that has just failed is left alone for so long, then tried again at each tick.
REST_AFTER_FAILURE = timedelta(minutes=5)
# A job that is a little late may just be running.
GRACE = timedelta(minutes=15)
# How far back to look for the last time a cron entry was due; the longest finds a yearly one.
_HORIZONS = tuple(timedelta(hours=hours) for hours in (1, 26, 24 * 8, 24 * 33, 24 * 367))

_log = structlog.get_logger()


def _allocation_notices(unit: Unit, calendar: WorkingCalendar) -> str:
    return f"notices owed: {allocation_notices.record(unit, calendar)}"


def _colleague_notices(unit: Unit, calendar: WorkingCalendar) -> str:
    policy = policy_on_day(unit, london_day(unit.now))
    begun = audit_started.record(unit, policy, calendar)
    return f"starts told: {begun}, outcomes told: {audit_outcome.record(unit, policy, calendar)}"


def _impact_surveys(unit: Unit, calendar: WorkingCalendar) -> str:
    policy = policy_on_day(unit, london_day(unit.now))
    return f"people asked: {impact_surveys.record(unit, policy, calendar)}"


def _exemption_notices(unit: Unit, calendar: WorkingCalendar) -> str:
    policy = policy_on_day(unit, london_day(unit.now))
    return f"people told of a request for an exemption: {exemption_notices.record(unit, policy, calendar)}"


def _teams_named(unit: Unit, calendar: WorkingCalendar) -> str:
    return f"heads of service told: {teams_named.record(unit, calendar)}"


def _chasing(unit: Unit, calendar: WorkingCalendar) -> str:
    return str(chasing.record(unit, policy_on_day(unit, london_day(unit.now)), calendar))


def _chasing_preview(unit: Unit, calendar: WorkingCalendar) -> list[str]:
    return chasing.preview(unit, policy_on_day(unit, london_day(unit.now)), calendar)


def _escalate_concerns(unit: Unit, _calendar: WorkingCalendar) -> str:
    return f"alarms owed again: {escalate_concerns.record(unit, policy_on_day(unit, london_day(unit.now)))}"


def _concern_review(unit: Unit, calendar: WorkingCalendar) -> str:
    policy = policy_on_day(unit, london_day(unit.now))
    return f"reviews owed: {concern_review.record(unit, policy, calendar)}"


def _leavers(unit: Unit, _calendar: WorkingCalendar) -> str:
    return f"leavers asked about: {leavers.record(unit)}"


def _verify_closures(unit: Unit, _calendar: WorkingCalendar) -> str:
    return f"closures to check: {closures.record(unit, policy_on_day(unit, london_day(unit.now)))}"


def _assign_moderators(unit: Unit, calendar: WorkingCalendar) -> str:
    return str(assign_moderators.record(unit, calendar))


def _reopenings(unit: Unit, calendar: WorkingCalendar) -> str:
    return f"reopenings ended: {reopenings.record(unit, calendar)}"


def _outbox_upkeep(unit: Unit, _calendar: WorkingCalendar) -> str:
    return f"messages taken back: {outbox.take_back_lapsed(unit)}"


def _chat_files(unit: Unit, _calendar: WorkingCalendar) -> str:
    return f"files erased: {erase_expired_files(unit)}"


def _forgetting(unit: Unit, _calendar: WorkingCalendar) -> str:
    handled = forget_activities_handled_before(unit, unit.now - KEPT)
    runs = jobs.forget_runs_before(unit, unit.now - KEPT)
    files = forget_files_kept_before(unit, unit.now - KEPT)
    questions = forget_questions_asked_before(unit, unit.now - KEPT)
    forget_silent_lines(unit, (unit.now - timedelta(days=1)).timestamp())
    forgotten = f"runs forgotten: {runs}, files forgotten: {files}, questions forgotten: {questions}"
    return f"handled activities forgotten: {handled}, {forgotten}"


JOBS = (
    Job(
        "allocation_notices",
        "*/5 * * * *",
        "Owe each auditor the notice of what has been allocated to them.",
        _allocation_notices,
    ),
    Job(
        "colleague_notices",
        "*/5 * * * *",
        "Owe the social worker and the team manager the notice of an audit's start and of its outcome.",
        _colleague_notices,
    ),
    Job(
        "assign_moderators",
        "*/5 * * * *",
        "Give returned audits to moderators, and share out anew what leavers had to moderate (setting moderated).",
        _assign_moderators,
    ),
    Job(
        "exemption_notices",
        "*/5 * * * *",
        "Lay requests for an exemption before whoever answers them, and end those that need no answer any more.",
        _exemption_notices,
    ),
    Job(
        "chasing",
        "*/5 * * * *",
        "Decide each working day's digests, once, from 08:00 (setting digest_from).",
        _chasing,
        _chasing_preview,
    ),
    Job(
        "impact_surveys",
        "*/15 * * * *",
        "Ask the social worker and the team manager what an audit has changed (setting survey_days).",
        _impact_surveys,
    ),
    Job(
        "escalate_concerns",
        "*/2 * * * *",
        "Send a category 1 alarm that nobody acknowledged up the line, and again (setting alarm_again_hours).",
        _escalate_concerns,
    ),
    Job(
        "concern_review",
        "*/15 * * * *",
        "Owe QA the week's review of children of concern, once (setting ladder, its weekday).",
        _concern_review,
    ),
    Job(
        "teams_named",
        "0 7 1 * *",
        "Name to heads of service the teams whose audits stand out, and those not audited.",
        _teams_named,
    ),
    Job(
        "leavers",
        "10 0 * * *",
        "Ask QA to give to others what is open in the names of people who have left.",
        _leavers,
    ),
    Job(
        "verify_closures",
        "20 6 1 * *",
        "Draw the closed actions of last month that QA checks (setting verified_share).",
        _verify_closures,
    ),
    Job(
        "reopenings",
        "5 0 * * *",
        "End the reopening of audits whose month has closed.",
        _reopenings,
    ),
    Job(
        "outbox_upkeep",
        "*/15 * * * *",
        "Take back messages whose sender has died.",
        _outbox_upkeep,
    ),
    Job(
        "chat_files",
        "10 * * * *",
        "Erase files sent or asked for in chat that nobody did anything with for a day.",
        _chat_files,
    ),
    Job(
        "forgetting",
        "30 3 * * *",
        "Forget handled activities, runs of jobs and what became of files that are older than 30 days.",
        _forgetting,
    ),
)


def last_scheduled(cron: str, now: datetime) -> datetime | None:
    """When a cron entry was last due by `now`, an aware instant; None if not within a year."""
    trigger = CronTrigger.from_crontab(cron, timezone=LONDON)
    for horizon in _HORIZONS:
        found: datetime | None = None
        fire = trigger.get_next_fire_time(None, now - horizon)
        while fire is not None and fire <= now:
            found = fire
            fire = trigger.get_next_fire_time(fire, fire)
        if found is not None:
            return found
    return None


def next_scheduled(cron: str, now: datetime) -> datetime | None:
    """When a cron entry is due next, after `now`, an aware instant; None if never."""
    soonest = now + timedelta(microseconds=1)
    fire: datetime | None = CronTrigger.from_crontab(cron, timezone=LONDON).get_next_fire_time(None, soonest)
    return fire


def late_jobs(standings: Mapping[str, jobs.JobStanding], now: datetime) -> dict[str, datetime]:
    """The jobs that have run before and should have run again by now: when each last ended well, by its name."""
    late: dict[str, datetime] = {}
    for job in JOBS:
        done = standings.get(job.name, jobs.NEVER_RAN).last_done
        due = last_scheduled(job.cron, now - GRACE)
        if done is not None and due is not None and done < due:
            late[job.name] = done
    return late


async def run_named(store: Store, clock: Clock, name: str, now: datetime, *, dry_run: bool = False) -> JobReport:
    """Run one job of the timetable for an instant, whether it is due or not (see `run_job`).

    Raises:
        BadInputError: there is no such job; the sentence names those there are.
    """
    for job in JOBS:
        if job.name == name:
            return await run_job(store, clock, job, now, dry_run=dry_run)
    known = ", ".join(job.name for job in JOBS)
    raise BadInputError(f"There is no job '{name}'. Write 'due' for all that is owed, or one of: {known}.")


async def run_due(
    store: Store,
    clock: Clock,
    now: datetime,
    *,
    dry_run: bool = False,
    rest_after_failure: timedelta = timedelta(0),
) -> list[JobReport]:
    """Run every job that was due by an instant and has not ended well since, in the order in which they fell due.

    After a pause each runs once, for now: what it had missed it finds in the rows (see `run_job`).
    """
    standings = await store.look(jobs.standings, now, DUTY)
    reports: list[JobReport] = []
    for due, job in sorted(_last_due(now), key=itemgetter(0)):
        done = standings.get(job.name, jobs.NEVER_RAN).last_done
        if done is not None and done >= due:
            reports.append(JobReport(job.name, SKIPPED, DONE_ALREADY))
            continue
        report = await run_job(
            store, clock, job, now, unless_done_since=due, rest_after_failure=rest_after_failure, dry_run=dry_run
        )
        reports.append(report)
    return reports


def _last_due(now: datetime) -> Iterator[tuple[datetime, Job]]:
    for job in JOBS:
        due = last_scheduled(job.cron, now)
        if due is not None:
            yield due, job


class Timetable:
    """Ticks while the service runs: at each tick whatever is due is done, so that a missed one heals.

    Args:
        store: the store.
        clock: the instant.
        after_work: called when a job has run, to send what it may owe.
        stopwatch: for the lease, by which one of several instances does it.
    """

    def __init__(
        self, store: Store, clock: Clock, after_work: Callable[[], None], stopwatch: Stopwatch | None = None
    ) -> None:
        self._store = store
        self._clock = clock
        self._after_work = after_work
        self._leadership = Leadership(store, clock, stopwatch or Stopwatch())
        self._scheduler = AsyncIOScheduler(timezone=LONDON)
        self._ticking = asyncio.Lock()
        self._has_stopped = False

    def start(self) -> None:
        """Tick at once, and from now on."""
        self._scheduler.add_job(self.tick, misfire_grace_time=None)
        self._scheduler.add_job(
            self.tick,
            "interval",
            seconds=TICK_SECONDS,
            coalesce=True,
            misfire_grace_time=None,  # a tick that comes late is as good as one in time
        )
        self._scheduler.start()

    async def tick(self) -> None:
        """Do what is due, if this instance leads. A failure of the database is logged; the next tick tries again."""
        async with self._ticking:
            try:
                reports = await self._do_what_is_due()
            except Exception:
                _log.exception("tick_failed")
                return
        if any(report.outcome == jobs.DONE for report in reports):
            self._after_work()

    async def _do_what_is_due(self) -> list[JobReport]:
        if self._has_stopped:
            return []
        now = self._clock.now()
        reports: list[JobReport] = []
        if await self._leadership.leads():
            reports = await run_due(self._store, self._clock, now, rest_after_failure=REST_AFTER_FAILURE)
        await self._tell_of_late(now)
        return reports

    async def _tell_of_late(self, now: datetime) -> None:
        """Also where another leads: it may live and yet do nothing."""
        late = late_jobs(await self._store.look(jobs.standings, now, DUTY), now)
        if late:
            await self._store.run(partial(tell_qa_of_late, late=late), now, DUTY)

    async def stop(self) -> None:
        """Let a tick under way end, then tick no more and leave the timetable to another instance."""
        async with self._ticking:
            self._has_stopped = True
            if self._scheduler.running:
                self._scheduler.shutdown(wait=False)
            try:
                await self._leadership.give_back()
            except Exception:
                # The end of the lease does the same, later.
                _log.exception("lease_not_given_back")
        await asyncio.sleep(0)  # the scheduler shuts down in the loop's next round
