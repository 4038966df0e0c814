"""One run of a job: in one transaction with the note that it ran, or undone whole and put before QA."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import structlog
from sqlalchemy import Engine

from bot import watching
from bot.clock import Clock
from bot.days_off import calendar_for
from domain.calendar import WorkingCalendar, london_day, spoken_day, spoken_time
from domain.words import QaTaskKind
from storage import jobs
from storage.policies import policy_on_day
from storage.qa_tasks import close_matter, raise_task
from storage.store import Actor, Store, Unit

DUTY = Actor("duty")
SKIPPED = "skipped"
DONE_ALREADY = "done already"

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
        part: does a piece of what may be too much for one transaction, in one of its own before `work`, and says
            whether there may be another; None where it never is.
        after: does what can't be done in a transaction, once `work` is committed, and says whether it could be; None
            where there is nothing of the sort.
    """

    name: str
    cron: str
    what: str
    work: Callable[[Unit, WorkingCalendar], str]
    preview: Callable[[Unit, WorkingCalendar], list[str]] | None = None
    part: Callable[[Unit, WorkingCalendar], bool] | None = None
    after: Callable[[Engine], bool] | None = None


@dataclass(frozen=True, slots=True)
class JobReport:
    """How a run of a job ended: `outcome` is `done`, `failed` or `skipped` (nothing was owed).

    `preview` is what a dry run would have done, a line each.
    """

    job: str
    outcome: str
    detail: str
    preview: tuple[str, ...] = ()


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
    """Run a job for an instant, in one transaction with the note that it ran, after its parts where it has any.

    A failure leaves nothing of the job behind but parts that are whole, is noted as a run and put before QA.

    Args:
        store: the store.
        clock: for when the run began and ended.
        job: the job.
        now: the aware instant it runs for.
        unless_done_since: when the timetable owed it: skip it if a run for this instant or a later one has ended
            well. None where somebody runs it by hand.
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
        with watching.job(job.name):
            if job.part and not dry_run:
                part = partial(_part, job=job, since=unless_done_since, rest=rest_after_failure)
                while await store.run(part, now, DUTY):
                    pass  # whoever waits for the store has it between two parts
            report = await store.run(work, now, DUTY)
            if job.after and report.outcome == jobs.DONE:
                await store.look(partial(_after, job=job, after=job.after), now, DUTY)
            return report
    except _NothingKept as undone:
        return undone.report
    except Exception as problem:
        _log.exception("job_failed", job=job.name)
        report = JobReport(job.name, jobs.FAILED, type(problem).__name__)
    if not dry_run:
        note = partial(_note_failure, report=report, started_at=started_at, finished_at=clock.now())
        await store.run(note, now, DUTY)
    return report


def _part(unit: Unit, job: Job, since: datetime | None, rest: timedelta) -> bool:
    if job.part is None or _why_not(unit, job, since, rest):
        return False
    return job.part(unit, calendar_for(policy_on_day(unit, london_day(unit.now))))


def _after(unit: Unit, job: Job, after: Callable[[Engine], bool]) -> None:
    """What comes after, on a thread that keeps no writer waiting; the unit's own transaction has nothing to do."""
    if not after(unit.connection.engine):
        _log.warning("not_done_after_job", job=job.name)  # it comes again with the next run


def _work(unit: Unit, job: Job, clock: Clock, since: datetime | None, rest: timedelta, *, dry_run: bool) -> JobReport:
    started_at = clock.now()
    why_not = _why_not(unit, job, since, rest)
    if why_not:
        return JobReport(job.name, SKIPPED, why_not)
    calendar = calendar_for(policy_on_day(unit, london_day(unit.now)))
    preview = tuple(job.preview(unit, calendar)) if dry_run and job.preview else ()
    report = JobReport(job.name, jobs.DONE, job.work(unit, calendar), preview)
    if dry_run:
        raise _NothingKept(report)
    ran = {"started_at": started_at, "finished_at": clock.now()}
    if not jobs.record_run(unit, job.name, report.outcome, report.detail, due_at=since, **ran):
        raise _NothingKept(JobReport(job.name, SKIPPED, DONE_ALREADY))
    close_matter(unit, _matter(job.name), "The job has run again.")
    return report


def _why_not(unit: Unit, job: Job, since: datetime | None, rest: timedelta) -> str:
    if not jobs.hold(unit, job.name):
        return "another instance is running it"
    standing = jobs.standing_of(unit, job.name)
    if since and standing.last_done and standing.last_done >= since:
        return DONE_ALREADY
    is_resting = standing.last_failed and unit.now - rest < standing.last_failed <= unit.now
    return "failed a moment ago" if is_resting else ""


def _matter(job: str) -> str:
    return f"failed_job:{job}"


def _note_failure(unit: Unit, report: JobReport, started_at: datetime, finished_at: datetime) -> None:
    jobs.record_run(unit, report.job, report.outcome, report.detail, started_at=started_at, finished_at=finished_at)
    about = (
        f"The job '{report.job}' failed ({report.detail}). It is tried again by itself; "
        "if this stays open for a day, ask whoever runs auditbot to look at its log."
    )
    raise_task(unit, QaTaskKind.FAILED_JOB, _matter(report.job), about)


def tell_qa_of_late(unit: Unit, late: Mapping[str, datetime]) -> None:
    """Put before QA the jobs that have not run although they should have, by when they last ended well."""
    for job, last_done in late.items():
        about = (
            f"The job '{job}' has not run since {spoken_day(london_day(last_done))}, {spoken_time(last_done)}. "
            "Ask whoever runs auditbot to look at its log. This closes by itself when the job has run."
        )
        raise_task(unit, QaTaskKind.FAILED_JOB, _matter(job), about)
