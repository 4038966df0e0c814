"""The timetable as `auditbot jobs` prints it: what each job does, when it last ran, when it is due next, who leads."""

from datetime import datetime

from bot.job_table import JOBS
from bot.leadership import TIMETABLE
from bot.timetable import late_jobs, next_scheduled
from domain.calendar import london_day, spoken_day, spoken_time
from storage import jobs, leases
from storage.jobs import JobStanding
from storage.leases import Holding
from storage.store import Unit


def describe_jobs(unit: Unit) -> list[str]:
    """A line a job with its name, its cron entry and what it does; under it how it stands; at the end who leads."""
    standings = jobs.standings(unit)
    late = late_jobs(standings, unit.now)
    lines = list_jobs()
    for place, job in enumerate(JOBS):
        standing = standings.get(job.name, jobs.NEVER_RAN)
        ends = [_last(standing), _next(job.cron, unit.now), *(["LATE"] if job.name in late else [])]
        lines[place] += f"\n    {'; '.join(ends)}"
    return [*lines, _leader(leases.holding(unit, TIMETABLE), unit.now)]


def list_jobs() -> list[str]:
    """A line a job with its name, its cron entry and what it does."""
    width = max(len(job.name) for job in JOBS)
    return [f"{job.name:<{width}}  {job.cron:<14}  {job.what}" for job in JOBS]


def _last(standing: JobStanding) -> str:
    failed, done = standing.last_failed, standing.last_done
    if failed is not None and (done is None or failed > done):
        return f"FAILED on {_spoken(failed)}"
    return "has never run" if done is None else f"last ended well on {_spoken(done)}"


def _next(cron: str, now: datetime) -> str:
    due = next_scheduled(cron, now)
    return "never due" if due is None else f"next due on {_spoken(due)}"


def _leader(holding: Holding | None, now: datetime) -> str:
    if holding is None:
        return "Nobody keeps the timetable now: 'auditbot serve' does."
    if holding.until <= now:
        return f"Nobody keeps the timetable now. The last to do so was {holding.holder}."
    return f"{holding.holder} keeps the timetable, since {_spoken(holding.taken_at)}."


def _spoken(instant: datetime) -> str:
    return f"{spoken_day(london_day(instant))}, {spoken_time(instant)}"
