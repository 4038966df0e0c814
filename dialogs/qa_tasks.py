"""The QA team's inbox in chat: what waits for them, and the way to answer each."""

from collections.abc import Sequence

from cards.elements import Button
from cards.qa_tasks import TaskLine, qa_tasks_card
from cards.verbs import ACTION, AUDIT, FORM, LIST, TASK, Verb
from dialogs.actions_buttons import LEAVE, REASSIGN, TASKS
from dialogs.qa_audits import only_qa
from dialogs.turn import Press, Reply, Turn
from domain.calendar import london_day
from domain.chasing_facts import HoldReason
from domain.ladder import ItemKind
from domain.words import QaTaskKind
from storage import record
from storage.chase_holds import lift_holds
from storage.qa_tasks import OpenTask, answered_task, close_task, open_tasks

_SHOWN = 6


def _answers(task: OpenTask) -> Sequence[Button]:
    """The buttons that answer a task, beside *Done*."""
    if task.kind is QaTaskKind.CONFLICT_OF_INTEREST and task.allocation_id is not None:
        return [_form(task, "Accept", "accept"), _form(task, "Decline", "decline"), _look(task)]
    if task.kind in {QaTaskKind.UNMATCHED_PERSON, QaTaskKind.IDENTITY_CLASH} and task.object_id:
        return [_form(task, "Say who it is", "link"), _form(task, "Not one of ours", "refuse")]
    if task.kind is QaTaskKind.LEAVERS_ITEMS and task.person_id is not None:
        return [Button("See what is open", Verb.LEAVERS_ITEMS, {TASK: task.id}, sends_inputs=False)]
    if task.kind is QaTaskKind.CHILD_OF_CONCERN and task.allocation_id is not None:
        return [_of_audit(task, "Open the entry", Verb.CONCERN_ENTRY), _look(task)]
    if task.kind is QaTaskKind.CHILD_OF_CONCERN:
        return [Button("Watch list", Verb.WATCH_LIST, sends_inputs=False)]
    if task.kind is QaTaskKind.CLOSURES_TO_CHECK:
        return [Button("See them", Verb.CLOSURES, sends_inputs=False)]
    if task.kind is QaTaskKind.ACTION_NOT_MINE:
        return [_about_action(task, "Give it to somebody", REASSIGN), _about_action(task, "It stays with them", LEAVE)]
    return [] if task.allocation_id is None else [_look(task)]


def _about_action(task: OpenTask, title: str, form: str) -> Button:
    data: dict[str, str | int] = {TASK: task.id, ACTION: task.number, FORM: form, LIST: TASKS}
    return Button(title, Verb.ACTION_FORM, data, sends_inputs=False)


def _form(task: OpenTask, title: str, form: str) -> Button:
    return Button(title, Verb.TASK_FORM, {TASK: task.id, FORM: form}, sends_inputs=False)


def _look(task: OpenTask) -> Button:
    return _of_audit(task, "Look at the audit", Verb.QA_AUDIT)


def _of_audit(task: OpenTask, title: str, verb: Verb) -> Button:
    return Button(title, verb, {AUDIT: task.allocation_id or 0}, sends_inputs=False)


def qa_tasks(turn: Turn, press: Press) -> Reply:
    """The open tasks, a handful at a time, the most urgent first.

    Raises:
        NotAllowedError: the person is not of the QA team.
    """
    only_qa(turn)
    return listed(turn, press.number("after") or 0)


def listed(turn: Turn, after: int = 0) -> Reply:
    """The open tasks behind the first `after`."""
    tasks = open_tasks(turn.unit, _SHOWN + 1, after)
    shown = [
        TaskLine(task.id, task.kind, task.about, london_day(task.raised_at), _answers(task)) for task in tasks[:_SHOWN]
    ]
    audits = sorted({task.allocation_id for task in tasks[:_SHOWN] if task.allocation_id is not None})
    record.write(turn.unit, "saw_qa_tasks", "qa_task", tasks=len(shown), audits=audits)
    more_after = after + _SHOWN if len(tasks) > _SHOWN else None
    return Reply(qa_tasks_card(shown, after, more_after, turn.card_id))


def close(turn: Turn, press: Press) -> Reply:
    """Take a task off the list, in this person's name.

    Raises:
        NotAllowedError: the person is not of the QA team.
    """
    only_qa(turn)
    task = press.number(TASK)
    if task is not None and close_task(turn.unit, task, "done"):
        _go_on(turn, task)
        record.write(turn.unit, "closed_qa_task", "qa_task", task)
    return listed(turn, press.number("after") or 0)


def _go_on(turn: Turn, task_id: int) -> None:
    """Let an audit's ladder go on that rested while a conflict of interest waited for QA."""
    answered = answered_task(turn.unit, task_id)
    if answered is not None and answered[0] is not None:
        lift_holds(turn.unit, (ItemKind.RETURN, answered[0]), HoldReason.CONFLICT)


def list_again(turn: Turn, press: Press) -> Reply:
    """The same task closed twice: the list as it is now."""
    only_qa(turn)
    return listed(turn, press.number("after") or 0)
