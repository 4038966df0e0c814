"""Dispute resolution in chat: raised by an IRO, moved up and resolved; who is told, who may see, what is refused."""

from datetime import date
from typing import Any

import pytest

from domain.words import EscalationStatus, Post, Role
from metrics.answer import ask
from metrics.scope import Viewer
from metrics.vocabulary import vocabulary_of
from storage.tables.allocations import case_record
from storage.tables.escalations import escalation_transition
from storage.tables.people import person, team_post
from storage.tables.registers import escalation
from storage.tables.service import qa_task
from tests.conversation.council import ALDER, BIRCH, Council, heading
from tests.fakes_cards import Shown
from tests.fakes_people import FakePerson

REF = "CS_5000037"
WHAT = {"in_ref": REF, "in_theme": "Process", "in_about": "The review was put off three times."}


def is_known(council: Council, ref: str = REF, team_id: int = ALDER, **more: Any) -> None:
    with council.unit() as unit:
        unit.connection.execute(case_record.insert().values(case_ref=ref, team_id=team_id, legal_status="CIN", **more))


@pytest.fixture
def iro(council: Council) -> FakePerson:
    is_known(council)
    return council.employs("Ines Varga", Role.IRO)


async def raises(iro: FakePerson, **words: str) -> Shown:
    return await iro.presses(await iro.says("raise an escalation"), "Raise it", {**WHAT, **words}, client_checks=False)


async def moves(iro: FakePerson, card: Shown, title: str, words: str) -> Shown:
    return await iro.presses(await iro.presses(card, title), title, {"in_words": words})


def figure(council: Council, question: str) -> float | None:
    viewer = Viewer(council.id_of(council.mina), council.mina.email, frozenset({Role.DIRECTOR}))
    with council.unit() as unit:
        answer = ask(unit, question, viewer, vocabulary_of(unit), date(2026, 11, 24))
    assert answer.figures is not None, answer.text
    return answer.figures.total.numerator


def titles(somebody: FakePerson) -> list[str]:
    return [shown.summary for shown in somebody.messages if shown.summary]


async def test_an_iro_raises_moves_and_resolves_and_each_stage_is_told(council: Council, iro: FakePerson) -> None:
    card = await raises(iro)
    assert heading(card) == f"Dispute {REF}-D1"
    assert "Stage 1, in process" in card.words
    await council.time_passes(minutes=5)
    assert titles(council.tom) == ["A dispute about a child's plan was raised."]
    assert titles(council.hal) == titles(council.mina) == titles(council.dan) == []
    notice = council.tom.messages[-1]
    assert WHAT["in_about"] in notice.words
    assert REF not in f"{notice.summary}{notice.card['fallbackText']}"
    assert heading(await council.tom.presses(notice, "Look at it")) == f"Dispute {REF}-D1"

    await council.time_passes(days=3)
    card = await moves(iro, card, "Move to stage 2", "No answer in ten days.")
    await council.time_passes(minutes=5)
    assert titles(council.hal) == ["A dispute about a child's plan has moved to stage 2."]
    assert titles(council.mina) == []
    stale = await iro.presses(await iro.says("my escalations"), "Look at it")
    assert "moved from stage 1 to stage 2. By Ines Varga." in stale.words

    await council.time_passes(days=1)
    card = await moves(iro, card, "Move to stage 3", "Still no plan.")
    assert "Move to stage 4" not in card.buttons
    await council.time_passes(minutes=5)
    assert titles(council.mina) == ["A dispute about a child's plan has moved to stage 3."]
    card = await moves(iro, card, "Resolve it", "The review is held on Friday.")
    assert card.buttons == ["My escalations"]
    await council.time_passes(minutes=5)
    assert titles(council.tom)[-1] == "A dispute about a child's plan was resolved."
    [row] = council.rows(escalation)
    assert (row.stage, row.status, row.resolved_on) == (3, EscalationStatus.RESOLVED, date(2026, 11, 24))
    steps = [(one.from_stage, one.to_stage, one.on_day) for one in council.rows(escalation_transition)]
    assert steps == [
        (None, 1, date(2026, 11, 20)),
        (1, 2, date(2026, 11, 23)),
        (2, 3, date(2026, 11, 24)),
        (3, 3, date(2026, 11, 24)),
    ]
    for question, count in (
        ("stage 1 escalations in November 2026 as at 20 November 2026", 1),
        ("stage 2 escalations in November 2026 as at 20 November 2026", 0),
        ("stage 2 escalations in November 2026 as at 23 November 2026", 1),
        ("stage 3 escalations in November 2026 as at 24 November 2026", 1),
        ("resolved escalations in November 2026 as at 23 November 2026", 0),
        ("resolved escalations in November 2026 as at 24 November 2026", 1),
    ):
        assert figure(council, question) == count, question


async def test_an_old_card_says_how_it_stands_and_moves_nothing_twice(council: Council, iro: FakePerson) -> None:
    card = await raises(iro)
    form = await iro.presses(card, "Move to stage 2")
    await iro.presses(form, "Move to stage 2", {"in_words": "No answer."})
    late = await iro.presses(form, "Move to stage 2", {"in_words": "Pressed again, later."})
    assert "It was moved on meanwhile." in late.words
    assert "Stage 2, in process" in late.words
    resolved = await moves(iro, late, "Resolve it", "Agreed.")
    assert "Resolved at stage 2" in resolved.words
    after = await iro.presses(card, "Resolve it")
    assert "This dispute is resolved, so it can't be resolved." in after.words
    assert len(council.rows(escalation_transition)) == 3


async def test_what_is_wrong_is_said_beside_its_input_and_nothing_is_lost(council: Council, iro: FakePerson) -> None:
    card = await raises(iro, in_ref="CS_999", in_theme="", in_about="Born on 3 May 2015, and not seen.")
    assert "I know no record with this reference." in card.words
    assert "Choose one of these." in card.words
    assert card.inputs["in_about"] == "Born on 3 May 2015, and not seen."
    named = await iro.presses(card, "Raise it", {**WHAT, "in_about": "Isla was not seen."})
    assert "may name a child" in named.words
    assert council.rows(escalation) == []
    kept = await iro.presses(named, "Use it as it is")
    assert "Isla was not seen." in kept.words
    assert len(council.events("kept_likely_names")) == 1


async def test_each_sees_their_own_and_nobody_else_learns_a_thing(council: Council, iro: FakePerson) -> None:
    is_known(council, "CS_77", BIRCH)
    chair = council.employs("Otto Brandt", Role.CP_CHAIR)
    far = council.employs("Vera Lund", Role.TEAM_MANAGER, team_id=BIRCH)
    council.holds(far, Post.TEAM_MANAGER, BIRCH)
    card = await raises(iro)
    for somebody, sees in (
        (council.tom, 1),
        (council.hal, 1),
        (council.mina, 1),
        (council.dan, 1),
        (far, 0),
        (chair, 0),
    ):
        listed = await somebody.says("my escalations")
        assert listed.buttons.count("Look at it") == sees, somebody.name
        assert (REF in listed.words) == bool(sees)
    for wrong in (chair, far, council.sue, council.rosa):
        for title in ("Move to stage 2", "Resolve it"):
            told = await wrong.presses(card, title)
            assert REF not in told.text
            assert told.text.startswith(("There is no such dispute here.", "Dispute resolution is for"))
    assert "Whoever raised this dispute moves it on" in (await council.tom.presses(card, "Resolve it")).text
    assert "An IRO or a CP chair raises" in (await council.tom.says("raise an escalation")).words
    moved = await moves(
        council.dan,
        await council.dan.presses(await council.dan.says("my escalations"), "Look at it"),
        "Resolve it",
        "Settled by phone.",
    )
    assert "By Dan Iqbal." in moved.words
    assert (
        "Move to stage 2"
        not in (await council.tom.presses(await council.tom.says("my escalations"), "Look at it")).buttons
    )


async def test_deputies_are_told_see_and_move_what_is_theirs_in_those_days(council: Council, iro: FakePerson) -> None:
    by_deputy = {
        council.employs(name, role): of
        for name, role, of in (
            ("Dee Marsh", Role.SOCIAL_WORKER, council.tom),
            ("Hetty Lowe", Role.SOCIAL_WORKER, council.hal),
            ("Dina Frost", Role.SOCIAL_WORKER, council.mina),
            ("Ida Stone", Role.SOCIAL_WORKER, iro),
        )
    }
    dee, hetty, dina, ida = by_deputy
    for deputy, of in by_deputy.items():
        assert "Dispute resolution is for" in (await deputy.says("my escalations")).words
        council.deputises(deputy, of)
    card = await raises(iro)
    await council.time_passes(minutes=5)
    assert titles(dee) == titles(council.tom) == ["A dispute about a child's plan was raised."]
    assert titles(hetty) == titles(dina) == []
    for deputy in by_deputy:
        assert REF in (await deputy.says("my escalations")).words
    for wrong in (dee, hetty, dina):
        told = await wrong.presses(card, "Move to stage 2")
        assert told.text.startswith("Whoever raised this dispute moves it on, or QA.")
    up = await moves(ida, card, "Move to stage 2", "Nothing has moved.")
    assert "moved from stage 1 to stage 2. By Ida Stone for Ines Varga." in up.words
    await moves(iro, up, "Move to stage 3", "Nothing has moved still.")
    await council.time_passes(minutes=5)
    for deputy in (hetty, dina):
        assert titles(deputy)[-1] == "A dispute about a child's plan has moved to stage 3."
    await council.time_passes(days=60)
    for deputy in by_deputy:
        assert REF not in (await deputy.says("my escalations")).words, "their days are over"


async def test_what_a_leaver_raised_is_the_childs_iros_from_the_day_after(council: Council, iro: FakePerson) -> None:
    new = council.employs("Nia Frost", Role.IRO)
    with council.unit() as unit:
        unit.connection.execute(case_record.update().values(iro_or_chair_id=council.id_of(new)))
        leaves = person.update().where(person.c.id == council.id_of(iro))
        unit.connection.execute(leaves.values(left_on=date(2026, 11, 20)))
    card = await raises(iro)
    assert REF not in (await new.says("my escalations")).words, "it is hers who raised it to her last day"
    await council.time_passes(days=1)
    assert REF in (await new.says("my escalations")).words
    moved = await moves(new, card, "Move to stage 2", "Nothing has moved.")
    assert "moved from stage 1 to stage 2. By Nia Frost." in moved.words


async def test_where_nobody_holds_the_part_qa_hears_of_it(council: Council, iro: FakePerson) -> None:
    with council.unit() as unit:
        unit.connection.execute(team_post.delete().where(team_post.c.post == Post.TEAM_MANAGER))
    await raises(iro)
    [task] = [row for row in council.rows(qa_task) if "dispute" in row.about]
    assert "Nobody is down as the team manager of Alder Vale 1" in task.about
    assert titles(council.tom) == []
