"""The ladder's days: each rung over weekends, bank holidays, closure days, the year's end; and how it is written."""

from datetime import date, timedelta

import pytest

from bot.days_off import calendar_for
from domain.calendar import WorkingCalendar
from domain.errors import BadInputError
from domain.ladder import DEFAULT_LADDER, ItemKind, Party, month_by, next_day, reached, read_ladder, spoken_rung
from domain.policy import Policy, read_setting, written

LADDER = read_ladder(DEFAULT_LADDER)
# England's bank holidays, and two closure days between Christmas and the new year.
CALENDAR = calendar_for(Policy(council_closure_days=(date(2026, 12, 29), date(2026, 12, 30))))
FRIDAY = date(2026, 12, 4)


def rungs_on(kind: ItemKind, due_on: date, first: date, last: date, calendar: WorkingCalendar = CALENDAR) -> list[str]:
    """Which rungs are reached on which days, as `7 Dec +1`."""
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [
        f"{day.day} {day:%b} {one.rung}"
        for day in days
        for one in reached(LADDER.of(kind), LADDER.weekday, due_on, day, calendar)
        if one.on == day
    ]


@pytest.mark.parametrize(
    ("due_on", "days"),
    [
        # Due on a Friday.
        (FRIDAY, ["27 Nov -5", "3 Dec -1", "7 Dec +1", "9 Dec +3", "11 Dec +5", "16 Dec +8"]),
        # Due on a Sunday: the day itself counts, and is never moved.
        (date(2026, 12, 6), ["30 Nov -5", "4 Dec -1", "7 Dec +1", "9 Dec +3", "11 Dec +5", "16 Dec +8"]),
        # Over Christmas: Friday 25 and Monday 28 December and 1 January are bank holidays, 29 and 30 closure days.
        (date(2026, 12, 24), ["17 Dec -5", "23 Dec -1", "31 Dec +1", "5 Jan +3", "7 Jan +5", "12 Jan +8"]),
        # Over Easter 2027: Good Friday 26 March, Easter Monday 29 March; the clocks go forward on Sunday 28 March.
        (date(2027, 3, 25), ["18 Mar -5", "24 Mar -1", "30 Mar +1", "1 Apr +3", "5 Apr +5", "8 Apr +8"]),
        # The clocks go back on Sunday 25 October 2026.
        (date(2026, 10, 23), ["16 Oct -5", "22 Oct -1", "26 Oct +1", "28 Oct +3", "30 Oct +5", "4 Nov +8"]),
    ],
)
def test_the_rungs_of_a_return_are_counted_in_working_days(due_on: date, days: list[str]) -> None:
    assert rungs_on(ItemKind.RETURN, due_on, due_on - timedelta(days=30), due_on + timedelta(days=30)) == days


@pytest.mark.parametrize(
    ("due_on", "days"),
    [
        # Each Monday while overdue, and from +10 (18 December) for the head of service too.
        (
            FRIDAY,
            ["1 Dec -3", "7 Dec week 2026-12-07", "14 Dec week 2026-12-14", *["21 Dec week 2026-12-21"] * 2]
            # Monday 28 December is a bank holiday, the next two are closure days: it comes on Thursday 31.
            + ["31 Dec week 2026-12-28"] * 2,
        ),
        # Due on a Monday, it is overdue from the next one on.
        (
            date(2026, 12, 14),
            ["9 Dec -3", "21 Dec week 2026-12-21", "31 Dec week 2026-12-28"],
        ),
    ],
)
def test_an_overdue_action_comes_round_on_mondays_and_moves_off_a_day_off_once(due_on: date, days: list[str]) -> None:
    assert rungs_on(ItemKind.ACTION, due_on, date(2026, 11, 25), date(2027, 1, 3)) == days


def test_a_record_is_asked_for_on_the_fifth_working_day_after_the_outcome_then_weekly() -> None:
    assert rungs_on(ItemKind.UPLOAD, FRIDAY, FRIDAY, date(2026, 12, 22)) == [
        "11 Dec +5",
        "14 Dec week 2026-12-14",
        "21 Dec week 2026-12-21",
    ]


def test_an_approval_is_asked_for_on_each_working_day_from_the_second() -> None:
    days = rungs_on(ItemKind.APPROVAL, FRIDAY, FRIDAY, date(2026, 12, 14))
    assert days == [f"{day} Dec day 2026-12-{day:02}" for day in (8, 9, 10, 11, 14)]


@pytest.mark.parametrize("kind", [ItemKind.RETURN, ItemKind.ACTION, ItemKind.UPLOAD, ItemKind.APPROVAL])
def test_the_next_day_is_the_next_one_on_which_a_rung_is_reached(kind: ItemKind) -> None:
    """Day by day around Christmas and the turn of the year, the two functions agree."""
    due_on = date(2026, 12, 15)
    days = [due_on + timedelta(days=number) for number in range(-20, 60)]
    rungs = LADDER.of(kind)
    changes = {one.on for day in days for one in reached(rungs, LADDER.weekday, due_on, day, CALENDAR) if one.on == day}
    for day in days[:-15]:
        expected = min((one for one in changes if one > day), default=None)
        assert next_day(rungs, LADDER.weekday, due_on, day, CALENDAR) == expected, day


@pytest.mark.parametrize(
    ("today", "first", "on"),
    [
        (date(2026, 12, 1), date(2026, 12, 1), date(2026, 12, 1)),
        (date(2027, 1, 3), date(2026, 12, 1), date(2026, 12, 1)),  # New Year's Day, then a weekend
        (date(2027, 1, 4), date(2027, 1, 1), date(2027, 1, 4)),
    ],
)
def test_what_is_monthly_comes_on_the_first_working_day_of_a_month(today: date, first: date, on: date) -> None:
    assert month_by(today, CALENDAR) == (first, on)


def test_the_ladder_of_the_domain_is_read_whole() -> None:
    tells = {rung.at: [str(one) for one in rung.tells] for rung in LADDER.of(ItemKind.RETURN)}
    assert list(tells) == [-5, -1, 1, 3, 5, 8]
    assert tells[5] == ["owner", "up_the_line"]
    assert tells[8] == ["owner", "up_the_line", "head_of_service"]
    assert LADDER.rolls_up
    about_one_item = [rung for kind in LADDER.rungs for rung in LADDER.of(kind)]
    assert all(Party.DIRECTORS not in rung.tells for rung in about_one_item)


def test_another_weekday_and_other_rungs_can_be_set() -> None:
    ladder = read_ladder(DEFAULT_LADDER.replace("Monday", "Wednesday").replace("at = 5, tells", "at = 6, tells"))
    wednesday = date(2026, 12, 9)
    found = reached(ladder.of(ItemKind.ACTION), ladder.weekday, FRIDAY, wednesday, CALENDAR)
    assert [one.rung for one in found] == ["-3", "week 2026-12-09"]
    assert [rung.at for rung in ladder.of(ItemKind.RETURN)] == [-5, -1, 1, 3, 6, 8]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("return = [", "return [", "it is no TOML"),
        ("return = [", "returns = [", "'returns' is no ladder"),
        ("approval = [", "approvals = [", "'approvals' is no ladder"),
        ('weekday = "Monday"', 'weekday = "Sunday"', "'Sunday' is no working day of the week"),
        ("{at = -3, ", "{at = 0, ", "rung 1 of 'action': at is a working day before or after the due day"),
        ("{at = -3, ", "{at = 900, ", "rung 1 of 'action': at is a whole number of working days"),
        ("{at = -3, ", "{at = true, ", "rung 1 of 'action': at is a whole number"),
        ("{at = -3, ", "{on = -3, ", "rung 1 of 'action': write either at or every"),
        ('tells = ["directors"]', 'tells = ["owner"]', "what tells the directors is monthly"),
        ('tells = ["directors"]', 'tells = ["everybody"]', "tells lists whom it tells"),
        ('tells = ["directors"]', "tells = []", "tells lists whom it tells"),
        ('every = "day"', 'every = "hour"', 'every is "day", "week" or "month"'),
        ("from = 2", "from = 0", "from is a whole number of working days, from 1"),
    ],
)
def test_a_ladder_that_cannot_be_read_is_refused_with_its_place(old: str, new: str, said: str) -> None:
    assert old in DEFAULT_LADDER
    with pytest.raises(BadInputError) as refused:
        read_setting("ladder", DEFAULT_LADDER.replace(old, new))
    assert said in str(refused.value)
    assert "auditbot policy show ladder" in str(refused.value)


def test_a_ladder_without_one_of_its_kinds_is_refused() -> None:
    with pytest.raises(BadInputError, match="the ladder 'approval' has no rung"):
        read_setting("ladder", DEFAULT_LADDER.partition("approval")[0])


def test_a_ladder_is_written_as_it_was_read() -> None:
    assert read_setting("ladder", written(LADDER)) == LADDER


@pytest.mark.parametrize(
    ("rung", "said"),
    [
        ("+1", "1 working day after Friday 4 December 2026"),
        ("-5", "5 working days before Friday 4 December 2026"),
        ("week 2026-12-07", "weekly, for Monday 7 December 2026"),
        ("day 2026-12-08", "daily, for Tuesday 8 December 2026"),
        ("month 2026-12-01", "monthly, for Tuesday 1 December 2026"),
        ("snooze 2026-12-08", "put off until Tuesday 8 December 2026"),
    ],
)
def test_a_rung_is_said_in_words(rung: str, said: str) -> None:
    assert spoken_rung(rung, FRIDAY) == said
