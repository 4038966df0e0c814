"""An audit goes on after any interruption: a restart between any two presses, `kill -9`, an answer that was lost."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import ClientConnectorError, ClientError, ClientSession

from bot.clock import Clock
from domain.words import AllocationStatus, Role
from storage.store import Store
from storage.tables.allocations import allocation
from storage.tables.audits import audit_answer_revision, audit_version, draft_action
from tests.conversation.council import (
    ANSWERS,
    FRIDAY_MORNING,
    REVIEW,
    Council,
    free_port,
    heading,
    new_council,
    served,
    starts,
    walks,
    way_on,
)
from tests.fakes_cards import Shown
from tests.fakes_messenger import StandingClock
from tests.fakes_people import FakePerson
from tests.fakes_teams import FakeBotConnector
from tests.fakes_tokens import TokenIssuer

CHECKOUT = Path(__file__).parents[2]
VOICE = "Seeing and Hearing the Child"


async def test_a_restart_between_any_two_presses_loses_nothing(sqlite_store: Store) -> None:
    async with FakeBotConnector(TokenIssuer(StandingClock(FRIDAY_MORNING))) as teams:
        council = new_council(sqlite_store, teams)
        council.allocates(council.rosa)
        async with served(council):
            card = await starts(council.rosa)
        for title, answers in ANSWERS.items():
            async with served(council):
                assert heading(await council.rosa.says("continue")) == title
            async with served(council):
                assert heading(card) == title
                card = await council.rosa.presses(card, way_on(card), answers)
        async with served(council):
            assert heading(await council.rosa.says("continue")) == REVIEW
            receipt = await council.rosa.presses(card, "Return audit")
        assert heading(receipt) == "Audit returned"
        assert len(council.rows(audit_answer_revision)) == len(ANSWERS) - 1, "one row a step; actions have their own"


async def test_an_audit_begun_on_the_phone_goes_on_at_the_desk(council: Council) -> None:
    council.allocates(council.rosa)
    phone = await walks(council.rosa, await starts(council.rosa), to=VOICE)
    desk = await council.rosa.says("continue")
    assert heading(desk) == VOICE
    desk = await council.rosa.presses(desk, "Next", ANSWERS[VOICE])
    assert heading(desk) == "Quality of Assessment"
    assert heading(await council.rosa.presses(phone, "Next", ANSWERS[VOICE])) == "Quality of Assessment"


async def test_continue_after_the_return_shows_the_receipt_on_an_old_card(council: Council) -> None:
    council.allocates(council.rosa)
    saved = await council.rosa.presses(await starts(council.rosa), "Save and finish later")
    review = await walks(council.rosa, await council.rosa.presses(saved, "Continue audit"))
    await council.rosa.presses(review, "Return audit")
    assert heading(await council.rosa.presses(saved, "Continue audit")) == "Audit returned"
    assert "You have no audit to do" in (await council.rosa.says("continue")).words


async def test_a_press_that_failed_in_the_store_is_whole_when_it_is_pressed_again(council: Council) -> None:
    council.allocates(council.rosa)
    card = await walks(council.rosa, await starts(council.rosa), to=VOICE)
    with council.unit() as unit:
        unit.connection.exec_driver_sql(
            "CREATE TRIGGER broken BEFORE INSERT ON audit_answer BEGIN SELECT RAISE(ABORT, 'x'); END"
        )
    failed = await council.rosa.presses(card, "Next", ANSWERS[VOICE])
    assert failed.error == "500"
    assert failed.text == "We could not save that just now. Nothing else has changed. Please press the button again."
    assert council.rows(audit_answer_revision, step="domain_voice") == [], "not even half of it is kept"
    with council.unit() as unit:
        unit.connection.exec_driver_sql("DROP TRIGGER broken")
    assert heading(await council.rosa.presses(card, "Next", ANSWERS[VOICE])) == "Quality of Assessment"
    assert len(council.rows(audit_answer_revision, step="domain_voice")) == 1


# A process of its own, killed without warning.


@dataclass(slots=True)
class Serving:
    """`auditbot serve` as a process, which can be killed and begun again."""

    council: Council
    folder: Path
    process: asyncio.subprocess.Process | None = None

    async def begin(self) -> None:
        port = free_port()
        teams = self.council.teams
        teams.bot_url = f"http://127.0.0.1:{port}"
        variables = teams.environment(
            AUDITBOT_PORT=str(port),
            AUDITBOT_DATABASE_URL=self.council.store.engine.url.render_as_string(hide_password=False),
        )
        variables |= {"PATH": os.environ["PATH"], "PYTHONPATH": str(CHECKOUT)}
        command = (sys.executable, "-c", "from bot.cli import main; main(['serve'])")
        with (self.folder / "serve.log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(*command, env=variables, cwd=self.folder, stderr=log)
        await self._ready()

    async def _ready(self) -> None:
        assert self.process is not None
        async with asyncio.timeout(20), ClientSession() as session:
            while True:
                assert self.process.returncode is None, (self.folder / "serve.log").read_text()
                try:
                    async with session.get(f"{self.council.teams.bot_url}/health/ready") as answer:
                        if answer.status == 200:
                            return
                except ClientConnectorError:
                    await asyncio.sleep(0.05)

    async def is_killed(self) -> None:
        assert self.process is not None
        if self.process.returncode is None:
            os.kill(self.process.pid, signal.SIGKILL)
        await self.process.wait()


@pytest.fixture
async def serving(sqlite_store: Store, tmp_path: Path) -> AsyncIterator[Serving]:
    """A council whose service runs in a process of its own, by the real clock."""
    async with FakeBotConnector(TokenIssuer(Clock())) as teams:
        running = Serving(new_council(sqlite_store, teams), tmp_path)
        await running.begin()
        try:
            yield running
        finally:
            await running.is_killed()


async def killed_while_pressing(
    serving: Serving, somebody: FakePerson, card: Shown, title: str, answers: dict[str, str], after: float
) -> Shown:
    """The process is killed so many seconds into a press; its answer is lost, and the person presses again."""
    press = asyncio.create_task(somebody.presses(card, title, answers))
    await asyncio.sleep(after)
    await serving.is_killed()
    with suppress(ClientError, ConnectionError):
        await press
    await serving.begin()
    return await somebody.presses(card, title, answers)


async def test_kill_9_between_and_during_presses_loses_nothing_and_doubles_nothing(serving: Serving) -> None:
    council, rosa = serving.council, serving.council.rosa
    number = council.allocates(rosa)
    card = await starts(rosa)
    delays = {VOICE: 0.0, "Quality of Plans": 0.004, "Supervision": 0.008, "Overall grade": 0.015}
    while heading(card) != REVIEW:
        title, answers = heading(card), dict(ANSWERS[heading(card)])
        if title in delays:
            card = await killed_while_pressing(serving, rosa, card, way_on(card), answers, delays[title])
        else:
            card = await rosa.presses(card, way_on(card), answers)
    await serving.is_killed()
    await serving.begin()
    assert heading(await rosa.says("continue")) == REVIEW
    receipt = await killed_while_pressing(serving, rosa, card, "Return audit", {}, 0.01)
    assert heading(receipt) == "Audit returned"
    assert len(council.rows(audit_answer_revision)) == len(ANSWERS) - 1, "one row a step, however often it was pressed"
    assert council.rows(allocation, id=number)[0].status is AllocationStatus.RETURNED
    assert len(council.rows(audit_version)) == 1
    assert council.rows(draft_action) == []


async def test_kill_9_after_a_concern_was_raised_still_sends_its_alarm(serving: Serving) -> None:
    council, rosa = serving.council, serving.council.rosa
    kit = council.employs("Kit Moss", Role.DIRECTOR)
    council.allocates(rosa)
    form = await rosa.presses(await starts(rosa), "Raise immediate concern")
    council.teams.fail_next("open", hang=True)
    await rosa.presses(form, "Raise it now", {"in_what": "No adult is home at night."})
    await council.teams.wait_for_call("open")
    await serving.is_killed()
    alarmed = [council.hal, council.mina, council.dan, kit]
    assert not all(one.messages for one in alarmed), "it was killed before everybody had it"
    # What the killed process had claimed is free again once its claim has lapsed.
    council.clock = StandingClock(council.clock.now() + timedelta(minutes=5))
    async with served(council):
        for somebody in alarmed:
            assert heading(await somebody.next_message(0)) == "Immediate concern about a child"
