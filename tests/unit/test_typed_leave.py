"""Days away, and sentences about being away, as people type them in Britain; a table, and what holds of every text."""

from dataclasses import astuple
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.typed_away import DeputyTyped, Said, away_in, deputy_in
from domain.typed_leave import read_days
from domain.typed_ledger import Asks, Days, LedgerAsked, ledger_asked
from domain.typed_stops import stop_in

FRIDAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("text", "starts_on", "ends_on"),
    [
        ("3\u201314 December", "2026-12-03", "2026-12-14"),
        ("3-14 Dec", "2026-12-03", "2026-12-14"),
        ("3 Dec to 14 Dec", "2026-12-03", "2026-12-14"),
        ("3/12\u201314/12", "2026-12-03", "2026-12-14"),
        ("3-14/12", "2026-12-03", "2026-12-14"),
        ("3.12. - 14.12.", "2026-12-03", "2026-12-14"),
        ("3/12 - 14/12/26", "2026-12-03", "2026-12-14"),
        ("3rd to the 14th of December", "2026-12-03", "2026-12-14"),
        ("Dec 3-14", "2026-12-03", "2026-12-14"),
        ("December 3rd to 14th", "2026-12-03", "2026-12-14"),
        ("2026-12-03 to 2026-12-14", "2026-12-03", "2026-12-14"),
        ("Thursday 3 December to Monday 14 December", "2026-12-03", "2026-12-14"),
        ("from 3 December, back on the 15th", "2026-12-03", "2026-12-14"),
        ("from Monday to Friday", "2026-11-23", "2026-11-27"),
        ("Mon-Fri", "2026-11-23", "2026-11-27"),
        ("next week", "2026-11-23", "2026-11-27"),
        ("w/c 7 December", "2026-12-07", "2026-12-11"),
        ("28 Dec to 4 Jan", "2026-12-28", "2027-01-04"),
        ("28 Dec - 4 Jan 2027", "2026-12-28", "2027-01-04"),
        ("16-27 November", "2026-11-16", "2026-11-27"),
        ("today", "2026-11-20", "2026-11-20"),
        ("today and tomorrow", "2026-11-20", "2026-11-21"),
        ("today, back Monday", "2026-11-20", "2026-11-22"),
        ("3 December", "2026-12-03", "2026-12-03"),
    ],
)
def test_days_that_can_be_read_in_one_way_are_sure(text: str, starts_on: str, ends_on: str) -> None:
    days = read_days(text, FRIDAY)
    assert (str(days.starts_on), str(days.ends_on), days.doubt) == (starts_on, ends_on, "")


@pytest.mark.parametrize(
    ("text", "starts_on", "ends_on", "doubt"),
    [
        ("until 5 Jan", "2026-11-20", "2027-01-05", "first day back"),
        ("Friday 3 December", "2026-12-03", "2026-12-03", "is a Thursday"),
        ("3-12", "2026-12-03", "2026-12-12", "I take it for"),
        ("2-6 November", "2026-11-02", "2026-11-06", "which is past"),
        ("for two weeks from 7 December", "2026-12-07", "2026-12-20", "weekends too"),
        ("1 March - 31 May", "2027-03-01", "2027-05-31", "about 13 weeks"),
        ("14-3 December", "2026-12-14", "2027-12-03", "about 50 weeks"),
        ("this week", "2026-11-20", "2026-11-20", "from today to Friday"),
        ("w/c 8 December", "2026-12-07", "2026-12-11", "is no Monday"),
        ("Friday", "2026-11-27", "2026-11-27", "I take it for"),
        ("from 3 December", "2026-12-03", "None", ""),
    ],
)
def test_days_that_can_be_read_in_two_ways_are_read_back(text: str, starts_on: str, ends_on: str, doubt: str) -> None:
    days = read_days(text, FRIDAY)
    assert not days.is_sure
    assert (str(days.starts_on), str(days.ends_on)) == (starts_on, ends_on)
    assert doubt in days.doubt


@pytest.mark.parametrize("text", ["", "over Christmas", "30 February", "the school", "soon", "3 of them"])
def test_what_names_no_day_is_no_day(text: str) -> None:
    assert read_days(text, FRIDAY).starts_on is None


@settings(max_examples=60)
@given(st.dates(date(2026, 1, 1), date(2028, 12, 31)), st.integers(0, 300), st.integers(0, 40))
def test_whatever_is_sure_is_what_was_written(today: date, ahead: int, length: int) -> None:
    first = today + timedelta(days=ahead)
    last = first + timedelta(days=length)
    for text in (f"{first:%d/%m/%Y} to {last:%d/%m/%Y}", f"{first.day} {first:%B %Y} - {last.day} {last:%B %Y}"):
        days = read_days(text, today)
        assert (days.starts_on, days.ends_on, days.doubt) == (first, last, "")


@settings(max_examples=60)
@given(st.text(max_size=60))
def test_no_text_at_all_is_too_much(text: str) -> None:
    days = read_days(text, FRIDAY)
    assert days.starts_on is None or days.ends_on is None or days.doubt or days.starts_on <= days.ends_on
    away_in(text)
    deputy_in(text, FRIDAY)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("I'm on leave 3\u201314 December", (Said.AWAY, "", "3-14 december", True, True)),
        ("I\u2019ll be off from Monday", (Said.AWAY, "", "from monday", False, True)),
        ("off sick today", (Said.AWAY, "", "today", True, False)),
        ("Aisha Bello is on leave next week", (Said.AWAY, "aisha bello", "next week", True, False)),
        ("Aisha's off sick today", (Said.AWAY, "aisha", "today", True, False)),
        ("record leave for Aisha Bello 3-14 Dec", (Said.AWAY, "aisha bello", "3-14 dec", True, False)),
        ("back today", (Said.BACK, "", "today", False, False)),
        ("I'm back", (Said.BACK, "", "today", False, True)),
        ("cancel my leave", (Said.CANCEL, "", "", True, True)),
        ("cancel Aisha Bello's leave", (Said.CANCEL, "aisha bello", "", True, False)),
        ("back", None),
        ("is Aisha on leave?", None),
        ("who is on leave", None),
        ("She is on leave all month", None),
        ("completion rate in November", None),
        ("The child was seen.", None),
    ],
)
def test_a_sentence_about_being_away_is_taken_apart(text: str, said: tuple[object, ...] | None) -> None:
    found = away_in(text)
    assert (found and astuple(found)) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Sam Okafor is my deputy 3\u201314 December", DeputyTyped("sam okafor", "3-14 december")),
        ("my deputy is Sam Okafor from 3 to 14 December", DeputyTyped("sam okafor", "from 3 to 14 december")),
        ("Sam answers for me next week", DeputyTyped("sam", "next week")),
        ("Sam is deputy for Aisha Bello tomorrow", DeputyTyped("sam", "tomorrow", "aisha bello")),
        ("Cora Lunt is Hal Morgan's deputy 2-6 November", DeputyTyped("cora lunt", "2-6 november", "hal morgan")),
        ("who is Hal Morgan's deputy", None),
        ("who is my deputy", None),
        ("my team", None),
    ],
)
def test_a_sentence_that_names_a_deputy_is_taken_apart(text: str, said: DeputyTyped | None) -> None:
    assert deputy_in(text, FRIDAY) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "stop chasing Aisha Bello until 4 December: bereavement",
            (False, "Aisha Bello", "4 December", "bereavement"),
        ),
        ("Stop chasing Castle Hill", (False, "Castle Hill", "", "")),
        ("stop chasing everybody because of the inspection", (False, "everybody", "", "the inspection")),
        ("start chasing team Castle Hill again", (True, "team Castle Hill", "", "")),
        ("stop", None),
        ("who do we stop", None),
    ],
)
def test_an_order_about_chasing_is_taken_apart(text: str, said: tuple[object, ...] | None) -> None:
    found = stop_in(text)
    assert (found and astuple(found)) == said


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Who did not get theirs?", LedgerAsked(Asks.NOT_REACHED)),
        ("who didn\u2019t get their list yesterday", LedgerAsked(Asks.NOT_REACHED, days=Days.YESTERDAY)),
        ("what did we send to Aisha Bello?", LedgerAsked(Asks.SENT_TO, "aisha bello")),
        ("what did you send me", LedgerAsked(Asks.SENT_TO, "me")),
        ("why was I told?", LedgerAsked(Asks.WHY_ME)),
        ("who is being chased today?", LedgerAsked(Asks.CHASED)),
        ("unreachable people", LedgerAsked(Asks.UNREACHABLE)),
        ("who did not return theirs", None),
        ("what did we say in July?", None),
        ("why is it late", None),
    ],
)
def test_a_question_to_the_ledger_is_told_from_others(text: str, asked: LedgerAsked | None) -> None:
    assert ledger_asked(text) == asked
