"""Traces for whoever gathers them: what a turn, a job and a call to Teams were made of (docs/decisions/0026).

OpenTelemetry is an extra, `auditbot[traces]`. Nothing of it is imported unless traces are asked for. A span has a name
and a few words of our own: kinds, jobs, the names of functions. Never an id of a person or a case, never a URL, never
what an error says: that may quote what somebody wrote.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from importlib.metadata import version
from typing import TYPE_CHECKING

from bot.settings import Settings
from domain.errors import BadInputError

if TYPE_CHECKING:
    from opentelemetry.context import Context
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.trace import Tracer

NO_SPAN: AbstractContextManager[None] = nullcontext()
_NAME = "auditbot"
# A stop waits so long for a collector that does not answer.
_SECONDS_TO_SEND = 3
# The one thing that a process has one of: where its spans go. None while nobody gathers traces.
_tracers: list["Tracer"] = []
_parent: ContextVar[str] = ContextVar("traceparent", default="")


def span(name: str, *, within: bool = False, **words: str) -> AbstractContextManager[None]:
    """A span around what is done in the block; nothing at all while nobody gathers traces.

    Args:
        name: what is done, in words of our own.
        within: leave it out where it would stand by itself: a look of a timer is no story.
        words: kinds, jobs and names of our own code, never anything that came from outside.
    """
    return _spanned(_tracers[-1], name, words, within=within) if _tracers else NO_SPAN


def are_gathered() -> bool:
    """Whether anybody gathers traces: if not, nothing needs to be found out for one."""
    return bool(_tracers)


def called_with(header: str | None) -> None:
    """Keep W3C's `traceparent` of the request under way: its turn is a part of the caller's trace."""
    _parent.set(header or "")


@contextmanager
def _spanned(tracer: "Tracer", name: str, words: dict[str, str], *, within: bool) -> Iterator[None]:
    from opentelemetry import trace

    is_first = not trace.get_current_span().get_span_context().is_valid
    if is_first and within:
        yield
        return
    attributes = {f"{_NAME}.{key}": value for key, value in words.items()}
    begun = tracer.start_as_current_span(
        name,
        context=_callers() if is_first else None,
        attributes=attributes,
        record_exception=False,
        set_status_on_exception=False,
    )
    with begun as one:
        try:
            yield
        except BaseException as problem:
            one.set_status(trace.StatusCode.ERROR, type(problem).__name__)
            raise


def _callers() -> "Context":
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    return TraceContextTextMapPropagator().extract({"traceparent": _parent.get()})


@contextmanager
def gathered_by(provider: "TracerProvider") -> Iterator[None]:
    """Have a provider gather every span of this process until the end of the block, then all that it still holds."""
    _tracers.append(provider.get_tracer(_NAME))
    try:
        yield
    finally:
        _tracers.pop()
        provider.shutdown()


def gathered(settings: Settings) -> AbstractContextManager[None]:
    """Gather traces while the block runs, where the settings say to whom.

    Raises:
        BadInputError: they say so, and OpenTelemetry is not installed.
    """
    if not settings.traces_url:
        return nullcontext()
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as missing:
        raise BadInputError(
            "OTEL_EXPORTER_OTLP_ENDPOINT asks for traces, but what sends them is not installed. "
            "Install requirements/traces.txt (docs/operations.md), or leave the variable out."
        ) from missing
    resource = Resource.create({"service.name": _NAME, "service.version": version(_NAME)})
    provider = TracerProvider(resource=resource, shutdown_on_exit=False)
    exporter = OTLPSpanExporter(endpoint=f"{settings.traces_url.rstrip('/')}/v1/traces", timeout=_SECONDS_TO_SEND)
    provider.add_span_processor(BatchSpanProcessor(exporter))
    return gathered_by(provider)
