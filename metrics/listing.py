"""The rows behind a figure: as many as its numerator, with names only for those who may see them."""

from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any

from metrics.catalogue import metric as metric_named
from metrics.query import Query
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
    return sorted((_shown(row, viewer) for row in rows), key=lambda row: [str(value) for value in row.values()])


def _shown(row: Mapping[Any, Any], viewer: Viewer) -> dict[str, Any]:
    return {
        str(name): _plain(value) for name, value in row.items() if name not in _NAMING or viewer.sees_names is not None
    }


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value
