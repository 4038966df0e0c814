"""A council's rows as they would have been written on an earlier day: without anything that had not happened yet."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from tests.storage.recount import Council, Row

# The day that makes a row of a sheet be there at all.
_BEGINS = {
    "cycles": "allocated_on",
    "allocations": "allocated_on",
    "audits": "returned_on",
    "exemptions": "authorised_on",
    "standing_exemptions": "from",
    "actions": "raised_on",
    "concerns": "raised_on",
    "escalations": "raised_on",
    "dip_samples": "carried_out_on",
    "impact_surveys": "sent_on",
}
# What a row names that has to be there, by the sheet it is in.
_NEEDS = {
    "domain_ratings": ("audits", "allocation_ref"),
    "engagement": ("audits", "allocation_ref"),
    "actions": ("allocations", "allocation_ref"),
    "concerns": ("allocations", "allocation_ref"),
    "impact_surveys": ("allocations", "allocation_ref"),
    "dip_sample_results": ("dip_samples", "sample_ref"),
}
# What is said with a day, and goes with it.
_SAID_WITH = {
    "moderated_on": ("moderator", "moderated_overall", "met_standard"),
    "answered_on": ("practice_change", "child_impact"),
    "withdrawn_on": ("replaced_by",),
}


def as_written_on(council: Council, day: date) -> Mapping[str, Sequence[Row]]:
    """The rows of a day.

    Day-less resolutions and judgements stay as they are: they count from their row's own day.
    """
    found: dict[str, list[Row]] = {}
    for sheet, rows in council.items():
        begins = _BEGINS.get(sheet)
        found[sheet] = [_of_day(row, day) for row in rows if begins is None or row[begins] <= day]
    for sheet, (other, key) in _NEEDS.items():
        there = {row[key] for row in found[other]}
        found[sheet] = [row for row in found[sheet] if row[key] in there]
    found["caseload"] = [row for row in found["caseload"] if row["month"] <= f"{day:%Y-%m}"]
    found["escalations"] = [_unresolved_again(row, council) for row in found["escalations"]]
    return found


def _of_day(row: Row, day: date) -> Row:
    later = {name for name, value in row.items() if isinstance(value, date) and value > day and name != "due_on"}
    gone = {*later, *(said for name in later for said in _SAID_WITH.get(name, ()))}
    return {name: None if name in gone else value for name, value in row.items()}


def _unresolved_again(row: Row, council: Council) -> Row:
    """An escalation whose resolution is still to come is in process."""
    whole: Any = next(one for one in council["escalations"] if one["escalation_ref"] == row["escalation_ref"])
    if whole["resolved_on"] is not None and row["resolved_on"] is None:
        return {**row, "status": "in process"}
    return row
