"""Likely names in the texts of an audit: which ones stay by their writer's word, and which are the council's own."""

import hashlib
from collections.abc import Iterable, Mapping

from sqlalchemy import or_, select

from storage.statements import insert_unless_there
from storage.store import Unit
from storage.tables.allocations import allocation, case_record
from storage.tables.people import person, team, team_post
from storage.tables.wording import kept_wording

_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx"})


def _digest(allocation_id: int, phrase: str) -> str:
    # With the audit in it the same name has another digest in each audit: they can't be matched up.
    return hashlib.sha256(f"{allocation_id}:{phrase.casefold()}".encode()).hexdigest()


def keep_wording(
    unit: Unit, allocation_id: int, place: str, phrases: Mapping[str, Iterable[str]], *, was_asked: bool
) -> None:
    """Note, in the actor's name, that these phrases stay in a text of an audit.

    Args:
        unit: the unit of work, a person's.
        allocation_id: the audit.
        place: the step or form.
        phrases: by input.
        was_asked: False where nothing could be asked.
    """
    for question, some in phrases.items():
        for phrase in some:
            insert_unless_there(
                unit,
                kept_wording,
                allocation_id=allocation_id,
                place=place,
                question=question,
                digest=_digest(allocation_id, phrase),
                was_asked=was_asked,
                kept_at=unit.now,
                kept_by_id=unit.actor.person_id,
            )


def phrases_kept(unit: Unit, allocation_id: int, phrases: Iterable[str]) -> set[str]:
    """Which of these phrases were asked about in this audit before and stayed."""
    digests = {_digest(allocation_id, phrase): phrase for phrase in phrases}
    t = kept_wording.c
    statement = select(t.digest).where(t.allocation_id == allocation_id, t.digest.in_(list(digests)), t.was_asked)
    return {digests[digest] for digest in unit.connection.execute(statement).scalars()}


def _words(phrase: str) -> list[str]:
    return phrase.casefold().split()


def phrases_of_the_council(unit: Unit, allocation_id: int, phrases: Iterable[str]) -> set[str]:
    """Which of these phrases name a team of the council or somebody who works there, and so no child.

    A whole name, a title and a surname, or the words of a team's name, are anybody's; a first name or a surname alone
    only that of somebody at work in this audit: children share the first names of two thousand staff.
    """
    wanted = list(phrases)
    near = [_words(name) for name in _people_at_work_in(unit, allocation_id)]
    staff = [_words(name) for name in _staff_like(unit, wanted)]
    teams = [words for name in _teams(unit) for words in (_words(name),)]
    return {phrase for phrase in wanted if _is_the_councils(_words(phrase), near, staff, teams)}


def _is_the_councils(words: list[str], near: list[list[str]], staff: list[list[str]], teams: list[list[str]]) -> bool:
    if any(set(words) <= set(name) for name in teams):
        return True
    if len(words) == 1:
        return any(words[0] in name for name in near)
    if words[0] in _TITLES:
        return any(words[1:] == name[-len(words) + 1 :] for name in staff)
    return words in staff


def _people_at_work_in(unit: Unit, allocation_id: int) -> list[str]:
    a, c = allocation.c, case_record.c
    posts = select(team_post.c.person_id).join(allocation, a.team_id == team_post.c.team_id)
    parts = [
        select(column).select_from(allocation.join(case_record)).where(a.id == allocation_id).scalar_subquery()
        for column in (a.auditor_id, c.social_worker_id, c.iro_or_chair_id)
    ]
    at_work = or_(person.c.id.in_(parts), person.c.id.in_(posts.where(a.id == allocation_id)))
    return list(unit.connection.execute(select(person.c.name).where(at_work)).scalars())


def _staff_like(unit: Unit, phrases: Iterable[str]) -> list[str]:
    lasts = {words[-1] for phrase in phrases if len(words := phrase.split()) > 1}
    if not lasts:
        return []
    like = or_(*(person.c.name.icontains(last, autoescape=True) for last in sorted(lasts)))
    return list(unit.connection.execute(select(person.c.name).where(like)).scalars())


def _teams(unit: Unit) -> list[str]:
    rows = unit.connection.execute(select(team.c.name, team.c.service, team.c.locality)).all()
    return [text for row in rows for text in row if text]
