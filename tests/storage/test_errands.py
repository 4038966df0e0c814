"""Errands that go wrong on the way: their person is told, nothing is half done, and the same press goes on."""

import asyncio
import io
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest
from openpyxl import Workbook
from sqlalchemy import text

from bot.clock import Stopwatch
from bot.errands import IMPORT_WENT_WRONG, TOO_LONG, Errands
from bot.ports import Inbound, InboundKind, SentFile, UploadPlace
from cards.elements import shown
from dialogs.turn import Errand, ErrandKind, Reply
from dialogs.workbook_errands import keep
from domain.chat_files import ChatFileOutcome
from storage.chat_files import KeptFile, begin, kept_file
from storage.store import Actor, Store, Unit
from storage.tables.people import person
from tests.fakes_cards import Shown
from tests.fakes_messenger import StandingClock

MORNING = datetime(2026, 11, 20, 9, tzinfo=UTC)
ACTOR = Actor("chat", 1, "an-object-id")
SENT = Inbound(
    kind=InboundKind.SAID,
    activity_id="f:1",
    tenant_id="tenant",
    object_id="an-object-id",
    channel_user_id="29:dan",
    conversation_id="a:dan",
    service_url="https://teams.example/",
    files=(SentFile("../../2026-11.xlsx", "https://council.sharepoint.com/2026-11"),),
)


@dataclass
class Shelf:
    """Files that are all the same. Implements `bot.ports.Files`."""

    content: bytes
    put_there: list[bytes] = field(default_factory=list)

    async def fetch(self, file: SentFile, largest: int) -> bytes:
        del file, largest
        return self.content

    async def put(self, place: UploadPlace, content: bytes) -> None:
        del place
        self.put_there.append(content)


class HurriedStopwatch(Stopwatch):
    """A stopwatch on which a minute passes between any two looks. Implements `bot.clock.Stopwatch`."""

    def __init__(self) -> None:
        self.at = 0.0

    def seconds(self) -> float:
        self.at += 60
        return self.at


def workbook_of(*emails: str) -> bytes:
    book, out = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet("people")
    for row in (["email", "name", "roles"], *([email, "Ada Elm", "auditor"] for email in emails)):
        sheet.append(row)
    book.save(out)
    return out.getvalue()


GOOD = workbook_of("ada@council.example")


@pytest.fixture
def with_dan(store: Store) -> Store:
    """The store, with somebody of the QA team in it."""
    insert = person.insert().values(email="dan@council.example", name="Dan Iqbal")
    store.do(lambda unit: unit.connection.execute(insert), MORNING, ACTOR)
    return store


def errands(store: Store, stopwatch: Stopwatch | None = None, wake: Callable[[], None] = lambda: None) -> Errands:
    return Errands(store, StandingClock(MORNING), stopwatch or Stopwatch(), Shelf(GOOD), wake)


def kept(store: Store, content: bytes = GOOD) -> KeptFile:
    """A workbook that was fetched, and whose import was set going."""

    def work(unit: Unit) -> KeptFile:
        file = keep(unit, "2026-11.xlsx", content).file
        begin(unit, file)
        return file

    return store.do(work, MORNING, ACTOR)


def standing(store: Store, file_id: int = 1) -> KeptFile:
    found = store.do(lambda unit: kept_file(unit, file_id), MORNING, ACTOR)
    assert found is not None
    return found


def words(reply: Reply) -> str:
    assert reply.card is not None, reply.text
    return Shown(card=shown(reply.card)).words


async def test_a_dry_run_that_lasts_too_long_is_undone_and_told(with_dan: Store) -> None:
    hurried = errands(with_dan, HurriedStopwatch())
    reply = await hurried.carry_out(SENT, Errand(ErrandKind.READ_WORKBOOK, 1), "card-1")
    assert TOO_LONG in words(reply)
    assert standing(with_dan).outcome is ChatFileOutcome.REFUSED
    unhurried = await errands(with_dan).carry_out(SENT, Errand(ErrandKind.READ_WORKBOOK, 1), "card-2")
    assert "1 added" in words(unhurried), "and it left nothing behind"


async def test_a_file_is_kept_under_a_name_that_leads_nowhere(with_dan: Store) -> None:
    await errands(with_dan).carry_out(SENT, Errand(ErrandKind.READ_WORKBOOK, 1), "card-1")
    assert standing(with_dan).name == ".._.._2026-11.xlsx"


async def test_a_long_name_in_another_script_is_shortened_from_its_beginning(with_dan: Store) -> None:
    long = replace(SENT, files=(replace(SENT.files[0], name="\N{CJK UNIFIED IDEOGRAPH-20000}" * 200 + ".xlsx"),))
    reply = await errands(with_dan).carry_out(long, Errand(ErrandKind.READ_WORKBOOK, 1), "card-1")
    assert "1 added" in words(reply)
    assert standing(with_dan).name.endswith(".xlsx")


async def test_an_import_that_fails_can_be_set_going_again(with_dan: Store) -> None:
    file = kept(with_dan)
    with with_dan.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE import_run RENAME TO import_run_away")
    reply = await errands(with_dan).carry_out(SENT, Errand(ErrandKind.IMPORT_WORKBOOK, 1, file.id), "card-1")
    assert reply.text == IMPORT_WENT_WRONG
    assert standing(with_dan).begun_at is None
    with with_dan.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE import_run_away RENAME TO import_run")
    reply = await errands(with_dan).carry_out(SENT, Errand(ErrandKind.IMPORT_WORKBOOK, 1, file.id), "card-2")
    assert "Imported by Dan Iqbal" in words(reply)


async def test_bytes_that_are_not_those_that_were_shown_are_not_imported(with_dan: Store) -> None:
    file = kept(with_dan)
    with with_dan.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE chat_file SET digest = 'another'")
    reply = await errands(with_dan).carry_out(SENT, Errand(ErrandKind.IMPORT_WORKBOOK, 1, file.id), "card-1")
    assert "I don't have this workbook any more" in reply.text


async def test_two_errands_for_the_same_import_import_it_once(with_dan: Store) -> None:
    file, woken = kept(with_dan), list[str]()
    working = errands(with_dan, wake=lambda: woken.append("woken"))
    errand = Errand(ErrandKind.IMPORT_WORKBOOK, 1, file.id)
    first = await working.carry_out(SENT, errand, "card-1")
    assert "1 added" in words(first)
    assert woken
    again = await working.carry_out(SENT, errand, "card-2")
    assert words(again) == words(first)


def waits(store: Store) -> bool:
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    return bool(store.do(lambda unit: unit.connection.execute(waiting).scalar_one(), MORNING, ACTOR))


async def test_an_import_that_somebody_overtook_shows_how_it_stands_and_can_be_confirmed_again(
    postgresql_store: Store,
) -> None:
    dan = person.insert().values(email="dan@council.example", name="Dan Iqbal")
    postgresql_store.do(lambda unit: unit.connection.execute(dan), MORNING, ACTOR)
    file = kept(postgresql_store)
    with postgresql_store.unit(MORNING, ACTOR) as unit:
        unit.connection.execute(person.insert().values(email="ada@council.example", name="Ada Rowe"))
        errand = Errand(ErrandKind.IMPORT_WORKBOOK, 1, file.id)
        importing = asyncio.create_task(errands(postgresql_store).carry_out(SENT, errand, "card-1"))
        while not waits(postgresql_store):  # noqa: ASYNC110 - the database rings no bell
            await asyncio.sleep(0.02)
    reply = words(await importing)
    assert "Somebody wrote the same things into auditbot" in reply
    assert "0 added, 1 changed, 0 unchanged" in reply
    reply = words(await errands(postgresql_store).carry_out(SENT, errand, "card-2"))
    assert "Imported by Dan Iqbal" in reply
