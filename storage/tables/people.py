"""Teams and people: who they are, which posts they hold, where Teams reaches them."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from domain.words import Post, Role, StandingKind
from storage.tables.columns import instant_field, reference, table_of, word_field


class Team(SQLModel, table=True):
    """A team of the council (workbook sheet `teams`, key `name`)."""

    __tablename__ = "team"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    service: str = Field(index=True)
    locality: str | None = None


class Person(SQLModel, table=True):
    """A person (sheet `people`, key `email`, kept in lower case).

    `entra_object_id` and `tenant_id` are who Teams says they are; `linked_by` is `import`, `email` or `qa`.
    """

    __tablename__ = "person"

    id: int | None = Field(default=None, primary_key=True)
    email: str = Field(unique=True)
    name: str
    job_title: str | None = None
    team_id: int | None = reference("team.id", nullable=True)
    line_manager_id: int | None = reference("person.id", nullable=True)
    fte: float | None = None
    trained_on: date | None = None
    left_on: date | None = None
    entra_object_id: str | None = Field(default=None, unique=True)
    tenant_id: str | None = None
    linked_at: datetime | None = instant_field(nullable=True)
    linked_by: str | None = None
    welcomed_at: datetime | None = instant_field(nullable=True)


class PersonRole(SQLModel, table=True):
    """One of the roles a person holds."""

    __tablename__ = "person_role"

    person_id: int = reference("person.id", primary_key=True, index=False)
    role: Role = word_field(Role, primary_key=True)


class TeamPost(SQLModel, table=True):
    """Who holds a post over a team (columns `team_manager` and `head_of_service` of sheet `teams`)."""

    __tablename__ = "team_post"

    team_id: int = reference("team.id", primary_key=True, index=False)
    post: Post = word_field(Post, primary_key=True)
    person_id: int = reference("person.id")


class StandingExemption(SQLModel, table=True):
    """A run of months in which a trained auditor has no audit (sheet `standing_exemptions`)."""

    __tablename__ = "standing_exemption"
    __table_args__ = (UniqueConstraint("person_id", "kind", "starts_on"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = reference("person.id", index=False)
    kind: StandingKind = word_field(StandingKind)
    starts_on: date
    ends_on: date | None = None
    audits_in: str | None = None


class Deputy(SQLModel, table=True):
    """Who gets what needs an answer while a person is away, both days included.

    Rows are added; one that was taken back or ended early has `ended_at`.
    """

    __tablename__ = "deputy"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = reference("person.id")
    deputy_id: int = reference("person.id", index=False)
    starts_on: date
    ends_on: date
    named_at: datetime | None = instant_field(nullable=True)
    named_by_id: int | None = reference("person.id", nullable=True, index=False)
    ended_at: datetime | None = instant_field(nullable=True)
    ended_by_id: int | None = reference("person.id", nullable=True, index=False)


class ChannelAddress(SQLModel, table=True):
    """Where Teams reaches a person: refreshed on each of their personal activities.

    `unreachable_since` is set when Teams refuses for good and cleared when they write again; `installed` follows
    uninstalling and reinstalling the app; `is_guest` is what the roster said at first contact, None before it.
    """

    __tablename__ = "channel_address"

    person_id: int = reference("person.id", primary_key=True, index=False)
    tenant_id: str
    object_id: str
    channel_user_id: str | None = None
    is_guest: bool | None = None
    conversation_id: str | None = None
    service_url: str | None = None
    installed: bool = True
    unreachable_since: datetime | None = instant_field(nullable=True)
    unreachable_reason: str | None = None
    updated_at: datetime = instant_field()


team = table_of(Team)
person = table_of(Person)
person_role = table_of(PersonRole)
team_post = table_of(TeamPost)
standing_exemption = table_of(StandingExemption)
deputy = table_of(Deputy)
channel_address = table_of(ChannelAddress)
