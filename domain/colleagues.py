"""Who works with an audited child and hears of the audit (DOMAIN, "The monthly cycle", 3 and 8)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from domain.policy import Moderated
from domain.words import AllocationStatus as S
from domain.words import ColleaguePart

# The audit goes on, or has come back.
_UNDER_WAY = frozenset({S.STARTED, S.SENT_BACK})
_JUDGED = frozenset({S.MODERATED, S.UPLOADED})


@dataclass(frozen=True, slots=True)
class Colleague:
    """Who holds a part in a case: nobody where `person_id` is None. `left_on` is their last day, if they leave."""

    part: ColleaguePart
    person_id: int | None
    name: str = ""
    left_on: date | None = None

    def is_here(self, today: date) -> bool:
        """Whether there is somebody, and they work here on a day: the day of leaving is their last."""
        return self.person_id is not None and (self.left_on is None or self.left_on >= today)


def to_tell(colleagues: Iterable[Colleague], auditor_id: int, today: date) -> list[int]:
    """The people to tell, each once. An auditor of their own work or team is not told what they do themselves."""
    here = [one.person_id for one in colleagues if one.person_id is not None and one.is_here(today)]
    return [person_id for person_id in dict.fromkeys(here) if person_id != auditor_id]


def nobody_there(colleagues: Iterable[Colleague], today: date) -> list[Colleague]:
    """The parts that nobody holds, or whose holder has left."""
    return [one for one in colleagues if not one.is_here(today)]


def is_outcome(
    status: S, moderated: Moderated, *, awaits_moderator: bool, is_considered: bool = False, is_looped: bool = False
) -> bool:
    """Whether an audit has its outcome: its moderation, or its return where no moderation is owed.

    Args:
        status: where it stands.
        moderated: which audits the council has moderated.
        awaits_moderator: whether it owes a moderation that is not made.
        is_considered: whether it was decided that it owes one, or none; until then a return is no outcome where any
            are moderated.
        is_looped: whether it is half of a loop, which is considered together with the other half whatever is moderated.
    """
    if status is S.RETURNED:
        owes_none = is_considered or (moderated is Moderated.NONE and not is_looped)
        return owes_none and not awaits_moderator
    return status in _JUDGED


def is_under_way(
    status: S, moderated: Moderated, *, awaits_moderator: bool, is_considered: bool = False, is_looped: bool = False
) -> bool:
    """Whether an audit was started and its outcome is still to come (as `is_outcome`)."""
    if status in _UNDER_WAY:
        return True
    if status is not S.RETURNED:
        return False
    return not is_outcome(
        status, moderated, awaits_moderator=awaits_moderator, is_considered=is_considered, is_looped=is_looped
    )
