"""QA goes through an audit in its auditor's place: recorded as both, seen by the auditor, over with the return."""

from typing import Any

from domain.words import AllocationStatus, Change, Role
from storage.tables.allocations import acting_for, allocation, allocation_act, allocation_transition
from storage.tables.audits import audit_answer_revision, audit_version
from tests.conversation.council import REVIEW, Council, heading, returns, starts, walks
from tests.fakes_cards import Shown

WHY = {"in_why": "Rosa is ill, and dictated it to me."}
REF = "AUD-CS_5000037"


async def acts(council: Council) -> Shown:
    """QA begins to act for the auditor; the audit's card."""
    form = await council.dan.presses(await council.dan.says(f"audit {REF}"), "Act for its auditor")
    return await council.dan.presses(form, "Act for them", WHY)


def last_state(council: Council) -> Any:
    return council.rows(allocation_transition)[-1]


async def test_qa_goes_through_the_whole_audit_and_the_history_names_both(council_on_each: Council) -> None:
    council = council_on_each
    council.allocates(council.rosa)
    first = await acts(council)
    assert heading(first) == "Who was involved"
    receipt = await council.dan.presses(await walks(council.dan, first), "Return audit")
    assert heading(receipt) == "Audit returned"
    rosa, dan = council.id_of(council.rosa), council.id_of(council.dan)
    (row,) = council.rows(allocation)
    assert (row.status, row.auditor_id) == (AllocationStatus.RETURNED, rosa)
    assert [(one.actor_id, one.acting_for_id) for one in council.rows(allocation_transition)] == [(dan, rosa)] * 2
    (version,) = council.rows(audit_version)
    assert (version.returned_by_id, version.acting_for_id) == (dan, rosa)
    assert {one.answered_by_id for one in council.rows(audit_answer_revision)} == {dan}
    assert council.events("returned_audit")[0].detail["acting_for"] == rosa
    card = await council.dan.says(f"audit {REF}")
    assert "returned. By Dan Iqbal for Rosa Adeyemi." in card.words
    assert "Rosa is ill, and dictated it to me." in card.words


async def test_its_auditor_sees_in_my_audits_that_qa_was_at_it(council: Council) -> None:
    council.allocates(council.rosa)
    step = await acts(council)
    said = "On Friday 20 November 2026 Dan Iqbal of QA went through it for you."
    assert said in (await council.rosa.says("my audits")).words
    before = len(council.rosa.messages)
    await council.dan.presses(await walks(council.dan, step), "Return audit")
    await council.rosa.next_message(before)
    assert said in (await council.rosa.says("my audits")).words


async def test_it_is_not_among_qas_own_audits(council: Council) -> None:
    council.allocates(council.rosa)
    await acts(council)
    assert "CS_5000037" not in (await council.dan.says("my audits")).words
    card = await council.dan.says(f"audit {REF}")
    assert heading(await council.dan.presses(card, "Carry on for its auditor")) == "Who was involved"


async def test_it_ends_with_the_return(council: Council) -> None:
    council.allocates(council.rosa)
    step = await acts(council)
    await council.dan.presses(await walks(council.dan, step), "Return audit")
    assert council.rows(acting_for)[0].ended_at == council.clock.now()
    told = await council.dan.presses(step, "Next", {}, client_checks=False)
    assert told.text == "This audit is not one of yours. Type 'my audits' to see yours."


async def test_it_ends_when_qa_stops_and_what_was_typed_stays(council: Council) -> None:
    council.allocates(council.rosa)
    await starts(council.rosa)
    step = await acts(council)
    await council.dan.presses(step, "Next", ANSWERED)
    card = await council.dan.presses(await council.dan.says(f"audit {REF}"), "Stop acting")
    assert "The audit is its auditor's alone again." in card.words
    assert "Act for its auditor" in card.buttons
    told = await council.dan.presses(step, "Next", ANSWERED)
    assert told.text == "This audit is not one of yours. Type 'my audits' to see yours."
    assert [one.what for one in council.rows(allocation_act)] == [Change.ACT_FOR, Change.STOP_ACTING]
    assert heading(await council.rosa.says("continue")) != "Who was involved", "she goes on where QA stopped"


ANSWERED = {
    "in_social_worker": "Included",
    "in_manager": "Included",
    "in_iro_or_chair": "Does not apply",
    "in_child": "Included",
    "in_parent": "Included",
}


async def test_without_a_reason_nobody_acts_for_anybody(council: Council) -> None:
    council.allocates(council.rosa)
    form = await council.dan.presses(await council.dan.says(f"audit {REF}"), "Act for its auditor")
    refused = await council.dan.presses(form, "Act for them", {"in_why": ""}, client_checks=False)
    assert "Say why in a few words." in refused.words
    assert council.rows(acting_for) == []


async def test_pressed_twice_it_begins_once(council_on_each: Council) -> None:
    council = council_on_each
    council.allocates(council.rosa)
    form = await council.dan.presses(await council.dan.says(f"audit {REF}"), "Act for its auditor")
    for _ in range(2):
        assert heading(await council.dan.presses(form, "Act for them", WHY)) == "Who was involved"
    assert len(council.rows(acting_for)) == 1


async def test_of_a_returned_audit_qa_can_use_the_auditors_way_to_reopen(council: Council) -> None:
    council.allocates(council.rosa)
    await returns(council.rosa)
    receipt = await acts(council)
    assert heading(receipt) == "Audit returned"
    await council.dan.presses(receipt, "Reopen")
    act = council.rows(allocation_act)[-1]
    assert (act.what, act.actor_id) == (Change.REOPEN, council.id_of(council.dan))
    assert act.acting_for_id == council.id_of(council.rosa)


async def test_it_ends_when_the_audit_goes_to_somebody_else(council: Council) -> None:
    council.allocates(council.rosa)
    await starts(council.rosa)
    await acts(council)
    form = await council.dan.presses(await council.dan.says(f"audit {REF}"), "Withdraw")
    await council.dan.presses(form, "Withdraw", {"in_why": "The record is restricted."})
    assert council.rows(acting_for)[0].ended_at is not None


async def test_somebody_who_leaves_qa_acts_for_nobody_any_more(council: Council) -> None:
    council.allocates(council.rosa)
    step = await acts(council)
    roles = council.table("person_role")
    with council.unit() as unit:
        unit.connection.execute(roles.delete().where(roles.c.person_id == council.id_of(council.dan)))
    told = await council.dan.presses(step, "Next", ANSWERED)
    assert told.text == "This audit is not one of yours. Type 'my audits' to see yours."


async def test_when_one_of_them_returns_it_the_others_card_becomes_the_receipt_too(council: Council) -> None:
    council.allocates(council.rosa)
    card = await council.dan.says(f"audit {REF}")
    form = await council.dan.presses(card, "Act for its auditor")
    await council.dan.presses(form, "Act for them", WHY)
    review = await walks(council.rosa, await council.rosa.says("continue"))
    updates = council.teams.counts()["update"]
    await council.rosa.presses(review, "Return audit")
    await council.teams.wait_for_call("update", updates + 1)
    (there,) = [one for one in council.dan.messages if one.activity_id == form.activity_id]
    assert heading(there) == "Audit returned"


async def test_the_auditor_hears_that_qa_has_returned_it_for_them(council: Council) -> None:
    council.allocates(council.rosa)
    step = await acts(council)
    before = len(council.rosa.messages)
    await council.dan.presses(await walks(council.dan, step), "Return audit")
    await council.time_passes(minutes=5)
    told = await council.rosa.next_message(before)
    assert "Dan Iqbal of QA has returned this audit for you." in told.words
    assert "Dan" not in told.summary


async def test_the_auditor_hears_of_who_returned_it_and_not_of_who_looked_in_last(council: Council) -> None:
    council.allocates(council.rosa)
    review = await walks(council.dan, await acts(council))
    quinn = council.employs("Quinn Marsh", Role.QA)
    form = await quinn.presses(await quinn.says(f"audit {REF}"), "Act for its auditor")
    await quinn.presses(form, "Act for them", WHY)
    await quinn.presses(await quinn.says(f"audit {REF}"), "Stop acting")
    assert "Dan Iqbal of QA went through it for you." in (await council.rosa.says("my audits")).words
    await council.dan.presses(review, "Return audit")
    await council.time_passes(minutes=5)
    listed = await council.rosa.says("my audits")
    assert "Dan Iqbal of QA went through it for you." in listed.words
    assert "Quinn" not in listed.words
    (told,) = [one for one in council.rosa.messages if heading(one) == "An audit returned for you"]
    assert "Dan Iqbal of QA has returned this audit for you." in told.words


async def test_every_card_says_for_whom_qa_goes_through_it(council: Council) -> None:
    council.allocates(council.rosa)
    step = await acts(council)
    assert "For Rosa Adeyemi · Reference CS_5000037 · 1 of" in step.words
    actions = await walks(council.dan, step, to="Actions")
    assert "For Rosa Adeyemi · " in actions.words
    assert "For Rosa Adeyemi · " in (await council.dan.presses(actions, "Add action")).words
    assert "For Rosa Adeyemi · " in (await council.dan.presses(actions, "Save and finish later")).words
    assert "For Rosa Adeyemi · " in (await council.dan.presses(actions, "Raise immediate concern")).words
    contact = await council.dan.says("contact attempt")
    assert heading(contact) == "Note a contact attempt"
    assert "For Rosa Adeyemi · " in contact.words
    review = await walks(council.dan, actions)
    assert "For Rosa Adeyemi · " in review.words
    receipt = await council.dan.presses(review, "Return audit")
    assert "The audit is returned, for Rosa Adeyemi." in receipt.words
    assert receipt.buttons == [], "nothing is offered that would be refused"


async def test_the_auditors_own_cards_name_nobody(council: Council) -> None:
    council.allocates(council.rosa)
    assert "Rosa" not in (await starts(council.rosa)).words


async def test_qa_who_acts_types_as_its_auditor_would(council: Council) -> None:
    council.allocates(council.rosa)
    await acts(council)
    said = await council.dan.says("1, 1, does not apply, 1, tried")
    assert said.text.startswith("Kept.")
    assert heading(await council.dan.says("back")) == "Who was involved"
    assert heading(await council.dan.says("continue")) == "Who was involved"
    assert heading(await council.dan.says("concern: alone at home")) == "Phone first, then raise the concern"
    await walks(council.dan, await council.dan.says("next"))
    receipt = await council.dan.says("return")
    assert heading(receipt) == "Audit returned"
    (version,) = council.rows(audit_version)
    assert version.acting_for_id == council.id_of(council.rosa)


async def test_an_auditor_who_acts_for_another_is_asked_which_audit_is_meant(council: Council) -> None:
    quentin = council.employs("Quentin Arlo", Role.QA, Role.AUDITOR)
    council.allocates(quentin, "CS_5000038")
    number = council.allocates(council.rosa)
    await starts(quentin)
    form = await quentin.presses(await quentin.says(f"audit {REF}"), "Act for its auditor")
    await quentin.presses(form, "Act for them", WHY)
    asked = await quentin.says("1, 1, 1, 1, 1")
    assert heading(asked) == "Which audit do you mean?"
    assert council.rows(audit_answer_revision) == []
    kept = await quentin.presses(asked, "This one: reference CS_5000037")
    assert "CS_5000037" in kept.words
    assert [row.allocation_id for row in council.rows(audit_answer_revision)] == [number]
    which = await quentin.says("continue")
    assert heading(await quentin.presses(which, "This one: reference CS_5000038")) == "Who was involved"


async def test_the_auditors_older_card_says_that_somebody_of_qa_answered(council: Council) -> None:
    council.allocates(council.rosa)
    older = await starts(council.rosa)
    await council.dan.presses(await acts(council), "Next", ANSWERED)
    asked = await council.rosa.presses(older, "Next", {**ANSWERED, "in_parent": "Not tried"})
    assert "Dan Iqbal of QA answered this step at 09:00." in asked.words


async def test_the_receipt_of_a_later_return_says_so(council: Council) -> None:
    council.allocates(council.rosa)
    receipt = await returns(council.rosa)
    assert "Returned again" not in receipt.words
    await council.time_passes(days=3)
    review = await council.rosa.presses(await council.rosa.says("my audits"), "Reopen")
    assert heading(review) == REVIEW
    again = await council.rosa.says("return")
    assert "your audit is returned again." in again.words
    assert "Returned again\nMonday 23 November 2026" in again.words
