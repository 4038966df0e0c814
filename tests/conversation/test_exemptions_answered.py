"""Who answers a request for an exemption, who may not, what ends it, and QA's register."""

from asyncio import gather
from datetime import date, timedelta

import pytest

from domain.policy import Setting
from domain.words import AllocationStatus, Role
from storage.policies import set_policy
from storage.tables.allocations import allocation, exemption
from storage.tables.exemptions import exemption_request, exemption_step
from storage.tables.service import outbox
from tests.conversation.council import Council, heading, returns, starts
from tests.conversation.exemption_talk import EXEMPT, LEAVE, asks, gets, stands


async def test_a_deputy_answers_in_the_approvers_name_and_of_two_at_once_the_first_counts(
    council_on_each: Council,
) -> None:
    council = council_on_each
    council.allocates(council.rosa)
    council.deputises(council.hal, for_=council.mina)
    await asks(council, LEAVE)
    hers, his = await gets(council, council.mina), await gets(council, council.hal)
    declined, approved = await gather(
        council.mina.presses(await council.mina.presses(hers, "Decline"), "Decline", {"in_why": "We are too few."}),
        council.hal.presses(his, "Approve"),
    )
    (request,) = council.rows(exemption_request)
    assert request.status in {"approved", "declined"}
    assert len(council.rows(exemption_step)) == 2, "it was asked, and answered once"
    for card in (declined, approved):
        assert f"{request.status.capitalize()} by " in card.words
    assert len(council.rows(exemption)) == (request.status == "approved")
    step = council.rows(exemption_step)[-1]
    if step.actor_id == council.id_of(council.hal):
        assert step.acting_for_id == council.id_of(council.mina)


async def test_nobody_answers_their_own_and_the_next_director_is_asked_or_qa_is_told(council: Council) -> None:
    ines = council.employs("Ines Okoro", Role.DIRECTOR, Role.AUDITOR)
    council.deputises(ines, for_=council.mina)
    assert heading(await ines.says("exemption november leave: A long walk.")) == "You have asked"
    await council.time_passes(minutes=5)
    (row,) = council.rows(exemption_request)
    assert row.approver_id == council.id_of(council.mina)
    assert [one.person_id for one in council.rows(outbox, template="exemption_asked")] == [council.id_of(council.mina)]
    assert "No request waits for you." in (await ines.says("exemption requests")).words
    for typed in ("approve 1", "decline 1: No."):
        assert "This request is not yours to answer." in (await ines.says(typed)).text
    assert heading(await ines.says("my exemptions")) == "My exemptions"

    # Mina leaves: nobody but the asker is a director.
    gone = council.table("person").update().where(council.table("person").c.id == council.id_of(council.mina))
    with council.unit() as unit:
        unit.connection.execute(gone.values(left_on=(council.clock.now() - timedelta(days=1)).date()))
    await council.time_passes(minutes=5)
    tasks = await council.dan.says("qa tasks")
    assert "Nobody to approve an exemption" in tasks.words
    assert "Ines Okoro has asked for an exemption for November 2026, and nobody is down to answer." in tasks.words
    # QA names Hal; the task goes by itself, and Hal is asked.
    with council.unit() as unit:
        set_policy(unit, Setting("exemption_approver", council.hal.email, date(2026, 11, 1)), "a test")
    request = await gets(council, council.hal)
    assert "Ines Okoro" in request.words
    assert "Nothing waits for you." in (await council.dan.says("qa tasks")).words


async def test_qa_hears_where_whoever_could_answer_is_away_and_it_goes_on_to_who_is_there(council: Council) -> None:
    ines = council.employs("Ines Okoro", Role.DIRECTOR, Role.AUDITOR)
    await council.mina.says("I'm on leave 20-27 November")
    council.deputises(ines, for_=council.mina)  # the only one in Mina's place is the asker
    await ines.says("exemption november leave: A long walk.")
    tasks = await council.dan.says("qa tasks")
    assert "and whoever could answer is away with nobody in their place." in tasks.words
    # Another director comes: the request is theirs to answer, and the task goes by itself.
    nora = council.employs("Nora Dale", Role.DIRECTOR)
    await nora.says("help")
    await council.time_passes(minutes=5)
    assert "Ines Okoro" in (await nora.says("exemption requests")).words
    assert "Nothing waits for you." in (await council.dan.says("qa tasks")).words


async def test_what_is_not_theirs_is_refused_to_everybody_else_and_tells_them_nothing(council: Council) -> None:
    council.allocates(council.rosa)
    await asks(council, LEAVE)
    request = await gets(council, council.mina)
    mine = await council.rosa.says("my exemptions")
    await council.mina.presses(request, "Approve")
    approved = await council.mina.presses(request, "Approve")
    register = await council.dan.says("exemptions")
    record_form = await council.dan.presses(register, "Record one")
    end_form = await council.dan.presses(register, "End it")
    for card, title, given in (
        (request, "Approve", {}),
        (request, "Decline", {}),
        (approved, "Undo", {}),
        (mine, "Take it back", {}),
        (record_form, "Record it", {"in_name": "Rosa", "in_kind": "Leave", "in_why": "x", "in_by": "Mina"}),
        (end_form, "End it", {"in_why": "No."}),
    ):
        for other in (council.tom, council.sue):
            refused = await other.presses(card, title, given, client_checks=False)
            assert refused.text, (title, other.name)
            assert refused.card == card.card, "what stood there is still there"
            assert "Rosa" not in refused.text
            assert "leave" not in refused.text
    assert len(council.rows(exemption)) == 1
    assert "not down as an auditor" in (await council.tom.says("exemption")).text
    assert not (await council.tom.says("my exemptions")).card
    assert "Rosa" not in (await council.tom.says("exemption requests")).words
    assert "Rosa" not in (await council.tom.says("exemptions")).words
    assert "QA" in (await council.tom.presses(register, "Record one")).text


async def test_a_request_that_needs_no_answer_any_more_ends_and_its_asker_hears(council: Council) -> None:
    council.allocates(council.rosa, due_in=3)
    await asks(council, LEAVE)
    request = await gets(council, council.mina)
    await returns(council.rosa)
    gone = await council.mina.presses(request, "Approve")
    assert "No answer is needed any more" in gone.words
    assert council.rows(exemption) == []
    assert stands(council) is AllocationStatus.RETURNED
    assert council.rows(exemption_request)[0].status == "lapsed"
    assert (await gets(council, council.rosa, "has ended")).summary == "There is news of your exemption."

    ada = council.employs("Ada Quill", Role.AUDITOR, team_id=2)
    council.allocates(ada, "CS_5000044", due_in=3)
    assert heading(await ada.says("exemption november other: A course.")) == "You have asked"
    council.is_now(council.clock.now() + timedelta(days=11))  # the first of December
    await council.time_passes(minutes=5)
    assert council.rows(exemption_request)[-1].status == "lapsed"
    closed = await ada.says("exemption november leave: Away.")
    assert "November 2026 has closed" in closed.words
    with pytest.raises(AssertionError):
        (await ada.says("my audits")).button("Ask for an exemption")


async def test_qa_keeps_the_register_records_for_somebody_and_ends_with_a_reason(council: Council) -> None:
    council.allocates(council.rosa)
    await starts(council.rosa)
    await asks(council, LEAVE)
    form = await council.dan.presses(await council.dan.says("exemptions"), "Record one")
    given = {"in_name": "Rosa", "in_kind": "Agreed with a director", "in_why": "Said at the board."}
    wrong = await council.dan.presses(form, "Record it", given)
    assert "Type the name of whoever agreed to it." in wrong.words
    assert "reader" not in wrong.words
    register = await council.dan.presses(wrong, "Record it", {"in_by": "Mina Castell"})
    assert "Rosa Adeyemi is exempt now, and will hear of it." in register.words
    assert "Exempt: 1. Requests that wait for an answer: 0." in register.words
    assert stands(council) is AllocationStatus.EXEMPTED
    news = await gets(council, council.rosa, EXEMPT)
    assert "Dan Iqbal of QA has noted this." in news.words
    other = council.employs("Ada Quill", Role.AUDITOR, team_id=2)
    council.allocates(other, "CS_5000042")
    change = await council.dan.presses(await council.dan.says("audit AUD-CS_5000042"), "Reassign")
    refused = await council.dan.presses(change, "Reassign", {"in_name": "Rosa", "in_why": "Ada is away."})
    assert "Rosa Adeyemi is exempt for this month." in refused.words
    step = council.rows(exemption_step)[-1]
    assert (step.actor_id, step.acting_for_id) == (council.id_of(council.dan), council.id_of(council.rosa))
    again = await council.dan.presses(form, "Record it", {**given, "in_by": "Mina Castell"})
    assert "exempt for November 2026 already" in again.words
    own = await council.dan.presses(form, "Record it", {**given, "in_name": "Dan", "in_by": "Mina Castell"})
    assert "You can't record your own." in own.words

    ended = await council.dan.presses(
        await council.dan.presses(register, "End it"), "End it", {"in_why": "It was meant for December."}
    )
    assert "Rosa Adeyemi is not exempt any more" in ended.words
    assert council.rows(allocation)[0].status is AllocationStatus.STARTED
    news = await gets(council, council.rosa, "You are not exempt")
    assert heading(news) == "You are not exempt for November 2026 any more"
    assert "It was meant for December." in news.words
    assert council.rows(exemption_request)[0].status == "undone"
