"""What audits found, who was involved, whose work was seen (see `tests.storage.recount`)."""

from collections.abc import Iterator
from datetime import date

from tests.storage.recount import ORDER, Count, Item, Judged, Known, Span, by


def ratings(*wanted: str) -> Count:
    def items(known: Known, span: Span) -> Iterator[Item]:
        for judged in known.quality(span):
            yield Item(judged.of, int(judged.final in wanted or not wanted), 1)

    return items


def at_risk(known: Known, span: Span) -> Iterator[Item]:
    for judged in known.quality(span):
        if judged.final == "Requires Improvement":
            yield Item(judged.of, int(judged.audit["at_risk"] is True), 1)


def by_moderator(known: Known, span: Span) -> Iterator[Item]:
    for judged in known.quality(span):
        if judged.final == "Inadequate":
            yield Item(judged.of, int(judged.audit["overall"] != "Inadequate"), 1)


def changed(direction: int | None) -> Count:
    """How the moderator's rating stands to the auditor's: 1 higher, 0 the same, -1 lower; None gives the pair."""

    def items(known: Known, span: Span) -> Iterator[Item]:
        for judged in known.came_back(span):
            if judged.is_moderated:
                said, final = ORDER.index(judged.audit["overall"]), ORDER.index(judged.final)
                moved = (said > final) - (said < final)
                yield Item(judged.of, int(moved == direction), 1, (said, final))

    return items


def domains(known: Known, span: Span) -> Iterator[Item]:
    for judged in known.quality(span):
        for row in known.grades.get(judged.allocation["allocation_ref"], ()):
            rating = (row["moderated_rating"] if _has_judgement(known, judged) else None) or row["rating"]
            graded = int(rating != "Not Graded")
            yield Item({**judged.of, "domain": row["domain"], "rating": rating}, graded, graded)


def _has_judgement(known: Known, judged: Judged) -> bool:
    row = judged.audit
    said = row["moderated_overall"] is not None or row["met_standard"] is not None
    return said and by(row["moderated_on"] or row["returned_on"], known.as_at)


def _to_standard(known: Known, span: Span) -> list[Judged]:
    """Every audit to standard, both of a looped pair: who was involved is a fact of each of them."""
    return [judged for judged in known.came_back(span) if judged.to_standard]


def participation(known: Known, span: Span) -> Iterator[Item]:
    for judged in _to_standard(known, span):
        for party, row in known.parties.get(judged.allocation["allocation_ref"], {}).items():
            if not (party == "iro_or_chair" and row["outcome"] == "not_applicable"):
                yield Item({**judged.of, "party": party}, int(row["outcome"] == "included"), 1)


def contact(known: Known, span: Span) -> Iterator[Item]:
    for judged in _to_standard(known, span):
        found = {
            row["outcome"]
            for party, row in known.parties.get(judged.allocation["allocation_ref"], {}).items()
            if party in ("child", "parent")
        }
        if found:
            best = next((one for one in ("included", "attempted") if one in found), "none")
            yield Item({**judged.of, "contact": best}, 1, 1)


def sentiment(known: Known, span: Span) -> Iterator[Item]:
    for judged in _to_standard(known, span):
        for party, row in known.parties.get(judged.allocation["allocation_ref"], {}).items():
            if row["sentiment"]:
                yield Item({**judged.of, "party": party, "sentiment": row["sentiment"]}, 1, 1)


def _six_months(span: Span) -> Span:
    last = span.end.year * 12 + span.end.month - 6
    return Span(date(last // 12, last % 12 + 1, 1), span.end)


def teams_with(*wanted: str) -> Count:
    def items(known: Known, span: Span) -> Iterator[Item]:
        finals = [judged for judged in known.quality(_six_months(span)) if judged.final in wanted]
        for team in known.teams:
            if sum(judged.of["team"] == team for judged in finals) >= 3:
                yield Item(known.place(team), 1)

    return items


def teams_without(known: Known, span: Span) -> Iterator[Item]:
    audited = {judged.of["team"] for judged in _to_standard(known, span)}
    for team in known.teams:
        yield Item(known.place(team), int(team not in audited), 1)


def workers_without(known: Known, span: Span) -> Iterator[Item]:
    window = _six_months(span)
    seen = {known.cases[judged.allocation["case_ref"]]["social_worker"] for judged in _to_standard(known, window)}
    last = min(span.end, known.as_at)
    for email, row in known.people.items():
        if "social_worker" in row["roles"] and not (row["left_on"] is not None and row["left_on"] < last):
            yield Item(known.of_person(email), int(email not in seen), 1)


def coverage(known: Known, span: Span) -> Iterator[Item]:
    months = [row["month"] for row in known.council["caseload"] if row["month"] <= f"{known.as_at:%Y-%m}"]
    latest = [row for row in known.council["caseload"] if months and row["month"] == max(months)]
    for row in latest:
        yield Item({"legal_status": row["legal_status"]}, 0, row["children"])
    counted = {row["legal_status"] for row in latest}
    seen = [one for one in known.came_back(span) if one.to_standard and one.of["legal_status"] in counted]
    # A record audited twice counts once, under the plan or status of its latest audit.
    cases = {
        one.allocation["case_ref"]: one.of["legal_status"] for one in sorted(seen, key=lambda one: one.of["month"])
    }
    for status in cases.values():
        yield Item({"legal_status": status}, 1)
