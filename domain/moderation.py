"""Which returned audits a moderator judges, and who may (DOMAIN, "Moderation": never own, own team's, own line's)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from domain.policy import Moderated, Policy

# DOMAIN, "People": at most three auditors to a moderator.
MOST_AUDITORS = 3


def is_drawn(ref: str, share: int) -> bool:
    """Whether an audit is of the share that is moderated: the same answer for the same reference, whenever asked.

    Args:
        ref: the allocation's reference, as `2026-11-007`.
        share: how many of a hundred are moderated.
    """
    return int.from_bytes(sha256(f"moderated:{ref}".encode()).digest()[:4], "big") % 100 < share


def owes_moderation(policy: Policy, ref: str) -> bool:
    """Whether a return that is no half of a loop owes a moderation. Of a loop the pair decides."""
    match policy.moderated:
        case Moderated.ALL:
            return True
        case Moderated.SHARE:
            return is_drawn(ref, policy.moderated_share)
        case _:
            return False


@dataclass(frozen=True, slots=True)
class Rater:
    """Somebody who audited, as far as it decides who may moderate them; `above` is everybody up their line."""

    id: int
    team_id: int | None = None
    above: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be moderated.

    Attributes:
        ref: its reference: it decides between moderators who fit equally well.
        team_id: the audited team.
        raters: its auditor; both of a loop.
        close: who works with the child: social worker, IRO or chair.
    """

    ref: str
    team_id: int
    raters: tuple[Rater, ...]
    close: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Moderator:
    """Somebody who moderates, and what they have in the audit's month already.

    Attributes:
        teams: their own team, and those that they manage.
        above: everybody up their line.
        is_away: on leave, or away for months.
        load: how many moderations they have of the month, judged or not.
        auditors: whose they are.
    """

    id: int
    name: str
    teams: frozenset[int] = frozenset()
    above: frozenset[int] = frozenset()
    is_away: bool = False
    load: int = 0
    auditors: frozenset[int] = field(default_factory=frozenset)


def hindrance(moderator: Moderator, work: Work) -> str | None:
    """Why somebody may not moderate an audit, as a sentence that says what to do; None where they may."""
    name = moderator.name
    raters = {one.id for one in work.raters}
    own_teams = {work.team_id, *(one.team_id for one in work.raters)}
    in_line = any(moderator.id in one.above or one.id in moderator.above for one in work.raters)
    refused = (
        (moderator.id in raters, f"{name} has audited this record. Choose somebody else."),
        (moderator.id in work.close, f"{name} works with this child. Choose somebody else."),
        (bool(moderator.teams & own_teams), f"{name} is of the audited team, or the auditor's. Choose somebody else."),
        (in_line, f"{name} is in the auditor's own line. Choose somebody else."),
    )
    return next((sentence for applies, sentence in refused if applies), None)


@dataclass(frozen=True, slots=True)
class Choice:
    """Who is to moderate an audit; `is_too_many` where it makes more than three auditors to that moderator."""

    moderator_id: int
    is_too_many: bool


def choose(work: Work, moderators: Iterable[Moderator], before: int | None = None) -> Choice | None:
    """Who is to moderate an audit; None where nobody may.

    Who judged it before has it again. Else it goes to whoever has fewest of the month, among those for whom it makes
    no fourth auditor where there are such. Between equals the audit's reference decides, the same each time.
    """
    fitting = [one for one in moderators if not one.is_away and hindrance(one, work) is None]
    if not fitting:
        return None
    chosen = min(fitting, key=lambda one: (one.id != before, _is_too_many(one, work), one.load, _lot(work.ref, one)))
    return Choice(chosen.id, _is_too_many(chosen, work))


def _is_too_many(moderator: Moderator, work: Work) -> bool:
    return len(moderator.auditors | {one.id for one in work.raters}) > MOST_AUDITORS


def _lot(ref: str, moderator: Moderator) -> str:
    return sha256(f"{ref}:{moderator.id}".encode()).hexdigest()
