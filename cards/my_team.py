"""A manager's page: the teams they lead, one team as it stands, an audit of its work, and what audits say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from microsoft_teams.cards import AdaptiveCard, CardElement, Container

from cards.elements import Button, button_rows, buttons, card, execute, facts, gist, said, typed, typed_whole
from cards.verbs import AUDIT, FIRST, TEAM, Verb
from domain.calendar import spoken_day, spoken_month

# What a phone still shows at ease.
MOST_AUDITS = 6
MOST_TEAMS = 15
MOST_TEXTS = 12
_LONGEST_GIST = 300
MY_TEAM = Button("My team", Verb.MY_TEAM, sends_inputs=False)


def _to_team(title: str, team_id: int, tooltip: str = "") -> Button:
    return Button(title, Verb.SHOW_TEAM, {TEAM: team_id}, sends_inputs=False, tooltip=tooltip)


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A team in a list; `stands` is a line of counts."""

    team_id: int
    name: str
    stands: str


def teams_card(lines: Sequence[TeamLine], more: int, card_id: str) -> AdaptiveCard:
    """The teams that a person may look at. `more` is how many are not shown."""
    body: list[CardElement] = [said("Choose a team.")]
    for one in lines:
        look = buttons(card_id, _to_team("Look at it", one.team_id, f"Look at it: {one.name}"))
        body.append(Container(separator=True, items=[said(one.name, bold=True), said(one.stands, quiet=True), look]))
    body += [said(f"And {more} more. Type 'team page' and its name to see one.")] if more else []
    return card("My teams", body, fallback="Your teams. Type 'team page' and a name to see one.")


@dataclass(frozen=True, slots=True)
class AuditLine:
    """An audit of a team's work in a list; `stands` says what was done about it. Before its outcome nobody reads it."""

    audit_id: int
    case_ref: str
    month: str
    grade: str
    stands: str
    is_heeded: bool
    has_outcome: bool = True


@dataclass(frozen=True, slots=True)
class TeamView:
    """A team as it stands.

    Attributes:
        owed: names and values of what is owed.
        more_after: how many audits come before the next ones; None where all are listed.
        may_heed: whether this person acknowledges the team's audits.
    """

    team_id: int
    name: str
    owed: Sequence[tuple[str, str]]
    audits: Sequence[AuditLine]
    more_after: int | None = None
    may_heed: bool = True


def _audit_line(one: AuditLine, card_id: str, *, may_heed: bool) -> Container:
    about = f"Reference {one.case_ref}, {spoken_month(one.month)}: {one.grade}"
    name = f"reference {one.case_ref}"
    ways = [Button("Read it", Verb.TEAM_AUDIT, {AUDIT: one.audit_id}, sends_inputs=False, tooltip=f"Read it: {name}")]
    if not one.has_outcome:
        return Container(separator=True, items=[said(about), said(one.stands, quiet=True)])
    if may_heed and not one.is_heeded:
        tip = f"Acknowledge: {name}"
        ways.append(Button("Acknowledge", Verb.HEED_AUDIT, {AUDIT: one.audit_id}, sends_inputs=False, tooltip=tip))
    return Container(separator=True, items=[said(about), said(one.stands, quiet=True), *button_rows(card_id, ways)])


def team_card(view: TeamView, card_id: str) -> AdaptiveCard:
    """What a team has received, what it owes, and the way to the rest."""
    body: list[CardElement] = [facts(view.owed), said("Audits of the last six months", bold=True)]
    body += [] if view.audits else [said("None has come back.")]
    body += [_audit_line(one, card_id, may_heed=view.may_heed) for one in view.audits]
    more = {TEAM: view.team_id, FIRST: view.more_after or 0}
    ways = [Button("More audits", Verb.SHOW_TEAM, more, sends_inputs=False)] if view.more_after else []
    ways += [
        Button("Strengths and areas", Verb.TEAM_WORDS, {TEAM: view.team_id}, sends_inputs=False),
        Button("Actions", Verb.TEAM_ACTIONS, sends_inputs=False),
        Button("Children of concern", Verb.CONCERNS, sends_inputs=False),
        Button("Disputes", Verb.MY_DISPUTES, sends_inputs=False),
    ]
    return card(view.name, body, [execute(one, card_id) for one in ways], fallback="How your team stands.")


@dataclass(frozen=True, slots=True)
class TeamAuditView:
    """An audit of a team's work, as its manager reads it.

    Attributes:
        actions: what, and whose by when.
        heeded: what was done about it, a sentence each.
        ways: what this person can still do: title and which.
        note: what has just become of it.
        waits: where it has no outcome yet, what is said in place of what it found.
    """

    audit_id: int
    ref: str
    team_id: int
    facts: Sequence[tuple[str, str]]
    strengths: str
    areas: str
    actions: Sequence[tuple[str, str]]
    heeded: Sequence[str]
    ways: Sequence[tuple[str, Verb]] = ()
    note: str = ""
    waits: str = ""


def _findings(view: TeamAuditView) -> list[CardElement]:
    body: list[CardElement] = []
    for title, text in (("Strengths", view.strengths), ("Areas for improvement", view.areas)):
        body += [said(title, bold=True), *(typed_whole(text) if text else [said("None were written down.")])]
    body.append(said("Actions agreed", bold=True))
    body += [] if view.actions else [said("No actions were agreed.")]
    for what, who in view.actions:
        body.append(Container(items=[typed(what, _LONGEST_GIST), said(who, quiet=True)]))
    return body


def team_audit_card(view: TeamAuditView, card_id: str) -> AdaptiveCard:
    """What an audit found, what was agreed, and who has acknowledged and discussed it."""
    body: list[CardElement] = [said(view.note, bold=True)] if view.note else []
    body.append(facts(view.facts))
    body += [said(view.waits)] if view.waits else _findings(view)
    body += [said(sentence) for sentence in view.heeded]
    ways = [Button(title, verb, {AUDIT: view.audit_id}, sends_inputs=False) for title, verb in view.ways]
    back = _to_team("Back to the team", view.team_id)
    return card(
        f"Audit {view.ref}", body, [execute(one, card_id) for one in (*ways, back)], fallback="An audit of your team."
    )


@dataclass(frozen=True, slots=True)
class SaidInAudit:
    """What an audit said under one heading."""

    case_ref: str
    month: str
    text: str


def team_words_card(
    name: str,
    team_id: int,
    parts: Sequence[tuple[str, Sequence[SaidInAudit], str]],
    more: int,
    card_id: str,
) -> AdaptiveCard:
    """The strengths and the areas for improvement of six months, audit by audit, and the words that come back.

    Args:
        name: the team's.
        team_id: its row.
        parts: a heading, what the audits said under it, and the words that came back, in one line.
        more: how many audits are not shown.
        card_id: the card's one-time action id.
    """
    body: list[CardElement] = []
    for title, texts, repeated in parts:
        body.append(said(title, bold=True))
        body += [said(f"Words in several audits: {repeated}.", quiet=True)] if repeated else []
        body += [] if texts else [said("None were written down.")]
        for one in texts:
            about = said(f"Reference {one.case_ref}, {spoken_month(one.month)}", quiet=True)
            body.append(Container(separator=True, items=[about, gist(one.text[:_LONGEST_GIST])]))
    body += [said(f"And {more} earlier audits.", quiet=True)] if more else []
    back = _to_team("Back to the team", team_id)
    return card(f"What audits say: {name}", body, [execute(back, card_id)], fallback="What audits say of a team.")


def heeded_words(what: str, who: str, day: date) -> str:
    """That an audit was acknowledged or discussed, as a sentence."""
    return f"{what} by {who} on {spoken_day(day)}."
