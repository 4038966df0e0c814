"""How much memory a workbook takes in the library that marks it: found out before the library opens it."""

import re
from pathlib import Path

from domain.errors import BadInputError
from storage.workbook.archives import Archive, open_archive
from storage.workbook.sheet_facts import place_of
from storage.workbook.sheet_parts import PREFIX, is_plain

MOST_CELLS = 2_000_000  # openpyxl takes half a kilobyte for each
_SHEETS = "xl/worksheets/"
_HELD = re.compile(rb"<" + PREFIX + rb"(?:c|row)[\s/>]")
# The library makes every cell of these ranges, also the empty ones.
_RANGE = re.compile(
    rb"<" + PREFIX + rb"""(?:mergeCell|hyperlink|comment)\s(?:[^<>]*?\s)?ref=["']([^"'<>:]*+):([^"'<>]*+)["']"""
)


def can_be_marked(source: Path) -> bool:
    """Whether openpyxl can open an .xlsx file in bounded memory and mark it.

    Empty cells with a format and ranges count too: the library makes an object for each.
    """
    try:
        with open_archive(source.name, source.read_bytes()) as archive:
            return _held(archive) <= MOST_CELLS
    except BadInputError:
        return False


def _held(archive: Archive) -> int:
    """How many cells and rows the library would hold; more than it may where that can't be told."""
    held = 0
    for part in archive.zipped.namelist():
        if not part.endswith(".xml"):
            continue
        for piece in archive.pieces(part, b"row"):
            if part.startswith(_SHEETS):
                held += sum(1 for _ in _HELD.finditer(piece)) if is_plain(piece) else MOST_CELLS + 1
            held += sum(_area(found[1], found[2]) for found in _RANGE.finditer(piece))
            if held > MOST_CELLS:
                return held
    return held


def _area(first: bytes, last: bytes) -> int:
    begin, end = (place_of(one.decode(errors="replace").replace("$", "")) for one in (first, last))
    if begin is None or end is None:
        return MOST_CELLS + 1
    return (abs(end[0] - begin[0]) + 1) * (abs(end[1] - begin[1]) + 1)
