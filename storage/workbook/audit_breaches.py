"""What deserves a second look in audits, their actions and concerns, and in the registers."""

from collections.abc import Iterator, Sequence

from domain.words import EscalationStatus, Rating
from storage.workbook.breaches import ends_first
from storage.workbook.problems import Breach, Warned
from storage.workbook.sheet import Importing, Record, SheetRows


def warn_of_audits(importing: Importing, rows: SheetRows, records: Sequence[Record]) -> Iterator[Warned]:
    """Days in the wrong order, a needless category, a judgement without its day, a moderator of their own audit."""
    del importing
    name = rows.sheet.name
    days = [
        {
            "allocated_on": one["row"].allocation.allocated_on,
            "returned_on": one["row"].returned_on,
            "moderated_on": one["row"].judged.after.day,
            "uploaded_on": one["row"].uploaded_on,
        }
        for one in records
    ]
    yield from ends_first(rows, days, "allocated_on", "returned_on")
    yield from ends_first(rows, days, "returned_on", "moderated_on")
    yield from ends_first(rows, days, "returned_on", "uploaded_on")
    for number, one in zip(rows.numbers, records, strict=True):
        if one.get("concern_category") is not None and one["overall"] != Rating.INADEQUATE:
            what = f"a category of concern belongs to Inadequate, and the overall rating is {one['overall']}"
            yield Warned(Breach.NEEDLESS_CATEGORY, name, number, "concern_category", what)
    for one in (record["row"] for record in records):
        judgement = one.judged.after
        if judgement.is_made and judgement.day is None:
            what = "the day of the moderation is missing, so it counts from the return"
            yield Warned(Breach.NO_JUDGEMENT_DAY, name, one.number, "moderated_on", what)
        if judgement.moderator_id is not None and judgement.moderator_id == one.allocation.auditor_id:
            yield Warned(Breach.OWN_AUDIT, name, one.number, "moderator", "the moderator is the auditor of this audit")


def warn_of_actions(importing: Importing, rows: SheetRows, records: Sequence[Record]) -> Iterator[Warned]:
    """An action that is due or completed before it was raised."""
    del importing
    yield from ends_first(rows, records, "raised_on", "due_on")
    yield from ends_first(rows, records, "raised_on", "completed_on")


def warn_of_concerns(importing: Importing, rows: SheetRows, records: Sequence[Record]) -> Iterator[Warned]:
    """A response or an end before the concern was raised."""
    del importing
    yield from ends_first(rows, records, "raised_on", "responded_on")
    yield from ends_first(rows, records, "raised_on", "resolved_on")


def warn_of_escalations(importing: Importing, rows: SheetRows, records: Sequence[Record]) -> Iterator[Warned]:
    """An end before the beginning, a status that its day contradicts."""
    del importing
    yield from ends_first(rows, records, "raised_on", "resolved_on")
    for number, one in zip(rows.numbers, records, strict=True):
        is_resolved, day = one["status"] == EscalationStatus.RESOLVED, one.get("resolved_on")
        if is_resolved and day is None:
            what = "it is resolved, and the day of that is missing"
            yield Warned(Breach.STATUS_AND_DAY, rows.sheet.name, number, "resolved_on", what)
        elif not is_resolved and day is not None:
            what = "it has a day on which it was resolved, and is still in process"
            yield Warned(Breach.STATUS_AND_DAY, rows.sheet.name, number, "status", what)


def warn_of_impact_surveys(importing: Importing, rows: SheetRows, records: Sequence[Record]) -> Iterator[Warned]:
    """An answer before the question."""
    del importing
    yield from ends_first(rows, records, "sent_on", "answered_on")
