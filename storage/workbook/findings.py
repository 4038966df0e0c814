"""The sheets `domain_ratings` and `engagement`: what an audit found."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import select

from domain.words import AllocationStatus, Change
from storage.frameworks import stored_frameworks
from storage.tables.audits import domain_rating
from storage.workbook.cells import quoted, same_word
from storage.workbook.conflicts import allocation_acts, note_overwritten
from storage.workbook.problems import Fault, Problem
from storage.workbook.sheet import Importing, Record, SheetRows
from storage.workbook.writing import compare, insert_added, records_of, update_changed


def write_engagement(importing: Importing, rows: SheetRows) -> list[Record]:
    """Write who was involved and what they said."""
    return _write(importing, rows, ("outcome", "sentiment", "comment", "reason"))


def write_domain_ratings(importing: Importing, rows: SheetRows) -> list[Record]:
    """Write the grades, each by the title of its domain, whatever the case of its letters; a key is a title too."""
    texts = rows.cells["domain"]
    different = dict.fromkeys(texts)  # in the order in which they come first
    titles = _titles(importing, different)
    written = {text: titles[same_word(text)] for text in different}
    titled = replace(rows, cells={**rows.cells, "domain": [written[text] for text in texts]})
    is_as_it_was = len(set(written.values())) == len(written)  # and the keys were told apart when they were read
    repeated = [] if is_as_it_was else _repeated(titled)
    importing.problems += repeated
    return [] if repeated else _write(importing, titled, ("rating", "moderated_rating", "evidence", "reason"))


def _write(importing: Importing, rows: SheetRows, written_in_chat: Sequence[str]) -> list[Record]:
    compared = compare(importing, rows, records_of(importing, rows))
    acts = allocation_acts(
        importing,
        rows.sheet.name,
        (change.old["allocation_id"] for change in compared.changes),
        AllocationStatus.RETURNED,
        AllocationStatus.SENT_BACK,
        AllocationStatus.MODERATED,
        Change.REOPEN,
        Change.RETURN_AGAIN,
    )
    note_overwritten(importing, rows, compared.changes, acts, written_in_chat, "allocation_id")
    insert_added(importing, rows, compared.added)
    update_changed(importing, rows, compared.changes)
    return compared.standing


def _titles(importing: Importing, texts: Iterable[str]) -> dict[str, str]:
    """How each domain is written: as a framework has it, else as it is stored, else as it stands here first."""
    connection = importing.unit.connection
    known: dict[str, str] = {}
    for framework in stored_frameworks(importing.unit):
        for domain in framework.domains:
            known.setdefault(same_word(domain.title), domain.title)
            known.setdefault(same_word(domain.key), domain.title)
    if any(same_word(text) not in known for text in set(texts)):
        for stored in connection.execute(select(domain_rating.c.domain).distinct()).scalars():
            known.setdefault(same_word(stored), stored)
    for text in texts:
        known.setdefault(same_word(text), text)
    return known


def _repeated(rows: SheetRows) -> list[Problem]:
    """The rows whose domain is that of a row before under another spelling."""
    first: dict[tuple[str, str], int] = {}
    found: list[Problem] = []
    for number, *key in zip(rows.numbers, rows.cells["allocation_ref"], rows.cells["domain"], strict=True):
        before = first.setdefault((key[0], key[1]), number)
        if before != number:
            what = f"row {before} has {quoted(', '.join(key))} already"
            column = " + ".join(rows.sheet.key)
            found.append(Problem(rows.sheet.name, number, column, what, "each of them once", Fault.KEY_TWICE))
    return found
