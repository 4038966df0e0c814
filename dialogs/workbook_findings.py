"""What an import found, as a card shows it and as the store keeps it for a receipt.

A card quotes nothing of the workbook: Teams keeps every card, and a cell may hold what must not be in one (DOMAIN,
data protection). It says where to look and what to write there; which sort of problem it is says the rest.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from cards.workbooks import Findings, SheetLine
from storage.workbook.importing import ImportReport
from storage.workbook.problems import Fault, LeftAside, Problem


def findings_of(report: ImportReport) -> Findings:
    """What an import, or a dry run of one, has to say."""
    found = Findings(
        sheets=[SheetLine(name, one.added, one.changed, one.unchanged) for name, one in report.counts.items()],
        warnings=[(breach.value, count) for breach, count in report.breaches.most_common()],
        left_aside=_left_aside(report.left_aside),
        problems=[_place(problem) for problem in report.problems],
        sorts=Counter(problem.fault.value for problem in report.problems).most_common(),
        conflicts=_conflicts(report),
    )
    return replace(found, effect=_effect(found))


def _effect(found: Findings) -> str:
    """What tells this effect from any other: the counts and the warnings that a card shows."""
    return hashlib.sha256(json.dumps(_shown(found), sort_keys=True).encode()).hexdigest()


def _place(problem: Problem) -> str:
    where = f"{problem.sheet} row {problem.row}, column {problem.column}"
    if problem.fault is Fault.CONFLICT:
        return f"{where}: {_done_in_teams(problem)}."
    return f"{where}: {problem.fault.value}. Write {problem.allowed}."


def _done_in_teams(conflict: Problem) -> str:
    """What was done and when, without what the row would make of it: that may name a grade, or quote a text."""
    done, _, _ = conflict.what.partition(", and ")
    return conflict.fault.value if "'" in done else done


def _conflicts(report: ImportReport) -> str:
    """What tells these conflicts from any others; empty unless they alone stand in the way."""
    if not report.problems or any(problem.fault is not Fault.CONFLICT for problem in report.problems):
        return ""
    return hashlib.sha256("\n".join(map(str, report.problems)).encode()).hexdigest()


def _left_aside(left: tuple[LeftAside, ...]) -> list[tuple[str, int]]:
    return Counter(one.why.value for one in left).most_common()


def to_keep(found: Findings) -> dict[str, Any]:
    """What the store keeps of an import that was done."""
    return _shown(found) | {"differs": found.differs}


def _shown(found: Findings) -> dict[str, Any]:
    sheets = {line.sheet: [line.added, line.changed, line.unchanged] for line in found.sheets}
    return {"sheets": sheets, "warnings": dict(found.warnings)}


def kept_findings(kept: Mapping[str, Any] | None) -> Findings:
    """What an import did, as the store kept it (`to_keep`)."""
    if not kept:
        return Findings()
    sheets = [SheetLine(name, *counts) for name, counts in kept["sheets"].items()]
    return Findings(sheets=sheets, warnings=list(kept["warnings"].items()), differs=kept.get("differs", False))
