"""QA sends a workbook, sees what importing it would do, and has it imported or not."""

import asyncio
import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select
from structlog.testing import capture_logs

from domain.words import Role
from storage.store import Store
from storage.tables.allocations import allocation
from storage.tables.chat_files import chat_file
from storage.tables.people import person
from storage.tables.service import import_run, outbox
from tests.conversation.council import FRIDAY_MORNING, Council, heading, new_council, presses_in_place, served
from tests.fakes_cards import Shown
from tests.fakes_messenger import StandingClock
from tests.fakes_people import FakePerson
from tests.fakes_teams import FakeBotConnector
from tests.fakes_tokens import TokenIssuer

GOLDEN = Path(__file__).parents[1] / "golden" / "2019-08.xlsx"
SUMMARY, BROKEN = "What importing it would do", "This workbook can't be imported yet"
TEAMS = [["team", "service"], ["Alder Vale 1", "CSC"]]
PEOPLE = [
    ["email", "name", "roles"],
    ["cedar.finch@council.example", "Cedar Finch", "auditor"],
    ["rosa.adeyemi@council.example", "Rosa Adeyemi", "auditor"],
]


def xlsx(**sheets: list[list[Any]]) -> bytes:
    """The bytes of a workbook with these sheets."""
    book = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


GOOD = xlsx(people=PEOPLE)
WRONG = xlsx(teams=[*TEAMS, ["", "CSC"], ["Elm End 4", ""]])


async def sent(somebody: FakePerson, content: bytes = GOOD, name: str = "2026-11.xlsx") -> Shown:
    """Send a workbook; what comes of reading it."""
    before = len(somebody.messages)
    told = await somebody.sends_file(name, content)
    assert told.text == "I'm reading it. I'll show you what importing it would do."
    return await somebody.next_message(before + 1)


async def comes_of(somebody: FakePerson, card: Shown, title: str) -> Shown:
    """Press a button that sets something going; what takes the card's place when it is done."""
    updates = somebody.teams.counts()["update"]
    await somebody.presses(card, title)
    await somebody.teams.wait_for_call("update", updates + 1)
    return await in_place(somebody, card)


async def in_place(somebody: FakePerson, card: Shown) -> Shown:
    async with somebody.teams.news:
        [found] = [one for one in somebody.messages if one.activity_id == card.activity_id]
    return found


def is_imported(council: Council, name: str = "Cedar Finch") -> bool:
    return bool(council.rows(person, name=name))


def counted(council: Council, table: Any) -> int:
    with council.unit() as unit:
        return int(unit.connection.execute(select(func.count()).select_from(table)).scalar_one())


async def test_qa_sends_a_workbook_sees_what_it_would_do_and_imports_it(council_on_each: Council) -> None:
    council, dan = council_on_each, council_on_each.dan
    card = await sent(dan)
    assert heading(card) == SUMMARY
    assert "2026-11.xlsx" in card.words
    assert "1 added, 0 changed, 1 unchanged" in card.words
    assert card.buttons == ["Import it", "Don't import"]
    assert not is_imported(council), "nothing is written before it is confirmed"
    first = await dan.presses(card, "Import it")
    assert heading(first) == "Importing"
    await council.teams.wait_for_call("update")
    receipt = await in_place(dan, card)
    assert heading(receipt) == "Workbook imported"
    assert "Imported by Dan Iqbal, Friday 20 November 2026 at 09:00." in receipt.words
    assert "1 added, 0 changed, 1 unchanged" in receipt.words
    assert is_imported(council)
    [run] = council.rows(import_run)
    assert run.by_id == council.id_of(dan)


async def test_what_was_imported_is_erased_and_the_record_says_who_did_what(council: Council) -> None:
    await comes_of(council.dan, await sent(council.dan), "Import it")
    [file] = council.rows(chat_file)
    assert (file.content, file.outcome) == (None, "imported")
    for what in ("sent_workbook", "kept_workbook", "tried_workbook", "confirmed_workbook", "imported_workbook"):
        [line] = council.events(what)
        assert line.actor_id == council.id_of(council.dan), what


async def test_the_golden_workbook_goes_in_by_chat_and_its_auditors_hear_of_it(council: Council) -> None:
    card = await sent(council.dan, GOLDEN.read_bytes(), GOLDEN.name)
    assert heading(card) == SUMMARY, card.words
    receipt = await comes_of(council.dan, card, "Import it")
    assert heading(receipt) == "Workbook imported"
    again = await sent(council.dan, GOLDEN.read_bytes(), GOLDEN.name)
    assert "All of it is stored already: importing it changes nothing." in again.words


async def test_the_notices_of_an_import_are_owed_at_once(council: Council) -> None:
    months = xlsx(
        cases=[["case_ref", "team", "legal_status"], ["5000037", "Alder Vale 1", "CIN"]],
        allocations=[
            ["allocation_ref", "month", "case_ref", "auditor", "allocated_on", "due_on"],
            ["A1", "2026-11", "5000037", council.rosa.email, "2026-11-20", "2026-12-04"],
        ],
    )
    receipt = await comes_of(council.dan, await sent(council.dan, months), "Import it")
    assert heading(receipt) == "Workbook imported"
    assert "Start audit" in (await council.rosa.next_message(0)).buttons
    assert counted(council, allocation) == 1


async def test_who_is_not_of_the_qa_team_is_told_so_and_nothing_is_fetched(council: Council) -> None:
    told = await council.rosa.sends_file("2026-11.xlsx", GOOD)
    assert told.text.startswith("Workbooks are imported by the QA team")
    stranger = council.teams.person("Nobody Known")
    await stranger.sends_file("2026-11.xlsx", GOOD)
    assert council.teams.counts()["download"] == 0
    assert council.rows(chat_file) == []
    assert council.events("refused")


async def test_nobody_else_confirms_what_qa_was_shown(council: Council) -> None:
    card = await sent(council.dan)
    answer = await council.rosa.presses(card, "Import it")
    assert answer.text.startswith("Workbooks are imported by the QA team")
    assert not is_imported(council)


async def test_a_workbook_with_problems_says_where_and_offers_no_import(council: Council) -> None:
    card = await sent(council.dan, WRONG)
    assert heading(card) == BROKEN
    assert "Nothing of it can be imported: 2 problems." in card.words
    assert "teams row 3, column team: empty cell. Write" in card.words
    assert "teams row 4, column service: empty cell. Write" in card.words
    assert card.buttons == ["Get it back, marked", "Don't import"]
    assert not is_imported(council)


async def test_a_card_of_problems_quotes_nothing_of_the_workbook(council: Council) -> None:
    secret = "Tilly Tanner"
    card = await sent(council.dan, xlsx(people=[["email", "name", "roles"], [secret, secret, secret]]))
    assert heading(card) == BROKEN
    assert secret not in card.words


async def test_only_the_first_problems_are_shown_and_all_are_counted(council: Council) -> None:
    card = await sent(council.dan, xlsx(teams=[["team", "service"], *([f"Team {n}", ""] for n in range(1_000))]))
    assert "1,000 problems." in card.words
    assert "And 994 more." in card.words


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"not a workbook at all", "2026-11.xlsx"), (GOOD[:200], "2026-11.xlsx"), (b"", "2026-11.xlsx")],
    ids=["text", "cut off", "empty"],
)
async def test_a_file_that_is_no_workbook_is_told_so_and_erased(council: Council, content: bytes, name: str) -> None:
    card = await sent(council.dan, content, name)
    assert heading(card) == "I can't read this workbook"
    assert card.buttons == []
    [file] = council.rows(chat_file)
    assert (file.content, file.outcome) == (None, "refused")


async def test_a_workbook_without_a_sheet_of_the_import_is_told_so(council: Council) -> None:
    card = await sent(council.dan, xlsx(holidays=[["when"], ["August"]]))
    assert heading(card) == "I can't read this workbook"
    assert "teams" in card.words, "it names the sheets there are"


@pytest.mark.parametrize(("name", "words"), [("notes.docx", ".xlsx workbooks only"), ("old.xls", "Save it as .xlsx")])
async def test_another_kind_of_file_is_not_fetched(council: Council, name: str, words: str) -> None:
    assert words in (await council.dan.sends_file(name, b"anything")).text
    assert council.teams.counts()["download"] == 0


async def test_two_files_at_once_are_not_opened(council: Council) -> None:
    onedrive = council.teams.onedrive
    told = await council.dan.sends(onedrive.attachment("one.xlsx"), onedrive.attachment("two.xlsx"))
    assert told.text == "Send me one workbook at a time: I have opened none of these."
    assert council.teams.counts()["download"] == 0


async def test_what_is_written_beside_a_picture_of_itself_is_still_a_message(council: Council) -> None:
    # Teams sends every formatted message once more as HTML.
    html = {"contentType": "text/html", "content": "<p>help</p>"}
    assert heading(await council.dan.sends(html, text="help")) == "What you can do here"


async def test_a_huge_file_is_not_read(council: Council) -> None:
    told = await sent(council.dan, b"\0" * 25_000_001)
    assert "over 25 MB" in told.text
    assert council.rows(chat_file) == []


async def test_a_file_on_a_foreign_host_is_not_fetched(council: Council) -> None:
    elsewhere = council.teams.onedrive.address("2026-11.xlsx").replace("127.0.0.1", "localhost")
    council.teams.onedrive.files["2026-11.xlsx"] = GOOD
    before = len(council.dan.messages)
    await council.dan.sends(council.teams.onedrive.attachment("2026-11.xlsx", elsewhere))
    assert "where I may not go" in (await council.dan.next_message(before + 1)).text
    assert council.teams.counts()["download"] == 0


async def test_a_file_that_sends_on_elsewhere_is_not_followed(council: Council) -> None:
    elsewhere = council.teams.onedrive.address("other.xlsx").replace("127.0.0.1", "localhost")
    council.teams.fail_next("download", status=302, location=elsewhere)
    assert "where I may not go" in (await sent(council.dan)).text
    assert council.teams.counts()["download"] == 1


async def test_a_download_that_fails_is_told_and_goes_well_the_next_time(council: Council) -> None:
    council.teams.fail_next("download", status=503)
    assert "could not fetch the file just now" in (await sent(council.dan)).text
    council.teams.fail_next("download", status=403)
    assert "its link has run out" in (await sent(council.dan)).text
    for _ in range(2):  # what is only fetched may be asked for again, once
        council.teams.fail_next("download", drop=True)
    assert "could not fetch the file just now" in (await sent(council.dan)).text
    assert heading(await sent(council.dan)) == SUMMARY


async def test_our_token_never_goes_to_where_a_file_lies(council: Council) -> None:
    await sent(council.dan)
    [download] = [call for call in council.teams.calls if call.name == "download"]
    assert download.authorization == ""


async def test_a_workbook_is_imported_once_however_often_it_is_confirmed(council_on_each: Council) -> None:
    council, dan = council_on_each, council_on_each.dan
    card = await sent(dan)
    updates = council.teams.counts()["update"]
    answers = await asyncio.gather(dan.pressing(card, "Import it"), dan.pressing(card, "Import it"))
    assert [answer.status for answer in answers] == [200, 200]
    await council.teams.wait_for_call("update", updates + 1)
    again = await dan.presses(card, "Import it")
    assert heading(again) == "Workbook imported"
    assert "1 added, 0 changed, 1 unchanged" in again.words
    assert counted(council, import_run) == 1


@pytest.mark.parametrize("new_id", [False, True])
async def test_a_confirmation_delivered_again_is_answered_with_the_receipt(council: Council, *, new_id: bool) -> None:
    card = await sent(council.dan)
    await comes_of(council.dan, card, "Import it")
    answer = await council.dan.is_heard_again(new_id=new_id)
    assert heading(Shown(card=answer.body["value"])) == "Workbook imported"
    assert counted(council, import_run) == 1


async def test_a_message_delivered_again_is_read_once(council: Council) -> None:
    await sent(council.dan)
    await council.dan.is_heard_again()
    assert counted(council, chat_file) == 1


async def test_two_of_the_qa_team_confirm_the_same_card_and_it_is_imported_once(council_on_each: Council) -> None:
    council, dan = council_on_each, council_on_each.dan
    ivy = council.employs("Ivy Novak", Role.QA)
    card = await sent(dan)
    await asyncio.gather(dan.pressing(card, "Import it"), ivy.pressing(card, "Import it"))
    await council.teams.wait_for_call("update")
    assert counted(council, import_run) == 1
    assert counted(council, chat_file) == 1


async def test_a_card_can_not_be_turned_to_another_file(council: Council) -> None:
    card = await sent(council.dan)
    other = await sent(council.dan, xlsx(people=[PEOPLE[0], ["dot.dell@council.example", "Dot Dell", "auditor"]]))
    swapped = other.button("Import it")["data"]["file"]
    card.button("Import it")["data"]["file"] = swapped  # what a forger would send
    assert "I don't have this workbook any more" in (await council.dan.presses(card, "Import it")).text
    assert not is_imported(council, "Dot Dell")


async def test_dont_import_erases_the_file(council: Council) -> None:
    card = await sent(council.dan)
    left = await council.dan.presses(card, "Don't import")
    assert heading(left) == "Not imported"
    [file] = council.rows(chat_file)
    assert (file.content, file.outcome) == (None, "not_imported")
    assert heading(await council.dan.presses(card, "Import it")) == "Not imported"
    assert not is_imported(council)


async def test_a_workbook_that_nobody_confirmed_is_erased_after_a_day(council_on_each: Council) -> None:
    council = council_on_each
    card = await sent(council.dan)
    await council.time_passes(hours=23)
    assert council.rows(chat_file)[0].content == GOOD
    await council.time_passes(hours=1, minutes=1)
    assert "I don't have this workbook any more" in (await council.dan.presses(card, "Import it")).text
    await council.time_passes(hours=1)
    assert council.rows(chat_file)[0].content is None


async def test_it_is_confirmed_after_a_restart(store: Store) -> None:
    async with FakeBotConnector(TokenIssuer(StandingClock(FRIDAY_MORNING))) as teams:
        council = new_council(store, teams)
        async with served(council):
            card = await sent(council.dan)
        async with served(council):
            assert heading(await comes_of(council.dan, card, "Import it")) == "Workbook imported"
        assert is_imported(council)


async def test_an_import_that_was_cut_off_can_be_set_going_again(council: Council) -> None:
    card = await sent(council.dan)
    with council.unit() as unit:
        unit.connection.execute(chat_file.update().values(begun_at=council.clock.now()))
    assert heading(await council.dan.presses(card, "Import it")) == "Importing"
    council.is_now(council.clock.now() + timedelta(minutes=3))
    assert heading(await comes_of(council.dan, card, "Import it")) == "Workbook imported"


async def test_an_import_under_way_can_be_asked_after(council: Council) -> None:
    card = await sent(council.dan)
    importing = await council.dan.presses(card, "Import it")
    await council.teams.wait_for_call("update")
    assert heading(await council.dan.presses(importing, "How did it go?")) == "Workbook imported"


async def test_a_summary_that_was_lost_is_shown_again(council: Council) -> None:
    card = await sent(council.dan)
    importing = await council.dan.presses(card, "Import it")
    await council.teams.wait_for_call("update")
    with council.unit() as unit:
        waiting = {"outcome": None, "begun_at": None, "came_to": None, "content": GOOD}
        unit.connection.execute(chat_file.update().values(waiting))
    assert heading(await comes_of(council.dan, importing, "How did it go?")) == SUMMARY


async def test_a_client_without_execute_confirms_all_the_same(council: Council) -> None:
    card = await sent(council.dan)
    await presses_in_place(council.dan, card, "Import it")
    await council.teams.wait_for_call("update", 2)
    assert heading(await in_place(council.dan, card)) == "Workbook imported"


async def test_a_receipt_that_cannot_take_the_cards_place_comes_as_a_message(council: Council) -> None:
    card = await sent(council.dan)
    before = len(council.dan.messages)
    council.teams.fail_next("update", status=403)
    await council.dan.presses(card, "Import it")
    assert heading(await council.dan.next_message(before)) == "Workbook imported"


async def test_no_log_line_holds_anything_of_the_file_or_its_address(council: Council) -> None:
    with capture_logs() as lines:
        await comes_of(council.dan, await sent(council.dan), "Import it")
        council.teams.fail_next("download", status=503)
        await sent(council.dan, b"no workbook")
    logged = str(lines)
    assert "file_not_moved" in logged
    for secret in ("tempauth", "2026-11", "Cedar Finch", "onedrive"):
        assert secret not in logged


async def test_the_outbox_holds_no_file(council: Council) -> None:
    await comes_of(council.dan, await sent(council.dan), "Import it")
    assert council.rows(outbox) == []
