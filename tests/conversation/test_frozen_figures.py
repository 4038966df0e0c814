"""Figures as they were reported: frozen once, and told again with what is known now and why it differs."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.words import Rating
from storage.tables.questions import frozen_figure
from tests.conversation.council import BIRCH, Council, heading
from tests.conversation.figures_council import has_audit, has_two_months, is_regraded, is_returned, is_withdrawn
from tests.fakes_cards import Shown
from tests.fakes_people import FakePerson

SECOND_OF_NOVEMBER = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)


@pytest.fixture
def figures(council: Council) -> dict[str, int]:
    """Two months of audits to ask about."""
    return has_two_months(council)


async def freezes(council: Council, question: str, at: datetime = SECOND_OF_NOVEMBER) -> Shown:
    """QA asks on a day and freezes the answer; then it is today again."""
    today = council.clock.now()
    council.is_now(at)
    shown = await council.dan.says(question)
    frozen = await council.dan.presses(shown, "Freeze this figure")
    council.is_now(today)
    return frozen


async def asks(somebody: FakePerson, text: str) -> Shown:
    return await somebody.says(text)


async def test_qa_freezes_a_figure_once_however_often_the_button_is_pressed(council_on_each: Council) -> None:
    council = council_on_each
    has_two_months(council)
    shown = await council.dan.says("completion rate in October")
    first = await council.dan.presses(shown, "Freeze this figure")
    assert heading(first) == "Figure frozen"
    assert "67% (4 of 6)" in first.words
    again = await council.dan.presses(shown, "Freeze this figure")
    assert heading(again) == "Figure frozen"
    [row] = council.rows(frozen_figure)
    assert (row.metric, row.first_day, row.as_at) == ("completion_rate", date(2026, 10, 1), date(2026, 11, 20))
    assert len(row.facts) == 6
    assert "CS_" not in json.dumps([row.facts, row.answer, row.query]), "no reference of a record is kept with it"
    assert council.events("figure_frozen")[0].actor_id == council.id_of(council.dan)


async def test_what_was_said_is_told_with_what_is_known_now_and_why(council: Council, figures: dict[str, int]) -> None:
    await freezes(council, "completion rate in October")
    is_returned(council, figures["A4"], date(2026, 11, 16))
    is_withdrawn(council, figures["B2"], date(2026, 11, 17))
    has_audit(council, "A9", team=BIRCH, returned=date(2026, 10, 30))
    shown = await asks(council.dan, "what did we report for October completion?")
    assert heading(shown) == "Completion rate · October 2026"
    lines = shown.words.splitlines()
    assert "As reported on 2 November 2026 by Dan Iqbal" in lines
    assert "50% (3 of 6)" in lines
    assert "As known on 20 November 2026" in lines
    assert "100% (6 of 6)" in lines
    assert shown.buttons == ["2 returned late", "1 withdrawn since", "1 recorded since, dated before", "Frozen figures"]
    assert shown.summary == (
        "Completion rate · October 2026, as reported on 2 November 2026: 50% (3 of 6). As known now: 100% (6 of 6). "
        "Since then: 2 returned late, 1 withdrawn since, 1 recorded since, dated before."
    )


async def test_each_difference_lists_its_rows(council: Council, figures: dict[str, int]) -> None:
    await freezes(council, "completion rate in October")
    is_returned(council, figures["A4"], date(2026, 11, 16))
    shown = await asks(council.dan, "what did we say in November?")
    rows = await council.dan.presses(shown, "2 returned late")
    assert heading(rows) == "2 returned late"
    assert "A3\nAlder Vale 1" in rows.words
    assert "due 23 October 2026, returned 16 November 2026" in rows.words
    back = await council.dan.presses(rows, "Then and now")
    assert heading(back) == heading(shown)


async def test_a_regraded_audit_is_told_with_what_it_was(council: Council, figures: dict[str, int]) -> None:
    await freezes(council, "good rate in October")
    is_regraded(council, figures["A1"], Rating.INADEQUATE)
    shown = await asks(council.dan, "what did we say about the good rate in October?")
    assert "1 regraded" in shown.buttons
    rows = await council.dan.presses(shown, "1 regraded")
    assert "rated Good then, rated Inadequate" in rows.words


async def test_a_figure_that_nothing_has_changed_says_so(council: Council, figures: dict[str, int]) -> None:
    assert figures
    await freezes(council, "completion rate in October", council.clock.now())
    shown = await asks(council.mina, "what was reported for completion in October?")
    assert "Nothing that it was counted from has changed since." in shown.words


async def test_several_figures_frozen_then_are_asked_back(council: Council, figures: dict[str, int]) -> None:
    assert figures
    await freezes(council, "completion rate in October")
    await freezes(council, "good rate in October")
    shown = await asks(council.dan, "what did we say in November?")
    assert heading(shown) == "Which do you mean?"
    for title in shown.buttons:
        one = await council.dan.presses(shown, title)
        assert heading(one).split(" · ")[0] in title
        assert "As known on 20 November 2026" in one.words


async def test_what_was_never_frozen_is_not_made_up(council: Council, figures: dict[str, int]) -> None:
    assert figures
    shown = await asks(council.dan, "what did we report for August completion?")
    assert "No figure was frozen for that." in shown.words
    assert shown.buttons == ["Completion rate in August 2026"]


async def test_the_latest_of_two_freezings_is_what_was_said(council: Council, figures: dict[str, int]) -> None:
    await freezes(council, "completion rate in October")
    await freezes(council, "completion rate in October", SECOND_OF_NOVEMBER + timedelta(days=2))
    is_returned(council, figures["A4"], date(2026, 11, 16))
    shown = await asks(council.dan, "what did we report for October completion?")
    assert "As reported on 4 November 2026 by Dan Iqbal" in shown.words
    assert "1 returned late" in shown.buttons


async def test_the_list_of_frozen_figures_is_qas(council: Council, figures: dict[str, int]) -> None:
    assert figures
    await freezes(council, "completion rate in October")
    listed = await council.dan.says("frozen figures")
    assert "Frozen on 2 November 2026 by Dan Iqbal, as it stood on 2 November 2026." in listed.words
    shown = await council.dan.presses(listed, "Then and now")
    assert heading(shown) == "Completion rate · October 2026"
    assert "for the QA team" in (await council.tom.says("frozen figures")).text


async def test_only_qa_freezes_whatever_the_button_carries(council: Council, figures: dict[str, int]) -> None:
    assert figures
    shown = await council.dan.says("completion rate in October")
    refused = await council.mina.presses(shown, "Freeze this figure")
    assert "frozen by the QA team" in refused.text
    assert council.rows(frozen_figure) == []


async def test_a_frozen_figure_is_shown_to_whoever_may_ask_for_it_and_its_rows_to_whoever_may_see_them(
    council: Council, figures: dict[str, int]
) -> None:
    await freezes(council, "completion rate in October")
    await freezes(council, "good rate in October")
    is_returned(council, figures["A4"], date(2026, 11, 16))
    listed = await council.dan.says("frozen figures")
    whole = await council.dan.presses(listed, "Then and now: Completion rate · October 2026")
    auditors = await asks(council.rosa, "what did we report for October completion?")
    assert "50% (3 of 6)" in auditors.words
    assert "2 returned late" in auditors.words.splitlines()
    assert auditors.buttons == []
    refused = await council.rosa.presses(whole, "2 returned late")
    assert "not yours to see" in refused.text
    nothing = await asks(council.rosa, "what did we report for the good rate in October?")
    assert "No figure was frozen for that." in nothing.words
    other = await council.rosa.presses(listed, "Then and now: Good rate · October 2026")
    assert "not yours to see" in other.text
