"""Children of concern in words: where an entry stands, whom it waits for, what happened to it."""

from collections.abc import Mapping, Sequence
from datetime import date

from domain.calendar import london_day, spoken_day, spoken_time
from domain.concern_lifecycle import ConcernPart, waits_for
from domain.words import ConcernAct, ConcernStatus
from storage.concern_entries import Entry, Happened
from storage.concern_turns import whose_turn
from storage.people import names_of
from storage.store import Unit

CATEGORIES: Mapping[int, str] = {
    1: "1: a child is at immediate risk",
    2: "2: the service or the risk assessment is not right",
}
_DONE: Mapping[ConcernAct, str] = {
    ConcernAct.RAISE: "raised",
    ConcernAct.RESPOND: "responded to",
    ConcernAct.ACCEPT: "response accepted by QA",
    ConcernAct.SEND_BACK: "response sent back",
    ConcernAct.SIGN_OFF: "signed off",
    ConcernAct.PLACE: "put on the child's record, and resolved",
    ConcernAct.SET_CATEGORY: "category changed",
    ConcernAct.CLOSE: "closed as opened by mistake",
    ConcernAct.REOPEN: "opened again",
}
_BY_STATUS: Mapping[ConcernStatus, str] = {
    ConcernStatus.OPEN: "raised",
    ConcernStatus.RESPONDED: "responded to",
    ConcernStatus.REVIEWED: "response accepted by QA",
    ConcernStatus.SIGNED_OFF: "signed off",
    ConcernStatus.RESOLVED: "resolved",
}
# More names than these are counted: a council has many directors and QA officers.
_NAMED = 4


def due_words(entry: Entry, today: date) -> tuple[str, bool]:
    """What is said of the response's due day, and whether it is or was late; "" where nothing needs saying.

    Late is said as it is, of a response that came late too.
    """
    due = entry.respond_by
    if due is None:
        return "", False
    day = spoken_day(due)
    if entry.responded_on is not None:
        late = entry.responded_on > due
        return (f"The response came on {spoken_day(entry.responded_on)}; it was due by {day}." if late else ""), late
    if entry.status is not ConcernStatus.OPEN:
        return "", False
    if due < today:
        days = (today - due).days
        return f"No response yet: it was due by {day}, {days} day{'' if days == 1 else 's'} ago.", True
    return (f"The response is due today, {day}." if due == today else f"The response is due by {day}."), False


def waiting(unit: Unit, entry: Entry) -> str:
    """Whom an entry waits for, as a sentence with their names; "" once it is resolved."""
    whom = waits_for(entry.status)
    if not whom:
        return ""
    people = whose_turn(unit, entry)
    names = list(names_of(unit, people).values())
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    said = f" ({', '.join(names[:_NAMED])}{more})" if names else " (nobody is down as one)"
    return f"Next: {whom}{said}."


def happened(line: Happened) -> str:
    """One thing of an entry's history, as a sentence without its words."""
    what = _DONE[line.act] if line.act else _BY_STATUS[line.status]
    if line.act in {ConcernAct.RAISE, ConcernAct.SET_CATEGORY} or (not line.act and line.status is ConcernStatus.OPEN):
        what = f"{what}, category {line.category}"
    at = f" at {spoken_time(line.at)}" if line.act and london_day(line.at) == line.on_day else ""
    who = f" By {line.who}{f' for {line.for_whom}' if line.for_whom else ''}." if line.who else ""
    return f"{spoken_day(line.on_day)}{at}: {what}.{who}"


def response_of(history: Sequence[Happened], entry: Entry) -> str:
    """The response that stands; "" where there is none, or an import brought it without words."""
    if entry.responded_on is None:
        return ""
    return next((line.words or "" for line in reversed(history) if line.act is ConcernAct.RESPOND), "")


def sent_back_why(history: Sequence[Happened], entry: Entry) -> str:
    """Why the last response was sent back; "" unless that is why the entry waits for one."""
    last = history[-1] if history else None
    is_back = last is not None and last.act is ConcernAct.SEND_BACK and entry.status is ConcernStatus.OPEN
    return (last.words or "") if is_back and last is not None else ""


def part_words(parts: Mapping[ConcernPart, int], names: Mapping[int, str], reader: int) -> str:
    """For whom the reader stands in, as a sentence; "" where they act as themself alone."""
    others = [names[one] for one in dict.fromkeys(parts.values()) if one != reader and one in names]
    return f"You stand in for {', '.join(others)}." if others else ""
