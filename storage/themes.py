"""What families said, put to the QA team's themes by a person, and counted by theme."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, select

from domain.words import Party, Sentiment
from storage.statements import insert_returning_id
from storage.store import Unit
from storage.tables.allocations import allocation
from storage.tables.audits import engagement
from storage.tables.people import team
from storage.tables.themes import feedback_placing
from storage.teams_page import RETURNED

FAMILY = (Party.CHILD, Party.PARENT)
_A, _E, _P = allocation.c, engagement.c, feedback_placing.c


@dataclass(frozen=True, slots=True)
class Comment:
    """What a child or a parent said in an audit, in their own words.

    Attributes:
        month: the audit month, as `2026-11`.
        themes: where it was put; empty for none of the themes, None where nobody has put these words anywhere.
    """

    allocation_id: int
    party: Party
    sentiment: Sentiment | None
    words: str
    month: str
    team: str
    themes: Sequence[str] | None

    @property
    def digest(self) -> str:
        """Stands for the words: other words are put to themes anew."""
        return words_digest(self.words)


def words_digest(words: str) -> str:
    """What stands for words that were put to themes: SHA-256, hexadecimal."""
    return hashlib.sha256(words.encode()).hexdigest()


_latest = (
    select(_P.allocation_id, _P.party, func.max(_P.id).label("id")).group_by(_P.allocation_id, _P.party).subquery()
)
_SELECT: Select[Any] = (
    select(
        _E.allocation_id,
        _E.party,
        _E.sentiment,
        _E.comment,
        _A.month,
        team.c.name,
        _P.digest,
        _P.themes,
    )
    .select_from(engagement.join(allocation, _A.id == _E.allocation_id).join(team, team.c.id == _A.team_id))
    .outerjoin(_latest, and_(_latest.c.allocation_id == _E.allocation_id, _latest.c.party == _E.party))
    .outerjoin(feedback_placing, _P.id == _latest.c.id)
    .where(_E.party.in_(FAMILY), _E.comment.is_not(None), _E.comment != "", _A.status.in_(RETURNED))
)


def _read(row: Any) -> Comment:
    *known, digest, themes = row
    words: str = known[3]
    is_placed = digest == words_digest(words)
    allocation_id, party, sentiment, _, month, team_name = known
    return Comment(allocation_id, party, sentiment, words, month, team_name, themes if is_placed else None)


def comments_said(unit: Unit, first_month: str, last_month: str) -> list[Comment]:
    """What families said in returned audits of these months (`2026-11`), whether it was put to themes or not."""
    statement = _SELECT.where(_A.month.between(first_month, last_month)).order_by(_A.month, _A.id, _E.party)
    return [_read(row) for row in unit.connection.execute(statement)]


def comments_to_place(unit: Unit, since: date) -> Iterator[Comment]:
    """What nobody has put to themes yet, of audits returned since a London day, the latest first."""
    statement = _SELECT.where(_A.returned_on >= since).order_by(_A.returned_on.desc(), _A.id.desc(), _E.party)
    found = (_read(row) for row in unit.connection.execute(statement))
    return (one for one in found if one.themes is None)


def comment_of(unit: Unit, allocation_id: int, party: str) -> Comment | None:
    """One comment as it stands; None where there is none."""
    if party not in FAMILY:
        return None
    statement = _SELECT.where(_E.allocation_id == allocation_id, _E.party == Party(party))
    row = unit.connection.execute(statement).one_or_none()
    return None if row is None else _read(row)


def place_comment(unit: Unit, comment: Comment, themes: Sequence[str], today: date) -> None:
    """Put a comment to themes, or to none, in the actor's name; what it was put to before stays in its row."""
    insert_returning_id(
        unit,
        feedback_placing,
        allocation_id=comment.allocation_id,
        party=comment.party,
        digest=comment.digest,
        themes=list(themes),
        placed_at=unit.now,
        on_day=today,
        placed_by_id=unit.actor.person_id,
    )
