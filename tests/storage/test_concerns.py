"""Children of concern: one entry an audit, the more urgent category, each raising acknowledged once by each person."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text

from domain.words import ConcernStatus, SendClass
from storage import concerns
from storage.outbox import owe
from storage.store import Store
from storage.tables.concerns import concern, concern_acknowledgement, concern_transition
from tests.storage.small_council import NOW, TODAY, SmallCouncil

OPEN, RESOLVED = ConcernStatus.OPEN, ConcernStatus.RESOLVED
LATER = NOW + timedelta(hours=1)


class Concerned(SmallCouncil):
    """A council with a started audit of Rosa's."""

    given: int = 0

    def raises(self, category: int, what: str = "Not safe at home.", *, immediate: bool = False) -> int:
        with self.unit("rosa") as unit:
            return concerns.raise_concern(
                unit, self.audit(unit, self.given), category, what, TODAY, immediate=immediate
            )

    def resolves(self) -> None:
        with self.unit() as unit:
            unit.connection.execute(concern.update().values(status=RESOLVED, resolved_on=TODAY))

    def entry(self) -> tuple[int, ConcernStatus]:
        (row,) = self.rows(concern)
        return row.category, row.status


def made(store: Store) -> Concerned:
    council = Concerned(store)
    for name in ("rosa", "dan", "quinn"):
        council.employs(name)
    council.has_team(head_of_service="dan")
    council.given = council.allocates("rosa")
    return council


@pytest.fixture
def council(store: Store) -> Concerned:
    return made(store)


def test_a_concern_is_entered_with_its_history(council: Concerned) -> None:
    number = council.raises(1, immediate=True)
    (entry,) = council.rows(concern)
    assert (entry.ref, entry.category, entry.status, entry.immediate) == ("2026-11-4820193-C", 1, OPEN, True)
    assert (entry.raised_on, entry.raised_at, entry.raised_by_id) == (TODAY, NOW, council.people["rosa"])
    (row,) = council.rows(concern_transition)
    assert (row.id, row.concern_id, row.from_status, row.to_status) == (number, entry.id, None, OPEN)
    assert (row.category, row.what, row.actor_id) == (1, "Not safe at home.", council.people["rosa"])


@pytest.mark.parametrize(("first", "second", "stands"), [(1, 1, 1), (1, 2, 1), (2, 1, 1), (2, 2, 2)])
def test_what_an_audit_finds_stands_in_one_entry_at_the_more_urgent_category(
    council: Concerned, first: int, second: int, stands: int
) -> None:
    council.raises(first)
    council.raises(second)
    assert council.entry() == (stands, OPEN)
    history = [(row.from_status, row.to_status, row.category) for row in council.rows(concern_transition)]
    assert history == [(None, OPEN, first), (OPEN, OPEN, stands)]


@pytest.mark.parametrize(("first", "second"), [(1, 1), (1, 2), (2, 1), (2, 2)])
def test_a_resolved_entry_opens_again_at_the_category_that_is_found_now(
    council: Concerned, first: int, second: int
) -> None:
    council.raises(first)
    council.resolves()
    council.raises(second)
    assert council.entry() == (second, OPEN)
    (row,) = council.rows(concern)
    assert row.resolved_on is None
    assert [row.from_status for row in council.rows(concern_transition)] == [None, RESOLVED]


def test_only_an_open_category_1_has_had_its_alarm(council: Concerned) -> None:
    def stands() -> bool:
        with council.unit() as unit:
            return concerns.has_open_category_1(unit, council.given)

    assert not stands()
    council.raises(2)
    assert not stands()
    council.raises(1)
    assert stands()
    council.resolves()
    assert not stands()


def test_another_audits_concern_is_its_own(council: Concerned) -> None:
    other = council.allocates("rosa", "4820194")
    council.raises(1)
    with council.unit("rosa") as unit:
        concerns.raise_concern(unit, council.audit(unit, other), 2, "No plan.", TODAY, immediate=False)
    assert [(row.allocation_id, row.category) for row in council.rows(concern)] == [(council.given, 1), (other, 2)]


def test_each_account_of_an_immediate_concern_stays_and_the_last_return_says_what_is_wrong(council: Concerned) -> None:
    council.raises(1, "Alone at home.", immediate=True)
    council.raises(1, "Alone at home.", immediate=True)
    council.raises(1, "Nobody opens the door.", immediate=True)
    council.raises(2, "No plan.")
    council.raises(2, "A plan that nobody follows.")
    (entry,) = council.rows(concern)
    assert entry.immediate_risk == "Alone at home.\n\nNobody opens the door."
    assert entry.what_is_wrong == "A plan that nobody follows."


def test_two_raisings_at_once_are_both_kept_in_one_entry(postgresql_store: Store) -> None:
    council = made(postgresql_store)
    with ThreadPoolExecutor(1) as threads:
        with council.unit("rosa") as unit:
            concerns.raise_concern(unit, council.audit(unit, council.given), 2, "No plan.", TODAY, immediate=False)
            second = threads.submit(council.raises, 1)
            somebody_waits(postgresql_store)
        second.result(timeout=30)
    assert [row.what for row in council.rows(concern_transition)] == ["No plan.", "Not safe at home."]
    assert council.entry() == (1, OPEN)


def somebody_waits(store: Store) -> None:
    """Until one transaction of PostgreSQL waits for another."""
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for _ in range(3_000):
            if connection.execute(waiting).scalar_one():
                return
            connection.execute(text("SELECT pg_sleep(0.01)"))
    pytest.fail("Nobody waited for the transaction that is open.")


def test_a_raising_is_read_as_those_alarmed_need_it(council: Concerned) -> None:
    number = council.raises(1, immediate=True)
    with council.unit() as unit:
        raised = concerns.raising(unit, number)
        assert concerns.raising(unit, number + 1) is None
    assert raised is not None
    assert (raised.case_ref, raised.team, raised.raised_by) == ("4820193", "Alder", "Rosa")
    assert (raised.category, raised.what, raised.raised_at) == (1, "Not safe at home.", NOW)


def test_the_last_raising_of_a_person_is_known(council: Concerned) -> None:
    with council.unit() as unit:
        assert concerns.latest_raising_by(unit, council.given, council.people["rosa"]) is None
    council.raises(2)
    last = council.raises(1)
    with council.unit() as unit:
        assert concerns.latest_raising_by(unit, council.given, council.people["rosa"]) == last
        assert concerns.latest_raising_by(unit, council.given, council.people["dan"]) is None


def test_each_person_acknowledges_each_raising_once(council: Concerned) -> None:
    number = council.raises(1)
    dan, quinn = council.people["dan"], council.people["quinn"]
    with council.unit() as unit:
        for person_id in (dan, quinn):
            owe(unit, SendClass.ALARM, concerns.ALARM, person_id, number)
    with council.unit("dan") as unit:
        assert concerns.acknowledge(unit, number, dan)
    with council.unit("dan", LATER) as unit:
        assert not concerns.acknowledge(unit, number, dan)
        told = {one.name: one.acknowledged_at for one in concerns.alarmed_about(unit, number)}
    assert told == {"Dan": NOW, "Quinn": None}
    assert len(council.rows(concern_acknowledgement)) == 1


def test_a_further_raising_is_acknowledged_anew(council: Concerned) -> None:
    first, second = council.raises(1), council.raises(1)
    with council.unit("dan") as unit:
        assert concerns.acknowledge(unit, first, council.people["dan"])
        assert concerns.acknowledge(unit, second, council.people["dan"])


def test_nobody_was_alarmed_about_what_was_not_sent(council: Concerned) -> None:
    number = council.raises(2)
    with council.unit() as unit:
        assert concerns.alarmed_about(unit, number) == []
