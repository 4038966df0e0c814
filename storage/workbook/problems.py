"""What an import has to say about a workbook: problems that stop it, warnings that don't, notes."""

from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """What is wrong, for counting and for showing what belongs together."""

    NO_COLUMN = "missing column"
    HEADING_TWICE = "heading that stands twice"
    SHEET_TWICE = "sheet that is there twice"
    ROW_TOO_LONG = "row longer than its headings"
    EMPTY = "empty cell"
    MERGED = "merged cells"
    FAILED = "error cell"
    NOT_CALCULATED = "formula without its result"
    NOT_A_DAY = "not a date"
    WORD = "unknown word"
    UNREADABLE = "unreadable cell"
    KEY_TWICE = "key that stands twice"
    DANGLING = "name that leads nowhere"
    STORE = "clash with the store"
    CONFLICT = "conflict with what was done"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that stops the import.

    Attributes:
        sheet: the sheet as the contract names it.
        row: its number as the spreadsheet shows it (the headings are row 1).
        column: as the contract names it; several with ` + ` between them where they are wrong together.
        what: what is wrong, as the beginning of a sentence without its full stop.
        allowed: what may stand there, as the end of a sentence "Write …".
        fault: of which sort it is.
    """

    sheet: str
    row: int
    column: str
    what: str
    allowed: str
    fault: Fault = Fault.STORE

    def __str__(self) -> str:
        """The line a person reads: where, what is wrong, what to write instead."""
        return f"{self.sheet} row {self.row}, column {self.column}: {self.what}. Write {self.allowed}."


class Breach(StrEnum):
    """Why a row deserves a second look, though history is imported as it was (WORKBOOK, rules)."""

    OWN_TEAM = "an auditor's own team"
    NO_CYCLE = "no cycle row"
    TRAINED_LATER = "trained later"
    NOT_TRAINED = "no training date"
    WEEKEND_DUE_DAY = "due on a weekend"
    UNKNOWN_FRAMEWORK = "unknown framework"
    ENDS_FIRST = "an end before its beginning"
    NO_MONTHS = "alternate months that are not named"
    OTHER_SERVICE = "a service that is not the team's"
    OWN_AUDIT = "a moderator's own audit"
    NO_JUDGEMENT_DAY = "a judgement without its day"
    STATUS_AND_DAY = "a status that its day contradicts"
    ODD_YEAR = "a day far from today"
    NOT_YET = "done on a day to come"
    SPELT_TWICE = "a name spelt in two ways"
    ODD_REFERENCE = "a reference that looks like a person"
    OWN_SUPERIOR = "somebody above themselves"
    OWN_REPLACEMENT = "an allocation that replaces itself"
    NEEDLESS_CATEGORY = "a category of concern without Inadequate"
    HEALTH_REASON = "a reason of health"
    OVERRULED = "what was done, overruled"


@dataclass(frozen=True, slots=True)
class Warned:
    """A row that was imported although it breaches the policy or looks wrong. Fields as in `Problem`."""

    breach: Breach
    sheet: str
    row: int
    column: str
    what: str

    def __str__(self) -> str:
        """The line a person reads."""
        return f"{self.sheet} row {self.row}, column {self.column}: {self.what}."


class Left(StrEnum):
    """Why a part of the workbook was left aside."""

    UNKNOWN_SHEET = "unknown sheet"
    UNKNOWN_COLUMN = "unknown column"
    EXAMPLE = "example row of the template"


@dataclass(frozen=True, slots=True)
class LeftAside:
    """A sheet, a column or an example row that was not imported; `what` is the whole sentence."""

    why: Left
    sheet: str
    what: str

    def __str__(self) -> str:
        """The line a person reads."""
        return self.what
