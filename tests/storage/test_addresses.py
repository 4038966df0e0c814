from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.policy import Policy
from storage import addresses
from storage.addresses import KnownAddress
from storage.policies import policy_on_day
from storage.store import Actor, Store
from storage.tables.service import policy_setting
from tests.storage.post import TENANT, Post

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TESTER = Actor("chat")


_NOTHING = KnownAddress(
    person_id=0,
    tenant_id="",
    object_id="",
    conversation_id=None,
    service_url=None,
    installed=True,
    unreachable_since=None,
    unreachable_reason=None,
)


def _known(person_id: int, **facts: str) -> KnownAddress:
    return replace(_NOTHING, person_id=person_id, **facts)  # type: ignore[arg-type]  # handed through


@pytest.fixture
def post(store: Store) -> Post:
    return Post(store)


def test_somebody_known_by_e_mail_alone_has_no_address(post: Post) -> None:
    omar = post.knows("omar")
    assert post.address("omar") == _known(omar)


def test_somebody_whom_nobody_knows_has_none(post: Post) -> None:
    with post.unit() as unit:
        assert addresses.address_of(unit, 404) is None


def test_where_a_person_writes_from_is_where_they_are_reached(post: Post) -> None:
    rosa = post.has_met("rosa")
    assert post.address("rosa") == _known(
        rosa,
        tenant_id=TENANT,
        object_id="rosa",
        conversation_id="a:rosa",
        service_url="https://smba.example/uk/",
    )


def test_writing_again_moves_the_address_and_ends_every_hindrance(post: Post) -> None:
    rosa = post.has_met("rosa")
    at = post.address("rosa")
    with post.unit() as unit:
        addresses.mark_unreachable(unit, at, "ConversationBlockedByUser")
        addresses.mark_removed(unit, rosa)
    post.writes("rosa")
    known = post.address("rosa")
    assert (known.installed, known.unreachable_since, known.unreachable_reason) == (True, None, None)
    assert known.conversation_id == "a:rosa"


def test_the_first_refusals_instant_stays_while_further_ones_come(post: Post) -> None:
    post.has_met("rosa")
    at = post.address("rosa")
    with post.unit() as unit:
        addresses.mark_unreachable(unit, at, "ConversationBlockedByUser")
    first = post.clock.at
    post.clock.at += timedelta(days=1)
    at = post.address("rosa")
    with post.unit() as unit:
        addresses.mark_unreachable(unit, at, "BotDisabledByAdmin")
    known = post.address("rosa")
    assert (known.unreachable_since, known.unreachable_reason) == (first, "BotDisabledByAdmin")


def test_a_person_who_interacts_is_reachable_again_where_they_were(post: Post) -> None:
    rosa = post.has_met("rosa")
    at = post.address("rosa")
    with post.unit() as unit:
        addresses.mark_unreachable(unit, at, "ConversationBlockedByUser")
        addresses.clear_unreachable(unit, rosa)
    known = post.address("rosa")
    assert (known.unreachable_since, known.conversation_id) == (None, "a:rosa")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 30), Policy()),
        (date(2026, 12, 1), Policy(qa_contact="Practice Improvement")),
        (date(2027, 1, 1), Policy(qa_contact="The Quality Hub")),
    ],
)
def test_a_setting_holds_from_its_day_and_the_later_change_for_a_day_counts(
    store: Store, day: date, expected: Policy
) -> None:
    changes = [
        ("Practice Improvement", date(2026, 12, 1)),
        ("A name thought better of", date(2027, 1, 1)),
        ("The Quality Hub", date(2027, 1, 1)),
    ]
    with store.unit(NOW, TESTER) as unit:
        for value, since in changes:
            row = {"name": "qa_contact", "value": value, "effective_from": since, "set_at": NOW}
            unit.connection.execute(policy_setting.insert().values(**row))
        assert policy_on_day(unit, day) == expected
