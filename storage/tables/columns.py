"""The column types shared by the tables: aware instants, words of the vocabulary, references."""

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import DateTime, Dialect, String, Table, TypeDecorator
from sqlmodel import Field, SQLModel

# Every constraint has a name of its own, so that a later revision can change it on either database.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "pk": "pk_%(table_name)s",
}
# Pydantic makes and checks no row here: what it needs for that is left until it is asked, and tables load sooner.
SQLModel.model_config["defer_build"] = True


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept in UTC.

    PostgreSQL has `timestamptz`; SQLite has no time zones, so the UTC wall time is stored and the zone put
    back on reading.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse an instant without offset rather than guess its zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = f"{value} has no offset: only aware instants are stored."
            raise ValueError(message)
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The instant in UTC."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Word(TypeDecorator[StrEnum]):
    """A word of a vocabulary, stored as its text so that the database reads as the workbook does."""

    impl = String
    cache_ok = True

    def __init__(self, vocabulary: type[StrEnum]) -> None:
        super().__init__()
        self.vocabulary = vocabulary
        # Looking in tables of our own takes a third of the time of asking the vocabulary.
        self._members: dict[str, StrEnum] = {word.value: word for word in vocabulary}
        self._texts: dict[str, str] = {word.value: word.value for word in vocabulary}

    def process_bind_param(self, value: StrEnum | str | None, dialect: Dialect) -> str | None:
        """Refuse a word that the vocabulary does not have."""
        del dialect
        return None if value is None else self._texts.get(value) or self.vocabulary(value).value

    def process_result_value(self, value: Any | None, dialect: Dialect) -> StrEnum | None:
        """The word as its enum member."""
        del dialect
        return None if value is None else self._members.get(value) or self.vocabulary(value)


def instant_field(*, nullable: bool = False, index: bool = False) -> Any:
    """An aware instant's column."""
    return Field(default=None, sa_type=Instant, nullable=nullable, index=index)


def word_field(vocabulary: type[StrEnum], *, nullable: bool = False, primary_key: bool = False) -> Any:
    """A column that takes the words of one vocabulary only."""
    return Field(
        default=None,
        sa_type=Word(vocabulary),
        nullable=nullable,
        primary_key=primary_key,
    )


# Of an item that chasing has not looked at as it stands now: earlier than any day.
NOT_LOOKED_AT = date(1, 1, 1)


def chase_day() -> Any:
    """The next London day on which chasing has to look at an item; whoever changes the item sets it back.

    A pass reads what has come by its day, and so costs what is due, however much is stored.
    """
    return Field(default=NOT_LOOKED_AT)


def reference(column: str, *, nullable: bool = False, index: bool = True, primary_key: bool = False) -> Any:
    """A foreign key; indexed unless it leads a primary or unique key already."""
    return Field(default=None, foreign_key=column, nullable=nullable, index=index, primary_key=primary_key)


def table_of(model: type[SQLModel]) -> Table:
    """The Core table behind a SQLModel class: what statements are written on."""
    table: Table = model.__table__  # type: ignore[attr-defined]  # SQLAlchemy adds it to every mapped class
    return table
