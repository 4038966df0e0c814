"""A Bot Connector on loopback: takes what the bots send, counts it, and keeps the cards for each person."""

from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

CARD = "application/vnd.microsoft.card.adaptive"


class Connector:
    """What arrived, by conversation."""

    def __init__(self) -> None:
        self.received = 0
        self.url = ""
        self._cards: dict[str, list[Mapping[str, Any]]] = defaultdict(list)

    def take_cards(self, conversation: str) -> list[Mapping[str, Any]]:
        """The cards sent into a conversation since this was last asked, oldest first."""
        return self._cards.pop(conversation, [])

    async def open_conversation(self, request: web.Request) -> web.Response:
        """`POST /v3/conversations`: one conversation a member, named after them."""
        asked = await request.json()
        return web.json_response({"id": conversation_of(str(asked["members"][0]["id"]))}, status=201)

    async def receive(self, request: web.Request) -> web.Response:
        """`POST` or `PUT` of an activity: counted once it has been read whole."""
        activity = await request.json()
        self.received += 1
        for attachment in activity.get("attachments") or ():
            if attachment.get("contentType") == CARD:
                self._cards[request.match_info["conversation"]].append(attachment["content"])
        return web.json_response({"id": f"sent-{self.received}"}, status=201)

    async def nobody(self, _request: web.Request) -> web.Response:
        """The roster, in which nobody is: the benchmark's people are known by their object ids."""
        return web.json_response({"error": {"code": "MemberNotFoundInConversation"}}, status=404)


def conversation_of(object_id: str) -> str:
    """The id of a person's one-to-one conversation."""
    return f"a:{object_id}"


def application(connector: Connector) -> web.Application:
    """The routes of the Bot Connector that the bots of the benchmark call."""
    app = web.Application()
    one = "/v3/conversations/{conversation}"
    app.router.add_post("/v3/conversations", connector.open_conversation)
    app.router.add_post(f"{one}/activities", connector.receive)
    app.router.add_post(f"{one}/activities/{{activity}}", connector.receive)
    app.router.add_put(f"{one}/activities/{{activity}}", connector.receive)
    app.router.add_get(f"{one}/{{roster:.*}}", connector.nobody)
    return app


@asynccontextmanager
async def connector_on_loopback() -> AsyncIterator[Connector]:
    """A connector that listens on a free port of loopback for as long as the block lasts."""
    connector = Connector()
    runner = web.AppRunner(application(connector), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        connector.url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
        yield connector
    finally:
        await runner.cleanup()
