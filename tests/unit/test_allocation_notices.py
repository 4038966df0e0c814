from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from dialogs import allocation as allocation_dialog
from domain.calendar import WorkingCalendar
from domain.words import AllocationStatus
from duties.allocation_notices import NOTICE, decide
from storage.notices import UntoldAllocation

CALENDAR = WorkingCalendar()
FRIDAY_MORNING = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
NEW = UntoldAllocation(
    id=41,
    auditor_id=7,
    month="2026-11",
    status=AllocationStatus.ALLOCATED,
    allocated_on=date(2026, 11, 20),
    latest_due_on=date(2026, 12, 4),
    auditor_left_on=None,
)


def _is_owed(one: UntoldAllocation, now: datetime = FRIDAY_MORNING) -> bool:
    return bool(decide([one], now, CALENDAR))


def test_a_new_allocation_owes_its_auditor_a_notice_at_once_in_working_hours() -> None:
    [owed] = decide([NEW], FRIDAY_MORNING, CALENDAR)
    assert (owed.auditor_id, owed.allocation_id, owed.not_before) == (7, 41, FRIDAY_MORNING)


def test_an_allocation_made_on_friday_night_is_told_on_monday_at_eight() -> None:
    [owed] = decide([NEW], datetime(2026, 11, 20, 21, 0, tzinfo=UTC), CALENDAR)
    assert owed.not_before == datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def test_the_night_before_the_clocks_go_forward_the_notice_waits_for_eight_in_summer_time() -> None:
    march = replace(NEW, month="2026-03", allocated_on=date(2026, 3, 27), latest_due_on=date(2026, 4, 10))
    [owed] = decide([march], datetime(2026, 3, 28, 12, 0, tzinfo=UTC), CALENDAR)
    assert owed.not_before == datetime(2026, 3, 30, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize("status", [one for one in AllocationStatus if one is not AllocationStatus.ALLOCATED])
def test_nothing_is_owed_once_the_audit_is_begun_or_gone(status: AllocationStatus) -> None:
    assert not _is_owed(replace(NEW, status=status))


def test_an_overdue_allocation_of_an_open_month_is_told_all_the_same() -> None:
    overdue_only_for_them = replace(NEW, allocated_on=date(2026, 11, 1), latest_due_on=date(2026, 12, 4))
    assert _is_owed(overdue_only_for_them, datetime(2026, 12, 4, 12, 0, tzinfo=UTC))


def test_an_import_of_a_closed_month_owes_nothing() -> None:
    assert not _is_owed(replace(NEW, month="2019-08", latest_due_on=date(2019, 9, 6)))


def test_the_month_closes_at_midnight_in_london_not_in_greenwich() -> None:
    june = replace(NEW, month="2026-06", allocated_on=date(2026, 6, 1), latest_due_on=date(2026, 6, 26))
    assert _is_owed(june, datetime(2026, 6, 30, 22, 59, tzinfo=UTC))
    assert not _is_owed(june, datetime(2026, 6, 30, 23, 0, tzinfo=UTC))


def test_an_auditor_is_told_on_their_last_day_and_not_after_it() -> None:
    assert _is_owed(replace(NEW, auditor_left_on=date(2026, 11, 20)))
    assert not _is_owed(replace(NEW, auditor_left_on=date(2026, 11, 19)))


def test_an_allocation_for_a_later_day_is_not_told_before_that_day() -> None:
    assert not _is_owed(replace(NEW, allocated_on=date(2026, 11, 21)))


def test_the_notice_that_is_owed_is_the_one_that_the_dialog_makes() -> None:
    assert NOTICE == allocation_dialog.NOTICE
