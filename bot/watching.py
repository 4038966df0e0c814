"""What is measured and traced at once: a turn, a unit of work of the store, a job, a call to Teams."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from bot import measures, traces
from bot.clock import Stopwatch
from bot.ports import SendError

_stopwatch = Stopwatch()


@contextmanager
def turn(kind: str, *, refusal: type[Exception]) -> Iterator[None]:
    """Around a turn, by what the person did; a refusal is no failure of ours."""
    started, outcome = _stopwatch.seconds(), "failed"
    try:
        with traces.span("turn", kind=kind):
            yield
        outcome = "done"
    except refusal:
        outcome = "refused"
        raise
    except Exception:
        measures.TURNS_FAILED.labels(kind).inc()
        raise
    finally:
        measures.TURN_SECONDS.labels(kind, outcome).observe(_stopwatch.seconds() - started)


@contextmanager
def unit_of_work(work: Callable[..., object]) -> Iterator[Callable[[], None]]:
    """Around a unit of work, from when it is asked for to its commit: what is yielded is called as it begins.

    That call comes from the store's own thread.
    """
    asked = _stopwatch.seconds()
    # Taken out by the store's thread or, where the caller gave it up, by this one: only one of them finds it.
    waiting = [asked]

    def begins() -> None:
        if _no_longer(waiting):
            measures.STORE_WAIT_SECONDS.observe(_stopwatch.seconds() - asked)

    measures.STORE_WAITING.inc()
    try:
        with _traced(work):
            yield begins
    finally:
        _no_longer(waiting)
        measures.STORE_SECONDS.observe(_stopwatch.seconds() - asked)


def _no_longer(waiting: list[float]) -> bool:
    try:
        waiting.pop()
    except IndexError:
        return False
    measures.STORE_WAITING.dec()
    return True


@contextmanager
def job(name: str) -> Iterator[None]:
    """Around a run of a job of the timetable."""
    with traces.span("job", job=name):
        yield


@contextmanager
def call_to_teams(call: str) -> Iterator[None]:
    """Around a call to Teams, by what is asked."""
    try:
        with traces.span("call to Teams", call=call):
            yield
    except SendError as failure:
        measures.OUTBOUND.labels(call, type(failure).__name__).inc()
        raise
    measures.OUTBOUND.labels(call, "sent").inc()


def _traced(work: Callable[..., object]) -> AbstractContextManager[None]:
    return traces.span("store", within=True, work=_name_of(work)) if traces.are_gathered() else traces.NO_SPAN


def _name_of(work: Callable[..., object]) -> str:
    """The name of one of our own functions, also where some of its arguments were given before (`partial`)."""
    inner = getattr(work, "func", work)
    return f"{inner.__module__}.{getattr(inner, '__qualname__', type(inner).__name__)}"
