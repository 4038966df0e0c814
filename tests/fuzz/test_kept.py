"""What the tries of fuzzing rest on: a change is seen, whose it is is known, and the store is as it was after it."""

import pytest

from storage.tables.allocations import allocation
from tests.fuzz.held import keeps_to_their_own
from tests.fuzz.world import Answer, World

SID, ROSA = "Sid Ferrer", "Rosa Adeyemi"


def test_a_change_is_seen_and_put_back(world: World) -> None:
    with world.council.unit() as unit:
        unit.connection.execute(allocation.update().where(allocation.c.id == 1).values(service="Elsewhere"))
    changes = world.kept.changes()
    assert [(one.table, one.row["service"], one.has_come) for one in changes] == [
        ("allocation", "CSC", False),
        ("allocation", "Elsewhere", True),
    ]
    ids = world.council.ids
    assert [world.own.is_theirs(changes[0], ids[name]) for name in (ROSA, SID)] == [True, False]
    world.kept.put_back(changes)
    assert world.kept.changes() == []


def test_whoever_has_no_part_in_an_audit_is_not_to_see_its_reference(world: World) -> None:
    told = Answer(200, "CS_501", [], [], [], [])
    keeps_to_their_own(told, world.own, world.council.ids[ROSA], "")
    # What they have typed themself is nothing that they were shown.
    keeps_to_their_own(told, world.own, world.council.ids[SID], "CS_501")
    with pytest.raises(AssertionError, match="CS_501"):
        keeps_to_their_own(told, world.own, world.council.ids[SID], "")
