"""Where an audit stands and what happened to it, in the words of QA's cards."""

from datetime import date

from domain.calendar import london_day, spoken_day, spoken_time
from domain.lifecycle import Timeliness, timeliness
from domain.words import AllocationStatus as S
from domain.words import Change
from storage.audits import AllocatedAudit
from storage.qa_changes import DAYS
from storage.qa_finding import HistoryLine

_STANDS = {
    S.ALLOCATED: "Not started yet",
    S.STARTED: "Started",
    S.RETURNED: "Returned",
    S.SENT_BACK: "Sent back to its auditor",
    S.MODERATED: "Moderated",
    S.UPLOADED: "On the child's record",
    S.EXEMPTED: "Exempt for the month",
    S.WITHDRAWN: "Withdrawn",
}
_BECAME = {
    S.ALLOCATED: "allocated",
    S.STARTED: "started",
    S.RETURNED: "returned",
    S.SENT_BACK: "sent back",
    S.MODERATED: "moderated",
    S.UPLOADED: "placed on the child's record",
    S.EXEMPTED: "exempted",
    S.WITHDRAWN: "withdrawn",
}
_DONE = {
    Change.REOPEN: "opened again by its auditor",
    Change.RETURN_AGAIN: "returned again",
    Change.END_REOPENING: "closed again without a new version",
    Change.STOP_ACTING: "left to its auditor again",
    Change.OPEN_MODERATION: "opened to be moderated",
    Change.RATE: "graded by its moderator",
    Change.ANSWER_MODERATION: "the outcome answered by its auditor",
    Change.PROPOSE_MEETING: "a day proposed for the meeting",
    Change.ANSWER_MEETING: "the day of the meeting answered",
}
_NOBODY = {"import": "the workbook", "duty": "auditbot", "command": "a command"}


def stands(given: AllocatedAudit, today: date, *, is_month_closed: bool) -> str:
    """Where an audit stands, with what that means for its due day: `Started; not returned by its due day`."""
    how = timeliness(
        given.status,
        is_returned_late=None if given.returned_on is None else given.returned_on > given.due_on,
        is_overdue=given.due_on < today,
        is_month_closed=is_month_closed,
    )
    state = "Returned, and open again" if given.is_reopened else _STANDS[given.status]
    if how in {Timeliness.NOT_DUE, Timeliness.NO_LONGER_COUNTED}:
        return state
    return f"{state}; {how}"


def happened(line: HistoryLine, due_on: date) -> str:
    """One line of a history: when, what, who, and for whom."""
    at = london_day(line.at)
    when = f"{spoken_day(at)} at {spoken_time(line.at)}" if at == line.on_day else spoken_day(line.on_day)
    who = line.who or _NOBODY.get(line.source, "auditbot")
    for_whom = f" for {line.for_whom}" if line.for_whom else ""
    return f"{when}: {_what(line, due_on)}. By {who}{for_whom}."


def _what(line: HistoryLine, due_on: date) -> str:
    if line.change is None:
        return _moved(line, due_on)
    if line.change is Change.REASSIGN:
        return f"given to {line.new} in the place of {line.old}"
    if line.change is Change.GIVE_TO_MODERATOR:
        return f"given to {line.new} to moderate" if line.new else "waits for another moderator"
    if line.change is Change.ACT_FOR:
        return f"QA goes through it for {line.new}"
    if line.change in {Change.CORRECT_DUE_DAY, Change.CORRECT_RETURN_DAY}:
        return _put_right(line)
    return _DONE[line.change]


def _moved(line: HistoryLine, due_on: date) -> str:
    new = S(line.new or S.ALLOCATED)
    if line.old == S.WITHDRAWN and new is not S.WITHDRAWN:
        return f"brought back; {_STANDS[new].lower()}"
    if line.old == S.EXEMPTED and new is S.ALLOCATED:
        return "exempt no longer; not started"
    if line.old == S.UPLOADED:
        return f"not on the child's record after all; {_STANDS[new].lower()}"
    is_first_return = new is S.RETURNED and line.old not in {S.SENT_BACK, S.RETURNED}
    late = ", after its due day" if is_first_return and line.on_day > due_on else ""
    return f"{_BECAME[new]}{late}"


def _put_right(line: HistoryLine) -> str:
    column, _, old = (line.old or "").partition(" ")
    new = (line.new or "").rpartition(" ")[2]
    title = next(day.title for day in DAYS if day.column == column)
    return f"{title.lower()} put right, from {_day(old)} to {_day(new)}"


def _day(text: str) -> str:
    return spoken_day(date.fromisoformat(text))
