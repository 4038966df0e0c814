"""The QA team's inbox in chat: what waits for them, and done with it."""

from cards.qa_tasks import TaskLine, qa_tasks_card
from dialogs.turn import Press, Reply, Turn
from domain.calendar import london_day
from domain.errors import NotAllowedError
from domain.words import Role
from storage import record
from storage.qa_tasks import close_task, open_tasks

_SHOWN = 6


def _only_qa(turn: Turn) -> None:
    if not turn.viewer.is_a(Role.QA):
        raise NotAllowedError("QA tasks are for the QA team. Type 'help' to see what you can do here.")


def qa_tasks(turn: Turn, press: Press) -> Reply:
    """The open tasks, a handful at a time, the most urgent first.

    Raises:
        NotAllowedError: the person is not of the QA team.
    """
    _only_qa(turn)
    return _list(turn, press.number("after") or 0)


def _list(turn: Turn, after: int) -> Reply:
    tasks = open_tasks(turn.unit, _SHOWN + 1, after)
    shown = [TaskLine(task.id, task.kind, task.about, london_day(task.raised_at)) for task in tasks[:_SHOWN]]
    record.write(turn.unit, "saw_qa_tasks", "qa_task", tasks=len(shown))
    more_after = after + _SHOWN if len(tasks) > _SHOWN else None
    return Reply(qa_tasks_card(shown, after, more_after, turn.card_id))


def close(turn: Turn, press: Press) -> Reply:
    """Take a task off the list, in this person's name.

    Raises:
        NotAllowedError: the person is not of the QA team.
    """
    _only_qa(turn)
    task = press.number("task")
    if task is not None and close_task(turn.unit, task, "done"):
        record.write(turn.unit, "closed_qa_task", "qa_task", task)
    return _list(turn, press.number("after") or 0)


def list_again(turn: Turn, press: Press) -> Reply:
    """The same task closed twice: the list as it is now."""
    _only_qa(turn)
    return _list(turn, press.number("after") or 0)
