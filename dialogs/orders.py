"""Orders typed as sentences: what is no command word by word, and is neither an answer nor a question for a figure.

Each reader takes a text or leaves it; the first to take it answers. What a reader takes must be its own beyond doubt.
"""

from collections.abc import Callable, Sequence

from dialogs.actions_typed import action_order
from dialogs.leave_typed import away_order, deputy_order
from dialogs.ledger import ledger_order
from dialogs.loops import meeting_order
from dialogs.moderation_outcomes import outcome_order
from dialogs.moderation_typed import moderation_order
from dialogs.not_today import not_today_order
from dialogs.stops import stop_order
from dialogs.turn import Reply, Turn

ORDERS: Sequence[Callable[[Turn, str], Reply | None]] = (
    moderation_order,
    meeting_order,
    outcome_order,
    action_order,
    stop_order,
    deputy_order,
    away_order,
    ledger_order,
    not_today_order,
)


def order(turn: Turn, text: str) -> Reply | None:
    """What a typed order is answered with; None where the text is none."""
    return next((reply for read in ORDERS if (reply := read(turn, text)) is not None), None)
