"""What follows the closure of an agreed action: closures that were taken back, and QA's check of a sample of them."""

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from storage.tables.columns import instant_field, reference, table_of, word_field


class Checked(StrEnum):
    """What QA found when they looked at a closure."""

    VERIFIED = "verified"
    REOPENED = "reopened"


class UndoneClosure(SQLModel, table=True):
    """A completion that was taken back: from `completed_on` up to, not including, `reopened_on` the action was done.

    Figures as at a day in between go by it (METRICS). `due_on` is the action's due day as it was then.
    Rows are added and never changed.
    """

    __tablename__ = "undone_closure"

    id: int | None = Field(default=None, primary_key=True)
    action_id: int = reference("agreed_action.id")
    completed_on: date
    due_on: date
    completion_note: str | None = None
    reopened_on: date
    reopened_at: datetime = instant_field()


class VerificationDraw(SQLModel, table=True):
    """That a month's closures were drawn from, once: the seed, of how many, and how many were wanted.

    The same seed draws the same actions of the same closures (`domain.closures`).
    """

    __tablename__ = "verification_draw"

    month: str = Field(primary_key=True)
    seed: str
    closures: int
    wanted: int
    drawn_at: datetime = instant_field()


class ActionVerification(SQLModel, table=True):
    """A closure that was drawn for QA to check, with its weight in the draw; once checked, by whom and with what."""

    __tablename__ = "action_verification"

    id: int | None = Field(default=None, primary_key=True)
    month: str = reference("verification_draw.month")
    action_id: int = reference("agreed_action.id")
    weight: int
    checked: Checked | None = word_field(Checked, nullable=True)
    checked_at: datetime | None = instant_field(nullable=True)
    checked_by_id: int | None = reference("person.id", nullable=True, index=False)
    reason: str | None = None


undone_closure = table_of(UndoneClosure)
verification_draw = table_of(VerificationDraw)
action_verification = table_of(ActionVerification)
