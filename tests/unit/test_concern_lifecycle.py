"""The lifecycle of a child of concern row by row: what each part may do from each state, and what is said otherwise."""

from datetime import date
from itertools import product
from pathlib import Path

import pytest

import domain
from domain.calendar import WorkingCalendar
from domain.concern_lifecycle import (
    TABLE,
    ConcernPart,
    Transition,
    check_act,
    new_status,
    possible,
    respond_by,
    standing,
)
from domain.errors import NotAllowedError
from domain.words import ConcernAct as A
from domain.words import ConcernStatus as S

R, Q, D, F = ConcernPart.RESPONDER, ConcernPart.QA, ConcernPart.DIRECTOR, ConcernPart.FINDER
# DOMAIN, "What follows an audit", read arrow by arrow: by part and act, each state with where it leads.
MAY: dict[tuple[ConcernPart, A], dict[S, S]] = {
    (F, A.RAISE): dict.fromkeys(S, S.OPEN),
    (R, A.RESPOND): {S.OPEN: S.RESPONDED},
    (Q, A.ACCEPT): {S.RESPONDED: S.REVIEWED},
    (Q, A.SEND_BACK): {S.RESPONDED: S.OPEN},
    (D, A.SEND_BACK): {S.REVIEWED: S.OPEN},
    (D, A.SIGN_OFF): {S.REVIEWED: S.SIGNED_OFF},
    (R, A.PLACE): {S.SIGNED_OFF: S.RESOLVED},
    (Q, A.PLACE): {S.SIGNED_OFF: S.RESOLVED},
    (Q, A.SET_CATEGORY): {status: status for status in S if status is not S.RESOLVED},
    (Q, A.CLOSE): {status: S.RESOLVED for status in S if status is not S.RESOLVED},
    (Q, A.REOPEN): {S.RESOLVED: S.OPEN},
}
CELLS = sorted(product(ConcernPart, A, S))


def test_each_part_may_do_what_the_table_says_and_nothing_else() -> None:
    for part, act, status in CELLS:
        leads = MAY.get((part, act), {})
        assert (act in possible(status, {part})) is (status in leads), (part, act, status)
        if status in leads:
            check_act(act, status, {part})
            assert new_status(act, status, 2) is leads[status]


def test_what_becomes_category_1_waits_for_a_response_whatever_was_answered_before() -> None:
    for status in set(S) - {S.RESOLVED}:
        assert new_status(A.SET_CATEGORY, status, 1) is S.OPEN


@pytest.mark.parametrize("status", S)
def test_what_is_not_allowed_says_where_the_entry_stands_or_whose_it_is_and_what_can_be_done(status: S) -> None:
    for part, act in product((R, Q, D), A):
        if status in MAY.get((part, act), {}):
            continue
        with pytest.raises(NotAllowedError) as refused:
            check_act(act, status, {part})
        said = str(refused.value)
        assert said.startswith((f"This entry {standing(status)}, so it can't be ", "That is for "))
        assert said.endswith("Type 'concerns' to see what waits for whom.") or "What you can do now: " in said
        assert "_" not in said


def test_somebody_with_two_parts_may_do_the_union() -> None:
    assert possible(S.OPEN, {R, Q}) == (A.RESPOND, A.SET_CATEGORY, A.CLOSE)
    assert possible(S.REVIEWED, set()) == ()


def test_the_page_about_the_domain_has_the_same_table() -> None:
    page = (Path(domain.__file__).parent.parent / "docs" / "domain.md").read_text(encoding="utf-8")
    lines = page[page.index("| what | from | to | by whom | words |") :].splitlines()[2:]
    assert lines[: len(TABLE)] == [_written(row) for row in TABLE]
    assert not lines[len(TABLE)].startswith("|")


def _written(row: Transition) -> str:
    old = ", ".join([*(["no entry"] if None in row.old else []), *(one.value for one in S if one in row.old)])
    words = "yes" if row.wants_words else "–"  # noqa: RUF001 - the page has a dash there
    new = row.new.value if row.new else "stays"
    act = f"{row.act.value} {row.category}" if row.category else row.act.value
    return f"| {act} | {old} | {new} | {row.who.value} | {words} |".replace("_", " ")


def test_every_state_is_reached() -> None:
    assert {row.new for row in TABLE} - {None} == set(S)


@pytest.mark.parametrize(
    ("category", "since", "due"),
    [
        (1, date(2026, 11, 22), date(2026, 11, 22)),  # a Sunday, and the same day all the same
        (2, date(2026, 11, 20), date(2026, 12, 4)),
        (2, date(2026, 11, 22), date(2026, 12, 4)),
        (2, date(2026, 12, 18), date(2027, 1, 6)),  # Christmas, its substitute day and New Year between
    ],
)
def test_a_response_is_due_the_same_day_or_within_ten_working_days(category: int, since: date, due: date) -> None:
    off = frozenset({date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)})
    assert respond_by(category, since, WorkingCalendar(off), 10) == due
