"""The one place that reads the clock."""

import asyncio
import time
from datetime import UTC, datetime
from pathlib import Path

from domain.errors import BadInputError


class Clock:
    """The time now, aware and in UTC; in local trial a file may stand for it.

    Args:
        file: a file with an ISO instant and its offset (`AUDITBOT_CLOCK_FILE`), read afresh each time.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file = file

    def now(self) -> datetime:
        """The instant now.

        Raises:
            BadInputError: the clock file is missing or holds no instant with an offset.
        """
        if self._file is None:
            return datetime.now(UTC)
        try:
            instant = datetime.fromisoformat(self._file.read_text(encoding="utf-8").strip())
        except (OSError, ValueError) as problem:
            raise BadInputError(
                f"AUDITBOT_CLOCK_FILE names {self._file}, which can't be read as an instant. "
                "Write one like 2026-11-20T09:00:00+00:00 into it."
            ) from problem
        if instant.tzinfo is None:
            raise BadInputError(f"The instant in {self._file} has no offset. Write one like 2026-11-20T09:00:00+00:00.")
        return instant.astimezone(UTC)


class Stopwatch:
    """How long something takes, and waiting: real seconds, whatever a clock file says."""

    def seconds(self) -> float:
        """Seconds since some fixed moment; they only ever go forward."""
        return time.monotonic()

    def common_seconds(self) -> float:
        """Seconds since 1970 by this machine's clock: what several instances have in common, if roughly."""
        return time.time()

    async def sleep(self, seconds: float) -> None:
        """Wait, letting others work."""
        await asyncio.sleep(seconds)
