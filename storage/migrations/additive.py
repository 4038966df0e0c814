"""Whether a revision only adds, so that the version before it can serve while and after it is made.

What an older version does not know of must not be in its way: it writes rows without the new columns, reads the
columns that it knows by name, and knows no new rule for a row. So a revision that says it serves an older version
makes tables, adds columns that can be left out, and binds nothing but what it has added. Everything else waits until
no version is left that needs the old form (CONTRIBUTING, "A new version while the old one runs").
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

# What Alembic's `op` and its batches may be asked to do as they please; and what only with what is new.
_ADDS = frozenset({"create_table", "add_column", "batch_alter_table", "f"})
_BINDS = frozenset({"create_index", "create_foreign_key", "create_unique_constraint", "create_check_constraint"})
_ASKED = frozenset({"op", "batch_op"})
_NOT_SO = (False, None)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Something that Alembic is asked for.

    Attributes:
        tables: the texts among its arguments, of which one may be the table; in a batch, that one's table too.
    """

    name: str
    tables: frozenset[str]
    call: ast.Call

    def columns(self) -> set[str]:
        """What stands in lists among its arguments."""
        lists = [part for part in self.call.args if isinstance(part, ast.List)]
        return {text for part in lists for text in _texts(part.elts)}

    def says(self, name: str) -> bool:
        """Whether a keyword is given, and not as False or None."""
        return any(word.arg == name and not _is(word.value, *_NOT_SO) for word in self.call.keywords)


def what_breaks(code: str) -> list[str]:
    """What a revision's code does that an older version could not live with, a sentence each; empty where nothing.

    Args:
        code: the module of a revision, as Alembic writes it.

    Raises:
        SyntaxError: it is no Python.
    """
    asked = list(_asked(ast.parse(code), ""))
    made = {name for one in asked if one.name == "create_table" for name in _texts(one.call.args)[:1]}
    new = {place for one in asked if one.name == "add_column" for place in _empty_places(one)}
    return [sentence for one in asked if (sentence := _against(one, made, new))]


def _asked(node: ast.AST, batch: str) -> Iterator[_Asked]:
    for child in ast.iter_child_nodes(node):
        within = _batch_of(child) or batch
        if isinstance(child, ast.Call) and (name := _name(child)):
            yield _Asked(name, frozenset({*_texts(child.args), within}), child)
        yield from _asked(child, within)


def _against(one: _Asked, made: set[str], new: set[tuple[str, str]]) -> str:
    is_new = bool(one.tables & made) or any((table, column) in new for table in one.tables for column in one.columns())
    where = f"Line {one.call.lineno}: {one.name}"
    if one.name == "create_index" and not one.says("unique"):
        return ""
    if one.name in _BINDS:
        return "" if is_new else f"{where} refuses what an older version may write. Leave it for a later version."
    if one.name not in _ADDS:
        return f"{where} changes or takes away what an older version may need. Leave it for a later version."
    if one.name == "add_column" and not (is_new or any(_can_be_left_out(part) for part in one.call.args)):
        return f"{where} adds what an older version leaves out. Give it nullable=True or a server_default."
    return ""


def _name(call: ast.Call) -> str:
    """What Alembic is asked for; empty for any other call."""
    function = call.func
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) and function.value.id in _ASKED:
        return function.attr
    return ""


def _batch_of(node: ast.AST) -> str:
    """The table of `with op.batch_alter_table(…)`; empty for anything else."""
    calls = [item.context_expr for item in node.items] if isinstance(node, ast.With) else []
    found = [call for call in calls if isinstance(call, ast.Call) and _name(call) == "batch_alter_table"]
    return next((text for call in found for text in _texts(call.args)), "")


def _texts(parts: list[ast.expr]) -> list[str]:
    return [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]


def _empty_places(one: _Asked) -> Iterator[tuple[str, str]]:
    """The columns that are empty in every row of an older version, by their tables."""
    for part in one.call.args:
        if isinstance(part, ast.Call) and _can_be_left_out(part) and not _has_default(part):
            yield from ((table, name) for table in one.tables for name in _texts(part.args)[:1])


def _can_be_left_out(column: ast.expr) -> bool:
    """Whether `sa.Column(…)` may be left out by whoever adds a row; it may be empty where nothing else is said."""
    if not isinstance(column, ast.Call):
        return False
    return _has_default(column) or not any(
        word.arg == "nullable" and _is(word.value, *_NOT_SO) for word in column.keywords
    )


def _has_default(column: ast.Call) -> bool:
    return any(word.arg == "server_default" and not _is(word.value, None) for word in column.keywords)


def _is(value: ast.expr, *constants: bool | None) -> bool:
    return isinstance(value, ast.Constant) and any(value.value is one for one in constants)
