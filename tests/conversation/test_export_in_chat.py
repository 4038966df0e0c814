"""QA asks for the workbook, and takes it into their OneDrive or not."""

import io
from typing import Any

import pytest
from openpyxl import load_workbook
from structlog.testing import capture_logs

from domain.words import Role
from storage.store import Store
from storage.tables.chat_files import chat_file
from tests.conversation.council import FRIDAY_MORNING, Council, heading, helped, new_council, served
from tests.conversation.test_workbook_in_chat import sent, xlsx
from tests.fakes_cards import Shown
from tests.fakes_messenger import StandingClock
from tests.fakes_people import FakePerson
from tests.fakes_teams import FakeBotConnector
from tests.fakes_tokens import TokenIssuer

NAME = "auditbot-2026-11-20.xlsx"


async def offer_to(somebody: FakePerson) -> Shown:
    """Type 'export'; the file that is offered then."""
    before = len(somebody.messages)
    told = await somebody.says("export")
    assert told.text == "I'm writing the workbook. I'll offer it to you here when it's done."
    return await somebody.next_message(before + 1)


async def in_place(somebody: FakePerson, message: Shown) -> Shown:
    """What stands where the offer was, once it was answered."""
    await somebody.teams.wait_for_call("update")
    async with somebody.teams.news:
        [found] = [one for one in somebody.messages if one.activity_id == message.activity_id]
    return found


def kept(council: Council) -> Any:
    [file] = council.rows(chat_file)
    return file


async def test_qa_asks_for_the_workbook_takes_it_and_finds_it_in_their_onedrive(council_on_each: Council) -> None:
    council, dan = council_on_each, council_on_each.dan
    offer = await offer_to(dan)
    assert offer.offer["name"] == NAME
    assert offer.offer["content"]["sizeInBytes"] == len(kept(council).content)
    assert "personal data" in offer.offer["content"]["description"]
    answer = await dan.takes(offer)
    assert answer.status == 200
    done = await in_place(dan, offer)
    assert done.file["name"] == NAME
    assert done.file["contentUrl"].endswith(NAME)
    content = council.teams.onedrive.files[NAME]
    people = load_workbook(io.BytesIO(content), read_only=True)["people"]
    assert "rosa.adeyemi@council.example" in [row[0] for row in people.iter_rows(values_only=True)]


async def test_the_file_is_put_whole_and_without_our_token(council: Council) -> None:
    offer = await offer_to(council.dan)
    await council.dan.takes(offer)
    await in_place(council.dan, offer)
    size = len(council.teams.onedrive.files[NAME])
    assert council.teams.onedrive.put_with[NAME] == f"bytes 0-{size - 1}/{size}"
    [upload] = [call for call in council.teams.calls if call.name == "upload"]
    assert upload.authorization == ""


async def test_what_was_handed_over_is_erased_here_and_recorded(council: Council) -> None:
    offer = await offer_to(council.dan)
    await council.dan.takes(offer)
    await in_place(council.dan, offer)
    assert (kept(council).content, kept(council).outcome) == (None, "handed_over")
    for what in ("workbook_exported", "handed_over_file"):
        [line] = council.events(what)
        assert line.actor_id == council.id_of(council.dan)


async def test_a_file_that_is_declined_is_erased(council: Council) -> None:
    offer = await offer_to(council.dan)
    assert (await council.dan.declines(offer)).status == 200
    assert (await in_place(council.dan, offer)).text.startswith("I've erased the file.")
    assert (kept(council).content, kept(council).outcome) == (None, "declined")
    before = len(council.dan.messages)
    await council.dan.takes(offer)
    await council.teams.wait_for_call("update", 2)
    assert "I don't have this file any more" in council.dan.messages[before - 1].text
    assert council.teams.counts()["upload"] == 0


async def test_a_taking_delivered_again_puts_the_file_once(council: Council) -> None:
    offer = await offer_to(council.dan)
    await council.dan.takes(offer)
    await in_place(council.dan, offer)
    assert (await council.dan.is_heard_again()).status == 200
    await council.dan.is_heard_again(new_id=True)
    await council.teams.wait_for_call("update", 2)
    assert council.teams.counts()["upload"] == 1


async def test_a_file_that_could_not_be_put_is_offered_again(council: Council) -> None:
    offer = await offer_to(council.dan)
    council.teams.fail_next("upload", status=503)
    before = len(council.dan.messages)
    await council.dan.takes(offer)
    again = await council.dan.next_message(before)
    assert "could not put it into your OneDrive" in again.text
    await council.dan.takes(again)
    await council.teams.wait_for_call("update")
    assert council.teams.onedrive.files[NAME]


async def test_a_file_goes_to_no_foreign_host(council: Council) -> None:
    offer = await offer_to(council.dan)
    council.teams.onedrive.url = council.teams.onedrive.url.replace("127.0.0.1", "localhost")
    before = len(council.dan.messages)
    await council.dan.takes(offer)
    assert "could not put it" in (await council.dan.next_message(before)).text
    assert council.teams.counts()["upload"] == 0


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.QA])
async def test_nobody_but_qa_gets_the_workbook(council: Council, role: Role) -> None:
    ada = council.employs("Ada Quill", role)
    assert "for the QA team only" in (await ada.says("export")).text
    assert council.rows(chat_file) == []
    assert council.events("refused")


async def test_a_file_is_handed_to_nobody_but_who_asked_for_it(council: Council) -> None:
    ivy = council.employs("Ivy Novak", Role.QA)
    offer = await offer_to(council.dan)
    await ivy.takes(offer)
    await council.teams.wait_for_call("update")
    await council.rosa.takes(offer)
    assert council.teams.counts()["upload"] == 0
    assert kept(council).outcome is None


async def test_the_help_has_a_button_for_it(council: Council) -> None:
    help_ = await helped(council.dan, "Export")
    before = len(council.dan.messages)
    await council.dan.presses(help_, "Export")
    assert (await council.dan.next_message(before)).offer["name"] == NAME


async def test_it_is_taken_after_a_restart(store: Store) -> None:
    async with FakeBotConnector(TokenIssuer(StandingClock(FRIDAY_MORNING))) as teams:
        council = new_council(store, teams)
        async with served(council):
            offer = await offer_to(council.dan)
        async with served(council):
            await council.dan.takes(offer)
            await in_place(council.dan, offer)
        assert teams.onedrive.files[NAME]


async def test_a_file_that_nobody_took_is_erased_after_a_day(council: Council) -> None:
    await offer_to(council.dan)
    await council.time_passes(hours=25)
    await council.time_passes(hours=1)
    assert kept(council).content is None


async def test_a_workbook_with_problems_is_given_back_with_the_places_marked(council_on_each: Council) -> None:
    council, dan = council_on_each, council_on_each.dan
    wrong = xlsx(teams=[["team", "service"], ["Elm End 4", ""], ["", "CSC"]])
    card = await sent(dan, wrong, "November.xlsx")
    before = len(dan.messages)
    told = await dan.presses(card, "Get it back, marked")
    assert told.text.startswith("I'm marking the places in your workbook.")
    offer = await dan.next_message(before)
    assert offer.offer["name"] == "November marked.xlsx"
    await dan.takes(offer)
    await in_place(dan, offer)
    book = load_workbook(io.BytesIO(council.teams.onedrive.files["November marked.xlsx"]))
    assert book["teams"]["B2"].comment is not None
    assert book["teams"]["A3"].comment is not None
    assert len(book.sheetnames) == 2, "the list stands in front"
    assert [file.outcome for file in council.rows(chat_file)] == [None, "handed_over"]


async def test_a_workbook_that_is_gone_is_not_given_back(council: Council) -> None:
    card = await sent(council.dan, xlsx(teams=[["team", "service"], ["Elm End 4", ""]]))
    await council.dan.presses(card, "Don't import")
    assert heading(await council.dan.presses(card, "Get it back, marked")) == "Not imported"


async def test_what_was_exported_in_chat_goes_in_again_and_changes_nothing(council: Council) -> None:
    offer = await offer_to(council.dan)
    await council.dan.takes(offer)
    await in_place(council.dan, offer)
    before = len(council.dan.messages)
    await council.dan.sends(council.teams.onedrive.attachment(NAME))
    summary = await council.dan.next_message(before + 1)
    assert heading(summary) == "What importing it would do", summary.words
    assert "All of it is stored already: importing it changes nothing." in summary.words


async def test_no_log_line_holds_the_address(council: Council) -> None:
    with capture_logs() as lines:
        offer = await offer_to(council.dan)
        council.teams.fail_next("upload", status=500)
        await council.dan.takes(offer)
        await council.teams.wait_for(council.dan.conversation_id, 2)
    assert "file_not_moved" in str(lines)
    assert "tempauth" not in str(lines)


async def test_an_answer_to_an_offer_that_is_none_is_refused(council: Council) -> None:
    for value in ({}, {"action": "perhaps"}, {"action": "accept"}, "accept"):
        answer = await council.dan.delivers(council.dan.activity("invoke", name="fileConsent/invoke", value=value))
        assert answer.status == 400
