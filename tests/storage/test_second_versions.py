"""An audit returned a second time, after it was reopened or sent back: its actions, its versions, what counts."""

from datetime import date, timedelta

import pytest

from domain.errors import NotAllowedError
from domain.policy import MonthCloses, Policy
from domain.words import ActionStatus, AllocationStatus, Change, Rating
from storage import drafts
from storage.agreed_actions import NO_LONGER_ASKED, WORDED_ANEW
from storage.owned_actions import give_action, open_action, open_actions_of
from storage.reopening import can_be_reopened, end_reopening, is_with_moderator, open_again, reopen
from storage.statements import insert_returning_id
from storage.store import Store
from storage.tables.allocations import allocation, allocation_act, allocation_transition
from storage.tables.audits import action_transition, agreed_action, audit, audit_version, moderation
from tests.storage.small_council import DUE, NOW, TODAY
from tests.storage.test_returns import GOOD, LATER_DAY, WORSE, Returning

USUAL = Policy()
NEXT_WEEK = timedelta(days=7)
SOON = TODAY + NEXT_WEEK


class Again(Returning):
    """A council with an audit of Rosa's that may be opened again."""

    def reopens(self, on: date = TODAY, policy: Policy = USUAL) -> None:
        with self.unit("rosa", NOW + (on - TODAY)) as unit:
            reopen(unit, self.audit(unit, self.given), policy, "review", on)

    def words_anew(self, what: str, by_card: str, number: int, owner: str = "sam") -> None:
        with self.unit("rosa") as unit:
            present = drafts.present_draft(unit, self.given, number)
            words = drafts.ActionWords(what, self.people[owner], LATER_DAY)
            drafts.save_draft(unit, self.given, by_card, words, present)

    def takes_out(self, number: int) -> None:
        with self.unit("rosa") as unit:
            present = drafts.present_draft(unit, self.given, number)
            assert present is not None
            drafts.remove_draft(unit, self.given, present.id)

    def steps(self) -> list[tuple[int, ActionStatus | None, ActionStatus, str | None]]:
        rows = self.rows(action_transition)
        return [(row.action_id, row.from_status, row.to_status, row.note) for row in rows]

    def judges(self, at: timedelta, **columns: object) -> None:
        with self.unit() as unit:
            values = {"allocation_id": self.given, "source": "chat", "recorded_at": NOW + at, **columns}
            insert_returning_id(unit, moderation, **values)

    def is_with_moderator(self) -> bool:
        with self.unit() as unit:
            return is_with_moderator(unit, self.given)


@pytest.fixture
def council(store: Store) -> Again:
    made = Again(store)
    made.employs("rosa")
    made.employs("sam")
    made.has_team()
    made.given = made.allocates("rosa")
    made.starts("rosa", made.given)
    return made


# Its actions.


def test_an_action_worded_anew_is_changed_and_keeps_the_day_it_was_raised(council: Again) -> None:
    council.agrees("See the child alone.", "card-1")
    council.returns()
    council.reopens()
    council.words_anew("See the child alone, at school.", "card-2", 1, owner="rosa")
    council.returns(WORSE, SOON, NEXT_WEEK)
    (row,) = council.rows(agreed_action)
    assert (row.description, row.owner_id, row.raised_on) == (
        "See the child alone, at school.",
        council.people["rosa"],
        TODAY,
    )
    assert council.steps() == [
        (row.id, None, ActionStatus.OPEN, None),
        (row.id, ActionStatus.OPEN, ActionStatus.OPEN, WORDED_ANEW),
    ]


def test_an_action_taken_out_is_removed_with_its_history_and_its_row_stays(council: Again) -> None:
    council.agrees("See the child alone.", "card-1")
    council.agrees("Ask the school.", "card-2")
    council.returns()
    council.sends_back(council.given, TODAY)
    council.takes_out(1)
    council.returns(WORSE, SOON, NEXT_WEEK)
    removed, kept = council.rows(agreed_action)
    assert (removed.description, removed.removed_on) == ("See the child alone.", SOON)
    assert kept.removed_on is None
    assert council.steps()[-1] == (removed.id, ActionStatus.OPEN, ActionStatus.REMOVED, NO_LONGER_ASKED)
    assert council.rows(action_transition)[-1].on_day == SOON


def test_what_was_done_meanwhile_stays_done_though_it_is_taken_out(council: Again) -> None:
    council.agrees("See the child alone.", "card-1")
    council.returns()
    with council.unit() as unit:
        unit.connection.execute(agreed_action.update().values(completed_on=TODAY))
    council.reopens()
    council.takes_out(1)
    council.returns(WORSE, SOON, NEXT_WEEK)
    (row,) = council.rows(agreed_action)
    assert (row.completed_on, row.removed_on) == (TODAY, None)


def test_what_an_import_brought_is_left_alone(council: Again) -> None:
    council.returns()
    with council.unit() as unit:
        values = {"ref": "N1", "allocation_id": council.given, "owner_id": council.people["sam"]}
        insert_returning_id(unit, agreed_action, **values, description="As on paper.", raised_on=TODAY, due_on=DUE)
    council.reopens()
    council.returns(WORSE, SOON, NEXT_WEEK)
    (row,) = council.rows(agreed_action)
    assert (row.description, row.removed_on) == ("As on paper.", None)


def test_a_third_version_leaves_alone_what_the_second_one_removed(council: Again) -> None:
    council.agrees("See the child alone.", "card-1")
    council.returns()
    council.reopens()
    council.takes_out(1)
    council.returns(WORSE, TODAY)
    steps = council.steps()
    council.reopens(SOON)
    council.returns(GOOD, SOON, NEXT_WEEK)
    assert council.steps() == steps
    assert [one.version for one in council.rows(audit_version)] == [1, 2, 3]


def test_an_action_given_to_somebody_else_stays_theirs_in_the_next_version(council: Again) -> None:
    council.agrees("See the child alone.", "card-1")
    council.returns()
    with council.unit("rosa") as unit:
        (action,) = open_actions_of(unit, council.people["sam"])
        give_action(unit, action, council.people["rosa"], "Rosa", "Sam has left.", TODAY)
    council.reopens()
    council.returns(WORSE, SOON, NEXT_WEEK)
    (row,) = council.rows(agreed_action)
    assert row.owner_id == council.people["rosa"]
    assert council.steps()[-1][3] == "From Sam to Rosa: Sam has left."


def test_an_action_that_changed_hands_meanwhile_is_not_given_away_again(council: Again) -> None:
    council.agrees("See the child alone.", "card-1")
    council.returns()
    with council.unit() as unit:
        (action,) = open_actions_of(unit, council.people["sam"])
        give_action(unit, action, council.people["rosa"], "Rosa", "Sam has left.", TODAY)
    with council.unit() as unit, pytest.raises(NotAllowedError, match="Somebody changed this action just now"):
        give_action(unit, action, council.people["rosa"], "Rosa", "Again.", TODAY)


def test_an_action_done_or_removed_is_nobodys_open_one(council: Again) -> None:
    council.agrees("See the child alone.", "card-1")
    council.returns()
    with council.unit() as unit:
        unit.connection.execute(agreed_action.update().values(removed_on=TODAY))
        assert open_action(unit, 1) is None
        assert open_actions_of(unit, council.people["sam"]) == []


# What counts.


def test_a_reopened_audit_is_returned_again_on_its_first_day_without_a_change_of_state(council: Again) -> None:
    council.returns()
    states = [(one.from_status, one.to_status) for one in council.rows(allocation_transition)]
    council.reopens(SOON)
    assert council.rows(audit)[0].overall is Rating.GOOD
    council.returns(WORSE, LATER_DAY, timedelta(days=19))
    (row,) = council.rows(allocation)
    assert (row.status, row.returned_on) == (AllocationStatus.RETURNED, TODAY)
    assert council.rows(audit)[0].overall is Rating.INADEQUATE
    assert [(one.from_status, one.to_status) for one in council.rows(allocation_transition)] == states
    acts = [(one.what, one.on_day) for one in council.rows(allocation_act)]
    assert acts == [(Change.REOPEN, SOON), (Change.RETURN_AGAIN, LATER_DAY)]


def test_of_two_reopenings_at_once_one_is_refused(council: Again) -> None:
    council.returns()
    with council.unit("rosa") as unit:
        read_before = council.audit(unit, council.given)
    council.reopens()
    with pytest.raises(NotAllowedError, match="Somebody changed this audit just now"), council.unit("rosa") as unit:
        reopen(unit, read_before, USUAL, "review", TODAY)
    assert len(council.rows(allocation_act)) == 1


@pytest.mark.parametrize(
    ("columns", "at", "is_with"),
    [
        ({}, timedelta(hours=1), False),
        ({"opened_at": NOW + timedelta(hours=1)}, timedelta(hours=1), True),
        ({"opened_at": NOW - timedelta(hours=1)}, timedelta(0), False),  # before it was returned last
        ({"overall": Rating.GOOD}, timedelta(hours=1), True),
        ({"met_standard": False}, timedelta(hours=1), True),
        ({"met_standard": False}, timedelta(hours=-1), False),  # the judgement that sent it back
    ],
)
def test_a_moderator_has_it_once_they_opened_it_since_its_last_return(
    council: Again,
    columns: dict[str, object],
    at: timedelta,
    is_with: bool,  # noqa: FBT001 - a column of the table
) -> None:
    council.returns()
    council.judges(at, **columns)
    assert council.is_with_moderator() is is_with
    with council.unit() as unit:
        assert can_be_reopened(unit, council.audit(unit, council.given), USUAL, TODAY) is not is_with


def test_a_council_that_closes_its_months_with_their_last_day_ends_reopening_with_it(council: Again) -> None:
    council.returns()
    early = Policy(month_closes=MonthCloses.LAST_DAY)
    with council.unit() as unit:
        given = council.audit(unit, council.given)
        assert can_be_reopened(unit, given, early, date(2026, 11, 30))
        assert not can_be_reopened(unit, given, early, date(2026, 12, 1))
        assert can_be_reopened(unit, given, USUAL, DUE)
        assert not can_be_reopened(unit, given, USUAL, DUE + timedelta(days=1))


def test_a_reopening_ended_leaves_the_last_version_and_is_ended_once(council: Again) -> None:
    council.returns()
    council.reopens()
    for was_open in (True, False):
        with council.unit() as unit:
            assert [one.allocation_id for one in open_again(unit)] == ([council.given] if was_open else [])
            given = council.audit(unit, council.given)
            assert end_reopening(unit, given, "A moderator opens it.", TODAY) is was_open
    assert [one.what for one in council.rows(allocation_act)] == [Change.REOPEN, Change.END_REOPENING]
    assert council.rows(audit)[0].overall is Rating.GOOD
    with pytest.raises(NotAllowedError, match="has already been returned"):
        council.returns(WORSE, SOON)
