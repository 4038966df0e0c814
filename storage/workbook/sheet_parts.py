"""What the XML of a sheet says that the parser leaves out: errors, formulas without results, merged cells, size.

The parser gives an empty cell for `#N/A`, for a formula that no program has calculated, and for all of a merged
range but its first cell; and it lays out every cell from A1 to the last, however far away that is. So the XML is
searched beforehand: quickly where all is as spreadsheet programs write it, cell by cell where it is not.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, fromstring

from storage.workbook.archives import Archive, too_large
from storage.workbook.problems import Fault
from storage.workbook.raw_cells import NoValue

# Row and column of a cell, both counted from 0.
Place = tuple[int, int]

MOST_CELLS = 30_000_000  # from A1 to the last filled cell of a sheet: what the parser lays out, 32 bytes each
ROW_STARTS = (b"<row", b"</row", b":row ")
_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"

# Empty cells that say where they are can be passed over: a format fills whole sheets with them.
_TOKEN = re.compile(rb"""<(?:\w+:)?(row|c(?!\sr="\w+"[^>]*/>))((?:\s[^>]*)?)>""")
_REFERENCE = re.compile(rb"""\sr=["']([A-Za-z]*)(\d+)["']""")
# Cells that are filled and not in A1 to Z999999, or say not where they are: only then can the area be too large.
_FAR_CELL = re.compile(rb"""<c(?:>|\s(?!r=["'][A-Z]\d{1,6}["'])(?:[^>]*[^/>])?>)""")
_FAR_PREFIXED_CELL = re.compile(_FAR_CELL.pattern.replace(b"<c", b":c"))
_FAR_ROW = re.compile(rb"""row\s[^>]*?\br=["'](?:1[1-9]\d{5}|[2-9]\d{6}|\d{8})""")
_FORMULA_CELL = re.compile(rb"<(?:\w+:)?c(\s[^>]*[^/>])>\s*<(?:\w+:)?f[\s/>]")
_ERROR_CELL = re.compile(rb"""<(?:\w+:)?c(\s[^>]*\bt=["']e["'][^>]*)>""")
_IS_ERROR = re.compile(rb"""\st=["']e["']""")
_IS_TEXT = re.compile(rb"""\st=["']str["']""")
_ERROR_SIGN = re.compile(rb"""t=["']e["']""")
_FORMULA_SIGN, _PREFIXED_FORMULA_SIGN = re.compile(rb"<f[\s/>]"), re.compile(rb":f[\s/>]")
_FORMULA = re.compile(rb"\s*<(?:\w+:)?f[\s/>]")
_CELL_END = re.compile(rb"</(?:\w+:)?c>")
_RESULT = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?/?>([^<]*)")
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\s[^>]*?ref=["']([A-Z]+)(\d+):([A-Z]+)(\d+)["']""")

_NOT_CALCULATED = NoValue(
    Fault.NOT_CALCULATED,
    "the formula has no result in the file",
    "the value itself, or open the workbook in the spreadsheet program and save it, so that it is calculated",
)


@dataclass(frozen=True, slots=True)
class MergedRange:
    """Cells that are merged into one: the first and the last, and how the spreadsheet names them."""

    first: Place
    last: Place
    name: str


@dataclass(slots=True)
class SheetFacts:
    """What was found in a sheet's XML.

    Attributes:
        values: how many cells hold something, at most.
        no_values: the cells that the parser would give as empty though they are not.
        merged: the merged ranges.
    """

    values: int = 0
    no_values: dict[Place, NoValue] = field(default_factory=dict)
    merged: list[MergedRange] = field(default_factory=list)


def sheet_parts(archive: Archive) -> dict[str, str]:
    """The parts that hold the sheets, by the sheets' names."""
    targets = {one.get("Id"): one.get("Target", "") for one in _elements(archive, _RELATIONS, "Relationship")}
    found = {}
    for sheet in _elements(archive, _WORKBOOK, "sheet"):
        relation = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), None)
        target = targets.get(relation, "")
        part = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        if part in archive.zipped.NameToInfo:
            found[sheet.get("name", "")] = part
    return found


def _elements(archive: Archive, part: str, tag: str) -> Iterator[Element]:
    if part in archive.zipped.NameToInfo:
        # `pieces` has refused entities, and the parser bounds what they grow to.
        root = fromstring(b"".join(archive.pieces(part)))  # noqa: S314 - as the comment above says
        yield from (one for one in root.iter() if one.tag.rpartition("}")[2] == tag)


def inspect_sheet(archive: Archive, part: str) -> SheetFacts:
    """Search a sheet's XML.

    Raises:
        BadInputError: the sheet reaches further than the parser could lay out.
    """
    facts = SheetFacts()
    for piece in archive.pieces(part, *ROW_STARTS):
        if any(far.search(piece) for far in (_FAR_CELL, _FAR_PREFIXED_CELL, _FAR_ROW)):
            return _inspect_cell_by_cell(archive, part)
        facts.values += piece.count(b"</c>") or piece.count(b":c>")
        _search_cells(facts, piece)
        _search_merged(facts, piece)
    return facts


def _search_cells(facts: SheetFacts, piece: bytes) -> None:
    # Searching for a few fixed signs costs a tenth of matching each cell, and most sheets have none of them.
    if _ERROR_SIGN.search(piece):
        _search(facts, piece, _ERROR_CELL)
    if _FORMULA_SIGN.search(piece) or _PREFIXED_FORMULA_SIGN.search(piece):
        _search(facts, piece, _FORMULA_CELL)


def _search(facts: SheetFacts, piece: bytes, wanted: re.Pattern[bytes]) -> None:
    for cell in wanted.finditer(piece):
        reference = _REFERENCE.search(cell[1])
        no_value = _no_value(piece, cell[1], cell.end(1) + 1)
        if reference and no_value:
            facts.no_values[_place(reference[1], reference[2])] = no_value


def _no_value(piece: bytes, attributes: bytes, content: int) -> NoValue | None:
    """What is wrong with a cell whose content begins at an offset into the piece, if it is an error or a formula."""
    is_error, is_formula = _IS_ERROR.search(attributes), _FORMULA.match(piece, content)
    if not (is_error or is_formula):
        return None
    end = _CELL_END.search(piece, content)
    result = _RESULT.search(piece, content, end.start() if end else len(piece))
    if is_error:
        shown = result[1].decode(errors="replace")[:20] if result else "of a formula"
        return NoValue(Fault.FAILED, f"the cell shows the error {shown}", shown=shown)
    # A formula whose result is an empty text is calculated, and blank.
    is_calculated = result is not None and (result[1].strip() or _IS_TEXT.search(attributes))
    return None if is_calculated else _NOT_CALCULATED


def _inspect_cell_by_cell(archive: Archive, part: str) -> SheetFacts:
    facts = SheetFacts()
    row, column, rows, columns = -1, -1, 0, 0
    for piece in archive.pieces(part, *ROW_STARTS):
        for token in _TOKEN.finditer(piece):
            reference = _REFERENCE.search(token[2])
            if token[1] == b"row":
                row, column = int(reference[2]) - 1 if reference else row + 1, -1
                continue
            row, column = _place(reference[1], reference[2]) if reference else (row, column + 1)
            if token[2].endswith(b"/"):
                continue
            facts.values += 1
            rows, columns = max(rows, row + 1), max(columns, column + 1)
            if rows * columns > MOST_CELLS:
                raise too_large(archive.name)
            no_value = _no_value(piece, token[2], token.end())
            if no_value:
                facts.no_values[row, column] = no_value
        _search_merged(facts, piece)
    return facts


def _search_merged(facts: SheetFacts, piece: bytes) -> None:
    if b"mergeCell" in piece:
        for found in _MERGED.finditer(piece):
            name = f"{found[1].decode()}{found[2].decode()}:{found[3].decode()}{found[4].decode()}"
            facts.merged.append(MergedRange(_place(found[1], found[2]), _place(found[3], found[4]), name))


def _place(letters: bytes, digits: bytes) -> Place:
    """Row and column of a reference such as B3, counted from 0: (2, 1)."""
    column = 0
    for letter in letters.upper():
        column = column * 26 + letter - ord("A") + 1
    return int(digits) - 1, column - 1
