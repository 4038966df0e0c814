"""The rows behind a figure in words: a reference, and what is known of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from metrics.wording import day_said, value_said

# A reference is short, what is known of it is not.
ROW_WIDTHS = (2, 3)
# How each fact of a row is told, in the order in which they are; what is not named here is not told.
_TOLD: Mapping[str, str] = {
    "case_ref": "record {}",
    "team": "{}",
    "service": "{}",
    "description": "{}",
    "domain": "{}",
    "party": "{}",
    "outcome": "{}",
    "sentiment": "{}",
    "question": "{}",
    "answer": "{}",
    "category": "category {}",
    "kind": "{}",
    "route": "{}",
    "stage": "stage {}",
    "status": "{}",
    "theme": "{}",
    "rating_then": "rated {} then",
    "rating": "rated {}",
    "auditor": "auditor {}",
    "owner": "owner {}",
    "allocated_on": "allocated {}",
    "raised_on": "raised {}",
    "due_on": "due {}",
    "returned_on": "returned {}",
    "completed_on": "completed {}",
    "responded_on": "answered {}",
    "resolved_on": "resolved {}",
    "sent_on": "sent {}",
    "answered_on": "answered {}",
    "authorised_on": "exempted {}",
    "carried_out_on": "carried out {}",
    "audits": "{} audits",
    "good": "{} Good or better",
    "inadequate": "{} Inadequate",
    "children": "{} children",
}


def row_said(row: Mapping[str, Any]) -> tuple[str, str]:
    """A row's reference, and the rest of it in words: `2019-08-007`, `record 4820193, Alder Vale 1, due 23 August`."""
    first, *_ = row.values()
    name = next(iter(row))
    told = [_TOLD[key].format(_said(key, row[key])) for key in _TOLD if key != name and row.get(key) not in (None, "")]
    return str(first), ", ".join(told)


def _said(key: str, value: Any) -> str:
    if key.endswith("_on"):
        return day_said(date.fromisoformat(str(value)))
    return value_said(str(value))
