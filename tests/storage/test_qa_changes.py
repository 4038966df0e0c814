"""What QA does to an allocation, in the store: the columns and the history together, and nothing by halves."""

from datetime import date, timedelta

import pytest

from domain.allocation_rules import Fit
from domain.errors import NotAllowedError
from domain.lifecycle import Part
from domain.words import AllocationKind, AllocationStatus, QaTaskKind, Role
from storage.acting import acting_in, begin_acting, is_acting, stop_acting
from storage.erased_words import token
from storage.identities import give_account
from storage.qa_changes import (
    DAYS,
    correct_day,
    reasons_for_sending_back,
    reassign,
    reinstate,
    replace_with_new,
    send_back,
    withdraw,
)
from storage.qa_finding import audits_by_reference, fit_of, history_of
from storage.qa_tasks import TaskInHand, raise_task, task_in_hand
from storage.store import Store, Unit
from storage.tables.allocations import allocation, allocation_act, allocation_transition, case_record
from storage.tables.people import person
from tests.storage.small_council import DUE, NOW, TODAY
from tests.storage.test_returns import Returning

TOMORROW = TODAY + timedelta(days=1)
SECOND_DUE = date(2026, 12, 11)


@pytest.fixture
def council(store: Store) -> Returning:
    made = Returning(store)
    for name in ("rosa", "ines"):
        made.employs(name, Role.AUDITOR)
    made.employs("sam")
    made.employs("quinn", Role.QA)
    made.has_team()
    made.given = made.allocates("rosa")
    return made


def replaces(council: Returning, allocation_id: int, to: str = "ines") -> int:
    with council.unit("quinn") as unit:
        given = council.audit(unit, allocation_id)
        return replace_with_new(unit, given, council.people[to], "She is away.", SECOND_DUE, TODAY)


def test_each_replacement_has_a_reference_of_its_own_and_the_old_one_names_it(council: Returning) -> None:
    second = replaces(council, council.given)
    third = replaces(council, second, to="rosa")
    one, two, three = council.rows(allocation)
    assert (one.replaced_by, two.ref, two.replaced_by, three.ref) == (
        two.ref,
        f"{one.ref}-R",
        three.ref,
        f"{two.ref}-R",
    )
    with council.unit("quinn") as unit:
        withdraw(unit, council.audit(unit, third), "No longer.", TODAY, TODAY)
        reinstate(unit, council.audit(unit, council.given), "After all.", TODAY)
    again = replaces(council, council.given)
    assert council.rows(allocation, id=again)[0].ref == f"{one.ref}-R2"


def test_a_replacement_keeps_what_the_allocation_was_for(council: Returning) -> None:
    with council.unit() as unit:
        values = {"kind": AllocationKind.LOOPED, "loop_ref": "L1", "locality": "North"}
        unit.connection.execute(allocation.update().values(values))
    replaces(council, council.given)
    old, new = council.rows(allocation)
    for name in ("month", "case_id", "team_id", "service", "legal_status", "locality", "kind", "loop_ref"):
        assert getattr(new, name) == getattr(old, name), name
    assert (new.allocated_on, new.due_on, new.status) == (TODAY, SECOND_DUE, AllocationStatus.ALLOCATED)


def test_what_is_returned_is_not_given_to_somebody_else(council: Returning) -> None:
    council.starts("rosa", council.given)
    council.returns()
    with council.unit("quinn") as unit, pytest.raises(NotAllowedError, match="You can send it back"):
        reassign(unit, council.audit(unit, council.given), council.people["ines"], "She is away.", SECOND_DUE, TODAY)


@pytest.mark.parametrize("day", [TODAY - timedelta(days=1), TOMORROW])
def test_an_audit_is_not_withdrawn_before_it_was_allocated_nor_on_a_day_to_come(council: Returning, day: date) -> None:
    with council.unit("quinn") as unit, pytest.raises(NotAllowedError, match="Choose a day from Friday 20 November"):
        withdraw(unit, council.audit(unit, council.given), "Not needed.", day, TODAY)
    assert council.rows(allocation)[0].status is AllocationStatus.ALLOCATED


@pytest.mark.parametrize("by", [Part.QA, Part.MODERATOR])
def test_a_moderator_or_qa_sends_an_audit_back_until_a_second_due_day(council: Returning, by: Part) -> None:
    council.starts("rosa", council.given)
    council.returns()
    with council.unit("quinn") as unit:
        send_back(unit, council.audit(unit, council.given), "More evidence.", SECOND_DUE, TODAY, by=by)
    with council.unit() as unit:
        given = council.audit(unit, council.given)
        assert (given.status, given.second_due_on, given.due_now) == (
            AllocationStatus.SENT_BACK,
            SECOND_DUE,
            SECOND_DUE,
        )
        assert (given.due_on, given.returned_on, given.position) == (DUE, TODAY, "review")
        assert reasons_for_sending_back(unit, council.given) == "More evidence."
    last = council.rows(allocation_transition)[-1]
    assert (last.actor_id, last.reason) == (council.people["quinn"], "More evidence.")


def test_nobody_but_qa_sends_an_audit_back_and_nobody_gives_one_that_was_erased_to_be_done(council: Returning) -> None:
    council.starts("rosa", council.given)
    council.returns()
    with council.unit("rosa") as unit, pytest.raises(NotAllowedError, match="so it can't be sent back"):
        send_back(unit, council.audit(unit, council.given), "Mine.", SECOND_DUE, TODAY, by=Part.AUDITOR)
    with council.unit("quinn") as unit:
        unit.connection.execute(allocation.update().values(ref=token()))
        with pytest.raises(NotAllowedError, match="was erased"):
            send_back(unit, council.audit(unit, council.given), "More.", SECOND_DUE, TODAY)
        unit.connection.execute(allocation.update().values(status=AllocationStatus.WITHDRAWN))
        with pytest.raises(NotAllowedError, match="was erased"):
            reinstate(unit, council.audit(unit, council.given), "After all.", TODAY)


def test_what_came_by_import_is_put_right_there(council: Returning) -> None:
    with council.unit() as unit:
        columns = {"status": AllocationStatus.RETURNED, "returned_on": TODAY}
        unit.connection.execute(allocation.update().values(columns))
    with council.unit("quinn") as unit, pytest.raises(NotAllowedError, match="came by import"):
        send_back(unit, council.audit(unit, council.given), "More.", SECOND_DUE, TODAY)


def test_the_reasons_are_those_of_the_last_time_it_was_sent_back(council: Returning) -> None:
    council.starts("rosa", council.given)
    for reasons in ("More evidence.", "And the plan."):
        council.returns()
        with council.unit("quinn") as unit:
            send_back(unit, council.audit(unit, council.given), reasons, SECOND_DUE, TODAY)
    with council.unit("quinn") as unit:
        withdraw(unit, council.audit(unit, council.given), "A slip.", TODAY, TODAY)
        assert reinstate(unit, council.audit(unit, council.given), "Not meant.", TODAY) is AllocationStatus.SENT_BACK
        assert reasons_for_sending_back(unit, council.given) == "And the plan."


@pytest.mark.parametrize("which", DAYS)
def test_a_day_that_is_not_there_is_not_put_right(council: Returning, which: object) -> None:
    (day,) = [one for one in DAYS if one is which]
    with council.unit("quinn") as unit:
        given = council.audit(unit, council.given)
        if day.stands(given) is None:
            with pytest.raises(NotAllowedError):
                correct_day(unit, given, day, TODAY, "A slip.", TODAY)
        else:
            correct_day(unit, given, day, SECOND_DUE, "A slip.", TODAY)
    acts = [(one.old, one.new, one.reason) for one in council.rows(allocation_act)]
    assert acts == ([("due_on 2026-12-04", "due_on 2026-12-11", "A slip.")] if day.column == "due_on" else [])


def test_an_audit_was_not_returned_on_a_day_to_come(council: Returning) -> None:
    council.starts("rosa", council.given)
    council.returns()
    (day,) = [one for one in DAYS if one.column == "returned_on"]
    with council.unit("quinn") as unit, pytest.raises(NotAllowedError, match="Choose today or an earlier day"):
        correct_day(unit, council.audit(unit, council.given), day, TOMORROW, "A slip.", TODAY)


def test_two_of_qa_at_once_do_not_change_what_the_other_has_changed(council: Returning) -> None:
    with council.unit("quinn") as unit:
        read_before = council.audit(unit, council.given)
    council.starts("rosa", council.given)
    with council.unit("quinn") as unit, pytest.raises(NotAllowedError, match="Somebody changed this audit just now"):
        reassign(unit, read_before, council.people["ines"], "She is away.", SECOND_DUE, TODAY)
    assert council.rows(allocation)[0].auditor_id == council.people["rosa"]


# How somebody fits.


def test_what_is_known_of_somebody_who_might_have_it(council: Returning) -> None:
    with council.unit() as unit:
        people = {name: person.c.id == key for name, key in council.people.items()}
        unit.connection.execute(person.update().where(people["ines"]).values(team_id=council.team_id))
        unit.connection.execute(person.update().where(people["sam"]).values(line_manager_id=council.people["ines"]))
        unit.connection.execute(case_record.update().values(social_worker_id=council.people["sam"]))
        given = council.audit(unit, council.given)
        unit.connection.execute(person.update().values(trained_on=date(2026, 11, 1)))
        assert fit_of(unit, given, council.people["ines"], TODAY) == Fit(is_own_team=True, is_line_managed=True)
        assert fit_of(unit, given, council.people["rosa"], TODAY) == Fit(has_it=True)
        assert fit_of(unit, given, council.people["sam"], TODAY) == Fit(is_auditor=False, is_own_case=True)


@pytest.mark.parametrize(("trained_on", "is_trained"), [(None, False), ("2026-11-02", False), ("2026-11-01", True)])
def test_an_auditor_is_trained_by_the_first_of_the_audits_month(
    council: Returning, trained_on: str | None, *, is_trained: bool
) -> None:
    with council.unit() as unit:
        day = None if trained_on is None else date.fromisoformat(trained_on)
        unit.connection.execute(person.update().values(trained_on=day))
        given = council.audit(unit, council.given)
        assert fit_of(unit, given, council.people["ines"], TODAY).is_trained is is_trained


def test_the_other_half_of_a_loop_is_not_for_the_same_auditor(council: Returning) -> None:
    other = replaces(council, council.given)
    with council.unit() as unit:
        standing = {"loop_ref": "L1", "status": AllocationStatus.ALLOCATED}
        unit.connection.execute(allocation.update().values(standing))
        fit = fit_of(unit, council.audit(unit, council.given), council.people["ines"], TODAY)
        assert fit.has_other_half
        unit.connection.execute(
            allocation.update().where(allocation.c.id == other).values(status=AllocationStatus.WITHDRAWN)
        )
        assert fit_of(unit, council.audit(unit, council.given), council.people["ines"], TODAY) == Fit(is_trained=False)


# Finding, acting, accounts.


def test_a_reference_is_found_whole_and_not_by_a_part_of_it(council: Returning) -> None:
    with council.unit() as unit:
        for text in ("2026-11-4820193", " 4820193 "):
            assert [one.id for one in audits_by_reference(unit, text, 5)] == [council.given]
        for text in ("482", "%", "", "2026-11"):
            assert audits_by_reference(unit, text, 5) == []


def test_acting_is_somebodys_own_and_over_once_it_is_ended(council: Returning) -> None:
    quinn = council.people["quinn"]
    with council.unit("quinn") as unit:
        given = council.audit(unit, council.given)
        for _ in range(2):
            begin_acting(unit, given, quinn, "Rosa dictates it.", TODAY)
        assert is_acting(unit, council.given, quinn)
        assert not is_acting(unit, council.given, council.people["ines"])
        assert stop_acting(unit, council.given, TODAY, council.people["ines"]) == 0
        assert acting_in(unit, [council.given])[council.given].name == "Quinn"
        assert stop_acting(unit, council.given, TODAY, quinn) == 1
        assert not is_acting(unit, council.given, quinn)
        assert acting_in(unit, [council.given]) == {}, "she wrote nothing and moved nothing"
    assert len(history(council)) == 3  # allocated, begun, stopped


def history(council: Returning) -> list[object]:
    with council.unit() as unit:
        return list(history_of(unit, council.given))


def test_nobody_acts_for_themself(council: Returning) -> None:
    with council.unit("rosa") as unit, pytest.raises(NotAllowedError, match="This audit is your own"):
        begin_acting(unit, council.audit(unit, council.given), council.people["rosa"], "Why not.", TODAY)


def test_an_account_that_is_somebody_elses_is_not_given_away(council: Returning) -> None:
    with council.unit("quinn") as unit:
        task = asked_about(unit)
        give_account(unit, council.people["ines"], task)
    with council.unit("quinn") as unit, pytest.raises(NotAllowedError, match="This Teams account is Ines's already"):
        give_account(unit, council.people["sam"], task)
    (ines,) = council.rows(person, id=council.people["ines"])
    assert (ines.entra_object_id, ines.tenant_id, ines.linked_by, ines.linked_at) == ("0f-0f", "tenant", "qa", NOW)


def asked_about(unit: Unit) -> TaskInHand:
    key = raise_task(
        unit, QaTaskKind.UNMATCHED_PERSON, "unmatched:0f-0f", "Who?", object_id="0f-0f", tenant_id="tenant"
    )
    task = task_in_hand(unit, key or 0)
    assert task is not None
    return task
