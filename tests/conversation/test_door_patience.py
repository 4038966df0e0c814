"""Nothing is waited for without end: whatever auditbot calls may take the call and never answer."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import ClientTimeout, web

import bot
from bot.ports import Address, FileError, FileTrouble, Outgoing, SendError, SentFile, UploadPlace
from bot.teams import TeamsSeam, TurnedAwayError, open_seam
from bot.teams.calls import Calls, Patience, whole_answer
from tests.fakes_door import Reception, settings_of
from tests.fakes_teams import FakeBotConnector
from tests.fakes_tokens import SetClock

BRIEF = Patience(connect=0.1, fetch=0.1, call=0.1, transfer=0.1)


@asynccontextmanager
async def silent() -> AsyncIterator[str]:
    """The address of a server that takes every connection, reads what comes, and never says a word."""
    ended = asyncio.Event()

    async def reads_on(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await ended.wait()
        writer.close()

    server = await asyncio.start_server(reads_on, "127.0.0.1", 0)
    async with server:
        try:
            yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        finally:
            ended.set()


@asynccontextmanager
async def among_the_silent() -> AsyncIterator[tuple[TeamsSeam, FakeBotConnector, str]]:
    """A seam whose Teams gives tokens, while everything else is silent; with it that Teams, and the silence."""
    async with AsyncExitStack() as opened:
        nobody = await opened.enter_async_context(silent())
        teams = await opened.enter_async_context(FakeBotConnector())
        settings = settings_of(**teams.environment(AUDITBOT_OPENID_METADATA_URL=f"{nobody}/metadata"))
        yield await opened.enter_async_context(open_seam(settings, SetClock().now, BRIEF)), teams, nobody


def address(silence: str) -> Address:
    return Address("tenant", "rosa", "19:rosa", f"{silence}/teams/")


CALLS: dict[str, Callable[[TeamsSeam, str], Awaitable[object]]] = {
    "open": lambda seam, where: seam.messenger.open_conversation(address(where)),
    "send": lambda seam, where: seam.messenger.send(address(where), Outgoing(text="Good morning.")),
    "update": lambda seam, where: seam.messenger.update(address(where), "1", Outgoing(text="Good morning.")),
    "delete": lambda seam, where: seam.messenger.delete(address(where), "1"),
    "member": lambda seam, where: seam.messenger.member(address(where), "29:rosa"),
    "fetch": lambda seam, where: seam.files.fetch(SentFile("a.xlsx", f"{where}/a.xlsx"), 1000),
    "attachment": lambda seam, where: seam.files.fetch(SentFile("a", f"{where}/a", is_connectors=True), 1000),
    "put": lambda seam, where: seam.files.put(UploadPlace(f"{where}/a", "", "a", "1", "xlsx"), b"x"),
}


async def test_every_call_to_who_never_answers_comes_to_an_end_and_is_told_as_one() -> None:
    async with among_the_silent() as (seam, teams, nobody):
        for name, call in CALLS.items():
            with pytest.raises((SendError, FileError)) as given_up:
                await call(seam, nobody)
            assert str(given_up.value) in {"timeout", FileTrouble.NO_ANSWER}, name
        with pytest.raises(TurnedAwayError) as refused:
            await seam.door(Reception()).admit([f"Bearer {teams.token()}"])
        assert (refused.value.status, refused.value.reason) == (503, "signing_keys_unavailable")


@pytest.mark.parametrize(
    "ours",
    [{"AUDITBOT_TOKEN_URL": "{}/token"}, {"AUDITBOT_TOKEN_URL": "", "IDENTITY_ENDPOINT": "{}/token"}],
    ids=["secret", "managed identity"],
)
async def test_a_token_of_ours_that_never_comes_is_given_up(ours: dict[str, str]) -> None:
    async with silent() as nobody, FakeBotConnector() as teams:
        named = {name: value.format(nobody) for name, value in ours.items()}
        if "IDENTITY_ENDPOINT" in named:
            named |= {"MicrosoftAppType": "UserAssignedMSI", "IDENTITY_HEADER": "an-invented-header"}
        async with open_seam(settings_of(**teams.environment(**named)), SetClock().now, BRIEF) as seam:
            with pytest.raises(SendError) as given_up:
                await seam.sign_in()
            assert given_up.value.reason == "token_no_answer"
        assert teams.calls == []


@asynccontextmanager
async def talkative(*, packed: bool) -> AsyncIterator[str]:
    """The address of a server that answers everything with megabytes of blanks, packed where it is asked to."""

    async def answers(_request: web.Request) -> web.Response:
        response = web.Response(body=b" " * 20_000_000, content_type="application/json")
        if packed:
            response.enable_compression(web.ContentCoding.gzip)
        return response

    app = web.Application(client_max_size=64_000_000)
    app.router.add_route("*", "/{path:.*}", answers)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@pytest.mark.parametrize("packed", [False, True])
async def test_answers_without_end_are_not_read_to_it(*, packed: bool) -> None:
    async with talkative(packed=packed) as elsewhere, FakeBotConnector() as teams:
        settings = settings_of(**teams.environment(AUDITBOT_OPENID_METADATA_URL=f"{elsewhere}/metadata"))
        async with open_seam(settings, SetClock().now) as seam:
            assert await seam.messenger.send(address(elsewhere), Outgoing(text="Good morning.")) == "", "it was sent"
            with pytest.raises(SendError, match="no_conversation_id"):
                await seam.messenger.open_conversation(address(elsewhere))
            with pytest.raises(TurnedAwayError, match="signing_keys_unavailable"):
                await seam.door(Reception()).admit([f"Bearer {teams.token()}"])
        ours = settings_of(**teams.environment(AUDITBOT_TOKEN_URL=f"{elsewhere}/token"))
        async with open_seam(ours, SetClock().now) as seam:
            with pytest.raises(SendError, match="token_unreadable"):
                await seam.sign_in()


async def test_no_more_of_an_answer_is_kept_than_could_be_meant() -> None:
    async with AsyncExitStack() as opened:
        elsewhere = await opened.enter_async_context(talkative(packed=True))
        calls = await opened.enter_async_context(Calls.open())
        asked = calls.request("GET", elsewhere, timeout=ClientTimeout(total=5))
        response = await opened.enter_async_context(asked)
        with pytest.raises(ValueError, match="too large"):
            await whole_answer(response)


# What opens a connection to somebody else, by the names that the standard library and ours give it.
OPENS = frozenset(
    {"ClientSession", "PoolManager", "ProxyManager", "HTTPConnection", "HTTPSConnection", "urlopen", "urlretrieve"}
    | {"create_connection", "open_connection", "create_datagram_endpoint", "create_engine", "socket"}
)
CALLED = re.compile(rf"\b({'|'.join(sorted(OPENS))})\(")
# Where it may be. Of the first, the tests above; the second has its limits beside it, as has the engine of the store
# (`storage/test_patience.py`); a rehearsal's is a copy in memory, and the last is a demonstration's on this machine.
PLACES = {
    ("bot/teams/calls.py", "ClientSession"),
    ("bot/database_login.py", "PoolManager"),
    ("storage/store.py", "create_engine"),
    ("storage/rehearsals.py", "create_engine"),
    ("bot/demo/playground.py", "ClientSession"),
}


def opened_in(folder: str) -> set[tuple[str, str]]:
    """Where a room opens connections: the file, and what by."""
    root = Path(bot.__file__).parent.parent
    texts = {file.relative_to(root).as_posix(): file.read_text("utf-8") for file in (root / folder).rglob("*.py")}
    return {(place, name) for place, text in texts.items() for name in CALLED.findall(text)}


def test_nothing_is_called_but_from_the_few_places_that_give_up() -> None:
    rooms = ("bot", "storage", "metrics", "duties", "dialogs", "cards", "domain")
    assert set().union(*map(opened_in, rooms)) == PLACES
