"""Where data about people lies: every column of every table, whose it is, what for, how long, and how it is erased.

One table for all who ask: `storage.erasure` erases by it, docs/retention.md and the DPIA page tell of it. A column that
is not declared here fails a test, so that nothing new is kept without somebody having thought of its end.
"""

from collections.abc import Iterator, Mapping

from storage.data_map.audits import AUDITS
from storage.data_map.kinds import DataTable, Datum, Fate, Ground, Stay, Whose
from storage.data_map.people import PEOPLE
from storage.data_map.registers import REGISTERS
from storage.data_map.service import SERVICE

__all__ = ["COLUMNS", "TABLES", "DataTable", "Datum", "Fate", "Ground", "Stay", "Whose"]

TABLES: Mapping[str, DataTable] = {one.name: one for one in (*AUDITS, *REGISTERS, *PEOPLE, *SERVICE)}


def _columns() -> Iterator[Datum]:
    for one in TABLES.values():
        for group in one.groups:
            for column in group.columns.split():
                yield Datum(one.name, column, group.whose, group.what_for, group.stay, group.fates)


COLUMNS: tuple[Datum, ...] = tuple(_columns())
