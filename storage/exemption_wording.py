"""Likely names in texts about an exemption: which ones stay by their writer's word."""

import hashlib
from collections.abc import Iterable

from sqlalchemy import select

from storage.statements import insert_unless_there
from storage.store import Unit
from storage.tables.exemptions import exemption_wording

_W = exemption_wording.c


def _digest(person_id: int, month: str, phrase: str) -> str:
    # With the person and month in it the same name has another digest elsewhere: they can't be matched up.
    return hashlib.sha256(f"{person_id}:{month}:{phrase.casefold()}".encode()).hexdigest()


def keep_exemption_wording(unit: Unit, person_id: int, month: str, phrases: Iterable[str]) -> None:
    """Note, in the actor's name, that these phrases stay in a text about a person's exemption for a month."""
    for phrase in phrases:
        insert_unless_there(
            unit,
            exemption_wording,
            person_id=person_id,
            month=month,
            digest=_digest(person_id, month, phrase),
            kept_at=unit.now,
            kept_by_id=unit.actor.person_id,
        )


def exemption_phrases_kept(unit: Unit, person_id: int, month: str, phrases: Iterable[str]) -> set[str]:
    """Which of these phrases were asked about before and stayed."""
    digests = {_digest(person_id, month, phrase): phrase for phrase in phrases}
    statement = select(_W.digest).where(_W.person_id == person_id, _W.month == month, _W.digest.in_(list(digests)))
    return {digests[digest] for digest in unit.connection.execute(statement).scalars()}
