"""The stock Bot Framework SDK's echo bot: CloudAdapter and ActivityHandler, as in its samples."""

import sys
from types import SimpleNamespace

from aiohttp import web
from botbuilder.core import ActivityHandler, MessageFactory, TurnContext
from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication

SETTINGS = SimpleNamespace(APP_ID="", APP_PASSWORD="", APP_TYPE="MultiTenant", APP_TENANTID="")


class Echo(ActivityHandler):  # type: ignore[misc]  # the SDK is published without types
    """Says what was said."""

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        """Reply with the text of the message."""
        await turn_context.send_activity(MessageFactory.text(f"Echo: {turn_context.activity.text}"))


def application() -> web.Application:
    """The sample's one route."""
    adapter = CloudAdapter(ConfigurationBotFrameworkAuthentication(SETTINGS))
    bot = Echo()

    async def messages(request: web.Request) -> web.StreamResponse:
        return await adapter.process(request, bot) or web.Response()

    app = web.Application()
    app.router.add_post("/api/messages", messages)
    return app


if __name__ == "__main__":
    web.run_app(application(), host="127.0.0.1", port=int(sys.argv[1]), print=None)
