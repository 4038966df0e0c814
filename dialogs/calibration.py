"""Calibration: how a person's grades compare with moderators', by the figures' own computation (`metrics`)."""

from collections.abc import Sequence

from cards.calibration import CalibrationLine, all_calibration_card, my_calibration_card
from cards.verbs import FIRST
from dialogs.asking import Asking, Seen, looks_up
from dialogs.moderation_queue import MODERATORS
from dialogs.qa_audits import only_qa
from dialogs.turn import Press, Reply, Turn
from domain.words import Role
from metrics.figures import Figure, count_figures
from metrics.periods import ever
from metrics.query import Dimension, Query
from metrics.statistics import FEWEST_PAIRS
from storage.people_names import names_by_email

_SHARES = (
    ("moderation_agreement", "Same grade"),
    ("upgraded_rate", "Moderator higher"),
    ("downgraded_rate", "Moderator lower"),
)
_KAPPA = "auditor_calibration"
_AS = {Dimension.AUDITOR: "auditor", Dimension.MODERATOR: "moderator"}
# Each has a thousand draws for its interval: as many as are counted while somebody waits.
_SHOWN = 8


def my_calibration(turn: Turn, press: Press) -> Reply:
    """One's own comparison. Nobody else's can be asked for here, whatever a card carries."""
    del press
    parts = [Dimension.AUDITOR] if turn.viewer.is_a(Role.AUDITOR) else []
    parts += [Dimension.MODERATOR] if turn.viewer.is_a(*MODERATORS) else []
    if not parts:
        return Reply(text="Calibration is for auditors and moderators. Type 'help' to see what you can do here.")
    return looks_up(turn, lambda asking: _own(asking, parts))


def _own(asking: Asking, parts: Sequence[Dimension]) -> Seen:
    lines = [CalibrationLine(f"As {_article(part)}", _figures(asking, part, asking.viewer.email)) for part in parts]
    card = my_calibration_card(lines)
    return Seen(Reply(card), {"of": asking.turn.viewer.id}, what="saw_calibration")


def _article(part: Dimension) -> str:
    return "an auditor" if part is Dimension.AUDITOR else "a moderator"


def all_calibration(turn: Turn, press: Press) -> Reply:
    """Everybody's whose grades were moderated, or who moderated, by name, for QA.

    Raises:
        NotAllowedError: the person is not of the QA team.
    """
    only_qa(turn)
    first = press.number(FIRST) or 0
    return looks_up(turn, lambda asking: _all(asking, first))


def _all(asking: Asking, first: int) -> Seen:
    people = [(email, part) for part in _AS for email in _compared(asking, part)]
    names = names_by_email(asking.turn.unit, {email for email, _ in people})
    everybody = sorted((names.get(email, email), _AS[part], email, part) for email, part in people)
    lines = [
        CalibrationLine(f"{name}, {role}", _figures(asking, part, email))
        for name, role, email, part in everybody[first : first + _SHOWN]
    ]
    more = first + _SHOWN if len(everybody) > first + _SHOWN else None
    card = all_calibration_card(lines, first, more, asking.turn.card_id)
    return Seen(Reply(card), {"people": len(lines)}, what="saw_calibration")


def _compared(asking: Asking, part: Dimension) -> list[str]:
    """Whose grades were compared, by e-mail address."""
    found = count_figures(asking.turn.unit, _query(asking, "moderation_agreement", group_by=(part,)), asking.viewer)
    return [email for line in found.lines if line.figure.denominator and (email := line.group[part.value]) is not None]


def _query(asking: Asking, metric: str, **more: object) -> Query:
    today = asking.turn.today
    return Query(metric, (ever(today),), today, **more)  # type: ignore[arg-type]  # its own fields, by name


def _figures(asking: Asking, part: Dimension, email: str) -> list[tuple[str, str]]:
    said = [(title, _share(_total(asking, metric, part, email))) for metric, title in _SHARES]
    return [*said, ("Weighted kappa", _kappa(_total(asking, _KAPPA, part, email)))]


def _total(asking: Asking, metric: str, part: Dimension, email: str) -> Figure:
    return count_figures(asking.turn.unit, _query(asking, metric, filters={part: (email,)}), asking.viewer).total


def _share(figure: Figure) -> str:
    if not figure.denominator:
        return "no data: none moderated yet"
    return f"{figure.display} ({figure.numerator} of {figure.denominator})"


def _kappa(figure: Figure) -> str:
    if figure.value is None or figure.interval is None:
        return f"no data: {figure.count or 0} of the {FEWEST_PAIRS} pairs that are needed"
    low, high = figure.interval
    return f"{figure.display} (95% interval {low:.2f} to {high:.2f}, {figure.count} pairs)"
