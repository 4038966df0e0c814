"""What sort of file a workbook is, and its parts unpacked within bounds.

An .xlsx file is a zip archive of XML parts. Everything here looks at the archive before the parser does, because
the parser takes whatever memory a file asks for.
"""

import io
import re
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile, ZipFile, ZipInfo

from domain.errors import BadInputError

LARGEST_FILE = 256 * 2**20  # bytes, packed; 100,000 rows of the widest sheet take 5 MB
_MOST_UNPACKED = 2**30  # bytes; the same rows take 60 MB
_MOST_PARTS = 10_000
# Real sheets pack to a tenth or a fiftieth; deflate can do a thousandth.
_STEEPEST = 200
_STEEP_FROM = 32 * 2**20  # bytes unpacked: below that no ratio does harm
_LONGEST_PIECE = 64 * 2**20  # bytes: a row of 16,384 cells with 4,000 signs each
_CHUNK = 4 * 2**20
_TAG_OPENS = re.compile(rb"<(?:[^\s<>/:]+:)?")
_AFTER_A_NAME = tuple(b"%c" % sign for sign in b" \t\r\n/>")

_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_LOCKED = "EncryptedPackage".encode("utf-16-le")
# A stream that gives away which old program wrote the file.
_OLD_FILES = {
    "WordDocument".encode("utf-16-le"): "an old Word document (.doc)",
    "PowerPoint Document".encode("utf-16-le"): "an old PowerPoint presentation (.ppt)",
}
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_IS_ENCRYPTED = 0x1  # of a zip entry's flags
_SAVE_AGAIN = "Open it in the spreadsheet program and save it as .xlsx"

# A part that gives away what else the archive is.
_OTHER_ARCHIVES = {
    "xl/workbook.bin": "a binary workbook (.xlsb)",
    "content.xml": "an OpenDocument file (.ods)",
    "Index/Document.iwa": "a Numbers document",
    "Index.zip": "a Numbers document",
    "word/document.xml": "a Word document",
    "ppt/presentation.xml": "a PowerPoint presentation",
}


@dataclass(frozen=True, slots=True)
class Archive:
    """The opened archive of an .xlsx file, with the name that messages call it by."""

    name: str
    zipped: ZipFile

    def pieces(self, part: str, element: bytes = b"") -> Iterator[bytes]:
        """A part, unpacked, in pieces of some megabytes, all but the first beginning where an `element` begins.

        Unpacking stops at the size that the archive announced, which was checked: what is longer is damaged.

        Raises:
            BadInputError: an element is longer than in any workbook, or the XML begins with declarations of its
                own, which no spreadsheet program writes and entities need.
        """
        rest = b""
        with self.zipped.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                rest += chunk
                if rest.startswith(_UTF_16):
                    raise BadZipFile(part)  # the parser would give an empty sheet
                if b"<!DOCTYPE" in rest or len(rest) > _LONGEST_PIECE:
                    raise too_large(self.name)
                cut = _last_start(rest, element) if element else len(rest)
                if cut > 0:
                    yield rest[:cut]
                    rest = rest[cut:]
        yield rest


def _last_start(xml: bytes, element: bytes) -> int:
    """Where the last tag that begins an element stands in a piece of XML, whatever its prefix; 0 if there is none."""
    at = len(xml)
    while (at := xml.rfind(element, 0, at)) > 0:
        opened = max(xml.rfind(b"<", 0, at), 0)
        is_whole = xml[at + len(element) : at + len(element) + 1] in _AFTER_A_NAME
        if is_whole and _TAG_OPENS.fullmatch(xml, opened, at):
            return opened
        at = opened
    return 0


@contextmanager
def open_archive(name: str, content: bytes) -> Iterator[Archive]:
    """The archive of an .xlsx file, its sort and its announced sizes checked.

    Args:
        name: what the messages call the file.
        content: its bytes.

    Raises:
        BadInputError: it is another sort of file, has a password, is damaged, or would unpack to far too much.
    """
    _refuse_other_files(name, content)
    try:
        with ZipFile(io.BytesIO(content)) as zipped:
            _refuse_other_archives(name, zipped)
            _refuse_bombs(name, zipped.infolist())
            yield Archive(name, zipped)
    except _DAMAGED as problem:
        raise BadInputError(
            f"{name} is damaged or incomplete. Fetch it again, or open it in the spreadsheet program and save it "
            "as .xlsx again."
        ) from problem


# What zipfile and the XML parsers raise, each in its own way, for bytes that are not as they should be.
_DAMAGED = (
    BadZipFile,
    zlib.error,
    struct.error,
    ParseError,
    ExpatError,
    EOFError,
    OSError,
    KeyError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)


def _refuse_other_files(name: str, content: bytes) -> None:
    if not content:
        raise BadInputError(f"{name} is empty. Give an .xlsx file, or a folder of .csv files.")
    if content.startswith(_OLE) and _LOCKED in content:
        raise _has_password(name)
    if content.startswith(_OLE):
        sort = next((sort for stream, sort in _OLD_FILES.items() if stream in content), "an old Excel file (.xls)")
        raise BadInputError(f"{name} is {sort}. {_SAVE_AGAIN}.")
    if not content.startswith(_ZIP):
        raise BadInputError(f"{name} is {_sort(content)}, not an .xlsx workbook. {_SAVE_AGAIN} again.")


def is_archive(content: bytes) -> bool:
    """Whether a file is a zip archive, as every .xlsx file is, whatever its name."""
    return content.startswith(_ZIP)


def _has_password(name: str) -> BadInputError:
    return BadInputError(f"{name} has a password. Save it without one and import that.")


def _sort(content: bytes) -> str:
    start = content[:1_000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"%pdf"):
        return "a PDF document"
    if start.startswith(b"<"):
        return "a web page or an XML file"
    return "some other file" if b"\0" in start else "a text file"


def _refuse_other_archives(name: str, archive: ZipFile) -> None:
    parts = set(archive.namelist())
    if "xl/workbook.xml" in parts:
        return
    for part, sort in _OTHER_ARCHIVES.items():
        if part in parts:
            raise BadInputError(f"{name} is {sort}. {_SAVE_AGAIN}.")
    if any(part.lower().endswith(".csv") for part in parts):
        raise BadInputError(f"{name} is a zip archive of .csv files. Unpack it and give the folder.")
    raise BadInputError(f"{name} is a zip archive without a workbook in it. Give an .xlsx file.")


def _refuse_bombs(name: str, parts: list[ZipInfo]) -> None:
    if len({part.filename for part in parts}) < len(parts):
        raise BadZipFile(f"a part of {name} is there twice")
    if any(part.flag_bits & _IS_ENCRYPTED for part in parts):
        raise _has_password(name)
    is_steep = any(part.file_size > _STEEP_FROM and part.file_size > _STEEPEST * part.compress_size for part in parts)
    if is_steep or len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise too_large(name)


def too_large(name: str) -> BadInputError:
    """The refusal of a file that would unpack to more than any council's workbook."""
    return BadInputError(
        f"{name} would unpack to far more than a workbook holds, so it was not opened. Copy the rows into a new "
        "workbook and save that, or give a folder of .csv files."
    )
