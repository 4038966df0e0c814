"""The Microsoft 365 Agents SDK's bare echo: CloudAdapter and ActivityHandler, anonymous requests allowed.

The lightest form that the SDK has: an `AgentApplication` with its turn state is slower, so that the bar set
here is the higher one.
"""

import logging
import sys

from aiohttp import web
from microsoft_agents.hosting.aiohttp import CloudAdapter, jwt_authorization_middleware
from microsoft_agents.hosting.core import ActivityHandler, AgentAuthConfiguration, TurnContext
from microsoft_agents.hosting.core.authorization import AnonymousTokenProvider, ConnectionManager

SETTINGS = AgentAuthConfiguration(anonymous_allowed=True)


class Echo(ActivityHandler):  # type: ignore[misc]  # only .venv-bench has the SDK
    """Says what was said."""

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        """Reply with the text of the message."""
        await turn_context.send_activity(f"Echo: {turn_context.activity.text}")


def application() -> web.Application:
    """The sample's one route, behind the SDK's own authorisation."""
    connections = ConnectionManager(
        provider_factory=lambda _settings: AnonymousTokenProvider(),
        connections_configurations={"SERVICE_CONNECTION": SETTINGS},
    )
    adapter = CloudAdapter(connection_manager=connections)
    agent = Echo()

    async def messages(request: web.Request) -> web.StreamResponse:
        return await adapter.process(request, agent) or web.Response()

    app = web.Application(middlewares=[jwt_authorization_middleware])
    app["agent_configuration"] = SETTINGS  # the key that the SDK's middleware reads
    app.router.add_post("/api/messages", messages)
    return app


if __name__ == "__main__":
    # Without an application id it warns on every turn: writing that down is not what is measured.
    logging.disable(logging.WARNING)
    web.run_app(application(), host="127.0.0.1", port=int(sys.argv[1]), print=None)
