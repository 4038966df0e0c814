"""The audit frameworks, as the QA team reads them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from microsoft_teams.cards import AdaptiveCard, CardElement, Container

from cards.elements import card, facts, said
from domain.calendar import spoken_day


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version of a framework as it is listed.

    Attributes:
        until: its last day; None for the latest version.
        audits: how many were started with it.
        is_usual: whether cycles that name no framework get this one.
    """

    name: str
    title: str
    domains: int
    effective_from: date
    until: date | None
    audits: int
    holds_today: bool
    is_usual: bool


def _version(line: VersionLine) -> Container:
    until = f" to {spoken_day(line.until)}" if line.until else ""
    pairs = [
        ("Name", line.name),
        ("From", f"{spoken_day(line.effective_from)}{until}"),
        ("Domains", str(line.domains)),
        ("Audits started", f"{line.audits:,}"),
    ]
    notes = ["Holds today."] if line.holds_today else []
    notes += ["Used where a cycle names none."] if line.holds_today and line.is_usual else []
    return Container(separator=True, items=[said(line.title, bold=True), *map(said, notes), facts(pairs)])


def frameworks_card(lines: Sequence[VersionLine], others: int) -> AdaptiveCard:
    """The versions that hold today or later; `others` counts the earlier ones and those for which there is no room."""
    body: list[CardElement] = [_version(line) for line in lines]
    if others:
        body.append(said(f"Not shown here: {others:,}. An audit keeps the version it was started with.", quiet=True))
    body.append(said("They are changed by a file and a command: see docs/frameworks.md.", quiet=True))
    return card("Audit frameworks", body, fallback=f"Audit frameworks: {len(lines)} shown.")
