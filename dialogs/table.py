"""Every button, every typed command and every message of the outbox, each wired to its dialog in one place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cards.verbs import AUDIT, Verb
from dialogs import agreed_actions, allocation, audit, concern, exports, qa_tasks, welcome, workbooks
from dialogs.colleagues import outcome_notice, started_notice
from dialogs.turn import MessageMaker, Press, Reply, Turn
from domain.words import AllocationStatus
from storage.audits import open_audits_of
from storage.colleagues import OUTCOME, STARTED
from storage.concerns import ALARM

Act = Callable[[Turn, Press], Reply]


@dataclass(frozen=True, slots=True)
class Wired:
    """What a button does, and what it is answered with when the same press comes again.

    `again` is None for a button that only looks, or that does nothing more the second time by itself.
    """

    act: Act
    again: Act | None = None


BUTTONS: Mapping[Verb, Wired] = {
    Verb.HELP: Wired(welcome.help_),
    Verb.MY_AUDITS: Wired(allocation.my_audits),
    Verb.CONTINUE_AUDIT: Wired(audit.resume),
    Verb.START_AUDIT: Wired(audit.start, audit.again),
    Verb.NEXT: Wired(audit.next_step, audit.again),
    Verb.BACK: Wired(audit.back, audit.again),
    Verb.SAVE: Wired(audit.save, audit.saved_again),
    Verb.JUMP: Wired(audit.jump, audit.again),
    Verb.ADD_ACTION: Wired(agreed_actions.add_form),
    Verb.EDIT_ACTION: Wired(agreed_actions.edit_form),
    Verb.SET_DUE_DAY: Wired(agreed_actions.set_due_day),
    Verb.SAVE_ACTION: Wired(agreed_actions.save, audit.again),
    Verb.REMOVE_ACTION: Wired(agreed_actions.remove, audit.again),
    Verb.RETURN_AUDIT: Wired(audit.hand_in, audit.again),
    Verb.CONFLICT_FORM: Wired(allocation.conflict_form),
    Verb.DECLARE_CONFLICT: Wired(allocation.declare_conflict, allocation.conflict_again),
    Verb.CONCERN_FORM: Wired(audit.leave_for_concern),
    Verb.RAISE_CONCERN: Wired(concern.raise_now, concern.raised_again),
    Verb.ACKNOWLEDGE: Wired(concern.acknowledge_alarm),
    Verb.QA_TASKS: Wired(qa_tasks.qa_tasks),
    Verb.CLOSE_TASK: Wired(qa_tasks.close, qa_tasks.list_again),
    Verb.IMPORT_WORKBOOK: Wired(workbooks.start_import),
    Verb.IMPORT_OVER_TEAMS: Wired(workbooks.start_import_over_teams),
    Verb.LEAVE_WORKBOOK: Wired(workbooks.leave),
    Verb.SHOW_WORKBOOK: Wired(workbooks.stand),
    Verb.MARK_WORKBOOK: Wired(workbooks.mark),
    Verb.EXPORT: Wired(exports.export),
}


def continue_typed(turn: Turn, press: Press) -> Reply:
    """`continue`: the one audit that was started, else the list to choose from."""
    started = [
        given for given in open_audits_of(turn.unit, turn.viewer.id) if given.status is not AllocationStatus.ALLOCATED
    ]
    if len(started) != 1:
        return allocation.my_audits(turn, press)
    return audit.resume(turn, Press(Verb.CONTINUE_AUDIT, {AUDIT: str(started[0].id)}))


COMMANDS: Mapping[str, Act] = {
    "help": welcome.help_,
    "my audits": allocation.my_audits,
    "continue": continue_typed,
    "qa tasks": qa_tasks.qa_tasks,
    "export": exports.export,
}
# Other words for the same.
_ALSO = {
    "hi": "help",
    "hello": "help",
    "menu": "help",
    "start": "my audits",
    "audits": "my audits",
    "my audit": "my audits",
    "continue audit": "continue",
    "carry on": "continue",
    "tasks": "qa tasks",
    "my tasks": "qa tasks",
    "export workbook": "export",
}

MESSAGES: Mapping[str, MessageMaker] = {
    allocation.NOTICE: allocation.notice,
    ALARM: concern.alarm,
    STARTED: started_notice,
    OUTCOME: outcome_notice,
}


def command(text: str) -> Act | None:
    """What a typed message asks for, or None where it is no command."""
    words = " ".join(text.casefold().split()).strip(" .!?'\"")
    return COMMANDS.get(_ALSO.get(words, words))
