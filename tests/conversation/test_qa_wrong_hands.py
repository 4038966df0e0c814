"""Every button of QA's in the wrong hands, twice, and out of order."""

from collections.abc import Mapping
from typing import Any

import pytest

from cards.elements import Button, card, execute, shown
from cards.verbs import Verb
from domain.words import AllocationStatus, QaTaskKind, Role
from storage.qa_tasks import raise_task
from storage.tables.allocations import acting_for, allocation, allocation_act, allocation_transition
from storage.tables.service import qa_task
from tests.conversation.council import BIRCH, Council, heading, returns, starts, walks
from tests.fakes_cards import Shown

REF = "AUD-CS_5000037"
NOT_YOURS = "That is for the QA team. Type 'help' to see what you can do here."
WHY = {"in_why": "It has to be so."}
# What each button carries besides; the audit, the task and the action are those of the test, or none that there is.
CARRIED: Mapping[Verb, Mapping[str, str]] = {
    Verb.QA_TASKS: {},
    Verb.CLOSE_TASK: {"task": "1"},
    Verb.TASK_FORM: {"task": "1", "form": "accept"},
    Verb.ACCEPT_CONFLICT: {"task": "1"},
    Verb.DECLINE_CONFLICT: {"task": "1"},
    Verb.LINK_ACCOUNT: {"task": "1"},
    Verb.REFUSE_ACCOUNT: {"task": "1"},
    Verb.LEAVERS_ITEMS: {"task": "1"},
    Verb.GIVE_ACTION: {"task": "1", "action": "1"},
    Verb.QA_FIND: {},
    Verb.QA_AUDIT: {"audit": "1"},
    Verb.QA_FORM: {"audit": "1", "form": "reassign"},
    Verb.QA_REASSIGN: {"audit": "1"},
    Verb.QA_WITHDRAW: {"audit": "1"},
    Verb.QA_REINSTATE: {"audit": "1"},
    Verb.QA_SEND_BACK: {"audit": "1"},
    Verb.QA_CORRECT: {"audit": "1"},
    Verb.QA_ACT_FOR: {"audit": "1"},
    Verb.QA_STOP_ACTING: {"audit": "1"},
}
OTHERS = [Role.AUDITOR, Role.MODERATOR, Role.TEAM_MANAGER, Role.HEAD_OF_SERVICE, Role.DIRECTOR, Role.LEADER]


def forged(verb: Verb, data: Mapping[str, str]) -> Shown:
    """A card with one button that carries whatever its presser likes."""
    button = execute(Button("Press", verb, data), "0f" * 16)
    return Shown(card=shown(card("Forged", [], [button], fallback="Forged.")), activity_id="1:forged")


def facts(council: Council) -> list[Any]:
    tables = (allocation, allocation_transition, allocation_act, acting_for, qa_task)
    return [row for table in tables for row in council.rows(table)]


def with_a_conflict(council: Council) -> None:
    council.allocates(council.rosa)
    with council.unit() as unit:
        raise_task(unit, QaTaskKind.CONFLICT_OF_INTEREST, "conflict:1", "A conflict.", allocation_id=1)


def test_every_button_of_qas_is_tried() -> None:
    named = {verb for verb in Verb if verb.value.startswith("qa_")}
    assert named <= set(CARRIED)


@pytest.mark.parametrize("verb", CARRIED)
async def test_nobody_else_gets_anything_from_it_nor_learns_what_there_is(council: Council, verb: Verb) -> None:
    with_a_conflict(council)
    before = facts(council)
    nobodys = {key: "999" if value == "1" else value for key, value in CARRIED[verb].items()}
    for role in OTHERS:
        somebody = council.employs(f"Ada {role.value}", role)
        for data in (CARRIED[verb], nobodys):
            assert (await somebody.presses(forged(verb, data), "Press")).text == NOT_YOURS
    assert facts(council) == before
    assert len(council.events("refused")) == 2 * len(OTHERS)


@pytest.mark.parametrize("verb", CARRIED)
async def test_an_audit_or_task_that_is_not_there_is_answered_with_a_way_on(council: Council, verb: Verb) -> None:
    nobodys = {key: "999" if value == "1" else value for key, value in CARRIED[verb].items()}
    told = await council.dan.presses(forged(verb, nobodys), "Press")
    ways_on = ("There is no such audit. Type 'audit' and its reference", "Nothing waits for you.", "Find an audit")
    assert any(words in told.words for words in ways_on)
    assert facts(council) == []


@pytest.mark.parametrize("verb", [verb for verb, data in CARRIED.items() if data])
async def test_what_carries_no_sense_changes_nothing(council: Council, verb: Verb) -> None:
    with_a_conflict(council)
    before = facts(council)
    for nonsense in ("", "-1", "x", "1' OR '1'='1", "9" * 30):
        data = {**dict.fromkeys(CARRIED[verb], nonsense), "form": nonsense}
        assert (await council.dan.presses(forged(verb, data), "Press")).error == ""
    assert facts(council) == before


# What a form needs, by the button that opens it and the one that sends it, and the state it is for.
FORMS = [
    ("Reassign", "Reassign", {"in_name": "Ines Varga", **WHY}, AllocationStatus.ALLOCATED),
    ("Reassign", "Reassign", {"in_name": "Ines Varga", **WHY}, AllocationStatus.STARTED),
    ("Withdraw", "Withdraw", WHY, AllocationStatus.ALLOCATED),
    ("Send back", "Send back", WHY, AllocationStatus.RETURNED),
    (
        "Put a day right",
        "Put it right",
        {"in_which": "due_on", "in_day": "2026-12-11", **WHY},
        AllocationStatus.STARTED,
    ),
    ("Act for its auditor", "Act for them", WHY, AllocationStatus.STARTED),
]


async def brought_to(council: Council, status: AllocationStatus) -> None:
    council.employs("Ines Varga", Role.AUDITOR, team_id=BIRCH)
    council.allocates(council.rosa)
    if status is AllocationStatus.STARTED:
        await starts(council.rosa)
    if status is AllocationStatus.RETURNED:
        await returns(council.rosa)


@pytest.mark.parametrize(("button", "title", "inputs", "status"), FORMS)
async def test_pressed_twice_it_is_done_once(
    council_on_each: Council, button: str, title: str, inputs: dict[str, str], status: AllocationStatus
) -> None:
    council = council_on_each
    await brought_to(council, status)
    form = await council.dan.presses(await council.dan.says(f"audit {REF}"), button)
    before = facts(council)
    await council.dan.presses(form, title, inputs)
    once = facts(council)
    assert once != before
    assert (await council.dan.presses(form, title, inputs)).error == ""
    assert facts(council) == once


@pytest.mark.parametrize(
    ("button", "title", "inputs", "status"), [row for row in FORMS if row[3] is not AllocationStatus.RETURNED]
)
async def test_after_the_return_an_old_form_says_what_can_be_done_instead(
    council: Council, button: str, title: str, inputs: dict[str, str], status: AllocationStatus
) -> None:
    await brought_to(council, status)
    form = await council.dan.presses(await council.dan.says(f"audit {REF}"), button)
    step = await (council.rosa.says("continue") if status is AllocationStatus.STARTED else starts(council.rosa))
    await council.rosa.presses(await walks(council.rosa, step), "Return audit")
    before = facts(council)
    told = await council.dan.presses(form, title, inputs)
    if button in {"Reassign", "Withdraw"}:
        assert "This audit has already been returned, so it can't be" in told.words
        assert "You can send it back, or put its days right." in told.words
        assert facts(council) == before
    else:
        assert "has already been returned, so" not in told.words, "its days can be put right, and it can be acted for"


async def test_sent_back_twice_from_two_cards_it_is_sent_back_once(council: Council) -> None:
    await brought_to(council, AllocationStatus.RETURNED)
    first, second = [await council.dan.presses(await council.dan.says(f"audit {REF}"), "Send back") for _ in range(2)]
    assert heading(await council.dan.presses(first, "Send back", WHY)) == f"Audit {REF}"
    told = await council.dan.presses(second, "Send back", WHY)
    assert "This audit was sent back to the auditor, so it can't be sent back." in told.words
    states = [row.to_status for row in council.rows(allocation_transition)]
    assert states.count(AllocationStatus.SENT_BACK) == 1


async def test_what_is_withdrawn_is_withdrawn_once_and_brought_back_once(council: Council) -> None:
    await brought_to(council, AllocationStatus.ALLOCATED)
    form = await council.dan.presses(await council.dan.says(f"audit {REF}"), "Withdraw")
    other = await council.dan.presses(await council.dan.says(f"audit {REF}"), "Withdraw")
    back = await council.dan.presses(await council.dan.presses(form, "Withdraw", WHY), "Bring back")
    assert (
        "This audit was withdrawn, so it can't be withdrawn."
        in (await council.dan.presses(other, "Withdraw", WHY)).words
    )
    for _ in range(2):
        assert heading(await council.dan.presses(back, "Bring back", WHY)) == f"Audit {REF}"
    states = [row.to_status for row in council.rows(allocation_transition)]
    assert states == [AllocationStatus.WITHDRAWN, AllocationStatus.ALLOCATED]
