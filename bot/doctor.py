"""`auditbot doctor`: what is wrong with the settings, the database, the credentials and the jobs."""

from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from bot import doctor_checks as checks
from bot.clock import Clock
from bot.ports import SendError
from bot.settings import Settings, check_serving
from bot.teams import open_seam
from bot.unreachable import unreachable_database
from domain.errors import BadInputError
from storage.schema import Fit, fit
from storage.store import Actor, Store, Unit

_DOCTOR = Actor("command")
# An alert of deploy/main.bicep looks for its beginning.
ALL_IS_WELL = "All is well: settings, database, credentials, jobs."

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
        wrong += _machine(settings, store, clock.now())
        # What may not be read can't be asked how it stands.
        wrong += store.do(checks.out_of_reach, clock.now(), _DOCTOR) or store.do(_fared, clock.now(), _DOCTOR)
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
    except SQLAlchemyError as problem:
        return [str(unreachable_database(store.engine, problem))]
    return _NOT_RIGHT.get(stands, [])


def _machine(settings: Settings, store: Store, now: datetime) -> list[str]:
    return [
        *checks.rights(store, now),
        *checks.room(store),
        *checks.clocks(store, now, stands_in=settings.clock_file is not None),
    ]


def _fared(unit: Unit) -> list[str]:
    """How the service has fared, by its rows."""
    return [
        *checks.settings_unreadable(unit),
        *checks.history_unguarded(unit),
        *checks.chasing_gone_wrong(unit),
        *checks.jobs_gone_wrong(unit),
        *checks.leader_gone(unit),
        *checks.outbox_gone_wrong(unit),
    ]


def notes(store: Store, clock: Clock) -> list[str]:
    """What is no fault and yet worth knowing; nothing where the database can't be asked."""
    try:
        return store.do(lambda unit: list(checks.told(unit)), clock.now(), _DOCTOR)
    except SQLAlchemyError:
        return []


async def _credentials(settings: Settings, clock: Clock) -> list[str]:
    try:
        async with open_seam(settings, clock.now) as seam:
            await seam.sign_in()
    except SendError as problem:
        return [f"Microsoft gave no token ({problem.reason}). Check {_goes_into_a_token(settings)}."]
    return []


def _goes_into_a_token(settings: Settings) -> str:
    token_url = "AUDITBOT_TOKEN_URL, " if settings.token_url else ""
    if settings.app_type == "UserAssignedMSI":
        return f"{token_url}MicrosoftAppId, and that this machine has the managed identity of that id"
    way_out = "the way out to the internet" + (" by HTTPS_PROXY" if settings.https_proxy else "")
    return f"{token_url}MicrosoftAppId, MicrosoftAppPassword, MicrosoftAppTenantId and {way_out}"
