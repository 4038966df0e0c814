"""Actions where they stand: done, more time, not mine, blocked; another owner; what others' cards show then."""

from datetime import UTC, date, datetime

from domain.words import ActionStatus
from storage.statements import insert_returning_id
from storage.tables.actions import undone_closure
from storage.tables.audits import action_transition, agreed_action
from storage.tables.chasing import chase_hold
from storage.tables.people import person
from storage.tables.service import qa_task
from tests.conversation.council import ANSWERS, Council, heading, starts, walks
from tests.fakes_people import FakePerson

DUE = date(2026, 12, 3)
MONDAY = datetime(2026, 12, 7, 9, 0, tzinfo=UTC)


def agrees(council: Council, owner: FakePerson, words: str = "Visit weekly.", ref: str = "AC-12") -> int:
    """An action that came out of an audit."""
    audit = council.allocates(council.rosa, f"CS_{ref}")
    with council.unit() as unit:
        return insert_returning_id(
            unit,
            agreed_action,
            ref=ref,
            allocation_id=audit,
            owner_id=council.id_of(owner),
            description=words,
            raised_on=date(2026, 11, 20),
            due_on=DUE,
        )


def action(council: Council) -> object:
    return council.rows(agreed_action)[0]


async def test_done_is_said_in_place_and_can_be_taken_back(council: Council) -> None:
    agrees(council, council.sue)
    mine = await council.sue.says("my actions")
    assert heading(mine) == "My actions"
    assert mine.buttons == ["Done", "More time", "Not mine", "Blocked"]
    form = await council.sue.presses(mine, "Done")
    refused = await council.sue.presses(form, "Save as done", {"in_what": " "}, client_checks=False)
    assert "Say in a few words what was done." in refused.words
    done = await council.sue.presses(refused, "Save as done", {"in_what": "Seen each week since."})
    assert "Thank you. Action AC-12 is down as done." in done.words
    assert "What was done: Seen each week since." in done.words
    assert council.rows(agreed_action)[0].completed_on == date(2026, 11, 20)
    again = await council.sue.presses(done, "Undo")
    assert "Action AC-12 is open again." in again.words
    assert [row.to_status for row in council.rows(action_transition)] == [ActionStatus.COMPLETED, ActionStatus.OPEN]
    assert len(council.rows(undone_closure)) == 1
