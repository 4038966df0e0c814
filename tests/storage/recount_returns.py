"""What was allocated, what came back, who was exempt, who was there to audit (see `tests.storage.recount`)."""

from collections.abc import Iterator
from datetime import timedelta

from tests.storage.recount import Count, Item, Known, Row, Span, by, first_of


def _is_exempt(known: Known, row: Row) -> bool:
    return (row["auditor"], row["month"]) in known.exempt and row["allocation_ref"] not in known.audits


def _marks(known: Known, row: Row) -> dict[str, bool]:
    """All that is true of an allocation on a day."""
    audit = known.audits.get(row["allocation_ref"])
    met = audit is not None and known.judged(row).to_standard
    exempt = _is_exempt(known, row)
    is_out = audit is None and not exempt
    return {
        "all": True,
        "returned": audit is not None,
        "met": met,
        "not_met": audit is not None and not met,
        "late": audit is not None and audit["returned_on"] > row["due_on"],
        "exempt": exempt,
        "net": not exempt,
        "out": is_out,
        "not_yet_due": is_out and row["due_on"] >= known.as_at,
        "nil": is_out and known.has_closed(row["month"]),
        "not_uploaded": audit is not None and not by(audit["uploaded_on"], known.as_at),
    }


def allocations(above: str, below: str = "all") -> Count:
    def items(known: Known, span: Span) -> Iterator[Item]:
        for row in known.allocated:
            if span.has_month(row["month"]):
                marks = _marks(known, row)
                is_back = row["allocation_ref"] in known.audits
                of = known.judged(row).of if is_back else known.of_allocation(row)
                yield Item(of, int(marks[above]), int(marks[below]))

    return items


def return_days(known: Known, span: Span) -> Iterator[Item]:
    for judged in known.came_back(span):
        days = (judged.audit["returned_on"] - judged.allocation["allocated_on"]).days
        yield Item(judged.of, 1, 1, days)


def exemptions(known: Known, span: Span) -> Iterator[Item]:
    for (email, month), row in known.exempt.items():
        if span.has_month(month):
            yield Item({**known.of_person(email), "month": month, "kind": row["kind"]}, 1)


def _is_away(known: Known, email: str, month: str) -> bool:
    following = (first_of(month) + timedelta(days=32)).replace(day=1)
    return any(
        row["email"] == email
        and row["kind"] in ("maternity", "extended_absence")
        and row["from"] < following
        and by(row["from"], known.as_at)
        and (row["to"] is None or row["to"] >= first_of(month))
        for row in known.council["standing_exemptions"]
    )


def exemption_rate(known: Known, span: Span) -> Iterator[Item]:
    for month in span.months:
        there = {email for email in known.pool("auditor", month) if not _is_away(known, email, month)}
        for email in there:
            yield Item({**known.of_person(email), "month": month}, 0, 1)
        for (email, of_month), row in known.exempt.items():
            if of_month == month and row["kind"] not in ("health", "leave"):
                yield Item({**known.of_person(email), "month": month}, 1)


def pool_completion(known: Known, span: Span) -> Iterator[Item]:
    for month in span.months:
        for email in known.pool("auditor", month):
            yield Item({**known.of_person(email), "month": month}, 0, 1)
    for judged in known.came_back(span):
        yield Item(judged.of, 1)


def pool(role: str) -> Count:
    def items(known: Known, span: Span) -> Iterator[Item]:
        for email in known.pool(role, span.months[-1]):
            yield Item(known.of_person(email), 1)

    return items


def pool_ratio(known: Known, span: Span) -> Iterator[Item]:
    for email in known.pool("auditor", span.months[-1]):
        yield Item(known.of_person(email), 1)
    for email in known.pool("moderator", span.months[-1]):
        yield Item(known.of_person(email), 0, 1)
