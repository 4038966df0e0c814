"""What the rounds showed, as a table for a person and as JSON for a script. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from benchmarks.figures import Figure, across
from benchmarks.report import Target, aligned, spread, verdict
from benchmarks.workbook.races import BARE_INSERT, BARE_PARSE, IMPORT_CSV, IMPORT_XLSX, Seconds

LABELS = {
    BARE_INSERT: "Bare bulk insert (executemany)",
    IMPORT_CSV: "auditbot, import from .csv",
    BARE_PARSE: "Bare parse of the .xlsx (calamine)",
    IMPORT_XLSX: "auditbot, import from .xlsx",
}
SHARE_OF_BARE = 0.25
PARSES = 1.5

Rounds = Sequence[Seconds]


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


def as_json(rounds: Rounds, rows: int, setting: Mapping[str, Any]) -> dict[str, Any]:
    """Everything the run showed: seconds (median, low, high of the rounds) and the targets."""
    return {
        **setting,
        "rows": rows,
        "timed": {
            key: {"label": LABELS[key], "seconds": asdict(figure), "rows_per_second": rows / figure.median}
            for key, figure in _seconds(rounds).items()
        },
        "targets": [asdict(target) for target in targets(rounds)],
    }


def as_text(rounds: Rounds, rows: int) -> str:
    """The table, and the targets that were judged."""
    table = [["", "seconds", "rows/s"]]
    for key, figure in _seconds(rounds).items():
        table.append([LABELS[key], spread(figure, 2), f"{rows / figure.median:,.0f}"])
    return "\n".join([*aligned(table), "", *map(verdict, targets(rounds))])
