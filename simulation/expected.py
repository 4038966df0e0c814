"""What is owed whom, a second time: the ladder of DOMAIN ("What is sent, and when") written down anew.

Nothing here calls `domain.ladder`, `domain.chasing` or `domain.calendar`: where the two disagree, one of them is wrong.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from simulation.days import first_working_day, is_working, working_day
from simulation.facts import Facts, Key, Line, Open, Pause

OWNER, LINE_ABOVE, HEAD, DIRECTORS = "owner", "up_the_line", "head_of_service", "directors"


def owed(facts: Facts) -> set[Line]:
    """The lines of the digests of a working day, as the facts stood when they were decided."""
    if facts.all_stopped:
        return set()
    lines = {line for item in facts.items.values() for line in _owed_of(item, facts)}
    return lines | set(_roll_up(facts))


def _owed_of(item: Open, facts: Facts) -> list[Line]:
    if _is_silent(item, facts):
        return []
    best: dict[int, Line] = {}
    for party in (OWNER, LINE_ABOVE, HEAD):
        for line in _to(item, party, facts):
            if line.person not in best or best[line.person].reached_on < line.reached_on:
                best[line.person] = line
    return list(best.values())


def _is_silent(item: Open, facts: Facts) -> bool:
    if item.is_exempt or item.owner not in facts.people or facts.is_stopped(item.owner):
        return True
    if facts.leave_silences == "ladder" and item.owner in facts.away:
        return True
    return any(one.person is None and one.until >= facts.today for one in facts.pauses.get(item.key, []))


def _to(item: Open, party: str, facts: Facts) -> Iterator[Line]:
    days = reached(item, party, facts)
    if not days:
        return
    for person in _people(item, party, facts):
        latest = max([days[-1], *_come_back(item, person, facts)])
        if not _had(item, party, person, latest, facts) and _may_hear(item, person, facts):
            yield Line(person, *item.key, item.due_on, party, latest)


def _people(item: Open, party: str, facts: Facts) -> list[int]:
    if party == OWNER:
        own = [item.owner] if facts.is_here(item.owner) else []
        deputies = [one for one in facts.deputies.get(item.owner, []) if one != item.owner]
        may_answer = item.key.kind in {"approval", "concern"}
        return [one for one in [*own, *deputies] if one != item.asker] if may_answer else own
    owner = facts.people[item.owner]
    head = facts.heads.get(owner.team or 0)
    head = head if facts.is_here(head) else None
    manager = owner.manager if facts.is_here(owner.manager) else None
    if party == HEAD and head != owner.id:
        above = head
    else:  # a head of service's own things go up the line from them
        above = next((one for one in (manager, head) if one is not None and one != owner.id), None)
    return [] if above is None else [above]


def _come_back(item: Open, person: int, facts: Facts) -> list[date]:
    """The days on which what somebody put off comes back to them."""
    over = [one for one in facts.pauses.get(item.key, []) if _is_over(one, person, facts.today)]
    days = [first_working_day(one.until + timedelta(days=1)) for one in over]
    return [day for day in days if day <= facts.today]


def _is_over(one: Pause, person: int, today: date) -> bool:
    return one.is_snooze and one.person == person and one.until < today


def _had(item: Open, party: str, person: int, day: date, facts: Facts) -> bool:
    """Whether that rung or a later one has gone: to them, or to whoever stood in their place above."""
    return any(
        line.due_on == item.due_on
        and line.reached_on >= day
        and (line.person == person or (line.party == party and party != OWNER))
        for line in facts.told.get(item.key, [])
    )


def _may_hear(item: Open, person: int, facts: Facts) -> bool:
    if not facts.is_here(person) or person in facts.away or facts.is_stopped(person):
        return False
    return not any(one.person == person and one.until >= facts.today for one in facts.pauses.get(item.key, []))


def reached(item: Open, party: str, facts: Facts) -> list[date]:
    """The days on which the rungs of an item that tell somebody were reached, the earliest first."""
    today, ladder, kind = facts.today, facts.ladder, item.key.kind
    days = [working_day(item.due_on, at) for at, tells in ladder.once[kind] if party in tells]
    for start, tells in ladder.weekly[kind]:
        round_ = latest_round(today - timedelta(days=(today.weekday() - ladder.weekday) % 7), timedelta(days=7), today)
        if party in tells and round_ >= working_day(item.due_on, start):
            days.append(round_)
    for start, tells in ladder.daily[kind]:
        if party in tells and is_working(today) and today >= working_day(item.due_on, start):
            days.append(today)
    return sorted(day for day in days if day <= today)


def latest_round(nominal: date, every: timedelta, today: date) -> date:
    """The latest working day on which what comes round was due by today: one that falls on a day off moves on, once."""
    while (day := first_working_day(nominal)) > today:
        nominal -= every
    return day


def _roll_up(facts: Facts) -> Iterator[Line]:
    is_late = any(one.key.kind == "action" and one.due_on < facts.today for one in facts.items.values())
    if not is_late or not facts.ladder.rolls_up:
        return
    first = facts.today.replace(day=1)
    if (day := first_working_day(first)) > facts.today:
        first = (first - timedelta(days=1)).replace(day=1)
        day = first_working_day(first)
    item = Open(_roll_up_key(first), 0, first, "")
    for person in facts.directors:
        told = [line for line in facts.told.get(item.key, []) if line.person == person and line.reached_on >= day]
        if not told and _may_hear(item, person, facts):
            yield Line(person, *item.key, first, DIRECTORS, day)


def _roll_up_key(first: date) -> Key:
    return Key("roll_up", first.year * 100 + first.month)


def why_not_now(line: Line, facts: Facts) -> str:
    """Why a line that was decided is owed no longer; empty where it is."""
    if line.kind == "roll_up":
        return "" if any(o.key.kind == "action" and o.due_on < facts.today for o in facts.items.values()) else "done"
    item = facts.items.get(Key(line.kind, line.subject))
    if item is None or item.due_on != line.due_on:
        return "done, or for another day"
    theirs = {item.owner, *facts.deputies.get(item.owner, [])}
    if line.party == OWNER and line.person not in theirs:
        return "somebody else's"
    if _is_silent(item, facts):
        return "exempt, stopped or paused"
    return "" if _may_hear(item, line.person, facts) else "away, gone or stopped"
