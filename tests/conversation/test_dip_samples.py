"""Dip samples: QA sets one up and shares it out, reviewers answer record by record, and the result can be asked for."""

from datetime import date

import pytest

from domain.words import DipAnswer, Role
from metrics.answer import ask
from metrics.scope import Viewer
from metrics.vocabulary import vocabulary_of
from storage.tables.allocations import case_record
from storage.tables.dip_samples import dip_sample_act, dip_sample_record
from storage.tables.registers import dip_sample, dip_sample_result
from tests.conversation.council import ALDER, BIRCH, Council, heading
from tests.fakes_cards import Shown
from tests.fakes_people import FakePerson

FORM = {
    "in_title": "Seen alone in November",
    "in_questions": "Was the child seen alone?\nIs the plan up to date?",
    "in_refs": "CS_1, CS_2\nCS_3;CS_4",
}


@pytest.fixture
def records(council: Council) -> None:
    with council.unit() as unit:
        for number in range(1, 7):
            team = ALDER if number <= 3 else BIRCH
            row = {"case_ref": f"CS_{number}", "team_id": team, "legal_status": "CIN"}
            unit.connection.execute(case_record.insert().values(row))


async def sets_up(council: Council, **words: str) -> Shown:
    form = await council.dan.presses(await council.dan.says("dip samples"), "Set one up")
    return await council.dan.presses(form, "Set it up", {**FORM, **words}, client_checks=False)


async def shares(council: Council, sample: Shown, names: str) -> Shown:
    form = await council.dan.presses(sample, "Share it out")
    return await council.dan.presses(form, "Share it out", {"in_names": names})


def summaries(somebody: FakePerson) -> list[str]:
    return [shown.summary for shown in somebody.messages if shown.summary]


@pytest.mark.usefixtures("records")
async def test_a_sample_is_set_up_shared_out_answered_asked_for_and_closed(council: Council) -> None:
    sample = await sets_up(council)
    assert heading(sample) == "Seen alone in November"
    assert "0 of 4 records done, 0 shared out." in sample.words
    sample = await shares(council, sample, "Rosa Adeyemi\nTom Lindqvist")
    assert "Rosa Adeyemi" in sample.words
    await council.time_passes(minutes=5)
    for somebody in (council.rosa, council.tom):
        assert summaries(somebody)[-1] == "QA has asked you to look at some records."
    by_person = {
        who: {row.case_id for row in council.rows(dip_sample_record, reviewer_id=council.id_of(who))}
        for who in (council.rosa, council.tom)
    }
    teams = {row.id: row.team_id for row in council.rows(case_record)}
    assert {teams[one] for one in by_person[council.rosa]} == {ALDER}, "Rosa works at Birch Way"
    assert {teams[one] for one in by_person[council.tom]} == {BIRCH}, "Tom manages Alder Vale"

    card = await council.tom.presses(council.tom.messages[-1], "Begin")
    assert "CS_4" in card.words
    card = await council.tom.presses(card, "Yes")
    assert "Is the plan up to date?" in card.words
    stopped = await council.tom.presses(card, "Stop for now")
    assert "0 of 1 records done" in stopped.words
    card = await council.tom.presses(await council.tom.presses(stopped, "Begin"), "Partly")
    assert "That was the last one." in card.words
    listed = await council.rosa.says("my dip samples")
    card = await council.rosa.presses(listed, "Begin")
    for title in ("No", "Does not apply"):
        card = await council.rosa.presses(card, title)
    card = await council.rosa.presses(card, "Next record")
    assert "1 of 3 done" in card.words

    viewer = Viewer(council.id_of(council.mina), council.mina.email, frozenset({Role.DIRECTOR}))
    with council.unit() as unit:
        told = ask(unit, "dip sample Seen alone in November", viewer, vocabulary_of(unit), date(2026, 11, 20))
    assert told.figures is not None
    assert told.figures.total.denominator == 3, "what does not apply is not counted"
    stands = await council.dan.presses(await council.dan.says("dip samples"), "Look at it")
    assert "1 yes, 1 no, 0 partly, of 2; does not apply to 0" in stands.words
    assert heading(await council.dan.presses(stands, "The figure")).startswith("Dip samples")
    asked = await council.dan.presses(stands, "Close it")
    assert "2 of 4 records are not done: they are left out." in asked.words
    closed = await council.dan.presses(asked, "Close it")
    assert "Share it out" not in closed.buttons
    late = await council.rosa.presses(card, "Yes")
    assert "This dip sample is closed." in late.words
    assert len(council.rows(dip_sample_result)) == 4
    whats = [row.what for row in council.rows(dip_sample_act)]
    assert whats == ["set_up", *["shared_out"] * 4, *["answered"] * 4, "closed"]


@pytest.mark.usefixtures("records")
async def test_what_is_wrong_with_a_sample_is_said_beside_its_input(council: Council) -> None:
    card = await sets_up(council, in_title="", in_refs="CS_1, CS_99\nCS_98", in_questions="")
    for words in ("Give it a title", "I know no record CS_99, CS_98.", "Write one question a line."):
        assert words in card.words
    assert card.inputs["in_refs"] == "CS_1, CS_99\nCS_98"
    card = await sets_up(council, in_refs="", in_count="40", in_place="Birch Way 2")
    assert "There are 3 open records there." in card.words
    named = await sets_up(council, in_title="How Isla is seen")
    assert "may name a child" in named.words
    assert council.rows(dip_sample) == []
    await council.dan.presses(named, "Use it as it is")
    again = await sets_up(council, in_title="how isla is SEEN")
    assert "Another dip sample has this title." in again.words


@pytest.mark.usefixtures("records")
async def test_a_drawn_sample_says_its_seed_and_nobody_reviews_their_own_team(council: Council) -> None:
    sample = await sets_up(council, in_refs="", in_count="2", in_place="Birch Way 2")
    [row] = council.rows(dip_sample)
    assert f"seed {row.seed}" in sample.words
    assert len(council.rows(dip_sample_record)) == 2
    refused = await shares(council, sample, "Rosa Adeyemi")
    assert "2 of the records are of these reviewers' own teams. Add somebody of another team." in refused.words
    assert "I don't know anybody called “Nobody Known”" in (await shares(council, sample, "Nobody Known")).words
    shared = await shares(council, sample, "Rosa Adeyemi\nSue Okafor")
    assert "0 of 2 done" in shared.words


@pytest.mark.usefixtures("records")
async def test_an_old_card_and_another_person_change_nothing_and_answers_can_be_changed(council: Council) -> None:
    await shares(council, await sets_up(council, in_refs="CS_4"), "Tom Lindqvist")
    first = await council.tom.presses(await council.tom.says("my dip samples"), "Begin")
    second = await council.tom.presses(first, "Yes")
    assert "Is the plan up to date?" in (await council.tom.presses(first, "No")).words
    for wrong in (council.rosa, council.dan, council.sue):
        told = await wrong.presses(second, "No")
        assert told.text.startswith("That is none of your records")
        assert "CS_4" not in told.text
    done = await council.tom.presses(second, "No")
    form = await council.tom.presses(done, "Change my answers")
    await council.tom.presses(form, "Save my answers", {"in_q2": "Partly"})
    answers = {row.question: row.answer for row in council.rows(dip_sample_result)}
    assert answers == {"Was the child seen alone?": DipAnswer.YES, "Is the plan up to date?": DipAnswer.PARTIAL}
    for somebody in (council.tom, council.mina):
        assert "That is for the QA team." in (await somebody.says("dip samples")).words


@pytest.mark.usefixtures("records")
async def test_every_sample_is_reached_from_the_list_and_none_is_called_like_a_team(council: Council) -> None:
    for number in range(1, 11):
        await sets_up(council, in_title=f"Seen alone, week {number}")
    first = await council.dan.says("dip samples")
    assert first.buttons.count("Look at it") == 8
    assert "Seen alone, week 2\n" not in f"{first.words}\n"
    rest = await council.dan.presses(first, "More samples")
    assert rest.buttons.count("Look at it") == 2
    assert "More samples" not in rest.buttons
    oldest = await council.dan.presses(rest, "Look at it: Seen alone, week 1")
    assert {"Share it out", "Close it"} <= set(oldest.buttons)
    refused = await sets_up(council, in_title="alder vale 1")
    assert "A team or service is called this, so nobody could ask for the sample's figure." in refused.words
    assert len(council.rows(dip_sample)) == 10
