"""Invented weeks from a seed: mornings with sends that fail, items that end, leave and stops, beside the pure decision.

What a pass owes by the days that it keeps for each item must be what the decision owes of everything that is open.
"""

from datetime import date, timedelta
from random import Random

import pytest

from bot.days_off import calendar_for
from domain.calendar import london_instant
from domain.chasing import decide
from domain.chasing_facts import HoldReason
from domain.ladder import ItemKind
from domain.policy import Policy
from domain.words import AllocationStatus, SendStatus
from duties import chasing
from storage.chase_days import look_again
from storage.chasing import facts_about, items_of
from storage.lifecycle import move
from storage.nudge_lines import settle_days_before
from storage.outbox import begin_sending, claim, settle
from storage.statements import insert_returning_id
from storage.store import Store, Unit
from storage.tables.allocations import allocation
from storage.tables.audits import agreed_action
from storage.tables.chasing import LineStatus, chase_hold, chasing_stop, leave, nudge_line
from storage.tables.service import outbox
from tests.storage.chased_council import DUTY, LEASE, ChasedCouncil

POLICY = Policy()
CALENDAR = calendar_for(POLICY)
FIRST = date(2026, 11, 23)
DAYS = [FIRST + timedelta(days=number) for number in range(50)]
ENDINGS = [SendStatus.SENT] * 6 + [SendStatus.UNCERTAIN, SendStatus.FAILED, SendStatus.UNREACHABLE]

Line = tuple[int, str, int, str]


class Weeks:
    """A council whose mornings come one after the other, some of them without the service."""

    def __init__(self, store: Store, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - invents weeks, guards nothing
        self.council = ChasedCouncil(store)
        self.council.opens()
        owners = ["rosa", "moira"]
        self.audits = [self.council.allocates(self.random.choice(owners), str(4820193 + one)) for one in range(6)]
        for audit in self.audits:
            self.council.is_due(audit, self.random.choice(DAYS))
        self.actions = [
            self.council.agrees(self.random.choice(owners), self.audits[0], f"A-{one}", self.random.choice(DAYS))
            for one in range(8)
        ]

    def expected(self, day: date) -> set[Line]:
        """What the decision owes of everything there is, and nothing kept of it."""
        keys = [(kind, one) for kind in (ItemKind.RETURN, ItemKind.UPLOAD) for one in self.audits]
        keys += [(ItemKind.ACTION, one) for one in self.actions]

        with self.council.store.engine.connect() as connection, connection.begin() as transaction:
            unit = Unit(connection, london_instant(day, POLICY.opens), DUTY)
            settle_days_before(unit, day)
            facts = facts_about(unit, items_of(unit, POLICY, keys), day)
            digests = decide(facts, unit.now, POLICY, CALENDAR).digests
            transaction.rollback()
        lines = [line for some in digests.values() for line in some]
        return {(line.person_id, line.key[0].value, line.key[1], line.rung) for line in lines}

    def owed(self, day: date) -> set[Line]:
        """What the pass has put into the ledger."""
        rows = self.council.rows(nudge_line, digest_on=day)
        return {(row.person_id, row.kind, row.subject_id, row.rung) for row in rows if row.status == LineStatus.OWED}

    def goes_out(self, day: date) -> None:
        """Some of the day's digests go, some fail in one way or another, and some are never tried."""

        def send(unit: Unit) -> None:
            for message in claim(unit, "one", 1_000, LEASE):
                if self.random.random() < 0.15:
                    continue
                attempt = begin_sending(unit, message, LEASE)
                settle(unit, message, self.random.choice(ENDINGS), attempt_id=attempt)

        self.council.at(day, send)

    def something_happens(self, day: date) -> None:
        """An audit comes back, an action is done, somebody is away, something is put off, QA stops and starts."""
        self.random.choice(
            [self._returns, self._completes, self._goes_away, self._pauses, self._stops, self._starts_again]
        )(day)

    def _returns(self, day: date) -> None:
        with self.council.unit() as unit:
            audit = self.random.choice(self.audits)
            status = unit.connection.execute(allocation.select().where(allocation.c.id == audit)).one().status
            if status is AllocationStatus.ALLOCATED:
                move(unit, audit, status, AllocationStatus.STARTED, day, started_at=unit.now)
                move(unit, audit, AllocationStatus.STARTED, AllocationStatus.RETURNED, day, returned_on=day)

    def _completes(self, day: date) -> None:
        with self.council.unit() as unit:
            done = agreed_action.update().where(agreed_action.c.id == self.random.choice(self.actions))
            unit.connection.execute(done.values(completed_on=day))

    def _goes_away(self, day: date) -> None:
        with self.council.unit() as unit:
            who = self.council.people[self.random.choice(["rosa", "moira", "hal"])]
            until = day + timedelta(days=self.random.randrange(6))
            insert_returning_id(
                unit, leave, person_id=who, starts_on=day, ends_on=until, recorded_at=london_instant(day, POLICY.opens)
            )

    def _pauses(self, day: date) -> None:
        kind, some = self.random.choice([(ItemKind.RETURN, self.audits), (ItemKind.ACTION, self.actions)])
        with self.council.unit() as unit:
            key = (kind, self.random.choice(some))
            until = day + timedelta(days=self.random.randrange(8))
            insert_returning_id(
                unit,
                chase_hold,
                kind=kind,
                subject_id=key[1],
                until_on=until,
                why=HoldReason.MORE_TIME,
                asked_at=unit.now,
            )
            look_again(unit, [key])

    def _stops(self, _day: date) -> None:
        who = self.random.choice([None, self.council.people["rosa"]])
        with self.council.unit() as unit:
            insert_returning_id(unit, chasing_stop, person_id=who, reason="Asked to.", stopped_at=unit.now)

    def _starts_again(self, _day: date) -> None:
        with self.council.unit() as unit:
            unit.connection.execute(chasing_stop.update().values(started_at=unit.now))


@pytest.mark.parametrize("seed", range(8))
def test_a_pass_owes_what_the_decision_owes_of_everything_that_is_open(sqlite_store: Store, seed: int) -> None:
    weeks = Weeks(sqlite_store, seed)
    for day in DAYS:
        if weeks.random.random() < 0.2:
            continue  # the service is down
        expected = weeks.expected(day)
        weeks.council.decides(day)
        assert weeks.owed(day) == expected, day
        weeks.goes_out(day)
        weeks.something_happens(day)
    digests = [(row.person_id, row.rung) for row in weeks.council.rows(outbox, template="digest")]
    assert len(digests) == len(set(digests))
    assert digests, "these weeks owed nothing"
    sent = [row for row in weeks.council.rows(nudge_line) if row.status == LineStatus.SENT]
    rungs = [(row.person_id, row.kind, row.subject_id, row.due_on, row.rung) for row in sent]
    assert len(rungs) == len(set(rungs))


def _in_pieces(weeks: Weeks, day: date) -> None:
    """A morning's pass in pieces of some rows or items: killed between two of them now and then, and gone on with."""
    size = weeks.random.randrange(1, 5)

    def piece(unit: Unit) -> bool:
        return chasing.record_part(unit, POLICY, CALENDAR, rows=size, items=size)

    while weeks.council.at(day, piece):
        if weeks.random.random() < 0.2:
            assert weeks.council.at(day, lambda unit: claim(unit, "other", 9, LEASE)) == [], "the rest is to come"


def _is_one_digest_each(weeks: Weeks, day: date) -> bool:
    sent = [row.person_id for row in weeks.council.rows(outbox, rung=day.isoformat())]
    carried = {(row.person_id, row.outbox_id) for row in weeks.council.rows(nudge_line, digest_on=day) if row.outbox_id}
    return len(sent) == len(set(sent)) and {person for person, _ in carried} == set(sent) and len(carried) == len(sent)


@pytest.mark.parametrize("seed", range(3))
def test_a_pass_in_pieces_owes_the_same_in_one_digest_each_and_none_goes_before_the_last(
    store: Store, seed: int
) -> None:
    weeks = Weeks(store, seed)
    for day in DAYS[:30]:
        weeks.something_happens(day)
        if not CALENDAR.is_working_day(day) or weeks.random.random() < 0.2:
            continue
        expected = weeks.expected(day)
        _in_pieces(weeks, day)
        if weeks.random.random() < 0.1:
            continue  # nobody goes on with it that day
        weeks.council.decides(day)
        assert weeks.owed(day) == expected
        assert _is_one_digest_each(weeks, day)
        weeks.goes_out(day)
