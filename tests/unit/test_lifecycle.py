"""The lifecycle row by row: every change from every state is allowed, or answered with what can be done instead."""

from itertools import product
from pathlib import Path

import pytest

import domain
from domain.errors import NotAllowedError
from domain.lifecycle import (
    TABLE,
    TRANSITIONS,
    WITH_THE_AUDITOR,
    Need,
    Part,
    Timeliness,
    Transition,
    check_change,
    check_reopening,
    check_transition,
    instead,
    needed,
    possible,
    standing,
    timeliness,
)
from domain.words import AllocationStatus as S
from domain.words import Change

# DOMAIN, "Lifecycle of an allocation", read arrow by arrow.
ALLOWED = {
    (S.ALLOCATED, S.STARTED),
    (S.ALLOCATED, S.RETURNED),  # an audit kept on paper comes by import
    (S.ALLOCATED, S.EXEMPTED),
    (S.ALLOCATED, S.WITHDRAWN),
    (S.STARTED, S.RETURNED),
    (S.STARTED, S.EXEMPTED),
    (S.STARTED, S.WITHDRAWN),
    (S.RETURNED, S.SENT_BACK),
    (S.RETURNED, S.MODERATED),
    (S.RETURNED, S.UPLOADED),  # where policy asks for no moderation
    (S.SENT_BACK, S.RETURNED),
    (S.SENT_BACK, S.WITHDRAWN),
    (S.MODERATED, S.SENT_BACK),
    (S.MODERATED, S.UPLOADED),
    (S.UPLOADED, S.RETURNED),  # a slip of the finger, taken back within a day
    (S.UPLOADED, S.MODERATED),
    (S.EXEMPTED, S.ALLOCATED),  # exempted in error, and back where it stood
    (S.EXEMPTED, S.STARTED),  # exempt for the month, and done all the same
    (S.EXEMPTED, S.RETURNED),
    (S.EXEMPTED, S.WITHDRAWN),
    (S.WITHDRAWN, S.ALLOCATED),  # withdrawn in error, and brought back by QA to where it stood
    (S.WITHDRAWN, S.STARTED),
    (S.WITHDRAWN, S.SENT_BACK),
    (S.WITHDRAWN, S.EXEMPTED),
}
PAIRS = sorted(product(S, S))

# What each part may do from each state, written out a second time: the first letters of the states in their order.
STATES = {
    "a": S.ALLOCATED,
    "s": S.STARTED,
    "r": S.RETURNED,
    "b": S.SENT_BACK,
    "m": S.MODERATED,
    "u": S.UPLOADED,
    "e": S.EXEMPTED,
    "w": S.WITHDRAWN,
}
MAY = {
    (Part.AUDITOR, Change.START): "ae",
    (Part.AUDITOR, Change.RETURN): "sb",
    (Part.AUDITOR, Change.REOPEN): "r",
    (Part.AUDITOR, Change.RETURN_AGAIN): "r",
    (Part.AUDITOR, Change.UPLOAD): "rm",
    (Part.AUDITOR, Change.TAKE_OFF_RECORD): "u",
    (Part.AUDITOR, Change.EXEMPT): "as",
    (Part.AUDITOR, Change.END_EXEMPTION): "e",
    (Part.MODERATOR, Change.END_REOPENING): "r",
    (Part.MODERATOR, Change.SEND_BACK): "rm",
    (Part.MODERATOR, Change.MODERATE): "r",
    (Part.MODERATOR, Change.OPEN_MODERATION): "r",
    (Part.MODERATOR, Change.RATE): "r",
    (Part.MODERATOR, Change.PROPOSE_MEETING): "r",
    (Part.AUDITOR, Change.ANSWER_MEETING): "r",
    (Part.AUDITOR, Change.ANSWER_MODERATION): "bmu",
    (Part.QA, Change.GIVE_TO_MODERATOR): "r",
    (Part.DUTY, Change.GIVE_TO_MODERATOR): "r",
    (Part.APPROVER, Change.EXEMPT): "as",
    (Part.APPROVER, Change.END_EXEMPTION): "e",
    (Part.QA, Change.SEND_BACK): "rm",
    (Part.QA, Change.UPLOAD): "rm",
    (Part.QA, Change.TAKE_OFF_RECORD): "u",
    (Part.QA, Change.WITHDRAW): "asbe",
    (Part.QA, Change.REINSTATE): "w",
    (Part.QA, Change.REASSIGN): "asb",
    (Part.QA, Change.CORRECT_DUE_DAY): "asrbmue",
    (Part.QA, Change.CORRECT_RETURN_DAY): "rbmu",
    (Part.QA, Change.ACT_FOR): "asrb",
    (Part.QA, Change.STOP_ACTING): "asrbmuew",
    (Part.IMPORT, Change.RETURN): "asbe",
    (Part.IMPORT, Change.MODERATE): "r",
    (Part.IMPORT, Change.UPLOAD): "rm",
    (Part.IMPORT, Change.EXEMPT): "as",
    (Part.IMPORT, Change.WITHDRAW): "asbe",
    (Part.DUTY, Change.END_REOPENING): "r",
}
CELLS = sorted(product(Part, Change, S))

SAID = {
    S.ALLOCATED: "This audit has been allocated and not started yet",
    S.STARTED: "This audit has been started",
    S.RETURNED: "This audit has already been returned",
    S.SENT_BACK: "This audit was sent back to the auditor",
    S.MODERATED: "This audit has been moderated",
    S.UPLOADED: "This audit is on the child's record",
    S.EXEMPTED: "This audit is exempt for the month",
    S.WITHDRAWN: "This audit was withdrawn",
}


def may(who: Part, change: Change, status: S) -> bool:
    return status in {STATES[letter] for letter in MAY.get((who, change), "")}


@pytest.mark.parametrize(("who", "change", "status"), [cell for cell in CELLS if may(*cell)])
def test_the_table_allows_the_change(who: Part, change: Change, status: S) -> None:
    check_change(change, status, who)
    assert change in possible(status, who)


@pytest.mark.parametrize(("who", "change", "status"), [cell for cell in CELLS if not may(*cell)])
def test_every_other_cell_says_where_the_audit_stands_and_what_can_be_done_instead(
    who: Part, change: Change, status: S
) -> None:
    with pytest.raises(NotAllowedError) as refused:
        check_change(change, status, who)
    assert str(refused.value).startswith(f"{SAID[status]}, so it can't be ")
    assert str(refused.value).endswith(instead(status, who))
    assert "_" not in str(refused.value)


@pytest.mark.parametrize(("old", "new"), [pair for pair in PAIRS if pair in ALLOWED])
def test_the_lifecycle_allows_the_change_of_state(old: S, new: S) -> None:
    check_transition(old, new)
    assert new in TRANSITIONS[old]


@pytest.mark.parametrize(("old", "new"), [pair for pair in PAIRS if pair not in ALLOWED])
def test_a_refused_change_of_state_says_where_the_audit_stands_and_what_to_do(old: S, new: S) -> None:
    with pytest.raises(NotAllowedError) as refused:
        check_transition(old, new)
    assert str(refused.value).startswith(f"{SAID[old]}, so it can't be ")
    assert str(refused.value).endswith(instead(old, Part.AUDITOR))


def test_the_page_about_the_domain_has_the_same_table() -> None:
    page = (Path(domain.__file__).parent.parent / "docs" / "domain.md").read_text(encoding="utf-8")
    lines = page[page.index("| what | from |") :].splitlines()[2:]
    assert lines[: len(TABLE)] == [_written(row) for row in TABLE]
    assert not lines[len(TABLE)].startswith("|")


def _written(row: Transition) -> str:
    old = ", ".join(status.value for status in S if status in row.old)
    new = row.new.value if row.new else "stays"
    needs = " and ".join(sorted(row.needs)) or "–"  # noqa: RUF001 - the page has a dash there
    return f"| {row.change.value} | {old} | {new} | {', '.join(sorted(row.who))} | {needs} |".replace("_", " ")


def test_what_qa_is_offered_instead_is_what_qa_may_do() -> None:
    offered = {
        "give it to somebody else": Change.REASSIGN,
        "withdraw it": Change.WITHDRAW,
        "act for its auditor": Change.ACT_FOR,
        "send it back": Change.SEND_BACK,
        "put its days right": Change.CORRECT_RETURN_DAY,
        "put its due day right": Change.CORRECT_DUE_DAY,
        "bring it back": Change.REINSTATE,
    }
    for status in S:
        named = {change for words, change in offered.items() if words in instead(status, Part.QA)}
        assert named, status
        assert named <= possible(status, Part.QA), status


def test_what_qa_decides_over_somebodys_head_needs_a_reason() -> None:
    free = {Change.STOP_ACTING, Change.UPLOAD, Change.TAKE_OFF_RECORD}
    for change in {row.change for row in TABLE if Part.QA in row.who}:
        assert (Need.REASON in needed(change)) == (change not in free), change


def test_every_change_has_its_row_and_every_state_its_words() -> None:
    assert {row.change for row in TABLE} == set(Change)
    for status in S:
        assert f"This audit {standing(status)}" == SAID[status]


def test_what_is_returned_or_over_is_not_with_the_auditor() -> None:
    assert {S.ALLOCATED, S.STARTED, S.SENT_BACK} == WITH_THE_AUDITOR


def test_every_state_can_be_reached_and_from_each_something_can_be_done() -> None:
    assert {new for ways_on in TRANSITIONS.values() for new in ways_on} == set(S)
    assert all(TRANSITIONS.values())


FREE = {"is_reopened": False, "is_with_moderator": False, "is_month_closed": False, "is_kept_here": True}


def test_a_returned_audit_can_be_reopened() -> None:
    check_reopening(S.RETURNED, **FREE)


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        ({"is_reopened": True}, "open again already. Type 'continue'"),
        ({"is_with_moderator": True}, "A moderator has opened this audit"),
        ({"is_month_closed": True}, "has closed, so it can't be reopened. If it is wrong, ask QA"),
        ({"is_kept_here": False}, "came from QA's workbook"),
    ],
)
def test_a_reopening_that_comes_too_late_or_twice_says_why_and_what_to_do(fact: dict[str, bool], said: str) -> None:
    with pytest.raises(NotAllowedError, match=said):
        check_reopening(S.RETURNED, **{**FREE, **fact})


@pytest.mark.parametrize("status", [status for status in S if status is not S.RETURNED])
def test_only_what_is_returned_is_reopened(status: S) -> None:
    with pytest.raises(NotAllowedError, match="so it can't be reopened"):
        check_reopening(status, **FREE)


@pytest.mark.parametrize(
    ("status", "late", "overdue", "closed", "stands"),
    [
        (S.ALLOCATED, None, False, False, Timeliness.NOT_DUE),
        (S.STARTED, None, True, False, Timeliness.OUTSTANDING),
        (S.STARTED, None, True, True, Timeliness.NIL),
        (S.ALLOCATED, None, False, True, Timeliness.NIL),  # where the month closes with its last day
        (S.RETURNED, True, True, True, Timeliness.LATE),  # returned after the close: late, and no longer nil
        (S.RETURNED, False, True, True, Timeliness.ON_TIME),
        (S.SENT_BACK, False, True, True, Timeliness.ON_TIME),  # the first return counts
        (S.UPLOADED, True, True, True, Timeliness.LATE),
        (S.EXEMPTED, None, True, True, Timeliness.NO_LONGER_COUNTED),
        (S.WITHDRAWN, False, True, True, Timeliness.NO_LONGER_COUNTED),
    ],
)
def test_nil_is_a_standing_that_a_return_ends(
    status: S,
    late: bool | None,  # noqa: FBT001 - a column of the table
    overdue: bool,  # noqa: FBT001 - a column of the table
    closed: bool,  # noqa: FBT001 - a column of the table
    stands: Timeliness,
) -> None:
    found = timeliness(status, is_returned_late=late, is_overdue=overdue, is_month_closed=closed)
    assert found is stands
