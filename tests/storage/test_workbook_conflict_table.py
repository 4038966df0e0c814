"""Every column of every sheet: what is done to it in chat, so that an older workbook must not undo it, or nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Table, select

from domain.words import ActionStatus, AllocationStatus, Change, ConcernStatus, EscalationStatus
from storage.actions import ActionInHand, action_by_ref, complete, reopen
from storage.lifecycle import put_right, record_act, record_transition
from storage.owned_actions import give_action, open_action
from storage.people import link
from storage.store import Store, Unit
from storage.tables.allocations import allocation, exemption
from storage.tables.audits import action_transition, agreed_action, moderation
from storage.tables.concerns import concern, concern_transition
from storage.tables.dip_samples import dip_sample_act
from storage.tables.escalations import escalation_transition
from storage.tables.people import person
from storage.tables.registers import dip_sample, dip_sample_result, escalation, impact_survey
from storage.tables.surveys import survey_answer
from storage.workbook.cells import Cell
from storage.workbook.contract import SHEETS
from storage.workbook.export_rows import stored_rows_of
from storage.workbook.reading import Workbook
from tests.storage.imports import BY_IMPORT, imported
from tests.storage.in_chat import CHAT, DAY, Chat
from tests.workbooks import EVERY_SHEET, audited_council, with_cell, workbook

S = AllocationStatus
Doing = Callable[[Unit], object]


def _id(unit: Unit, table: Table, ref: str) -> int:
    return int(unit.connection.execute(select(table.c.id).where(table.c.ref == ref)).scalar_one())


def enters(new: S, old: S | None = None, ref: str = "A1") -> Doing:
    """An allocation whose history says that somebody brought it into a state in Teams."""
    return lambda unit: record_transition(unit, _id(unit, allocation, ref), old, new, DAY)


def is_returned_again(unit: Unit) -> None:
    record_act(unit, _id(unit, allocation, "A1"), Change.RETURN_AGAIN, DAY)


def is_given_to_sol(unit: Unit) -> None:
    sol = unit.connection.execute(select(person.c.id).where(person.c.email == "sol@council.example")).scalar_one()
    words = {"old": "1", "new": str(sol), "reason": "Away."}
    put_right(unit, _id(unit, allocation, "A2"), S.EXEMPTED, Change.REASSIGN, DAY, **words, auditor_id=sol)


def is_put_right(column: str, ref: str, status: S, change: Change, day: date) -> Doing:
    def do(unit: Unit) -> None:
        words: dict[str, Any] = {"old": f"{column} 2019-08-20", "new": f"{column} {day}", "reason": "Wrong."}
        put_right(unit, _id(unit, allocation, ref), status, change, DAY, **{**words, column: day})

    return do


def is_withdrawn(unit: Unit) -> None:
    key = _id(unit, allocation, "A2")
    values = {"status": S.WITHDRAWN, "withdrawn_on": DAY, "replaced_by": "A1"}
    unit.connection.execute(allocation.update().where(allocation.c.id == key).values(values))
    record_transition(unit, key, S.EXEMPTED, S.WITHDRAWN, DAY)


def is_taken_off(unit: Unit) -> None:
    key = _id(unit, allocation, "A1")
    record_transition(unit, key, S.MODERATED, S.UPLOADED, DAY)
    unit.connection.execute(
        allocation.update().where(allocation.c.id == key).values(status=S.MODERATED, uploaded_on=None)
    )
    record_transition(unit, key, S.UPLOADED, S.MODERATED, DAY)


def in_chat(table: Table) -> Doing:
    """Every row of a table that says who wrote it last was written in Teams."""
    return lambda unit: unit.connection.execute(table.update().values(source="chat", recorded_at=CHAT))


def action(new: ActionStatus, old: ActionStatus | None) -> Doing:
    def do(unit: Unit) -> None:
        step = {"at": unit.now, "on_day": DAY, "source": "chat", "from_status": old, "to_status": new}
        key = _id(unit, agreed_action, "N1")
        unit.connection.execute(action_transition.insert().values(action_id=key, **step))

    return do


def _in_hand(unit: Unit) -> ActionInHand:
    found = action_by_ref(unit, "N1")
    assert found is not None
    return found


def is_done(unit: Unit) -> None:
    if not _in_hand(unit).is_open:
        is_opened_again(unit)
    complete(unit, _in_hand(unit), "Seen each week.", DAY)


def is_opened_again(unit: Unit) -> None:
    reopen(unit, _in_hand(unit), "One visit was missed.", DAY)


def is_given_on(unit: Unit) -> None:
    if not _in_hand(unit).is_open:
        is_opened_again(unit)
    owned = open_action(unit, _in_hand(unit).id)
    assert owned is not None
    sol = unit.connection.execute(select(person.c.id).where(person.c.email == "sol@council.example")).scalar_one()
    give_action(unit, owned, sol, "Sol", "Away.", DAY)


def concern_is(new: ConcernStatus, old: ConcernStatus | None) -> Doing:
    def do(unit: Unit) -> None:
        step = {"at": unit.now, "on_day": DAY, "source": "chat", "from_status": old, "to_status": new, "category": 2}
        told = {"immediate_risk": "Not safe at home.", "what_is_wrong": "Nobody sees the child."}
        ended = {"resolved_on": DAY, "signed_off_by_id": 1, "status": new, **told}
        unit.connection.execute(concern.update().values(ended))
        unit.connection.execute(concern_transition.insert().values(concern_id=_id(unit, concern, "C1"), **step))

    return do


def dispute_is(new: EscalationStatus, old: int | None) -> Doing:
    def do(unit: Unit) -> None:
        key = _id(unit, escalation, "E1")
        said = {"about": "Put off twice.", "resolution": "Held on Friday."}
        ended = {"status": new, "resolved_on": DAY} if new is EscalationStatus.RESOLVED else {"stage": 2}
        ended = {**said, **ended}
        step = {"at": unit.now, "on_day": DAY, "source": "chat", "from_stage": old, "to_stage": 2, "to_status": new}
        unit.connection.execute(escalation.update().where(escalation.c.id == key).values(ended))
        unit.connection.execute(escalation_transition.insert().values(escalation_id=key, **step))

    return do


def sample_is_set_up(unit: Unit) -> None:
    values = {"dip_sample_id": _id(unit, dip_sample, "D1"), "at": unit.now, "on_day": DAY, "source": "chat"}
    unit.connection.execute(dip_sample_act.insert().values(**values, what="set_up"))


def survey_is_answered(unit: Unit) -> None:
    key = unit.connection.execute(select(impact_survey.c.id)).scalar_one()
    said = {"practice_change": "improved", "child_impact": "no_change", "done": "with", "comment": "It helped."}
    unit.connection.execute(impact_survey.update().values(**said, answered_on=DAY))
    by = {"at": unit.now, "on_day": DAY, "source": "chat"}
    unit.connection.execute(survey_answer.insert().values(survey_id=key, **by, **said))


def ada_is_linked(unit: Unit) -> None:
    ada = unit.connection.execute(select(person.c.id).where(person.c.email == "ada@council.example")).scalar_one()
    link(unit, ada, "tenant", "0f000000-0000-4000-8000-000000000001", "email")


@dataclass(frozen=True, slots=True)
class Undone:
    """What was done in Teams, and the cell that an older workbook would put in its place.

    `before` is what stands in that cell first, where the small council has it blank.
    """

    done: Doing
    cell: Cell
    row: int = 2
    before: Cell = ""

    def council(self, sheet: str, column: str) -> Workbook:
        """The small council as it is before anything is done in Teams."""
        of = EVERY_SHEET[sheet]
        return audited_council(**{sheet: with_cell(of, self.row, column, self.before) if self.before else of})

    def older(self, sheet: str, column: str) -> Workbook:
        """The workbook that knows nothing of it."""
        return workbook(**{sheet: with_cell(EVERY_SHEET[sheet], self.row, column, self.cell)})


RETURNED, AGAIN = enters(S.RETURNED, S.SENT_BACK), is_returned_again
JUDGED, DECIDED = in_chat(moderation), in_chat(exemption)
COMPLETED = action(ActionStatus.COMPLETED, ActionStatus.OPEN)
REOPENED = action(ActionStatus.OPEN, ActionStatus.COMPLETED)
AGREED, REWORDED = action(ActionStatus.OPEN, None), action(ActionStatus.OPEN, ActionStatus.OPEN)
RESOLVED = concern_is(ConcernStatus.RESOLVED, ConcernStatus.SIGNED_OFF)
REVIEWED = concern_is(ConcernStatus.REVIEWED, ConcernStatus.RESPONDED)
SIGNED_OFF = concern_is(ConcernStatus.SIGNED_OFF, ConcernStatus.REVIEWED)
# By sheet and column. What is not here is a key, or nobody writes it in Teams (`NEVER_WRITTEN`).
TABLE: Mapping[tuple[str, str], tuple[Undone, ...]] = {
    ("people", "entra_object_id"): (Undone(ada_is_linked, "0f000000-0000-4000-8000-000000000002", 4),),
    ("allocations", "month"): (Undone(enters(S.STARTED, S.ALLOCATED), "2019-09"),),
    ("allocations", "case_ref"): (Undone(enters(S.STARTED, S.ALLOCATED), "5000074"),),
    ("allocations", "auditor"): (
        Undone(enters(S.STARTED, S.ALLOCATED), "mo@council.example"),
        Undone(enters(S.ALLOCATED), "mo@council.example"),
        Undone(is_given_to_sol, "ada@council.example", 3),
    ),
    ("allocations", "due_on"): (
        Undone(is_put_right("due_on", "A1", S.UPLOADED, Change.CORRECT_DUE_DAY, date(2019, 8, 26)), "2019-08-27"),
    ),
    ("allocations", "withdrawn_on"): (
        Undone(is_withdrawn, "2019-09-02", 3),
        Undone(enters(S.EXEMPTED, S.WITHDRAWN, "A2"), "2019-09-02", 3),
    ),
    ("allocations", "replaced_by"): (
        Undone(is_withdrawn, "A2", 3),
        Undone(enters(S.EXEMPTED, S.WITHDRAWN, "A2"), "A1", 3),
    ),
    ("exemptions", "kind"): (Undone(DECIDED, "leave"),),
    ("exemptions", "reason"): (Undone(DECIDED, "another"),),
    ("exemptions", "authorised_by"): (Undone(DECIDED, "mo@council.example"),),
    ("exemptions", "authorised_on"): (Undone(DECIDED, "2019-08-15"),),
    ("audits", "returned_on"): (
        Undone(RETURNED, "2019-08-21"),
        Undone(is_put_right("returned_on", "A1", S.UPLOADED, Change.CORRECT_RETURN_DAY, DAY), "2019-08-21"),
    ),
    ("audits", "overall"): (Undone(RETURNED, "Good"), Undone(AGAIN, "Good")),
    ("audits", "at_risk"): (Undone(RETURNED, "no"), Undone(AGAIN, "no")),
    ("audits", "concern_category"): (Undone(RETURNED, 1, before=2),),
    ("audits", "strengths"): (Undone(RETURNED, "None."), Undone(AGAIN, "None.")),
    ("audits", "areas_for_improvement"): (Undone(RETURNED, "None."),),
    ("audits", "moderator"): (Undone(JUDGED, "hal@council.example"),),
    ("audits", "moderated_on"): (Undone(JUDGED, "2019-08-30"),),
    ("audits", "moderated_overall"): (Undone(JUDGED, "Good"),),
    ("audits", "met_standard"): (Undone(JUDGED, "no"),),
    ("audits", "uploaded_on"): (
        Undone(enters(S.UPLOADED, S.MODERATED), "2019-09-01"),
        Undone(is_taken_off, "2019-09-01"),
    ),
    ("domain_ratings", "rating"): (Undone(RETURNED, "Inadequate"), Undone(AGAIN, "Inadequate")),
    ("domain_ratings", "moderated_rating"): (Undone(enters(S.MODERATED, S.RETURNED), "Good"),),
    ("domain_ratings", "evidence"): (Undone(RETURNED, "None."),),
    ("domain_ratings", "reason"): (Undone(RETURNED, "None."),),
    ("engagement", "outcome"): (Undone(RETURNED, "attempted", 3), Undone(AGAIN, "included")),
    ("engagement", "sentiment"): (Undone(RETURNED, "positive", 3),),
    ("engagement", "comment"): (Undone(RETURNED, "They came.", 3),),
    ("engagement", "reason"): (Undone(RETURNED, "None."),),
    ("actions", "allocation_ref"): (Undone(AGREED, "A2"),),
    ("actions", "owner"): (
        Undone(AGREED, "mo@council.example"),
        Undone(REWORDED, "mo@council.example"),
        Undone(is_given_on, "ada@council.example"),
    ),
    ("actions", "description"): (Undone(AGREED, "Something else."), Undone(REWORDED, "Something else.")),
    ("actions", "raised_on"): (Undone(AGREED, "2019-08-19"),),
    ("actions", "due_on"): (Undone(AGREED, "2019-09-04"), Undone(REWORDED, "2019-09-04")),
    ("actions", "completed_on"): (
        Undone(COMPLETED, "2019-09-01"),
        Undone(action(ActionStatus.REMOVED, ActionStatus.OPEN), "2019-09-01"),
        Undone(REOPENED, "2019-09-01"),
        Undone(is_done, "2019-09-01"),
        Undone(is_opened_again, "2019-09-01", before="2019-09-01"),
    ),
    ("actions", "completion_note"): (
        Undone(COMPLETED, "Done otherwise."),
        Undone(is_done, "Done otherwise."),
    ),
    ("concerns", "category"): (Undone(RESOLVED, 1),),
    ("concerns", "raised_on"): (Undone(RESOLVED, "2019-08-28"),),
    ("concerns", "responded_on"): (
        Undone(RESOLVED, "2019-09-06"),
        Undone(REVIEWED, "2019-09-06"),
        Undone(concern_is(ConcernStatus.OPEN, ConcernStatus.RESPONDED), "2019-09-06"),
    ),
    ("concerns", "resolved_on"): (Undone(RESOLVED, "2019-09-09"),),
    ("concerns", "signed_off_by"): (Undone(RESOLVED, "mo@council.example"), Undone(SIGNED_OFF, "mo@council.example")),
    ("concerns", "immediate_risk"): (Undone(RESOLVED, "Seen at the door."),),
    ("concerns", "what_is_wrong"): (Undone(RESOLVED, "No plan."),),
    ("escalations", "case_ref"): (Undone(dispute_is(EscalationStatus.IN_PROCESS, None), "5000074"),),
    ("escalations", "route"): (Undone(dispute_is(EscalationStatus.IN_PROCESS, None), "cp_chair"),),
    ("escalations", "theme"): (Undone(dispute_is(EscalationStatus.IN_PROCESS, None), "Process"),),
    ("escalations", "stage"): (Undone(dispute_is(EscalationStatus.IN_PROCESS, 1), 3),),
    ("escalations", "status"): (Undone(dispute_is(EscalationStatus.RESOLVED, 1), "in process"),),
    ("escalations", "raised_on"): (Undone(dispute_is(EscalationStatus.IN_PROCESS, None), "2019-08-04"),),
    ("escalations", "about"): (Undone(dispute_is(EscalationStatus.IN_PROCESS, None), "Something else."),),
    ("escalations", "resolution"): (Undone(dispute_is(EscalationStatus.RESOLVED, 1), "Nothing agreed."),),
    ("escalations", "resolved_on"): (Undone(dispute_is(EscalationStatus.RESOLVED, 1), "2019-09-11"),),
    ("dip_samples", "title"): (Undone(sample_is_set_up, "Seen, and alone"),),
    ("dip_samples", "carried_out_on"): (Undone(sample_is_set_up, "2019-08-13"),),
    ("dip_sample_results", "answer"): (Undone(in_chat(dip_sample_result), "partial"),),
    ("impact_surveys", "sent_on"): (Undone(survey_is_answered, "2019-09-20"),),
    ("impact_surveys", "answered_on"): (Undone(survey_is_answered, "2019-09-30"),),
    ("impact_surveys", "practice_change"): (Undone(survey_is_answered, "worse"),),
    ("impact_surveys", "child_impact"): (Undone(survey_is_answered, "worse"),),
    ("impact_surveys", "done"): (Undone(survey_is_answered, "both"),),
    ("impact_surveys", "comment"): (Undone(survey_is_answered, "Another sentence."),),
}
# Whole sheets, and columns of the others: the council's own registers, which nobody writes in Teams.
NEVER_WRITTEN = {
    "teams": "all",
    "people": "name job_title team line_manager fte roles trained_on left_on",
    "standing_exemptions": "all",
    "cases": "all",
    "cycles": "all",
    "allocations": "allocated_on kind loop_ref team service locality legal_status",
    "concerns": "allocation_ref",
    "caseload": "all",
}
CASES = [(sheet, column, one) for (sheet, column), undone in TABLE.items() for one in undone]


def test_every_column_that_is_no_key_is_in_the_table_or_never_written_in_teams() -> None:
    for sheet in SHEETS:
        never = NEVER_WRITTEN.get(sheet.name, "").split()
        columns = {column.name for column in sheet.columns} - set(sheet.key)
        guarded = {column for name, column in TABLE if name == sheet.name}
        assert guarded | (columns if never == ["all"] else set(never)) == columns, sheet.name
        assert not guarded & set(never), sheet.name


@pytest.mark.parametrize(("sheet", "column", "undone"), CASES)
def test_what_was_done_to_a_column_in_teams_is_not_undone(
    sqlite_store: Store, sheet: str, column: str, undone: Undone
) -> None:
    imported(sqlite_store, undone.council(sheet, column))
    chat = Chat(sqlite_store)
    chat.does(undone.done)
    complaints = chat.conflicts(undone.older(sheet, column))
    assert any(line.startswith(f"{sheet} row {undone.row}, column {column}: ") for line in complaints), complaints
    chat.wins(undone.older(sheet, column))


# An audit that came back keeps its auditor, however that is known.
KEPT = ("allocations", "auditor", 2)


@pytest.mark.parametrize(("sheet", "column", "undone"), [one for one in CASES if (*one[:2], one[2].row) != KEPT])
def test_the_same_cell_is_a_correction_where_nothing_was_done_in_teams(
    sqlite_store: Store, sheet: str, column: str, undone: Undone
) -> None:
    imported(sqlite_store, undone.council(sheet, column))
    imported(sqlite_store, undone.older(sheet, column))


def test_an_audit_that_came_back_by_import_is_not_given_to_another_by_the_way(store: Store) -> None:
    imported(store, audited_council())
    other = workbook(allocations=with_cell(EVERY_SHEET["allocations"], 2, "auditor", "mo@council.example"))
    chat = Chat(store)
    assert chat.conflicts(other) == [
        (
            "allocations row 2, column auditor: this audit was returned on Tuesday 20 August 2019, and this row would "
            "put 'mo@council.example' in the place of 'ada@council.example'. Write 'ada@council.example' or nothing "
            "here, or import with --workbook-wins."
        )
    ]
    chat.wins(other)


def test_an_audit_that_was_started_before_the_last_import_is_not_given_to_another_either(store: Store) -> None:
    imported(store, audited_council())
    chat = Chat(store)
    chat.does(enters(S.STARTED, S.ALLOCATED, "A2"))
    imported(store, workbook(allocations=EVERY_SHEET["allocations"]))
    other = workbook(allocations=with_cell(EVERY_SHEET["allocations"], 3, "auditor", "ada@council.example"))
    [complaint] = chat.conflicts(other)
    assert "this audit was started in Teams at 10:15 on Thursday 12 September 2019, and this row would put" in complaint


def test_an_audit_that_its_moderator_has_opened_is_not_judged_before_they_do(store: Store) -> None:
    waiting = EVERY_SHEET["audits"]
    for column in ("moderated_on", "moderated_overall", "met_standard", "uploaded_on"):
        waiting = with_cell(waiting, 2, column, "")
    imported(store, audited_council(audits=waiting))
    chat = Chat(store)
    chat.does(lambda unit: unit.connection.execute(moderation.update().values(opened_at=unit.now)))
    judged = workbook(audits=EVERY_SHEET["audits"])
    [complaint] = chat.conflicts(judged)
    assert "this audit was opened by its moderator in Teams at 10:15" in complaint
    chat.wins(judged)


def _exported_actions(unit: Unit) -> list[Any]:
    [sheet] = (one for one in SHEETS if one.name == "actions")
    return [values[0] for values in stored_rows_of(unit, sheet)]


def test_an_action_that_was_taken_out_of_its_audit_does_not_go_out(store: Store) -> None:
    imported(store, audited_council())
    gone = agreed_action.update().where(agreed_action.c.ref == "N2").values(removed_on=DAY)
    Chat(store).does(lambda unit: unit.connection.execute(gone))
    refs: list[Any] = store.do(_exported_actions, CHAT, BY_IMPORT)
    assert refs == ["N1"]
