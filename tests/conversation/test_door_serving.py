"""Whether the service says that it is well, what it counts, and how it stops."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from aiohttp import ClientConnectorError, ClientSession, ClientTimeout, StreamReader, web
from aiohttp.base_protocol import BaseProtocol
from aiohttp.test_utils import make_mocked_request

from bot.settings import Settings
from bot.teams import open_seam
from bot.web import make_web, serving
from domain.errors import BadInputError
from tests.fakes_door import OpenDoor, Reception, open_door, settings_of
from tests.fakes_teams import FakeBotConnector
from tests.fakes_tokens import SetClock


@pytest.fixture
async def door() -> AsyncIterator[OpenDoor]:
    async with FakeBotConnector() as teams, open_door(teams) as opened:
        yield opened


async def got(url: str, **headers: str) -> tuple[int, str]:
    async with ClientSession(timeout=ClientTimeout(total=3)) as session, session.get(url, headers=headers) as response:
        return response.status, await response.text()


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


async def test_it_is_live_and_ready(door: OpenDoor) -> None:
    assert await got(f"{door.teams.bot_url}/health/live") == (200, '{"status":"live"}')
    assert await got(f"{door.teams.bot_url}/health/ready") == (200, '{"status":"ready"}')


async def test_no_answer_names_the_version_of_anything(door: OpenDoor) -> None:
    async with ClientSession(timeout=ClientTimeout(total=3)) as session:
        for path in ("/health/live", "/api/messages", "/nowhere"):
            async with session.get(f"{door.teams.bot_url}{path}") as response:
                assert response.headers["Server"] == "auditbot"


async def test_it_says_why_it_is_not_ready(door: OpenDoor) -> None:
    door.reasons.append("The database can't be reached.")
    status, body = await got(f"{door.teams.bot_url}/health/ready")
    assert status == 503
    assert "The database can't be reached." in body
    assert (await got(f"{door.teams.bot_url}/health/live"))[0] == 200


async def test_it_is_not_ready_when_it_cannot_find_out(door: OpenDoor) -> None:
    door.readiness_trouble = RuntimeError("the connection string")
    status, body = await got(f"{door.teams.bot_url}/health/ready")
    assert status == 503
    assert "connection string" not in body


async def test_it_counts_turns_and_refusals(door: OpenDoor) -> None:
    rosa = door.teams.person("Rosa Adeyemi")
    await rosa.delivers(rosa.activity("message", text="help"))
    await door.teams.deliver(rosa.activity("message", text="help"), {})
    status, body = await got(f"{door.teams.bot_url}/metrics")
    assert status == 200
    assert 'auditbot_turn_seconds_count{kind="said",outcome="done"}' in body
    assert 'auditbot_inbound_refused_total{reason="token_missing"}' in body
    assert "rosa" not in body.lower()


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "x-real-ip", "Via"])
async def test_what_it_counts_is_not_shown_through_a_proxy(door: OpenDoor, header: str) -> None:
    assert (await got(f"{door.teams.bot_url}/metrics", **{header: "203.0.113.7"}))[0] == 404


async def test_a_body_that_trickles_is_answered_408_and_heard_by_nobody() -> None:
    async with FakeBotConnector() as teams, AsyncExitStack() as running:
        settings, reception = settings_of(**teams.environment(AUDITBOT_PORT=str(free_port()))), Reception()
        seam = await running.enter_async_context(open_seam(settings, SetClock().now))
        app = make_web(settings, reception, seam, nothing_wrong, seconds_to_read=0.05)
        await running.enter_async_context(serving(app, settings))
        reader, writer = await asyncio.open_connection("127.0.0.1", settings.port)
        bearer = f"Authorization: Bearer {teams.token()}\r\n".encode()
        writer.write(b"POST /api/messages HTTP/1.1\r\nHost: bot.example\r\n" + bearer + b"Content-Length: 90\r\n\r\n{")
        async with asyncio.timeout(8):
            assert (await reader.readline()).split()[1] == b"408"
        writer.write(b" " * 89)  # too late; without it the stop would wait for the rest
        await writer.drain()
        assert reception.heard == []
        writer.close()


async def test_a_body_whose_sender_went_before_it_was_read_is_no_failure_of_ours() -> None:
    async with FakeBotConnector() as teams, AsyncExitStack() as running:
        settings, reception = settings_of(**teams.environment()), Reception()
        seam = await running.enter_async_context(open_seam(settings, SetClock().now))
        app = make_web(settings, reception, seam, nothing_wrong)
        loop = asyncio.get_running_loop()
        gone = StreamReader(BaseProtocol(loop), 1024, loop=loop)
        headers = {"Authorization": f"Bearer {teams.token()}", "Content-Length": "90"}
        request = make_mocked_request("POST", "/api/messages", headers, payload=gone, app=app)
        assert (await (await app.router.resolve(request)).handler(request)).status == 400
        assert reception.heard == []


async def test_what_it_counts_may_have_a_port_of_its_own() -> None:
    port, metrics_port = free_port(), free_port()
    async with FakeBotConnector() as teams:
        ports = {"AUDITBOT_PORT": str(port), "AUDITBOT_METRICS_PORT": str(metrics_port)}
        settings = settings_of(**teams.environment(**ports))
        async with open_seam(settings, SetClock().now) as seam:
            app = make_web(settings, Reception(), seam, nothing_wrong)
            async with serving(app, settings):
                assert (await got(f"http://127.0.0.1:{port}/metrics"))[0] == 404
                assert (await got(f"http://127.0.0.1:{metrics_port}/metrics"))[0] == 200


async def test_a_stop_finishes_what_is_in_flight_and_lets_nobody_else_in() -> None:
    port = free_port()
    async with FakeBotConnector() as teams:
        settings = settings_of(**teams.environment(AUDITBOT_PORT=str(port)))
        teams.bot_url = f"http://127.0.0.1:{port}"
        rosa = teams.person("Rosa Adeyemi")
        reception = Reception(gate=asyncio.Event())
        stopped = asyncio.Event()
        async with open_seam(settings, SetClock().now) as seam:
            app = make_web(settings, reception, seam, nothing_wrong)
            service = asyncio.create_task(serve_until(app, settings, stopped))
            await listening(teams.bot_url)
            turn = asyncio.create_task(rosa.delivers(rosa.activity("message", text="help")))
            await reception.busy.wait()
            stopped.set()
            await nobody_listens(port)
            with pytest.raises(ClientConnectorError):
                await got(f"{teams.bot_url}/health/live")
            assert not service.done(), "it waits for the turn"
            assert reception.gate is not None
            reception.gate.set()
            assert (await turn).status == 200
            await service


async def test_a_port_that_is_taken_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        async with FakeBotConnector() as teams:
            settings = settings_of(**teams.environment(AUDITBOT_PORT=str(taken.getsockname()[1])))
            async with open_seam(settings, SetClock().now) as seam:
                app = make_web(settings, Reception(), seam, nothing_wrong)
                with pytest.raises(BadInputError, match="AUDITBOT_PORT"):
                    async with serving(app, settings):
                        pytest.fail("the port was taken")


async def serve_until(app: web.Application, settings: Settings, stopped: asyncio.Event) -> None:
    async with serving(app, settings):
        await stopped.wait()


async def listening(url: str) -> None:
    """Wait until somebody answers there."""
    for _ in range(500):
        try:
            await got(f"{url}/health/live")
        except ClientConnectorError:
            await asyncio.sleep(0.01)
        else:
            return
    pytest.fail("nobody listens")


async def nobody_listens(port: int) -> None:
    """Wait until nobody listens at a port: then it can be had again."""
    for _ in range(500):
        with socket.socket() as mine, contextlib.suppress(OSError):
            mine.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            mine.bind(("127.0.0.1", port))
            mine.listen()
            return
        await asyncio.sleep(0.01)
    pytest.fail("it still listens")


async def nothing_wrong() -> list[str]:
    return []
