"""A query as its viewer may ask it (DOMAIN, "Who may do and see what"; METRICS, "Words")."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from domain.words import Role
from metrics.catalogue import HEADLINE
from metrics.catalogue import metric as metric_named
from metrics.query import OF_PEOPLE, OF_TIME, VIEWER, Dimension, Query, Reach
from metrics.scope import Sight, Viewer

_PLACES = frozenset(
    {Dimension.TEAM, Dimension.SERVICE, Dimension.LOCALITY, Dimension.HEAD_OF_SERVICE, Dimension.AUDITOR_TEAM}
)
# Whose a row is. A head of service is a place: a breakdown by them names nobody who is late, exempt or rated.
_PERSONS = OF_PEOPLE - {Dimension.HEAD_OF_SERVICE}
# Their rows are teams, which a leader may see named as well.
_LISTS_TEAMS = frozenset({"strong_teams", "weak_teams", "teams_not_audited"})
# Kappa, whose every row is a pair of ratings; and beside it all that sets an auditor's rating against a moderator's.
_KAPPA = "auditor_calibration"
COMPARES_RATERS = frozenset(
    {_KAPPA, "upgraded_rate", "downgraded_rate", "moderation_agreement", "inadequate_by_moderator_rate"}
)
_HAS_HEADLINE = frozenset({Role.AUDITOR, Role.MODERATOR, Role.EXTERNAL_MODERATOR})

NO_NAMES = (
    "Names are for those who manage the people and for the QA team. The figure itself is yours to ask, without names."
)
NOT_YOURS = (
    "That figure is not yours to see. You can ask for the whole council's completion rate, and for your own figures."
)
NOT_AT_ALL = "Figures are for auditors, moderators, managers and leaders. Ask the QA team if you need one."
CALIBRATION = (
    "How one person's ratings compare with moderators' is for that person and the QA team. "
    "You can ask for all auditors together, by team or by month."
)
_WHOLE_FOR_TEAMS = "You can see your own teams and the whole council, so this is the whole council's figure."
_WHOLE_FOR_OWN = "You can see the whole council's rate and your own figures, so this is the whole council's rate."
_ROWS_OF_TEAMS = "The rows are those of your own teams."
_NO_TEAMS = "No team is in your name, so this is the whole council's figure."


@dataclass(frozen=True, slots=True)
class Allowed:
    """A query that may be asked.

    Attributes:
        note: a sentence where it is not quite what was asked.
        taken_away: the filters that were asked for and are not this viewer's; the answer names them nowhere.
    """

    query: Query
    note: str = ""
    taken_away: Mapping[Dimension, tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True)
class Denied:
    """Why a question is not this viewer's to ask, in a sentence that says what is; `instead`, the nearest that is."""

    why: str
    instead: Query | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Places:
    """Which teams are where, and which team somebody is in.

    Attributes:
        teams: for a filter that names a place, the teams in it.
        people: the team that somebody belongs to, by e-mail address.
    """

    teams: Mapping[Dimension, Mapping[str, frozenset[str]]]
    people: Mapping[str, str] = field(default_factory=dict)

    def within(self, dimension: Dimension, value: str) -> frozenset[str]:
        """The teams of a service, a locality, a head of service; a team itself; none where nothing is known."""
        if dimension in {Dimension.TEAM, Dimension.AUDITOR_TEAM}:
            return frozenset({value})
        if dimension in _PERSONS:
            return frozenset({self.people[value]} if value in self.people else ())
        return self.teams.get(dimension, {}).get(value, frozenset())


def permitted(query: Query, viewer: Viewer, places: Places) -> Allowed | Denied:
    """The query as the viewer may ask it: as it is, for what is theirs instead, or not at all."""
    query, note = _as_said_by(query, viewer)
    if _is_own(query, viewer):
        return Allowed(query, note)
    if viewer.sight is Sight.OWN:
        return _own_only(query, viewer)
    if Role.QA not in viewer.roles and _calibrates_somebody(query):
        return Denied(CALIBRATION, _of_all_raters(query))
    outcome = _of_teams(query, viewer, places) if viewer.sight is Sight.TEAMS else Allowed(query, note)
    return _with_names(outcome, viewer, places)


def _as_said_by(query: Query, viewer: Viewer) -> tuple[Query, str]:
    """What "my" is to this viewer: their own rows, or their teams' where a figure is nobody's own."""
    filters = {key: _with_viewer(values, viewer) for key, values in query.filters.items()}
    query = replace(query, filters=filters)
    if query.reach is Reach.MINE:
        return _own(query, viewer), ""
    if query.reach is Reach.MY_TEAMS and not viewer.teams and viewer.sight is Sight.ALL:
        return replace(query, reach=Reach.WHOLE), _NO_TEAMS
    return query, ""


def _with_viewer(values: tuple[str, ...], viewer: Viewer) -> tuple[str, ...]:
    return tuple(viewer.email if value == VIEWER else value for value in values)


def _own(query: Query, viewer: Viewer) -> Query:
    """The viewer's own rows: actions by owner, audits by auditor, else whatever the facts call theirs."""
    known = metric_named(query.metric).dimensions
    dimension = Dimension.OWNER if Dimension.OWNER in known else Dimension.AUDITOR
    breaks_down_teams = Dimension.TEAM in query.group_by
    if viewer.teams and (dimension not in known or breaks_down_teams):
        return replace(query, reach=Reach.MY_TEAMS)
    if dimension not in known:
        return query
    return replace(query, reach=Reach.WHOLE, filters={**query.filters, dimension: (viewer.email,)})


def _is_own(query: Query, viewer: Viewer) -> bool:
    return query.reach is Reach.MINE or any(query.filters.get(person) == (viewer.email,) for person in _PERSONS)


def _calibrates_somebody(query: Query) -> bool:
    """Whether it tells how one person's ratings compare (METRICS, "Calibration of a person: that person and QA")."""
    if query.metric not in COMPARES_RATERS:
        return False
    return bool(_PERSONS & {*query.group_by, *query.filters}) or (query.metric == _KAPPA and query.lists)


def _of_all_raters(query: Query) -> Query:
    """The same of the whole council, all auditors together."""
    groups = tuple(group for group in query.group_by if group in OF_TIME)
    return replace(query, filters={}, group_by=groups, reach=Reach.WHOLE, lists=False)


def _own_only(query: Query, viewer: Viewer) -> Allowed | Denied:
    """The headline rate for the whole council, whatever part of it was asked for; nothing else."""
    if not viewer.roles & _HAS_HEADLINE:
        return Denied(NOT_AT_ALL)
    if query.metric != HEADLINE or query.lists:
        return Denied(NOT_YOURS)
    groups = tuple(group for group in query.group_by if group in OF_TIME)
    whole = replace(query, filters={}, group_by=groups, reach=Reach.WHOLE)
    if whole == query:
        return Allowed(query)
    return Allowed(whole, _WHOLE_FOR_OWN, query.filters)


def _of_teams(query: Query, viewer: Viewer, places: Places) -> Allowed:
    """A manager's or head of service's: their own teams', else the whole council's with the other place unnamed."""
    foreign = {
        dimension: values
        for dimension, values in query.filters.items()
        if dimension in _PLACES | _PERSONS and not all(_is_theirs(dimension, one, viewer, places) for one in values)
    }
    if not foreign:
        return Allowed(query)
    kept = {key: values for key, values in query.filters.items() if key not in foreign}
    groups = tuple(group for group in query.group_by if group not in foreign)
    return Allowed(replace(query, filters=kept, group_by=groups, lists=False), _WHOLE_FOR_TEAMS, foreign)


def _is_theirs(dimension: Dimension, value: str, viewer: Viewer, places: Places) -> bool:
    if value == viewer.email:
        return True
    within = places.within(dimension, value)
    return bool(within) and within <= frozenset(viewer.teams)


def _with_names(outcome: Allowed, viewer: Viewer, places: Places) -> Allowed | Denied:
    """The same, as far as its rows and names are the viewer's to see."""
    query = outcome.query
    lists_people = query.lists and not (query.metric in _LISTS_TEAMS and viewer.sight is Sight.ALL)
    if viewer.sees_names is Sight.ALL or not (lists_people or _PERSONS & {*query.group_by, *query.filters}):
        return outcome
    if viewer.sees_names is not Sight.TEAMS or _has_foreign(query, viewer, places):
        return Denied(NO_NAMES)
    if lists_people and query.reach is Reach.WHOLE and not _is_within_own(query):
        return replace(outcome, query=replace(query, reach=Reach.MY_TEAMS), note=_ROWS_OF_TEAMS)
    return outcome


def _has_foreign(query: Query, viewer: Viewer, places: Places) -> bool:
    return any(
        not _is_theirs(dimension, value, viewer, places)
        for dimension, values in query.filters.items()
        if dimension in _PLACES | _PERSONS
        for value in values
    )


def _is_within_own(query: Query) -> bool:
    """Whether a team or person is named; it is theirs, or it would have been refused.

    A locality or service may have rows of teams that have moved out of it since: it is narrowed to their teams.
    """
    return bool((_PERSONS | {Dimension.TEAM, Dimension.AUDITOR_TEAM}) & set(query.filters))
