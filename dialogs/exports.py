"""Workbooks out in chat, the export or one marked: QA asks for it, is offered the file, and takes it or not."""

from cards.verbs import FILE, FILE_DIGEST
from dialogs.turn import Errand, ErrandKind, Offer, Press, Reply, Turn
from dialogs.workbooks import number_of
from domain.chat_files import ChatFileKind, ChatFileOutcome
from domain.errors import NotAllowedError
from domain.words import Role
from storage import record
from storage.chat_files import KeptFile, keep_file, lock_file, settle
from storage.seals import sealed_from
from storage.store import Unit
from storage.workbook.exporting import ExportReport

GONE = "I don't have this file any more: I keep one for a day. Ask for it again."
_SEALED = (
    "The workbook holds grades that you may not see yet: you are to grade a record that somebody else has graded. "
    "Return or grade yours first, or ask somebody else of the QA team for the workbook."
)
DESCRIPTIONS = {
    ChatFileKind.EXPORT: "Everything that auditbot holds, as one workbook. It is personal data: keep it safe.",
    ChatFileKind.REPORT: "Your workbook with every place marked that I had something to say of, and a list in front.",
}


def export(turn: Turn, press: Press) -> Reply:
    """Have the whole store written into a workbook, after this turn.

    Raises:
        NotAllowedError: the person is not of the QA team.
    """
    del press
    _only_qa(turn)
    if sealed_from(turn.unit, turn.policy, turn.viewer.id):
        return Reply(text=_SEALED)
    errand = Errand(ErrandKind.MAKE_EXPORT, turn.viewer.id)
    return Reply(text="I'm writing the workbook. I'll offer it to you here when it's done.", errand=errand)


def consent(turn: Turn, press: Press, *, is_taken: bool) -> Reply:
    """A file that was offered is taken, and handed over after this turn; or it is declined, and erased.

    Raises:
        NotAllowedError: the person is not of the QA team, or the file was offered to somebody else.
    """
    _only_qa(turn)
    file = lock_file(turn.unit, number_of(press.data.get(FILE, "")))
    if (
        file is None
        or file.kind not in DESCRIPTIONS
        or file.digest != press.data.get(FILE_DIGEST)
        or not file.is_there(turn.unit.now)
    ):
        return Reply(text=GONE)
    if file.person_id != turn.viewer.id:
        raise NotAllowedError("This file was made for somebody else. Ask for one of your own: type 'export'.")
    if is_taken:
        return Reply(errand=Errand(ErrandKind.HAND_OVER, turn.viewer.id, file.id))
    settle(turn.unit, file, ChatFileOutcome.DECLINED)
    record.write(turn.unit, "declined_file", "chat_file", file.id)
    return Reply(text="I've erased the file. If you want it after all, ask for it again.")


def _only_qa(turn: Turn) -> None:
    if not turn.viewer.is_a(Role.QA):
        raise NotAllowedError("The workbook is for the QA team only. Type 'help' to see what you can do here.")


def keep_export(unit: Unit, name: str, content: bytes, report: ExportReport) -> Reply:
    """Keep an export for the unit's actor, record who had it made, and offer it."""
    assert unit.actor.person_id is not None  # noqa: S101 - a turn has said who it is
    file = keep_file(unit, ChatFileKind.EXPORT, unit.actor.person_id, name, content)
    # Before anybody can read it: what could not be recorded is not handed out.
    record.write(unit, "workbook_exported", "chat_file", file.id, sort="xlsx", rows=report.rows)
    lost = f" {report.replaced:,} characters that no spreadsheet can hold went out as �." if report.replaced else ""
    return offer(file, f"Here is the workbook. Teams asks you where it may put it.{lost}")


def keep_marked(unit: Unit, name: str, content: bytes) -> Reply:
    """Keep a marked workbook for the unit's actor, and offer it."""
    assert unit.actor.person_id is not None  # noqa: S101 - a turn has said who it is
    file = keep_file(unit, ChatFileKind.REPORT, unit.actor.person_id, name, content)
    record.write(unit, "marked_workbook", "chat_file", file.id, digest=file.digest)
    return offer(file, "Here is your workbook with the places marked. Teams asks you where it may put it.")


def offer(file: KeptFile, words: str) -> Reply:
    """A kept file, to be taken or declined."""
    data = {FILE: str(file.id), FILE_DIGEST: file.digest}
    return Reply(text=words, offer=Offer(file.name, DESCRIPTIONS[file.kind], file.size, data))


def handed_over(unit: Unit, file: KeptFile) -> Reply:
    """Note that a file lies in its reader's OneDrive, and erase ours."""
    settle(unit, file, ChatFileOutcome.HANDED_OVER)
    record.write(unit, "handed_over_file", "chat_file", file.id, digest=file.digest)
    return Reply(text="It lies in your OneDrive now.", is_handed_over=True)
