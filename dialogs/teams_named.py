"""The teams named to their senior managers: three or more Good, three or more Inadequate, or not audited.

DOMAIN, "What follows an audit". The catalogue's own figures say which: here is no second count.
"""

from datetime import date

from cards.teams_named import SUMMARY, teams_named_card
from dialogs.turn import Message, OwedMessage, Press, Reply, Turn
from domain.calendar import london_day, spoken_month
from domain.errors import NotAllowedError
from domain.policy import Policy
from domain.words import Role
from metrics.listing import list_rows
from metrics.periods import Period, whole_months_before
from metrics.query import Query
from metrics.scope import Viewer
from metrics.vocabulary import viewer_of
from storage import record
from storage.people import person_by_id
from storage.store import Unit

_SEES = (Role.HEAD_OF_SERVICE, Role.DIRECTOR, Role.QA)
# By heading, the figure, and over how many whole months it is asked; the first two look at six by themselves.
_GROUPS = (
    ("Three or more Good audits, in six months", "strong_teams", 1),
    ("Three or more Inadequate audits, in six months", "weak_teams", 1),
    ("Not audited last month", "teams_not_audited", 1),
    ("Not audited for three months", "teams_not_audited", 3),
)


def _groups(unit: Unit, viewer: Viewer, today: date) -> list[tuple[str, list[str]]]:
    found = [
        (title, _teams(unit, viewer, metric, whole_months_before(today, count))) for title, metric, count in _GROUPS
    ]
    return [(title, teams) for title, teams in found if teams]


def _teams(unit: Unit, viewer: Viewer, metric: str, period: Period) -> list[str]:
    query = Query(metric, (period,), period.end, lists=True)
    return [str(row["team"]) for row in list_rows(unit, query, viewer)]


def _until(today: date) -> str:
    return f"Up to the end of {spoken_month(whole_months_before(today, 1).last_month)}."


def teams_named(turn: Turn, press: Press) -> Reply:
    """The teams that stand out, of those that this person may see named.

    Raises:
        NotAllowedError: they lead no service.
    """
    del press
    if not turn.viewer.is_a(*_SEES):
        raise NotAllowedError("Teams are named to heads of service, directors and QA. Type 'my team' to see yours.")
    record.write(turn.unit, "saw_teams_named", "team")
    viewer = viewer_of(turn.unit, person_by_id(turn.unit, turn.viewer.id))
    return Reply(teams_named_card(_groups(turn.unit, viewer, turn.today), _until(turn.today), turn.card_id))


def notice(unit: Unit, policy: Policy, owed: OwedMessage) -> Message | None:
    """The month's notice; not owed where no team stands out, nor once the month is over."""
    del policy
    today, person = london_day(unit.now), person_by_id(unit, owed.person_id)
    if owed.subject_id != today.year * 100 + today.month or not person.is_current(today):
        return None
    groups = _groups(unit, viewer_of(unit, person), today)
    return Message(teams_named_card(groups, _until(today), f"sent-{owed.id}"), SUMMARY) if groups else None
