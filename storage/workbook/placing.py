"""A file or a folder that is there whole or not at all: made out of sight beside its place, then moved there."""

import os
import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from domain.errors import BadInputError


@contextmanager
def placed(path: Path, replaceable: Collection[str] = ()) -> Iterator[Path]:
    """Give a path to make a file or a folder at, and put what was made in the place of `path` at the end.

    It lies in a folder that only this account can read, beside its place, so that moving it there is one step
    of the file system. Until then what was at `path` stays, and after an error it stays for good.

    Args:
        path: a file, or a folder.
        replaceable: the names of files that a folder at `path` may hold and be replaced all the same.

    Raises:
        BadInputError: something can't be written, or the folder holds a file that would be lost.
    """
    place = path.resolve()
    try:
        _check(path, place, replaceable)
        hidden = Path(tempfile.mkdtemp(prefix=".auditbot-", dir=place.parent))
        try:
            made = hidden / place.name
            yield made
            _move(made, place, hidden)
        finally:
            shutil.rmtree(hidden, ignore_errors=True)
    except OSError as problem:
        why = problem.strerror or str(problem)
        raise BadInputError(f"{path} can't be written: {why}. Put that right, or name another place.") from problem


def _check(path: Path, place: Path, replaceable: Collection[str]) -> None:
    if not place.parent.is_dir():
        raise BadInputError(f"There is no folder {place.parent} to put {path.name} into. Make it first.")
    if place.is_dir() and not replaceable:
        raise BadInputError(f"{path} is a folder. Name a file.")
    if place.is_file() and replaceable:
        raise BadInputError(f"{path} is a file. Name a folder, or an .xlsx file.")
    others = {one.name for one in place.iterdir()} - set(replaceable) if place.is_dir() else set()
    if others:
        raise BadInputError(f"The folder {path} holds {min(others)}, which would be lost. Name a new folder.")


def _move(made: Path, place: Path, hidden: Path) -> None:
    _flush(made)
    if not place.is_dir():
        made.replace(place)
        return
    before = place.rename(hidden / "before")
    try:
        made.rename(place)
    except OSError:
        before.rename(place)
        raise


def _flush(made: Path) -> None:
    # A power cut after the move must not leave an empty file in the place of a good one.
    for one in made.iterdir() if made.is_dir() else [made]:
        with one.open("rb") as file:
            os.fsync(file.fileno())
