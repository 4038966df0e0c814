"""What the XML of a sheet says that the parser leaves out: errors, formulas without results, merged cells, size.

The parser gives an empty cell for `#N/A`, for a formula that no program has calculated, and for all of a merged
range but its first cell; and it lays out every cell from A1 to the last, however far away that is. So the XML is
searched beforehand: quickly where all is as spreadsheet programs write it, element by element where it is not.

The quick search looks only at XML in which every `<` begins a tag that ends with the next `>`. In that no pattern
below goes through the same signs twice, however the file was made.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, fromstring
from zipfile import BadZipFile

from storage.workbook.archives import Archive
from storage.workbook.raw_cells import NoValue
from storage.workbook.sheet_cells import inspect_cell_by_cell
from storage.workbook.sheet_facts import SheetFacts, no_value, place_of

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"

_TAG_SIGNS = b"<>"
_ALL_OTHERS = bytes(set(range(256)) - set(_TAG_SIGNS))
_DECLARATION = b"<!"  # of comments, and of texts in which tags are none

PREFIX = rb"(?:[^\s<>/:]+:)?"  # that some programs give every element
_REFERENCE = re.compile(rb"""\sr=["'](\w{1,18})["']""")
# Cells that are filled and not in A1 to Z999999, or don't say once where they are: only then can the area be too large.
# (No other `r` may come, but for the last letter of a type such as "str": the parser takes the last of two references.)
_NEAR = rb"""r=["'][A-Z]\d{1,6}["'][^r<>]*+(?:r["'][^r<>]*+)?>"""
_FAR_CELL = re.compile(rb"<c(?:>|\s(?!" + _NEAR + rb")[^<>]*+(?<!/)>)")
_FAR_PREFIXED_CELL = re.compile(_FAR_CELL.pattern.replace(b"<c", b":c"))
_FORMULA_CELL = re.compile(rb"<" + PREFIX + rb"c(\s[^<>]*+)>\s*+<" + PREFIX + rb"f[\s/>]")
_ERROR_CELL = re.compile(rb"<" + PREFIX + rb"""c(\s(?:[^<>]*?\s)?t=["']e["'][^<>]*+)>""")
_IS_ERROR = re.compile(rb"""\st=["']e["']""")
_IS_TEXT = re.compile(rb"""\st=["']str["']""")
_ERROR_SIGN = re.compile(rb"""t=["']e["']""")
_FORMULA_SIGN, _PREFIXED_FORMULA_SIGN = re.compile(rb"<f[\s/>]"), re.compile(rb":f[\s/>]")
# The end of a cell, or the beginning of the next one where it has none.
_CELL_END = re.compile(rb"<(?:/" + PREFIX + rb"c|" + PREFIX + rb"c[\s/>])")
_RESULT = re.compile(rb"<" + PREFIX + rb"v(?:\s[^<>]*+)?>([^<]*+)")
_MERGED = re.compile(rb"<" + PREFIX + rb"""mergeCell\s(?:[^<>]*?\s)?ref=["']([A-Z\d]{1,18}:[A-Z\d]{1,18})["']""")


def sheet_parts(archive: Archive) -> dict[str, str]:
    """The parts that hold the sheets, by the sheets' names.

    Raises:
        BadZipFile: two sheets have the same name or the same part.
    """
    targets = {one.get("Id"): one.get("Target", "") for one in _elements(archive, _RELATIONS, "Relationship")}
    found: list[tuple[str, str]] = []
    for sheet in _elements(archive, _WORKBOOK, "sheet"):
        relation = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), None)
        target = targets.get(relation, "")
        part = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        if part in archive.zipped.NameToInfo:
            found.append((sheet.get("name", ""), part))
    if len(dict(found)) < len(found) or len({part for _, part in found}) < len(found):
        raise BadZipFile(_WORKBOOK)  # the parser would read another one, or the same one again and again
    return dict(found)


def _elements(archive: Archive, part: str, tag: str) -> Iterator[Element]:
    if part in archive.zipped.NameToInfo:
        # `pieces` has refused entities, and the parser bounds what they grow to.
        root = fromstring(b"".join(archive.pieces(part)))  # noqa: S314 - as the comment above says
        yield from (one for one in root.iter() if one.tag.rpartition("}")[2] == tag)


def inspect_sheet(archive: Archive, part: str) -> SheetFacts:
    """Search a sheet's XML.

    Raises:
        BadInputError: the sheet reaches further than the parser could lay out.
        ExpatError: it is no XML.
    """
    facts = SheetFacts()
    for piece in archive.pieces(part, b"row"):
        if not is_plain(piece) or _FAR_CELL.search(piece) or _FAR_PREFIXED_CELL.search(piece):
            return inspect_cell_by_cell(archive, part)
        facts.values += piece.count(b"</c>") or piece.count(b":c>")
        _search_cells(facts, piece)
        _search_merged(facts, piece)
    return facts


def is_plain(piece: bytes) -> bool:
    """Whether every `<` of a piece of XML begins a tag that ends with the next `>`, and no tag is hidden."""
    signs = piece.translate(None, _ALL_OTHERS)
    return signs == _TAG_SIGNS * (len(signs) // 2) and _DECLARATION not in piece


def _search_cells(facts: SheetFacts, piece: bytes) -> None:
    # Searching for a few fixed signs costs a tenth of matching each cell, and most sheets have none of them.
    if _ERROR_SIGN.search(piece):
        _search(facts, piece, _ERROR_CELL)
    if _FORMULA_SIGN.search(piece) or _PREFIXED_FORMULA_SIGN.search(piece):
        _search(facts, piece, _FORMULA_CELL)


def _search(facts: SheetFacts, piece: bytes, wanted: re.Pattern[bytes]) -> None:
    for cell in wanted.finditer(piece):
        reference = _REFERENCE.search(cell[1])
        place = place_of(reference[1].decode()) if reference else None
        found = _no_value(piece, cell[1], cell.end(1) + 1)
        if place and found:
            facts.no_values[place] = found


def _no_value(piece: bytes, attributes: bytes, content: int) -> NoValue | None:
    """What is wrong with a cell whose content begins at an offset into the piece, and is an error or a formula."""
    end = _CELL_END.search(piece, content)
    result = _RESULT.search(piece, content, end.start() if end else len(piece))
    return no_value(
        is_error=bool(_IS_ERROR.search(attributes)),
        is_text=bool(_IS_TEXT.search(attributes)),
        result=result[1].decode(errors="replace") if result else None,
    )


def _search_merged(facts: SheetFacts, piece: bytes) -> None:
    if b"mergeCell" in piece:
        for found in _MERGED.finditer(piece):
            facts.note_merged(found[1].decode())
