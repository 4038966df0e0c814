"""The HTTP side: the door for Teams, whether the service is well, and what it counts."""

import asyncio
import math
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import structlog
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic_core import to_json

from bot import measures, traces
from bot.clock import Stopwatch
from bot.connections import CONNECTIONS, USUAL_BOUNDS, Bounds, Connections, attended
from bot.direction import in_order
from bot.health import SECONDS_KEPT, Health, Readiness
from bot.limits import Allowances
from bot.listening import listen
from bot.logs import one_turn, turn_id
from bot.ports import InboundHandler
from bot.settings import Settings, is_loopback
from bot.teams import Door, DoorAnswer, TeamsSeam, TurnedAwayError, VerifiedToken
from domain.errors import BadInputError

LARGEST_BODY = 1024 * 1024
SECONDS_TO_READ = 10
# Requests without a good token, from one address: from then on they are answered 429 and leave no line in the log.
KNOCKS_AT_ONCE = 5_000
KNOCKS_A_SECOND = 100.0
# Together with what is stopped besides, the service is gone within ten seconds of being asked.
SECONDS_TO_FINISH = 7.0

_PROXIES_SET = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP")

Figures = Callable[[], Awaitable[bytes]]

_door = web.AppKey("door", Door)
_health = web.AppKey("health", Health)
FIGURES: web.AppKey[Figures] = web.AppKey("figures", Callable[[], Awaitable[bytes]])  # type: ignore[arg-type]  # as above
_seconds_to_read = web.AppKey("seconds_to_read", float)
_knocks = web.AppKey("knocks", Allowances)
_log = structlog.get_logger(__name__)


def make_web(
    settings: Settings,
    handler: InboundHandler,
    seam: TeamsSeam,
    readiness: Readiness,
    *,
    seconds_to_read: float = SECONDS_TO_READ,
    bounds: Bounds = USUAL_BOUNDS,
    knocks: Allowances | None = None,
    ready_kept: float = SECONDS_KEPT,
) -> web.Application:
    """The application that answers on the service's port.

    Args:
        settings: where `/metrics` is answered.
        handler: the dispatch.
        seam: Teams, whose door the dispatch stands behind.
        readiness: why the service can't do its work now, a sentence each; empty when it can.
        seconds_to_read: how long a body may take to come whole.
        bounds: what is allowed to those who connect.
        knocks: how often an address may come without a good token; the usual where it is left out.
        ready_kept: for how many seconds an answer to whether it is ready serves.
    """
    app = web.Application(client_max_size=LARGEST_BODY, middlewares=[attended])
    app[CONNECTIONS] = Connections(bounds)
    app[_knocks] = Allowances(KNOCKS_AT_ONCE, KNOCKS_A_SECOND, Stopwatch().seconds) if knocks is None else knocks
    app[_seconds_to_read] = seconds_to_read
    app[_door] = seam.door(handler)
    app[_health] = Health(readiness, ready_kept)
    app.on_cleanup.append(_stop_looking)
    app.on_response_prepare.append(_name_no_version)
    app[FIGURES] = _nothing_besides
    app.router.add_post("/api/messages", _messages)
    app.router.add_get("/health/live", _live)
    app.router.add_get("/health/ready", _ready)
    if settings.metrics_port is None:
        app.router.add_get("/metrics", _metrics_for_this_machine)
    return app


def make_metrics_web(figures: Figures) -> web.Application:
    """The application that answers on `AUDITBOT_METRICS_PORT`."""
    app = web.Application(middlewares=[attended])
    app[FIGURES] = figures
    app[CONNECTIONS] = Connections()
    app.router.add_get("/metrics", _metrics)
    return app


@asynccontextmanager
async def serving(app: web.Application, settings: Settings) -> AsyncIterator[None]:
    """Answer HTTP until the end of the block, which waits for what is in flight, at most seven seconds.

    Raises:
        BadInputError: a port can't be had.
    """
    runners = [await _listening(app, settings.host, settings.port, "AUDITBOT_PORT")]
    try:
        if settings.metrics_port is not None:
            metrics = make_metrics_web(app[FIGURES])
            runners.append(await _listening(metrics, settings.host, settings.metrics_port, "AUDITBOT_METRICS_PORT"))
        yield
    finally:
        await asyncio.gather(*(runner.cleanup() for runner in runners))


async def _listening(app: web.Application, host: str, port: int, variable: str) -> web.AppRunner:
    try:
        return await listen(app, host, port, SECONDS_TO_FINISH)
    except OSError as problem:
        raise BadInputError(
            f"Nothing can listen on port {port} of {host}: {problem.strerror}. "
            f"Stop what uses it, or write another {variable} or AUDITBOT_HOST."
        ) from problem


async def _name_no_version(_request: web.Request, response: web.StreamResponse) -> None:
    # Whose version is known is whose weaknesses can be looked up.
    response.headers["Server"] = "auditbot"


async def _messages(request: web.Request) -> web.Response:
    with one_turn():
        try:
            token = await _admitted(request)
            traces.called_with(request.headers.get("traceparent"))
            answer = await request.app[_door].receive(token, await _whole_body(request))
        except TurnedAwayError as refusal:
            return _turned_away(refusal)
        except Exception:
            _log.exception("turn_failed")
            sentence = "We could not do that just now. Please try again. If it happens again, tell QA this id."
            return _json(500, {"error": sentence, "id": turn_id()})
        return _answered(answer)


async def _admitted(request: web.Request) -> VerifiedToken | None:
    """What the caller's token says, before anything of the body is read.

    Behind a proxy all come from one address. So whoever has a good token is let in however many others knock: the
    limit changes nothing but what the others are told, and that they fill no log.
    """
    try:
        return await request.app[_door].admit(request.headers.getall("Authorization", []))
    except TurnedAwayError as refusal:
        wait = request.app[_knocks].take(request.remote) if refusal.status == 401 else 0
        if not wait:
            raise
        raise TurnedAwayError(429, "too_many_knocks", refusal.sentence, math.ceil(wait)) from None


async def _whole_body(request: web.Request) -> bytes:
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise TurnedAwayError(415, "body_packed", "The body is compressed. Send it as it is.")
    if (request.content_length or 0) > LARGEST_BODY:
        raise _too_large()
    try:
        async with asyncio.timeout(request.app[_seconds_to_read]):
            return await request.read()
    except TimeoutError:
        raise TurnedAwayError(408, "body_too_slow", "The body took too long to come. Send it again.") from None
    except web.HTTPRequestEntityTooLarge:
        raise _too_large() from None
    except (ConnectionError, web.RequestPayloadError, RuntimeError):
        # The last is aiohttp's where the connection was gone before the reading began.
        raise TurnedAwayError(400, "body_broken_off", "The body did not come whole. Send it again.") from None


def _too_large() -> TurnedAwayError:
    return TurnedAwayError(413, "body_too_large", "The body is over 1 MB. Send less.")


def _turned_away(refusal: TurnedAwayError) -> web.Response:
    measures.INBOUND_REFUSED.labels(refusal.reason).inc()
    # Whoever is asked to wait comes again and again: counted, and noted where they are told (`bot.limits`).
    if refusal.status != 429:
        _log.warning("turned_away", status=refusal.status, reason=refusal.reason)
    response = _json(refusal.status, _said_of(refusal))
    if refusal.status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if refusal.retry_after is not None:
        response.headers["Retry-After"] = str(refusal.retry_after)
    return response


def _said_of(refusal: TurnedAwayError) -> dict[str, Any]:
    if refusal.status != 429:
        return {"error": refusal.sentence}
    # It may answer a pressed button, whose presser Teams shows what is wrong in this form.
    said = {"code": str(refusal.status), "message": refusal.sentence}
    return {
        "error": refusal.sentence,
        "statusCode": refusal.status,
        "type": "application/vnd.microsoft.error",
        "value": said,
    }


def _answered(answer: DoorAnswer) -> web.Response:
    if answer.body is None:
        return web.Response(status=answer.status)
    return _json(answer.status, answer.body)


def _json(status: int, document: object) -> web.Response:
    # Letters as they are: escaped, those of another script would take up to three times their room in a card.
    body = in_order(to_json(document, fallback=dict))
    return web.Response(status=status, body=body, content_type="application/json", charset="utf-8")


async def _live(_request: web.Request) -> web.Response:
    return _json(200, {"status": "live"})


async def _stop_looking(app: web.Application) -> None:
    await app[_health].stop()


async def _ready(request: web.Request) -> web.Response:
    reasons = await request.app[_health].reasons()
    if reasons:
        return _json(503, {"status": "not ready", "reasons": reasons})
    return _json(200, {"status": "ready"})


async def _metrics(request: web.Request) -> web.Response:
    of_rows = await request.app[FIGURES]()
    return web.Response(body=generate_latest() + of_rows, headers={"Content-Type": CONTENT_TYPE_LATEST})


async def _nothing_besides() -> bytes:
    return b""


async def _metrics_for_this_machine(request: web.Request) -> web.Response:
    # Behind a proxy on this machine everyone comes from loopback; the proxy's headers give that away, if it sets any.
    forwarded = any(header in request.headers for header in _PROXIES_SET)
    if forwarded or not is_loopback(request.remote or ""):
        raise web.HTTPNotFound
    return await _metrics(request)
