"""A Bot Connector on this machine: keys, tokens, conversations and rosters, with failures to order.

It keeps everything that reaches it. People are in `tests/fakes_people.py`.
"""

import asyncio
import io
import json
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import ClientSession, ClientTimeout, web

from tests.fakes_onedrive import FakeOneDrive
from tests.fakes_people import FakePerson
from tests.fakes_tokens import ISSUER, TokenIssuer

APP_ID = "0a1b2c3d-0000-4000-8000-000000000001"
TENANT = "7e7a0000-0000-4000-8000-000000000001"


@dataclass(frozen=True)
class Failure:
    """How a call is to fail.

    Attributes:
        status: what it is answered with.
        code: the error code in the body.
        retry_after, location: the headers of those names.
        hang: it is read and never answered.
        drop: it is read, then the connection is cut.
        after_all: what was asked is done nevertheless, before the failure.
    """

    status: int = 503
    code: str = ""
    retry_after: str = ""
    location: str = ""
    hang: bool = False
    drop: bool = False
    after_all: bool = False


@dataclass(frozen=True)
class Call:
    """A call that reached the connector: `name` is its kind, such as `send`."""

    name: str
    path: str
    body: Any
    headers: Mapping[str, str]

    @property
    def authorization(self) -> str:
        return self.headers.get("Authorization", "")


@dataclass(frozen=True)
class BotAnswer:
    """What the bot answered an activity with."""

    status: int
    body: Any
    headers: dict[str, str] = field(default_factory=dict)


class FakeBotConnector:
    """Teams, as far as a bot can see it. Use it with `async with`.

    Attributes:
        issuer: who signs the channel's tokens.
        calls: everything that reached it, in order.
        bot_url: where the bot listens, once it does: what people say goes to its `/api/messages`.
        let_go: set, it ends the waiting of every call that hangs.
        connections: over which connections each kind of call came.
        tokens: those it gave out and still accepts; `tokens_end_by_date` makes them end as a managed identity's.
        asks_for_tokens: whether a call without a token it gave out is refused.
        onedrive: where people's files lie, on a host of its own name: 127.0.0.1, as the connector.
        attachments: what the connector itself keeps of files, by name; these ask for the token.
    """

    def __init__(self, issuer: TokenIssuer | None = None) -> None:
        self.issuer = issuer or TokenIssuer()
        self.calls: list[Call] = []
        self.bot_url = ""
        self.asks_for_tokens = True
        self.people: list[FakePerson] = []
        self.sent: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.tokens: list[str] = []
        self.token_seconds = 3600
        self.tokens_end_by_date = False
        self.connections: dict[str, set[object]] = defaultdict(set)
        self.news = asyncio.Condition()
        self.onedrive = FakeOneDrive()
        self.attachments: dict[str, bytes] = {}
        self._failures: dict[str, list[Failure]] = defaultdict(list)
        self.let_go = asyncio.Event()

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=64_000_000)
        app.router.add_get("/metadata", self._route("metadata", self._metadata))
        app.router.add_get("/keys", self._route("keys", self._keys))
        app.router.add_route("*", "/token", self._route("token", self._token))
        app.router.add_post("/teams/v3/conversations", self._route("open", self._open))
        one = "/teams/v3/conversations/{conversation}"
        app.router.add_post(f"{one}/activities", self._route("send", self._send))
        app.router.add_post(f"{one}/activities/{{activity}}", self._route("send", self._send))
        app.router.add_put(f"{one}/activities/{{activity}}", self._route("update", self._update))
        app.router.add_delete(f"{one}/activities/{{activity}}", self._route("delete", self._delete))
        app.router.add_get(f"{one}/members/{{member}}", self._route("member", self._member))
        app.router.add_get("/teams/v3/attachments/{file}/views/original", self._route("attachment", self._attachment))
        app.router.add_get("/onedrive/{file}", self._route("download", self.onedrive.download))
        app.router.add_put("/onedrive/{file}", self._route("upload", self.onedrive.upload))
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self.onedrive.url = self.url
        self._session = ClientSession(timeout=ClientTimeout(total=30))
        return self

    async def __aexit__(self, *_: object) -> None:
        self.let_go.set()
        await self._session.close()
        await self._runner.cleanup()

    # What a test sets up.

    @property
    def service_url(self) -> str:
        return f"{self.url}/teams/"

    def environment(self, **changes: str) -> dict[str, str]:
        """The variables of a bot that lives with this connector, by their names in the environment."""
        return {
            "MicrosoftAppType": "SingleTenant",
            "MicrosoftAppId": APP_ID,
            "MicrosoftAppPassword": "an-invented-secret",
            "MicrosoftAppTenantId": TENANT,
            "AUDITBOT_SERVICE_URL": self.service_url,
            "AUDITBOT_OPENID_METADATA_URL": f"{self.url}/metadata",
            "AUDITBOT_TOKEN_ISSUER": ISSUER,
            "AUDITBOT_TOKEN_URL": f"{self.url}/token",
            "AUDITBOT_FILE_HOSTS": "127.0.0.1",
            **changes,
        }

    def person(self, name: str, **more: Any) -> FakePerson:
        """Somebody of the council's tenant who uses Teams (see `FakePerson`)."""
        somebody = FakePerson(self, name, **{"tenant_id": TENANT, **more})
        self.people.append(somebody)
        return somebody

    def fail_next(self, name: str, **how: Any) -> None:
        """Let the next call of that kind fail (`Failure`); asked twice, the two next ones."""
        self._failures[name].append(Failure(**how))

    def fails_no_more(self) -> None:
        """Let every call go well from here on."""
        self._failures.clear()

    def counts(self) -> Counter[str]:
        """How often each kind of call reached it."""
        return Counter(call.name for call in self.calls)

    # What goes to the bot.

    def token(self, **changes: Any) -> str:
        """A good token, or one with claims changed; a claim changed to None is left out."""
        claims = {**self.issuer.claims(APP_ID, self.service_url), **changes}
        return self.issuer.sign({name: value for name, value in claims.items() if value is not None})

    async def deliver(self, activity: Any, headers: Mapping[str, str] | None = None) -> BotAnswer:
        """Send an activity to the bot: an object, or bytes as they are; with a good token unless headers are given."""
        if headers is None:
            headers = {"Authorization": f"Bearer {self.token()}"}
        raw = activity if isinstance(activity, bytes) else json.dumps(activity).encode()
        headers = {"Content-Type": "application/json", **headers}
        address = f"{self.bot_url}/api/messages"
        async with self._session.post(address, headers=headers, data=io.BytesIO(raw)) as response:
            is_json = response.content_type == "application/json"
            body = await response.json() if is_json else await response.text()
            return BotAnswer(response.status, body, dict(response.headers))

    async def wait_for(self, conversation_id: str, more_than: int, seconds: float = 10) -> dict[str, Any]:
        """The next activity of a conversation that holds so many so far."""
        async with asyncio.timeout(seconds), self.news:
            await self.news.wait_for(lambda: len(self.sent[conversation_id]) > more_than)
        return self.sent[conversation_id][more_than]

    async def wait_for_call(self, name: str, times: int = 1, seconds: float = 10) -> None:
        """Wait until so many calls of that kind have reached it."""
        async with asyncio.timeout(seconds), self.news:
            await self.news.wait_for(lambda: self.counts()[name] >= times)

    # What comes from the bot.

    def _route(
        self, name: str, answer: Callable[[web.Request, Any], Awaitable[web.Response]]
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def route(request: web.Request) -> web.StreamResponse:
            body = await self._body(request)
            async with self.news:
                self.calls.append(Call(name, request.path, body, request.headers.copy()))
                self.connections[name].add(request.transport)
                self.news.notify_all()
            failure = self._failures[name].pop(0) if self._failures[name] else None
            if failure is None:
                return await answer(request, body)
            if failure.after_all:
                await answer(request, body)
            return await self._fail(request, failure)

        return route

    async def _body(self, request: web.Request) -> Any:
        if request.content_type == "application/json":
            return await request.json()
        if request.content_type == "application/octet-stream" and request.method == "PUT":
            return await request.read()
        return dict(await request.post()) if request.method == "POST" else dict(request.query)

    async def _fail(self, request: web.Request, failure: Failure) -> web.Response:
        if failure.hang:
            await self.let_go.wait()
        if failure.drop and request.transport is not None:
            request.transport.abort()
        headers = {"Retry-After": failure.retry_after, "Location": failure.location}
        said = {name: value for name, value in headers.items() if value}
        return _refusal(failure.status, failure.code or "Failed", said)

    async def _metadata(self, _request: web.Request, _body: Any) -> web.Response:
        return web.json_response({"issuer": ISSUER, "jwks_uri": f"{self.url}/keys"})

    async def _keys(self, _request: web.Request, _body: Any) -> web.Response:
        return web.json_response(self.issuer.published())

    async def _token(self, _request: web.Request, _body: Any) -> web.Response:
        self.tokens.append(f"our-token-{self.counts()['token']}")
        until: dict[str, int | str] = {"expires_in": self.token_seconds}
        if self.tokens_end_by_date:
            end = int(self.issuer.clock.now().timestamp()) + self.token_seconds
            until = {"expires_on": str(end)}
        return web.json_response({"access_token": self.tokens[-1], **until})

    def _unknown_token(self, request: web.Request) -> bool:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        return self.asks_for_tokens and not (scheme == "Bearer" and token in self.tokens)

    async def _open(self, request: web.Request, body: Any) -> web.Response:
        if self._unknown_token(request):
            return _refusal(401, "Unauthorized")
        for somebody in self.people:
            if somebody.object_id == body["members"][0]["id"]:
                if not somebody.installed:
                    return _refusal(403, "BotNotInConversationRoster")
                return web.json_response({"id": somebody.conversation_id}, status=201)
        return _refusal(404, "MemberNotFound")

    async def _send(self, request: web.Request, body: Any) -> web.Response:
        if refusal := self._refused(request):
            return refusal
        conversation = request.match_info["conversation"]
        activity_id = f"sent-{len(self.sent[conversation]) + 1}"
        async with self.news:
            self.sent[conversation].append({**body, "id": activity_id})
            self.news.notify_all()
        return web.json_response({"id": activity_id}, status=201)

    async def _update(self, request: web.Request, body: Any) -> web.Response:
        return self._refused(request) or self._replace(request, {**body, "id": request.match_info["activity"]})

    async def _delete(self, request: web.Request, _body: Any) -> web.Response:
        return self._refused(request) or self._replace(request, None)

    def _replace(self, request: web.Request, new: dict[str, Any] | None) -> web.Response:
        activities = self.sent[request.match_info["conversation"]]
        for place, activity in enumerate(activities):
            if activity["id"] == request.match_info["activity"]:
                activities[place : place + 1] = [new] if new else []
                return web.json_response({"id": activity["id"]})
        return _refusal(404, "ActivityNotFound")

    def _refused(self, request: web.Request) -> web.Response | None:
        if self._unknown_token(request):
            return _refusal(401, "Unauthorized")
        for somebody in self.people:
            if somebody.conversation_id == request.match_info["conversation"]:
                return _refusal(403, somebody.refuses_with) if somebody.refuses_with else None
        return _refusal(404, "ConversationNotFound")

    async def _attachment(self, request: web.Request, _body: Any) -> web.Response:
        if self._unknown_token(request):
            return _refusal(401, "Unauthorized")
        return web.Response(body=self.attachments[request.match_info["file"]])

    async def _member(self, request: web.Request, _body: Any) -> web.Response:
        if self._unknown_token(request):
            return _refusal(401, "Unauthorized")
        for somebody in self.people:
            if somebody.channel_user_id == request.match_info["member"]:
                return web.json_response(somebody.in_the_roster())
        return _refusal(404, "MemberNotFoundInConversation")


def _refusal(status: int, code: str, headers: dict[str, str] | None = None) -> web.Response:
    error = {"error": {"code": code, "message": "Invented for a test."}}
    return web.json_response(error, status=status, headers=headers)
