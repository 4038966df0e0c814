"""QA stops chasing somebody, a team or everybody, sees what that silences, and starts it again."""

from datetime import UTC, datetime

import pytest

from domain.words import Role
from storage.tables.chasing import chasing_stop
from tests.conversation.council import BIRCH, Council, heading
from tests.conversation.test_digest import MONDAY, digests, morning

THURSDAY = datetime(2026, 12, 10, 8, 1, tzinfo=UTC)


async def test_somebody_is_not_chased_until_the_day_that_qa_said_and_then_gets_one_list(council: Council) -> None:
    council.allocates(council.rosa)
    stopped = await council.dan.says("stop chasing Rosa Adeyemi until 9 December: a bereavement")
    assert heading(stopped) == "Who is not being chased"
    assert "Chasing is stopped for Rosa Adeyemi, up to and including Wednesday 9 December 2026." in stopped.words
    assert "1 audit and 0 actions that are open" in stopped.words
    assert "by Dan Iqbal" in stopped.words
    [row] = council.rows(chasing_stop)
    assert (row.reason, row.stopped_by_id) == ("a bereavement", council.id_of(council.dan))
    await morning(council, MONDAY)
    assert digests(council.rosa) == []
    await morning(council, THURSDAY)
    assert len(digests(council.rosa)) == 1
    assert "Chasing is stopped for nobody." in (await council.dan.says("who is not being chased?")).words


@pytest.mark.parametrize("whom", ["everybody", "Birch Way"])
async def test_a_team_and_everybody_are_confirmed_with_what_it_silences(council: Council, whom: str) -> None:
    council.allocates(council.rosa)
    asked = await council.dan.says(f"stop chasing {whom} because of the inspection")
    assert "Press again to stop it." in asked.words
    assert "1 audit and 0 actions" in asked.words
    assert council.rows(chasing_stop) == []
    stopped = await council.dan.presses(asked, "Stop chasing all the same")
    assert "the inspection" in stopped.words
    # The same button once more, on another device, stops it once.
    await council.dan.presses(asked, "Stop chasing all the same")
    assert len(council.rows(chasing_stop)) == 1
    await morning(council, MONDAY)
    assert digests(council.rosa) == []
    started = await council.dan.presses(await council.dan.says("stops"), "Start chasing")
    assert "Chasing goes on." in started.words
    await morning(council, THURSDAY)
    assert len(digests(council.rosa)) == 1
    assert "It was not stopped." in (await council.dan.says(f"start chasing {whom} again")).words
    [row] = council.rows(chasing_stop)
    assert row.started_by_id == council.id_of(council.dan)


@pytest.mark.parametrize("whom", ["Birch Way 2", "team Birch Way", "the Birch Way 2 team"])
async def test_a_team_can_be_named_that_shares_its_name_with_somebody(council: Council, whom: str) -> None:
    council.employs("Tess Birch Way 2", Role.TEAM_MANAGER, team_id=BIRCH)
    asked = await council.dan.says(f"stop chasing {whom}: inspection")
    stopped = await council.dan.presses(asked, "Stop chasing all the same")
    assert "Chasing is stopped for Birch Way 2" in stopped.words
    assert "Chasing goes on." in (await council.dan.says(f"start chasing {whom}")).words


async def test_what_is_missing_or_unclear_or_may_not_be_kept_is_asked_in_the_form(council: Council) -> None:
    council.employs("Rosa Bright", Role.AUDITOR, team_id=BIRCH)
    form = await council.dan.says("stop chasing Rosa")
    assert form.inputs["in_whom"] == "Rosa"
    both = await council.dan.presses(form, "Stop chasing", {"in_why": "On jury service."})
    assert "“Rosa” may be Rosa Adeyemi, Rosa Bright." in both.words
    wrong = {"in_whom": "Rosa Bright", "in_why": "Her number is 943 476 5919.", "in_to": "2026-11-02"}
    refused = await council.dan.presses(both, "Stop chasing", wrong)
    assert "looks like an NHS number" in refused.words
    assert "Choose Friday 20 November 2026 or a later day." in refused.words
    named = {"in_whom": "Rosa Bright", "in_why": "Sits with Jayden Carter.", "in_to": ""}
    asked = await council.dan.presses(refused, "Stop chasing", named)
    assert "may name a child or their family" in asked.words
    kept = await council.dan.presses(asked, "Use it as it is", named)
    assert "Chasing is stopped for Rosa Bright" in kept.words
    assert len(council.events("kept_likely_names")) == 1
    again = await council.dan.says("stop chasing Rosa Bright: still away")
    assert "It is stopped already" in again.words
    anew = await council.dan.presses(again, "Stop chasing all the same")
    assert "still away" in anew.words
    rows = council.rows(chasing_stop)
    assert [row.started_at is None for row in rows] == [False, True]


async def test_only_qa_stops_and_sees_stops(council: Council) -> None:
    stopped = await council.dan.says("stop chasing Rosa Adeyemi: jury service")
    assert "Only the QA team can stop chasing." in (await council.tom.says("stop chasing Rosa Adeyemi: please")).text
    assert "That is for the QA team." in (await council.tom.says("who is not being chased")).text
    assert "That is for the QA team." in (await council.rosa.presses(stopped, "Start chasing")).text
    [row] = council.rows(chasing_stop)
    assert row.started_at is None
