"""The runs of the timetable's jobs: which ran, for which instant, and how they ended."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, text

from storage.statements import insert
from storage.store import Unit
from storage.tables.service import job_run

DONE = "done"
FAILED = "failed"
# Several instances' clocks may differ a little. What ran further ahead than that ran before the clock was put back,
# and says nothing about now.
CLOCKS_DIFFER = timedelta(minutes=10)
_J = job_run.c


@dataclass(frozen=True, slots=True)
class JobStanding:
    """When a job last ended well and last failed; None where it never did. Both are the runs' own instants."""

    last_done: datetime | None
    last_failed: datetime | None


NEVER_RAN = JobStanding(None, None)


def is_failing(standing: JobStanding) -> bool:
    """Whether the last run of a job failed."""
    failed, done = standing.last_failed, standing.last_done
    return failed is not None and (done is None or failed > done)


def standings(unit: Unit) -> dict[str, JobStanding]:
    """How each job stands that has ever run, by its name. Runs from before the clock was put back do not count."""
    statement = (
        select(_J.job, _J.outcome, func.max(_J.now).label("latest"))
        .where(_J.outcome.in_([DONE, FAILED]), _J.now <= unit.now + CLOCKS_DIFFER)
        .group_by(_J.job, _J.outcome)
    )
    latest = {(row.job, row.outcome): row.latest for row in unit.connection.execute(statement)}
    return {job: JobStanding(latest.get((job, DONE)), latest.get((job, FAILED))) for job, _ in latest}


def standing_of(unit: Unit, job: str) -> JobStanding:
    """How a job stands (see `standings`)."""
    return standings(unit).get(job, NEVER_RAN)


def hold(unit: Unit, job: str) -> bool:
    """Keep a job to this unit of work until it ends; False where another instance is running it right now."""
    if unit.connection.dialect.name == "sqlite":
        return True  # the one writer holds everything already
    statement = text("SELECT pg_try_advisory_xact_lock(hashtextextended('auditbot job ' || :job, 0))")
    return bool(unit.connection.execute(statement, {"job": job}).scalar())


def record_run(
    unit: Unit,
    job: str,
    outcome: str,
    detail: str,
    *,
    started_at: datetime,
    finished_at: datetime,
    due_at: datetime | None = None,
) -> bool:
    """Add a run that has ended to the record of runs. The instant it ran for is the unit's.

    Returns:
        Whether it was added. False where another run for the same `due_at` has ended well: then this one is to be
        undone.
    """
    values = {
        "job": job,
        "due_at": due_at,
        "now": unit.now,
        "started_at": started_at,
        "finished_at": finished_at,
        "outcome": outcome,
        "detail": detail,
    }
    if due_at is not None:
        _forget_what_was_due_then_before_the_clock_went_back(unit, job, due_at)
    # Of an INSERT, SQLAlchemy drops the count on PostgreSQL unless it is asked to keep it.
    keep_count = {"preserve_rowcount": True}
    statement = insert(unit, job_run).on_conflict_do_nothing()
    return bool(unit.connection.execute(statement, values, execution_options=keep_count).rowcount)


def _forget_what_was_due_then_before_the_clock_went_back(unit: Unit, job: str, due_at: datetime) -> None:
    overtaken = (_J.job == job, _J.due_at == due_at, _J.now > unit.now + CLOCKS_DIFFER)
    unit.connection.execute(job_run.update().where(*overtaken).values(due_at=None))


def forget_runs_before(unit: Unit, instant: datetime) -> int:
    """Drop the runs before an instant, but for each job's last that ended well and last that failed; how many."""
    latest = select(func.max(_J.id)).group_by(_J.job, _J.outcome)
    return int(unit.connection.execute(job_run.delete().where(_J.now < instant, _J.id.not_in(latest))).rowcount)
