"""The teams named to their senior managers, each group with why."""

from collections.abc import Sequence

from microsoft_teams.cards import AdaptiveCard, CardElement

from cards.elements import card, execute, said
from cards.my_team import MY_TEAM

SUMMARY = "Teams whose audits stand out, month by month."


def teams_named_card(groups: Sequence[tuple[str, Sequence[str]]], months: str, card_id: str) -> AdaptiveCard:
    """The groups of teams, in words. `months` says which months they rest on."""
    body: list[CardElement] = [said(months, quiet=True)]
    body += [] if groups else [said("No team stands out, and each was audited.")]
    for title, teams in groups:
        body += [said(title, bold=True), said(", ".join(teams))]
    return card("Teams to look at", body, [execute(MY_TEAM, card_id)], fallback=SUMMARY)
