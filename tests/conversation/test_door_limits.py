"""Who is kept waiting at the door, so that nobody else is: slow clients, many of them, and who is too fast."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

import pytest
from aiohttp import ClientConnectionError
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from bot.connections import Bounds
from bot.listening import listen
from bot.teams import open_seam
from bot.web import make_web
from cards.verbs import Verb
from tests.fakes_cards import Shown
from tests.fakes_door import OpenDoor, Reception, open_door, settings_of
from tests.fakes_people import FakePerson
from tests.fakes_teams import FakeBotConnector
from tests.fakes_tokens import SetClock

A_MOMENT = 0.05
ALIVE = b"GET /health/live HTTP/1.1\r\nHost: bot.example\r\n\r\n"
HALF_A_REQUEST = b"POST /api/messages HTTP/1.1\r\nHost: bot.exa"


@dataclass
class Caller:
    """Somebody at the door with a connection of their own."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def sends(self, raw: bytes) -> None:
        self.writer.write(raw)
        await self.writer.drain()

    async def answer(self) -> tuple[int, str]:
        """The status of the next answer, and its headers in small letters."""
        async with asyncio.timeout(8):
            head = (await self.reader.readuntil(b"\r\n\r\n")).decode().lower()
            length = next(line for line in head.splitlines() if line.startswith("content-length:"))
            await self.reader.readexactly(int(length.split(":")[1]))
        return int(head.split()[1]), head

    async def is_cut_off(self) -> bool:
        """Whether the connection ends without a word."""
        try:
            async with asyncio.timeout(8):
                return await self.reader.read() == b""
        except ConnectionError:
            return True


@asynccontextmanager
async def calling(door: OpenDoor) -> AsyncIterator[Caller]:
    host, port = door.teams.bot_url.removeprefix("http://").split(":")
    caller = Caller(*await asyncio.open_connection(host, int(port)))
    try:
        yield caller
    finally:
        caller.writer.transport.abort()


@pytest.fixture
async def teams() -> AsyncIterator[FakeBotConnector]:
    async with FakeBotConnector() as teams:
        yield teams


def post(*headers: str) -> bytes:
    return "\r\n".join(["POST /api/messages HTTP/1.1", "Host: bot.example", *headers, "", ""]).encode()


async def test_whoever_shows_no_good_token_is_refused_before_any_of_the_body_came(teams: FakeBotConnector) -> None:
    good = f"Authorization: Bearer {teams.token()}"
    bad = f"Authorization: Bearer {teams.token(iss='https://elsewhere.example')}"
    long, pieces = "Content-Length: 1000000", "Transfer-Encoding: chunked"
    asked = [
        ((long,), 401),
        ((bad, long), 401),
        ((bad, pieces), 401),
        ((good, good, long), 401),
        ((good, bad, long), 401),
        ((bad, pieces, "Content-Encoding: gzip"), 401),
        ((good, "Content-Length: 1048577"), 413),
        ((good, pieces, "Content-Encoding: gzip"), 415),
        ((good, long, "Content-Encoding: br"), 415),
    ]
    async with open_door(teams, bounds=Bounds(lingering=A_MOMENT)) as door:
        for headers, status in asked:
            async with calling(door) as caller:
                await caller.sends(post(*headers))
                answered, _ = await caller.answer()
                # Two headers of a kind are turned away even earlier, as no HTTP at all.
                assert answered == status or (headers.count(good) + headers.count(bad) == 2 and answered == 400)
        assert door.reception.heard == []


NO_HTTP = [
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    b"let me in\r\n\r\n",
    b"GET /health/live HTTP/9.9\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost : x\r\n\r\n",
    b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 200 + b"\r\n",
    post("X-Long: " + "y" * 9000),
    post("X-Null: a\x00b"),
    post("Content-Length: 1", "Content-Length: 2"),
    post("Content-Length: 5", "Transfer-Encoding: chunked"),
    post("Content-Length: -1"),
    post("Content-Length: 1e3"),
    post("Transfer-Encoding: chunked, gzip, x"),
]


async def test_what_is_no_http_is_answered_400_and_fills_no_log(
    teams: FakeBotConnector, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_door(teams) as door:
        for raw in NO_HTTP:
            async with calling(door) as caller:
                await caller.sends(raw)
                assert (await caller.answer())[0] == 400, raw
        assert door.reception.heard == []
        assert [record for record in caplog.records if record.name.startswith("aiohttp.server")] == []


async def test_headers_without_end_are_cut_off_and_a_large_body_is_none_of_them(teams: FakeBotConnector) -> None:
    rosa = teams.person("Rosa Adeyemi")
    async with open_door(teams) as door:
        for before in (b"", ALIVE):
            async with calling(door) as caller:
                if before:
                    await caller.sends(before)
                    assert (await caller.answer())[0] == 200
                await caller.sends(b"GET / HTTP/1.1\r\n")
                for _ in range(20):
                    await caller.sends(b"X-More: " + b"y" * 4000 + b"\r\n")
                assert await caller.is_cut_off()
        assert (await rosa.delivers(rosa.activity("message", text="x" * 900_000))).status == 200


async def test_a_body_in_pieces_that_grows_too_large_is_not_read_to_its_end(teams: FakeBotConnector) -> None:
    async with open_door(teams, bounds=Bounds(lingering=A_MOMENT)) as door, calling(door) as caller:
        await caller.sends(post(f"Authorization: Bearer {teams.token()}", "Transfer-Encoding: chunked"))
        for _ in range(17):
            await caller.sends(b"10000\r\n" + b" " * 0x10000 + b"\r\n")
        assert (await caller.answer())[0] == 413
        assert door.reception.heard == []


async def test_who_goes_away_in_the_middle_of_a_body_has_failed_nothing_of_ours(teams: FakeBotConnector) -> None:
    def counted(name: str, **labels: str) -> float:
        return REGISTRY.get_sample_value(name, labels) or 0

    broken_off = counted("auditbot_inbound_refused_total", reason="body_broken_off")
    async with open_door(teams) as door:
        async with calling(door) as caller:
            await caller.sends(post(f"Authorization: Bearer {teams.token()}", "Content-Length: 9") + b"{")
            await teams.wait_for_call("keys")
            # Another is let in meanwhile, so that this one has begun to read.
            await teams.deliver(teams.person("Rosa Adeyemi").activity("typing"))
        for _ in range(800):
            if counted("auditbot_inbound_refused_total", reason="body_broken_off") > broken_off:
                break
            await asyncio.sleep(0.01)
        else:
            pytest.fail("it was not told as one that broke off")
        assert door.reception.heard == []


async def test_headers_that_trickle_and_silence_are_cut_off(teams: FakeBotConnector) -> None:
    async with open_door(teams, bounds=Bounds(head=A_MOMENT)) as door:
        for raw in (b"", HALF_A_REQUEST, ALIVE + HALF_A_REQUEST):
            async with calling(door) as caller:
                await caller.sends(raw)
                if raw.startswith(ALIVE):
                    assert (await caller.answer())[0] == 200
                    # More of the second one comes, and then no more.
                    await caller.sends(b"mple\r\n")
                assert await caller.is_cut_off()


async def test_who_has_done_nothing_here_is_cut_off_sooner_than_who_was_let_in(teams: FakeBotConnector) -> None:
    rosa = teams.person("Rosa Adeyemi")
    async with open_door(teams, bounds=Bounds(quiet=A_MOMENT)) as door, calling(door) as stranger:
        await rosa.delivers(rosa.activity("message", text="help"))
        await stranger.sends(ALIVE)
        assert (await stranger.answer())[0] == 200
        assert await stranger.is_cut_off()
        await rosa.delivers(rosa.activity("message", text="help"))
        assert len({heard.activity_id for heard in door.reception.heard}) == 2


async def test_who_does_not_read_their_answers_is_cut_off(teams: FakeBotConnector) -> None:
    async with open_door(teams, bounds=Bounds(unread=A_MOMENT)) as door, calling(door) as caller:
        asked = b"GET /metrics HTTP/1.1\r\nHost: bot.example\r\n\r\n"
        with pytest.raises(ConnectionError):
            await _sends_without_end(caller, asked)


async def _sends_without_end(caller: Caller, asked: bytes) -> None:
    async with asyncio.timeout(8):
        while True:
            await caller.sends(asked * 20)


async def test_beyond_the_bound_whoever_has_waited_longest_makes_room(teams: FakeBotConnector) -> None:
    rosa = teams.person("Rosa Adeyemi")
    async with open_door(teams, bounds=Bounds(connections=3)) as door:
        # Teams' own connection is the oldest of all, and one that was let in.
        assert (await rosa.delivers(rosa.activity("message", text="help"))).status == 200
        async with calling(door) as first, calling(door) as second:
            for slow in (first, second):
                await slow.sends(HALF_A_REQUEST)
            async with calling(door) as third:
                await third.sends(ALIVE)
                assert (await third.answer())[0] == 200
                assert await first.is_cut_off()
                await second.sends(b"mple\r\nContent-Length: 0\r\n\r\n")
                assert (await second.answer())[0] == 401
        assert (await rosa.delivers(rosa.activity("message", text="help"))).status == 200


async def test_whose_request_has_come_is_heard_however_many_connect_before_we_read_it(teams: FakeBotConnector) -> None:
    async with open_door(teams, bounds=Bounds(connections=3)) as door, AsyncExitStack() as held:
        host, port = door.teams.bot_url.removeprefix("http://").split(":")

        def connected() -> socket.socket:
            one = held.enter_context(socket.create_connection((host, int(port))))
            one.settimeout(0)
            return one

        # All of this before the service has its next turn: it shares our loop.
        probe = connected()
        probe.send(ALIVE)
        silent = [connected() for _ in range(30)]
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(8):
            assert (await loop.sock_recv(probe, 100)).startswith(b"HTTP/1.1 200")
            with suppress(ConnectionError):
                assert await loop.sock_recv(silent[0], 1) == b"", "it made room"


async def test_while_all_are_busy_there_is_room_for_probes_alone(teams: FakeBotConnector) -> None:
    rosa, gate = teams.person("Rosa Adeyemi"), asyncio.Event()
    async with open_door(teams, bounds=Bounds(connections=1, probes=2)) as door:
        door.reception.gate = gate
        turn = asyncio.create_task(rosa.delivers(rosa.activity("message", text="help")))
        await door.reception.busy.wait()
        async with calling(door) as probe:
            await probe.sends(ALIVE)
            assert (await probe.answer())[0] == 200
            async with calling(door) as other:
                await other.sends(post("Content-Length: 0"))
                status, head = await other.answer()
                assert (status, "retry-after: 1" in head) == (503, True)
                assert await other.is_cut_off()
                assert await probe.is_cut_off(), "it had its answer, and made room"
        gate.set()
        assert (await turn).status == 200


async def test_a_stop_waits_for_no_slow_client_and_not_for_ever_for_a_turn(teams: FakeBotConnector) -> None:
    rosa, reception = teams.person("Rosa Adeyemi"), Reception(gate=asyncio.Event())
    settings = settings_of(**teams.environment())
    async with open_seam(settings, SetClock().now) as seam:
        runner = await listen(make_web(settings, reception, seam, _nothing_wrong), "127.0.0.1", 0, A_MOMENT)
        teams.bot_url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        door = OpenDoor(teams, reception, seam, SetClock())
        turn = asyncio.create_task(rosa.delivers(rosa.activity("message", text="help")))
        await reception.busy.wait()
        async with calling(door) as slow, calling(door) as trickling:
            await slow.sends(HALF_A_REQUEST)
            await trickling.sends(post(f"Authorization: Bearer {teams.token()}", "Content-Length: 9") + b"{")
            async with asyncio.timeout(8):
                await runner.cleanup()
            assert await slow.is_cut_off()
        with pytest.raises(ClientConnectionError):
            await turn


async def _nothing_wrong() -> list[str]:
    return []


async def test_strangers_who_knock_without_end_are_asked_to_wait_and_keep_nobody_out(teams: FakeBotConnector) -> None:
    rosa = teams.person("Rosa Adeyemi")
    async with open_door(teams, knocks_at_once=2) as door:
        statuses = []
        for _ in range(4):
            answer = await teams.deliver(rosa.activity("message", text="help"), {"Authorization": "Bearer none"})
            statuses.append((answer.status, answer.headers.get("Retry-After")))
        assert statuses == [(401, None), (401, None), (429, "1"), (429, "1")]
        # Behind a proxy Teams comes from the same address: a good token counts, also one that is new.
        teams.issuer.rotate()
        assert (await rosa.delivers(rosa.activity("message", text="help"))).status == 200
        assert len(door.reception.heard) == 1


def button(verb: str, **data: str) -> Shown:
    action = {"type": "Action.Execute", "title": "Press", "verb": verb, "data": data}
    return Shown(card={"type": "AdaptiveCard", "version": "1.5", "body": [], "actions": [action]}, activity_id="sent-1")


async def test_who_is_too_fast_for_hands_is_asked_to_wait_once_and_nothing_of_it_is_heard(
    teams: FakeBotConnector,
) -> None:
    rosa, olu = teams.person("Rosa Adeyemi"), teams.person("Olu Marsh")
    async with open_door(teams, turns_at_once=2) as door:
        for _ in range(2):
            assert (await rosa.pressing(button("help"), "Press")).status == 200
        heard = list(door.reception.heard)
        with capture_logs() as lines:
            answers = [
                await rosa.pressing(button("help"), "Press"),
                await rosa.delivers(rosa.activity("message", text="x")),
            ]
        for answer in answers:
            assert (answer.status, answer.headers["Retry-After"]) == (429, "1")
            assert (answer.body["statusCode"], answer.body["type"]) == (429, "application/vnd.microsoft.error")
            assert "Wait a few seconds" in answer.body["value"]["message"]
        assert door.reception.heard == heard
        (told,) = rosa.messages
        assert "phone now" in told.text
        assert [line["reason"] for line in lines] == ["sender_too_fast"], "one line, however many come"
        assert (await olu.pressing(button("help"), "Press")).status == 200, "nobody else waits"


async def test_a_long_text_counts_for_as_many_turns_as_it_takes_to_look_through(teams: FakeBotConnector) -> None:
    rosa = teams.person("Rosa Adeyemi")
    async with open_door(teams, turns_at_once=10) as door:
        statuses = [(await rosa.delivers(rosa.activity("message", text="x" * 1_000))).status for _ in range(3)]
        assert statuses == [200, 200, 429]
        assert len(door.reception.heard) == 2


@pytest.mark.parametrize(
    "does",
    [
        {"verb": Verb.CONCERN_FORM},
        {"verb": Verb.RAISE_CONCERN},
        {"verb": Verb.ACKNOWLEDGE},
        {"verb": Verb.SAY_IN_AUDIT, "command": "concern"},
        {"text": "concern: the child is alone at home now"},
        {"text": "Acknowledge"},
        {"value": {"verb": Verb.RAISE_CONCERN}},
    ],
)
async def test_an_alarm_about_a_child_is_never_refused(teams: FakeBotConnector, does: dict[str, Any]) -> None:
    rosa = teams.person("Rosa Adeyemi")
    async with open_door(teams, turns_at_once=1) as door:
        await rosa.pressing(button("help"), "Press")
        assert (await rosa.pressing(button("help"), "Press")).status == 429
        for _ in range(3):
            assert (await _done(rosa, does)).status == 200
        assert len(door.reception.heard) == 4


async def _done(rosa: FakePerson, does: dict[str, Any]) -> Any:
    if "verb" in does:
        return await rosa.pressing(button(**does), "Press")
    return await rosa.delivers(rosa.activity("message", **does))
