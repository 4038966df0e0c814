"""The benchmark's databases on a PostgreSQL server, which has to be there already."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.types.json import Jsonb
from sqlalchemy.engine import make_url
from sqlmodel import SQLModel

from benchmarks.workbook.stores import Tables, insert_into, migrate, select_all

_KEPT, _USED = "auditbot_bench_kept", "auditbot_bench_used"


@dataclass(frozen=True, slots=True)
class PostgreSQLServer:
    """Two databases of names of our own, made and dropped as needed.

    Attributes:
        server: the URL of any other database of the server, for an account that may make databases.
    """

    server: str

    @property
    def url(self) -> str:
        """The copy that was made last."""
        return make_url(self.server).set(database=_USED).render_as_string(hide_password=False)

    def prepare(self) -> None:
        """Begin with an empty one."""
        self._make(_USED, "template0")
        migrate(self.url)
        self.keep()

    def copy(self) -> None:
        """Make the copy afresh, and let nothing of that be left to do while something is measured."""
        self._make(_USED, _KEPT)

    def keep(self) -> None:
        """Copy the other way."""
        self._make(_KEPT, _USED)

    def tables(self) -> Tables:
        """The rows by their keys: as they lie there, what an import has changed comes last."""
        found: dict[str, list[tuple[Any, ...]]] = {}
        with psycopg.connect(self.url) as connection:
            for table in SQLModel.metadata.sorted_tables:
                key = ", ".join(f'"{column.name}"' for column in table.primary_key)
                rows = connection.execute(f"{select_all(table)} ORDER BY {key}".encode()).fetchall()
                if rows:
                    found[table.name] = [_insertable(row) for row in rows]
        return found

    def insert_bare(self, tables: Tables) -> None:
        """Insert rows in one transaction."""
        with psycopg.connect(self.url) as connection, connection.cursor() as cursor:
            for name, rows in tables.items():
                cursor.executemany(insert_into(name, "%s").encode(), rows)

    def drop(self) -> None:
        """Leave nothing behind."""
        self._run([f"DROP DATABASE IF EXISTS {name} WITH (FORCE)" for name in (_USED, _KEPT)])

    def _make(self, name: str, template: str) -> None:
        self._run(
            [
                f"DROP DATABASE IF EXISTS {name} WITH (FORCE)",
                f"CREATE DATABASE {name} TEMPLATE {template}",
                "CHECKPOINT",
            ]
        )

    def _run(self, statements: Sequence[str]) -> None:
        with psycopg.connect(self.server, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())


def _insertable(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(Jsonb(value) if isinstance(value, dict | list) else value for value in row)
