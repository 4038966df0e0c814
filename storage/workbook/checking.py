"""What a workbook says by itself, before the store is asked: sheets, columns, cells and keys, all problems at once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from domain.errors import BadInputError
from storage.workbook.contract import SHEETS
from storage.workbook.examples import example_rows
from storage.workbook.problems import Fault, Left, LeftAside, Problem
from storage.workbook.raw_cells import Cell, CellError, NoValue, plain, quoted, same_word, value_of
from storage.workbook.reading import RawSheet, Workbook
from storage.workbook.sheet import Column, Sheet, SheetRows
from storage.workbook.template_words import GUIDE_SHEET
from storage.workbook.unhurried import collecting_rarely

_HEADINGS = 1  # the number of the row that holds them
_TITLE_ROWS = 20  # how far below the first row headings are looked for
_SHEETS = {same_word(sheet.name): sheet for sheet in SHEETS}
_GUIDE = same_word(GUIDE_SHEET)


@dataclass(slots=True)
class CheckedWorkbook:
    """The rows that were read, in the order in which they are to be written, with all that is wrong in them."""

    digest: str
    sheets: list[SheetRows] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left_aside: list[LeftAside] = field(default_factory=list)


@collecting_rarely()
def check_workbook(workbook: Workbook) -> CheckedWorkbook:
    """Match the sheets with the contract and read every cell.

    Raises:
        BadInputError: no sheet has a name of the contract.
    """
    checked = CheckedWorkbook(workbook.digest)
    filled = [raw for raw in workbook.sheets if any(not _is_blank(row) for row in raw.rows)]
    matched: dict[str, RawSheet] = {}
    for raw in filled:
        _match(checked, matched, raw)
    if not matched and all(left.why is Left.UNKNOWN_SHEET for left in checked.left_aside):
        names = ", ".join(sheet.name for sheet in SHEETS)
        raise BadInputError(f"There is no sheet here that auditbot imports. Name the sheets: {names}.")
    checked.sheets = [_read_sheet(checked, sheet, matched[sheet.name]) for sheet in SHEETS if sheet.name in matched]
    return checked


def _match(checked: CheckedWorkbook, matched: dict[str, RawSheet], raw: RawSheet) -> None:
    word = same_word(raw.name)
    sheet = _SHEETS.get(word)
    if word == _GUIDE:
        return  # what the template says of itself
    if sheet is None:
        what = f"The sheet '{raw.name}' is not one of the import's, so it was left aside."
        checked.left_aside.append(LeftAside(Left.UNKNOWN_SHEET, raw.name, what))
    elif sheet.name in matched:
        what = f"the sheets '{matched[sheet.name].name}' and '{raw.name}' are both this one"
        allowed = "all its rows into one sheet"
        checked.problems.append(Problem(sheet.name, _HEADINGS, sheet.key[0], what, allowed, Fault.SHEET_TWICE))
    else:
        matched[sheet.name] = raw


def _is_blank(row: Sequence[Cell]) -> bool:
    first = row[0] if row else ""
    if isinstance(first, str) and first[:1].isalnum():
        return False  # as most rows begin
    return not any(map(_is_filled, row))


def _is_filled(cell: Cell) -> bool:
    if isinstance(cell, NoValue):
        return cell.fault is not Fault.MERGED  # the rest of a range below the table fills no row
    return plain(cell) != ""


def heading_word(heading: Cell) -> str:
    """What a heading has in common with the name of its column; a list of columns marks required ones with `*`."""
    return same_word(str(heading)).rstrip("*")


def _read_sheet(checked: CheckedWorkbook, sheet: Sheet, raw: RawSheet) -> SheetRows:
    elsewhere = _headings_elsewhere(sheet, raw)
    if elsewhere:
        what = f"the headings stand in row {elsewhere}, and the import looks for them in row {_HEADINGS}"
        allowed = f"them into row {_HEADINGS}: take out the rows above them"
        checked.problems.append(Problem(sheet.name, _HEADINGS, sheet.key[0], what, allowed, Fault.NO_COLUMN))
        return SheetRows(sheet, [], {})
    numbered = [(number, row) for number, row in enumerate(raw.rows[_HEADINGS:], _HEADINGS + 1) if not _is_blank(row)]
    places = _places(checked, sheet, raw)
    if not _is_blank(raw.rows[0]):  # without headings all columns are missing, which is said
        checked.problems += _too_long(sheet, len(raw.rows[0]), numbered)
    numbers, filled = [number for number, _ in numbered], [row for _, row in numbered]
    shortest = min(map(len, filled), default=0)
    cells = {}
    for column in sheet.columns:
        place = places.get(column.name)
        if place is not None:
            cells[column.name] = _read_column(checked, sheet, column, numbers, _cells_at(place, filled, shortest))
    rows = without_examples(checked, SheetRows(sheet, numbers, cells))
    checked.problems += _duplicates(rows)
    return rows


def _headings_elsewhere(sheet: Sheet, raw: RawSheet) -> int | None:
    """The row below the first that has every required heading, where the first has none of the sheet's."""
    known = {same_word(column.name) for column in sheet.columns}
    required = {same_word(column.name) for column in sheet.columns if column.required}
    if known & set(map(heading_word, raw.rows[0])):
        return None
    below = enumerate(raw.rows[_HEADINGS : _HEADINGS + _TITLE_ROWS], _HEADINGS + 1)
    return next((number for number, row in below if required <= set(map(heading_word, row))), None)


def _cells_at(place: int, rows: Sequence[Sequence[Cell]], shortest: int) -> list[Cell]:
    if place < shortest:
        return list(map(itemgetter(place), rows))
    return [row[place] if place < len(row) else "" for row in rows]


def _places(checked: CheckedWorkbook, sheet: Sheet, raw: RawSheet) -> dict[str, int]:
    """Where each column of the contract stands; what is missing, doubled or unknown is noted."""
    known = {same_word(column.name): column.name for column in sheet.columns}
    places: dict[str, int] = {}
    for place, heading in enumerate(raw.rows[0]):
        name = known.get(heading_word(heading))
        if name is None:
            _note_unknown_column(checked, sheet, raw, place)
        elif name in places:
            what = "two columns have this heading"
            problem = Problem(sheet.name, _HEADINGS, name, what, "each heading once", Fault.HEADING_TWICE)
            checked.problems.append(problem)
        else:
            places[name] = place
    for column in sheet.columns:
        if column.required and column.name not in places:
            what = f"the column is missing: no heading of row {_HEADINGS} is '{column.name}'"
            allowed = "that heading over the column"
            checked.problems.append(Problem(sheet.name, _HEADINGS, column.name, what, allowed, Fault.NO_COLUMN))
    return places


def _note_unknown_column(checked: CheckedWorkbook, sheet: Sheet, raw: RawSheet, place: int) -> None:
    heading = plain(raw.rows[0][place])
    if heading == "" and not any(_is_filled(row[place]) for row in raw.rows if place < len(row)):
        return
    if isinstance(heading, NoValue):
        called = f"Column {place + 1}, in whose heading {heading.what},"
    else:
        called = f"The column {quoted(heading)}" if heading != "" else f"Column {place + 1}, which has no heading,"
    what = f"{called} of the sheet '{sheet.name}' is not one of the import's, so it was left aside."
    checked.left_aside.append(LeftAside(Left.UNKNOWN_COLUMN, sheet.name, what))


def _too_long(sheet: Sheet, width: int, numbered: Sequence[tuple[int, Sequence[Cell]]]) -> Iterator[Problem]:
    # In a .csv file a separator inside a text that is not in quotation marks pushes the rest along.
    if max((len(row) for _, row in numbered), default=0) <= width:
        return
    for number, row in numbered:
        if len(row) > width and any(map(_is_filled, row[width:])):
            what = f"the row has {len(row)} cells under {width} headings"
            allowed = "text that holds a comma or semicolon in quotation marks"
            yield Problem(sheet.name, number, str(width + 1), what, allowed, Fault.ROW_TOO_LONG)


def _read_column(
    checked: CheckedWorkbook, sheet: Sheet, column: Column, numbers: Sequence[int], cells: Sequence[Cell]
) -> list[object]:
    # A column holds few different cells. Numbers are told apart by type: True == 1 == 1.0.
    is_text = set(map(type, cells)) <= {str}  # as every column of a .csv file is
    sames = cells if is_text else [cell if isinstance(cell, str) else (type(cell), cell) for cell in cells]
    known, failed = _read_each(column, dict(zip(sames, cells, strict=True)))
    if failed:
        checked.problems += _unreadable(sheet, column, failed, zip(numbers, sames, strict=True))
    return list(map(known.get, sames))


def _read_each(column: Column, cells: Mapping[object, Cell]) -> tuple[dict[object, object], dict[object, CellError]]:
    """What each different cell of a column says, or what is wrong with it."""
    known: dict[object, object] = {}
    failed: dict[object, CellError] = {}
    for same, cell in cells.items():
        try:
            known[same] = _read_cell(column, cell)
        except CellError as problem:
            failed[same] = problem
    return known, failed


def _unreadable(
    sheet: Sheet, column: Column, failed: dict[object, CellError], cells: Iterable[tuple[int, object]]
) -> Iterator[Problem]:
    said: set[object] = set()
    for number, same in cells:
        problem = failed.get(same)
        if problem is None or same in said:
            continue
        allowed = problem.allowed or column.kind.allowed
        yield Problem(sheet.name, number, column.name, str(problem), allowed, problem.fault)
        if problem.fault is Fault.MERGED:
            said.add(same)  # once for the whole range


def _read_cell(column: Column, cell: Cell) -> object:
    trimmed = plain(value_of(cell))
    if trimmed != "":
        return column.kind.read(trimmed)
    if column.required:
        raise CellError("the cell is empty, and it has to be filled in", Fault.EMPTY)
    return None


def without_examples(checked: CheckedWorkbook, rows: SheetRows) -> SheetRows:
    """The rows but for those that the template came with; they are noted, and nothing is wrong with them."""
    examples = example_rows(rows)
    if not examples:
        return rows
    name, numbers = rows.sheet.name, [rows.numbers[at] for at in sorted(examples)]
    what = f"The template's example in row {numbers[0]} of the sheet '{name}' was left aside."
    checked.left_aside.append(LeftAside(Left.EXAMPLE, name, what))
    checked.problems = [one for one in checked.problems if one.sheet != name or one.row not in numbers]
    kept = [at for at in range(len(rows.numbers)) if at not in examples]
    cells = {column: [values[at] for at in kept] for column, values in rows.cells.items()}
    return SheetRows(rows.sheet, [rows.numbers[at] for at in kept], cells)


def _duplicates(rows: SheetRows) -> Iterator[Problem]:
    yield from _repeated(rows, rows.sheet.key)
    for column in rows.sheet.columns:
        if column.unique:
            yield from _repeated(rows, (column.name,))


def _repeated(rows: SheetRows, key: tuple[str, ...]) -> Iterator[Problem]:
    if any(name not in rows.cells for name in key):
        return
    first: dict[tuple[object, ...], int] = {}
    for number, values in zip(rows.numbers, zip(*(rows.cells[name] for name in key), strict=True), strict=True):
        if None in values:
            continue
        before = first.setdefault(values, number)
        if before != number:
            what = f"row {before} has {quoted(', '.join(map(str, values)))} already"
            yield Problem(rows.sheet.name, number, " + ".join(key), what, "each of them once", Fault.KEY_TWICE)
