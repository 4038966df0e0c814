"""The file of a backup: a gzip file of lines, whose heading and endings tell whether all of it is there.

{"auditbot": "backup", "format": 1, "revision": …, "made_at": …, "tables": [{"name", "columns", "key", "rows"}, …]}
[1,"Alder","Safeguarding", …]                   a row of the first table, and so on
{"end": "team", "rows": 12, "sha256": …}        of the table's lines
…
{"complete": true, "sha256": …}                 of everything before
"""

import gzip
import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, cast

from domain.errors import BadInputError
from storage.backup_lines import line_of
from storage.backup_shapes import Kind, TableShape

FORMAT = 1
_GZIP = b"\x1f\x8b"
_LONGEST_LINE = 2**30  # bytes: a file that somebody sent by chat is one line
_PIECE = 2**20


@dataclass(frozen=True, slots=True)
class Heading:
    """What a backup says of itself: the schema's revision, when it was made, and how many rows each table has."""

    revision: str
    made_at: datetime
    tables: tuple[tuple[TableShape, int], ...]

    @property
    def rows(self) -> int:
        """How many rows there are in all."""
        return sum(count for _, count in self.tables)

    def line(self) -> bytes:
        """The first line of the file."""
        tables = [
            {"name": one.name, "columns": [list(column) for column in one.columns], "key": list(one.key), "rows": rows}
            for one, rows in self.tables
        ]
        said = {"auditbot": "backup", "format": FORMAT, "revision": self.revision}
        return line_of({**said, "made_at": self.made_at.isoformat(), "tables": tables})


def file_digest(path: Path) -> str:
    """The SHA-256 of a file, hexadecimal, as `sha256sum` says it."""
    digest = sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


class BackupReader:
    """A backup that is read from its beginning to its end; whatever is not as it was written is refused.

    Attributes:
        heading: what it says of itself.
        digests: of each table that was read, the SHA-256 of its rows.
    """

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self._path = path
        self._file = file
        self._all = sha256()
        self._place = "in its heading"
        self.digests: dict[str, str] = {}
        self.heading = self._heading()

    def rows(self, shape: TableShape, count: int) -> Iterator[list[Any]]:
        """The rows of the table that comes next.

        Raises:
            BadInputError: the file is damaged there.
        """
        digest, done = sha256(), 0
        self._place = f"before the first row of the table {shape.name}"
        while (line := self._line()).startswith(b"["):
            digest.update(line)
            done += 1
            yield cast("list[Any]", self._read(line))
            self._place = f"after row {done:,} of the table {shape.name}"
        said = self._read(line)
        self._place = f"in the rows of the table {shape.name}"
        if said != {"end": shape.name, "rows": count, "sha256": digest.hexdigest()} or done != count:
            raise self.damaged()
        self.digests[shape.name] = digest.hexdigest()

    def finish(self) -> None:
        """Hold the whole file to its last line.

        Raises:
            BadInputError: the file is damaged.
        """
        self._place = "at its end"
        before = self._all.hexdigest()
        if self._read(self._line()) != {"complete": True, "sha256": before} or self._bytes():
            raise self.damaged()

    def damaged(self) -> BadInputError:
        """The refusal of a damaged file, by the place that was reached."""
        return BadInputError(
            f"{self._path.name} is damaged {self._place}, so nothing was restored. Fetch the file again, compare it "
            "with the digest that 'auditbot backup' printed, or take an earlier backup."
        )

    def _line(self) -> bytes:
        line = self._bytes()
        if not line.endswith(b"\n"):
            raise self.damaged()
        self._all.update(line)
        return line

    def _bytes(self) -> bytes:
        try:
            return self._file.readline(_LONGEST_LINE)
        except (OSError, EOFError, zlib.error) as problem:
            raise self.damaged() from problem

    def _read(self, line: bytes) -> Any:
        try:
            return json.loads(line)
        except ValueError as problem:
            raise self.damaged() from problem

    def _heading(self) -> Heading:
        said = self._read(self._line())
        if not isinstance(said, dict) or said.get("auditbot") != "backup":
            raise no_backup(self._path)
        if said.get("format") != FORMAT:
            raise BadInputError(
                f"{self._path.name} was made by a later version of auditbot. Restore it with that version."
            )
        try:
            return _heading(said)
        except (KeyError, TypeError, ValueError) as problem:
            raise self.damaged() from problem


def _heading(said: dict[str, Any]) -> Heading:
    tables = tuple((_shape(one), int(one["rows"])) for one in said["tables"])
    return Heading(str(said["revision"]), datetime.fromisoformat(said["made_at"]), tables)


def _shape(said: dict[str, Any]) -> TableShape:
    columns = tuple((str(name), Kind(kind)) for name, kind in said["columns"])
    return TableShape(str(said["name"]), columns, tuple(str(name) for name in said["key"]))


def no_backup(path: Path) -> BadInputError:
    """The refusal of a file that is something else."""
    return BadInputError(f"{path.name} is no backup. Name a file that 'auditbot backup' wrote.")


@contextmanager
def opened_backup(path: Path) -> Iterator[BackupReader]:
    """A backup to be read, from its beginning.

    Raises:
        BadInputError: it can't be read, is no backup, or is damaged.
    """
    try:
        file = path.open("rb")
    except OSError as problem:
        why = problem.strerror or str(problem)
        raise BadInputError(f"{path} can't be read: {why}. Name a file that 'auditbot backup' wrote.") from problem
    with file:
        if file.read(len(_GZIP)) != _GZIP:
            raise no_backup(path)
        file.seek(0)
        with gzip.GzipFile(fileobj=file, mode="rb") as lines:
            yield BackupReader(path, cast("BinaryIO", lines))
