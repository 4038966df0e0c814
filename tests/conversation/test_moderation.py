"""A returned audit goes to a moderator, who reads it, grades it unseen and judges it; its auditor hears and answers."""

import json
import re
from collections.abc import Mapping

from domain.words import Change, ConcernStatus, Rating, Role
from storage.tables.allocations import allocation, allocation_act, allocation_transition
from storage.tables.audits import domain_rating, moderation
from storage.tables.concerns import concern
from storage.tables.service import outbox, qa_task
from tests.conversation.council import ANSWERS, Council, heading, returns
from tests.conversation.moderators import RECEIPT, REF, TODAY, grades, opens, with_moderator
from tests.fakes_cards import Shown
from tests.fakes_people import FakePerson

# What the moderator gives, by the title of the card, where it is another grade than the auditor's.
OTHERWISE: Mapping[str, Mapping[str, str]] = {
    "Supervision": {"in_rating": "Inadequate", "in_note": "Nobody met the worker from March to June."},
    "Your overall grade": {"in_rating": "Requires Improvement", "in_note": "The plan has not moved."},
}


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
    refused = await mo.presses(
        form, "Save change", {"in_why_5": "Met near LS1 4DY.", "in_why_7": ""}, client_checks=False
    )
    assert "looks like a postcode" in refused.words
    assert "Say why." in refused.words
    done = await mo.presses(
        refused, "Save change", {"in_why_5": "Four months without.", "in_why_7": "It stands still."}
    )
    assert heading(done) == RECEIPT
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
    assert "No outcome waits for your answer." in (await council.rosa.says("answer the outcome: More.")).words
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
    previews = [(one.summary, one.text) for who in (mo, council.rosa, council.dan) for one in who.messages]
    assert all("CS_5000037" not in words for preview in previews for words in preview)


def _without_ids(card: Shown) -> str:
    """A card's JSON without what tells two moderations apart."""
    text = json.dumps(card.card, sort_keys=True)
    text = re.sub(r"CS_\d+", "CS", text)
    return re.sub(r'"(once|moderation)": "[^"]*"', "", text)


WORSE: Mapping[str, Mapping[str, str]] = {
    **{title: {**said, "in_rating": "Inadequate"} for title, said in ANSWERS.items() if "in_evidence" in said},
    "Overall grade": {"in_rating": "Inadequate"},
    "How urgent is it?": {"in_category": "Category 2: the service or the risk assessment is not right", "in_what": "x"},
}


async def test_nothing_shows_the_auditors_grades_before_the_moderators_own_are_complete(
    council: Council, mo: FakePerson
) -> None:
    """Two audits with the same words and other grades look the same until then, card by card."""
    seen: list[list[str]] = []
    for case_ref, answers in (("CS_5000037", {}), ("CS_5000038", WORSE)):
        council.allocates(council.rosa, case_ref)
        await returns(council.rosa, answers)
        first = await opens(council, mo)
        early = Shown(card=json.loads(json.dumps(first.card)), activity_id=first.activity_id)
        for title, verb in (("Confirm", "confirm_grades"), ("Change", "change_form"), ("Back again", "change_grades")):
            refused = await presses_as(mo, early, title, verb)
            assert "Give your own grades first" in refused.words
        typed = [await mo.says(f"moderate: {words}") for words in ("confirm", "change; why", "not to standard; why")]
        assert all("Both grades" not in one.words and "Auditor:" not in one.words for one in typed)
        compared, on_the_way = await grades(mo, await mo.says("moderate"))
        seen.append([_without_ids(one) for one in [first, *typed, *on_the_way]])
        assert "grades stand" in compared.words or "You agree with the auditor." in compared.words
        await mo.presses(compared, "Confirm")
        await council.service.let_time_pass()
    assert seen[0] == seen[1]


async def presses_as(somebody: FakePerson, card: Shown, title: str, verb: str, like: str = "Next") -> Shown:
    """Press a button that the card does not have, as if it had, with what another one carries."""
    action = {
        "type": "Action.Execute",
        "title": title,
        "verb": verb,
        "data": {**card.button(like)["data"], "verb": verb, "once": f"{verb}-{title}"},
        "associatedInputs": "none",
    }
    made = Shown(card={**card.card, "actions": [action]}, activity_id=card.activity_id)
    return await somebody.presses(made, title)


async def test_an_audit_not_to_standard_goes_back_and_comes_to_the_same_moderator_again(
    council: Council, mo: FakePerson
) -> None:
    with_moderator(council, "Nia Bell", Role.EXTERNAL_MODERATOR)
    audit = council.allocates(council.rosa)
    await returns(council.rosa)
    # Whoever of the two it came to.
    found = council.rows(moderation)[0].moderator_id
    moderator = mo if found == council.id_of(mo) else council.teams.person("Nia Bell")
    compared, _ = await grades(moderator, await opens(council, moderator))
    form = await moderator.presses(compared, "Not to standard")
    past = {"in_why": "Say what the plan asks.", "in_day": "2026-11-20"}
    refused = await moderator.presses(form, "Send back", past)
    assert "Choose a day that is still to come." in refused.words
    sunday = await moderator.presses(refused, "Send back", {"in_day": "2026-12-06"})
    assert "is not a working day" in sunday.words
    done = await moderator.presses(sunday, "Send back", {"in_day": "2026-12-07"})
    once_more = await moderator.presses(sunday, "Send back", {"in_day": "2026-12-07"})
    for shown in (done, once_more):
        assert "It is with its auditor again, until Monday 7 December 2026." in shown.words
    [first] = council.rows(moderation)
    assert (first.met_standard, first.overall, first.reason) == (False, Rating.GOOD, "Say what the plan asks.")
    await council.service.let_time_pass()
    assert "Say what the plan asks." in council.rosa.messages[-1].words
    said = await council.rosa.says("answer the outcome: The plan was not on file.")
    assert "The plan was not on file." in said.words
    assert "No outcome waits for your answer." in (await council.rosa.says("answer the outcome: More.")).words
    assert council.rows(moderation)[0].answer == "The plan was not on file."
    await council.service.let_time_pass()
    assert "There is nothing for you to moderate now." in (await moderator.says("my moderations")).words
    gone = await moderator.presses(compared, "Confirm")
    assert "not to standard" in (await moderator.says("my moderations")).words
    assert council.rows(moderation)[0].met_standard is False, gone.words

    await council.rosa.presses(await council.rosa.says("continue"), "Return audit")
    assert [one.moderator_id for one in council.rows(moderation, allocation_id=audit)] == [found, found]
    compared, _ = await grades(moderator, await opens(council, moderator))
    assert "The audit is moderated." in (await moderator.presses(compared, "Confirm")).words
    looked = await moderator.presses(await moderator.says("my moderations"), "See the outcome")
    assert "The moderator has confirmed every grade." in looked.words
    assert [one.met_standard for one in council.rows(moderation)] == [False, True]
    assert council.rows(allocation, id=audit)[0].status == "moderated"


async def test_inadequate_from_better_opens_a_child_of_concern_and_better_from_inadequate_is_qas_to_decide(
    council: Council, mo: FakePerson
) -> None:
    council.allocates(council.rosa)
    await returns(council.rosa)
    compared, _ = await grades(mo, await opens(council, mo), {"Your overall grade": {"in_rating": "Inadequate"}})
    form = await mo.presses(compared, "Change")
    why = {"in_why_7": "Nobody has seen the child since May."}
    refused = await mo.presses(form, "Save change", why, client_checks=False)
    assert "Choose the category." in refused.words
    wrong = {"in_category": "2", "in_what": "The plan does not keep the child safe."}
    await mo.presses(refused, "Save change", {**why, **wrong})
    await council.service.let_time_pass()
    [entry] = council.rows(concern)
    assert (entry.category, entry.status, entry.what_is_wrong) == (2, ConcernStatus.OPEN, wrong["in_what"])

    council.allocates(council.rosa, "CS_5000038")
    await returns(council.rosa, WORSE)
    compared, _ = await grades(mo, await opens(council, mo))
    form = await mo.presses(compared, "Change")
    reasons = dict.fromkeys(form.inputs, "The record shows more.")
    await mo.presses(form, "Save change", reasons)
    assert council.rows(concern)[-1].status is ConcernStatus.OPEN
    asked = [one.about for one in council.rows(qa_task, kind="child_of_concern")]
    assert any("no longer Inadequate. Its child of concern stays open until you decide" in one for one in asked)


async def test_a_moderation_is_nobody_elses_and_nothing_is_done_twice(council: Council, mo: FakePerson) -> None:
    nia = with_moderator(council, "Nia Bell")
    council.allocates(council.rosa)
    await returns(council.rosa)
    found = council.rows(moderation)[0].moderator_id
    moderator, other = (mo, nia) if found == council.id_of(mo) else (nia, mo)
    listed = await moderator.says("my moderations")
    for somebody in (other, council.rosa, council.tom, council.dan):
        refused = await somebody.presses(listed, "Open")
        assert "This moderation is not one of yours." in refused.words
        assert "CS_5000037" not in refused.text
    assert "You are not down as a moderator" in (await council.tom.says("my moderations")).words
    assert "There is nothing for you to moderate now." in (await other.says("my moderations")).words

    for verb in ("continue_moderation", "moderation_next", "confirm_grades"):
        assert "Open this audit first" in (await presses_as(moderator, listed, "Past it", verb, "Open")).words
    first = await moderator.presses(listed, "Open")
    assert council.rows(moderation)[0].opened_at is not None
    compared, on_the_way = await grades(moderator, first)
    # An old card changes nothing that was answered since without asking.
    old = on_the_way[1]
    asked = await moderator.presses(old, "Next", {"in_rating": "Inadequate"})
    assert "You answered this on another card: Outstanding" in asked.words
    done = await moderator.presses(compared, "Confirm")
    again = await moderator.presses(compared, "Confirm")
    assert heading(done) == heading(again) == RECEIPT
    assert "This audit has been moderated" in (await moderator.presses(old, "Next", {"in_rating": "Good"})).words
    assert len(council.rows(allocation_transition, to_status="moderated")) == 1
    assert len([one for one in council.rows(outbox) if one.template == "audit_moderated"]) == 1
