"""What the record keeps of a question."""

from typing import Any

from metrics.answers import Answer
from metrics.query_text import query_object


def recorded_of(found: Answer) -> dict[str, Any]:
    """What was understood and how many rows were shown, never the words typed."""
    recorded: dict[str, Any] = {"kind": found.kind.value}
    if found.query is not None:
        recorded |= query_object(found.query)
    if found.rows is not None:
        recorded["rows"] = len(found.rows)
    return recorded
