"""What an import found, as a card shows it and as the store keeps it for a receipt.

A card quotes nothing of the workbook: Teams keeps every card, and a cell may hold what must not be in one (DOMAIN,
data protection). It says where to look and what to write there; which sort of problem it is says the rest.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from cards.workbooks import Findings, SheetLine
from storage.workbook.importing import ImportReport
from storage.workbook.problems import LeftAside, Problem


def findings_of(report: ImportReport) -> Findings:
    """What an import, or a dry run of one, has to say."""
    return Findings(
        sheets=[SheetLine(name, one.added, one.changed, one.unchanged) for name, one in report.counts.items()],
        warnings=[(breach.value, count) for breach, count in report.breaches.most_common()],
        left_aside=_left_aside(report.left_aside),
        problems=[_place(problem) for problem in report.problems],
        sorts=Counter(problem.fault.value for problem in report.problems).most_common(),
    )


def _place(problem: Problem) -> str:
    return (
        f"{problem.sheet} row {problem.row}, column {problem.column}: {problem.fault.value}. Write {problem.allowed}."
    )


def _left_aside(left: tuple[LeftAside, ...]) -> list[tuple[str, int]]:
    return Counter(one.why.value for one in left).most_common()


def to_keep(found: Findings) -> dict[str, Any]:
    """What the store keeps of an import that was done."""
    sheets = {line.sheet: [line.added, line.changed, line.unchanged] for line in found.sheets}
    return {"sheets": sheets, "warnings": dict(found.warnings)}


def kept_findings(kept: Mapping[str, Any] | None) -> Findings:
    """What an import did, as the store kept it (`to_keep`)."""
    if not kept:
        return Findings()
    sheets = [SheetLine(name, *counts) for name, counts in kept["sheets"].items()]
    return Findings(sheets=sheets, warnings=list(kept["warnings"].items()))
