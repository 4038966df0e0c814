"""Whether a line of a digest is still owed at the moment before it goes (DOMAIN: what was done is never chased)."""

from datetime import date

from domain.chasing_facts import Facts, Hold, Item, OwedLine
from domain.ladder import ItemKind, Party
from domain.policy import LeaveSilences, Policy

# Why a line is owed no longer, or is held back, as the ledger keeps it (`dialogs.ledger_words` says it).
DONE, ANOTHER_DAY, SOMEBODY_ELSE = "done", "another_day", "somebody_else"
EXEMPT, LEFT, STOPPED, ON_LEAVE, PAUSED = "exempt", "left", "stopped", "on_leave", "paused"


def why_lapsed(line: OwedLine, facts: Facts, today: date, policy: Policy) -> str:
    """Why a line is owed no longer at the moment before it goes; empty where it is.

    Args:
        line: the line, as it was decided that day.
        facts: as they stand now, with the line's item where it is still open.
        today: the London day.
        policy: the council's settings.
    """
    if line.key[0] is ItemKind.ROLL_UP:
        reader = Item(ItemKind.ROLL_UP, line.key[1], line.person_id, line.due_on)
        return _why_silent(reader, line.person_id, facts, today, policy) if facts.has_overdue_actions else DONE
    item = next((one for one in facts.items if one.key == line.key), None)
    if item is None:
        return DONE
    if item.due_on != line.due_on:
        return ANOTHER_DAY
    if line.party is Party.OWNER and not _is_theirs(item, line.person_id, facts):
        return SOMEBODY_ELSE
    return _why_silent(item, line.person_id, facts, today, policy)


def _is_theirs(item: Item, person_id: int, facts: Facts) -> bool:
    is_asked = person_id == item.owner_id or person_id in facts.deputies.get(item.owner_id, ())
    return is_asked and person_id != item.asker_id


def _why_silent(item: Item, person_id: int, facts: Facts, today: date, policy: Policy) -> str:
    owner, person = facts.people.get(item.owner_id), facts.people.get(person_id)
    is_owner_away = item.owner_id in facts.away and policy.leave_silences is LeaveSilences.LADDER
    reasons = (
        (item.is_exempt, EXEMPT),
        (owner is None or person is None or not person.is_here, LEFT),
        (any(one is not None and facts.stops.cover(one) for one in (owner, person)), STOPPED),
        (is_owner_away or person_id in facts.away, ON_LEAVE),
        (any(_holds(one, item, person_id, today) for one in facts.holds), PAUSED),
    )
    return next((reason for applies, reason in reasons if applies), "")


def _holds(hold: Hold, item: Item, person_id: int, today: date) -> bool:
    return hold.key == item.key and hold.until >= today and hold.person_id in {None, person_id}
