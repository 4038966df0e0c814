"""How a column is declared: whose data it is, what it is for, how long it stays, what an erasure does to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from storage.tables.erasures import ErasureGround

# Why something is erased: somebody asked for a child's record or for a leaver, or its time is over.
Ground = ErasureGround


class Whose(StrEnum):
    """Whom a column tells of."""

    CHILD = "the child and their family"
    STAFF = "staff"
    BOTH = "the child and their family, and staff"
    NOBODY = "nobody"


class Fate(StrEnum):
    """What becomes of a column's values in an erasure.

    `MENTIONS` takes out of a text the references, or the names, of what is erased, and leaves the rest of it.
    """

    KEPT = "kept as it is"
    MENTIONS = "mentions taken out"
    BLANKED = "blanked"
    REPLACED = "replaced by a token"
    ROW_DELETED = "row deleted"


class Stay(StrEnum):
    """How long it stays: the setting that says so, or a time that is no setting."""

    FOR_GOOD = "as long as the database, since figures are counted from it"
    CASE = "keep_case_text_years"
    LEAVERS = "keep_leavers_years"
    REASONS = "keep_reasons_years"
    MESSAGES = "keep_messages_years"
    RECORD = "keep_record_years"
    DAYS = "30 days"
    WORK = "as long as it is worked with"


@dataclass(frozen=True, slots=True)
class Group:
    """Columns of a table that are declared alike; `fates` says what each ground does, `KEPT` where it is silent."""

    whose: Whose
    what_for: str
    columns: str
    stay: Stay = Stay.FOR_GOOD
    fates: Mapping[Ground, Fate] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table with all its columns.

    Attributes:
        by_case: the columns through which a row belongs to a child's record: references up to `case_record`.
        by_person: the columns that say whom a row is about, where that is somebody of staff. Who did a thing is
            not among them: the row is about the thing.
    """

    name: str
    groups: Sequence[Group]
    by_case: Sequence[str] = ()
    by_person: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Datum:
    """One column of one table, as declared."""

    table: str
    column: str
    whose: Whose
    what_for: str
    stay: Stay
    fates: Mapping[Ground, Fate]

    def fate(self, ground: Ground) -> Fate:
        """What an erasure on this ground does to it."""
        return self.fates.get(ground, Fate.KEPT)


_CASE_GONE, _STAFF_GONE = (Ground.CASE, Ground.RETENTION), (Ground.PERSON, Ground.RETENTION)
_MENTIONS = dict.fromkeys(Ground, Fate.MENTIONS)


def table(name: str, *groups: Group, by_case: str = "", by_person: str = "") -> DataTable:
    """A table's declaration; columns are named with blanks between them."""
    return DataTable(name, groups, tuple(by_case.split()), tuple(by_person.split()))


def stays(columns: str, what_for: str, whose: Whose = Whose.NOBODY, stay: Stay = Stay.FOR_GOOD) -> Group:
    """What no erasure touches: keys, counts, days, words of a vocabulary."""
    return Group(whose, what_for, columns, stay)


def who(columns: str, what_for: str = "who did it, by their row in person") -> Group:
    """A reference to somebody of staff: it stays, and their row no longer says who they were once they are erased."""
    return Group(Whose.STAFF, what_for, columns)


def case_words(columns: str, what_for: str, whose: Whose = Whose.CHILD) -> Group:
    """What was written about a child: blanked with their record, and when its time is over."""
    fates = {**_MENTIONS, **dict.fromkeys(_CASE_GONE, Fate.BLANKED)}
    return Group(whose, what_for, columns, Stay.CASE, fates)


def case_name(columns: str, what_for: str) -> Group:
    """What leads back to a child's record: a token that says nothing stands in its place afterwards."""
    return Group(Whose.CHILD, what_for, columns, Stay.CASE, {**_MENTIONS, **dict.fromkeys(_CASE_GONE, Fate.REPLACED)})


def case_row(columns: str, what_for: str, whose: Whose = Whose.CHILD, stay: Stay = Stay.CASE) -> Group:
    """A row that no figure needs: it goes with the child's record."""
    return Group(whose, what_for, columns, stay, {**_MENTIONS, **dict.fromkeys(_CASE_GONE, Fate.ROW_DELETED)})


def staff_words(columns: str, what_for: str, stay: Stay = Stay.LEAVERS) -> Group:
    """What was written about somebody of staff: blanked with them, and when its time is over."""
    return Group(Whose.STAFF, what_for, columns, stay, {**_MENTIONS, **dict.fromkeys(_STAFF_GONE, Fate.BLANKED)})


def staff_name(columns: str, what_for: str) -> Group:
    """Who somebody of staff was: a token that says nothing stands in its place afterwards."""
    fates = dict.fromkeys(_STAFF_GONE, Fate.REPLACED)
    return Group(Whose.STAFF, what_for, columns, Stay.LEAVERS, fates)


def staff_row(columns: str, what_for: str, stay: Stay = Stay.LEAVERS) -> Group:
    """A row about somebody of staff that no figure needs: it goes with them."""
    return Group(Whose.STAFF, what_for, columns, stay, dict.fromkeys(_STAFF_GONE, Fate.ROW_DELETED))


def mentions(columns: str, what_for: str, stay: Stay = Stay.FOR_GOOD, whose: Whose = Whose.BOTH) -> Group:
    """A text that may speak of a child's record or of somebody, and stays without them."""
    return Group(whose, what_for, columns, stay, _MENTIONS)


def passing(columns: str, what_for: str, whose: Whose = Whose.STAFF, stay: Stay = Stay.DAYS) -> Group:
    """A row that goes when it is old, whomever it is about."""
    return Group(whose, what_for, columns, stay, {**_MENTIONS, Ground.RETENTION: Fate.ROW_DELETED})
