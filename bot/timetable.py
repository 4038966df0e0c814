"""The timetable: one table of jobs. It ticks; the duties decide, and rows say what has been done."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from bot.clock import Clock
from bot.days_off import calendar_for
from domain.calendar import LONDON, WorkingCalendar, london_day
from domain.errors import BadInputError
from domain.words import QaTaskKind
from duties import allocation_notices, audit_outcome, audit_started, chasing, leavers, reopenings
from storage import jobs, outbox
from storage.chat_files import erase_expired_files, forget_files_kept_before
from storage.policies import policy_on_day
from storage.pruning import forget_activities_handled_before
from storage.qa_tasks import raise_task
from storage.questions import forget_questions_asked_before
from storage.store import Actor, Store, Unit

DUTY = Actor("duty")
KEPT = timedelta(days=30)
TICK_SECONDS = 20
# A job that has just failed is left alone for so long, then tried again at each tick.
REST_AFTER_FAILURE = timedelta(minutes=5)
SKIPPED = "skipped"
# How far back to look for the last time a cron entry was due; the longest finds a yearly one.
_HORIZONS = tuple(timedelta(hours=hours) for hours in (1, 26, 24 * 8, 24 * 33, 24 * 367))

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Job:
    """A line of the timetable.

    Attributes:
        name: what `auditbot run` calls it.
        cron: minute, hour, day, month, weekday (by name) in Europe/London. From one to two at night is an hour
            that some nights have twice and some not at all: no daily job goes there.
        what: what it does, as `auditbot jobs` says it.
        work: does it for the unit's instant and says what it did.
        preview: for a dry run, a line for each thing that it would do; None where what it says is enough.
    """

    name: str
    cron: str
    what: str
    work: Callable[[Unit, WorkingCalendar], str]
    preview: Callable[[Unit, WorkingCalendar], list[str]] | None = None


@dataclass(frozen=True, slots=True)
class JobReport:
    """How a run of a job ended: `outcome` is `done`, `failed` or `skipped` (nothing was owed).

    `preview` is what a dry run would have done, a line each.
    """

    job: str
    outcome: str
    detail: str
    preview: tuple[str, ...] = ()


def _allocation_notices(unit: Unit, calendar: WorkingCalendar) -> str:
    return f"notices owed: {allocation_notices.record(unit, calendar)}"


def _colleague_notices(unit: Unit, calendar: WorkingCalendar) -> str:
    policy = policy_on_day(unit, london_day(unit.now))
    begun = audit_started.record(unit, policy, calendar)
    return f"starts told: {begun}, outcomes told: {audit_outcome.record(unit, policy, calendar)}"


def _chasing(unit: Unit, calendar: WorkingCalendar) -> str:
    return str(chasing.record(unit, policy_on_day(unit, london_day(unit.now)), calendar))


def _chasing_preview(unit: Unit, calendar: WorkingCalendar) -> list[str]:
    return chasing.preview(unit, policy_on_day(unit, london_day(unit.now)), calendar)


def _leavers(unit: Unit, _calendar: WorkingCalendar) -> str:
    return f"leavers asked about: {leavers.record(unit)}"


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
        "chasing",
        "*/5 * * * *",
        "Decide each working day's digests, once, from 08:00 (setting digest_from).",
        _chasing,
        _chasing_preview,
    ),
    Job(
        "leavers",
        "10 0 * * *",
        "Ask QA to give to others what is open in the names of people who have left.",
        _leavers,
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


def describe_jobs() -> list[str]:
    """The timetable as `auditbot jobs` prints it: a line a job with its name, its cron entry and what it does."""
    width = max(len(job.name) for job in JOBS)
    return [f"{job.name:<{width}}  {job.cron:<14}  {job.what}" for job in JOBS]


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


class _NothingKept(Exception):  # noqa: N818 - carries a dry run's result out of its transaction, which it undoes
    def __init__(self, report: JobReport) -> None:
        super().__init__(report.detail)
        self.report = report


async def run_job(
    store: Store,
    clock: Clock,
    job: Job,
    now: datetime,
    *,
    unless_done_since: datetime | None = None,
    rest_after_failure: timedelta = timedelta(0),
    dry_run: bool = False,
) -> JobReport:
    """Run a job for an instant, in one transaction with the note that it ran.

    A failure leaves nothing of the job behind, is noted as a run and put before QA.

    Args:
        store: the store.
        clock: for when the run began and ended.
        job: the job.
        now: the aware instant it runs for.
        unless_done_since: skip it if a run for this instant or a later one has ended well.
        rest_after_failure: skip it if it failed within so long before `now`.
        dry_run: do it, say what it did, and undo it.
    """
    work = partial(
        _work,
        job=job,
        clock=clock,
        since=unless_done_since,
        rest=rest_after_failure,
        dry_run=dry_run,
    )
    started_at = clock.now()
    try:
        return await store.run(work, now, DUTY)
    except _NothingKept as undone:
        return undone.report
    except Exception as problem:
        _log.exception("job_failed", job=job.name)
        report = JobReport(job.name, jobs.FAILED, type(problem).__name__)
    if not dry_run:
        note = partial(_note_failure, report=report, started_at=started_at, finished_at=clock.now())
        await store.run(note, now, DUTY)
    return report


def _work(unit: Unit, job: Job, clock: Clock, since: datetime | None, rest: timedelta, *, dry_run: bool) -> JobReport:
    started_at = clock.now()
    if not jobs.hold(unit, job.name):
        return JobReport(job.name, SKIPPED, "another instance is running it")
    standing = jobs.standing_of(unit, job.name)
    if since and standing.last_done and standing.last_done >= since:
        return JobReport(job.name, SKIPPED, "done already")
    if standing.last_failed and unit.now - rest < standing.last_failed <= unit.now:
        return JobReport(job.name, SKIPPED, "failed a moment ago")
    calendar = calendar_for(policy_on_day(unit, london_day(unit.now)))
    preview = tuple(job.preview(unit, calendar)) if dry_run and job.preview else ()
    report = JobReport(job.name, jobs.DONE, job.work(unit, calendar), preview)
    if dry_run:
        raise _NothingKept(report)
    jobs.record_run(unit, job.name, report.outcome, report.detail, started_at=started_at, finished_at=clock.now())
    return report


def _note_failure(unit: Unit, report: JobReport, started_at: datetime, finished_at: datetime) -> None:
    jobs.record_run(unit, report.job, report.outcome, report.detail, started_at=started_at, finished_at=finished_at)
    about = (
        f"The job '{report.job}' failed ({report.detail}). It is tried again by itself; "
        "if this stays open for a day, ask whoever runs auditbot to look at its log."
    )
    raise_task(unit, QaTaskKind.FAILED_JOB, f"failed_job:{report.job}", about)


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
    """Run every job that was due by an instant and has not ended well since (see `run_job`)."""
    return [
        await run_job(
            store,
            clock,
            job,
            now,
            unless_done_since=last_scheduled(job.cron, now),
            rest_after_failure=rest_after_failure,
            dry_run=dry_run,
        )
        for job in JOBS
    ]


class Timetable:
    """Ticks while the service runs: at each tick whatever is due is done, so that a missed one heals.

    Args:
        store: the store.
        clock: the instant.
        after_work: called when a job has run, to send what it may owe.
    """

    def __init__(self, store: Store, clock: Clock, after_work: Callable[[], None]) -> None:
        self._store = store
        self._clock = clock
        self._after_work = after_work
        self._scheduler = AsyncIOScheduler(timezone=LONDON)
        self._ticking = asyncio.Lock()

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
        """Do what is due. A failure of the database is logged; the next tick tries again."""
        async with self._ticking:
            try:
                reports = await run_due(
                    self._store, self._clock, self._clock.now(), rest_after_failure=REST_AFTER_FAILURE
                )
            except Exception:
                _log.exception("tick_failed")
                return
        if any(report.outcome == jobs.DONE for report in reports):
            self._after_work()

    async def stop(self) -> None:
        """Let a tick under way end, then tick no more."""
        async with self._ticking:
            if self._scheduler.running:
                self._scheduler.shutdown(wait=False)
        await asyncio.sleep(0)  # the scheduler shuts down in the loop's next round
