"""What the rounds showed, as tables for a person and as JSON for a script. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from benchmarks.figures import Figure, across
from benchmarks.report import Target, aligned, spread, verdict
from benchmarks.workbook.races import (
    BARE_INSERT,
    BARE_PARSE,
    EXPORT_CSV,
    EXPORT_XLSX,
    IMPORT_AGAIN,
    IMPORT_CSV,
    IMPORT_XLSX,
    Seconds,
)
from benchmarks.workbook.sheets import SheetSeconds

LABELS = {
    BARE_INSERT: "Bare bulk insert (executemany)",
    IMPORT_CSV: "auditbot, import from .csv",
    IMPORT_AGAIN: "auditbot, the same import again",
    EXPORT_CSV: "auditbot, export to .csv",
    EXPORT_XLSX: "auditbot, export to .xlsx",
    BARE_PARSE: "Bare parse of the .xlsx (calamine)",
    IMPORT_XLSX: "auditbot, import from .xlsx",
}
SHARE_OF_BARE = 0.25
PARSES = 1.5

Rounds = Sequence[Seconds]
SheetRounds = Mapping[str, Sequence[SheetSeconds]]


def targets(rounds: Rounds) -> list[Target]:
    """The bars of the workbook's contract ("Speed"): ratios within a round, their median over the rounds."""
    share = across([one[BARE_INSERT] / one[IMPORT_CSV] for one in rounds])
    parses = across([(one[IMPORT_XLSX] - one[IMPORT_CSV]) / one[BARE_PARSE] for one in rounds])
    return [
        Target("from .csv, at least 0.25 of the bare insert's rows/s", share, share.median >= SHARE_OF_BARE),
        Target("from .xlsx, at most 1.5 bare parses more than from .csv", parses, parses.median <= PARSES),
    ]


def _seconds(rounds: Rounds) -> Mapping[str, Figure]:
    return {key: across([one[key] for one in rounds]) for key in rounds[0]}


def _of_sheets(sheets: SheetRounds, figure: Callable[[SheetSeconds], float]) -> Mapping[str, Figure]:
    return {name: across([figure(one) for one in rounds]) for name, rounds in sheets.items()}


def _share(one: SheetSeconds) -> float:
    return one.bare / one.first


def as_json(rounds: Rounds, rows: int, sheets: SheetRounds, setting: Mapping[str, Any]) -> dict[str, Any]:
    """Everything the run showed: seconds (median, low, high of the rounds), the targets, sheet by sheet."""
    return {
        **setting,
        "rows": rows,
        "timed": {
            key: {"label": LABELS[key], "seconds": asdict(figure), "rows_per_second": rows / figure.median}
            for key, figure in _seconds(rounds).items()
        },
        "targets": [asdict(target) for target in targets(rounds)],
        "sheets": {name: [asdict(one) for one in of] for name, of in sheets.items()},
        "share_of_bare_by_sheet": {name: asdict(figure) for name, figure in _of_sheets(sheets, _share).items()},
    }


def as_text(rounds: Rounds, rows: int) -> str:
    """The table, and the targets that were judged."""
    table = [["", "seconds", "rows/s"]]
    for key, figure in _seconds(rounds).items():
        table.append([LABELS[key], spread(figure, 2), f"{rows / figure.median:,.0f}"])
    return "\n".join([*aligned(table), "", *map(verdict, targets(rounds))])


def sheets_as_text(sheets: SheetRounds) -> str:
    """The table of the sheets by themselves."""
    columns = (
        _of_sheets(sheets, lambda one: one.bare),
        _of_sheets(sheets, lambda one: one.first),
        _of_sheets(sheets, lambda one: one.again),
        _of_sheets(sheets, _share),
    )
    table = [["One sheet alone", "rows", "bare insert, s", "import, s", "again, s", "share of bare rows/s"]]
    for name, rounds in sheets.items():
        table.append([name, f"{rounds[0].rows:,}", *(spread(column[name], 2) for column in columns)])
    return "\n".join(aligned(table))
