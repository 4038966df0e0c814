"""What is done with a workbook once its turn is over: kept, tried, imported. Each in a unit of work of its own."""

from dataclasses import dataclass, replace

from cards.workbooks import summary_card
from dialogs.turn import Reply
from dialogs.workbook_findings import findings_of, to_keep
from dialogs.workbooks import GONE, receipt, view_of
from domain.chat_files import ChatFileKind, ChatFileOutcome
from storage import record
from storage.chat_files import KeptFile, content_of, keep_file, kept_file, lock_file, put_aside, settle
from storage.store import Unit
from storage.workbook.checking import CheckedWorkbook
from storage.workbook.importing import ImportReport, import_workbook

CHANGED_MEANWHILE = (
    "It was not imported: since you saw the summary, what is stored has changed. This is how it stands now."
)


@dataclass(frozen=True, slots=True)
class Contents:
    """A kept workbook with its bytes, ready to be read."""

    file: KeptFile
    content: bytes


def keep(unit: Unit, name: str, content: bytes) -> Contents:
    """Keep a workbook that was fetched, in the name of the unit's actor."""
    assert unit.actor.person_id is not None  # noqa: S101 - a turn has said who it is
    file = keep_file(unit, ChatFileKind.WORKBOOK, unit.actor.person_id, name, content)
    record.write(unit, "kept_workbook", "chat_file", file.id, digest=file.digest, size=file.size)
    return Contents(file, content)


def contents_of(unit: Unit, file_id: int) -> Contents | None:
    """A workbook that still waits for somebody; None where it is done with, expired or not what was kept."""
    file = kept_file(unit, file_id)
    if file is None or not file.is_there(unit.now):
        return None
    content = content_of(unit, file)
    return None if content is None else Contents(file, content)


def refuse(unit: Unit, file: KeptFile) -> None:
    """Note that a workbook can't be read, and erase it."""
    settle(unit, file, ChatFileOutcome.REFUSED)
    record.write(unit, "refused_workbook", "chat_file", file.id)


def put_back(unit: Unit, file: KeptFile) -> None:
    """Note that an import came to nothing: the same button sets it going again."""
    put_aside(unit, file)


def note_tried(unit: Unit, file: KeptFile, report: ImportReport) -> None:
    """Put on record that somebody was told what importing a workbook would do."""
    _record_findings(unit, "tried_workbook", file, report)


def summary(file: KeptFile, report: ImportReport, card_id: str, note: str = "") -> Reply:
    """What importing a workbook would do, as its sender sees it; `note` is what happened before."""
    return Reply(summary_card(view_of(file), findings_of(report), card_id, note))


def import_kept(
    unit: Unit, file: KeptFile, workbook: CheckedWorkbook, card_id: str, *, effect: str = "", conflicts: str = ""
) -> Reply:
    """Import a workbook once, whoever else is at it; the receipt, or why not.

    Args:
        unit: its actor's source is `import`.
        file: the workbook as it stood when its bytes were read.
        workbook: read from these bytes.
        card_id: the one-time action id for the card that comes of it.
        effect: what the summary told that it would do (`Findings.effect`); the receipt says if it did otherwise.
        conflicts: those that it may undo what was done in Teams for (`Findings.conflicts`); none where empty.
    """
    held = lock_file(unit, file.id)
    if held is None or held.outcome is not None:
        return what_became_of(unit, file.id)
    report = _imported(unit, workbook, conflicts)
    if report.is_written:
        found = findings_of(report)
        found = replace(found, differs=bool(effect) and effect != found.effect)
        settle(unit, held, ChatFileOutcome.IMPORTED, to_keep(found))
        _record_findings(unit, "imported_workbook", held, report)
        return Reply(receipt(unit, kept_file(unit, held.id) or held))
    put_aside(unit, held)
    _record_findings(unit, "tried_workbook", held, report)
    return Reply(summary_card(view_of(held), findings_of(report), card_id, CHANGED_MEANWHILE))


def what_became_of(unit: Unit, file_id: int) -> Reply:
    """The receipt of a workbook that somebody has imported meanwhile; else that it is not there any more."""
    file = kept_file(unit, file_id)
    return Reply(text=GONE) if file is None or file.came_to is None else Reply(receipt(unit, file))


def _imported(unit: Unit, workbook: CheckedWorkbook, conflicts: str) -> ImportReport:
    report = import_workbook(unit, workbook)
    # Only what was told may be undone: what came to it since is shown first.
    if not conflicts or findings_of(report).conflicts != conflicts:
        return report
    return import_workbook(unit, workbook, workbook_wins=True)


def _record_findings(unit: Unit, what: str, file: KeptFile, report: ImportReport) -> None:
    counts = {"problems": len(report.problems), "warnings": len(report.warnings)}
    record.write(unit, what, "chat_file", file.id, digest=file.digest, **counts)
