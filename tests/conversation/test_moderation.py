"""A returned audit goes to a moderator, who reads it, grades it unseen, and judges it; its auditor hears and answers."""

from collections.abc import Mapping
from datetime import date

import pytest

from domain.words import Change, ConcernStatus, Rating, Role
from storage.statements import insert_returning_id
from storage.tables.allocations import allocation, allocation_act, allocation_transition
from storage.tables.audits import domain_rating, moderation
from storage.tables.concerns import concern
from storage.tables.service import outbox, policy_setting, qa_task
from tests.conversation.council import ANSWERS, BIRCH, Council, heading, returns
from tests.fakes_cards import Shown
from tests.fakes_people import FakePerson

TODAY = date(2026, 11, 20)
CEDAR = 3
REF = "AUD-CS_5000037"
SIDE_BY_SIDE = "Both grades, side by side"
OUTCOME = "The outcome of a moderation"
# What the moderator gives, by the title of the card, where it is another grade than the auditor's.
OTHERWISE: Mapping[str, Mapping[str, str]] = {
    "Supervision": {"in_rating": "Inadequate", "in_note": "Nobody met the worker from March to June."},
    "Your overall grade": {"in_rating": "Requires Improvement", "in_note": "The plan has not moved."},
}


def sets_policy(council: Council, name: str, value: str) -> None:
    with council.unit() as unit:
        values = {"name": name, "value": value, "effective_from": TODAY, "set_at": unit.now}
        insert_returning_id(unit, policy_setting, **values)


def with_moderator(council: Council, name: str = "Mo Tanner", *roles: Role) -> FakePerson:
    """A moderator of neither the audited team nor the auditor's."""
    return council.employs(name, *(roles or (Role.MODERATOR,)), team_id=None)


@pytest.fixture
def mo(council: Council) -> FakePerson:
    sets_policy(council, "moderated", "all")
    return with_moderator(council)


async def grades(
    mo: FakePerson, card: Shown, otherwise: Mapping[str, Mapping[str, str]] | None = None
) -> tuple[Shown, list[Shown]]:
    """The moderator goes through every step; both grades side by side, and the cards on the way."""
    given = {**{title: {"in_rating": said["in_rating"]} for title, said in ANSWERS.items() if "in_rating" in said}}
    given |= {"Your overall grade": {"in_rating": "Good"}, **(otherwise or {})}
    seen = []
    while heading(card) != SIDE_BY_SIDE:
        seen.append(card)
        assert len(seen) < 20, card.words
        card = await mo.presses(card, "Next", given.get(heading(card), {}))
    return card, seen


async def opens(mo: FakePerson) -> Shown:
    return await mo.presses(await mo.says("my moderations"), "Open")


async def test_a_moderator_grades_unseen_and_changes_with_reasons_and_the_auditor_answers_once(
    council: Council, mo: FakePerson
) -> None:
    audit = council.allocates(council.rosa)
    await returns(council.rosa)
    await council.service.let_time_pass()
    assert "There is an audit for you to moderate." in [one.summary for one in mo.messages]
    listed = await mo.says("my moderations")
    assert "Friday 4 December 2026" in listed.words
    first = await mo.presses(listed, "Open")
    assert heading(first) == "Who was involved, and what they said"
    assert "She listens but is often late." in first.words
    compared, on_the_way = await grades(mo, first, OTHERWISE)
    assert [heading(one) for one in on_the_way][-2:] == ["Strengths, areas to improve, actions", "Your overall grade"]
    supervision = next(one for one in on_the_way if heading(one) == "Supervision")
    assert "Gaps of nine weeks in spring." in supervision.words
    assert "Auditor: Requires Improvement. You: Inadequate. They differ." in compared.words
    assert "Auditor: Good. You: Requires Improvement. They differ." in compared.words
    assert compared.words.count("Both: Good.") == 4
    form = await mo.presses(compared, "Change")
    # What was noted on the way stands there as the reason.
    assert "Nobody met the worker from March to June." in form.inputs.values()
    refused = await mo.presses(form, "Save change", {"in_why_5": "Met near LS1 4DY.", "in_why_7": ""}, client_checks=False)
    assert "looks like a postcode" in refused.words
    assert "Say why." in refused.words
    done = await mo.presses(refused, "Save change", {"in_why_5": "Four months without.", "in_why_7": "It stands still."})
    assert heading(done) == OUTCOME
    assert "The audit is moderated. Its auditor will hear of it." in done.words

    [row] = council.rows(moderation)
    assert (row.overall, row.met_standard, row.moderated_on) == (Rating.REQUIRES_IMPROVEMENT, True, TODAY)
    assert row.reason == "It stands still."
    graded = {one.domain: one for one in council.rows(domain_rating, allocation_id=audit)}
    assert graded["Supervision"].moderated_rating is Rating.INADEQUATE
    assert graded["Supervision"].rating is Rating.REQUIRES_IMPROVEMENT
    assert graded["Supervision"].reason == "Four months without."
    assert graded["Quality of Plans"].moderated_rating is None
    acts = [one.what for one in council.rows(allocation_act, allocation_id=audit)]
    assert acts == [Change.GIVE_TO_MODERATOR, Change.OPEN_MODERATION, Change.RATE]
    last = council.rows(allocation_transition, allocation_id=audit)[-1]
    assert (last.from_status, last.to_status, last.actor_id) == ("returned", "moderated", council.id_of(mo))

    await council.service.let_time_pass()
    told = council.rosa.messages[-1]
    assert told.summary == "One of your audits has been moderated."
    for words in ("Yours: Good. The moderator's: Requires Improvement.", "It stands still.", "Four months without."):
        assert words in told.words
    answered = await council.rosa.presses(told, "Send answer", {"in_answer": "I had not seen the notes of May."})
    assert "I had not seen the notes of May." in answered.words
    assert "Send answer" not in answered.buttons
    again = await council.rosa.presses(told, "Send answer", {"in_answer": "One more thing."})
    assert "I had not seen the notes of May." in again.words
    assert council.rows(moderation)[0].answer == "I had not seen the notes of May."
    await council.service.let_time_pass()
    assert mo.messages[-1].summary == "An auditor has answered one of your moderations."
    assert "I had not seen the notes of May." in mo.messages[-1].words
    assert "I had not seen the notes of May." in (await council.dan.says("qa tasks")).words
    outcome = await council.dan.presses(await council.dan.says(f"audit {REF}"), "See the outcome")
    assert "It stands still." in outcome.words
    assert "See the outcome" in (await council.rosa.says("my audits")).buttons
    assert "changed, Good to Requires Improvement" in (await council.rosa.says("my outcomes")).words
