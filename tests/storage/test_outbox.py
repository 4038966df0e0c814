from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from domain.words import SendClass, SendStatus
from storage import outbox
from storage.outbox_waiting import waiting
from storage.store import Actor, Store, Unit
from storage.tables.people import person
from storage.tables.service import outbox as outbox_table
from storage.tables.service import outbox_attempt

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
LEASE = timedelta(minutes=2)
LATER = NOW + LEASE + timedelta(seconds=1)
TESTER = Actor("duty")
NOTICE, ALARM = SendClass.NOTICE, SendClass.ALARM


@pytest.fixture
def rosa(store: Store) -> int:
    return store.do(lambda unit: _add_person(unit, "rosa"), NOW, TESTER)


def _add_person(unit: Unit, name: str) -> int:
    values = {"email": f"{name}@council.example", "name": name.title()}
    key: int = unit.connection.execute(person.insert().values(**values).returning(person.c.id)).scalar_one()
    return key


def _owe(store: Store, who: int, subject: int, send_class: SendClass = NOTICE, **more: object) -> int | None:
    return store.do(
        lambda unit: outbox.owe(unit, send_class, "greeting", who, subject, **more),  # type: ignore[arg-type]  # handed through
        NOW,
        TESTER,
    )


def _claim(store: Store, now: datetime = NOW, by: str = "one", limit: int = 10) -> list[outbox.ClaimedMessage]:
    return store.do(lambda unit: outbox.claim(unit, by, limit, LEASE), now, TESTER)


def _begin(store: Store, message: outbox.ClaimedMessage, now: datetime = NOW) -> int | None:
    return store.do(lambda unit: outbox.begin_sending(unit, message, LEASE), now, TESTER)


def _row(store: Store, key: int | None) -> tuple[SendStatus, str | None, int]:
    o = outbox_table.c
    with store.unit(NOW, TESTER) as unit:
        row = unit.connection.execute(select(o.status, o.outcome, o.attempts).where(o.id == key)).one()
    return row.status, row.outcome, row.attempts


def _attempts(store: Store) -> list[tuple[str | None, str | None]]:
    a = outbox_attempt.c
    with store.unit(NOW, TESTER) as unit:
        rows = unit.connection.execute(select(a.outcome, a.detail).order_by(a.id)).all()
    return [(row.outcome, row.detail) for row in rows]


def test_the_same_message_is_owed_once_however_often_it_is_decided(store: Store, rosa: int) -> None:
    assert _owe(store, rosa, 1) is not None
    assert _owe(store, rosa, 1) is None
    assert _owe(store, rosa, 2) is not None
    assert _owe(store, rosa, 1, rung="+1") is not None
    assert len(_claim(store)) == 3


def test_a_message_owed_in_a_transaction_that_fails_is_not_owed(store: Store, rosa: int) -> None:
    def decide_and_fail(unit: Unit) -> None:
        outbox.owe(unit, NOTICE, "greeting", rosa, 1)
        raise LookupError

    with pytest.raises(LookupError):
        store.do(decide_and_fail, NOW, TESTER)
    assert _claim(store) == []


def test_a_message_is_not_claimed_before_its_time(store: Store, rosa: int) -> None:
    _owe(store, rosa, 1, not_before=NOW + timedelta(hours=1))
    assert _claim(store, NOW + timedelta(minutes=59)) == []
    assert len(_claim(store, NOW + timedelta(hours=1))) == 1


def test_alarms_are_claimed_before_notices_that_have_waited_longer(store: Store, rosa: int) -> None:
    _owe(store, rosa, 1)
    _owe(store, rosa, 2, ALARM, not_before=NOW + timedelta(seconds=1))
    claimed = _claim(store, NOW + timedelta(seconds=1))
    assert [one.subject_id for one in claimed] == [2, 1]


def test_the_places_kept_for_alarms_are_not_given_to_notices(store: Store, rosa: int) -> None:
    for subject in range(5):
        _owe(store, rosa, subject)
    _owe(store, rosa, 9, ALARM)
    with store.unit(NOW, TESTER) as unit:
        claimed = outbox.claim(unit, "one", 4, LEASE, kept_for_alarms=2)
    assert [one.subject_id for one in claimed] == [9, 0]


def test_a_claimed_message_goes_to_nobody_else_while_the_lease_holds(store: Store, rosa: int) -> None:
    _owe(store, rosa, 1)
    assert len(_claim(store, by="one")) == 1
    assert _claim(store, NOW + LEASE, by="two") == []


def test_a_claim_whose_lease_has_lapsed_goes_to_another_and_the_first_may_not_send(store: Store, rosa: int) -> None:
    _owe(store, rosa, 1)
    [first] = _claim(store, by="one")
    [second] = _claim(store, LATER, by="two")
    assert _begin(store, first, LATER) is None
    assert _begin(store, second, LATER) is not None


def test_what_an_instance_has_in_hand_never_lapses_under_it(store: Store, rosa: int) -> None:
    key = _owe(store, rosa, 1)
    [message] = _claim(store)
    _begin(store, message)
    with store.unit(NOW + timedelta(days=7), TESTER) as unit:
        assert outbox.claim(unit, "one", 10, LEASE, in_hand=[message.id]) == []
    assert _row(store, key)[0] is SendStatus.SENDING


def test_a_notice_whose_sender_died_while_sending_is_uncertain_and_not_repeated(store: Store, rosa: int) -> None:
    key = _owe(store, rosa, 1)
    [message] = _claim(store)
    _begin(store, message)
    assert _claim(store, LATER, by="two") == []
    assert _row(store, key) == (SendStatus.UNCERTAIN, outbox.SENDER_LOST, 1)
    assert _attempts(store) == [(None, None)]


def test_an_alarm_whose_sender_died_while_sending_is_repeated(store: Store, rosa: int) -> None:
    key = _owe(store, rosa, 1, ALARM)
    [message] = _claim(store)
    _begin(store, message)
    [again] = _claim(store, LATER, by="two")
    assert (again.id, again.attempts) == (key, 1)


def test_a_sent_message_says_so_with_the_activity_and_the_try(store: Store, rosa: int) -> None:
    key = _owe(store, rosa, 1)
    [message] = _claim(store)
    attempt = _begin(store, message)
    with store.unit(NOW, TESTER) as unit:
        outbox.settle(unit, message, SendStatus.SENT, attempt_id=attempt, activity_id="1:7")
    assert _row(store, key) == (SendStatus.SENT, "sent", 1)
    assert _attempts(store) == [("sent", None)]
    with store.unit(NOW, TESTER) as unit:
        assert unit.connection.execute(select(outbox_table.c.channel_activity_id)).scalar() == "1:7"
    assert _claim(store, NOW + timedelta(days=30)) == []


def test_a_sender_that_was_only_slow_may_still_tell_that_the_message_went(store: Store, rosa: int) -> None:
    key = _owe(store, rosa, 1)
    [message] = _claim(store)
    attempt = _begin(store, message)
    _claim(store, LATER, by="two")
    with store.unit(LATER, TESTER) as unit:
        outbox.settle(unit, message, SendStatus.SENT, attempt_id=attempt)
    assert _row(store, key)[0] is SendStatus.SENT


def test_an_instance_that_lost_its_claim_does_not_settle_the_others(store: Store, rosa: int) -> None:
    key = _owe(store, rosa, 1)
    [first] = _claim(store, by="one")
    _claim(store, LATER, by="two")
    with store.unit(LATER, TESTER) as unit:
        outbox.settle(unit, first, SendStatus.FAILED, reason="http_400")
    assert _row(store, key)[0] is SendStatus.CLAIMED


def test_a_message_put_back_waits_its_time_and_keeps_every_try(store: Store, rosa: int) -> None:
    key = _owe(store, rosa, 1)
    [message] = _claim(store)
    attempt = _begin(store, message)
    with store.unit(NOW, TESTER) as unit:
        wait = NOW + timedelta(seconds=30)
        outbox.put_back(unit, message, wait, "passing", reason="http_503", attempt_id=attempt)
    assert _claim(store, NOW + timedelta(seconds=29)) == []
    [again] = _claim(store, NOW + timedelta(seconds=30))
    assert again.attempts == 1
    _begin(store, again)
    assert _row(store, key)[2] == 2
    assert _attempts(store) == [("passing", "http_503"), (None, None)]


def test_a_message_put_back_can_be_claimed_by_name_before_its_time(store: Store, rosa: int) -> None:
    key = _owe(store, rosa, 1, not_before=NOW + timedelta(days=1))
    assert key is not None
    with store.unit(NOW, TESTER) as unit:
        assert [one.id for one in outbox.claim_these(unit, "one", [key], LEASE)] == [key]
        assert outbox.claim_these(unit, "two", [key], LEASE) == []


def test_a_deferred_message_counts_no_try(store: Store, rosa: int) -> None:
    key = _owe(store, rosa, 1)
    messages = _claim(store)
    with store.unit(NOW, TESTER) as unit:
        outbox.defer(unit, messages, NOW + timedelta(hours=1))
    assert _row(store, key) == (SendStatus.PENDING, None, 0)
    assert _claim(store) == []


def test_it_counts_what_waits_by_class(store: Store, rosa: int) -> None:
    _owe(store, rosa, 1)
    _owe(store, rosa, 2)
    _owe(store, rosa, 3, ALARM)
    [first, *_] = _claim(store, limit=1)
    with store.unit(NOW, TESTER) as unit:
        outbox.settle(unit, first, SendStatus.LAPSED)
        assert waiting(unit) == {NOTICE: 2, SendClass.NUDGE: 0, ALARM: 0}
