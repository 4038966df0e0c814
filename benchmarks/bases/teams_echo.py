"""The Teams SDK's echo bot, on the SDK's own FastAPI adapter, unauthenticated requests allowed."""

import asyncio
import sys

import uvicorn
from fastapi import FastAPI
from microsoft_teams.api import MessageActivity
from microsoft_teams.apps import ActivityContext, App, FastAPIAdapter


def server_on(port: int, app: FastAPI) -> uvicorn.Server:
    """The adapter's own server, on loopback instead of all interfaces and without a line for each request."""
    return uvicorn.Server(uvicorn.Config(app=app, host="127.0.0.1", port=port, log_level="warning"))


def echo_app(port: int) -> App:
    """The quick start's echo bot."""
    app = App(
        http_server_adapter=FastAPIAdapter(server_factory=lambda asgi: server_on(port, asgi)),
        dangerously_allow_unauthenticated_requests=True,
    )

    @app.on_message  # type: ignore[untyped-decorator]  # only .venv-bench has the SDK
    async def echo(context: ActivityContext[MessageActivity]) -> None:
        await context.send(f"Echo: {context.activity.text}")

    return app


if __name__ == "__main__":
    chosen = int(sys.argv[1])
    asyncio.run(echo_app(chosen).start(chosen))
