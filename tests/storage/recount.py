"""An independent recount of every figure, in plain Python from a workbook's rows, written from METRICS.md alone.

Nothing here knows a table or a statement: where it and `metrics` differ, one of them has misread the contract. Where
the contract leaves a choice, docs/metrics-choices.md says which one both make.

A council is sheet → rows, a row column → value: `date`, `int`, `str`, `frozenset` of roles, None where it is blank.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

Row = Mapping[str, Any]
Council = Mapping[str, Sequence[Row]]
# What a workbook writes where an allocation has no locality although its case's team has one.
NOTHING = "'"
GOOD = ("Outstanding", "Good")
ORDER = ("Outstanding", "Good", "Requires Improvement", "Inadequate")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that counts: what it is broken down and filtered by, and on which side of the line it stands."""

    of: Mapping[str, Any]
    above: int = 0
    below: int = 0
    value: Any = None


@dataclass(frozen=True, slots=True)
class Span:
    """A period: both days included; its audit months run from that of the first day to that of the last."""

    start: date
    end: date

    def has_month(self, month: str) -> bool:
        """Whether an audit month is within it."""
        return f"{self.start:%Y-%m}" <= month <= f"{self.end:%Y-%m}"

    def has(self, day: date | None) -> bool:
        """Whether a day is within it."""
        return day is not None and self.start <= day <= self.end

    @property
    def months(self) -> list[str]:
        """Its months, in their order."""
        first, last = self.start.year * 12 + self.start.month - 1, self.end.year * 12 + self.end.month - 1
        return [f"{number // 12}-{number % 12 + 1:02}" for number in range(first, last + 1)]


def first_of(month: str) -> date:
    """The first day of a month."""
    return date(int(month[:4]), int(month[5:]), 1)


def by(day: date | None, as_at: date) -> bool:
    """Whether something that has a day had happened by another."""
    return day is not None and day <= as_at


@dataclass(frozen=True)
class Judged:
    """A returned audit as it was known on a day."""

    audit: Row
    allocation: Row
    is_moderated: bool
    to_standard: bool
    final: str
    of: Mapping[str, Any]


@dataclass(frozen=True)
class Known:
    """A council as it was known on a day."""

    council: Council
    as_at: date
    people: dict[str, Row] = field(init=False)
    teams: dict[str, Row] = field(init=False)
    cases: dict[str, Row] = field(init=False)
    allocations_by_ref: dict[str, Row] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "people", {row["email"]: row for row in self.council["people"]})
        object.__setattr__(self, "teams", {row["team"]: row for row in self.council["teams"]})
        object.__setattr__(self, "cases", {row["case_ref"]: row for row in self.council["cases"]})
        object.__setattr__(
            self, "allocations_by_ref", {row["allocation_ref"]: row for row in self.council["allocations"]}
        )

    @cached_property
    def audits(self) -> dict[str, Row]:
        """Those that had come back, by allocation."""
        return {row["allocation_ref"]: row for row in self.council["audits"] if by(row["returned_on"], self.as_at)}

    @cached_property
    def parties(self) -> dict[str, dict[str, Row]]:
        """Who was involved in each audit, by allocation and party."""
        found: dict[str, dict[str, Row]] = {}
        for row in self.council["engagement"]:
            found.setdefault(row["allocation_ref"], {})[row["party"]] = row
        return found

    @cached_property
    def grades(self) -> dict[str, list[Row]]:
        """The grades in domains, by allocation."""
        found: dict[str, list[Row]] = {}
        for row in self.council["domain_ratings"]:
            found.setdefault(row["allocation_ref"], []).append(row)
        return found

    @cached_property
    def exempt(self) -> dict[tuple[str, str], Row]:
        """Who was exempted for which month."""
        return {
            (row["email"], row["month"]): row
            for row in self.council["exemptions"]
            if by(row["authorised_on"], self.as_at)
        }

    @cached_property
    def allocated(self) -> list[Row]:
        """The allocations that stood."""
        return [
            row
            for row in self.council["allocations"]
            if by(row["allocated_on"], self.as_at) and not by(row["withdrawn_on"], self.as_at)
        ]

    def place(self, team: str | None) -> dict[str, Any]:
        """A team with what it is within today."""
        row = self.teams.get(team or "")
        if row is None:
            return {"team": None, "service": None, "locality": None, "head_of_service": None}
        return {
            "team": team,
            "service": row["service"],
            "locality": row["locality"],
            "head_of_service": row["head_of_service"],
        }

    def of_person(self, email: str) -> dict[str, Any]:
        """A person by their own team."""
        own = self.people[email]["team"]
        return {**self.place(own), "auditor_team": own}

    def of_allocation(self, row: Row) -> dict[str, Any]:
        """An allocation by what was fixed when it was made: blank cells are its case's."""
        case = self.cases[row["case_ref"]]
        team = row["team"] or case["team"]
        place = self.place(team)
        return {
            **place,
            "service": row["service"] or place["service"],
            "locality": None if row["locality"] == NOTHING else row["locality"] or place["locality"],
            "legal_status": row["legal_status"] or case["legal_status"],
            "auditor": row["auditor"],
            "auditor_team": self.people[row["auditor"]]["team"],
            "kind": row["kind"] or "core",
            "month": row["month"],
        }

    def judged(self, allocation: Row) -> Judged:
        """What was known of a returned audit: a judgement counts from its day, one without a day from the return."""
        row = self.audits[allocation["allocation_ref"]]
        day = row["moderated_on"] or row["returned_on"]
        has_said = row["moderated_overall"] is not None or row["met_standard"] is not None
        stands = has_said and by(day, self.as_at)
        final = row["moderated_overall"] if stands and row["moderated_overall"] else row["overall"]
        of = {
            **self.of_allocation(allocation),
            "moderator": row["moderator"] if stands else None,
            "rating": final,
        }
        is_moderated = stands and row["moderated_overall"] is not None
        return Judged(row, allocation, is_moderated, not (stands and row["met_standard"] is False), final, of)

    def came_back(self, span: Span) -> list[Judged]:
        """The returned audits of a period's months."""
        return [
            self.judged(row)
            for row in self.allocated
            if span.has_month(row["month"]) and row["allocation_ref"] in self.audits
        ]

    def quality(self, span: Span) -> list[Judged]:
        """The audits to standard; of a looped pair one, whose rating is the agreed one."""
        single, pairs = [], dict[str, list[Judged]]()
        for judged in self.came_back(span):
            if judged.to_standard:
                loop = judged.allocation["loop_ref"]
                if loop:
                    pairs.setdefault(loop, []).append(judged)
                else:
                    single.append(judged)
        found = (_agreed(pair, waits=self._is_out(loop)) for loop, pair in pairs.items())
        return [*single, *(agreed for pair in found for agreed in pair)]

    def _is_out(self, loop: str) -> bool:
        """Whether an audit of a loop is still to come back, its month being open."""
        return any(
            row["loop_ref"] == loop
            and row["allocation_ref"] not in self.audits
            and (row["auditor"], row["month"]) not in self.exempt
            and not self.has_closed(row["month"])
            for row in self.allocated
        )

    def has_closed(self, month: str) -> bool:
        """Whether a month has closed: its last day and its latest due day are past."""
        due = [row["due_on"] for row in self.allocated if row["month"] == month]
        following = first_of(month) + timedelta(days=32)
        last: date = max([following.replace(day=1) - timedelta(days=1), *due])
        return self.as_at > last

    def pool(self, role: str, month: str) -> list[str]:
        """The people with a role, trained by the first of a month and not left before it."""
        first = first_of(month)
        return [
            email
            for email, row in self.people.items()
            if role in row["roles"]
            and not (role == "moderator" and "external_moderator" in row["roles"])
            and row["trained_on"] is not None
            and row["trained_on"] <= min(first, self.as_at)
            and not (row["left_on"] is not None and row["left_on"] < first and row["left_on"] <= self.as_at)
        ]


def _agreed(pair: Sequence[Judged], *, waits: bool) -> Sequence[Judged]:
    """The one of a pair whose rating is agreed: the moderator's latest, or what both say; none while they differ.

    `waits`: the other one is still to come, so that nothing is agreed but by a moderator.
    """
    moderated = [one for one in pair if one.is_moderated]
    if moderated:
        latest = max(_judged_on(one) for one in moderated)
        return [one for one in moderated if _judged_on(one) == latest][:1]
    return pair[:1] if not waits and len({one.final for one in pair}) == 1 else ()


def _judged_on(judged: Judged) -> date:
    day: date = judged.audit["moderated_on"] or judged.audit["returned_on"]
    return day


def added(items: Iterable[Item], filters: Mapping[str, Sequence[Any]]) -> list[Item]:
    """The items that a question's filters let through."""
    return [item for item in items if all(item.of.get(name) in values for name, values in filters.items())]


Count = Callable[[Known, Span], Iterable[Item]]
