"""Files that auditbot has written and nobody has changed since: only those are replaced by a newer one."""

import csv
import io
from pathlib import Path
from xml.etree.ElementTree import fromstring

from domain.errors import BadInputError
from storage.workbook.archives import open_archive
from storage.workbook.contract import SHEETS

AUTHOR = "auditbot"
EXPORT, TEMPLATE = "export", "template"  # the categories that the files' properties name
REPORTER = "auditbot report"  # whom a report names as the last who changed it
_PROPERTIES = "docProps/core.xml"
_HEADINGS = {f"{sheet.name}.csv": [column.name for column in sheet.columns] for sheet in SHEETS}


def is_export(path: Path) -> bool:
    """Whether a file is an .xlsx file or a .csv file of an export, as it was written.

    A .csv file says nothing of its origin: its headings are compared.
    """
    if path.name in _HEADINGS:
        return _first_line(path) == heading_line(_HEADINGS[path.name])
    said = _properties(path)
    is_of_ours = (said.get("creator"), said.get("category")) == (AUTHOR, EXPORT)
    # Every program that saves a workbook changes the second of these.
    return is_of_ours and said.get("created") == said.get("modified")


def is_report(path: Path) -> bool:
    """Whether a file is a report that nobody has worked in."""
    return _properties(path).get("lastModifiedBy") == REPORTER


def heading_line(headings: list[str]) -> bytes:
    """The first line of a .csv file as an export writes it."""
    line = io.StringIO()
    csv.writer(line).writerow(headings)
    return line.getvalue().encode("utf-8-sig")


def _first_line(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.readline(10_000)


def _properties(path: Path) -> dict[str, str]:
    """What an .xlsx file says of itself; nothing where it is none."""
    try:
        with open_archive(path.name, path.read_bytes()) as archive:
            # `pieces` has refused entities, and the parser bounds what they grow to.
            root = fromstring(b"".join(archive.pieces(_PROPERTIES)))  # noqa: S314 - as the comment above says
            return {one.tag.rpartition("}")[2]: one.text or "" for one in root}
    except BadInputError:
        return {}
