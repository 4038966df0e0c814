"""The cards of a workbook that QA sent: what an import would do, that it is under way, what it did."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from microsoft_teams.cards import AdaptiveCard, CardElement

from cards.elements import Button, card, complaint, execute, facts, said, typed
from cards.verbs import FILE, FILE_DIGEST, SEEN, Verb

Style = Literal["default", "positive", "destructive"]

MOST_LINES = 6
# In bytes: enough for a place and what to write there.
_LINE = 400


@dataclass(frozen=True, slots=True)
class SheetLine:
    """What became, or would become, of a sheet's rows."""

    sheet: str
    added: int
    changed: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class Findings:
    """What an import says, or a dry run of one.

    Attributes:
        sheets: in the contract's order; empty where the workbook itself had problems.
        warnings: how many there are of each sort, the most frequent first.
        left_aside: likewise of what is not imported, such as unknown columns.
        problems: where each of them is and what to write there; nothing is quoted of the workbook.
        sorts: how many problems there are of each sort.
        conflicts: tells these conflicts with what was done in Teams from any others; empty unless they alone stand
            in the way.
        effect: tells what it does, sheet by sheet and warning by warning, from anything else it might do.
        differs: whether an import did something else than its summary had told, because the store had changed.
    """

    sheets: Sequence[SheetLine] = ()
    warnings: Sequence[tuple[str, int]] = ()
    left_aside: Sequence[tuple[str, int]] = ()
    problems: Sequence[str] = ()
    sorts: Sequence[tuple[str, int]] = ()
    conflicts: str = ""
    effect: str = ""
    differs: bool = False


@dataclass(frozen=True, slots=True)
class WorkbookView:
    """A workbook that was sent, by the row that keeps it and the digest of the very bytes that were read."""

    file_id: int
    digest: str
    name: str


def count_of(number: int, word: str) -> str:
    """A number and what it counts: `1 row`, `1,200 rows`."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def _sheets(lines: Sequence[SheetLine]) -> list[CardElement]:
    rows = [(one.sheet, f"{one.added:,} added, {one.changed:,} changed, {one.unchanged:,} unchanged") for one in lines]
    return [facts(rows)] if rows else []


def _counted(counts: Sequence[tuple[str, int]]) -> CardElement:
    return facts([(what, f"{count:,}") for what, count in counts])


def _warnings(found: Findings) -> list[CardElement]:
    if not found.warnings:
        return []
    total = count_of(sum(count for _, count in found.warnings), "warning")
    return [said(f"{total}, which stop nothing:", bold=True), _counted(found.warnings)]


def _left_aside(found: Findings) -> list[CardElement]:
    return [said("Not imported, whatever is in it:", bold=True), _counted(found.left_aside)] if found.left_aside else []


def _hindrance(found: Findings) -> str:
    if found.conflicts:
        count = count_of(len(found.problems), "conflict")
        return f"It would undo what was done in Teams since the last import, or change who did an audit: {count}."
    return f"Nothing of it can be imported: {count_of(len(found.problems), 'problem')}."


def _problems(found: Findings) -> list[CardElement]:
    if not found.problems:
        return []
    first = found.problems[:MOST_LINES]
    more = len(found.problems) - len(first)
    return [
        complaint(_hindrance(found)),
        _counted(found.sorts),
        said("The first of them:" if more else "Where to look:", bold=True),
        *(typed(line, _LINE) for line in first),
        *([said(f"And {more:,} more.", quiet=True)] if more else []),
        said(
            "Put them right in the workbook and send it again, or import it as it is: then the workbook wins, and "
            "what was done is undone."
            if found.conflicts
            else "Put these cells right in the workbook, then send it to me again. I can give it back with every "
            "place marked."
        ),
    ]


def _button(title: str, verb: Verb, view: WorkbookView, style: Style = "default", seen: str = "") -> Button:
    data: dict[str, str | int] = {FILE: view.file_id, FILE_DIGEST: view.digest}
    return Button(title, verb, {**data, SEEN: seen} if seen else data, sends_inputs=False, style=style)


def _choices(view: WorkbookView, found: Findings) -> list[Button]:
    choices = []
    if not found.problems:
        choices.append(_button("Import it", Verb.IMPORT_WORKBOOK, view, "positive", found.effect))
    elif found.conflicts:
        over = _button("Import it, workbook wins", Verb.IMPORT_OVER_TEAMS, view, "destructive", found.conflicts)
        choices.append(over)
    if found.problems or found.warnings:
        choices.append(_button("Get it back, marked", Verb.MARK_WORKBOOK, view))
    return [*choices, _button("Don't import", Verb.LEAVE_WORKBOOK, view)]


def summary_card(view: WorkbookView, found: Findings, card_id: str, note: str = "") -> AdaptiveCard:
    """What importing a workbook would do, or why it can't be imported. `note` says why it is shown again."""
    changes = any(line.added or line.changed for line in found.sheets)
    body: list[CardElement] = [said(note, bold=True)] if note else []
    body += [typed(view.name), *_problems(found), *_sheets(found.sheets)]
    if not (found.problems or changes):
        body.append(said("All of it is stored already: importing it changes nothing."))
    body += [*_warnings(found), *_left_aside(found)]
    body.append(said("Nothing is written yet. I keep the file for a day.", quiet=True))
    title = "This workbook can't be imported yet" if found.problems else "What importing it would do"
    choices = [execute(one, card_id) for one in _choices(view, found)]
    return card(title, body, choices, fallback=f"{title}. Open it in Teams to see.")


def importing_card(view: WorkbookView, card_id: str) -> AdaptiveCard:
    """That the import is under way."""
    look = _button("How did it go?", Verb.SHOW_WORKBOOK, view)
    words = "I'm importing it. This card changes when I'm done."
    return card("Importing", [typed(view.name), said(words)], [execute(look, card_id)], fallback=words)


def imported_card(name: str, found: Findings, by: str, when: str) -> AdaptiveCard:
    """The receipt of an import."""
    words = f"Imported by {by}, {when}."
    changed = "What is stored had changed since the summary was shown, so this is not quite what it told."
    body = [typed(name), said(words), *([said(changed)] if found.differs else [])]
    body += [*_sheets(found.sheets), *_warnings(found)]
    return card("Workbook imported", body, fallback="The workbook was imported.")


def not_imported_card(name: str) -> AdaptiveCard:
    """That nothing was imported, and that the file is gone."""
    words = "Nothing was written, and I've erased the file. To import it after all, send it again."
    return card("Not imported", [typed(name), said(words)], fallback="The workbook was not imported.")


def unreadable_card(why: str) -> AdaptiveCard:
    """Why a file can't be read as a workbook, in whole sentences that say what to do."""
    words = "Nothing was written, and I've erased the file."
    return card("I can't read this workbook", [typed(why), said(words)], fallback="This workbook can't be read.")
