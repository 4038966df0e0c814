"""A council with an outbox, for the tests of delivery: people by first name, and what has become of each message."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from microsoft_teams.cards import AdaptiveCard, TextBlock
from sqlalchemy import select

from bot.delivery import STOP_SECONDS, Delivery
from bot.pace import Pace
from bot.sending import FirstContact, Sender
from dialogs.turn import Message, OwedMessage
from domain.policy import Policy
from domain.words import SendClass, SendStatus
from storage import addresses, outbox
from storage.store import Actor, Store, Unit
from storage.tables.people import person
from storage.tables.service import outbox as outbox_table
from storage.tables.service import outbox_attempt, qa_task
from tests.fakes_messenger import FakeMessenger, LeapingStopwatch, NoPace, StandingClock

FRIDAY_MORNING = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TESTER = Actor("duty")
TENANT = "11111111-2222-4333-8444-555555555555"
FIRST_CONTACT = FirstContact(TENANT, "https://smba.example/teams/")


@dataclass(slots=True)
class Post:
    """A store, a Teams and a delivery between them, on a Friday morning in working hours.

    Attributes:
        new_kinds: what instances make besides, once a new version of them runs.
    """

    store: Store
    teams: FakeMessenger = field(default_factory=FakeMessenger)
    clock: StandingClock = field(default_factory=lambda: StandingClock(FRIDAY_MORNING))
    stopwatch: LeapingStopwatch = field(default_factory=LeapingStopwatch)
    no_longer_owed: set[int] = field(default_factory=set)
    people: dict[str, int] = field(default_factory=dict)
    new_kinds: set[str] = field(default_factory=set)

    def delivery(
        self,
        pace: Pace | None = None,
        first_contact: FirstContact = FIRST_CONTACT,
        stop_seconds: float = STOP_SECONDS,
    ) -> Delivery:
        """Another instance's delivery."""
        return Delivery(self.store, self.sender(pace, first_contact), self.clock, self.stopwatch, stop_seconds)

    def sender(self, pace: Pace | None = None, first_contact: FirstContact = FIRST_CONTACT) -> Sender:
        """What sends one message for an instance."""
        return Sender(
            self.store,
            self.teams,
            {"broken": self._broken, **dict.fromkeys({"greeting", *self.new_kinds}, self._greeting)},
            clock=self.clock,
            first_contact=first_contact,
            pace=pace or NoPace(),
            random=Random(7),  # noqa: S311 - spreads retries, guards nothing
        )

    async def delivers(self) -> None:
        """One instance delivers all that is due."""
        await self.delivery().deliver_due()

    def knows(self, name: str, *, object_id: str | None = None) -> int:
        """A person of the council, of whom an import may have brought the object id."""
        values = {
            "email": f"{name}@council.example",
            "name": name.title(),
            "entra_object_id": object_id,
        }
        with self.unit() as unit:
            key: int = unit.connection.execute(person.insert().values(**values).returning(person.c.id)).scalar_one()
        self.people[name] = key
        return key

    def has_met(self, name: str) -> int:
        """A person of the council who has written to auditbot; their object id is their name."""
        key = self.knows(name, object_id=name)
        self.writes(name)
        return key

    def writes(self, name: str) -> None:
        """A person interacts, which says where they are."""
        with self.unit() as unit:
            addresses.remember_address(
                unit,
                self.people[name],
                tenant_id=TENANT,
                object_id=name,
                channel_user_id=f"29:{name}",
                conversation_id=f"a:{name}",
                service_url="https://smba.example/uk/",
            )

    def leaves(self, name: str) -> None:
        """Yesterday was somebody's last day."""
        who = person.update().where(person.c.id == self.people[name])
        with self.unit() as unit:
            unit.connection.execute(who.values(left_on=(self.clock.at - timedelta(days=1)).date()))

    def owes(
        self,
        name: str,
        subject: int = 1,
        send_class: SendClass = SendClass.NOTICE,
        template: str = "greeting",
        rung: str = "",
    ) -> int:
        """A message is owed to a person; its id."""
        with self.unit() as unit:
            key = outbox.owe(unit, send_class, template, self.people[name], subject, rung=rung)
        assert key is not None
        return key

    def unit(self) -> AbstractContextManager[Unit]:
        """A unit of work now."""
        return self.store.unit(self.clock.at, TESTER)

    def standing(self, key: int) -> tuple[SendStatus, str | None, int]:
        """Where a message stands: status, outcome and how often it was tried."""
        o = outbox_table.c
        with self.unit() as unit:
            row = unit.connection.execute(select(o.status, o.outcome, o.attempts).where(o.id == key)).one()
        return row.status, row.outcome, row.attempts

    def tries(self, key: int) -> list[str | None]:
        """How each try at a message ended."""
        a = outbox_attempt.c
        with self.unit() as unit:
            statement = select(a.outcome).where(a.outbox_id == key).order_by(a.id)
            return list(unit.connection.execute(statement).scalars())

    def qa_reads(self) -> list[str]:
        """What QA finds in its inbox."""
        with self.unit() as unit:
            statement = select(qa_task.c.about).where(qa_task.c.closed_at.is_(None)).order_by(qa_task.c.id)
            return list(unit.connection.execute(statement).scalars())

    def address(self, name: str) -> addresses.KnownAddress:
        """What is known of how to reach a person."""
        with self.unit() as unit:
            known = addresses.address_of(unit, self.people[name])
        assert known is not None
        return known

    def _greeting(self, unit: Unit, policy: Policy, owed: OwedMessage) -> Message | None:
        del unit, policy
        if owed.subject_id in self.no_longer_owed:
            return None
        card = AdaptiveCard(body=[TextBlock(text=f"Greeting {owed.subject_id}")], fallback_text="Greeting")
        return Message(card, "Auditbot greets you.", urgent=owed.send_class is SendClass.ALARM)

    def _broken(self, unit: Unit, policy: Policy, owed: OwedMessage) -> Message | None:
        message = f"No card for {owed.id} under {policy.framework} at {unit.now}."
        raise LookupError(message)
