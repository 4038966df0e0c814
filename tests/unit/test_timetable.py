from datetime import UTC, datetime, timedelta

import pytest
from apscheduler.triggers.cron import CronTrigger

from bot.job_table import JOBS
from bot.jobs_shown import list_jobs
from bot.timetable import last_scheduled, next_scheduled
from domain.calendar import LONDON

SPRING_FORWARD = datetime(2026, 3, 29, 0, 0, tzinfo=UTC)  # 01:00 GMT becomes 02:00 BST
FALL_BACK = datetime(2026, 10, 25, 0, 0, tzinfo=UTC)  # 02:00 BST becomes 01:00 GMT


def _utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]  # year to minute


@pytest.mark.parametrize(
    ("cron", "now", "expected"),
    [
        ("*/5 * * * *", _utc(2026, 11, 20, 9, 7), _utc(2026, 11, 20, 9, 5)),
        ("*/5 * * * *", _utc(2026, 11, 20, 9, 5), _utc(2026, 11, 20, 9, 5)),
        ("30 3 * * *", _utc(2026, 11, 20, 3, 29), _utc(2026, 11, 19, 3, 30)),
        ("30 3 * * *", _utc(2026, 7, 1, 2, 29), _utc(2026, 6, 30, 2, 30)),
        ("30 3 * * *", _utc(2026, 7, 1, 2, 30), _utc(2026, 7, 1, 2, 30)),
        ("30 3 * * *", _utc(2026, 3, 29, 12, 0), _utc(2026, 3, 29, 2, 30)),
        ("30 3 * * *", _utc(2026, 10, 25, 12, 0), _utc(2026, 10, 25, 3, 30)),
        ("0 8 * * mon", _utc(2026, 11, 20, 9, 0), _utc(2026, 11, 16, 8, 0)),
        ("0 6 1 * *", _utc(2026, 11, 30, 9, 0), _utc(2026, 11, 1, 6, 0)),
        ("0 6 1 4 *", _utc(2026, 3, 31, 9, 0), _utc(2025, 4, 1, 5, 0)),
    ],
)
def test_it_knows_when_an_entry_was_last_due_in_london(cron: str, now: datetime, expected: datetime) -> None:
    assert last_scheduled(cron, now) == expected


def test_it_knows_when_an_entry_is_due_next_and_never_says_now() -> None:
    assert next_scheduled("*/5 * * * *", _utc(2026, 11, 20, 9, 5)) == _utc(2026, 11, 20, 9, 10)
    assert next_scheduled("30 3 * * *", _utc(2026, 10, 24, 12, 0)) == _utc(2026, 10, 25, 3, 30)


@pytest.mark.parametrize("weekend", [SPRING_FORWARD, FALL_BACK])
def test_a_job_of_every_five_minutes_is_due_every_five_minutes_when_the_clocks_change(
    weekend: datetime,
) -> None:
    for minutes in range(300):
        now = weekend + timedelta(minutes=minutes)
        last = last_scheduled("*/5 * * * *", now)
        assert last is not None
        assert timedelta(0) <= now - last < timedelta(minutes=5)


def test_every_job_has_a_name_of_its_own_and_an_entry_that_comes_round() -> None:
    assert len({job.name for job in JOBS}) == len(JOBS)
    for job in JOBS:
        assert last_scheduled(job.cron, _utc(2026, 11, 20, 9, 0)) is not None, job.name


def test_no_daily_job_falls_into_the_hour_that_some_nights_lack() -> None:
    for job in JOBS:
        trigger = CronTrigger.from_crontab(job.cron, timezone=LONDON)
        fields = {field.name: str(field) for field in trigger.fields}
        assert fields["hour"] != "1", job.name


def test_the_timetable_reads_as_a_line_a_job() -> None:
    lines = list_jobs()
    assert len(lines) == len(JOBS)
    for job, line in zip(JOBS, lines, strict=True):
        assert line.startswith(job.name)
        assert job.cron in line
        assert line.endswith(job.what)
