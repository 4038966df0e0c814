"""What follows an audit, and the registers beside it (see `tests.storage.recount`)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from tests.storage.recount import Count, Item, Known, Row, Span, by


def _action(known: Known, row: Row) -> Item:
    of = known.of_allocation(known.allocations_by_ref[row["allocation_ref"]])
    done = row["completed_on"] if by(row["completed_on"], known.as_at) else None
    if done:
        status = "on_time" if done <= row["due_on"] else "late"
    else:
        status = "overdue" if row["due_on"] < known.as_at else "not_yet_due"
    month = f"{row['raised_on']:%Y-%m}"
    days = (known.as_at - row["due_on"]).days
    return Item({**of, "owner": row["owner"], "status": status, "month": month}, 1, 1, days)


def _raised(known: Known, rows: str) -> Iterable[Row]:
    return [row for row in known.council[rows] if by(row["raised_on"], known.as_at)]


def action_status(known: Known, span: Span) -> Iterator[Item]:
    return (_action(known, row) for row in _raised(known, "actions") if span.has(row["raised_on"]))


def open_actions(*, only_overdue: bool = False) -> Count:
    def items(known: Known, span: Span) -> Iterator[Item]:
        del span
        for item in (_action(known, row) for row in _raised(known, "actions")):
            if item.of["status"] == "overdue" or (item.of["status"] == "not_yet_due" and not only_overdue):
                yield Item(item.of, int(item.of["status"] == "overdue"), 1, item.value)

    return items


def every_open(known: Known, span: Span) -> Iterator[Item]:
    return (Item(item.of, 1) for item in open_actions()(known, span))


def _concern(known: Known, row: Row, day: date) -> Item:
    of = known.of_allocation(known.allocations_by_ref[row["allocation_ref"]])
    return Item({**of, "category": str(row["category"]), "month": f"{day:%Y-%m}"}, 1, 0, row["raised_on"])


def _resolved_on(row: Row) -> date | None:
    """Nothing is resolved before it is raised: what a register says so is resolved on the day it was raised."""
    return None if row["resolved_on"] is None else max(row["resolved_on"], row["raised_on"])


def concerns_open(known: Known, span: Span) -> Iterator[Item]:
    del span
    for row in _raised(known, "concerns"):
        if not by(_resolved_on(row), known.as_at):
            yield _concern(known, row, row["raised_on"])


def concerns_raised(known: Known, span: Span) -> Iterator[Item]:
    return (_concern(known, row, row["raised_on"]) for row in _raised(known, "concerns") if span.has(row["raised_on"]))


def concerns_resolved(known: Known, span: Span) -> Iterator[Item]:
    for row in _raised(known, "concerns"):
        day = _resolved_on(row)
        if day is not None and by(day, known.as_at) and span.has(day):
            yield _concern(known, row, day)


def escalations(known: Known, span: Span) -> Iterator[Item]:
    for row in _raised(known, "escalations"):
        if span.has(row["raised_on"]):
            case = known.cases[row["case_ref"]]
            over = by(row["resolved_on"], known.as_at) or (row["resolved_on"] is None and row["status"] == "resolved")
            of = {
                **known.place(case["team"]),
                "legal_status": case["legal_status"],
                "route": row["route"],
                "stage": str(row["stage"]),
                "theme": row["theme"],
                "status": "resolved" if over else "in process",
                "month": f"{row['raised_on']:%Y-%m}",
            }
            yield Item(of, 1)


def dip_sample(known: Known, span: Span) -> Iterator[Item]:
    samples = {row["sample_ref"]: row for row in known.council["dip_samples"]}
    for row in known.council["dip_sample_results"]:
        sample = samples[row["sample_ref"]]
        if by(sample["carried_out_on"], known.as_at) and span.has(sample["carried_out_on"]):
            case, counts = known.cases[row["case_ref"]], int(row["answer"] != "not_applicable")
            of: Mapping[str, Any] = {
                **known.place(case["team"]),
                "legal_status": case["legal_status"],
                "sample": sample["title"],
                "question": row["question"],
                "answer": row["answer"],
                "month": f"{sample['carried_out_on']:%Y-%m}",
            }
            yield Item(of, counts, counts)


def impact(known: Known, span: Span) -> Iterator[Item]:
    for row in known.council["impact_surveys"]:
        if by(row["answered_on"], known.as_at) and span.has(row["answered_on"]):
            of = known.of_allocation(known.allocations_by_ref[row["allocation_ref"]])
            for aspect in ("practice_change", "child_impact"):
                if row[aspect] is not None:
                    month = f"{row['answered_on']:%Y-%m}"
                    yield Item({**of, "aspect": aspect, "month": month}, int(row[aspect] == "improved"), 1)
