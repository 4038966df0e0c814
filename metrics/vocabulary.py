"""What the store calls things: the names a question may use, which teams are where, and who asks."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, Table, func, select, union

from domain.calendar import london_day
from domain.words import Post, Role
from metrics.language.names import NamedPerson, Names, names_of
from metrics.permission import Places
from metrics.query import Dimension
from metrics.scope import Viewer
from storage.people import KnownPerson
from storage.policies import policy_on_day
from storage.seals import sealed_from
from storage.store import Unit
from storage.tables.allocations import allocation, case_record
from storage.tables.audits import domain_rating, framework_version
from storage.tables.people import person, person_role, team, team_post
from storage.tables.registers import caseload, dip_sample, dip_sample_result, escalation
from storage.tables.service import import_run

# Whom a question about a moderation may name as the moderator.
_MODERATING = (Role.MODERATOR, Role.EXTERNAL_MODERATOR)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The council's own names, and which teams are within which."""

    names: Names
    places: Places


@dataclass(frozen=True, slots=True)
class _Kept:
    """A vocabulary, and what it was made from: it stands as long as that does."""

    stamp: Any
    vocabulary: Vocabulary


# The names of each store, as they were read last: those of a large council are looked for in a hundred thousand rows,
# and change with an import, a new row, or who is in which team only.
_KEPT: WeakKeyDictionary[Engine, _Kept] = WeakKeyDictionary()


def vocabulary_of(unit: Unit) -> Vocabulary:
    """The names as they stand in the store."""
    teams = unit.connection.execute(_TEAMS).all()
    stamp = (tuple(tuple(row) for row in teams), tuple(unit.connection.execute(_STAMP).one()))
    kept = _KEPT.get(unit.connection.engine)
    if kept is None or kept.stamp != stamp:
        kept = _KEPT[unit.connection.engine] = _Kept(stamp, _read(unit, teams))
    return kept.vocabulary


def _newest(table: Table) -> Any:
    return select(func.max(table.c.id)).scalar_subquery()


# The newest rows are at the ends of indexes and cost nothing; the people are few enough to be added up.
_STAMP = select(
    *(_newest(table) for table in (import_run, allocation, case_record, framework_version)),
    *(_newest(table) for table in (caseload, escalation, dip_sample, dip_sample_result)),
    select(func.max(person.c.id)).scalar_subquery(),
    select(func.sum(person.c.id * person.c.team_id)).scalar_subquery(),
    select(func.sum(person_role.c.person_id)).where(person_role.c.role.in_(_MODERATING)).scalar_subquery(),
)


def _read(unit: Unit, rows: Sequence[Any]) -> Vocabulary:
    values = {
        Dimension.TEAM: sorted({row.team for row in rows}),
        Dimension.SERVICE: _also(unit, {row.service for row in rows}, allocation.c.service),
        Dimension.LOCALITY: _also(unit, {row.locality for row in rows}, allocation.c.locality),
        Dimension.LEGAL_STATUS: _statuses(unit),
        Dimension.DOMAIN: _domains(unit),
        Dimension.THEME: _distinct(unit, escalation.c.theme),
        Dimension.SAMPLE: _distinct(unit, dip_sample.c.title),
        Dimension.QUESTION: _distinct(unit, dip_sample_result.c.question),
    }
    within: dict[Dimension, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        for dimension, value in _places_of(row.service, row.locality, row.head):
            within[dimension][value].add(row.team)
    places = {
        dimension: {value: frozenset(teams) for value, teams in some.items()} for dimension, some in within.items()
    }
    return Vocabulary(names_of(values, _people(unit)), Places(places, _teams_of_people(unit)))


_TEAMS = select(team.c.name.label("team"), team.c.service, team.c.locality, person.c.email.label("head")).select_from(
    team.outerjoin(
        team_post, (team_post.c.team_id == team.c.id) & (team_post.c.post == Post.HEAD_OF_SERVICE)
    ).outerjoin(person, person.c.id == team_post.c.person_id)
)


def _places_of(service: str, locality: str | None, head: str | None) -> list[tuple[Dimension, str]]:
    found = [(Dimension.SERVICE, service)]
    if locality:
        found.append((Dimension.LOCALITY, locality))
    if head:
        found.append((Dimension.HEAD_OF_SERVICE, head))
    return found


def _distinct(unit: Unit, column: object) -> list[str]:
    found = unit.connection.execute(select(column).distinct()).scalars()  # type: ignore[call-overload]  # a column of ours
    return sorted(value for value in found if value)


def _also(unit: Unit, now: set[str | None], before: object) -> list[str]:
    """The names that teams have now, and those that allocations were made under."""
    return sorted({value for value in (*now, *_distinct(unit, before)) if value})


def _statuses(unit: Unit) -> list[str]:
    statement = union(
        select(case_record.c.legal_status), select(allocation.c.legal_status), select(caseload.c.legal_status)
    )
    return sorted(value for value in unit.connection.execute(statement).scalars() if value)


def _domains(unit: Unit) -> list[str]:
    """The domains of the frameworks that records were rated by; of all that there are, while none was."""
    rated = set(_distinct(unit, domain_rating.c.domain))
    contents = unit.connection.execute(select(framework_version.c.content)).scalars()
    frameworks = [{str(one["title"]) for one in content.get("domains", [])} for content in contents]
    in_use = [titles for titles in frameworks if titles & rated] or frameworks
    return sorted(rated.union(*in_use))


def _people(unit: Unit) -> list[NamedPerson]:
    rows = unit.connection.execute(select(person.c.id, person.c.email, person.c.name).order_by(person.c.id)).all()
    moderating = select(person_role.c.person_id).where(person_role.c.role.in_(_MODERATING))
    moderators = set(unit.connection.execute(moderating).scalars())
    manages: dict[int, list[str]] = defaultdict(list)
    for row in unit.connection.execute(_MANAGERS):
        manages[row.person_id].append(row.name)
    return [NamedPerson(row.email, row.name, row.id in moderators, tuple(manages.get(row.id, ()))) for row in rows]


_MANAGERS = (
    select(team_post.c.person_id, team.c.name)
    .join(team, team.c.id == team_post.c.team_id)
    .where(team_post.c.post == Post.TEAM_MANAGER)
    .order_by(team.c.name)
)


def _teams_of_people(unit: Unit) -> dict[str, str]:
    """The team that each person belongs to, by e-mail address."""
    belongs = select(person.c.email, team.c.name).join_from(person, team, team.c.id == person.c.team_id)
    return {row.email: row.name for row in unit.connection.execute(belongs)}


def viewer_of(unit: Unit, who: KnownPerson) -> Viewer:
    """A person as a viewer: their roles, the teams they manage or head, and what is sealed from them."""
    posts = select(team.c.name).join(team_post, team_post.c.team_id == team.c.id)
    theirs = unit.connection.execute(posts.where(team_post.c.person_id == who.id).distinct()).scalars().all()
    own = None
    if who.team_id is not None:
        own = unit.connection.execute(select(team.c.name).where(team.c.id == who.team_id)).scalar()
    viewer = Viewer(who.id, who.email, who.roles, tuple(sorted(theirs)), own)
    if not viewer.sees_whole_council:
        # They are let ask for their own, and for how many came back.
        return viewer
    policy = policy_on_day(unit, london_day(unit.now))
    return replace(viewer, sealed=sealed_from(unit, policy, who.id))
