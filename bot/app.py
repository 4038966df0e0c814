"""The composition root: everything the service is made of, put together in one place."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from random import Random, SystemRandom

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot import watching
from bot.clock import Clock, Stopwatch
from bot.delivery import Delivery
from bot.dispatch import Dispatch
from bot.errands import Errands
from bot.limits import SenderLimit
from bot.measures_of_rows import RowFigures
from bot.pace import Pace, SharedPace
from bot.paced_replies import PacedReplies
from bot.ports import InboundHandler, Messenger
from bot.sending import FirstContact, Sender
from bot.settings import Settings
from bot.teams import TeamsSeam, open_seam
from bot.timetable import Timetable, run_due
from bot.unreachable import unreachable_database
from bot.web import FIGURES, make_web, serving
from dialogs.table import MESSAGES
from domain.errors import BadInputError
from storage.frameworks import add_shipped_frameworks
from storage.schema import BusyDatabaseError, Fit, UnknownRevisionError, current_revision, fit, fit_in, upgrade
from storage.store import Actor, Store

SECONDS_TO_ANSWER = 2.0
_SERVED = (Fit.CURRENT, Fit.NEWER)
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Service:
    """The service, running.

    Attributes:
        handler: what the door hands activities to.
        dispatch: what does what they ask; where nothing was wrapped around it, the handler itself.
        let_time_pass: does what the timetable owes by now and delivers what is due.
    """

    store: Store
    clock: Clock
    handler: InboundHandler
    dispatch: Dispatch
    messenger: Messenger
    delivery: Delivery
    timetable: Timetable
    let_time_pass: Callable[[], Awaitable[None]]


WrapMessenger = Callable[[Messenger], Messenger]
WrapHandler = Callable[[InboundHandler, Callable[[], Awaitable[None]]], InboundHandler]


def prepare_database(store: Store, clock: Clock) -> Fit:
    """Create or migrate the database, and add the frameworks that auditbot ships; how it stands to this version then.

    Raises:
        BadInputError: the database can't be reached, is in use, or is not this version's to change.
    """
    try:
        stands = _upgrade(store)
        if stands is Fit.CURRENT:
            store.do(add_shipped_frameworks, clock.now(), Actor("command"))
    except SQLAlchemyError as problem:
        raise unreachable_database(store.engine, problem) from problem
    return stands


def _upgrade(store: Store) -> Fit:
    try:
        return upgrade(store.engine)
    except UnknownRevisionError as problem:
        raise foreign_database(str(problem)) from problem
    except BusyDatabaseError as problem:
        raise BadInputError(
            "The database's tables were in use at each try, so that nothing was changed and nobody was kept waiting. "
            "Run 'auditbot db upgrade' again when less is going on."
        ) from problem


def foreign_database(revision: str | None) -> BadInputError:
    """What is said of a database on which this version can't run."""
    return BadInputError(
        f"The database was made by another version of auditbot (revision {revision}), and this one can't run on it. "
        "Start that version, or name another database in AUDITBOT_DATABASE_URL."
    )


def check_database(store: Store) -> Fit:
    """Refuse to work on a database that is not there, or on which this version can't run; how it stands otherwise.

    Raises:
        BadInputError: saying what to run.
    """
    try:
        stands = fit(store.engine)
        if stands is Fit.FOREIGN:
            raise foreign_database(current_revision(store.engine))
    except SQLAlchemyError as problem:
        raise unreachable_database(store.engine, problem) from problem
    if stands is Fit.EMPTY_OR_OLDER:
        raise BadInputError("The database is not at this version. Run 'auditbot db upgrade', then start again.")
    return stands


def readiness(store: Store, clock: Clock) -> Callable[[], Awaitable[list[str]]]:
    """What `/health/ready` asks: why the service can't do its work now."""

    async def reasons() -> list[str]:
        try:
            stands = await store.run(lambda unit: fit_in(unit.connection), clock.now(), Actor("command"))
        except SQLAlchemyError:
            return ["The database does not answer."]
        # A version that can't have this one beside it has been brought in meanwhile.
        return [] if stands in _SERVED else ["The database is at a version of auditbot that this one can't run on."]

    return reasons


@asynccontextmanager
async def open_service(
    settings: Settings,
    store: Store,
    clock: Clock,
    *,
    pace: Pace | None = None,
    wrap_messenger: WrapMessenger | None = None,
    wrap_handler: WrapHandler | None = None,
) -> AsyncIterator[Service]:
    """The service, answering HTTP, keeping its timetable and delivering, until the end of the block.

    Args:
        settings: as `check_serving` let them pass.
        store: one that this version may run on (`check_database`).
        clock: the time.
        pace: keeps to Teams' limits; where it is left out, with all instances of the store.
        wrap_messenger: what stands between the service and Teams on the way out, in a demonstration.
        wrap_handler: likewise on the way in.

    Raises:
        BadInputError: a port can't be had.
    """
    async with open_seam(settings, clock.now) as seam:
        service = put_together(
            settings, store, clock, seam, pace=pace, wrap_messenger=wrap_messenger, wrap_handler=wrap_handler
        )
        limited = SenderLimit(service.handler, service.messenger, Stopwatch())
        store.watched_by(watching.unit_of_work)
        figures = RowFigures(store, clock, Stopwatch()).text
        web = make_web(settings, limited, seam, readiness(store, clock))
        web[FIGURES] = figures
        async with _delivering(service.delivery), _ticking(service.timetable):
            async with serving(web, settings):
                _log.info("serving", host=settings.host, port=settings.port, local_trial=settings.local_trial)
                yield service
            await service.dispatch.drain(SECONDS_TO_ANSWER)


def put_together(
    settings: Settings,
    store: Store,
    clock: Clock,
    seam: TeamsSeam,
    *,
    stopwatch: Stopwatch | None = None,
    random: Random | None = None,
    pace: Pace | None = None,
    wrap_messenger: WrapMessenger | None = None,
    wrap_handler: WrapHandler | None = None,
) -> Service:
    """The service's parts, each given the others it needs; nothing of it runs yet.

    Args:
        settings: as `open_service` takes them.
        store: likewise.
        clock: likewise.
        seam: Teams.
        stopwatch: how long things take; real seconds where it is left out.
        random: spreads retries; the system's own where it is left out.
        pace: as `open_service` takes it.
        wrap_messenger: likewise.
        wrap_handler: likewise.
    """
    stopwatch = stopwatch or Stopwatch()
    messenger = wrap_messenger(seam.messenger) if wrap_messenger else seam.messenger
    pace = pace or SharedPace(store, stopwatch)
    delivery = make_delivery(settings, store, clock, messenger, stopwatch, random, pace)
    timetable = Timetable(store, clock, delivery.wake, stopwatch)
    errands = Errands(store, clock, stopwatch, seam.files, delivery.wake)
    replies = PacedReplies(messenger, pace, stopwatch, random or SystemRandom())
    dispatch = Dispatch(store, clock, replies, delivery.wake, errands)

    async def let_time_pass() -> None:
        await run_due(store, clock, clock.now())
        await delivery.deliver_due()

    handler: InboundHandler = wrap_handler(dispatch, let_time_pass) if wrap_handler else dispatch
    return Service(store, clock, handler, dispatch, messenger, delivery, timetable, let_time_pass)


def make_delivery(
    settings: Settings,
    store: Store,
    clock: Clock,
    messenger: Messenger,
    stopwatch: Stopwatch | None = None,
    random: Random | None = None,
    pace: Pace | None = None,
) -> Delivery:
    """What delivers the outbox through a messenger; stopwatch, chance and pace as `put_together` takes them."""
    stopwatch = stopwatch or Stopwatch()
    sender = Sender(
        store,
        messenger,
        MESSAGES,
        clock=clock,
        first_contact=FirstContact(settings.app_tenant_id, settings.service_url),
        pace=pace or SharedPace(store, stopwatch),
        random=random or SystemRandom(),
    )
    return Delivery(store, sender, clock, stopwatch)


@asynccontextmanager
async def _delivering(delivery: Delivery) -> AsyncIterator[None]:
    task = asyncio.create_task(delivery.serve())
    try:
        yield
    finally:
        await delivery.stop()
        await task


@asynccontextmanager
async def _ticking(timetable: Timetable) -> AsyncIterator[None]:
    timetable.start()
    try:
        yield
    finally:
        await timetable.stop()
