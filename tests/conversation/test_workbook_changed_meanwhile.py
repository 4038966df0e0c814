"""The store changes between the summary of a workbook and its import: it is checked again, and the card says so."""

from storage.tables.people import person, team
from storage.tables.service import import_run
from tests.conversation.council import Council, heading
from tests.conversation.test_workbook_in_chat import BROKEN, SUMMARY, comes_of, counted, sent, xlsx


async def test_what_changed_since_the_summary_is_checked_again(council: Council) -> None:
    birch = [["case_ref", "team", "legal_status"], ["5000037", "Birch Way 2", "CIN"]]
    card = await sent(council.dan, xlsx(cases=birch))
    assert heading(card) == SUMMARY
    with council.unit() as unit:
        unit.connection.execute(team.update().where(team.c.name == "Birch Way 2").values(name="Birch Way 7"))
    now = await comes_of(council.dan, card, "Import it")
    assert heading(now) == BROKEN
    assert "since you saw the summary, what is stored has changed" in now.words
    assert counted(council, import_run) == 0


async def test_a_receipt_says_that_the_import_did_something_else_than_its_summary_told(council: Council) -> None:
    card = await sent(council.dan)
    assert "1 added, 0 changed, 1 unchanged" in card.words
    with council.unit() as unit:
        unit.connection.execute(person.insert().values(email="cedar.finch@council.example", name="Cedar Finch"))
    receipt = await comes_of(council.dan, card, "Import it")
    assert "0 added, 1 changed, 1 unchanged" in receipt.words
    assert "What is stored had changed since the summary was shown" in receipt.words
    assert "What is stored had changed" in (await council.dan.presses(card, "Import it")).words, "also when asked again"


async def test_a_receipt_of_what_was_told_says_nothing_of_changes(council: Council) -> None:
    receipt = await comes_of(council.dan, await sent(council.dan), "Import it")
    assert "had changed" not in receipt.words
