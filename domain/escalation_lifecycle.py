"""Dispute resolution as one table: stages 1 to 3, in process or resolved (DOMAIN, "What follows an audit")."""

from dataclasses import dataclass
from enum import StrEnum

from domain.errors import NotAllowedError
from domain.words import EscalationStatus

LAST_STAGE = 3
# What disputes are about (DOMAIN); a workbook may bring other words.
THEMES = ("Drift and Delay", "Process", "Safeguarding")


class Move(StrEnum):
    """What can be done to a dispute."""

    RAISE = "raise"
    MOVE_UP = "move_up"
    RESOLVE = "resolve"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a dispute stands: its stage, 1 to 3, and its status."""

    stage: int
    status: EscalationStatus


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table: what is done, from where (None before it is raised), and to where."""

    move: Move
    old: Standing | None
    new: Standing


_OPEN = {stage: Standing(stage, EscalationStatus.IN_PROCESS) for stage in range(1, LAST_STAGE + 1)}
_DONE = {stage: Standing(stage, EscalationStatus.RESOLVED) for stage in range(1, LAST_STAGE + 1)}
TABLE: tuple[Row, ...] = (
    Row(Move.RAISE, None, _OPEN[1]),
    Row(Move.MOVE_UP, _OPEN[1], _OPEN[2]),
    Row(Move.MOVE_UP, _OPEN[2], _OPEN[3]),
    Row(Move.RESOLVE, _OPEN[1], _DONE[1]),
    Row(Move.RESOLVE, _OPEN[2], _DONE[2]),
    Row(Move.RESOLVE, _OPEN[3], _DONE[3]),
)
_MOVED = {Move.RAISE: "raised", Move.MOVE_UP: "moved up", Move.RESOLVE: "resolved"}


def possible(standing: Standing) -> tuple[Move, ...]:
    """What can be done to a dispute from where it stands."""
    return tuple(row.move for row in TABLE if row.old == standing)


def after(standing: Standing | None, move: Move) -> Standing:
    """Where a dispute stands after a move.

    Raises:
        NotAllowedError: it can't be made from there; the sentence says what can.
    """
    for row in TABLE:
        if row.move is move and row.old == standing:
            return row.new
    raise NotAllowedError(refusal(standing, move))


def refusal(standing: Standing | None, move: Move) -> str:
    """Why a move can't be made from where a dispute stands, and what can be done instead."""
    if standing is None:
        return "There is no such dispute. Type 'raise an escalation' to raise one."
    if standing.status is EscalationStatus.RESOLVED:
        return (
            f"This dispute is resolved, so it can't be {_MOVED[move]}. "
            "If it has come up again, type 'raise an escalation' to raise a new one."
        )
    if standing.stage == LAST_STAGE:
        return "This dispute is at stage 3, which is the last one. You can resolve it."
    return (
        f"This dispute is at stage {standing.stage}, so it can't be {_MOVED[move]}. You can move it up or resolve it."
    )
