"""The template with its example rows made somebody's own, so that an import takes them: one row of every sheet."""

from datetime import datetime
from pathlib import Path

import openpyxl

from storage.workbook.contract import SHEETS
from storage.workbook.template import write_template

_OWN = {"EXAMPLE-": "OURS-", "jo.example@": "jo.elm@", "Example ": "Our "}


def write_filled_template(path: Path, now: datetime) -> Path:
    """Write the template with every key of its examples changed; what is not a text stays as it is."""
    write_template(path, now)
    book = openpyxl.load_workbook(path)
    for sheet in SHEETS:
        for cell in book[sheet.name][2]:
            for example, own in _OWN.items():
                if isinstance(cell.value, str):
                    cell.value = cell.value.replace(example, own)
    book.save(path)
    return path
