"""What Alembic runs for each command: the connection is handed in by `storage/schema.py`."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any, Literal

from alembic import context
from alembic.autogenerate import render_python_code
from alembic.autogenerate.api import AutogenContext
from alembic.operations.ops import MigrateOperation, MigrationScript, UpgradeOps
from alembic.runtime.migration import MigrationContext
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

import storage.tables  # noqa: F401 - importing the package is what registers the tables
from storage.tables.columns import Instant, Word


def _render(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    # A revision must go on working when our own types change, so it names the database's types only.
    if kind == "type" and isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, (Word, AutoString)):
        return "sa.String()"
    return False


def _table_of(operation: MigrateOperation) -> str:
    return str(getattr(operation, "table_name", "the rest"))


def _code(operations: Iterable[MigrateOperation]) -> str:
    code = render_python_code(UpgradeOps(ops=list(operations)), render_item=_render, render_as_batch=True)
    return "\n".join(line for line in code.splitlines() if "# ###" not in line).strip()


def _a_function_a_table(_context: MigrationContext, _revision: Any, drafts: list[MigrationScript]) -> None:
    """Give the template (`script.py.mako`) the change table by table: a draft reads in small pieces."""
    for script in drafts:
        operations = script.upgrade_ops.ops if script.upgrade_ops else []
        context.config.attributes["steps"] = {
            table: _code(group) for table, group in groupby(operations, key=_table_of)
        }


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_item=_render,
    render_as_batch=True,  # SQLite changes a column by copying its table
    process_revision_directives=_a_function_a_table,
)
with context.begin_transaction():
    context.run_migrations()
