"""What the service counts and traces: all of it in words of its own, and nothing of anybody or of any case."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from threading import Event

import pytest
from aiohttp import ClientSession
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode
from prometheus_client import REGISTRY
from prometheus_client.parser import text_string_to_metric_families

from bot import watching
from bot.job_table import JOBS
from bot.measures_of_rows import RowFigures
from bot.ports import InboundKind
from bot.settings import check_serving
from bot.traces import gathered_by, span
from domain.errors import BadInputError
from domain.words import QaTaskKind, SendClass, SendStatus
from storage.store import Actor, Store, Unit
from tests.conversation.council import FRIDAY_MORNING, Council
from tests.conversation.test_nothing_leaks import CASE_REF, TYPED, whole_story
from tests.fakes_door import settings_of
from tests.fakes_messenger import LeapingStopwatch, StandingClock

DUTY = Actor("duty")
ROOT = Path(__file__).parents[2]
CALLER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
# Every word that may stand in a label, by the label: a new one is looked at by whoever adds it here.
WORDS: Mapping[str, set[str]] = {
    "kind": {one.value for one in (*InboundKind, *QaTaskKind)},
    "send_class": {one.value for one in SendClass},
    "status": {one.value for one in SendStatus},
    "job": {job.name for job in JOBS},
    "database": {"sqlite", "postgresql"},
    "call": {"open", "send", "update", "member", "delete", "fetch_file", "put_file"},
}
# Codes of the service's own and of Teams; a name, an address or a reference has something that these have not.
CODED = ("outcome", "reason", "le", "version", "python")


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    """What is traced while the test runs."""
    exporter, provider = InMemorySpanExporter(), TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    with gathered_by(provider):
        yield exporter


def of_anybody(council: Council) -> set[str]:
    """What must be found in no figure and no trace."""
    people = (council.rosa, council.sue, council.tom, council.hal, council.mina, council.dan)
    told = {word for one in people for word in (one.name, one.email, one.object_id, one.channel_user_id, one.tenant_id)}
    return told | {CASE_REF, "SW1A 1AA", "No adult is home", *TYPED}


async def figures(council: Council) -> str:
    address = f"{council.teams.bot_url}/metrics"
    async with ClientSession() as session, session.get(address) as response:
        return await response.text()


async def test_of_all_that_happens_to_an_audit_figures_and_traces_name_nobody_and_no_case(
    council: Council, spans: InMemorySpanExporter
) -> None:
    await whole_story(council)
    help_ = council.rosa.activity("message", text="help")
    bearer = f"Bearer {council.teams.token()}"
    await council.teams.deliver(help_, {"Authorization": bearer, "traceparent": CALLER})

    await council.service.timetable.tick()
    page = await figures(council)
    for family in text_string_to_metric_families(page):
        for sample in family.samples:
            if sample.name.startswith("auditbot_"):
                for label, word in sample.labels.items():
                    assert word in WORDS[label] if label not in CODED else word.replace(".", "").isascii(), sample
    assert 'auditbot_qa_tasks_open{kind="conflict_of_interest"} 1.0' in page
    assert 'auditbot_job_late{job="chasing"} 0.0' in page
    assert "auditbot_timetable_held 1.0" in page

    done = spans.get_finished_spans()
    assert {one.name for one in done} >= {"turn", "store", "job", "call to Teams"}
    written = page + "".join(one.to_json() for one in done)
    for word in of_anybody(council):
        assert word not in written, word
    assert not [one for one in done if one.events or one.links]
    _hang_together(done)


def _hang_together(done: tuple[ReadableSpan, ...]) -> None:
    """A unit of work is a part of its turn, job or call; a turn of the caller's trace, where it says one."""
    by_id = {one.context.span_id: one for one in done}
    for one in done:
        if one.name == "store":
            assert one.parent is not None
            assert by_id[one.parent.span_id].name in {"turn", "job", "call to Teams", "store"}
    trace_id, parent_id = (int(part, 16) for part in CALLER.split("-")[1:3])
    [called] = [one for one in done if one.name == "turn" and one.context.trace_id == trace_id]
    assert called.parent is not None
    assert called.parent.span_id == parent_id


def test_an_error_is_traced_by_its_kind_and_never_by_its_words(spans: InMemorySpanExporter) -> None:
    with pytest.raises(ValueError, match="Rosa"), span("turn", kind="said"):
        raise ValueError("Rosa wrote this.")
    [one] = spans.get_finished_spans()
    assert (one.status.status_code, one.status.description) == (StatusCode.ERROR, "ValueError")
    assert "Rosa" not in one.to_json()


def test_without_the_extra_it_serves_and_says_what_is_missing_once_traces_are_asked_for() -> None:
    tries = (
        "import sys; sys.modules['opentelemetry'] = None\n"
        "import bot.traces as traces\n"
        "from bot.settings import Settings\n"
        "with traces.gathered(Settings()), traces.span('turn', kind='said'): print('served')\n"
        "try: traces.gathered(Settings(OTEL_EXPORTER_OTLP_ENDPOINT='http://127.0.0.1:9'))\n"
        "except traces.BadInputError as problem: print(problem)\n"
        "assert not [name for name in sys.modules if name.startswith('opentelemetry.')]\n"
    )
    ended = subprocess.run([sys.executable, "-c", tries], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603  # our own interpreter and words
    assert ended.stdout.startswith("served\nOTEL_EXPORTER_OTLP_ENDPOINT asks for traces")


def test_traces_go_nowhere_unsafe() -> None:
    unsafe = settings_of(AUDITBOT_LOCAL_TRIAL="1", OTEL_EXPORTER_OTLP_ENDPOINT="http://collector.example:4318")
    with pytest.raises(BadInputError, match="OTEL_EXPORTER_OTLP_ENDPOINT is not a safe address"):
        check_serving(unsafe)
    check_serving(unsafe.model_copy(update={"traces_url": "https://collector.example:4318"}))


async def test_a_unit_of_work_waits_until_it_begins_or_is_given_up(sqlite_store: Store) -> None:
    sqlite_store.watched_by(watching.unit_of_work)
    before = counted()
    gate, begun = Event(), Event()

    def holds(_unit: Unit) -> None:
        begun.set()
        gate.wait(10)

    first = asyncio.create_task(sqlite_store.run(holds, FRIDAY_MORNING, DUTY))
    await asyncio.to_thread(begun.wait, 10)
    given_up = asyncio.create_task(sqlite_store.run(holds, FRIDAY_MORNING, DUTY))
    await asyncio.sleep(0)
    assert counted() == (before[0] + 1, before[1] + 1), "one has begun, another waits"
    given_up.cancel()
    await asyncio.wait([given_up])
    assert counted() == (before[0], before[1] + 1), "who gave up waits no longer"
    gate.set()
    await first


def counted() -> tuple[float, float]:
    """How many units of work wait, and how many have begun."""
    found = (
        REGISTRY.get_sample_value(name) for name in ("auditbot_store_waiting", "auditbot_store_wait_seconds_count")
    )
    waiting, begun = (value or 0.0 for value in found)
    return waiting, begun


async def test_figures_of_the_database_are_kept_for_seconds_and_absent_where_it_does_not_answer(
    sqlite_store: Store,
) -> None:
    stopwatch = LeapingStopwatch()
    asked = RowFigures(sqlite_store, StandingClock(FRIDAY_MORNING), stopwatch)
    assert b"auditbot_outbox_depth" in await asked.text()
    sqlite_store.close()
    assert b"auditbot_outbox_depth" in await asked.text(), "for some seconds nothing is looked up anew"
    await stopwatch.sleep(60)
    assert await asked.text() == b"", "what can't be had is absent, not made up"
