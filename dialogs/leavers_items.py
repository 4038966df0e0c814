"""What a leaver has open, item by item, and the way to give each to somebody else."""

from cards.elements import Button
from cards.qa_audits import OpenItem
from cards.verbs import ACTION, AUDIT, FORM, TASK, Verb
from dialogs.turn import Turn
from storage.audits import AllocatedAudit, open_audits_of
from storage.leavers import open_items_of
from storage.owned_actions import OwnedAction, open_actions_of
from storage.qa_tasks import TaskInHand


def items_of_leaver(turn: Turn, task: TaskInHand, person_id: int) -> list[OpenItem]:
    """Each audit, action and other thing that is open in a leaver's name, with what gives it to somebody else."""
    audits = [
        OpenItem(f"Audit {one.ref}, {one.team}", one.due_now, _reassign(one))
        for one in open_audits_of(turn.unit, person_id)
        if not one.is_reopened
    ]
    actions = [
        OpenItem(f"Action {one.ref}: {one.description}", one.due_on, _give(task, one))
        for one in open_actions_of(turn.unit, person_id)
    ]
    return [*audits, *actions, *(OpenItem(words, None, None) for words in _elsewhere(turn, person_id))]


def _elsewhere(turn: Turn, person_id: int) -> list[str]:
    """What is open in a leaver's name and given to others elsewhere, with where."""
    items = open_items_of(turn.unit, [person_id])[person_id]
    sorts = (
        (items.uploads, "Audit", "to go on the child's record: once it is there, type 'uploaded' and its reference"),
        (items.moderations, "Audit", "to moderate: name another moderator in the workbook's sheet audits"),
        (items.disputes, "Dispute", "in process: you can move it on from 'my escalations'"),
        (items.samples, "Dip sample", "to review: share it out anew from 'dip samples'"),
        (items.surveys, "Audit", "whose impact they were asked about: there is nothing to give to others"),
    )
    return [f"{what} {ref} {words}" for refs, what, words in sorts for ref in refs]


def _reassign(given: AllocatedAudit) -> Button:
    return Button("Reassign", Verb.QA_FORM, {AUDIT: given.id, FORM: "reassign"}, sends_inputs=False)


def _give(task: TaskInHand, action: OwnedAction) -> Button:
    data: dict[str, str | int] = {TASK: task.id, FORM: ACTION, ACTION: action.id}
    return Button("Give it to somebody", Verb.TASK_FORM, data, sends_inputs=False)
