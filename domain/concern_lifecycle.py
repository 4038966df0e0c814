"""The lifecycle of a child of concern as one table: what can be done to an entry, from where, and by whom."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.calendar import WorkingCalendar
from domain.errors import NotAllowedError
from domain.words import ConcernAct as A
from domain.words import ConcernStatus as S


class ConcernPart(StrEnum):
    """What somebody is to an entry when they change it; whoever stands in for them has their part."""

    RESPONDER = "the team manager or head of service"
    QA = "QA"
    DIRECTOR = "a director"
    FINDER = "whoever found it"


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table.

    Attributes:
        act: what is done.
        old: the states from which it can be done; None stands for an audit without an entry.
        new: the state that it leads to; None where the entry stays where it stands.
        who: whose part it is.
        wants_words: whether a reason, or what was done, must be given with it.
        category: the category that it gives, where that says where it leads.
    """

    act: A
    old: frozenset[S | None]
    new: S | None
    who: ConcernPart
    wants_words: bool = False
    category: int | None = None


_UNRESOLVED: frozenset[S | None] = frozenset({S.OPEN, S.RESPONDED, S.REVIEWED, S.SIGNED_OFF})
_RESPONDER, _QA, _DIRECTOR = ConcernPart.RESPONDER, ConcernPart.QA, ConcernPart.DIRECTOR

# DOMAIN, "What follows an audit": the response, QA's review, the director's sign-off, the child's record. What an
# import brings was done elsewhere, in whatever order.
TABLE: tuple[Transition, ...] = (
    Transition(A.RAISE, frozenset({None, *S}), S.OPEN, ConcernPart.FINDER, wants_words=True),
    Transition(A.RESPOND, frozenset({S.OPEN}), S.RESPONDED, _RESPONDER, wants_words=True),
    Transition(A.ACCEPT, frozenset({S.RESPONDED}), S.REVIEWED, _QA),
    Transition(A.SEND_BACK, frozenset({S.RESPONDED}), S.OPEN, _QA, wants_words=True),
    Transition(A.SEND_BACK, frozenset({S.REVIEWED}), S.OPEN, _DIRECTOR, wants_words=True),
    Transition(A.SIGN_OFF, frozenset({S.REVIEWED}), S.SIGNED_OFF, _DIRECTOR),
    Transition(A.PLACE, frozenset({S.SIGNED_OFF}), S.RESOLVED, _RESPONDER),
    Transition(A.PLACE, frozenset({S.SIGNED_OFF}), S.RESOLVED, _QA),
    # What was answered, was answered of something less urgent.
    Transition(A.SET_CATEGORY, _UNRESOLVED, S.OPEN, _QA, wants_words=True, category=1),
    Transition(A.SET_CATEGORY, _UNRESOLVED, None, _QA, wants_words=True, category=2),
    Transition(A.CLOSE, _UNRESOLVED, S.RESOLVED, _QA, wants_words=True),
    Transition(A.REOPEN, frozenset({S.RESOLVED}), S.OPEN, _QA, wants_words=True),
)

_STANDING = {
    S.OPEN: "waits for a response",
    S.RESPONDED: "has its response, and waits for QA's review",
    S.REVIEWED: "was reviewed by QA, and waits for a director's sign-off",
    S.SIGNED_OFF: "was signed off, and waits to be put on the child's record",
    S.RESOLVED: "is resolved",
}
_DONE = {
    A.RAISE: "raised",
    A.RESPOND: "responded to",
    A.ACCEPT: "reviewed",
    A.SEND_BACK: "sent back",
    A.SIGN_OFF: "signed off",
    A.PLACE: "put on the child's record",
    A.SET_CATEGORY: "given another category",
    A.CLOSE: "closed",
    A.REOPEN: "opened again",
}
_CAN = {
    A.RESPOND: "respond to it",
    A.ACCEPT: "accept the response",
    A.SEND_BACK: "send the response back",
    A.SIGN_OFF: "sign it off",
    A.PLACE: "put it on the child's record",
    A.SET_CATEGORY: "change its category",
    A.CLOSE: "close it as opened by mistake",
    A.REOPEN: "open it again",
}


def standing(status: S) -> str:
    """A status as the end of a sentence that begins with "This entry"."""
    return _STANDING[status]


def waits_for(status: S) -> str:
    """Whom an entry waits for, in words; "" where it waits for nobody."""
    waits = {S.OPEN: _RESPONDER, S.RESPONDED: _QA, S.REVIEWED: _DIRECTOR, S.SIGNED_OFF: _RESPONDER}
    return waits[status].value if status in waits else ""


def possible(status: S, parts: Collection[ConcernPart]) -> tuple[A, ...]:
    """What somebody with these parts can do to an entry from where it stands, in the order of the table."""
    return tuple(dict.fromkeys(row.act for row in TABLE if status in row.old and row.who in parts))


def new_status(act: A, status: S, category: int) -> S:
    """Where an act leads from a state that allows it; `category` is the one that the entry has after it."""
    row = next(row for row in TABLE if row.act is act and status in row.old and row.category in {None, category})
    return row.new or status


def wants_words(act: A) -> bool:
    """Whether a reason, or what was done, must be given with an act."""
    return any(row.wants_words for row in TABLE if row.act is act)


def check_act(act: A, status: S, parts: Collection[ConcernPart]) -> None:
    """Refuse an act that the table does not have for this state and these parts.

    Raises:
        NotAllowedError: saying where the entry stands and what the person can do instead.
    """
    if act in possible(status, parts):
        return
    whose = sorted({row.who.value for row in TABLE if row.act is act and status in row.old})
    if whose:
        why = f"That is for {' or '.join(whose)}: this entry can't be {_DONE[act]} by you."
    else:
        why = f"This entry {standing(status)}, so it can't be {_DONE[act]}."
    raise NotAllowedError(f"{why} {_instead(possible(status, parts))}")


def _instead(acts: Iterable[A]) -> str:
    some = [_CAN[act] for act in acts if act in _CAN]
    if not some:
        return "Type 'concerns' to see what waits for whom."
    said = some[0] if len(some) == 1 else f"{', '.join(some[:-1])} or {some[-1]}"
    return f"What you can do now: {said}."


def respond_by(category: int, since: date, calendar: WorkingCalendar, working_days: int) -> date:
    """The last day for the response (DOMAIN): the same day for category 1, else some working days on.

    A category 2 of Friday 20 November 2026 is due by Friday 4 December, ten working days on.

    Args:
        category: 1 or 2.
        since: the London day from which the time runs.
        calendar: the council's working days.
        working_days: of category 2 (setting `concern_response_working_days`).
    """
    return since if category == 1 else calendar.working_day_after(since, working_days)
