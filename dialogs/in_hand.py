"""The audits that somebody has in hand: begun and theirs, or gone through for their auditor by somebody of QA."""

from dialogs.turn import Turn
from domain.words import AllocationStatus, Role
from storage.acting import acted_for_by
from storage.audits import AllocatedAudit, open_audits_of


def audits_in_hand(turn: Turn) -> list[AllocatedAudit]:
    """What a typed word may be for: their own audits first, the earliest due of them first."""
    own = [one for one in open_audits_of(turn.unit, turn.viewer.id) if one.status is not AllocationStatus.ALLOCATED]
    acted = acted_for_by(turn.unit, turn.viewer.id) if turn.viewer.is_a(Role.QA) else []
    return [*own, *(one for one in acted if one.is_open)]
