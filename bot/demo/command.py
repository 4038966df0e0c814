"""`auditbot demo`: a council of invented people, the service in local trial, the Playground at its side."""

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, redirect_stderr, suppress
from datetime import datetime
from functools import partial
from pathlib import Path

import click

from bot.app import open_service
from bot.clock import Clock
from bot.demo.clock_hand import ClockHand
from bot.demo.directory import read_directory
from bot.demo.handler import DemoHandler
from bot.demo.names import TENANT_ID
from bot.demo.news import News, what_the_clock_brought
from bot.demo.node import MISSING, find_node
from bot.demo.playground import PORT, Playground, PlaygroundError, answers, install
from bot.demo.postbox import Postbox
from bot.demo.preparation import DemoFolder
from bot.demo.stage import Stage, StageMessenger
from bot.demo.teller import Teller
from bot.demo.unhurried import Unhurried
from bot.logs import set_up_logs
from bot.ports import InboundHandler, Messenger
from bot.settings import Settings, check_serving, load_settings
from domain.errors import BadInputError
from storage.store import Actor, Store

FOLDER = Path("data/demo")
CHECKOUT = Path(__file__).parents[2]

TO_TRY = """
Open http://127.0.0.1:{port} in a browser. Everybody you meet there is invented.
  1. Become Rosa Vale, an auditor. Type 'my audits', press Start audit, go through the steps, Return audit.
  2. On any step press Raise immediate concern. Then become Dan Iqbal, head of service, and acknowledge it.
  3. Type 'demo' at any time to be somebody else, or to move the clock on by a day or a week.
The Playground listens on every network address of this machine and asks for no password: mind the network."""
ALONE = "The service runs alone: it takes activities at {endpoint}."
LAST_LINES = """\
What the service does is written to {log}. To begin afresh, delete {folder}.
Ctrl-C stops everything."""


class _FrontOfHouse:
    """What stands between the service and Teams, put together as the service is."""

    _messenger: StageMessenger
    teller: Teller

    def __init__(self, stage: Stage, hand: ClockHand, store: Store) -> None:
        self._stage, self._hand, self._store = stage, hand, store

    def wrap_messenger(self, channel: Messenger) -> Messenger:
        """What the service sends by; it is made before the handler."""
        self._messenger = StageMessenger(self._stage, channel)
        self.teller = Teller(self._stage, self._messenger)
        return self._messenger

    def wrap_handler(self, service: InboundHandler, let_time_pass: Callable[[], Awaitable[None]]) -> InboundHandler:
        """What the door hands activities to."""
        return DemoHandler(self._stage, service, self._messenger, self._hand, let_time_pass, self._news)

    async def _news(self, since: datetime, until: datetime) -> News:
        return await self._store.look(partial(what_the_clock_brought, since=since), until, Actor("command"))


def run_demo(*, with_playground: bool = True, playground_port: int = PORT) -> int:
    """Run the demonstration until it is stopped; the exit code.

    Args:
        with_playground: whether to start the Playground at its side.
        playground_port: where the Playground answers.

    Raises:
        BadInputError: a setting is wrong or the service's port is taken; the sentence says what to do.
    """
    demo = DemoFolder(FOLDER)
    settings = _settings(demo)
    demo.folder.mkdir(parents=True, exist_ok=True)
    with demo.log.open("a", encoding="utf-8") as log, suppress(KeyboardInterrupt, asyncio.CancelledError):
        with redirect_stderr(log):  # the terminal is for what to try
            set_up_logs(console=True)
        asyncio.run(_perform(settings, demo, playground_port if with_playground else None))
    click.echo("The demonstration has stopped.", err=True)
    return 0


def _settings(demo: DemoFolder) -> Settings:
    """The settings of a local trial of its own, whatever else the environment sets up."""
    settings = load_settings(local_trial=True).model_copy(
        update={
            "database_url": demo.database_url,
            "clock_file": demo.clock,
            "app_tenant_id": TENANT_ID,
            "tenants": TENANT_ID,
        }
    )
    check_serving(settings)
    return settings


async def _perform(settings: Settings, demo: DemoFolder, playground_port: int | None) -> None:
    _stop_on_sigterm()
    # Before the council: another demonstration may be using the one that is there.
    if await answers(settings.port):
        raise BadInputError(
            f"Port {settings.port} is taken, perhaps by another demonstration. Stop that one, "
            "or set AUDITBOT_PORT to a free port."
        )
    await asyncio.to_thread(demo.make_council, Clock())
    async with _service(settings, demo), AsyncExitStack() as stack:
        endpoint = f"http://127.0.0.1:{settings.port}/api/messages"
        alone = ALONE.format(endpoint=endpoint)
        try:
            if playground_port is not None:
                await stack.enter_async_context(_playground(demo, endpoint, playground_port))
            click.echo(alone if playground_port is None else TO_TRY.format(port=playground_port))
        except PlaygroundError as problem:
            click.echo(f"{problem}\n{alone}", err=True)
        click.echo(LAST_LINES.format(log=demo.log, folder=demo.folder))
        await asyncio.Event().wait()


def _stop_on_sigterm() -> None:
    """End on SIGTERM as on Ctrl-C, which asyncio sees to: everything that was begun is ended in its order."""
    task = asyncio.current_task()
    if task is not None:
        with suppress(NotImplementedError):  # Windows has no such signal
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)


@asynccontextmanager
async def _service(settings: Settings, demo: DemoFolder) -> AsyncIterator[None]:
    """The service with the demonstration in front of it, its clock going, its first notices sent."""
    store = Store.open(settings.database_url)
    hand = ClockHand(demo.clock, Clock())
    stage = Stage(store.do(read_directory, hand.now, Actor("command")), Postbox(demo.kept))
    front = _FrontOfHouse(stage, hand, store)
    going = asyncio.create_task(hand.keep_going())
    try:
        async with open_service(
            settings,
            store,
            Clock(demo.clock),
            pace=Unhurried(),
            wrap_messenger=front.wrap_messenger,
            wrap_handler=front.wrap_handler,
        ) as service:
            await service.let_time_pass()
            try:
                yield
            finally:
                await front.teller.stop()
    finally:
        going.cancel()
        store.close()


@asynccontextmanager
async def _playground(demo: DemoFolder, endpoint: str, port: int) -> AsyncIterator[None]:
    """The Playground, for as long as the block lasts.

    Raises:
        PlaygroundError: it can't be had; the sentence says what to do.
    """
    node = await find_node()
    if node is None:
        raise PlaygroundError(MISSING)
    script = await install(node, CHECKOUT / ".tools" / "playground")
    playground = await Playground.start(node, script, demo.playground, endpoint, port)
    try:
        yield
    finally:
        await playground.stop()
