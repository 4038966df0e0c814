"""What the store calls things: the names a question may use, which teams are where, and who asks."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select, union

from domain.words import Post
from metrics.language.names import Named, Names, names_of
from metrics.language.tokens import words_of
from metrics.permission import Places
from metrics.query import Dimension
from metrics.scope import Viewer
from storage.people import KnownPerson
from storage.store import Unit
from storage.tables.allocations import allocation, case_record
from storage.tables.audits import domain_rating, framework_version
from storage.tables.people import person, team, team_post
from storage.tables.registers import caseload, dip_sample, dip_sample_result, escalation


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The council's own names, and which teams are within which."""

    names: Names
    places: Places


def vocabulary_of(unit: Unit) -> Vocabulary:
    """The names as they stand in the store."""
    rows = unit.connection.execute(_TEAMS).all()
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
    return Vocabulary(Names((*names_of(values).known, *_people(unit))), Places(places))


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
    titles = set(_distinct(unit, domain_rating.c.domain))
    for content in unit.connection.execute(select(framework_version.c.content)).scalars():
        titles |= {str(one["title"]) for one in content.get("domains", [])}
    return sorted(titles)


def _people(unit: Unit) -> list[Named]:
    rows = unit.connection.execute(select(person.c.email, person.c.name)).all()
    return [
        Named(Dimension.AUDITOR, row.email, tuple(words_of(said))) for row in rows for said in (row.name, row.email)
    ]


def viewer_of(unit: Unit, who: KnownPerson) -> Viewer:
    """A person as a viewer: their roles, and the teams they manage or head."""
    posts = select(team.c.name).join(team_post, team_post.c.team_id == team.c.id)
    theirs = unit.connection.execute(posts.where(team_post.c.person_id == who.id).distinct()).scalars().all()
    own = None
    if who.team_id is not None:
        own = unit.connection.execute(select(team.c.name).where(team.c.id == who.team_id)).scalar()
    return Viewer(who.id, who.email, who.roles, tuple(sorted(theirs)), own)
