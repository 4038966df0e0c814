"""A manager's page in chat: audits received and acknowledged, what is owed, and what six months of audits say."""

from collections.abc import Mapping, Sequence
from datetime import date

from cards.my_team import (
    MOST_AUDITS,
    MOST_TEAMS,
    MOST_TEXTS,
    AuditLine,
    SaidInAudit,
    TeamAuditView,
    TeamLine,
    TeamView,
    heeded_words,
    team_audit_card,
    team_card,
    team_words_card,
    teams_card,
)
from cards.verbs import AUDIT, FIRST, TEAM, Verb
from dialogs.turn import Press, Reply, Turn
from dialogs.wired import Act
from domain.calendar import spoken_day
from domain.errors import NotAllowedError
from domain.repeated_words import repeated_words
from domain.words import AllocationStatus, Heed, Role
from storage import record
from storage.acknowledgements import Heeded, heed, heeded
from storage.concern_entries import count_open
from storage.teams_page import (
    Owed,
    TeamAudit,
    TeamInSight,
    actions_of_audit,
    audit_of_team,
    audits_of_team,
    owed_in_team,
    teams_in_sight,
    teams_of_leader,
)

SEES_ALL = (Role.QA, Role.DIRECTOR)
_MONTHS_SHOWN = 6
_IN_SEVERAL, _MOST_WORDS = 2, 8
_WAITS = "What this audit found stands here once it has its outcome. You hear of it then."
_DONE = {Heed.ACKNOWLEDGED: "Acknowledged", Heed.DISCUSSED: "Discussed"}


def _in_sight(turn: Turn) -> list[TeamInSight]:
    """The teams that this person may look at.

    Raises:
        NotAllowedError: there are none.
    """
    found = teams_in_sight(turn.unit, turn.viewer.id, turn.today, sees_all=turn.viewer.is_a(*SEES_ALL))
    if not found:
        raise NotAllowedError("This page is for those who lead a team. Type 'help' to see what you can do here.")
    return found


def _since(turn: Turn) -> date:
    """The first of the month six months back: the months shown are whole, and this one so far."""
    months = turn.today.year * 12 + turn.today.month - 1 - _MONTHS_SHOWN
    return date(months // 12, months % 12 + 1, 1)


def my_team(turn: Turn, press: Press) -> Reply:
    """The one team that this person leads, or the choice of those they may look at."""
    del press
    teams = _in_sight(turn)
    if len(teams) == 1:
        return _team(turn, teams[0])
    shown = teams[:MOST_TEAMS]
    lines = [TeamLine(one.id, one.name, _stands(turn, one)) for one in shown]
    record.write(turn.unit, "saw_teams", "team", teams=len(shown))
    return Reply(teams_card(lines, len(teams) - len(shown), turn.card_id))


def _stands(turn: Turn, team: TeamInSight) -> str:
    audits, owed = (
        audits_of_team(turn.unit, team.id, _since(turn), turn.policy.moderated),
        owed_in_team(turn.unit, team.id, _since(turn), turn.today, turn.policy.moderated),
    )
    waiting = _to_acknowledge(audits, _heeded_now(turn, audits, Heed.ACKNOWLEDGED))
    return f"{waiting} to acknowledge, {count_open(turn.unit, [team.id])[0]} of concern, {owed.overdue} actions overdue"


_OPENING = "team page "


def typed_about_a_team(text: str) -> Act | None:
    """What `team page alder vale` asks for; None for any other text."""
    words = " ".join(text.split()).strip(" .!?'\"")
    if not words.casefold().startswith(_OPENING):
        return None
    return lambda turn, _press: typed_team(turn, words[len(_OPENING) :])


def typed_team(turn: Turn, text: str) -> Reply:
    """The team of that name, of those that this person may look at, or those whose names hold it.

    Raises:
        NotAllowedError: none of theirs is called so.
    """
    wanted = " ".join(text.casefold().split())
    teams = _in_sight(turn)
    exact = [one for one in teams if one.name.casefold() == wanted]
    found = exact or [one for one in teams if wanted in one.name.casefold()]
    if len(found) == 1:
        return _team(turn, found[0])
    if not found:
        names = ", ".join(one.name for one in teams[:4])
        raise NotAllowedError(f"No team of yours is called “{text.strip()}”. Yours begin with: {names}.")
    lines = [TeamLine(one.id, one.name, _stands(turn, one)) for one in found[:MOST_TEAMS]]
    return Reply(teams_card(lines, len(found) - len(lines), turn.card_id))


def _chosen(turn: Turn, press: Press) -> TeamInSight:
    """The team of a press, if this person may look at it.

    Raises:
        NotAllowedError: they may not, or there is none.
    """
    number = press.number(TEAM)
    found = next((one for one in _in_sight(turn) if one.id == number), None)
    if found is None:
        raise NotAllowedError("That is none of your teams. Type 'my team' to see yours.")
    return found


def show(turn: Turn, press: Press) -> Reply:
    """A team as it stands."""
    return _team(turn, _chosen(turn, press), press.number(FIRST) or 0)


def _team(turn: Turn, team: TeamInSight, start: int = 0) -> Reply:
    audits = audits_of_team(turn.unit, team.id, _since(turn), turn.policy.moderated)
    acknowledged = _heeded_now(turn, audits, Heed.ACKNOWLEDGED)
    ordered = sorted(audits, key=lambda one: one.id in acknowledged)
    end = start + MOST_AUDITS
    shown = ordered[start:end]
    record.write(turn.unit, "saw_team", "team", team.id, audits=[one.id for one in shown])
    lines = [_line(turn, one, is_heeded=one.id in acknowledged) for one in shown]
    owed = _owed_words(turn, team, audits, _to_acknowledge(audits, acknowledged))
    may = team.id in teams_of_leader(turn.unit, turn.viewer.id, turn.today)
    more = end if end < len(audits) else None
    view = TeamView(team.id, team.name, owed, lines, more, may_heed=may)
    return Reply(team_card(view, turn.card_id))


def _to_acknowledge(audits: Sequence[TeamAudit], acknowledged: Mapping[int, Heeded]) -> int:
    return sum(one.has_outcome and one.id not in acknowledged for one in audits)


def _owed_words(turn: Turn, team: TeamInSight, audits: Sequence[TeamAudit], waiting: int) -> list[tuple[str, str]]:
    owed: Owed = owed_in_team(turn.unit, team.id, _since(turn), turn.today, turn.policy.moderated)
    concerns, category_1 = count_open(turn.unit, [team.id])
    return [
        ("Audits received", f"{len(audits)}, of them {waiting} to acknowledge"),
        ("With their auditors", f"{owed.out}, of them {owed.late} past their due day"),
        ("Not on the record yet", str(owed.not_uploaded)),
        ("Open actions", f"{owed.actions}, of them {owed.overdue} overdue"),
        ("Children of concern", f"{concerns} open, of them {category_1} of category 1"),
        ("Impact questions", f"{owed.surveys} not answered"),
        ("Disputes", f"{owed.disputes} in process"),
    ]


def _heeded_now(turn: Turn, audits: Sequence[TeamAudit], what: Heed) -> dict[int, Heeded]:
    """What was done about the latest return of each of these audits."""
    versions = {one.id: one.version for one in audits}
    found = heeded(turn.unit, versions)
    return {one.allocation_id: one for one in found if one.what is what and one.version == versions[one.allocation_id]}


def _line(turn: Turn, one: TeamAudit, *, is_heeded: bool) -> AuditLine:
    done = [heeded_words(_DONE[found.what], found.who, found.on_day) for found in _of_this_return(turn, one)]
    stands = " ".join([f"Returned on {spoken_day(one.returned_on)}.", *done])
    return AuditLine(one.id, one.case_ref, one.month, _grade(one), stands, is_heeded, has_outcome=one.has_outcome)


def _of_this_return(turn: Turn, one: TeamAudit) -> list[Heeded]:
    return [found for found in heeded(turn.unit, [one.id]) if found.version == one.version]


def _grade(one: TeamAudit) -> str:
    if one.has_outcome and one.grade:
        return str(one.grade)
    return "with its auditor again" if one.status is AllocationStatus.SENT_BACK else "its outcome is still to come"


# One audit.


def _audit(turn: Turn, press: Press) -> TeamAudit:
    """The audit of a press, if it is of a team that this person may look at.

    Raises:
        NotAllowedError: it is not, or it is not back: nothing tells which.
    """
    number = press.number(AUDIT)
    found = None if number is None else audit_of_team(turn.unit, number, turn.policy.moderated)
    if found is None or found.team_id not in {one.id for one in _in_sight(turn)}:
        raise NotAllowedError("There is no such audit of your team. Type 'my team' to see those that are back.")
    return found


def show_audit(turn: Turn, press: Press) -> Reply:
    """What an audit of a team's work found."""
    return _shown(turn, _audit(turn, press))


def _shown(turn: Turn, one: TeamAudit, note: str = "") -> Reply:
    record.write(turn.unit, "saw_team_audit", "allocation", one.id)
    done = _of_this_return(turn, one)
    pairs = [("Reference", one.case_ref), ("Auditor", one.auditor), ("Returned on", spoken_day(one.returned_on))]
    agreed = actions_of_audit(turn.unit, one.id) if one.has_outcome else []
    actions = [(each.description, f"{each.owner} · {_due(each.due_on, each.completed_on)}") for each in agreed]
    view = TeamAuditView(
        audit_id=one.id,
        ref=one.ref,
        team_id=one.team_id,
        facts=[*pairs, ("Grade", _grade(one))],
        strengths=one.strengths if one.has_outcome else "",
        areas=one.areas if one.has_outcome else "",
        actions=actions,
        waits="" if one.has_outcome else _WAITS,
        heeded=[heeded_words(_DONE[found.what], found.who, found.on_day) for found in done],
        ways=_ways(turn, one, {found.what for found in done}),
        note=note,
    )
    return Reply(team_audit_card(view, turn.card_id))


def _due(due_on: date, completed_on: date | None) -> str:
    return f"done on {spoken_day(completed_on)}" if completed_on else f"by {spoken_day(due_on)}"


def _ways(turn: Turn, one: TeamAudit, done: set[Heed]) -> list[tuple[str, Verb]]:
    if not one.has_outcome or one.team_id not in teams_of_leader(turn.unit, turn.viewer.id, turn.today):
        return []
    first = [("Acknowledge", Verb.HEED_AUDIT)] if Heed.ACKNOWLEDGED not in done else []
    return [*first, *([("We discussed it", Verb.DISCUSS_AUDIT)] if Heed.DISCUSSED not in done else [])]


def acknowledge(turn: Turn, press: Press) -> Reply:
    """Note that the team's manager or head has read an audit."""
    return _heed(turn, press, Heed.ACKNOWLEDGED)


def discuss(turn: Turn, press: Press) -> Reply:
    """Note that an audit was talked over with whoever did the work."""
    return _heed(turn, press, Heed.DISCUSSED)


def _heed(turn: Turn, press: Press, what: Heed) -> Reply:
    one = _audit(turn, press)
    if one.team_id not in teams_of_leader(turn.unit, turn.viewer.id, turn.today):
        raise NotAllowedError("Whoever leads the team acknowledges its audits. You can read them: type 'my team'.")
    if not one.has_outcome:
        return _shown(turn, one)
    if not heed(turn.unit, one.id, one.version, what, turn.today):
        return _shown(turn, one, f"{_DONE[what]} already: it stands below who it was, and when.")
    record.write(turn.unit, f"audit_{what.value}", "allocation", one.id)
    return _shown(turn, one, f"{_DONE[what]}: it is noted.")


# What audits say.


def say(turn: Turn, press: Press) -> Reply:
    """The strengths and the areas for improvement of a team's audits of six months."""
    team = _chosen(turn, press)
    record.write(turn.unit, "saw_team_words", "team", team.id)
    audits = audits_of_team(turn.unit, team.id, _since(turn), turn.policy.moderated)
    audits = [one for one in audits if one.has_outcome]
    parts = [
        _part("Strengths", [(one, one.strengths) for one in audits]),
        _part("Areas for improvement", [(one, one.areas) for one in audits]),
    ]
    return Reply(team_words_card(team.name, team.id, parts, max(len(audits) - MOST_TEXTS, 0), turn.card_id))


def _part(title: str, texts: Sequence[tuple[TeamAudit, str]]) -> tuple[str, list[SaidInAudit], str]:
    said = [SaidInAudit(one.case_ref, one.month, text) for one, text in texts if text]
    words = repeated_words((one.text for one in said), _IN_SEVERAL, _MOST_WORDS)
    return title, said[:MOST_TEXTS], ", ".join(f"{word} ({count})" for word, count in words)
