"""`auditbot template FILE.xlsx`: an empty workbook to fill in, which explains itself."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from domain.errors import BadInputError
from storage.workbook import template_words
from storage.workbook.contract import SHEETS
from storage.workbook.export_files import MOST_ROWS, Spreadsheet
from storage.workbook.placing import placed
from storage.workbook.sheet import Column, Sheet
from storage.workbook.template_rows import EXAMPLES

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_GUIDE_WIDTHS = (24, 70, 40)


def run_template(path: Path, *, now: datetime, out: TextIO) -> None:
    """Write the template and say what to do with it. Nothing is replaced: a template is there to be filled in.

    Raises:
        BadInputError: it can't be written, there is such a file, or its name is not that of an .xlsx file.
    """
    if path.suffix.lower() != ".xlsx":
        raise BadInputError(f"{path.name} can't be the template. Give it a name that ends in .xlsx.")
    with placed(path) as place:
        place.touch()  # it holds no personal data: who may read it is up to the folder's usual rules
        write_template(place, now)
    print(f"Wrote {path.name}: fill it in below the example rows, and import it with --dry-run first.", file=out)


def write_template(place: Path, now: datetime) -> None:
    """Write every sheet of the contract with headings, notes, drop-down lists and an example row."""
    file = Spreadsheet(place, now, note)
    _write_guide(file)
    for sheet in SHEETS:
        example = EXAMPLES[sheet.name]
        worksheet, _ = file.add_sheet(sheet, [[example.get(column.name) for column in sheet.columns]])
        for across, column in enumerate(sheet.columns):
            _add_choices(worksheet, column, across)
    file.close()


def _write_guide(file: Spreadsheet) -> None:
    guide = file.book.add_worksheet(template_words.GUIDE_SHEET)
    bold = file.book.add_format({"bold": True})
    for across, width in enumerate(_GUIDE_WIDTHS):
        guide.set_column(across, across, width)
    lines = [("How to fill it in",), *((line,) for line in template_words.HOW_IT_IS_WRITTEN), ()]
    table = [(sheet.name, template_words.SHEETS[sheet.name], " + ".join(sheet.key)) for sheet in SHEETS]
    titles = ("Sheet", "What it holds", "A row is known by")
    for down, line in enumerate([*lines, titles, *table]):
        for across, text in enumerate(line):
            guide.write_string(down, across, text, bold if down == 0 or line is titles else None)


def note(sheet: Sheet, column: Column) -> str:
    """What the note at a heading says: whether it has to be filled in, what goes below it, how to write it."""
    filled = "Fill it in on every row." if column.required else "It may stay blank."
    where = f" It stands in the sheet '{column.names}', or was imported before." if column.names else ""
    return f"{template_words.COLUMNS[sheet.name][column.name]}{where}\n{filled} Write {column.kind.allowed}."


def _add_choices(worksheet: "Worksheet", column: Column, across: int) -> None:
    """A drop-down list of the column's words, over every row that the sheet can have.

    Another entry is asked about and not refused: the import understands other spellings, such as RI, and some
    cells hold several words.
    """
    if not column.kind.words:
        return
    worksheet.data_validation(
        1,
        across,
        MOST_ROWS,
        across,
        {
            "validate": "list",
            "source": list(column.kind.words),
            "show_error": not column.kind.is_several,
            "error_type": "warning",
            "error_title": "Not in the list",
            "error_message": "The import may not know this word. Choose one from the list.",
        },
    )
