"""QA finds an audit, sees where it stands and what happened to it, and changes it; each change with its reason."""

from datetime import date
from typing import Any

import pytest

from domain.words import AllocationStatus, Change, Role
from storage.statements import insert_returning_id
from storage.tables.allocations import allocation, allocation_act, allocation_transition
from storage.tables.people import person
from storage.tables.service import policy_setting
from tests.conversation.council import ALDER, BIRCH, REVIEW, Council, heading, returns, starts, walks
from tests.fakes_cards import Shown
from tests.fakes_people import FakePerson

WHY = {"in_why": "Rosa is off for a while."}
TODAY = date(2026, 11, 20)
REF = "AUD-CS_5000037"


def another_auditor(council: Council, name: str = "Ines Varga", team_id: int = BIRCH, **more: Any) -> FakePerson:
    return council.employs(name, Role.AUDITOR, team_id=team_id, **more)


async def looked_up(council: Council, text: str = REF) -> Shown:
    return await council.dan.says(f"audit {text}")


async def changed(council: Council, button: str, title: str, inputs: dict[str, str]) -> Shown:
    """QA looks the audit up, opens a form and sends it."""
    form = await council.dan.presses(await looked_up(council), button)
    return await council.dan.presses(form, title, inputs, client_checks=False)


def setting(council: Council, name: str, value: str) -> None:
    with council.unit() as unit:
        values = {"name": name, "value": value, "effective_from": TODAY, "set_at": unit.now}
        insert_returning_id(unit, policy_setting, **values)


# Finding one.


@pytest.mark.parametrize("text", [REF, "aud-cs_5000037", "CS_5000037", "cs_5000037"])
async def test_an_audit_is_found_by_its_own_reference_or_its_records(council: Council, text: str) -> None:
    council.allocates(council.rosa)
    card = await looked_up(council, text)
    assert heading(card) == f"Audit {REF}"
    for words in ("Rosa Adeyemi", "Alder Vale 1", "November 2026", "Friday 4 December 2026", "Not started yet"):
        assert words in card.words
    assert card.buttons == ["Reassign", "Act for its auditor", "Withdraw", "Put a day right", "Find an audit"]
    assert len(council.events("saw_audit")) == 1


@pytest.mark.parametrize("text", ["Rosa", "rosa adeyemi", "ROSA.ADEYEMI@council.example", "adey"])
async def test_audits_are_found_by_their_auditors_name(council: Council, text: str) -> None:
    council.allocates(council.rosa)
    council.allocates(council.rosa, "CS_5000038")
    listed = await council.dan.says(f"audits of {text}")
    assert [title for title in listed.buttons if title.startswith("Look")] == [
        "Look at AUD-CS_5000038",
        "Look at AUD-CS_5000037",
    ]
    assert heading(await council.dan.presses(listed, "Look at AUD-CS_5000037")) == f"Audit {REF}"


async def test_the_search_has_a_button_too_and_takes_either(council: Council) -> None:
    council.allocates(council.rosa)
    search = await council.dan.presses(await council.dan.says("help"), "Find an audit")
    assert heading(await council.dan.presses(search, "Find", {"in_find": REF})) == f"Audit {REF}"
    assert f"Look at {REF}" in (await council.dan.presses(search, "Find", {"in_find": "Rosa"})).buttons


@pytest.mark.parametrize("typed", ["audit 4711", "audits of Nobody Known"])
async def test_what_fits_nothing_is_said_to(council: Council, typed: str) -> None:
    assert "Nothing fits that. Check the spelling" in (await council.dan.says(typed)).words


async def test_somebody_without_an_audit_is_said_to_have_none(council: Council) -> None:
    assert "Tom Lindqvist: no audit has been given to them yet." in (await council.dan.says("audits of Tom")).words


async def test_in_anybody_elses_message_the_same_words_find_nothing(council: Council) -> None:
    council.allocates(council.rosa)
    for typed in (f"audit {REF}", "audit 4711", "audits of Rosa"):
        told = await council.tom.says(typed)
        assert REF not in told.words
        assert "Adeyemi" not in told.words
    assert council.events("saw_audit") == []


async def test_the_history_says_what_happened_when_and_by_whom(council: Council) -> None:
    council.allocates(council.rosa)
    await returns(council.rosa)
    words = (await looked_up(council)).words
    assert "Friday 20 November 2026 at 09:00: started. By Rosa Adeyemi." in words
    assert "Friday 20 November 2026 at 09:00: returned. By Rosa Adeyemi." in words
    assert "Returned; returned by its due day" in words


async def test_a_late_return_is_marked_so_with_its_history_and_said_without_blame(council: Council) -> None:
    council.allocates(council.rosa, due_in=3)
    await starts(council.rosa)
    await council.time_passes(days=5)
    assert "Started; not returned by its due day" in (await looked_up(council)).words
    receipt = await council.rosa.presses(await walks(council.rosa, await council.rosa.says("continue")), "Return audit")
    assert "after its due day" in receipt.words
    assert "after its due day" in (await council.rosa.says("my audits")).words
    words = (await looked_up(council)).words
    assert "Wednesday 25 November 2026 at 09:00: returned, after its due day. By Rosa Adeyemi." in words


async def test_not_returned_when_its_month_has_closed_is_said_and_a_return_ends_it(council: Council) -> None:
    council.allocates(council.rosa)
    await starts(council.rosa)
    await council.time_passes(days=17)
    assert "Started; not returned when its month closed" in (await looked_up(council)).words
    await council.rosa.presses(await walks(council.rosa, await council.rosa.says("continue")), "Return audit")
    assert "Returned; returned after its due day" in (await looked_up(council)).words


# Reassigning.


async def test_before_the_start_it_moves_as_it_is_and_the_history_keeps_both(council_on_each: Council) -> None:
    council = council_on_each
    ines = another_auditor(council)
    council.allocates(council.rosa)
    card = await changed(council, "Reassign", "Reassign", {"in_name": "Ines", **WHY})
    assert "Ines Varga has this audit now" in card.words
    assert "given to Ines Varga in the place of Rosa Adeyemi. By Dan Iqbal." in card.words
    assert "Rosa is off for a while." in card.words
    (row,) = council.rows(allocation)
    assert (row.auditor_id, row.status) == (council.id_of(ines), AllocationStatus.ALLOCATED)
    (act,) = council.rows(allocation_act)
    assert (act.what, act.old, act.new) == (
        Change.REASSIGN,
        str(council.id_of(council.rosa)),
        str(council.id_of(ines)),
    )
    assert "Start audit" in (await ines.says("my audits")).buttons
    await council.rosa.next_message(0)
    assert "You have no audit to do" in (await council.rosa.says("my audits")).words


async def test_both_auditors_hear_of_it(council: Council) -> None:
    ines = another_auditor(council)
    council.allocates(council.rosa)
    await council.time_passes(minutes=5)
    before = len(council.rosa.messages)
    await changed(council, "Reassign", "Reassign", {"in_name": "Ines", **WHY})
    await council.time_passes(minutes=5)
    assert "no longer yours" in heading(await council.rosa.next_message(before))
    assert heading(await ines.next_message(0)) == "An audit for you"


async def test_after_the_start_it_is_withdrawn_and_a_new_one_takes_its_place(council_on_each: Council) -> None:
    council = council_on_each
    ines = another_auditor(council)
    council.allocates(council.rosa)
    old_step = await starts(council.rosa)
    card = await changed(council, "Reassign", "Reassign", {"in_name": "Ines", "in_due": "2026-12-11", **WHY})
    assert heading(card) == f"Audit {REF}-R"
    old, new = council.rows(allocation)
    assert (old.status, old.withdrawn_on, old.replaced_by) == (AllocationStatus.WITHDRAWN, TODAY, f"{REF}-R")
    assert (new.auditor_id, new.status, new.due_on) == (
        council.id_of(ines),
        AllocationStatus.ALLOCATED,
        date(2026, 12, 11),
    )
    assert (new.case_id, new.month, new.kind, new.team_id) == (old.case_id, old.month, old.kind, old.team_id)
    told = await council.rosa.presses(old_step, "Next", {}, client_checks=False)
    assert "was withdrawn" in told.words, "what the first auditor has open leads nowhere"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "Type the name or e-mail address of the person."),
        ("Nobody Known", "I don't know anybody called “Nobody Known” who works here."),
        ("Rosa", "Rosa Adeyemi has this audit already."),
        ("Tom", "Tom Lindqvist is not down as an auditor."),
        ("Lena", "I don't know anybody called “Lena” who works here."),
        ("Petra", "Several people fit “Petra”: Petra One (petra.one@council.example), Petra Two"),
        ("Ada Quill", "Ada Quill is of the team whose work this is."),
        ("Lin Marsh", "Lin Marsh is the social worker's line manager."),
    ],
)
async def test_who_may_not_have_it_is_said_beside_the_name(council: Council, name: str, said: str) -> None:
    for one in ("Petra One", "Petra Two"):
        another_auditor(council, one)
    another_auditor(council, "Lena Holt", left_on=date(2026, 11, 19))
    another_auditor(council, "Ada Quill", team_id=ALDER)
    another_auditor(council, "Lin Marsh")
    manages(council, "Lin Marsh")
    council.allocates(council.rosa)
    form = await changed(council, "Reassign", "Reassign", {"in_name": name, **WHY})
    assert said in form.words
    assert form.inputs["in_why"] == WHY["in_why"]
    assert council.rows(allocation)[0].auditor_id == council.id_of(council.rosa)


def manages(council: Council, name: str) -> None:
    with council.unit() as unit:
        sue = person.c.id == council.id_of(council.sue)
        unit.connection.execute(person.update().where(sue).values(line_manager_id=council.ids[name]))


async def test_where_the_council_only_warns_it_is_given_at_the_second_press(council: Council) -> None:
    setting(council, "own_team_audits", "warned")
    ada = another_auditor(council, "Ada Quill", team_id=ALDER)
    council.allocates(council.rosa)
    warned = await changed(council, "Reassign", "Reassign", {"in_name": "Ada Quill", **WHY})
    assert "Ada Quill is of the team whose work this is. Press again" in warned.words
    assert council.rows(allocation)[0].auditor_id == council.id_of(council.rosa)
    await council.dan.presses(warned, "Reassign all the same")
    assert council.rows(allocation)[0].auditor_id == council.id_of(ada)


async def test_somebody_who_was_not_trained_is_given_an_audit_at_the_second_press(council: Council) -> None:
    ada = another_auditor(council, "Ada Quill")
    with council.unit() as unit:
        unit.connection.execute(person.update().where(person.c.id == council.id_of(ada)).values(trained_on=None))
    council.allocates(council.rosa)
    warned = await changed(council, "Reassign", "Reassign", {"in_name": "Ada Quill", **WHY})
    assert "The workbook does not say that Ada Quill was trained before this month." in warned.words
    assert council.rows(allocation)[0].auditor_id == council.id_of(council.rosa)
    await council.dan.presses(warned, "Reassign all the same")
    assert council.rows(allocation)[0].auditor_id == council.id_of(ada)


async def test_a_warning_about_one_person_lets_nobody_else_through(council: Council) -> None:
    setting(council, "own_team_audits", "warned")
    for name in ("Ada Quill", "Bea Frost"):
        another_auditor(council, name, team_id=ALDER)
    council.allocates(council.rosa)
    warned = await changed(council, "Reassign", "Reassign", {"in_name": "Ada Quill", **WHY})
    again = await council.dan.presses(warned, "Reassign all the same", {"in_name": "Bea Frost"})
    assert "Bea Frost is of the team whose work this is." in again.words
    assert council.rows(allocation)[0].auditor_id == council.id_of(council.rosa)


# Withdrawing, and bringing back.


async def test_an_audit_is_withdrawn_from_a_day_on_with_a_reason(council: Council) -> None:
    council.allocates(council.rosa)
    await council.time_passes(days=3)
    card = await changed(council, "Withdraw", "Withdraw", {"in_day": "2026-11-21", **WHY})
    assert "The audit is withdrawn." in card.words
    assert "Saturday 21 November 2026: withdrawn. By Dan Iqbal." in card.words
    (row,) = council.rows(allocation)
    assert (row.status, row.withdrawn_on, row.replaced_by) == (AllocationStatus.WITHDRAWN, date(2026, 11, 21), None)
    last = council.rows(allocation_transition)[-1]
    assert (last.on_day, last.reason) == (date(2026, 11, 21), WHY["in_why"])
    assert card.buttons == ["Bring back", "Find an audit"]


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({"in_day": "2026-11-20", "in_why": ""}, "Say why in a few words."),
        ({"in_day": "2026-11-20", "in_why": "They moved to SW1A 1AA."}, "looks like a postcode"),
        ({"in_day": "2026-11-21", **WHY}, "Choose Friday 20 November 2026 or an earlier day."),
        ({"in_day": "soon", **WHY}, "Choose a day, or type one like 2026-11-20."),
    ],
)
async def test_what_will_not_do_comes_back_with_its_complaint(
    council: Council, inputs: dict[str, str], said: str
) -> None:
    council.allocates(council.rosa)
    form = await changed(council, "Withdraw", "Withdraw", inputs)
    assert said in form.words
    assert council.rows(allocation)[0].status is AllocationStatus.ALLOCATED


async def test_a_withdrawal_in_error_is_taken_back_to_where_it_stood(council_on_each: Council) -> None:
    council = council_on_each
    council.allocates(council.rosa)
    await starts(council.rosa)
    before = len(council.rosa.messages)
    await changed(council, "Withdraw", "Withdraw", WHY)
    await council.rosa.next_message(before)
    card = await changed(council, "Bring back", "Bring back", {"in_why": "It was another one."})
    assert "brought back; started. By Dan Iqbal." in card.words
    (row,) = council.rows(allocation)
    assert (row.status, row.withdrawn_on) == (AllocationStatus.STARTED, None)
    assert heading(await council.rosa.next_message(before + 1)) == "An audit is yours again"
    assert heading(await council.rosa.says("continue")) == "Who was involved"


async def test_it_is_not_brought_back_while_another_has_its_place(council: Council) -> None:
    another_auditor(council)
    council.allocates(council.rosa)
    await starts(council.rosa)
    await changed(council, "Reassign", "Reassign", {"in_name": "Ines", **WHY})
    told = await changed(council, "Bring back", "Bring back", WHY)
    assert f"Audit {REF}-R has taken its place. Withdraw that one first" in told.words
    assert council.rows(allocation)[0].status is AllocationStatus.WITHDRAWN


# Sending back.


async def test_an_audit_is_sent_back_with_reasons_and_returned_again(council_on_each: Council) -> None:
    council = council_on_each
    council.allocates(council.rosa)
    await returns(council.rosa)
    before = len(council.rosa.messages)
    inputs = {"in_why": "Two domains have no evidence.", "in_day": "2026-12-08"}
    card = await changed(council, "Send back", "Send back", inputs)
    assert "It is with its auditor again, until Tuesday 8 December 2026." in card.words
    await council.time_passes(minutes=5)
    notice = await council.rosa.next_message(before)
    assert "Two domains have no evidence." in notice.words
    assert "evidence" not in notice.summary
    listed = await council.rosa.says("my audits")
    for words in ("Two domains have no evidence.", "Due again by", "Tuesday 8 December 2026"):
        assert words in listed.words
    review = await council.rosa.presses(notice, "Continue audit")
    assert heading(review) == REVIEW
    assert "Two domains have no evidence." in review.words
    await council.time_passes(days=30)
    receipt = await council.rosa.presses(review, "Return audit")
    assert "after its due day" not in receipt.words, "it is never late again"
    (row,) = council.rows(allocation)
    assert (row.status, row.returned_on) == (AllocationStatus.RETURNED, TODAY)


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({"in_why": "", "in_day": "2026-12-08"}, "Say what should be better: the auditor reads it."),
        ({"in_why": "More evidence.", "in_day": "2026-11-20"}, "Choose a day that is still to come."),
        ({"in_why": "More evidence.", "in_day": "2036-11-20"}, "is more than two years away."),
    ],
)
async def test_it_is_not_sent_back_without_reasons_and_a_day(
    council: Council, inputs: dict[str, str], said: str
) -> None:
    council.allocates(council.rosa)
    await returns(council.rosa)
    assert said in (await changed(council, "Send back", "Send back", inputs)).words
    assert council.rows(allocation)[0].status is AllocationStatus.RETURNED


# Putting a day right.


async def test_a_due_day_is_put_right_with_both_days_in_the_history(council: Council) -> None:
    council.allocates(council.rosa)
    await council.time_passes(minutes=5)
    before = len(council.rosa.messages)
    card = await changed(
        council, "Put a day right", "Put it right", {"in_which": "due_on", "in_day": "2026-12-11", **WHY}
    )
    assert "due day put right, from Friday 4 December 2026 to Friday 11 December 2026. By Dan Iqbal." in card.words
    assert council.rows(allocation)[0].due_on == date(2026, 12, 11)
    await council.time_passes(minutes=5)
    assert "It is due by Friday 11 December 2026 now." in (await council.rosa.next_message(before)).words


async def test_the_day_of_the_return_is_put_right_and_an_audit_is_late_or_not_by_it(council: Council) -> None:
    council.allocates(council.rosa, due_in=3)
    await starts(council.rosa)
    await council.time_passes(days=5)
    await council.rosa.presses(await walks(council.rosa, await council.rosa.says("continue")), "Return audit")
    inputs = {"in_which": "returned_on", "in_day": "2026-11-23", **WHY}
    card = await changed(council, "Put a day right", "Put it right", inputs)
    assert "Returned; returned by its due day" in card.words
    assert council.rows(allocation)[0].returned_on == date(2026, 11, 23)


async def test_a_day_that_an_audit_does_not_have_is_not_offered(council: Council) -> None:
    council.allocates(council.rosa)
    form = await council.dan.presses(await looked_up(council), "Put a day right")
    assert "Due day: Friday 4 December 2026" in form.words
    assert "Day of the first return" not in form.words
    refused = await council.dan.presses(
        form, "Put it right", {"in_which": "returned_on", "in_day": "2026-11-20", **WHY}, client_checks=False
    )
    assert "Choose which day." in refused.words
