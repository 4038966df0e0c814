"""One council for all of it, built once: each try puts it back as it was."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.store import Store
from tests.fuzz.rich import rich
from tests.fuzz.world import World, a_world


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Iterator[World]:
    """A council in which something of every kind is under way, behind its door."""
    file = tmp_path_factory.mktemp("fuzz") / "auditbot.db"
    file.write_bytes(migrated_sqlite.read_bytes())
    with a_world(Store.open(f"sqlite:///{file}"), rich) as running:
        yield running
