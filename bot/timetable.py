"""The timetable: it ticks, the duties decide, and rows say what has been done. Its jobs are in `bot.job_table`."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import lru_cache, partial
from operator import itemgetter

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from bot.clock import Clock, Stopwatch
from bot.job_runs import DONE_ALREADY, DUTY, SKIPPED, Job, JobReport, run_job, tell_qa_of_late
from bot.job_table import JOBS
from bot.leadership import Leadership
from domain.calendar import LONDON
from domain.errors import BadInputError
from storage import jobs
from storage.store import Store

TICK_SECONDS = 5
# A job that has just failed is left alone for so long, then tried again at each tick.
REST_AFTER_FAILURE = timedelta(minutes=5)
# A job that is a little late may just be running.
GRACE = timedelta(minutes=15)
# Whoever does not lead leaves the leader so many real seconds after a halt, or after a clock was moved on.
LEADERS_SECONDS = 120.0
# How far back to look for the last time a cron entry was due; the longest finds a yearly one.
_HORIZONS = tuple(timedelta(hours=hours) for hours in (1, 26, 24 * 8, 24 * 33, 24 * 367))

_log = structlog.get_logger()


def last_scheduled(cron: str, now: datetime) -> datetime | None:
    """When a cron entry was last due by `now`, an aware instant; None if not within a year."""
    return _last_scheduled(cron, now.replace(second=0, microsecond=0))


@lru_cache(maxsize=256)  # asked for at each tick, of which a minute has many
def _last_scheduled(cron: str, now: datetime) -> datetime | None:
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
        self._stopwatch = stopwatch or Stopwatch()
        self._leadership = Leadership(store, clock, self._stopwatch)
        self._late_since: float | None = None
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
        leads = await self._leadership.leads()
        if leads:
            reports = await run_due(self._store, self._clock, now, rest_after_failure=REST_AFTER_FAILURE)
        await self._tell_of_late(now, leads=leads)
        return reports

    async def _tell_of_late(self, now: datetime, *, leads: bool) -> None:
        """Also where another leads: it may live and yet do nothing."""
        late = late_jobs(await self._store.look(jobs.standings, now, DUTY), now)
        if not late:
            self._late_since = None
            return
        seconds = self._stopwatch.seconds()
        if self._late_since is None:
            self._late_since = seconds
        if leads or seconds - self._late_since >= LEADERS_SECONDS:
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
