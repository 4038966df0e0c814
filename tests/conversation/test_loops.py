"""Two auditors of one record, sealed from each other until both have returned; a meeting settles where they differ."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from domain.calendar import london_day
from domain.words import AllocationKind, AllocationStatus, Rating, Role
from metrics.figures import Figure, count_figures
from metrics.periods import ever
from metrics.query import Query
from metrics.scope import Viewer
from storage.absences import record_leave
from storage.audits import allocated_audit
from storage.qa_changes import send_back, withdraw
from storage.tables.allocations import allocation, allocation_act
from storage.tables.audits import domain_rating, moderation
from storage.tables.concerns import concern, concern_transition
from storage.tables.moderation import loop_meeting
from storage.tables.people import person
from storage.tables.service import qa_task
from tests.conversation.council import ANSWERS, BIRCH, Council, heading, returns
from tests.conversation.moderators import REF, TODAY, grades, sets_policy, with_moderator
from tests.fakes_people import FakePerson

MEETING = "A meeting about a looped audit"
OTHER_GRADES: Mapping[str, Mapping[str, str]] = {
    "Overall grade": {"in_rating": "Requires Improvement"},
    "Is it getting worse?": {"in_at_risk": "No"},
    "Quality of Plans": {**ANSWERS["Quality of Plans"], "in_rating": "Inadequate"},
}


@pytest.fixture
def pair(council: Council) -> tuple[FakePerson, FakePerson]:
    """Two auditors who have the same record in one loop."""
    ines = council.employs("Ines Varga", Role.AUDITOR, team_id=BIRCH)
    first = council.allocates(council.rosa)
    with council.unit() as unit:
        unit.connection.execute(allocation.update().values(loop_ref="L1", kind=AllocationKind.LOOPED))
        row: dict[str, Any] = dict(
            unit.connection.execute(allocation.select().where(allocation.c.id == first)).mappings().one()
        )
        other = {**row, "ref": f"{REF}-2", "auditor_id": council.id_of(ines)}
        unit.connection.execute(allocation.insert().values({key: one for key, one in other.items() if key != "id"}))
    return council.rosa, ines


def figure(council: Council, metric: str) -> Figure:
    today = london_day(council.clock.now())
    with council.unit() as unit:
        viewer = Viewer(council.id_of(council.dan), council.dan.email, frozenset({Role.QA}))
        return count_figures(unit, Query(metric, (ever(today),), today), viewer).total


async def test_a_pair_of_the_same_grade_is_done_and_counts_once(
    council: Council, pair: tuple[FakePerson, FakePerson]
) -> None:
    mo = with_moderator(council)
    rosa, ines = pair
    await returns(rosa)
    await council.time_passes(minutes=6)
    # Sealed: the first one's return is nobody's business yet.
    assert council.rows(moderation) == []
    for typed in ("my audits", "my outcomes", "help", "what is the overall rating of Rosa Adeyemi", "good rate"):
        assert "A trusting bond" not in (await ines.says(typed)).words
    await returns(ines)
    await council.service.let_time_pass()
    assert (
        rosa.messages[-1].summary == ines.messages[-1].summary == "A looped audit of yours agrees with the other one."
    )
    assert "Ines Varga audited the same record, and gave the same overall grade." in rosa.messages[-1].words
    assert council.rows(moderation) == []
    assert "nothing for you to moderate" in (await mo.says("my moderations")).words
    assert (figure(council, "good_rate").numerator, figure(council, "good_rate").denominator) == (1, 1)
    assert figure(council, "returned").numerator == 2


async def test_a_pair_that_differs_meets_though_the_council_has_nothing_moderated(
    council: Council, pair: tuple[FakePerson, FakePerson]
) -> None:
    sets_policy(council, "moderated", "none")
    mo = with_moderator(council)
    rosa, ines = pair
    await returns(rosa)
    await council.time_passes(minutes=6)
    assert council.rows(moderation) == council.rows(loop_meeting) == []
    assert "give_to_moderator" not in {one.what for one in council.rows(allocation_act)}
    # Half of a loop has no outcome: nobody is told one, and nothing counts it.
    assert not any("outcome" in (one.summary or "") for one in (*council.tom.messages, *council.sue.messages))
    assert figure(council, "good_rate").denominator == 0
    await returns(ines, OTHER_GRADES)
    await council.service.let_time_pass()
    assert [heading(one.messages[-1]) for one in (rosa, ines)] == [MEETING, MEETING]
    assert figure(council, "good_rate").denominator == 0
    form = await mo.presses(await mo.presses(await mo.says("my moderations"), "See the meeting"), "Record the outcome")
    agreed = {"in_overall": "Requires Improvement", "in_domain_0": "Requires Improvement", "in_why": "Two plans exist."}
    assert "The outcome is recorded." in (await mo.presses(form, "Record it", agreed)).words
    assert (figure(council, "good_rate").numerator, figure(council, "good_rate").denominator) == (0, 1)


async def test_a_pair_that_differs_meets_and_both_have_the_grades_agreed_on(
    council: Council, pair: tuple[FakePerson, FakePerson]
) -> None:
    mo = with_moderator(council)
    rosa, ines = pair
    receipt = await returns(rosa)
    await returns(ines, OTHER_GRADES)
    await council.service.let_time_pass()
    assert "A moderator has opened this audit" in (await rosa.presses(receipt, "Reopen")).words
    assert figure(council, "good_rate").denominator == 0
    for somebody, own, others in ((rosa, "Good", "Requires Improvement"), (ines, "Requires Improvement", "Good")):
        told = somebody.messages[-1]
        assert heading(told) == MEETING
        assert own in told.words
        assert others in told.words
        assert "Mo Tanner will propose a day and a time." in told.words
        assert "Propose" not in told.buttons

    meeting = await mo.presses(await mo.says("my moderations"), "See the meeting")
    assert "Quality of Plans. Rosa Adeyemi: Good. Ines Varga: Inadequate." in meeting.words
    refused = await mo.presses(meeting, "Propose", {"in_when": ""})
    assert "Write a day and a time." in refused.words
    proposed = await mo.presses(refused, "Propose", {"in_when": "Tuesday 24 November at 10"})
    await council.service.let_time_pass()
    card = rosa.messages[-1]
    assert card.summary == "A day has been proposed for a meeting about an audit."
    thanks = await rosa.presses(card, "It works")
    assert "The moderator will hear that it works" in thanks.words
    older = ines.messages[-1]
    asks = await ines.presses(older, "Suggest another")
    await ines.presses(asks, "Suggest it", {"in_when": "Wednesday after lunch"})
    await council.service.let_time_pass()
    assert "Wednesday after lunch" in mo.messages[-1].words
    await mo.says("meeting: Wednesday 25 November at 14:00")
    await council.service.let_time_pass()
    # A button of an older proposal is for another day.
    assert "Another day has been proposed since." in (await ines.presses(older, "It works")).words
    assert "Thank you" in (await rosa.says("meeting: it works")).words
    assert "Thank you" in (await ines.says("meeting: it works")).words
    await council.service.let_time_pass()
    assert "Both say that it works." in (await mo.says("my moderations")).words

    for outsider in (council.tom, council.dan, with_moderator(council, "Nia Bell")):
        for button in ("Propose", "Record the outcome"):
            gone = await outsider.presses(proposed, button, {"in_when": "now"} if button == "Propose" else {})
            assert "This meeting is not one of yours." in gone.words
    form = await mo.presses(proposed, "Record the outcome")
    empty = await mo.presses(form, "Record it", client_checks=False)
    assert "Choose the overall grade." in empty.words
    agreed = {"in_overall": "Requires Improvement", "in_domain_0": "Requires Improvement", "in_why": "Two plans exist."}
    done = await mo.presses(empty, "Record it", agreed)
    assert "The outcome is recorded." in done.words
    again = await mo.presses(form, "Record it", agreed)
    assert "is recorded already" in again.words
    assert [(one.overall, one.met_standard, one.reason) for one in council.rows(moderation)] == [
        (Rating.REQUIRES_IMPROVEMENT, True, "Two plans exist.")
    ] * 2
    plans = council.rows(domain_rating, domain="Quality of Plans")
    assert [(one.rating, one.moderated_rating) for one in plans] == [
        (Rating.GOOD, Rating.REQUIRES_IMPROVEMENT),
        (Rating.INADEQUATE, Rating.REQUIRES_IMPROVEMENT),
    ]
    assert {one.status for one in council.rows(allocation)} == {"moderated"}
    await council.service.let_time_pass()
    for somebody in pair:
        assert somebody.messages[-1].summary == "One of your audits has been moderated."
        assert "Two plans exist." in somebody.messages[-1].words
    # The pair's quality counts once, by the grade agreed on; how each compares with it counts for each.
    assert (figure(council, "requires_improvement_rate").numerator, figure(council, "ratings").denominator) == (1, 1)
    assert (figure(council, "moderation_agreement").numerator, figure(council, "downgraded_rate").numerator) == (1, 1)
    assert figure(council, "moderation_agreement").denominator == 2


async def test_a_meeting_that_agrees_on_inadequate_opens_one_child_of_concern(
    council: Council, pair: tuple[FakePerson, FakePerson]
) -> None:
    mo = with_moderator(council)
    rosa, ines = pair
    await returns(rosa)
    await returns(ines, OTHER_GRADES)
    meeting = await mo.presses(await mo.says("my moderations"), "See the meeting")
    form = await mo.presses(meeting, "Record the outcome")
    agreed = {"in_overall": "Inadequate", "in_domain_0": "Inadequate", "in_why": "The risk was not seen."}
    asks = await mo.presses(form, "Record it", agreed)
    assert "Choose the category." in asks.words
    await mo.presses(asks, "Record it", {**agreed, "in_category": "2", "in_what": "No plan keeps the child safe."})
    assert [one.what_is_wrong for one in council.rows(concern)] == ["No plan keeps the child safe."]


async def test_half_of_a_loop_goes_on_alone_once_its_month_has_closed(
    council: Council, pair: tuple[FakePerson, FakePerson]
) -> None:
    mo = with_moderator(council)
    await returns(pair[0])
    await council.time_passes(days=17)
    assert len(council.rows(moderation)) == 1
    assert "Reference" in (await mo.says("my moderations")).words
    assert council.rows(loop_meeting) == []


async def test_a_meeting_of_an_audit_that_was_withdrawn_ends_and_the_other_is_moderated_alone(
    council: Council, pair: tuple[FakePerson, FakePerson]
) -> None:
    mo = with_moderator(council)
    rosa, ines = pair
    await returns(rosa)
    await returns(ines, OTHER_GRADES)
    await council.service.let_time_pass()
    stale = await mo.presses(await mo.says("my moderations"), "See the meeting")
    with council.unit() as unit:
        [number] = unit.connection.execute(select(allocation.c.id).where(allocation.c.ref == f"{REF}-2")).scalars()
        given = allocated_audit(unit, number)
        assert given is not None
        today = london_day(council.clock.now())
        send_back(unit, given, "Of another record.", today + timedelta(days=9), today)
        sent_back = allocated_audit(unit, number)
        assert sent_back is not None
        withdraw(unit, sent_back, "Of another record.", today, today)
    await council.time_passes(minutes=20)
    [meeting] = council.rows(loop_meeting)
    assert meeting.settled_at is not None
    gone = await mo.presses(stale, "Propose", {"in_when": "Monday at ten"})
    assert "one of the two audits was withdrawn" in gone.words
    listed = await mo.says("my moderations")
    assert "See the meeting" not in listed.buttons
    side, _ = await grades(mo, await mo.presses(listed, "Open"))
    assert "The audit is moderated." in (await mo.presses(side, "Confirm")).words
    assert [one.met_standard for one in council.rows(moderation, allocation_id=number)] == [None]
    assert (figure(council, "good_rate").numerator, figure(council, "good_rate").denominator) == (1, 1)


async def test_a_half_that_comes_back_once_the_other_has_its_outcome_and_differs_is_put_before_qa(
    council: Council, pair: tuple[FakePerson, FakePerson]
) -> None:
    mo = with_moderator(council)
    sets_policy(council, "moderated", "all")
    rosa, ines = pair
    await returns(rosa)
    # Its month has closed meanwhile: it went on alone, and is on the child's record.
    with council.unit() as unit:
        uploaded = {"status": AllocationStatus.UPLOADED, "uploaded_on": london_day(unit.now), "considered_on": TODAY}
        unit.connection.execute(allocation.update().where(allocation.c.ref == REF).values(uploaded))
    await returns(ines, OTHER_GRADES)
    await council.service.let_time_pass()
    other = {"Your overall grade": {"in_rating": "Requires Improvement"}}
    side, _ = await grades(mo, await mo.presses(await mo.says("my moderations"), "Open"), other)
    await mo.presses(side, "Confirm")
    assert council.rows(loop_meeting) == []
    told = (await council.dan.says("qa tasks")).words
    assert f"Audits {REF} (Good) and {REF}-2 (Requires Improvement) are of one record" in told


async def test_two_who_both_find_the_record_inadequate_open_one_child_of_concern_for_it(
    council: Council, pair: tuple[FakePerson, FakePerson]
) -> None:
    rosa, ines = pair
    for auditor, category, what in ((rosa, "2", "Nobody sees the child."), (ines, "1", "The plan is a year old.")):
        urgent = {"How urgent is it?": {"in_category": category, "in_what": what}}
        await returns(auditor, {"Overall grade": {"in_rating": "Inadequate"}, **urgent})
    [entry] = council.rows(concern)
    # The more urgent of the two, with what each of them said.
    assert (entry.category, entry.what_is_wrong) == (1, "Nobody sees the child.\n\nThe plan is a year old.")
    assert len(council.rows(concern_transition)) == 2
    assert figure(council, "concerns_raised").numerator == figure(council, "concerns_open").numerator == 1
    await council.service.let_time_pass()
    assert "a child may be at immediate risk" in " ".join(one.words for one in council.hal.messages)
    assert "Children of concern | 1 open" in (await council.tom.says("my team")).words.replace("\n", " | ")


async def test_a_meeting_whose_moderator_is_away_past_its_day_or_has_left_goes_to_another(
    council: Council, pair: tuple[FakePerson, FakePerson]
) -> None:
    mo = with_moderator(council)
    rosa, ines = pair
    await returns(rosa)
    await returns(ines, OTHER_GRADES)
    [due_on] = {one.due_on for one in council.rows(moderation)}
    nia = with_moderator(council, "Nia Bell")
    today = london_day(council.clock.now())
    with council.unit() as unit:
        record_leave(unit, council.id_of(mo), today, due_on)
    await council.time_passes(minutes=6)
    assert [one.moderator_id for one in council.rows(moderation)] == [council.id_of(nia)] * 2
    assert [one.moderator_id for one in council.rows(loop_meeting)] == [council.id_of(nia)]
    assert "nothing for you to moderate" in (await mo.says("my moderations")).words
    assert heading(await nia.presses(await nia.says("my moderations"), "See the meeting")) == MEETING

    with council.unit() as unit:
        leaver = person.update().where(person.c.id == council.id_of(nia))
        unit.connection.execute(leaver.values(left_on=today - timedelta(days=1)))
    await council.time_passes(minutes=6)
    assert [one.moderator_id for one in council.rows(loop_meeting)] == [None]
    about = [one.about for one in council.rows(qa_task, kind="moderation") if one.closed_at is None]
    assert len(about) == 1
    assert "Nobody can moderate audit" in about[0]
