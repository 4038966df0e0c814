"""One errand at a time: whoever asks while it is under way waits for the same one."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class SingleFlight(Generic[T]):
    """Runs an errand at most once at a time, as a task that no single waiter can cancel.

    Args:
        errand: what is run; its result or its error goes to everyone who waits.
    """

    def __init__(self, errand: Callable[[], Coroutine[Any, Any, T]]) -> None:
        self._errand = errand
        self._task: asyncio.Task[T] | None = None

    @property
    def under_way(self) -> bool:
        """Whether the errand is running."""
        return self._task is not None and not self._task.done()

    def start(self) -> asyncio.Task[T]:
        """The errand under way, started if it was not."""
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._errand())
            # Started ahead of need, it may fail with nobody waiting: asyncio must not complain of that.
            self._task.add_done_callback(lambda task: task.cancelled() or task.exception())
        return self._task

    async def join(self) -> T:
        """Wait for the errand, starting it if it is not under way."""
        return await asyncio.shield(self.start())

    async def stop(self) -> None:
        """Give up what is under way."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
