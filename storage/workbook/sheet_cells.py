"""The cells of a sheet one by one, as an XML parser finds them: for what is not as spreadsheet programs write it."""

from xml.parsers import expat

from storage.workbook.archives import Archive, too_large
from storage.workbook.sheet_facts import Place, SheetFacts, no_value, place_of

MOST_CELLS = 30_000_000  # from A1 to the last filled cell of a sheet: what the parser lays out, 32 bytes each
_FILLING = frozenset({"v", "f", "is"})


def inspect_cell_by_cell(archive: Archive, part: str) -> SheetFacts:
    """Follow a sheet's XML from its first element to its last.

    Raises:
        BadInputError: the sheet reaches further than the parser could lay out.
        ExpatError: it is no XML.
    """
    follower = _Follower(archive.name)
    # Every piece ends where a token does, so that none is looked at again when more of it comes.
    for piece in archive.pieces(part, b"row"):
        follower.parser.Parse(piece)
    follower.parser.Parse(b"", True)  # noqa: FBT003 - the parser takes no names
    return follower.facts


class _Follower:
    """Follows the elements of a sheet.

    Attributes:
        facts: what was found so far.
        parser: takes the XML.
    """

    def __init__(self, name: str) -> None:
        self.facts = SheetFacts(is_plain=False)
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self._name = name
        self._row = self._column = -1
        self._rows = self._columns = 0
        self._is_filled = True
        self._type: str | None = None
        self._result: list[str] | None = None

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        # Elements may have prefixes: x:c is a cell too.
        element = name.rpartition(":")[2]
        if element == "row":
            self._go_to(place_of(f"A{attributes['r']}") if "r" in attributes else (self._row + 1, 0))
            self._column = -1
        elif element == "c":
            self._start_cell(attributes)
        elif element in _FILLING:
            self._start_content(element)
        elif element == "mergeCell":
            self.facts.note_merged(attributes.get("ref", ""))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        self._go_to((self._row, self._column + 1) if reference is None else place_of(reference))
        self._is_filled, self._type, self._result = False, attributes.get("t"), None
        if self._type == "e":
            self.parser.EndElementHandler = self._end

    def _go_to(self, place: Place | None) -> None:
        if place is None:
            raise too_large(self._name)  # no sheet reaches that far, and the parser doesn't count so far
        self._row, self._column = place

    def _start_content(self, element: str) -> None:
        if not self._is_filled:
            self._is_filled = True
            self.facts.values += 1
            self._rows, self._columns = max(self._rows, self._row + 1), max(self._columns, self._column + 1)
            if self._rows * self._columns > MOST_CELLS:
                raise too_large(self._name)
        if element == "f":
            self.parser.EndElementHandler = self._end
        elif element == "v" and self.parser.EndElementHandler is not None:
            self._result = []
            self.parser.CharacterDataHandler = self._result.append

    def _end(self, name: str) -> None:
        # Listens only within a cell that shows an error or has a formula.
        element = name.rpartition(":")[2]
        if element == "v":
            self.parser.CharacterDataHandler = None
        elif element == "c":
            self.parser.EndElementHandler = None
            result = None if self._result is None else "".join(self._result)
            found = no_value(is_error=self._type == "e", is_text=self._type == "str", result=result)
            if found:
                self.facts.no_values[self._row, self._column] = found
