"""The lifecycle of an allocation as one table: what can be done to it, from where, by whom, and with what."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from domain.errors import NotAllowedError
from domain.words import AllocationStatus as S
from domain.words import Change


class Part(StrEnum):
    """What somebody is to an audit when they change it. QA acting for an auditor does the auditor's part."""

    AUDITOR = "its auditor"
    MODERATOR = "its moderator"
    APPROVER = "whoever approves exemptions"
    QA = "QA"
    IMPORT = "an import"
    DUTY = "auditbot"


class Need(StrEnum):
    """What must come with a change."""

    REASON = "a reason"
    DAY = "a day"


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table.

    Attributes:
        change: what is done.
        old: the states from which it can be done.
        new: the state that it leads to; None where the audit stays where it stands.
        who: whose part it is.
        needs: what must be given with it.
    """

    change: Change
    old: frozenset[S]
    new: S | None
    who: frozenset[Part]
    needs: frozenset[Need] = frozenset()


_AUDITOR, _QA, _IMPORT = Part.AUDITOR, Part.QA, Part.IMPORT
_REASON = frozenset({Need.REASON})
_REASON_AND_DAY = frozenset({Need.REASON, Need.DAY})


def _row(
    change: Change, old: set[S], new: S | None, who: set[Part], needs: frozenset[Need] = frozenset()
) -> Transition:
    return Transition(change, frozenset(old), new, frozenset(who), needs)


# DOMAIN, "Lifecycle of an allocation". A reopened audit stays returned on its first day, so that reopening is no
# state of the allocation: it is a new version of the audit. What an import brings was done elsewhere, on paper.
TABLE: tuple[Transition, ...] = (
    _row(Change.START, {S.ALLOCATED, S.EXEMPTED}, S.STARTED, {_AUDITOR}),
    _row(Change.RETURN, {S.STARTED, S.SENT_BACK}, S.RETURNED, {_AUDITOR, _IMPORT}),
    _row(Change.RETURN, {S.ALLOCATED, S.EXEMPTED}, S.RETURNED, {_IMPORT}),
    _row(Change.REOPEN, {S.RETURNED}, None, {_AUDITOR}),
    _row(Change.RETURN_AGAIN, {S.RETURNED}, None, {_AUDITOR}),
    _row(Change.END_REOPENING, {S.RETURNED}, None, {Part.MODERATOR, Part.DUTY}),
    _row(Change.SEND_BACK, {S.RETURNED, S.MODERATED}, S.SENT_BACK, {Part.MODERATOR, _QA}, _REASON_AND_DAY),
    _row(Change.MODERATE, {S.RETURNED}, S.MODERATED, {Part.MODERATOR, _IMPORT}),
    _row(Change.UPLOAD, {S.RETURNED, S.MODERATED}, S.UPLOADED, {_AUDITOR, _QA, _IMPORT}),
    _row(Change.TAKE_OFF_RECORD, {S.UPLOADED}, S.RETURNED, {_AUDITOR, _QA}),
    _row(Change.TAKE_OFF_RECORD, {S.UPLOADED}, S.MODERATED, {_AUDITOR, _QA}),
    _row(Change.EXEMPT, {S.ALLOCATED, S.STARTED}, S.EXEMPTED, {_AUDITOR, Part.APPROVER, _IMPORT}),
    _row(
        Change.WITHDRAW,
        {S.ALLOCATED, S.STARTED, S.SENT_BACK, S.EXEMPTED},
        S.WITHDRAWN,
        {_QA, _IMPORT},
        _REASON_AND_DAY,
    ),
    _row(Change.REINSTATE, {S.WITHDRAWN}, S.ALLOCATED, {_QA}, _REASON),
    _row(Change.REINSTATE, {S.WITHDRAWN}, S.STARTED, {_QA}, _REASON),
    _row(Change.REINSTATE, {S.WITHDRAWN}, S.SENT_BACK, {_QA}, _REASON),
    _row(Change.REINSTATE, {S.WITHDRAWN}, S.EXEMPTED, {_QA}, _REASON),
    _row(Change.END_EXEMPTION, {S.EXEMPTED}, S.ALLOCATED, {_AUDITOR, Part.APPROVER}),
    _row(Change.END_EXEMPTION, {S.EXEMPTED}, S.STARTED, {_AUDITOR, Part.APPROVER}),
    _row(Change.REASSIGN, {S.ALLOCATED, S.STARTED, S.SENT_BACK}, None, {_QA}, _REASON),
    _row(Change.CORRECT_DUE_DAY, set(S) - {S.WITHDRAWN}, None, {_QA}, _REASON_AND_DAY),
    _row(Change.CORRECT_RETURN_DAY, {S.RETURNED, S.SENT_BACK, S.MODERATED, S.UPLOADED}, None, {_QA}, _REASON_AND_DAY),
    _row(Change.ACT_FOR, {S.ALLOCATED, S.STARTED, S.SENT_BACK, S.RETURNED}, None, {_QA}, _REASON),
    _row(Change.STOP_ACTING, set(S), None, {_QA}),
    _row(Change.GIVE_TO_MODERATOR, {S.RETURNED}, None, {_QA, Part.DUTY}, _REASON),
    _row(Change.OPEN_MODERATION, {S.RETURNED}, None, {Part.MODERATOR}),
    _row(Change.RATE, {S.RETURNED}, None, {Part.MODERATOR}),
    _row(Change.ANSWER_MODERATION, {S.SENT_BACK, S.MODERATED, S.UPLOADED}, None, {_AUDITOR}),
    _row(Change.PROPOSE_MEETING, {S.RETURNED}, None, {Part.MODERATOR}),
    _row(Change.ANSWER_MEETING, {S.RETURNED}, None, {_AUDITOR}),
)

# Which state may follow which, whoever brings it about.
TRANSITIONS: dict[S, frozenset[S]] = {
    status: frozenset(row.new for row in TABLE if status in row.old and row.new is not None) for status in S
}

# Who holds the audit and can still write in it.
WITH_THE_AUDITOR = frozenset({S.ALLOCATED, S.STARTED, S.SENT_BACK})

_STANDING = {
    S.ALLOCATED: "has been allocated and not started yet",
    S.STARTED: "has been started",
    S.RETURNED: "has already been returned",
    S.SENT_BACK: "was sent back to the auditor",
    S.MODERATED: "has been moderated",
    S.UPLOADED: "is on the child's record",
    S.EXEMPTED: "is exempt for the month",
    S.WITHDRAWN: "was withdrawn",
}
_DONE = {
    Change.START: "started",
    Change.RETURN: "returned",
    Change.RETURN_AGAIN: "returned again",
    Change.REOPEN: "reopened",
    Change.END_REOPENING: "closed again",
    Change.SEND_BACK: "sent back",
    Change.MODERATE: "moderated",
    Change.UPLOAD: "put on the child's record",
    Change.TAKE_OFF_RECORD: "taken off the child's record",
    Change.EXEMPT: "exempted",
    Change.END_EXEMPTION: "freed from its exemption",
    Change.WITHDRAW: "withdrawn",
    Change.REINSTATE: "brought back",
    Change.REASSIGN: "given to somebody else",
    Change.CORRECT_DUE_DAY: "given another due day",
    Change.CORRECT_RETURN_DAY: "given another day of return",
    Change.ACT_FOR: "done by QA for its auditor",
    Change.STOP_ACTING: "left to its auditor again",
    Change.GIVE_TO_MODERATOR: "given to a moderator",
    Change.OPEN_MODERATION: "opened by a moderator",
    Change.RATE: "graded by a moderator",
    Change.ANSWER_MODERATION: "answered by its auditor",
    Change.PROPOSE_MEETING: "talked over in a meeting",
    Change.ANSWER_MEETING: "answered about a meeting",
}
# What each part can do about an audit from where it stands, where what they wanted can't be done.
_INSTEAD: dict[Part, dict[S, str]] = {
    Part.AUDITOR: {
        S.ALLOCATED: "Type 'my audits' and press Start audit.",
        S.STARTED: "Type 'continue' to go on with it.",
        S.RETURNED: "You can reopen it until a moderator opens it or the month closes: type 'my audits'.",
        S.SENT_BACK: "Type 'my audits' to see why, and to go on with it.",
        S.MODERATED: "If something in it is wrong, ask QA to send it back to you.",
        S.UPLOADED: "If something in it is wrong, tell QA.",
        S.EXEMPTED: "To do it all the same, type 'my exemptions' and press Start audit.",
        S.WITHDRAWN: "There is nothing left to do with it. Type 'my audits' to see yours.",
    },
    Part.MODERATOR: {
        S.ALLOCATED: "It comes to a moderator once it is returned.",
        S.STARTED: "It comes to a moderator once it is returned.",
        S.RETURNED: "If it is yours to moderate, it is in your list: type 'my moderations'.",
        S.SENT_BACK: "It comes to a moderator again once it is returned.",
        S.MODERATED: "If its outcome is wrong, ask QA to send it back: it is moderated again then.",
        S.UPLOADED: "If its outcome is wrong, tell QA.",
        S.EXEMPTED: "There is nothing to moderate. Type 'my moderations' to see what is.",
        S.WITHDRAWN: "There is nothing to moderate. Type 'my moderations' to see what is.",
    },
    Part.QA: {
        S.ALLOCATED: "You can give it to somebody else, withdraw it, or act for its auditor.",
        S.STARTED: "You can give it to somebody else, withdraw it, or act for its auditor.",
        S.RETURNED: "You can send it back, or put its days right.",
        S.SENT_BACK: "You can give it to somebody else, withdraw it, or act for its auditor.",
        S.MODERATED: "You can send it back, or put its days right.",
        S.UPLOADED: "You can put its days right.",
        S.EXEMPTED: "You can withdraw it, or put its due day right.",
        S.WITHDRAWN: "You can bring it back.",
    },
}


def standing(status: S) -> str:
    """A status as the end of a sentence that begins with "This audit"."""
    return _STANDING[status]


def instead(status: S, who: Part) -> str:
    """What can be done about an audit from where it stands, as a sentence to the person who wanted something else."""
    return _INSTEAD[who if who in _INSTEAD else Part.AUDITOR][status]


def possible(status: S, who: Part) -> frozenset[Change]:
    """What somebody can do to an audit from where it stands, as far as its state goes."""
    return frozenset(row.change for row in TABLE if status in row.old and who in row.who)


def needed(change: Change) -> frozenset[Need]:
    """What must be given with a change."""
    return frozenset().union(*(row.needs for row in TABLE if row.change is change))


def refusal(change: Change, status: S, who: Part) -> str:
    """Why a change can't be made from where an audit stands, and what can be done instead."""
    return f"This audit {standing(status)}, so it can't be {_DONE[change]}. {instead(status, who)}"


def check_change(change: Change, status: S, who: Part) -> None:
    """Refuse a change that the table does not have for this state and this part.

    Raises:
        NotAllowedError: saying where the audit stands and what can be done instead.
    """
    if change not in possible(status, who):
        raise NotAllowedError(refusal(change, status, who))


def check_transition(old: S, new: S) -> None:
    """Refuse a change of state that the lifecycle does not have, whoever wants it.

    Raises:
        NotAllowedError: saying where the audit stands and what can be done from there.
    """
    if new not in TRANSITIONS[old]:
        wanted = next((row.change for row in TABLE if row.new is new), Change.REINSTATE)
        raise NotAllowedError(refusal(wanted, old, Part.AUDITOR))


def check_reopening(
    status: S, *, is_reopened: bool, is_with_moderator: bool, is_month_closed: bool, is_kept_here: bool
) -> None:
    """Refuse a reopening that comes too late, or twice (DOMAIN: until a moderator opens it or the month closes).

    Args:
        status: where the allocation stands.
        is_reopened: it is open again already.
        is_with_moderator: a moderator has opened it since it was returned.
        is_month_closed: its month has closed.
        is_kept_here: it was carried out here; of one that came by import there are no answers to open.

    Raises:
        NotAllowedError: saying why, and what can be done instead.
    """
    check_change(Change.REOPEN, status, Part.AUDITOR)
    reasons: Iterable[tuple[bool, str]] = (
        (is_reopened, "This audit is open again already. Type 'continue' to go on with it, then return it."),
        (is_with_moderator, "A moderator has opened this audit, so it can't be reopened. Tell them what you'd change."),
        (
            is_month_closed,
            "The month of this audit has closed, so it can't be reopened. If it is wrong, ask QA to send it back.",
        ),
        (not is_kept_here, "This audit came from QA's workbook, so there is nothing to reopen here. Tell QA instead."),
    )
    for applies, sentence in reasons:
        if applies:
            raise NotAllowedError(sentence)


class Timeliness(StrEnum):
    """How an allocation stands to its due day. `nil` is computed and no state: a later return ends it."""

    NOT_DUE = "not due yet"
    OUTSTANDING = "not returned by its due day"
    NIL = "not returned when its month closed"
    ON_TIME = "returned by its due day"
    LATE = "returned after its due day"
    NO_LONGER_COUNTED = "not counted"


def timeliness(status: S, *, is_returned_late: bool | None, is_overdue: bool, is_month_closed: bool) -> Timeliness:
    """How an allocation stands to its due day (DOMAIN: the first return counts, and is never late again).

    Args:
        status: where it stands.
        is_returned_late: whether the day of its first return is after its due day; None before it.
        is_overdue: whether its due day has passed.
        is_month_closed: whether its month has closed (`domain.months.is_closed`).
    """
    if status in {S.WITHDRAWN, S.EXEMPTED}:
        return Timeliness.NO_LONGER_COUNTED
    if is_returned_late is not None:
        return Timeliness.LATE if is_returned_late else Timeliness.ON_TIME
    if is_month_closed:
        return Timeliness.NIL
    return Timeliness.OUTSTANDING if is_overdue else Timeliness.NOT_DUE
