"""Teams as a council's bot meets it: the Bot Connector behind our calls, with its weather, and what it has taken in."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from random import Random
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

import aiohttp
from aiohttp.client_reqrep import ConnectionKey

from simulation.mortal import Fate

SERVICE_URL = "http://127.0.0.1:9/teams/"
TENANT = "7e7a0000-0000-4000-8000-000000000001"
_HERE = ConnectionKey("127.0.0.1", 9, is_ssl=False, ssl=True, proxy=None, proxy_auth=None, proxy_headers_hash=None)


@dataclass(frozen=True, slots=True)
class Weather:
    """How a call fares: by what becomes of it, how many of a thousand; the rest go well."""

    name: str
    odds: Mapping[str, int] = field(default_factory=dict)


FAIR = Weather("fair")
WEATHERS = (
    FAIR,
    Weather("rough", {"429": 60, "503": 40, "502": 20, "504": 20, "lost_after": 20, "lost_before": 20, "slow": 60}),
    Weather("throttled", {"429": 600, "429_date": 100}),
    Weather("down", {"503": 400, "not_connected": 500, "lost_before": 60, "hang": 40}),
    Weather("lossy", {"lost_after": 250, "lost_before": 150, "hang_after": 50, "412": 50}),
    Weather("forgetful", {"404": 80, "500": 15, "400": 5}),
)


# Of these nobody who called knows whether it was done.
DOUBTFUL = frozenset({"lost_before", "lost_after", "hang", "hang_after"})


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message that a person has.

    Attributes:
        is_reply: whether it answers something they wrote.
        is_told: whether the service was told that it had come.
    """

    at: datetime
    object_id: str
    activity: Mapping[str, Any]
    is_reply: bool
    is_told: bool

    @property
    def is_file(self) -> bool:
        """Whether it offers or shows a file and says nothing."""
        return not self.activity.get("text") and "teams.card.file" in json.dumps(self.activity.get("attachments", ()))

    @property
    def id(self) -> str:
        """The channel's id of it."""
        return str(self.activity["id"])


@dataclass(slots=True)
class Member:
    """A person as Teams knows them.

    Attributes:
        refuses_with: the code of every message to them; empty where they take messages.
        conversations: how often their conversation was made anew: older ones are gone.
    """

    object_id: str
    email: str
    name: str
    installed: bool = True
    refuses_with: str = ""
    conversations: int = 1

    @property
    def conversation_id(self) -> str:
        """Their one-to-one conversation with the bot."""
        return f"a:{self.object_id}:{self.conversations}"

    @property
    def channel_user_id(self) -> str:
        """Their id on the channel."""
        return f"29:{self.object_id}"


class Answer:
    """An HTTP answer, as far as our calls look at it."""

    def __init__(self, status: int, document: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> None:
        self.status = status
        self.headers = headers or {}
        self._body = json.dumps(document).encode()

    @property
    def content(self) -> "Answer":
        """What the body is read from."""
        return self

    async def iter_chunked(self, _size: int) -> AsyncIterator[bytes]:
        """The body, in one piece."""
        yield self._body


class OnSend(Protocol):
    """What is told of every message that is about to go: what it is, to whom, and whether it is an answer."""

    def __call__(self, activity: Mapping[str, Any], object_id: str, *, is_reply: bool) -> None:
        """A message is about to go."""
        ...


class Teams:
    """The Bot Connector. It stands in place of an `aiohttp.ClientSession` for `bot.teams.calls.Calls`.

    Attributes:
        members: by object id.
        arrived: every message that came to somebody, in order.
        doubts: when what became of a call was not told to whoever made it, and to whom it was.
        on_send: told of every message that is about to go: what it is, to whom, and whether it is an answer.
        fate: of the process that calls at the moment.
    """

    def __init__(self, random: Random, now: Callable[[], datetime], note: Callable[[str, str], None]) -> None:
        self._random = random
        self._now = now
        self._note = note
        self.members: dict[str, Member] = {}
        self.arrived: list[Arrival] = []
        self.doubts: list[tuple[datetime, str]] = []
        self.weather = FAIR
        self.fate: Fate | None = None
        self.on_send: OnSend = _unheard
        self.calls = 0
        self.weathered = 0

    def request(self, method: str, url: str, **how: Any) -> AbstractAsyncContextManager[Answer]:
        """A call of the service's."""
        return self._called(method, url, how)

    @asynccontextmanager
    async def _called(self, method: str, url: str, how: Mapping[str, Any]) -> AsyncIterator[Answer]:
        self.calls += 1
        await self._unless_dead("before a call")
        body = json.loads(how["data"]) if "data" in how else {}
        self._tell_of(method, urlsplit(url).path, body)
        fares = self._fares()
        if fares in DOUBTFUL:
            self._note_doubt(urlsplit(url).path)
        timeout: aiohttp.ClientTimeout = how["timeout"]
        if fares == "not_connected":
            await asyncio.sleep(0.01)
            raise aiohttp.ClientConnectorError(_HERE, OSError(111, "nobody listens"))
        await asyncio.sleep(self._random.uniform(2, 6) if fares == "slow" else self._random.uniform(0.02, 0.3))
        await self._unless_dead("while a call is under way")
        answer = self._answer(method, urlsplit(url).path, body, fares)
        await self._unless_dead("before the answer of a call")
        if fares in {"hang", "hang_after"}:
            await asyncio.sleep(timeout.total or 8)
            raise TimeoutError
        if fares in {"lost_before", "lost_after"}:
            raise aiohttp.ServerDisconnectedError
        yield answer

    def _tell_of(self, method: str, path: str, body: Mapping[str, Any]) -> None:
        parts = [unquote(one) for one in path.split("/v3/")[1].split("/")]
        if method == "POST" and len(parts) > 2:
            self.on_send(body, parts[1].split(":")[1], is_reply=len(parts) > 3)

    def _note_doubt(self, path: str) -> None:
        parts = [unquote(one) for one in path.split("/v3/")[1].split("/")]
        if len(parts) > 1:
            self.doubts.append((self._now(), parts[1].split(":")[1]))

    async def _unless_dead(self, where: str) -> None:
        if self.fate is not None and self.fate.strikes(where):
            await asyncio.get_running_loop().create_future()

    def _fares(self) -> str:
        roll = self._random.randrange(1000)
        for fares, odds in self.weather.odds.items():
            roll -= odds
            if roll < 0:
                self.weathered += 1
                return fares
        return "well"

    def _answer(self, method: str, path: str, body: Mapping[str, Any], fares: str) -> Answer:
        status, _, form = fares.partition("_")
        if status.isdigit():
            return self._refused(int(status), in_words=form == "date")
        if fares in {"hang", "lost_before"}:
            return Answer(202, {})
        parts = [unquote(one) for one in path.split("/v3/")[1].split("/")]
        if parts == ["conversations"]:
            return self._opened(body)
        if parts[2] == "members":
            return self._roster(parts[3])
        return self._said(method, parts, body, is_told=fares not in {"lost_after", "hang_after"})

    def _refused(self, status: int, *, in_words: bool) -> Answer:
        headers: dict[str, str] = {}
        if status == 429:
            seconds = self._random.randrange(1, 90)
            until = self._now() + timedelta(seconds=seconds)
            headers["Retry-After"] = format_datetime(until, usegmt=True) if in_words else str(seconds)
        return Answer(status, _error("Failed"), headers)

    def _opened(self, body: Mapping[str, Any]) -> Answer:
        member = self.members.get(body["members"][0]["id"])
        if member is None:
            return Answer(404, _error("MemberNotFound"))
        if not member.installed:
            return Answer(403, _error("BotNotInConversationRoster"))
        return Answer(201, {"id": member.conversation_id})

    def _roster(self, channel_user_id: str) -> Answer:
        member = self.members.get(channel_user_id.removeprefix("29:"))
        if member is None:
            return Answer(404, _error("MemberNotFoundInConversation"))
        known = {"id": channel_user_id, "aadObjectId": member.object_id, "name": member.name, "email": member.email}
        return Answer(200, {**known, "userPrincipalName": member.email, "tenantId": TENANT, "userRole": "user"})

    def _said(self, method: str, parts: list[str], body: Mapping[str, Any], *, is_told: bool) -> Answer:
        member = next((one for one in self.members.values() if one.conversation_id == parts[1]), None)
        if member is None:
            return Answer(404, _error("ConversationNotFound"))
        if not member.installed:
            return Answer(403, _error("BotNotInConversationRoster"))
        if member.refuses_with:
            return Answer(403, _error(member.refuses_with))
        if method != "POST":
            return Answer(200, {"id": parts[3]})
        activity_id = f"sent-{len(self.arrived) + 1}"
        is_reply = len(parts) > 3
        came = Arrival(self._now(), member.object_id, {**body, "id": activity_id}, is_reply, is_told)
        self.arrived.append(came)
        self._note(
            "arrives", f"{member.email}: {body.get('summary') or body.get('text', '')}{'' if is_told else ' (?)'}"
        )
        return Answer(201, {"id": activity_id})


def _unheard(activity: Mapping[str, Any], object_id: str, *, is_reply: bool) -> None:
    del activity, object_id, is_reply


def _error(code: str) -> Mapping[str, Any]:
    return {"error": {"code": code, "message": "Invented."}}
