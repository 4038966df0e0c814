"""What the database knows of how the service stands, looked up when somebody asks for the figures.

It is looked up on a thread that only reads, at most every few seconds, and never twice at once: asking for the figures
keeps no turn waiting. Where it can't be had its figures are absent, which an alert can see, and none is made up.
"""

import asyncio
import platform
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from importlib.metadata import version
from typing import Any

import structlog
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from bot import measures
from bot.clock import Clock, Stopwatch
from bot.days_off import calendar_for
from bot.job_table import JOBS
from bot.leadership import TIMETABLE
from bot.timetable import late_jobs
from domain.calendar import london_day
from domain.chasing_gap import missed_days
from domain.errors import BadInputError
from domain.policy import Policy
from domain.words import QaTaskKind, SendClass, SendStatus
from storage import jobs, leases
from storage import service_standing as standing
from storage.policies import policy_on_day
from storage.store import Actor, Store, Unit

SECONDS_KEPT = 5.0
SECONDS_TO_LOOK = 3.0
_ASKER = Actor("command")
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Rows:
    """How the service stands, by its rows.

    Attributes:
        missed: how many working days went by without digests since the last.
        leads: whether somebody keeps the timetable now.
    """

    at: datetime
    queues: Mapping[SendClass, standing.Queue]
    troubled: Mapping[tuple[SendClass, SendStatus], int]
    unreachable: int
    tasks: Mapping[QaTaskKind, int]
    jobs: Mapping[str, jobs.JobStanding]
    last_pass: standing.LastPass | None
    missed: int
    leads: bool
    engine: str


def look(unit: Unit) -> Rows:
    """How the service stands now: a handful of statements, each on an index."""
    held = leases.holding(unit, TIMETABLE)
    last = next(iter(standing.last_passes(unit)), None)
    return Rows(
        at=unit.now,
        queues=standing.queues(unit),
        troubled=standing.troubled(unit),
        unreachable=standing.unreachable_people(unit),
        tasks=standing.open_tasks_by_kind(unit),
        jobs=jobs.standings(unit),
        last_pass=last,
        missed=len(missed(unit)),
        leads=held is not None and held.until > unit.now,
        engine=unit.connection.dialect.name,
    )


def missed(unit: Unit) -> list[date]:
    """The working days since the last pass that went by without digests (see `domain.chasing_gap`)."""
    try:
        policy = policy_on_day(unit, london_day(unit.now))
    except BadInputError:
        policy = Policy()  # nobody is chased by a setting that can't be read: that must be seen, if by other hours
    return missed_days(standing.chased_until(unit), unit.now, policy, calendar_for(policy))


class RowFigures:
    """The figures of the database, as Prometheus reads them.

    Args:
        store: the database.
        clock: the service's clock, for how old things are.
        stopwatch: for how long an answer is good.
    """

    def __init__(self, store: Store, clock: Clock, stopwatch: Stopwatch) -> None:
        self._store = store
        self._clock = clock
        self._stopwatch = stopwatch
        self._rows: Rows | None = None
        self._good_until = 0.0
        self._looking: asyncio.Task[Rows] | None = None
        self._registry = CollectorRegistry()
        self._registry.register(_Families(lambda: self._rows))

    async def text(self) -> bytes:
        """The figures in Prometheus' own words; empty where the database does not answer in time."""
        if self._rows is None or self._stopwatch.seconds() >= self._good_until:
            await self._look_again()
        return generate_latest(self._registry)

    async def _look_again(self) -> None:
        try:
            async with asyncio.timeout(SECONDS_TO_LOOK):
                # A look that takes too long goes on: whoever asks next waits for the same one.
                self._rows = await asyncio.shield(self._under_way())
            self._good_until = self._stopwatch.seconds() + SECONDS_KEPT
        except Exception as problem:
            self._rows = None
            measures.SCRAPE_ERRORS.inc()
            _log.warning("figures_not_had", error=type(problem).__name__)

    def _under_way(self) -> asyncio.Task[Rows]:
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._store.look(look, self._clock.now(), _ASKER))
            self._looking.add_done_callback(_heard)
        return self._looking


def _heard(task: asyncio.Task[Rows]) -> None:
    """Take note of how a look ended that nobody waits for any more, or the loop would complain of it."""
    if not task.cancelled():
        task.exception()


class _Families(Collector):
    """The figures of the rows at hand; none where there are no rows."""

    def __init__(self, rows: Callable[[], Rows | None]) -> None:
        self._rows = rows

    def collect(self) -> Iterable[GaugeMetricFamily]:
        rows = self._rows()
        return [] if rows is None else families(rows)


def families(rows: Rows) -> Iterator[GaugeMetricFamily]:
    """Every figure of the rows, a family each."""
    yield from _of_the_outbox(rows)
    yield from _of_the_jobs(rows)
    yield from _of_chasing(rows)
    unreachable = "People of today whom Teams refuses, or who have removed the app."
    yield _one("auditbot_unreachable_people", unreachable, rows.unreachable)
    tasks = {(kind.value,): count for kind, count in rows.tasks.items()}
    yield _each("auditbot_qa_tasks_open", "Tasks that wait for QA, by kind.", ["kind"], tasks)
    led = "Whether an instance keeps the timetable now: 1, or 0."
    yield _one("auditbot_timetable_held", led, int(rows.leads))
    built = {(_own_version(), platform.python_version(), rows.engine): 1.0}
    about = "1, with which version this is and what it runs on."
    yield _each("auditbot_build_info", about, ["version", "python", "database"], built)


def _of_the_outbox(rows: Rows) -> Iterator[GaugeMetricFamily]:
    depths = {(one.value,): queue.depth for one, queue in rows.queues.items()}
    yield _each("auditbot_outbox_depth", "Messages owed and not yet settled, by class.", ["send_class"], depths)
    ages = {(one.value,): queue.oldest_seconds for one, queue in rows.queues.items()}
    about = "For how long the oldest message that may go has waited, by class."
    yield _each("auditbot_outbox_oldest_seconds", about, ["send_class"], ages)
    badly = {(one.value, status.value): 0 for one in SendClass for status in standing.TROUBLED}
    badly |= {(one.value, status.value): count for (one, status), count in rows.troubled.items()}
    about = "Messages of the last seven days that failed, found nobody, or may not have arrived."
    yield _each("auditbot_outbox_troubled", about, ["send_class", "status"], badly)


def _of_the_jobs(rows: Rows) -> Iterator[GaugeMetricFamily]:
    stand = {job.name: rows.jobs.get(job.name, jobs.NEVER_RAN) for job in JOBS}
    done = {(name,): one.last_done.timestamp() for name, one in stand.items() if one.last_done}
    about = "When a job of the timetable last ended well; absent where it never did."
    yield _each("auditbot_job_last_success_timestamp_seconds", about, ["job"], done)
    failed = {(name,): float(jobs.is_failing(one)) for name, one in stand.items()}
    about = "1 where the last run of a job failed, else 0."
    yield _each("auditbot_job_failing", about, ["job"], failed)
    late = late_jobs(rows.jobs, rows.at)
    about = "1 where a job has run before and should have run again by now, else 0."
    yield _each("auditbot_job_late", about, ["job"], {(name,): float(name in late) for name in stand})


def _of_chasing(rows: Rows) -> Iterator[GaugeMetricFamily]:
    if rows.last_pass is not None:
        about = "When a day's digests were last decided; absent before the first time."
        yield _one("auditbot_chasing_last_pass_timestamp_seconds", about, rows.last_pass.decided_at.timestamp())
    about = "Working days that went by without digests since the last; more than 0 is an alert."
    yield _one("auditbot_chasing_missed_days", about, rows.missed)


def _one(name: str, about: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, about, value=value)


def _each(name: str, about: str, labels: list[str], values: Mapping[Any, float]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, about, labels=labels)
    for words, value in values.items():
        family.add_metric(words, value)
    return family


@lru_cache(maxsize=1)
def _own_version() -> str:
    return version("auditbot")
