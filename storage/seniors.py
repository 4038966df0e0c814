"""Who heads services: those to whom teams are named each month (DOMAIN, "What follows an audit")."""

from datetime import date

from sqlalchemy import or_, select

from domain.words import Post
from storage.store import Unit
from storage.tables.people import person, team_post

TEAMS_NAMED = "teams_named"


def heads_of_service(unit: Unit, today: date) -> list[int]:
    """Everybody who holds the post of head of service over a team and works here on a London day."""
    p = person.c
    statement = (
        select(p.id)
        .join(team_post, team_post.c.person_id == p.id)
        .where(team_post.c.post == Post.HEAD_OF_SERVICE, or_(p.left_on.is_(None), p.left_on >= today))
        .distinct()
        .order_by(p.id)
    )
    return list(unit.connection.execute(statement).scalars())
