"""An audit as its auditor meant it, kept on paper beside the service, and held against the store and the export."""

import csv
import io
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import select

from domain.contacts import Attempt, with_attempts
from domain.words import Party
from storage.store import Actor
from storage.tables.audits import audit_answer, audit_version, draft_action
from storage.tables.concerns import concern_transition
from storage.workbook.contract import SHEETS as CONTRACT
from storage.workbook.export_cells import OutgoingCell, OutgoingCells
from storage.workbook.export_command import run_export
from storage.workbook.export_rows import stored_rows_of
from storage.workbook.sheet import Sheet
from tests.conversation.council import Council

# The opening of a cell that a spreadsheet would run as a formula: the export writes a ' before it (WORKBOOK).
_FORMULA = ("=", "+", "-", "@", "\t", "'")
SHEETS = ("audits", "domain_ratings", "engagement", "actions", "concerns")
DOMAINS: Mapping[str, str] = {
    "domain_voice": "Seeing and Hearing the Child",
    "domain_assessment": "Quality of Assessment",
    "domain_plans": "Quality of Plans",
    "domain_oversight": "Decision Making and Management Oversight",
    "domain_meetings": "Meetings and Reviews",
    "domain_supervision": "Supervision",
    "domain_diversity": "Impact of Diversity",
}
Answers = dict[str, dict[str, str]]
Rows = dict[str, list[tuple[str, ...]]]


def usual_answers(mark: str) -> Answers:
    """What is answered to every step where a test says nothing else; `mark` is in each text."""
    grades = {step: {"rating": "Good", "evidence": f"Seen in {step} of {mark}."} for step in DOMAINS}
    return {
        "involved": {
            "social_worker": "included",
            "manager": "included",
            "iro_or_chair": "not_applicable",
            "child": "included",
            "parent": "attempted",
        },
        "involved_why": {"parent": f"Two letters and no reply in {mark}."},
        **grades,
        "family_feedback": {"child_sentiment": "mixed", "child_words": f"She is often late in {mark}."},
        "summary": {"strengths": f"A warm start in {mark}.", "areas": f"More rhythm in {mark}."},
        "overall": {"rating": "Good"},
    }


@dataclass(frozen=True, slots=True, order=True)
class Agreed:
    """An action: what, by whom (their address), by when."""

    what: str
    owner: str
    due_on: date


@dataclass(slots=True)
class Paper:
    """All that was typed into one audit and counts, whatever happened on the way.

    Attributes:
        ref, number: the allocation's reference and row.
        auditor: the auditor's row.
        answers: by step and question, as the store has them.
        concerns: the words of each immediate concern.
        found: what was wrong for the child, of each return as Inadequate.
    """

    ref: str
    number: int
    auditor: int
    answers: Answers
    actions: list[Agreed] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)
    concerns: list[str] = field(default_factory=list)
    found: list[str] = field(default_factory=list)

    def copy(self) -> "Paper":
        return deepcopy(self)

    @property
    def risk(self) -> str:
        """What was said as an immediate concern, a paragraph each time; the same words once."""
        return "\n\n".join(dict.fromkeys(self.concerns))

    def is_returned(self) -> None:
        """What a return adds to what is in it already: an Inadequate raises its concern."""
        if "category" in self.standing:
            self.found.append(self.standing["category"]["what"])

    @property
    def standing(self) -> Answers:
        """The answers that count: none to a question that no longer applies."""
        given = deepcopy(self.answers)
        involved, overall = given.get("involved", {}), given.get("overall", {}).get("rating")
        given["involved_why"] = _only(
            given, "involved_why", [who for who, how in involved.items() if how != "included"]
        )
        heard = [who for who in ("child", "parent") if involved.get(who) == "included"]
        asked = [f"{who}_{what}" for who in heard for what in ("sentiment", "words")]
        given["family_feedback"] = _only(given, "family_feedback", asked)
        if overall != "Requires Improvement":
            given.pop("at_risk", None)
        if overall != "Inadequate":
            given.pop("category", None)
        return {step: answers for step, answers in given.items() if answers}

    def rows(self) -> Rows:
        """What the export must say of this audit once it is returned, sheet by sheet."""
        given = self.standing
        category = given.get("category", {}).get("category", "")
        at_risk, summary = given.get("at_risk", {}).get("at_risk", ""), given.get("summary", {})
        audit = (given["overall"]["rating"], at_risk, category, summary.get("strengths", ""), summary.get("areas", ""))
        # An immediate concern is the audit's entry of category 1, and its return as Inadequate updates that entry.
        concerns = ["1"] if self.concerns else [category] if category else []
        return {
            "audits": [_cells(audit)],
            "domain_ratings": sorted(_grade(step, given[step]) for step in given if step.startswith("domain_")),
            "engagement": sorted(self._party(given, party) for party in given["involved"]),
            "actions": sorted(_cells((one.what, one.owner, one.due_on.isoformat())) for one in self.actions),
            "concerns": [_cells((one, self.risk, (self.found or [""])[-1])) for one in concerns],
        }

    def _party(self, given: Answers, party: str) -> tuple[str, ...]:
        family = given.get("family_feedback", {})
        tries = sorted((one for one in self.attempts if one.party == party), key=lambda one: one.on_day)
        reason = with_attempts(given.get("involved_why", {}).get(party), tries) or ""
        said = (family.get(f"{party}_sentiment", ""), family.get(f"{party}_words", ""))
        return _cells((party, given["involved"][party], *said, reason))


def _only(given: Answers, step: str, questions: Iterable[str]) -> dict[str, str]:
    return {key: value for key, value in given.get(step, {}).items() if key in set(questions)}


def _grade(step: str, given: Mapping[str, str]) -> tuple[str, ...]:
    text = given.get("evidence", "")
    is_graded = given["rating"] != "Not Graded"
    return _cells((DOMAINS[step], given["rating"], text if is_graded else "", "" if is_graded else text))


def _cells(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"'{value}" if value.startswith(_FORMULA) else value for value in values)


_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "audits": ("overall", "at_risk", "concern_category", "strengths", "areas_for_improvement"),
    "domain_ratings": ("domain", "rating", "evidence", "reason"),
    "engagement": ("party", "outcome", "sentiment", "comment", "reason"),
    "actions": ("description", "owner", "due_on"),
    "concerns": ("category", "immediate_risk", "what_is_wrong"),
}


def exported(council: Council) -> dict[str, list[dict[str, str]]]:
    """The sheets about audits as `auditbot export` writes them now: it is run, whole."""
    with TemporaryDirectory() as folder:
        place, said = Path(folder) / "out", io.StringIO()
        run_export(council.store, place, account="tests", now=council.clock.now(), out=said, err=said)
        return {sheet: _read(place / f"{sheet}.csv") for sheet in SHEETS}


def _read(file: Path) -> list[dict[str, str]]:
    # Not with universal line ends: a line end within a text is part of it.
    text = file.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def exported_cells(council: Council) -> dict[str, list[dict[str, str]]]:
    """The same sheets, as the export's own cells: it costs a tenth, for what is done some hundred times."""
    cells = OutgoingCells()
    with council.store.snapshot(council.clock.now(), Actor("command")) as unit:
        return {
            sheet.name: [_as_text(sheet, cells.row(values)) for values in stored_rows_of(unit, sheet)]
            for sheet in CONTRACT
            if sheet.name in SHEETS
        }


def _as_text(sheet: Sheet, cells: list[OutgoingCell]) -> dict[str, str]:
    texts = ["" if cell is None else str(cell) for cell in cells]
    return dict(zip([column.name for column in sheet.columns], texts, strict=True))


def rows_in(sheets: Mapping[str, list[dict[str, str]]], ref: str) -> Rows:
    """What an export says of one audit."""
    return {
        sheet: sorted(
            tuple(row[column] for column in _COLUMNS[sheet]) for row in sheets[sheet] if row["allocation_ref"] == ref
        )
        for sheet in SHEETS
    }


def _apart(stored: Answers, meant: Answers) -> dict[str, tuple[Mapping[str, str], Mapping[str, str]]]:
    """Where the store has something else than the paper: both, by step."""
    both = {step: (stored.get(step, {}), meant.get(step, {})) for step in {*stored, *meant}}
    return {step: (one, other) for step, (one, other) in both.items() if one != other}


def hold_store_to(council: Council, paper: Paper) -> None:
    """The store has what is on the paper, once, and by the right person."""
    rows = council.rows(audit_answer, allocation_id=paper.number)
    apart = _apart({row.step: dict(row.answers) for row in rows}, paper.answers)
    assert not apart, f"{paper.ref} has, and was meant to have: {apart}"
    assert {row.answered_by_id for row in rows} == {paper.auditor}
    people = {row.id: row.email for row in council.rows(council.table("person"))}
    drafts = council.rows(draft_action, allocation_id=paper.number, removed_at=None)
    agreed = sorted(Agreed(row.description, people[row.owner_id], row.due_on) for row in drafts)
    assert agreed == sorted(paper.actions), f"{paper.ref} has {agreed}, and was meant to have {paper.actions}"
    with council.unit() as unit:
        concern = council.table("concern")
        joined = concern_transition.join(concern, concern.c.id == concern_transition.c.concern_id)
        statement = select(concern_transition.c.what).select_from(joined)
        statement = statement.where(concern.c.allocation_id == paper.number)
        assert sorted(unit.connection.execute(statement).scalars()) == sorted([*paper.concerns, *paper.found])


def hold_to(council: Council, papers: Iterable[Paper], sheets: Mapping[str, list[dict[str, str]]]) -> None:
    """The store, the last version and the export have what is on these papers: all of it, and nothing twice."""
    for paper in papers:
        hold_store_to(council, paper)
        versions = council.rows(audit_version, allocation_id=paper.number)
        assert versions[-1].content["answers"] == paper.standing
        found, meant = _alarms_in_order(rows_in(sheets, paper.ref)), _alarms_in_order(paper.rows())
        assert found == meant, f"{paper.ref}: {found} is not {meant}"


def _alarms_in_order(rows: Rows) -> Rows:
    """The rows with the alarms of a concern in an order of their own: of two devices at once either may come first."""
    ordered = [tuple("\n\n".join(sorted(cell.split("\n\n"))) for cell in row) for row in rows["concerns"]]
    return {**rows, "concerns": ordered}


def attempt_today(party: Party, today: date) -> Attempt:
    """A try noted in one tap."""
    return Attempt(0, party, today, None, "")


def version_of(council: Council, paper: Paper) -> Any:
    """The last returned version of an audit."""
    return council.rows(audit_version, allocation_id=paper.number)[-1]
