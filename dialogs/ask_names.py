"""People in an answer by their names: the figures know them by their e-mail addresses."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from metrics.answers import Answer
from metrics.query import OF_PEOPLE
from storage.people_names import names_by_email
from storage.store import Unit

# The columns of a row that are somebody's address.
_NAMING = ("auditor", "owner", "person", "moderator")


def with_names(unit: Unit, found: Answer) -> Answer:
    """An answer whose title, sentence, groups and rows call people by their names; its query stays as it is."""
    names = names_by_email(unit, _addresses(found))
    if not names or found.figures is None:
        return found
    lines = tuple(replace(line, group=_named(line.group, names)) for line in found.figures.lines)
    return replace(
        found,
        title=_said(found.title, names),
        text=_said(found.text, names),
        figures=replace(found.figures, lines=lines),
        rows=None if found.rows is None else tuple(_named(row, names) for row in found.rows),
    )


def _addresses(found: Answer) -> Iterator[str]:
    if found.query is None or found.figures is None:
        return
    for dimension in OF_PEOPLE & set(found.query.filters):
        yield from found.query.filters[dimension]
    people = {dimension.value for dimension in OF_PEOPLE & set(found.query.group_by)}
    for line in found.figures.lines:
        yield from (value for key, value in line.group.items() if key in people and value)
    for row in found.rows or ():
        yield from (str(row[name]) for name in _NAMING if row.get(name))


def _named(row: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {key: names.get(value, value) if isinstance(value, str) else value for key, value in row.items()}


def _said(text: str, names: Mapping[str, str]) -> str:
    for email, name in names.items():
        text = text.replace(email, name)
    return text
