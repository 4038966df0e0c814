"""The sheets of dip samples and impact surveys: what was set up or answered in chat is not undone by an older row."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select

from storage.tables.dip_samples import dip_sample_act
from storage.tables.registers import dip_sample_result
from storage.tables.surveys import survey_answer
from storage.workbook.conflicts import Act, done_since, note_overwritten, rows_for
from storage.workbook.sheet import Importing, Record, SheetRows
from storage.workbook.writing import Change, Compared, compare, insert_added, records_of, update_changed

_ANSWERED = ("sent_on", "answered_on", "practice_change", "child_impact", "done", "comment")
_SET_UP = ("title", "carried_out_on")
_A, _D, _R = survey_answer.c, dip_sample_act.c, dip_sample_result.c


def write_impact_surveys(importing: Importing, rows: SheetRows) -> list[Record]:
    """Write the surveys; what was answered in chat stands."""
    compared = compare(importing, rows, records_of(importing, rows))
    statement = select(_A.survey_id, _A.at).where(done_since(importing, "impact_surveys", _A.source, _A.at))
    acts = _acts(importing, compared.changes, statement.order_by(_A.id), _A.survey_id, "this survey was answered")
    note_overwritten(importing, rows, compared.changes, acts, _ANSWERED)
    return _write(importing, rows, compared)


def write_dip_samples(importing: Importing, rows: SheetRows) -> list[Record]:
    """Write the samples; one that was set up in chat keeps its title and its day."""
    compared = compare(importing, rows, records_of(importing, rows))
    made = done_since(importing, "dip_samples", _D.source, _D.at) & (_D.what == "set_up")
    statement = select(_D.dip_sample_id, _D.at).where(made)
    acts = _acts(importing, compared.changes, statement, _D.dip_sample_id, "this dip sample was set up")
    note_overwritten(importing, rows, compared.changes, acts, _SET_UP)
    return _write(importing, rows, compared)


def write_dip_sample_results(importing: Importing, rows: SheetRows) -> list[Record]:
    """Write the answers, which say from then on who wrote them last; one given in chat stands."""
    compared = compare(importing, rows, records_of(importing, rows))
    given = done_since(importing, "dip_sample_results", _R.source, _R.recorded_at)
    statement = select(_R.id, _R.recorded_at).where(given)
    acts = _acts(importing, compared.changes, statement, _R.id, "this question was answered")
    note_overwritten(importing, rows, compared.changes, acts, ("answer",))
    by = {"source": importing.unit.actor.source, "recorded_at": importing.unit.now}
    for record in (*compared.added, *(change.new for change in compared.changes)):
        record.update(by)
    return _write(importing, rows, compared)


def _acts(
    importing: Importing, changes: Sequence[Change], statement: Select[Any], key: Any, what: str
) -> Mapping[int, Act]:
    found = rows_for(importing, statement, key, (change.old["id"] for change in changes))
    return {number: Act(what, at) for number, at in found}


def _write(importing: Importing, rows: SheetRows, compared: Compared) -> list[Record]:
    insert_added(importing, rows, compared.added)
    update_changed(importing, rows, compared.changes)
    return compared.standing
