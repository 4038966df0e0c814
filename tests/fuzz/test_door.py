"""Whatever comes to the door: no failure, and an answer that can be read. `make fuzz` sends it by the ten thousand."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from storage.store import Store
from tests.fuzz.checks import FEW, a_body_is_answered, an_activity_is_answered, odd_acts
from tests.fuzz.odd import anything
from tests.fuzz.world import World, a_world, with_an_audit


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Iterator[World]:
    file = tmp_path_factory.mktemp("fuzz") / "auditbot.db"
    file.write_bytes(migrated_sqlite.read_bytes())
    with a_world(Store.open(f"sqlite:///{file}"), with_an_audit) as running:
        yield running


@FEW
@given(odd_acts)
def test_an_odd_activity_is_answered_and_never_fails(world: World, odd: Any) -> None:
    an_activity_is_answered(world, odd)


@FEW
@given(anything)
def test_a_body_that_is_no_activity_is_answered_and_never_fails(world: World, body: Any) -> None:
    a_body_is_answered(world, body)
