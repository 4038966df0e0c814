"""An auditor opens a returned audit again, until a moderator opens it or its month closes."""

from dialogs.late_words import reopened
from dialogs.standing import held_audit, own_audit
from dialogs.turn import Press, Reply, Turn
from domain.audit_steps import REVIEW
from storage import record
from storage.reopening import reopen as open_again


def reopen(turn: Turn, press: Press) -> Reply:
    """Open a returned audit again, at its review.

    Raises:
        NotAllowedError: it is not theirs, or can't be reopened; the sentence says what can be done instead.
    """
    given = held_audit(turn, press)
    open_again(turn.unit, given, turn.policy, REVIEW, turn.today)
    record.write(turn.unit, "reopened_audit", "allocation", given.id)
    return again(turn, press)


def again(turn: Turn, press: Press) -> Reply:
    """A reopened audit: at the words that came after its return, if there are any, else at its review."""
    return reopened(turn, own_audit(turn, press))
