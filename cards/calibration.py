"""How somebody's grades compare with moderators': private to that person and QA (DOMAIN, "Who may do and see what")."""

from collections.abc import Sequence
from dataclasses import dataclass

from microsoft_teams.cards import AdaptiveCard, CardElement, Container

from cards.elements import Button, card, execute, facts, said
from cards.verbs import FIRST, Verb


@dataclass(frozen=True, slots=True)
class CalibrationLine:
    """One person's comparison, in words.

    Attributes:
        who: whose it is, and as what: `Rosa Adeyemi, auditor`; for one's own card `As an auditor`.
        figures: (what, figure): agreement, upgraded, downgraded, kappa.
    """

    who: str
    figures: Sequence[tuple[str, str]]


_MEANS = (
    "Weighted kappa says how far both agree: 1 is always, 0 is what chance would give. Its 95% interval says how sure "
    "that is. Under 20 pairs there is no kappa."
)


def _line(line: CalibrationLine) -> Container:
    return Container(separator=True, items=[said(line.who, bold=True), facts(line.figures)])


def my_calibration_card(lines: Sequence[CalibrationLine]) -> AdaptiveCard:
    """One's own comparison, as an auditor, a moderator, or both."""
    body: list[CardElement] = [_line(one) for one in lines]
    body += [said(_MEANS, quiet=True), said("Only you and the QA team see this. It is there to learn from.")]
    return card("My calibration", body, fallback="How your grades compare with others'. Only you and QA see this.")


def all_calibration_card(
    lines: Sequence[CalibrationLine], first: int, more_first: int | None, card_id: str
) -> AdaptiveCard:
    """Everybody's, for QA; `more_first` is where the next ones begin."""
    body: list[CardElement] = [] if lines else [said("Nobody's grades have been moderated yet.")]
    body += [_line(one) for one in lines]
    body += [said(_MEANS, quiet=True), said("Each person sees their own, and nobody else's.")]
    ways = [] if more_first is None else [Button("More", Verb.ALL_CALIBRATION, {FIRST: more_first}, sends_inputs=False)]
    fallback = f"Calibration: {len(lines)} people shown, from number {first + 1} on."
    return card("Calibration", body, [execute(one, card_id) for one in ways], fallback=fallback)
