"""A file or a folder that is there whole or not at all: made out of sight beside its place, then moved there."""

import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from domain.errors import BadInputError

# Whether what is at a place may be replaced, by whoever knows what auditbot writes there.
IsOurs = Callable[[Path], bool]


@contextmanager
def placed(path: Path, replaceable: Collection[str] = (), is_ours: IsOurs | None = None) -> Iterator[Path]:
    """Give a path to make a file or a folder at, and put what was made in the place of `path` at the end.

    It lies in a folder that only this account can read, beside its place, so that moving it there is one step
    of the file system. Until then what was at `path` stays, and after an error it stays for good.

    Args:
        path: a file, or a folder.
        replaceable: the names of files that a folder at `path` may hold and be replaced all the same.
        is_ours: whether a file that is there already was written by auditbot and not changed since: no other is
            replaced. None replaces nothing.

    Raises:
        BadInputError: something can't be written, or would be lost.
    """
    place = path.resolve()
    check_place(path, replaceable, is_ours)
    with _told(path):
        hidden = Path(tempfile.mkdtemp(prefix=".auditbot-", dir=place.parent))
        try:
            made = hidden / place.name
            yield made
            _move(made, place, hidden)
        finally:
            shutil.rmtree(hidden, ignore_errors=True)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        why = problem.strerror or str(problem)
        raise BadInputError(f"{path} can't be written: {why}. Put that right, or name another place.") from problem


def check_place(path: Path, replaceable: Collection[str] = (), is_ours: IsOurs | None = None) -> None:
    """Refuse a place where nothing can be put, before anything is made for it; as for `placed`.

    Raises:
        BadInputError: there is no such folder, or what is there would be lost.
    """
    place = path.resolve()
    with _told(path):
        if not place.parent.is_dir():
            raise BadInputError(f"There is no folder {place.parent} to put {path.name} into. Make it first.")
        if place.is_dir():
            _check_folder(path, place, replaceable, is_ours)
        elif place.exists():
            _check_file(path, place, replaceable, is_ours)


def _check_folder(path: Path, place: Path, replaceable: Collection[str], is_ours: IsOurs | None) -> None:
    if not replaceable:
        raise BadInputError(f"{path} is a folder. Name a file.")
    others = [one.name for one in place.iterdir() if one.name not in replaceable or not (is_ours and is_ours(one))]
    if others:
        raise BadInputError(f"The folder {path} holds {min(others)}, which would be lost. Name a new folder.")


def _check_file(path: Path, place: Path, replaceable: Collection[str], is_ours: IsOurs | None) -> None:
    if replaceable:
        raise BadInputError(f"{path} is a file. Name a folder, or an .xlsx file.")
    if not (is_ours and is_ours(place)):
        raise BadInputError(
            f"{path} is there already, and what is in it would be lost. Name another file, or move that one away."
        )


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
