"""The store: one engine, one unit of work a transaction, on a thread of its own.

Synchronous Core statements on a worker thread are four to eight times faster here than asynchronous
sessions (docs/decisions/0003). SQLite has one writer, so one thread; PostgreSQL has several.
"""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError

from storage.commit_groups import CommitGroups, Work
from storage.database_urls import database_url
from storage.rehearsals import rehearsing
from storage.sqlite_connections import TidyConnection, keep_promises, ready_file

T = TypeVar("T")
# What signs in to PostgreSQL where it changes: asked for at each new connection (storage/signing_in.py).
Password = Callable[[], str]
# What measures a unit of work, from when it is asked for to its end; what it yields is called as the work begins, on
# the thread that does it.
Watch = Callable[[Callable[..., Any]], AbstractContextManager[Callable[[], None]]]
# A database that is busy for ten seconds is waited for; Teams waits little longer.
BUSY_SECONDS = 11.0
POSTGRES_THREADS = 8
SECONDS_FOR_A_CONNECTION = 10.0
# What PostgreSQL ends by itself, so that nothing of ours waits or is waited for without end: a wait for a lock; a
# statement (an upgrade, and an import that waits for another, ask for longer); a transaction that its owner, stopped
# or cut off, has left open, and every lock with it.
_SESSION = (
    ("timezone", "UTC"),
    ("lock_timeout", "10s"),
    ("statement_timeout", "2min"),
    ("idle_in_transaction_session_timeout", "5min"),
)
# In seconds, but for the last, which is in milliseconds: a server that is gone without a word is noticed by these.
_ANSWERS_OR_IS_GONE = {
    "connect_timeout": 5,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
# Questions are read beside whoever writes, so that a long one keeps nobody's step of an audit waiting.
READERS = 2
# Two transactions that wait for each other: PostgreSQL ends one, and it is to be begun again from the start.
_BEGIN_AGAIN = frozenset({"40001", "40P01"})
TRIES = 4
# How a transaction begins that only reads, by engine: on SQLite see `storage.sqlite_connections`.
_SNAPSHOT: dict[str, dict[str, Any]] = {
    "sqlite": {"only_reads": True},
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does what a unit of work does: a person, or the service itself where `person_id` is None.

    Attributes:
        person_id: the person's row.
        source: `chat`, `import`, `duty`, `command` or `delivery`.
        object_id: the Entra object id as signed by the channel, also of people we do not know.
        acting_for: the auditor for whom somebody of QA does it (DOMAIN, "QA tasks").
    """

    source: str
    person_id: int | None = None
    object_id: str | None = None
    acting_for: int | None = None


@dataclass(slots=True)
class Unit:
    """One transaction: the connection, the instant at which it happens, and who acts."""

    connection: Connection
    now: datetime
    actor: Actor


def make_engine(
    text: str, *, busy_seconds: float = BUSY_SECONDS, password: Password | None = None, makes: bool = True
) -> Engine:
    """An engine for a database URL: SQLite in WAL with foreign keys on, or PostgreSQL.

    Args:
        text: the URL.
        busy_seconds: how long SQLite waits for another process that is writing.
        password: for PostgreSQL alone, in place of one in the URL.
        makes: an SQLite file that is not there is made, with its folder; otherwise it can't be connected to.

    Raises:
        BadInputError: the URL is not one of the two forms, or the file can't be made.
    """
    url = database_url(text)
    if password is not None:
        return _signed_in(url, password)
    if url.get_backend_name() == "sqlite":
        ready_file(Path(str(url.database)), makes=makes)
        connect_args = {"timeout": busy_seconds, "check_same_thread": False, "factory": TidyConnection}
        engine = create_engine(url, connect_args=connect_args, hide_parameters=True)  # they are about people
        keep_promises(engine, makes=makes)
        return engine
    return _postgresql_engine(url)


def _postgresql_engine(url: URL) -> Engine:
    return create_engine(
        url,
        pool_size=POSTGRES_THREADS,
        pool_pre_ping=True,
        pool_timeout=SECONDS_FOR_A_CONNECTION,
        hide_parameters=True,
        connect_args={**_ANSWERS_OR_IS_GONE, "options": " ".join(f"-c {name}={value}" for name, value in _SESSION)},
    )


def _signed_in(url: URL, password: Password) -> Engine:
    # Loaded for this alone: whoever asks a question of SQLite does not wait for PostgreSQL's driver.
    from storage.signing_in import sign_in_with, tls_url

    engine = _postgresql_engine(tls_url(url))
    sign_in_with(engine, password)
    return engine


class Writer(Protocol):
    """What runs work in transactions, away from whoever asks for it."""

    def submit(self, work: Work) -> Future[Any]:
        """Run `work` in a transaction of its own; its future ends once that is committed, or undone."""
        ...

    def close(self) -> None:
        """Wait for everything that was submitted before."""
        ...


class _Unwatched:
    """A watch that keeps nothing, for whoever serves nobody."""

    def __init__(self, work: object) -> None:
        del work

    def __enter__(self) -> Callable[[], None]:
        return _nothing

    def __exit__(self, *_: object) -> None:
        """Nothing was begun."""


def _nothing() -> None:
    """Nobody keeps when a unit of work began."""


class Store:
    """Runs functions as units of work, each in one transaction on a worker thread.

    Args:
        engine: the database.
        writer: what runs them; threads that suit the database where it is left out.
        readers: what runs those that only read; threads of their own where it is left out.
    """

    def __init__(self, engine: Engine, *, writer: Writer | None = None, readers: Executor | None = None) -> None:
        self.engine = engine
        self._writer = writer or (CommitGroups(engine) if engine.dialect.name == "sqlite" else _Threads(engine))
        self._readers = readers or ThreadPoolExecutor(READERS, thread_name_prefix="reader")
        self._watch: Watch = _Unwatched

    def watched_by(self, watch: Watch) -> None:
        """Have every unit of work of `run` and `look` measured from now on."""
        self._watch = watch

    @classmethod
    def open(cls, url: str, password: Password | None = None, *, makes: bool = True) -> "Store":
        """The store behind a database URL (see `make_engine`)."""
        return cls(make_engine(url, password=password, makes=makes))

    @contextmanager
    def unit(self, now: datetime, actor: Actor) -> Iterator[Unit]:
        """A unit of work on this thread: committed at the end, rolled back whole on an error."""
        with self.engine.begin() as connection:
            yield Unit(connection, now.astimezone(UTC), actor)

    @contextmanager
    def snapshot(self, now: datetime, actor: Actor) -> Iterator[Unit]:
        """A unit of work on this thread that only reads: all of it sees the store as the first statement did.

        However long it takes, it keeps no writer waiting.
        """
        with self.engine.connect() as connection:
            reading = connection.execution_options(**_SNAPSHOT[self.engine.dialect.name])
            with reading.begin():
                yield Unit(reading, now.astimezone(UTC), actor)

    @contextmanager
    def rehearsal(self, now: datetime, actor: Actor) -> Iterator[Unit]:
        """A unit of work on this thread that sees the store as it is and may write: nothing of it stays.

        However long it takes, it keeps nobody waiting, neither a writer nor whoever needs the same rows.
        """
        with rehearsing(self.engine) as connection:
            yield Unit(connection, now.astimezone(UTC), actor)

    def do(self, work: Callable[[Unit], T], now: datetime, actor: Actor) -> T:
        """Run `work` in one unit of work on this thread."""
        with self.unit(now, actor) as unit:
            return work(unit)

    async def run(self, work: Callable[[Unit], T], now: datetime, actor: Actor) -> T:
        """Run `work` in one unit of work on a worker thread.

        A caller that goes away does not stop it: the thread commits or rolls back as a whole.
        """
        at = now.astimezone(UTC)
        with self._watch(work) as begins:

            def doing(open_: Connection) -> T:
                begins()
                return work(Unit(open_, at, actor))

            result: T = await asyncio.wrap_future(self._writer.submit(doing))
        return result

    async def look(self, work: Callable[[Unit], T], now: datetime, actor: Actor) -> T:
        """Run `work`, which only reads, on a thread of its own: it keeps no writer waiting (see `snapshot`)."""
        with self._watch(work) as begins:

            def looking() -> T:
                begins()
                with self.snapshot(now, actor) as unit:
                    return work(unit)

            return await asyncio.wrap_future(self._readers.submit(looking))

    def close(self) -> None:
        """Wait for what is under way, then let go of every connection."""
        self._writer.close()
        self._readers.shutdown(wait=True)
        self.engine.dispose()


class _Threads:
    """Units of work side by side, each in a transaction of its own: for a database with many writers."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._threads = ThreadPoolExecutor(POSTGRES_THREADS, thread_name_prefix="store")

    def submit(self, work: Work) -> Future[Any]:
        """Run `work` in a transaction on one of the threads."""
        return self._threads.submit(self._transaction, work)

    def _transaction(self, work: Work) -> Any:
        for _ in range(TRIES - 1):
            try:
                return self._once(work)
            except OperationalError as problem:
                if getattr(problem.orig, "sqlstate", None) not in _BEGIN_AGAIN:
                    raise
        return self._once(work)

    def _once(self, work: Work) -> Any:
        with self._engine.begin() as connection:
            return work(connection)

    def close(self) -> None:
        """Wait for everything that was submitted before."""
        self._threads.shutdown(wait=True)
