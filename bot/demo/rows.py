"""The rows of the demonstration council, made before they are stored: each has its id from the beginning."""

from typing import Protocol


class Row(Protocol):
    """A row whose key is a number."""

    id: int | None


def id_of(row: Row) -> int:
    """The row's id.

    Raises:
        ValueError: the row was made without one.
    """
    if row.id is None:
        message = f"{row!r} was made without an id: number it when you make it."
        raise ValueError(message)
    return row.id
