"""The runs of the timetable's jobs: which ran, for which instant, and how they ended."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, text

from storage.store import Unit
from storage.tables.service import job_run

DONE = "done"
FAILED = "failed"
_J = job_run.c


@dataclass(frozen=True, slots=True)
class JobStanding:
    """When a job last ended well and last failed; None where it never did. Both are the runs' own instants."""

    last_done: datetime | None
    last_failed: datetime | None


def standing_of(unit: Unit, job: str) -> JobStanding:
    """How a job stands."""

    def latest(outcome: str) -> datetime | None:
        statement = select(func.max(_J.now)).where(_J.job == job, _J.outcome == outcome)
        found: datetime | None = unit.connection.execute(statement).scalar()
        return found

    return JobStanding(latest(DONE), latest(FAILED))


def hold(unit: Unit, job: str) -> bool:
    """Keep a job to this unit of work until it ends; False where another instance is running it right now."""
    if unit.connection.dialect.name == "sqlite":
        return True  # the one writer holds everything already
    statement = text("SELECT pg_try_advisory_xact_lock(hashtextextended('auditbot job ' || :job, 0))")
    return bool(unit.connection.execute(statement, {"job": job}).scalar())


def record_run(unit: Unit, job: str, outcome: str, detail: str, *, started_at: datetime, finished_at: datetime) -> None:
    """Add a run that has ended to the record of runs. The instant it ran for is the unit's."""
    unit.connection.execute(
        job_run.insert().values(
            job=job,
            now=unit.now,
            started_at=started_at,
            finished_at=finished_at,
            outcome=outcome,
            detail=detail,
        )
    )


def forget_runs_before(unit: Unit, instant: datetime) -> int:
    """Drop the runs before an instant; how many there were."""
    return int(unit.connection.execute(job_run.delete().where(_J.now < instant)).rowcount)
