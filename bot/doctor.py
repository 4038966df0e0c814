"""`auditbot doctor`: what is wrong with the settings, the database, the credentials and the jobs."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.job_table import JOBS
from bot.ports import SendError
from bot.settings import Settings, check_serving
from bot.teams import open_seam
from bot.timetable import late_jobs
from domain.calendar import london_day, spoken_day, spoken_time
from domain.errors import BadInputError
from storage import jobs
from storage.schema import Fit, fit
from storage.store import Actor, Store

_NOT_RIGHT = {
    Fit.EMPTY_OR_OLDER: ["The database is not at this version. Run 'auditbot db upgrade'."],
    Fit.FOREIGN: [
        "The database was made by another version of auditbot, and this one can't run on it. Start that one."
    ],
}


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
        stands = fit(store.engine)
    except SQLAlchemyError:
        return ["The database can't be reached. Check AUDITBOT_DATABASE_URL and that its server runs."]
    return _NOT_RIGHT.get(stands, [])


def _jobs(store: Store, now: datetime) -> Iterator[str]:
    standings = store.do(jobs.standings, now, Actor("command"))
    late = late_jobs(standings, now)
    for job in JOBS:
        standing = standings.get(job.name, jobs.NEVER_RAN)
        failed, done = standing.last_failed, standing.last_done
        if failed is not None and (done is None or failed > done):
            yield f"The job {job.name} failed {_spoken(failed)}, and has not ended well since. Look at the log."
        elif done is None:
            yield f"The job {job.name} has never run. Start 'auditbot serve', or run 'auditbot run {job.name}'."
        elif job.name in late:
            yield f"The job {job.name} last ended well {_spoken(done)}. Does 'auditbot serve' run?"


def _spoken(instant: datetime) -> str:
    return f"on {spoken_day(london_day(instant))}, {spoken_time(instant)}"


async def _credentials(settings: Settings, clock: Clock) -> list[str]:
    try:
        async with open_seam(settings, clock.now) as seam:
            await seam.sign_in()
    except SendError as problem:
        what = "MicrosoftAppId, MicrosoftAppPassword, MicrosoftAppTenantId and the way out to the internet"
        return [f"Microsoft gave no token ({problem.reason}). Check {what}."]
    return []
