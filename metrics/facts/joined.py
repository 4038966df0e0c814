"""Rows with the tables that a figure needs of them, and no others."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import (
    BinaryExpression,
    Boolean,
    ColumnElement,
    FromClause,
    Integer,
    Select,
    String,
    bindparam,
    cast,
    func,
    literal,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.operators import in_op, not_in_op

from domain.errors import BadInputError
from metrics.periods import Period
from metrics.query import Dimension

Condition = ColumnElement[bool]
Column = ColumnElement[Any]
# In days.
_A_YEAR = 366


@dataclass(frozen=True, slots=True)
class Join:
    """A table that is joined once something of it is asked for. `after` are the joins it builds on."""

    table: FromClause
    on: Callable[["Facts"], Condition]
    is_outer: bool = True
    after: tuple[str, ...] = ()


class Facts(ABC):
    """Facts of one kind as they stood on a day.

    A statement is made by asking for columns and conditions first, then for `source`: what was asked for says which
    tables are joined.
    """

    JOINS: ClassVar[Mapping[str, Join]] = {}
    DIMENSIONS: ClassVar[Mapping[Dimension, Callable[[Any], Column]]] = {}
    # What is narrowed by a key of its own instead of by a name in a joined table: dimension → (the facts' column,
    # the keys of the rows that have a name), so that an index on the facts finds the rows.
    KEYS: ClassVar[Mapping[Dimension, "tuple[Callable[[Any], Column], Callable[[Sequence[str]], Any]]"]] = {}

    def __init__(self, as_at: date, period: Period) -> None:
        self.as_at = as_at
        self.period = period
        self._needed: set[str] = set()
        # The allocations that are sealed from the viewer: nothing is counted of them.
        self.sealed: frozenset[int] = frozenset()

    def not_sealed(self) -> Condition:
        """Whether a fact is none of those sealed from the viewer."""
        return always()

    def need(self, name: str) -> FromClause:
        """Join a table of `JOINS`, once; it comes back."""
        join = self.JOINS[name]
        for before in join.after:
            self.need(before)
        self._needed.add(name)
        return join.table

    def group_key(self, dimension: Dimension) -> tuple[Column, Callable[[Column], Column]] | None:
        """A key to group by and what makes its name of it, where that spares a join for every row."""
        del dimension
        return None

    @abstractmethod
    def first_table(self) -> FromClause:
        """The table whose rows are the facts."""

    @abstractmethod
    def in_period(self) -> Condition:
        """Whether a fact belongs to the period asked about."""

    @abstractmethod
    def stands(self) -> Condition:
        """Whether a fact is known by the as-at day and counts at all."""

    @abstractmethod
    def of_teams(self, teams: Any) -> Condition:
        """Whether a fact is one of the teams selected by a sub-select of their ids."""

    @abstractmethod
    def of_person(self, person_id: int) -> Condition:
        """Whether a fact is a person's own."""

    @abstractmethod
    def listed(self) -> Sequence[tuple[str, Column]]:
        """The columns of a row behind a figure: its reference first, its days; people by their e-mail address."""

    def dimension(self, dimension: Dimension) -> Column:
        """A dimension's column.

        Raises:
            BadInputError: these facts do not have it.
        """
        column = self.DIMENSIONS.get(dimension)
        if column is None:
            raise BadInputError(f"This figure has no {dimension.value.replace('_', ' ')}. Ask for it without.")
        return column(self)

    def is_one_of(self, dimension: Dimension, values: Sequence[str]) -> Condition:
        """Whether a dimension has one of some values."""
        if dimension in self.KEYS:
            column, keys = self.KEYS[dimension]
            return column(self).in_(keys(values))
        return _is_one_of(self.dimension(dimension), values)

    def source(self) -> FromClause:
        """The table with all that was asked for joined to it, in the order of `JOINS`."""
        source = self.first_table()
        for name, join in self.JOINS.items():
            if name in self._needed:
                source = source.join(join.table, join.on(self), isouter=join.is_outer)
        return source


def _is_one_of(column: Column, values: Sequence[str]) -> Condition:
    # Only numbers need to be made text: a column that is cast finds no index.
    as_text: Column = cast(column, String) if isinstance(column.type, Integer) else column
    return as_text == values[0] if len(values) == 1 else as_text.in_(values)


def not_looked_up(column: Column) -> Column:
    """A column that no index is used for.

    Nearly every row meets its condition; SQLite, not knowing that, takes it for a quarter of them and the wrong index.
    """
    return func.coalesce(column, column)


class _OneOfKeys(BinaryExpression[bool]):
    """A column, and the keys it may have as a sub-select."""

    inherit_cache = True


@compiles(_OneOfKeys, "postgresql")
def _as_any(element: _OneOfKeys, compiler: SQLCompiler, **options: Any) -> str:
    column, keys = (compiler.process(one, **options) for one in (element.left, element.right))
    return f"{column} = ANY (ARRAY{keys})"


def one_of_few(column: Column, keys: Select[Any]) -> Condition:
    """Whether a column is one of a few keys, which are looked up by themselves first.

    PostgreSQL plans a join with them anew each time, for longer than it takes to run; this plan it keeps.
    """
    return _OneOfKeys(column, keys.scalar_subquery(), in_op, Boolean(), not_in_op)


def within_months(column: Column, period: Period) -> Condition:
    """Whether a column of months lies within a period.

    The ends of more than a year stand in the statement itself: PostgreSQL takes a span whose ends it does not know for
    a two-hundredth of the rows, and would look ten years up in an index.
    """
    if period.is_one_month:
        return column == period.first_month
    is_long = (period.end - period.start).days > _A_YEAR
    first, last = (
        bindparam(None, month, String, literal_execute=is_long) for month in (period.first_month, period.last_month)
    )
    return column.between(first, last)


def always() -> Condition:
    """A condition that every row meets."""
    return literal(1) == literal(1)
