"""Units of work on SQLite: those that wait together are committed together, each whole by itself.

A commit waits for the disk, up to some milliseconds, and SQLite has one writer. With a commit a turn that would be the
speed of the whole service; giving up the wait would give up what was promised to be kept (docs/decisions/0009).
"""

import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from sqlalchemy import Connection, Engine

Work = Callable[[Connection], Any]
LARGEST_GROUP = 64
# What came first does not wait for ever on those behind it.
LONGEST_GROUP_SECONDS = 0.05
SECONDS_TO_END = 5.0


class TransactionLostError(Exception):
    """The database gave up the whole transaction (a full disk): nothing of the group was kept."""


@dataclass(slots=True)
class _Waiting:
    """A unit of work that waits for its turn, and what came of it."""

    work: Work
    future: Future[Any] = field(default_factory=Future)
    result: Any = None
    problem: BaseException | None = None

    def settle(self, lost: BaseException | None) -> None:
        problem = lost or self.problem
        if problem is None:
            self.future.set_result(self.result)
        else:
            self.future.set_exception(problem)


class CommitGroups:
    """One thread that writes.

    Args:
        engine: of a SQLite database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._queue: SimpleQueue[_Waiting | None] = SimpleQueue()
        self._thread = Thread(target=self._serve, name="store", daemon=True)
        self._thread.start()

    def submit(self, work: Work) -> Future[Any]:
        """Run `work` in a unit of its own; its future ends when the commit has reached the disk."""
        waiting = _Waiting(work)
        self._queue.put(waiting)
        return waiting.future

    def close(self) -> None:
        """Wait for everything that was submitted before, unless another process holds the database for too long.

        Nobody has been told that what still waits then is kept.
        """
        self._queue.put(None)
        self._thread.join(SECONDS_TO_END)

    def _serve(self) -> None:
        while (first := self._queue.get()) is not None:
            self._commit_together(first)

    def _commit_together(self, first: _Waiting) -> None:
        # From here on it can be given up by nobody: settling it can't fail, and this thread goes on whatever happens.
        if not first.future.set_running_or_notify_cancel():
            return
        group = [first]
        lost: BaseException | None = None
        try:
            with self._engine.begin() as connection:
                self._attempt_each(connection, group)
                _check_still_open(connection)
        except BaseException as problem:
            # Nothing of the group is on the disk, whatever each of them saw.
            lost = problem
            self._give_up_those_behind(group)
        for waiting in group:
            waiting.settle(lost)

    def _attempt_each(self, connection: Connection, group: list[_Waiting]) -> None:
        began = time.monotonic()
        waiting: _Waiting | None = group[0]
        while waiting is not None:
            _attempt(connection, waiting)
            is_full = len(group) >= LARGEST_GROUP or time.monotonic() - began > LONGEST_GROUP_SECONDS
            waiting = None if is_full else self._next()
            group += [waiting] if waiting else []

    def _give_up_those_behind(self, group: list[_Waiting]) -> None:
        # They have waited for the same database; one after the other they would wait as long again each.
        while (waiting := self._next()) is not None:
            group.append(waiting)

    def _next(self) -> _Waiting | None:
        """The next one that nobody has given up, running from here on; None where there is none."""
        while True:
            try:
                waiting = self._queue.get_nowait()
            except Empty:
                return None
            if waiting is None:
                self._queue.put(None)  # the end is for `_serve` to see
                return None
            if waiting.future.set_running_or_notify_cancel():
                return waiting


def _driver(connection: Connection) -> Any:
    return connection.connection.dbapi_connection


def _check_still_open(connection: Connection) -> None:
    # A commit of a transaction that SQLite has already given up says nothing: it must not be taken for one.
    if not getattr(_driver(connection), "in_transaction", False):
        raise TransactionLostError


def _attempt(connection: Connection, waiting: _Waiting) -> None:
    """One unit in a savepoint: what it raises undoes its own work and nobody else's."""
    try:
        # Outside a transaction a savepoint would be one of its own, and kept.
        _check_still_open(connection)
        waiting.result = _in_savepoint(connection, waiting.work)
    except BaseException as problem:
        waiting.problem = problem


def _in_savepoint(connection: Connection, work: Work) -> Any:
    # Said to the driver itself: SQLAlchemy's own way to a savepoint takes as long as three statements.
    driver = _driver(connection)
    driver.execute("SAVEPOINT unit_of_work")
    try:
        result = work(connection)
    except BaseException:
        driver.let_go()
        driver.execute("ROLLBACK TO unit_of_work")
        raise
    finally:
        # What one left half written could be neither released nor committed, and all would be lost with it.
        driver.let_go()
        driver.execute("RELEASE unit_of_work")
    return result
