"""People of the council at their devices: what they type and press, what comes back, what is sent twice."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random
from typing import Any

from simulation.cards import Button, heading, words
from simulation.council import Somebody
from simulation.life import Answered, DiedError, Life
from simulation.teams import SERVICE_URL, TENANT, Member, Teams

CARD = "application/vnd.microsoft.card.adaptive"
ERROR = "application/vnd.microsoft.error"
SECONDS_TO_ANSWER = 1.5


class Habit(StrEnum):
    """How somebody takes what is asked of them."""

    PROMPT = "prompt"
    LATE = "late"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody has before them."""

    card: Mapping[str, Any]
    text: str = ""
    activity_id: str = ""

    @property
    def words(self) -> str:
        """All that can be read."""
        return f"{self.text}\n{words(self.card)}"

    @property
    def heading(self) -> str:
        """The card's title."""
        return heading(self.card)


class WentWrongError(AssertionError):
    """The service did what it must not: the sentence says what."""


@dataclass(slots=True)
class Person:
    """Somebody with Teams open.

    Attributes:
        life: gives the service that listens at the moment, or None while there is none.
        cards: the latest that they have seen; any may be pressed yet.
        sent: what they sent, which Teams may deliver again.
    """

    who: Somebody
    member: Member
    teams: Teams
    random: Random
    numbers: Iterator[int]
    life: Callable[[], Life | None]
    habit: Habit
    note: Callable[[str, str], None]
    cards: deque[Seen] = field(default_factory=lambda: deque(maxlen=6))
    sent: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=4))
    read: int = 0

    async def says(self, text: str) -> Seen | None:
        """Type a message; what came back, if it did."""
        before = len(self.teams.arrived)
        self.note("says", f"{self.who.email}: {text}")
        await self._delivered(self._activity("message", text=text))
        await asyncio.sleep(SECONDS_TO_ANSWER)
        mine = [one for one in self.teams.arrived[before:] if one.object_id == self.member.object_id and one.is_reply]
        return self._saw(mine[-1].activity) if mine else None

    async def presses(self, seen: Seen, button: Button, typed: Mapping[str, str]) -> Seen | None:
        """Press a button; what stands in the card's place then, or None where nothing came back."""
        self.note("presses", f"{self.who.email}: '{button.title}' on '{seen.heading}'")
        data = {**button.carried, **(typed if button.sends_inputs else {})}
        action = {"type": "Action.Execute", "verb": button.action.get("verb", ""), "title": button.title, "data": data}
        value = {"action": action, "trigger": "manual"}
        activity = self._activity("invoke", name="adaptiveCard/action", value=value, replyToId=seen.activity_id)
        answered = await self._delivered(activity)
        return None if answered is None else self._in_place(answered, seen)

    async def is_heard_again(self) -> None:
        """Teams delivers something of theirs once more, with the same id or another."""
        if not self.sent:
            return
        again = dict(self.random.choice(self.sent))
        if self.random.random() < 0.5:
            again["id"] = f"f:{next(self.numbers)}"
        self.note("again", f"{self.who.email}: {again['type']}")
        await self._delivered(again)

    def new_cards(self) -> list[Seen]:
        """What has come to them since they last looked."""
        new = [one for one in self.teams.arrived[self.read :] if one.object_id == self.member.object_id]
        self.read = len(self.teams.arrived)
        return [self._saw(one.activity) for one in new]

    async def _delivered(self, activity: dict[str, Any]) -> Answered | None:
        self.sent.append(activity)
        life = self.life()
        if life is None:
            return None
        try:
            answered = await life.hears(activity)
        except DiedError:
            self.note("no answer", self.who.email)
            raise
        if answered.status != 200:
            message = f"the door answered {answered.status} to {self.who.email}: {answered.document}"
            raise WentWrongError(message)
        return answered

    def _in_place(self, answered: Answered, seen: Seen) -> Seen:
        kind, value = answered.document.get("type"), answered.document.get("value")
        if kind == CARD and isinstance(value, dict):
            self.note("sees", f"{self.who.email}: '{heading(value)}'")
            return self._kept(Seen(value, "", seen.activity_id))
        text = value["message"] if kind == ERROR and isinstance(value, dict) else str(value)
        self.note("sees", f"{self.who.email}: {text}")
        return Seen(seen.card, text, seen.activity_id)

    def _saw(self, activity: Mapping[str, Any]) -> Seen:
        cards = [one["content"] for one in activity.get("attachments", ()) if one["contentType"] == CARD]
        return self._kept(Seen(cards[0] if cards else {}, activity.get("text", ""), activity["id"]))

    def _kept(self, seen: Seen) -> Seen:
        if seen.card:
            self.cards.append(seen)
        return seen

    def _activity(self, kind: str, **fields: Any) -> dict[str, Any]:
        number = next(self.numbers)
        return {
            "type": kind,
            "id": f"f:{number}",
            "timestamp": f"2026-11-20T09:00:00.{number % 1_000_000:06d}Z",
            "channelId": "msteams",
            "serviceUrl": SERVICE_URL,
            "from": {"id": self.member.channel_user_id, "name": self.who.name, "aadObjectId": self.who.object_id},
            "conversation": {
                "id": self.member.conversation_id,
                "conversationType": "personal",
                "tenantId": TENANT,
            },
            "recipient": {"id": "28:auditbot", "name": "auditbot"},
            "channelData": {"tenant": {"id": TENANT}},
            **fields,
        }
