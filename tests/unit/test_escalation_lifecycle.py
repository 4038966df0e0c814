"""Dispute resolution as a table: every move from everywhere is made as the table says, or answered with what can be."""

from itertools import product

import pytest

from domain.errors import NotAllowedError
from domain.escalation_lifecycle import LAST_STAGE, TABLE, Move, Standing, after, possible
from domain.words import EscalationStatus

S = EscalationStatus
EVERYWHERE = [None, *(Standing(stage, status) for stage, status in product(range(1, LAST_STAGE + 1), S))]
# By where it stands: what can be done, and where that leads.
ALLOWED = {
    (None, Move.RAISE): Standing(1, S.IN_PROCESS),
    (Standing(1, S.IN_PROCESS), Move.MOVE_UP): Standing(2, S.IN_PROCESS),
    (Standing(2, S.IN_PROCESS), Move.MOVE_UP): Standing(3, S.IN_PROCESS),
    (Standing(1, S.IN_PROCESS), Move.RESOLVE): Standing(1, S.RESOLVED),
    (Standing(2, S.IN_PROCESS), Move.RESOLVE): Standing(2, S.RESOLVED),
    (Standing(3, S.IN_PROCESS), Move.RESOLVE): Standing(3, S.RESOLVED),
}


@pytest.mark.parametrize(("old", "move"), list(product(EVERYWHERE, Move)))
def test_a_move_leads_where_the_table_says_or_is_answered_with_what_can_be_done(
    old: Standing | None, move: Move
) -> None:
    if (old, move) in ALLOWED:
        assert after(old, move) == ALLOWED[old, move]
        return
    with pytest.raises(NotAllowedError) as refused:
        after(old, move)
    sentence = str(refused.value)
    assert sentence.endswith(".")
    assert "You can" in sentence or "raise an escalation" in sentence


def test_the_table_has_each_move_from_each_place_once() -> None:
    assert len({(row.move, row.old) for row in TABLE}) == len(TABLE) == len(ALLOWED)


def test_what_is_resolved_can_be_moved_no_more() -> None:
    for stage in range(1, LAST_STAGE + 1):
        assert possible(Standing(stage, S.RESOLVED)) == ()
