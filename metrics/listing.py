"""The rows behind a figure: as many as its numerator, with names only for those who may see them."""

from datetime import date
from enum import Enum
from typing import Any

from domain.words import Role
from metrics.catalogue import metric as metric_named
from metrics.permission import COMPARES_RATERS
from metrics.query import OF_PEOPLE, Query
from metrics.scope import Viewer
from metrics.statement import listing_of
from storage.store import Unit

# The columns that name somebody.
_NAMING = frozenset({"auditor", "owner", "person", "moderator"})


def list_rows(unit: Unit, query: Query, viewer: Viewer) -> list[dict[str, Any]]:
    """The rows behind a question's numerator, oldest reference first.

    Returns:
        One mapping a row: references, days as `2019-08-23`, and people's e-mail addresses where the viewer may see
        them.
    """
    metric = metric_named(query.metric)
    rows = unit.connection.execute(listing_of(metric, query, viewer)).mappings().all()
    unseen = frozenset() if _sees_names(query, viewer) else _NAMING
    shown = [{str(name): _plain(value) for name, value in row.items() if name not in unseen} for row in rows]
    return sorted(shown, key=lambda row: [str(value) for value in row.values()])


def _sees_names(query: Query, viewer: Viewer) -> bool:
    """Whether the rows name people. Who was put right by a moderator is that person's and QA's to see, row by row."""
    if viewer.sees_names is None:
        return False
    is_own = any(query.filters.get(one) == (viewer.email,) for one in OF_PEOPLE)
    return query.metric not in COMPARES_RATERS or is_own or Role.QA in viewer.roles


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value
