"""A workbook that would undo what was done in Teams: QA is told, and says which of the two is to win."""

from domain.words import Rating
from storage.tables.allocations import allocation
from storage.tables.audits import audit
from storage.tables.service import import_run
from tests.conversation.council import Council, heading, returns
from tests.conversation.test_workbook_in_chat import comes_of, sent, xlsx
from tests.fakes_cards import Shown

BROKEN = "This workbook can't be imported yet"


def given(council: Council, number: int) -> list[str]:
    return [f"A{number}", "2026-11", f"500003{number}", council.rosa.email, "2026-11-20", "2026-12-04"]


async def returned_in_teams(council: Council, *numbers: int) -> None:
    """QA allocates these audits by workbook, and Rosa returns the first in Teams."""
    book = xlsx(
        cases=[["case_ref", "team", "legal_status"], *([f"500003{n}", "Alder Vale 1", "CIN"] for n in numbers)],
        allocations=[
            ["allocation_ref", "month", "case_ref", "auditor", "allocated_on", "due_on"],
            *(given(council, number) for number in numbers),
        ],
    )
    assert heading(await comes_of(council.dan, await sent(council.dan, book), "Import it")) == "Workbook imported"
    await returns(council.rosa)


def audits(*refs: str) -> bytes:
    rows = [[ref, "2026-11-19", "Inadequate"] for ref in refs]
    return xlsx(audits=[["allocation_ref", "returned_on", "overall"], *rows])


def overall_of(council: Council) -> list[Rating]:
    return [row.overall for row in council.rows(audit) if row.overall]


async def shown_conflict(council: Council) -> Shown:
    await returned_in_teams(council, 1)
    return await sent(council.dan, audits("A1"))


async def test_qa_is_told_of_a_conflict_and_may_leave_it(council: Council) -> None:
    card = await shown_conflict(council)
    assert heading(card) == BROKEN
    assert "It would undo what was done in Teams since the last import" in card.words
    assert "this audit was returned in Teams at 09:00 on Friday 20 November 2026." in card.words
    assert card.buttons == ["Import it, workbook wins", "Get it back, marked", "Don't import"]
    await council.dan.presses(card, "Don't import")
    assert overall_of(council) == [Rating.GOOD]


async def test_a_conflict_names_no_grade(council: Council) -> None:
    card = await shown_conflict(council)
    for rating in ("Good", "Inadequate", "--workbook-wins"):
        assert rating not in card.words


async def test_the_workbook_wins_where_qa_says_so(council_on_each: Council) -> None:
    council = council_on_each
    receipt = await comes_of(council.dan, await shown_conflict(council), "Import it, workbook wins")
    assert heading(receipt) == "Workbook imported"
    assert overall_of(council) == [Rating.INADEQUATE]
    assert council.events("workbook_won")
    [*_, confirmed] = council.events("confirmed_workbook")
    assert confirmed.detail["workbook_wins"] is True


async def test_only_the_conflicts_that_were_shown_are_overruled(council: Council) -> None:
    await returned_in_teams(council, 1, 2)
    card = await sent(council.dan, audits("A1", "A2"))
    await returns(council.rosa)
    now = await comes_of(council.dan, card, "Import it, workbook wins")
    assert heading(now) == BROKEN
    assert "what is stored has changed" in now.words
    assert now.words.count("this audit was returned in Teams") > card.words.count("this audit was returned in Teams")
    assert overall_of(council) == [Rating.GOOD, Rating.GOOD]
    assert len(council.rows(import_run)) == 1
    assert heading(await comes_of(council.dan, now, "Import it, workbook wins")) == "Workbook imported"
    assert overall_of(council) == [Rating.INADEQUATE, Rating.INADEQUATE]


async def test_the_plain_button_overrules_nothing(council: Council) -> None:
    card = await shown_conflict(council)
    over = card.button("Import it, workbook wins")
    over["data"]["verb"] = over["verb"] = "import_workbook"  # type: ignore[index]  # what a forger would send
    assert heading(await comes_of(council.dan, card, "Import it, workbook wins")) == BROKEN
    assert overall_of(council) == [Rating.GOOD]


async def test_the_allocation_stays_returned(council: Council) -> None:
    await comes_of(council.dan, await shown_conflict(council), "Import it, workbook wins")
    assert [row.status for row in council.rows(allocation)] == ["returned"]
