"""A workbook in chat: QA sends it, sees what importing it would do, and has it imported or not."""

from collections.abc import Sequence

from microsoft_teams.cards import AdaptiveCard

from cards.verbs import FILE, FILE_DIGEST, SEEN
from cards.workbooks import WorkbookView, imported_card, importing_card, not_imported_card
from dialogs.turn import Errand, ErrandKind, Press, Reply, Turn
from dialogs.workbook_findings import kept_findings
from domain.calendar import london_day, spoken_day, spoken_time
from domain.chat_files import ChatFileKind, ChatFileOutcome
from domain.errors import NotAllowedError
from domain.words import Role
from storage import record
from storage.chat_files import KeptFile, begin, kept_file, lock_file, settle
from storage.people import names_of
from storage.store import Unit

ENDING = ".xlsx"
GONE = "I don't have this workbook any more: I keep one for a day. Send it again to import it."


def only_qa(turn: Turn) -> None:
    """Refuse anybody else, before anything is fetched.

    Raises:
        NotAllowedError: the person is not of the QA team.
    """
    if not turn.viewer.is_a(Role.QA):
        raise NotAllowedError(
            "Workbooks are imported by the QA team, so I have not opened your file. "
            f"Ask {turn.policy.qa_contact} to send it."
        )


def is_workbook(name: str) -> bool:
    """Whether a file's name is that of a workbook."""
    return name.lower().endswith(ENDING)


def receive(turn: Turn, names: Sequence[str]) -> Reply:
    """Files were sent: one workbook is fetched and read, after this turn.

    Args:
        turn: the turn.
        names: what the files are called.

    Raises:
        NotAllowedError: the person is not of the QA team.
    """
    only_qa(turn)
    if len(names) != 1:
        return Reply(text="Send me one workbook at a time: I have opened none of these.")
    if not is_workbook(names[0]):
        return Reply(text=f"I import {ENDING} workbooks only. Save it as {ENDING} and send me that.")
    record.write(turn.unit, "sent_workbook", "person", turn.viewer.id)
    errand = Errand(ErrandKind.READ_WORKBOOK, turn.viewer.id)
    return Reply(text="I'm reading it. I'll show you what importing it would do.", errand=errand)


def start_import(turn: Turn, press: Press) -> Reply:
    """Have a workbook imported, after this turn: exactly the bytes whose summary was shown.

    Raises:
        NotAllowedError: the person is not of the QA team.
    """
    return _start(turn, press, ErrandKind.IMPORT_WORKBOOK)


def start_import_over_teams(turn: Turn, press: Press) -> Reply:
    """As `start_import`, though it undoes what was done in Teams: that, and no more, which the summary told.

    Raises:
        NotAllowedError: the person is not of the QA team.
    """
    return _start(turn, press, ErrandKind.IMPORT_OVER_TEAMS)


def _start(turn: Turn, press: Press, kind: ErrandKind) -> Reply:
    file = _pressed_file(turn, press, lock=True)
    if file is None or not file.is_there(turn.unit.now) or file.is_under_way(turn.unit.now):
        return _standing(turn, file)
    begin(turn.unit, file)
    wins = kind is ErrandKind.IMPORT_OVER_TEAMS
    record.write(turn.unit, "confirmed_workbook", "chat_file", file.id, digest=file.digest, workbook_wins=wins)
    errand = Errand(kind, turn.viewer.id, file.id, press.data.get(SEEN, ""))
    return Reply(importing_card(view_of(file), turn.card_id), errand=errand)


def leave(turn: Turn, press: Press) -> Reply:
    """Don't import a workbook, and erase it.

    Raises:
        NotAllowedError: the person is not of the QA team.
    """
    file = _pressed_file(turn, press, lock=True)
    if file is not None and file.is_there(turn.unit.now) and not file.is_under_way(turn.unit.now):
        settle(turn.unit, file, ChatFileOutcome.NOT_IMPORTED)
        record.write(turn.unit, "left_workbook", "chat_file", file.id)
        return Reply(not_imported_card(file.name))
    return _standing(turn, file)


def stand(turn: Turn, press: Press) -> Reply:
    """How it stands with a workbook: what an old or repeated press is answered with.

    Raises:
        NotAllowedError: the person is not of the QA team.
    """
    return _standing(turn, _pressed_file(turn, press, lock=False))


def number_of(text: str) -> int:
    """The row that a card names; 0, which no row has, where it names none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def mark(turn: Turn, press: Press) -> Reply:
    """Have a workbook given back with every place marked that something was said of, after this turn.

    Raises:
        NotAllowedError: the person is not of the QA team.
    """
    file = _pressed_file(turn, press, lock=False)
    if file is None or not file.is_there(turn.unit.now):
        return _standing(turn, file)
    words = "I'm marking the places in your workbook. I'll offer it to you here when it's done."
    return Reply(text=words, errand=Errand(ErrandKind.MARK_WORKBOOK, turn.viewer.id, file.id))


def view_of(file: KeptFile) -> WorkbookView:
    """What the cards of a workbook carry."""
    return WorkbookView(file.id, file.digest, file.name)


def receipt(unit: Unit, file: KeptFile) -> AdaptiveCard:
    """What is left of an imported workbook."""
    by, at = file.settled_by_id or file.person_id, file.settled_at or unit.now
    when = f"{spoken_day(london_day(at))} at {spoken_time(at)}"
    return imported_card(file.name, kept_findings(file.came_to), names_of(unit, [by])[by], when)


def _pressed_file(turn: Turn, press: Press, *, lock: bool) -> KeptFile | None:
    only_qa(turn)
    number = number_of(press.data.get(FILE, ""))
    file = lock_file(turn.unit, number) if lock else kept_file(turn.unit, number)
    is_meant = file is not None and file.kind is ChatFileKind.WORKBOOK and file.digest == press.data.get(FILE_DIGEST)
    return file if is_meant else None


def _standing(turn: Turn, file: KeptFile | None) -> Reply:
    if file is None:
        return Reply(text=GONE)
    match file.outcome:
        case ChatFileOutcome.IMPORTED:
            return Reply(receipt(turn.unit, file))
        case ChatFileOutcome.NOT_IMPORTED:
            return Reply(not_imported_card(file.name))
    if file.is_under_way(turn.unit.now):
        return Reply(importing_card(view_of(file), turn.card_id))
    if not file.is_there(turn.unit.now):
        return Reply(text=GONE)
    # It waits: an import that came to nothing left it so, and a card of it may have been lost on the way.
    return Reply(text="I'm looking again.", errand=Errand(ErrandKind.READ_WORKBOOK, turn.viewer.id, file.id))
