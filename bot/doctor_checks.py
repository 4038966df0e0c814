"""What `auditbot doctor` asks of the database, of the machine it is on and of how the service has fared."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError

from bot.job_table import JOBS
from bot.leadership import LEASE, TIMETABLE
from bot.measures_of_rows import missed
from bot.timetable import late_jobs
from domain.calendar import london_day, spoken_day, spoken_time
from domain.errors import BadInputError
from domain.policy import KNOWN, policy_on
from domain.words import SendClass
from storage import jobs, leases
from storage import service_standing as standing
from storage.append_only import unguarded
from storage.policies import settings_of
from storage.schema import Fit, fit_in
from storage.settings_seen import SettingsSeen, last_seen
from storage.store import Actor, Store, Unit
from storage.tables.service import lease

_DOCTOR = Actor("command")
# Bytes: weeks of a large council fit into it, so that somebody has time to make more.
LEAST_ROOM = 200_000_000
# Tokens are good for five minutes more than their time: well before that somebody should look.
MOST_SKEW = timedelta(minutes=1)
# For so long may the oldest message of a class wait that is not waiting for working hours.
LONGEST_WAIT = {
    SendClass.ALARM: timedelta(minutes=10),
    SendClass.NOTICE: timedelta(hours=1),
    SendClass.NUDGE: timedelta(hours=1),
}
_CHANGES_SHOWN = 3


class _NotKeptError(Exception):
    """Ends a unit of work that tried whether it may write, and leaves nothing of it."""


def rights(store: Store, now: datetime) -> list[str]:
    """Whether the database may be written to: it is tried, and undone."""

    def tries(unit: Unit) -> None:
        row = {"name": "doctor", "holder": "doctor", "taken_at": now, "until": now, "until_seconds": 0.0}
        unit.connection.execute(lease.delete().where(lease.c.name == "doctor"))
        unit.connection.execute(lease.insert().values(row))
        raise _NotKeptError

    try:
        store.do(tries, now, _DOCTOR)
    except _NotKeptError:
        return []
    except SQLAlchemyError:
        sentence = (
            "The database can be read and not written to. Give its role the rights that deploy/database-role.sql "
            "names; with SQLite, let the service write to the file and its folder, and end whatever holds it."
        )
        return [sentence]
    return []


def out_of_reach(unit: Unit) -> list[str]:
    """Whether somebody else made or owns tables, as after an upgrade or a restore by whoever looks after databases."""
    tables = standing.tables_out_of_reach(unit)
    sentence = (
        f"The service's role may not read and write every table: {', '.join(tables)}. Make it their owner "
        "(ALTER TABLE … OWNER TO …), and run 'auditbot db upgrade' and 'auditbot restore' as that role."
    )
    return [sentence] if tables else []


def room(store: Store, least: int = LEAST_ROOM) -> list[str]:
    """Whether so many bytes are free where SQLite keeps the database; of a server its own people know."""
    if store.engine.dialect.name != "sqlite":
        return []
    folder = Path(str(store.engine.url.database)).resolve().parent
    free = shutil.disk_usage(folder).free
    if free >= least:
        return []
    sentence = (
        f"Only {free // 1_000_000:,} MB are free where the database lies ({folder}). Make room for "
        f"{least // 1_000_000:,} MB or more: without room nothing that anybody does can be kept."
    )
    return [sentence]


def clocks(store: Store, now: datetime, *, stands_in: bool) -> list[str]:
    """Whether this machine's clock and the database server's agree.

    Args:
        store: the database.
        now: by this machine's clock.
        stands_in: a file stands for the clock, in a trial: then they may differ.
    """
    if stands_in or store.engine.dialect.name != "postgresql":
        return []
    there = store.do(lambda unit: unit.connection.execute(select(text("clock_timestamp()"))).scalar_one(), now, _DOCTOR)
    apart = abs(there.astimezone(UTC) - now)
    if apart <= MOST_SKEW:
        return []
    sentence = (
        f"The clocks of this machine and of the database are {apart.total_seconds():.0f} seconds apart. Have both keep "
        "the time by a time service: by it people are chased, and Microsoft's tokens are checked."
    )
    return [sentence]


def jobs_gone_wrong(unit: Unit) -> Iterator[str]:
    """The jobs of the timetable that failed, never ran or are late."""
    standings = jobs.standings(unit)
    late = late_jobs(standings, unit.now)
    for job in JOBS:
        stands = standings.get(job.name, jobs.NEVER_RAN)
        if jobs.is_failing(stands) and stands.last_failed is not None:
            failed = _spoken(stands.last_failed)
            yield f"The job {job.name} failed on {failed}, and has not ended well since. Look at the log."
        elif stands.last_done is None:
            yield f"The job {job.name} has never run. Start 'auditbot serve', or run 'auditbot run {job.name}'."
        elif job.name in late:
            yield f"The job {job.name} last ended well on {_spoken(stands.last_done)}. Does 'auditbot serve' run?"


def settings_unreadable(unit: Unit) -> Iterator[str]:
    """Whether a setting of the council's that holds today can't be read."""
    changes = settings_of(unit)
    for name in KNOWN:
        try:
            policy_on(london_day(unit.now), [one for one in changes if one.name == name])
        except BadInputError as problem:
            yield (
                f"{problem} Until then no job runs and nobody is answered. Put it right with "
                f"'auditbot policy set {name} VALUE', then run 'auditbot run due'."
            )


def history_unguarded(unit: Unit) -> Iterator[str]:
    """Whether the database still keeps everybody from changing history (docs/record.md)."""
    # A newer version may have guards of its own.
    tables = unguarded(unit.connection) if fit_in(unit.connection) is Fit.CURRENT else []
    if tables:
        yield (
            f"Nothing keeps rows of history from being changed: triggers of {', '.join(tables)} are missing or not "
            "ours. Run 'auditbot verify', then 'auditbot db upgrade', which puts them back. Ask who took them away."
        )


def leader_gone(unit: Unit) -> Iterator[str]:
    """Whether the instance that kept the timetable went without leaving it to another."""
    held = leases.holding(unit, TIMETABLE)
    if held is not None and held.until + LEASE < unit.now:
        yield (
            f"Nobody has kept the timetable since {_spoken(held.until)}, when {held.holder} was lost. "
            "Start 'auditbot serve'; if it runs, look at its log for 'tick_failed'."
        )


def chasing_gone_wrong(unit: Unit) -> Iterator[str]:
    """Whether working days went by without anybody being chased."""
    days, last = missed(unit), standing.chased_until(unit)
    if days and last is not None:
        yield (
            f"Nobody has been chased since {spoken_day(last)}: {len(days)} working days went by without it. "
            "If 'auditbot serve' runs, look at the log for 'job_failed'; 'auditbot run chasing' makes up for all of it."
        )


def outbox_gone_wrong(unit: Unit) -> Iterator[str]:
    """Whether messages wait for longer than they should."""
    for send_class, queue in standing.queues(unit).items():
        if queue.oldest_seconds > LONGEST_WAIT.get(send_class, timedelta(hours=1)).total_seconds():
            yield (
                f"{queue.depth} messages of the class {send_class.value} wait, the oldest for "
                f"{_long(queue.oldest_seconds)}. If 'auditbot serve' runs, look whether the way out to the internet is "
                "open, and at the log for 'delivery_round_failed'. 'auditbot run due' sends what is owed."
            )


def told(unit: Unit) -> Iterator[str]:
    """What is no fault and yet worth knowing: who leads, what waits, whom Teams refuses, what was changed lately."""
    if fit_in(unit.connection) is Fit.NEWER:
        yield _NEWER
    held = leases.holding(unit, TIMETABLE)
    if held is not None and held.until > unit.now:
        yield f"{held.holder} keeps the timetable, since {_spoken(held.taken_at)}."
    last = next(iter(standing.last_passes(unit)), None)
    if last is not None:
        yield f"People were last chased on {_spoken(last.decided_at)}."
    yield f"Messages that wait: {sum(queue.depth for queue in standing.queues(unit).values())}."
    yield f"People whom Teams refuses or who have removed the app: {standing.unreachable_people(unit)}."
    backup = standing.last_backup(unit)
    yield f"The last backup by 'auditbot backup' was made on {_spoken(backup)}." if backup else _NO_BACKUP
    for seen in last_seen(unit, _CHANGES_SHOWN):
        yield _seen_in_words(seen)


_NEWER = (
    "The database is at a newer version of auditbot, under which this one may go on serving. Start the newer one when "
    "you can."
)
_NO_BACKUP = "No backup has been made by 'auditbot backup'. If the database's own server makes them, try one out."


def _seen_in_words(seen: SettingsSeen) -> str:
    start = f"Started on {_spoken(seen.at)} under the account {seen.account}"
    if not seen.changed:
        return f"{start}: the settings were kept for the first time."
    changes = "; ".join(f"{one.name}: {one.old} → {one.new}" for one in seen.changed)
    return f"{start} with other settings: {changes}."


def _spoken(instant: datetime) -> str:
    return f"{spoken_day(london_day(instant))}, {spoken_time(instant)}"


def _long(seconds: float) -> str:
    hours, minutes = divmod(int(seconds) // 60, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"
