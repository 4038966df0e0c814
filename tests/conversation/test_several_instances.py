"""Two instances on one PostgreSQL, and no two turns of anybody in a row on the same one."""

import asyncio
from collections import Counter
from datetime import date
from pathlib import Path

from sqlalchemy import text

from bot.app import check_database, prepare_database
from domain.words import ActionStatus, AllocationStatus, Role
from storage.schema import Fit, fit, upgrade
from storage.statements import insert_returning_id
from storage.store import make_engine
from storage.tables.allocations import allocation
from storage.tables.audits import action_transition, agreed_action, audit_answer_revision
from storage.tables.exemptions import exemption_request, exemption_step
from storage.tables.service import import_run
from storage.tables.wording import kept_wording
from tests.conversation.council import ANSWERS, BIRCH, Council, heading, starts, walks
from tests.conversation.exemption_talk import EXEMPT, gets
from tests.conversation.instances import council_on, served_by_turns
from tests.conversation.test_workbook_in_chat import comes_of, is_imported, sent
from tests.fakes_cards import Shown
from tests.fakes_people import FakePerson, seen_in_place
from tests.storage.next_version import next_version

NAMED = "Kayleigh drew her week."
VOICE = "Seeing and Hearing the Child"


async def test_any_turn_on_any_instance_and_everything_is_done_once(postgresql_url: str) -> None:
    async with council_on(postgresql_url) as council, served_by_turns(council, postgresql_url):
        await _an_audit_with_a_question_a_refusal_and_typed_steps(council)
        await _an_exemption_and_its_approver(council)
        await _an_action_answered_and_taken_back(council)
        await _one_tap_that_both_instances_get(council)
        await _a_question_and_what_is_asked_of_its_answer(council)
        await _a_workbook_shown_by_one_and_imported_by_the_other(council)


async def _an_audit_with_a_question_a_refusal_and_typed_steps(council: Council) -> None:
    rosa = council.rosa
    council.allocates(rosa)
    await rosa.says("help")
    card = await walks(rosa, await starts(rosa), to=VOICE)
    asked = await rosa.presses(card, "Next", {"in_rating": "Good", "in_evidence": NAMED})
    assert "“Kayleigh” may name a child" in asked.words
    card = await rosa.presses(asked, "Use it as it is")
    assert heading(card) == "Quality of Assessment", "asked by one, answered at the other"
    assert len(council.rows(kept_wording)) == 1

    refused = await rosa.presses(card, "Next", {"in_rating": "Good", "in_evidence": "Lives at SW1A 2AA."})
    assert refused.inputs["in_evidence"] == "Lives at SW1A 2AA."
    await rosa.says("good: The history is drawn on throughout.")
    half = await rosa.says("Each step has an owner and a week.")
    assert "owner and a week" in str(half.card), "a text without its grade is kept, and its grade is asked for"
    review = await walks(rosa, await rosa.says("continue"))
    receipt = await rosa.presses(review, "Return audit")
    assert heading(receipt) == "Audit returned"
    assert heading(await rosa.presses(review, "Return audit")) == "Audit returned"
    assert council.rows(allocation)[-1].status is AllocationStatus.RETURNED
    kept = Counter(row.step for row in council.rows(audit_answer_revision))
    assert {step: count for step, count in kept.items() if count > 1} == {"domain_plans": 2}, "a text, then its grade"


async def _an_exemption_and_its_approver(council: Council) -> None:
    iwan = council.employs("Iwan Prosser", Role.AUDITOR, team_id=BIRCH)
    council.allocates(iwan, "CS_5000041")
    form = await iwan.presses(await iwan.says("my audits"), "Ask for an exemption")
    given = {"in_kind": "Leave", "in_why": "Kayleigh's wedding, booked in spring."}
    asked = await iwan.presses(form, "Ask", given)
    assert heading(await iwan.presses(asked, "Use it as it is")) == "You have asked"
    request = await gets(council, council.mina)
    approved = await council.mina.presses(request, "Approve")
    await council.mina.presses(request, "Approve")
    assert "Approved by Mina Castell" in approved.words
    assert heading(await gets(council, iwan, EXEMPT)).startswith(EXEMPT)
    assert len(council.rows(exemption_request)) == 1
    assert [row.to_status for row in council.rows(exemption_step)] == ["asked", "approved"]


async def _an_action_answered_and_taken_back(council: Council) -> None:
    sue = council.sue
    with council.unit() as unit:
        insert_returning_id(
            unit,
            agreed_action,
            ref="AC-12",
            allocation_id=council.rows(allocation)[0].id,
            owner_id=council.id_of(sue),
            description="Visit weekly.",
            raised_on=date(2026, 11, 20),
            due_on=date(2026, 12, 3),
        )
    form = await sue.presses(await sue.says("my actions"), "Done")
    refused = await sue.presses(form, "Save as done", {"in_what": "SW1A 2AA"}, client_checks=False)
    assert "SW1A 2AA" in str(refused.card)
    done = await sue.presses(refused, "Save as done", {"in_what": "Seen each week since."})
    assert "is open again" in (await sue.presses(done, "Undo")).words
    assert "AC-12" in (await sue.says("done AC-12: Seen each week since.")).words
    states = [row.to_status for row in council.rows(action_transition)]
    assert states == [ActionStatus.COMPLETED, ActionStatus.OPEN, ActionStatus.COMPLETED]


async def _one_tap_that_both_instances_get(council: Council) -> None:
    """Teams delivers again what it saw no answer to, and the copy reaches the other instance."""
    nia = council.employs("Nia Thorne", Role.AUDITOR, team_id=BIRCH)
    council.allocates(nia, "CS_5000042")
    first = await starts(nia)
    card = await nia.presses(first, "Next", ANSWERS[heading(first)])
    again = await nia.is_heard_again()
    assert again.status == 200
    assert heading(card) == "Why not everybody"
    await nia.is_heard_again(new_id=True)
    number = council.rows(allocation)[-1].id
    assert [row.step for row in council.rows(audit_answer_revision, allocation_id=number)] == ["involved"]


async def _a_question_and_what_is_asked_of_its_answer(council: Council) -> None:
    await council.dan.says("completion rate this month")
    # What is typed next is of the same conversation, wherever it arrives.
    assert heading(await council.dan.says("by team")) == "Completion rate · November 2026 · by team"


async def _a_workbook_shown_by_one_and_imported_by_the_other(council: Council) -> None:
    summary = await sent(council.dan)
    receipt = await comes_of(council.dan, summary, "Import it")
    assert heading(receipt) == "Workbook imported"
    again = await council.dan.presses(summary, "Import it")
    assert heading(again) == "Workbook imported"
    assert is_imported(council)
    assert len(council.rows(import_run)) == 1


async def test_the_version_before_serves_while_the_next_one_migrates_and_starts_again_afterwards(
    postgresql_url: str, tmp_path: Path
) -> None:
    """The present code is the old version here; the new one is its revisions and one more, which adds to hot tables."""
    async with council_on(postgresql_url) as council:
        rosa, nia = council.rosa, council.employs("Nia Thorne", Role.AUDITOR, team_id=BIRCH)
        council.allocates(rosa)
        council.allocates(nia, "CS_5000042")
        async with served_by_turns(council, postgresql_url):
            review = await walks(nia, await starts(nia))
            halfway = await _serves_beside_the_migration(council, postgresql_url, next_version(tmp_path))
            assert heading(await nia.presses(review, "Return audit")) == "Audit returned"
            council.allocates(nia, "CS_5000050")  # by the old version: it leaves the new columns out
            await council.time_passes(minutes=5)
        # Old instances that are started again say so and serve (`bot.commands.serve`).
        assert check_database(council.store) is prepare_database(council.store, council.clock) is Fit.NEWER
        async with served_by_turns(council, postgresql_url):
            receipt = await rosa.presses(await walks(rosa, halfway), "Return audit")
            assert heading(receipt) == "Audit returned"
            await council.time_passes(days=1)
            await walks(nia, await starts(nia))
        states = [row.status for row in council.rows(allocation)]
        assert states == [AllocationStatus.RETURNED, AllocationStatus.RETURNED, AllocationStatus.STARTED]
        with council.unit() as unit:
            new = unit.connection.execute(text("SELECT mood, weight FROM allocation")).all()
        assert new == [(None, 1)] * 3


async def _presses_what_the_next_version_shows(somebody: FakePerson, card: Shown) -> Shown:
    """A button that an instance of the next version has put on a card; the old one is asked."""
    action = {"type": "Action.Execute", "verb": "of_the_next_version", "data": {"verb": "of_the_next_version"}}
    value = {"action": action, "trigger": "manual"}
    pressed = somebody.activity("invoke", name="adaptiveCard/action", value=value, replyToId=card.activity_id)
    return seen_in_place(await somebody.delivers(pressed), card)


async def _serves_beside_the_migration(council: Council, url: str, versions: Path) -> Shown:
    """An auditor answers, is refused and goes on for as long as the migration takes; their next step after it."""
    rosa = council.rosa
    # Each connection has run what a turn runs often enough for its statements to be prepared.
    step = await walks(rosa, await starts(rosa), to=VOICE)
    engine = make_engine(url)
    upgrading = asyncio.create_task(asyncio.to_thread(upgrade, engine, versions=versions))
    while True:
        assert heading(await rosa.says("continue")) == VOICE
        refused = await rosa.presses(step, "Next", {"in_rating": "Good", "in_evidence": "Lives at SW1A 2AA."})
        assert "postcode" in refused.words
        if upgrading.done():
            break
    assert await upgrading is Fit.CURRENT
    assert fit(engine) is Fit.NEWER, "to the old version"
    engine.dispose()
    assert "Try it again in a few minutes" in (await _presses_what_the_next_version_shows(rosa, step)).text
    return await rosa.presses(refused, "Next", {"in_rating": "Good", "in_evidence": "Seen alone twice."})
