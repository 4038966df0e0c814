"""A store whose process may die at any commit: before it, and nothing is kept; after it, and nobody knows."""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from random import Random
from typing import Any

from sqlalchemy import Engine

from storage.commit_groups import Work

# Entered around each unit of work, to see the store as it was before and as it is afterwards.
Around = Callable[[], AbstractContextManager[None]]


class BuriedError(Exception):
    """Somebody of a process that has died still asks for something: what they hear is nothing of the service's."""


@dataclass(slots=True)
class Fate:
    """Whether a process dies where it stands.

    Attributes:
        random: the chance.
        chance: how likely each point is to be its end.
        is_over: whether it has died; whoever waits for it then waits for ever.
        is_buried: whether nobody waits any more.
        on_death: told where it died, once.
    """

    random: Random
    on_death: Callable[[str], None]
    chance: float = 0.0
    is_over: bool = False
    is_buried: bool = False

    def strikes(self, where: str) -> bool:
        """Whether the process is dead at this point; `where` is for the transcript."""
        if not self.is_over and self.chance and self.random.random() < self.chance:
            self.is_over = True
            self.on_death(where)
        return self.is_over

    def never_answered(self) -> Future[Any]:
        """What a dead process gives: nothing, and once it is buried an error that ends whoever still asks."""
        silence: Future[Any] = Future()
        if self.is_buried:
            silence.set_exception(BuriedError())
        return silence


@dataclass(slots=True)
class MortalWriter:
    """Runs work at once, each in a transaction of its own. Implements `storage.store.Writer`."""

    engine: Engine
    fate: Fate
    around: Around
    commits: int = field(default=0)

    def submit(self, work: Work) -> Future[Any]:
        """Run `work`; what it comes to is there when this returns."""
        if self.fate.strikes("before a commit"):
            return self.fate.never_answered()
        done: Future[Any] = Future()
        try:
            with self.around(), self.engine.begin() as connection:
                result = work(connection)
        except Exception as problem:  # whatever went wrong is for whoever asked
            done.set_exception(problem)
            return done
        self.commits += 1
        if self.fate.strikes("after a commit"):
            return self.fate.never_answered()
        done.set_result(result)
        return done

    def close(self) -> None:
        """Nothing waits here."""


class MortalReader(Executor):
    """Looks at once, on the caller's own thread."""

    def __init__(self, fate: Fate) -> None:
        self._fate = fate

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run `fn` now."""
        if self._fate.strikes("while looking"):
            return self._fate.never_answered()
        done: Future[Any] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except Exception as problem:  # as above
            done.set_exception(problem)
        return done

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - Executor's own signature
        """Nothing waits here."""
