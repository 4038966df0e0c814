"""Who works for the demonstration council: teams, people, their roles and posts, and who is away."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot.demo import cast
from bot.demo.cast import Persona
from bot.demo.names import TENANT_ID, Names, email_of, object_id_of
from bot.demo.rows import id_of
from bot.demo.teams import AUDITORS_TEAM, CAST_TEAM, LINES, TEAMS
from domain.words import Post, Role, StandingKind
from storage.tables.people import Person, PersonRole, StandingExemption, Team, TeamPost

SOCIAL_WORKERS_A_TEAM = 3
ADVANCED_PRACTITIONERS = 24
UNTRAINED_MANAGERS = 4


@dataclass(slots=True)
class Staff:
    """The council's teams and people as rows, with their ids.

    Attributes:
        managers, heads: the person of each post, by team id.
        workers: the social workers by team id.
    """

    teams: list[Team] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    roles: list[PersonRole] = field(default_factory=list)
    posts: list[TeamPost] = field(default_factory=list)
    standing: list[StandingExemption] = field(default_factory=list)
    managers: dict[int, Person] = field(default_factory=dict)
    heads: dict[int, Person] = field(default_factory=dict)
    workers: dict[int, list[Person]] = field(default_factory=dict)

    def holders(self, role: Role) -> list[Person]:
        """Everybody who holds a role, in the order in which they joined."""
        ids = {one.person_id for one in self.roles if one.role is role}
        return [person for person in self.people if person.id in ids]

    def named(self, persona: Persona) -> Person:
        """The member of the cast, as a row."""
        return next(person for person in self.people if person.name == persona.name)


class _Hiring:
    """Fills the council's posts one after another."""

    def __init__(self, now: datetime, chance: random.Random) -> None:
        self.now, self.chance, self.staff = now, chance, Staff()
        self._names = Names(chance)

    def hire(
        self,
        job_title: str,
        roles: Iterable[Role],
        *,
        team: Team | None = None,
        line_manager: Person | None = None,
        persona: Persona | None = None,
    ) -> Person:
        """Give a post to a persona, or to somebody new."""
        name = persona.name if persona else self._names.next()
        email = email_of(name)
        hired = Person(
            id=len(self.staff.people) + 1,
            email=email,
            name=name,
            job_title=persona.job_title if persona else job_title,
            team_id=team.id if team else None,
            line_manager_id=line_manager.id if line_manager else None,
            fte=1.0,
            entra_object_id=object_id_of(email),
            tenant_id=TENANT_ID,
            linked_at=self.now,
            linked_by="import",
        )
        self.staff.people.append(hired)
        self.give(hired, *roles)
        return hired

    def give(self, holder: Person, *roles: Role) -> None:
        """Add roles to a person; an auditor was trained before the year that is shown."""
        self.staff.roles += [PersonRole(person_id=id_of(holder), role=role) for role in roles]
        if Role.AUDITOR in roles:
            holder.trained_on = self.now.date() - timedelta(days=self.chance.randint(450, 1500))


def _seniors(hiring: _Hiring) -> list[Person]:
    """Directors, quality assurance, leaders and moderators; the heads of service, one a line."""
    director = hiring.hire("Director", [Role.DIRECTOR], persona=cast.DIRECTOR)
    assistant = hiring.hire("Assistant Director", [Role.DIRECTOR], line_manager=director)
    lead = hiring.hire("QA", [Role.QA], line_manager=director, persona=cast.QA)
    for _ in range(3):
        hiring.hire("Quality Assurance Officer", [Role.QA, Role.MODERATOR], line_manager=lead)
    hiring.hire("Leader", [Role.LEADER], persona=cast.LEADER)
    hiring.hire("Chief Executive", [Role.LEADER])
    hiring.hire("Independent Reviewing Officer", [Role.IRO], line_manager=lead, persona=cast.REVIEWER)
    for _ in range(7):
        hiring.hire("Independent Reviewing Officer", [Role.IRO, Role.MODERATOR], line_manager=lead)
    chair = [Role.CP_CHAIR, Role.MODERATOR]
    hiring.hire("Child Protection Chair", chair, line_manager=lead, persona=cast.MODERATOR)
    for _ in range(3):
        hiring.hire("Child Protection Chair", chair, line_manager=lead)
    for _ in range(3):
        hiring.hire("External Moderator", [Role.EXTERNAL_MODERATOR], line_manager=lead)
    heads = [hiring.hire("Head", [Role.HEAD_OF_SERVICE], line_manager=assistant, persona=cast.HEAD_OF_SERVICE)]
    for line in LINES[1:]:
        roles = [Role.HEAD_OF_SERVICE, Role.MODERATOR]
        heads.append(hiring.hire(f"Head of Service, {line}", roles, line_manager=assistant))
    return heads


def _team(hiring: _Hiring, head: Person, index: int) -> None:
    """One team: its manager, its social workers and its two posts."""
    plan = TEAMS[index]
    team = Team(id=index + 1, name=plan.name, service=plan.service, locality=plan.locality)
    staff, key = hiring.staff, index + 1
    manager = hiring.hire(
        "Team Manager",
        [Role.TEAM_MANAGER],
        team=team,
        line_manager=head,
        persona=cast.MANAGER if plan.name == CAST_TEAM else None,
    )
    staff.teams.append(team)
    staff.managers[key], staff.heads[key] = manager, head
    staff.posts += [
        TeamPost(team_id=key, post=Post.TEAM_MANAGER, person_id=id_of(manager)),
        TeamPost(team_id=key, post=Post.HEAD_OF_SERVICE, person_id=id_of(head)),
    ]
    staff.workers[key] = [
        hiring.hire(
            "Social Worker",
            [Role.SOCIAL_WORKER],
            team=team,
            line_manager=manager,
            persona=cast.SOCIAL_WORKER if plan.name == CAST_TEAM and number == 0 else None,
        )
        for number in range(SOCIAL_WORKERS_A_TEAM)
    ]


def _advanced_practitioners(hiring: _Hiring) -> None:
    """Auditors who manage nobody, in two dozen teams; Rosa is one of them."""
    own = next(team for team in hiring.staff.teams if team.name == AUDITORS_TEAM)
    others = [team for team in hiring.staff.teams if team is not own]
    for team in [own, *hiring.chance.sample(others, ADVANCED_PRACTITIONERS - 1)]:
        hiring.hire(
            "Advanced Practitioner",
            [Role.AUDITOR],
            team=team,
            line_manager=hiring.staff.managers[id_of(team)],
            persona=cast.AUDITOR if team is own else None,
        )


def _train_managers(hiring: _Hiring) -> None:
    """All but a few team managers audit as well."""
    managers = list(hiring.staff.managers.values())
    others = [manager for manager in managers if manager.name != cast.MANAGER.name]
    untrained = {manager.id for manager in hiring.chance.sample(others, UNTRAINED_MANAGERS)}
    for manager in managers:
        if manager.id not in untrained:
            hiring.give(manager, Role.AUDITOR)


# Why some of the pool have no audit this month, and for how many days that has been so.
_AWAY = (
    (StandingKind.ALTERNATE_MONTHS, "odd", 500),
    (StandingKind.ALTERNATE_MONTHS, "even", 500),
    (StandingKind.MASH_ALTERNATE_MONTHS, "odd", 420),
    (StandingKind.MATERNITY, None, 120),
    (StandingKind.EXTENDED_ABSENCE, None, 45),
    (StandingKind.MODERATING, None, 260),
)


def _standing_exemptions(hiring: _Hiring, today: date) -> None:
    members = {persona.name for persona in cast.CAST}
    pool = [person for person in hiring.staff.holders(Role.AUDITOR) if person.name not in members]
    away = hiring.chance.sample(pool, len(_AWAY))
    for number, (holder, (kind, audits_in, days)) in enumerate(zip(away, _AWAY, strict=True), start=1):
        if audits_in:
            holder.fte = 0.5
        hiring.staff.standing.append(
            StandingExemption(
                id=number,
                person_id=id_of(holder),
                kind=kind,
                starts_on=today - timedelta(days=days),
                audits_in=audits_in,
            )
        )


def make_staff(now: datetime, today: date, chance: random.Random) -> Staff:
    """The council's people: about 60 of them auditors, 40 teams in three services."""
    hiring = _Hiring(now, chance)
    heads = _seniors(hiring)
    for index, plan in enumerate(TEAMS):
        _team(hiring, heads[plan.line], index)
    _advanced_practitioners(hiring)
    _train_managers(hiring)
    _standing_exemptions(hiring, today)
    return hiring.staff
