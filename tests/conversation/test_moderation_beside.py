"""What stands beside a moderation: reopening, typing, QA's hand, imports, two devices, the council's settings."""

import asyncio

from domain.words import AllocationStatus, Change, Rating, Role
from storage.tables.allocations import allocation, allocation_act, allocation_transition
from storage.tables.audits import audit, domain_rating, moderation
from storage.tables.service import qa_task
from tests.conversation.council import BIRCH, Council, heading, returns
from tests.conversation.moderators import RECEIPT, REF, SIDE_BY_SIDE, TODAY, grades, opens, sets_policy, with_moderator
from tests.fakes_people import FakePerson


async def test_opening_ends_what_the_auditor_had_opened_again(council: Council, mo: FakePerson) -> None:
    council.allocates(council.rosa)
    receipt = await returns(council.rosa)
    await council.rosa.presses(receipt, "Reopen")
    first = await opens(council, mo)
    assert heading(first) == "Who was involved, and what they said"
    assert Change.END_REOPENING in [one.what for one in council.rows(allocation_act)]
    await council.service.let_time_pass()
    assert "has ended" in council.rosa.messages[-1].words
    assert "Reopen" not in (await council.rosa.says("my audits")).buttons
    saved = await mo.presses(first, "Save and finish later")
    assert heading(await mo.presses(saved, "Carry on")) == "Who was involved, and what they said"


async def test_a_moderation_can_be_typed_from_end_to_end(council: Council, mo: FakePerson) -> None:
    council.allocates(council.rosa)
    await returns(council.rosa)
    await council.service.let_time_pass()
    card = await mo.says("moderate")
    for _ in range(12):
        if heading(card) == SIDE_BY_SIDE:
            break
        has_grade = "in_rating" in card.inputs
        card = await mo.says("moderate: good; the record shows it" if has_grade else "moderate: next")
    assert heading(card) == SIDE_BY_SIDE, card.words
    assert "moderate: confirm" in (await mo.says("moderate: what now")).words
    done = await mo.says("moderate: change; the record shows it")
    assert heading(done) == RECEIPT, done.words
    assert council.rows(moderation)[0].overall is Rating.GOOD
    await council.service.let_time_pass()
    answered = await council.rosa.says("answer the outcome: Thank you, I see it now.")
    assert "Thank you, I see it now." in answered.words


async def test_qa_gives_a_moderation_by_hand_and_nobody_close_to_it_may_have_it(council: Council) -> None:
    sets_policy(council, "moderated", "all")
    council.allocates(council.rosa)
    await returns(council.rosa)
    [task] = council.rows(qa_task, kind="moderation")
    assert "Nobody can moderate audit" in task.about
    with_moderator(council, "Mo Tanner")
    council.employs("Bo Larsen", Role.MODERATOR, team_id=BIRCH)
    form = await council.dan.presses(await council.dan.says(f"audit {REF}"), "Give to a moderator")
    for name, why in (
        ("Bo Larsen", "Bo Larsen is of the audited team, or the auditor's."),
        ("Tom Lindqvist", "Tom Lindqvist is not down as a moderator"),
        ("Nobody Known", "I don't know anybody called"),
    ):
        refused = await council.dan.presses(form, "Give it to them", {"in_name": name, "in_why": "Short of people."})
        assert why in refused.words
    given = {"in_name": "Mo Tanner", "in_why": "Short of people."}
    shown = await council.dan.presses(form, "Give it to them", given)
    assert "Mo Tanner has it to moderate now" in shown.words
    assert "given to Mo Tanner to moderate. By Dan Iqbal." in shown.words
    assert council.rows(qa_task, kind="moderation")[0].closed_at is not None
    assert council.rows(moderation)[0].moderator_id == council.ids["Mo Tanner"]
    outsider = await council.tom.presses(form, "Give it to them", given)
    assert "That is for the QA team." in outsider.words


async def test_of_two_judgements_at_once_one_is_made(council_on_each: Council) -> None:
    council = council_on_each
    mo = with_moderator(council)
    council.allocates(council.rosa)
    await returns(council.rosa)
    compared, _ = await grades(mo, await opens(council, mo))
    form = await mo.presses(compared, "Not to standard")
    both = await asyncio.gather(
        mo.presses(compared, "Confirm"),
        mo.presses(form, "Send back", {"in_why": "Say what the plan asks."}),
    )
    assert sum("will hear of it" in one.words or "It is with its auditor again" in one.words for one in both) == 1
    [row] = council.rows(moderation)
    assert row.moderated_on == TODAY
    ended = [one.to_status for one in council.rows(allocation_transition) if one.from_status == "returned"]
    assert ended == ["moderated" if row.met_standard else "sent_back"]


async def test_where_the_council_says_so_the_auditors_grades_are_seen_from_the_start(
    council: Council, mo: FakePerson
) -> None:
    sets_policy(council, "moderator_rates_first", "no")
    council.allocates(council.rosa)
    await returns(council.rosa)
    _, seen = await grades(mo, await opens(council, mo))
    supervision = next(one for one in seen if heading(one) == "Supervision")
    assert "The auditor's grade: Requires Improvement." in supervision.words


async def test_an_audit_that_came_by_import_is_moderated_too_and_not_to_standard_it_is_qas_to_put_right(
    council: Council, mo: FakePerson
) -> None:
    nia = council.employs("Nia Bell", Role.TEAM_MANAGER)
    council.deputises(nia, mo)
    key = council.allocates(council.rosa)
    with council.unit() as unit:
        back = {"status": AllocationStatus.RETURNED, "returned_on": TODAY}
        unit.connection.execute(allocation.update().where(allocation.c.id == key).values(back))
        unit.connection.execute(
            audit.insert().values(allocation_id=key, overall=Rating.GOOD, strengths="A clear plan.")
        )
        graded = {
            "allocation_id": key,
            "domain": "Practice of our own",
            "rating": Rating.GOOD,
            "evidence": "Seen weekly.",
        }
        unit.connection.execute(domain_rating.insert().values(graded))
    await council.time_passes(minutes=6)
    assert nia.messages[-1].summary == "Something has come for a colleague."
    assert "CS_5000037" not in nia.messages[-1].words
    own = {"Practice of our own": {"in_rating": "Good"}, "Your overall grade": {"in_rating": "Good"}}
    compared, seen = await grades(mo, await opens(council, mo), own)
    assert any("Seen weekly." in one.words for one in seen)
    form = await mo.presses(compared, "Not to standard")
    assert "in_day" not in form.inputs
    done = await mo.presses(form, "Send back", {"in_why": "The history is missing."})
    assert "QA will hear of it." in done.words
    assert council.rows(moderation)[0].met_standard is False
    assert "The history is missing." in (await council.dan.says("qa tasks")).words


async def test_what_qa_sends_back_from_a_moderator_comes_to_them_anew(council: Council, mo: FakePerson) -> None:
    council.allocates(council.rosa)
    await returns(council.rosa)
    await grades(mo, await opens(council, mo))
    form = await council.dan.presses(await council.dan.says(f"audit {REF}"), "Send back")
    await council.dan.presses(form, "Send back", {"in_why": "The plan is missing."})
    await council.service.let_time_pass()
    assert "There is nothing for you to moderate now." in (await mo.says("my moderations")).words
    told = await mo.says("moderate: confirm")
    assert heading(told) == "My moderations"
    await council.rosa.presses(await council.rosa.says("continue"), "Return audit")
    assert heading(await opens(council, mo)) == "Who was involved, and what they said"
    assert [(one.rated_at, one.overall) for one in council.rows(moderation)] == [(None, None)]
