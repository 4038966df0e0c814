"""`auditbot doctor`: what is wrong with the settings, the database, the credentials and the jobs."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.ports import SendError
from bot.settings import Settings, check_serving
from bot.teams import open_seam
from bot.timetable import JOBS, last_scheduled
from domain.errors import BadInputError
from storage import jobs
from storage.schema import is_current
from storage.store import Actor, Store

# A job that is a little late may just be running.
_GRACE = timedelta(minutes=15)


async def findings(settings: Settings, store: Store, clock: Clock) -> list[str]:
    """What is wrong, a sentence each that says what to do; empty when all is well."""
    wrong = [*_settings(settings), *_database(store)]
    if not wrong:
        wrong += _jobs(store, clock.now())
        wrong += await _credentials(settings, clock)
    return wrong


def _settings(settings: Settings) -> list[str]:
    try:
        check_serving(settings)
    except BadInputError as problem:
        return str(problem).splitlines()
    return []


def _database(store: Store) -> list[str]:
    try:
        if is_current(store.engine):
            return []
    except SQLAlchemyError:
        return ["The database can't be reached. Check AUDITBOT_DATABASE_URL and that its server runs."]
    return ["The database is not at this version. Run 'auditbot db upgrade'."]


def _jobs(store: Store, now: datetime) -> Iterator[str]:
    with store.unit(now, Actor("command")) as unit:
        for job in JOBS:
            due = last_scheduled(job.cron, now - _GRACE)
            done = jobs.standing_of(unit, job.name).last_done
            if done is None:
                yield f"The job {job.name} has never run. Start 'auditbot serve', or run 'auditbot run {job.name}'."
            elif due is not None and done < due:
                yield f"The job {job.name} last ended well on {done:%d %B %Y, %H:%M} UTC. Does 'auditbot serve' run?"


async def _credentials(settings: Settings, clock: Clock) -> list[str]:
    try:
        async with open_seam(settings, clock.now) as seam:
            await seam.sign_in()
    except SendError as problem:
        what = "MicrosoftAppId, MicrosoftAppPassword, MicrosoftAppTenantId and the way out to the internet"
        return [f"Microsoft gave no token ({problem.reason}). Check {what}."]
    return []
