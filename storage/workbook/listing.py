"""What an import found, as lines to read: what belongs together stands together, and much of a kind is counted."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TypeVar

from storage.workbook.problems import LeftAside, Problem, Warned
from storage.workbook.raw_cells import visible

T = TypeVar("T")

_SHOWN = 50  # of a kind


def problem_lines(problems: Iterable[Problem]) -> Iterator[str]:
    """Every kind of problem with its first fifty lines: of a kind are those of one sort in one column."""
    return _lines(problems, lambda one: (one.sheet, one.column, one.fault), lambda one: _column(one.sheet, one.column))


def warning_lines(warnings: Iterable[Warned]) -> Iterator[str]:
    """Every kind of warning with its first fifty lines, as with problems."""
    kinds = _lines(
        warnings, lambda one: (one.sheet, one.column, one.breach), lambda one: _column(one.sheet, one.column)
    )
    return (f"Warning: {line}" for line in kinds)


def note_lines(left: Iterable[LeftAside]) -> Iterator[str]:
    """What was left aside, at most fifty columns of a sheet."""
    kinds = _lines(left, lambda one: (one.why, one.sheet), lambda one: f"in the sheet '{one.sheet}'")
    return (f"Note: {line}" for line in kinds)


def _column(sheet: str, column: str) -> str:
    return f"in {sheet}, column {column}"


def _lines(found: Iterable[T], kind: Callable[[T], Hashable], where: Callable[[T], str]) -> Iterator[str]:
    kinds: dict[Hashable, list[T]] = {}
    for one in found:
        kinds.setdefault(kind(one), []).append(one)
    for alike in kinds.values():
        yield from (visible(str(one)) for one in alike[:_SHOWN])
        if len(alike) > _SHOWN:
            yield f"and {len(alike) - _SHOWN:,} more like this {where(alike[0])}."


def summed_up(count: int, word: str, sorts: Counter[str]) -> str:
    """A count with its sorts, the most frequent first: `3 problems (unknown word 2, empty cell 1)`."""
    each = ", ".join(f"{sort} {number:,}" for sort, number in sorts.most_common())
    return f"{count:,} {word if count == 1 else f'{word}s'} ({each})"
