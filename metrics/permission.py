"""A query as its viewer may ask it (DOMAIN, "Who may do and see what"; METRICS, "Words")."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from metrics.catalogue import HEADLINE
from metrics.catalogue import metric as metric_named
from metrics.query import OF_PEOPLE, Dimension, Query, Reach
from metrics.scope import Sight, Viewer

_PLACES = (Dimension.TEAM, Dimension.SERVICE, Dimension.LOCALITY, Dimension.HEAD_OF_SERVICE, Dimension.AUDITOR_TEAM)
# What only somebody's own rows are for, whoever asks: calibration is for that person and for QA.
_OF_ONE = frozenset({Dimension.AUDITOR, Dimension.OWNER})


@dataclass(frozen=True, slots=True)
class Allowed:
    """A query that may be asked, and a sentence where it is not quite what was asked."""

    query: Query
    note: str = ""
    taken_away: Mapping[Dimension, tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True)
class Denied:
    """Why a question is not this viewer's to ask, in a sentence; the headline rate is offered."""

    why: str


@dataclass(frozen=True, slots=True)
class Places:
    """Which teams are where: for a filter that names a place, the teams in it."""

    teams: Mapping[Dimension, Mapping[str, frozenset[str]]]

    def within(self, dimension: Dimension, value: str) -> frozenset[str]:
        """The teams of a service, a locality, a head of service; a team itself."""
        if dimension in {Dimension.TEAM, Dimension.AUDITOR_TEAM}:
            return frozenset({value})
        return self.teams.get(dimension, {}).get(value, frozenset())


def permitted(query: Query, viewer: Viewer, places: Places) -> Allowed | Denied:
    """The query as the viewer may ask it."""
    if viewer.sight is Sight.ALL:
        return _names(query, viewer)
    if query.reach is Reach.MINE or _is_own(query, viewer):
        return Allowed(_own(query, viewer))
    if viewer.sight is Sight.OWN:
        return _own_only(query, viewer)
    return _of_teams(query, viewer, places)


def _is_own(query: Query, viewer: Viewer) -> bool:
    return any(query.filters.get(dimension) == (viewer.email,) for dimension in _OF_ONE)


def _own(query: Query, viewer: Viewer) -> Query:
    own = metric_named(query.metric)
    dimension = Dimension.OWNER if Dimension.OWNER in own.dimensions else Dimension.AUDITOR
    if dimension not in own.dimensions:
        return query
    return replace(query, reach=Reach.WHOLE, filters={**query.filters, dimension: (viewer.email,)})


def _names(query: Query, viewer: Viewer) -> Allowed | Denied:
    if viewer.sees_names is Sight.ALL:
        return Allowed(query)
    if query.lists or OF_PEOPLE & {*query.group_by, *query.filters} - {Dimension.HEAD_OF_SERVICE}:
        return Denied(
            "Names are for those who manage the people and for the QA team. The figure itself is yours to ask."
        )
    return Allowed(query)


def _own_only(query: Query, viewer: Viewer) -> Allowed | Denied:
    has_figures = any(role.value in {"auditor", "moderator", "external_moderator"} for role in viewer.roles)
    is_headline = query.metric == HEADLINE and not query.lists
    if is_headline and has_figures:
        filters = {key: values for key, values in query.filters.items() if key not in _PLACES and key not in OF_PEOPLE}
        if filters == dict(query.filters) and not _breaks_down(query):
            return Allowed(query)
        whole = replace(query, filters=filters, group_by=tuple(one for one in query.group_by if one in _TIME))
        return Allowed(whole, "You can see the whole council's rate, and your own figures.", query.filters)
    return Denied(
        "That figure is not yours to see. You can ask for the whole council's completion rate, and for your own figures."
    )


_TIME = frozenset({Dimension.MONTH, Dimension.QUARTER, Dimension.YEAR, Dimension.PERIOD})


def _breaks_down(query: Query) -> bool:
    return any(dimension not in _TIME for dimension in query.group_by)


def _of_teams(query: Query, viewer: Viewer, places: Places) -> Allowed | Denied:
    own = frozenset(viewer.teams)
    foreign = {
        dimension: values
        for dimension, values in query.filters.items()
        if dimension in _PLACES and not all(_is_theirs(dimension, value, viewer, own, places) for value in values)
    }
    if foreign:
        kept = {key: values for key, values in query.filters.items() if key not in foreign}
        groups = tuple(one for one in query.group_by if one not in foreign)
        note = "You can see your own teams and the whole council, so this is the whole council's figure."
        return Allowed(replace(query, filters=kept, group_by=groups, lists=False), note, foreign)
    if query.lists and query.reach is Reach.WHOLE and not _names_own_place(query, viewer, own, places):
        return Allowed(replace(query, reach=Reach.MY_TEAMS), "The rows are those of your own teams.")
    return Allowed(query)


def _is_theirs(dimension: Dimension, value: str, viewer: Viewer, own: frozenset[str], places: Places) -> bool:
    if dimension is Dimension.HEAD_OF_SERVICE and value == viewer.email:
        return True
    within = places.within(dimension, value)
    return bool(within) and within <= own


def _names_own_place(query: Query, viewer: Viewer, own: frozenset[str], places: Places) -> bool:
    return any(
        _is_theirs(dimension, value, viewer, own, places)
        for dimension, values in query.filters.items()
        if dimension in _PLACES
        for value in values
    )
