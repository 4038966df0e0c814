"""An immediate concern: raised from anywhere in an audit, at any hour, told to those who must act, acknowledged."""

import asyncio
from datetime import date

import pytest

from domain.words import ConcernStatus, QaTaskKind, Role, SendStatus
from storage.concerns import ALARM
from storage.tables.audits import audit_answer
from storage.tables.concerns import concern, concern_acknowledgement, concern_transition
from storage.tables.people import person
from storage.tables.service import outbox, outbox_attempt, qa_task
from tests.conversation.council import ANSWERS, REVIEW, SUNDAY_AT_THREE, Council, heading, returns, starts, walks
from tests.fakes_cards import Shown
from tests.fakes_people import FakePerson

WHAT = {"in_what": "No adult is home at night."}
VOICE = "Seeing and Hearing the Child"


async def raised(council: Council, somebody: FakePerson | None = None) -> Shown:
    """The card that says that the concern is raised."""
    auditor = somebody or council.rosa
    form = await auditor.presses(await starts(auditor), "Raise immediate concern")
    return await auditor.presses(form, "Raise it now", WHAT)


async def alarm_of(somebody: FakePerson) -> Shown:
    """The alarm that a person has, waited for."""
    await somebody.next_message(0)
    return next(shown for shown in somebody.messages if heading(shown) == "Immediate concern about a child")


def alarms(somebody: FakePerson) -> int:
    return sum(heading(shown) == "Immediate concern about a child" for shown in somebody.messages)


@pytest.mark.parametrize("title", [*ANSWERS, REVIEW])
async def test_every_step_and_the_review_have_the_button(council: Council, title: str) -> None:
    council.allocates(council.rosa)
    card = await walks(council.rosa, await starts(council.rosa), to=title)
    form = await council.rosa.presses(card, "Raise immediate concern")
    first, *_ = (line for line in form.words.splitlines() if line)
    assert first.startswith("Phone"), "its first words say what to do before anything else"
    assert (
        "Phone the team manager or the emergency duty team now. This message does not replace that call." in form.words
    )
    assert "CS_5000037" in form.words
    back = await council.rosa.presses(form, "Go back, nothing to raise")
    assert heading(back) == title
    assert council.rows(concern) == []


async def test_the_button_that_confirms_begins_with_raise(council: Council) -> None:
    council.allocates(council.rosa)
    form = await council.rosa.presses(await starts(council.rosa), "Raise immediate concern")
    assert [title for title in form.buttons if title.startswith("Raise")] == ["Raise it now"]


async def test_at_three_on_a_sunday_it_reaches_head_of_service_director_qa_and_their_deputies(
    council_on_each: Council,
) -> None:
    council = council_on_each
    deputies = [
        council.employs("Dee Hollis", Role.HEAD_OF_SERVICE, team_id=2),
        council.employs("Jo Marchetti", Role.TEAM_MANAGER, team_id=2),
        council.employs("Ash Verma", Role.LEADER, team_id=2),
    ]
    alarmed = [council.hal, council.mina, council.dan]
    for deputy, away in zip(deputies, alarmed, strict=True):
        council.deputises(deputy, for_=away)
    council.is_now(SUNDAY_AT_THREE)
    council.allocates(council.rosa)
    shown = await raised(council)
    assert heading(shown) == "Concern raised"
    for somebody in (*alarmed, *deputies):
        assert somebody.name in shown.words, "the auditor sees who is being told"
        alarm = await alarm_of(somebody)
        assert "CS_5000037" in alarm.words
        assert "No adult is home at night." in alarm.words
        assert "Rosa Adeyemi" in alarm.words
        assert "03:00 on Sunday 22 November 2026" in alarm.words
        assert alarm.summary == "An immediate concern about a child has been raised. Please open it now."
    assert alarms(council.tom) == 0
    (entry,) = council.rows(concern)
    assert (entry.category, entry.immediate, entry.status) == (1, True, ConcernStatus.OPEN)
    assert (entry.raised_on, entry.raised_by_id) == (date(2026, 11, 22), council.id_of(council.rosa))


async def test_the_alarm_is_marked_as_urgent_on_the_wire(council: Council) -> None:
    council.allocates(council.rosa)
    await raised(council)
    await alarm_of(council.hal)
    sent = council.teams.sent[council.hal.conversation_id][0]
    assert (sent["importance"], sent["channelData"]) == ("high", {"notification": {"alert": True}})


async def test_it_is_acknowledged_in_one_tap_which_everybody_sees(council_on_each: Council) -> None:
    council = council_on_each
    council.allocates(council.rosa)
    await raised(council)
    alarm = await alarm_of(council.hal)
    assert "Nobody has acknowledged it yet." in alarm.words
    assert alarm.buttons == ["Acknowledge", "Open the entry"]
    shown = await council.hal.presses(alarm, "Acknowledge")
    assert "Hal Morgan acknowledged this at 09:00." in shown.words
    assert shown.buttons == ["Open the entry"]
    await council.hal.presses(alarm, "Acknowledge")
    (row,) = council.rows(concern_acknowledgement)
    assert (row.person_id, row.at) == (council.id_of(council.hal), council.clock.now())
    assert len(council.events("acknowledged_concern")) == 1
    shown = await council.mina.presses(await alarm_of(council.mina), "Acknowledge")
    assert "Hal Morgan acknowledged this at 09:00." in shown.words
    assert "Mina Castell acknowledged this at 09:00." in shown.words


@pytest.mark.parametrize("failure", [{"drop": True}, {"status": 500}, {"status": 503}])
async def test_the_alarm_is_repeated_while_it_may_not_have_arrived(council: Council, failure: dict[str, int]) -> None:
    council.employs("Kit Moss", Role.DIRECTOR)
    council.allocates(council.rosa)
    card = await starts(council.rosa)
    form = await council.rosa.presses(card, "Raise immediate concern")
    council.teams.fail_next("send", **failure)
    await council.rosa.presses(form, "Raise it now", WHAT)
    await council.service.delivery.deliver_due()
    for somebody in (council.hal, council.mina, council.dan):
        await alarm_of(somebody)
        assert alarms(somebody) == 1
    assert {row.status for row in council.rows(outbox)} == {SendStatus.SENT}
    sent = {row.id for row in council.rows(outbox, template=ALARM)}
    tries = [row for row in council.rows(outbox_attempt) if row.outbox_id in sent]
    assert len(tries) == 5, "four people, one of them tried twice"


async def test_the_alarm_is_not_repeated_to_whoever_has_acknowledged_it(council: Council) -> None:
    council.allocates(council.rosa)
    form = await council.rosa.presses(await starts(council.rosa), "Raise immediate concern")
    # It arrives, the answer is lost: a person may acknowledge before the repetition is due.
    council.teams.fail_next("send", drop=True, after_all=True)
    await council.rosa.presses(form, "Raise it now", WHAT)
    await council.teams.wait_for_call("send", 5)  # the audits, three alarms, the team manager's notice
    for somebody in (council.hal, council.mina, council.dan):
        await somebody.presses(await alarm_of(somebody), "Acknowledge")
    await council.service.delivery.deliver_due()
    assert [alarms(somebody) for somebody in (council.hal, council.mina, council.dan)] == [1, 1, 1]
    states = sorted(row.status for row in council.rows(outbox, template=ALARM))
    assert states == [SendStatus.LAPSED, SendStatus.SENT, SendStatus.SENT]


async def test_qa_has_a_task_for_each_concern(council: Council) -> None:
    council.allocates(council.rosa)
    await raised(council)
    await council.dan.next_message(0)  # the alarm, which must not be taken for the list
    listed = await council.dan.says("qa tasks")
    assert "Immediate concern" in listed.words
    assert "Rosa Adeyemi raised an immediate concern in audit AUD-CS_5000037" in listed.words
    assert "No adult is home at night." not in listed.words, "the account stays in the alarm"


@pytest.mark.parametrize("has_left", [True, False])
async def test_without_a_head_of_service_the_qa_task_says_so(council: Council, *, has_left: bool) -> None:
    gone = person.update().where(person.c.name == "Hal Morgan").values(left_on=date(2026, 11, 19))
    none = council.table("team_post").delete().where(council.table("team_post").c.post == "head_of_service")
    with council.unit() as unit:
        unit.connection.execute(gone if has_left else none)
    council.allocates(council.rosa)
    shown = await raised(council)
    assert "Hal Morgan" not in shown.words
    (task,) = council.rows(qa_task, kind=QaTaskKind.IMMEDIATE_CONCERN)
    assert "No head of service is down for this team: tell them yourselves." in task.about


async def test_with_nobody_to_tell_the_card_says_so(council: Council) -> None:
    with council.unit() as unit:
        unit.connection.execute(person.update().where(person.c.name != "Rosa Adeyemi").values(left_on=date(2026, 1, 1)))
    council.allocates(council.rosa)
    assert "Nobody was found to be told. QA has a task to find somebody." in (await raised(council)).words


async def test_an_alarm_to_somebody_never_seen_becomes_a_qa_task_to_phone_them(council: Council) -> None:
    council.employs("Kit Moss", Role.DIRECTOR, linked=False)
    council.allocates(council.rosa)
    await raised(council)
    await alarm_of(council.hal)
    await council.service.delivery.deliver_due()
    (task,) = council.rows(qa_task, kind=QaTaskKind.UNREACHABLE_PERSON)
    assert "could not be sent to Kit Moss: they have not opened auditbot yet. Phone them now." in task.about


async def test_the_card_says_whom_to_phone_because_teams_does_not_reach_them(council: Council) -> None:
    council.employs("Kit Moss", Role.DIRECTOR, linked=False)
    await council.mina.says("help")
    await council.mina.uninstalls()
    council.allocates(council.rosa)
    shown = await raised(council)
    assert "Being told now: Hal Morgan, Dan Iqbal." in shown.words
    assert "Phone Mina Castell, Kit Moss now: I can't reach them in Teams." in shown.words


async def test_whoever_opens_the_app_after_the_alarm_could_not_reach_them_gets_it_at_once(council: Council) -> None:
    kit = council.employs("Kit Moss", Role.DIRECTOR, linked=False)
    council.is_now(SUNDAY_AT_THREE)
    council.allocates(council.rosa)
    await raised(council)
    await council.service.delivery.deliver_due()
    await kit.installs()
    assert "No adult is home at night." in (await alarm_of(kit)).words
    await council.service.delivery.deliver_due()
    await kit.says("help")
    await council.service.delivery.deliver_due()
    assert alarms(kit) == 1
    (task,) = council.rows(qa_task, kind=QaTaskKind.UNREACHABLE_PERSON)
    assert task.closed_at is None, "QA says itself when it has phoned"


async def test_whoever_was_out_of_reach_for_hours_gets_one_alarm_and_not_one_for_each_round(council: Council) -> None:
    kit = council.employs("Kit Moss", Role.DIRECTOR, linked=False)
    council.is_now(SUNDAY_AT_THREE)
    council.allocates(council.rosa)
    await raised(council)
    for _ in range(3):
        await council.time_passes(hours=2, minutes=5)
    rounds = [row for row in council.rows(outbox, template=ALARM) if row.person_id == council.id_of(kit)]
    assert len(rounds) > 1, "it was owed again"
    await kit.installs()
    await council.service.delivery.deliver_due()
    await council.time_passes(minutes=10)
    assert alarms(kit) == 1
    assert alarms(council.hal) == 1 + len(rounds) - 1, "whoever can be reached has each round at its time"


async def test_pressed_twice_it_is_raised_once(council_on_each: Council) -> None:
    council = council_on_each
    council.allocates(council.rosa)
    form = await council.rosa.presses(await starts(council.rosa), "Raise immediate concern")
    both = await asyncio.gather(*(council.rosa.presses(form, "Raise it now", WHAT) for _ in range(2)))
    assert [heading(shown) for shown in both] == ["Concern raised"] * 2
    assert len(council.rows(concern_transition)) == 1
    await alarm_of(council.hal)
    await council.service.delivery.deliver_due()
    assert alarms(council.hal) == 1


async def test_a_second_concern_about_the_same_audit_is_told_anew_in_the_one_entry(council: Council) -> None:
    council.allocates(council.rosa)
    shown = await raised(council)
    card = await council.rosa.presses(shown, "Continue audit")
    form = await council.rosa.presses(card, "Raise immediate concern")
    await council.rosa.presses(form, "Raise it now", {"in_what": "The door was found unlocked."})
    await council.hal.next_message(1)
    assert alarms(council.hal) == 2
    assert len(council.rows(concern)) == 1


async def test_an_empty_account_is_asked_for_beside_its_input(council: Council) -> None:
    council.allocates(council.rosa)
    form = await council.rosa.presses(await starts(council.rosa), "Raise immediate concern")
    for nothing in ("", "   "):
        refused = await council.rosa.presses(form, "Raise it now", {"in_what": nothing}, client_checks=False)
        assert "⚠ Say in a sentence what puts the child at risk." in refused.words
    assert council.rows(concern) == []


async def test_an_identifier_in_the_account_is_refused_and_refilled(council: Council) -> None:
    council.allocates(council.rosa)
    form = await council.rosa.presses(await starts(council.rosa), "Raise immediate concern")
    refused = await council.rosa.presses(form, "Raise it now", {"in_what": "Alone at SW1A 1AA."})
    assert "“SW1A 1AA” looks like a postcode" in refused.words
    assert refused.inputs["in_what"] == "Alone at SW1A 1AA."
    assert heading(await council.rosa.presses(refused, "Raise it now", WHAT)) == "Concern raised"


async def test_what_was_typed_on_the_step_is_there_after_the_detour(council: Council) -> None:
    council.allocates(council.rosa)
    card = await walks(council.rosa, await starts(council.rosa), to=VOICE)
    form = await council.rosa.presses(card, "Raise immediate concern", {"in_evidence": "Half a sentence"})
    shown = await council.rosa.presses(form, "Raise it now", WHAT)
    card = await council.rosa.presses(shown, "Continue audit")
    assert heading(card) == VOICE
    assert card.inputs == {"in_rating": "", "in_evidence": "Half a sentence"}


async def test_an_identifier_on_the_step_does_not_hold_up_the_alarm_and_is_put_back_after_it(council: Council) -> None:
    council.allocates(council.rosa)
    card = await walks(council.rosa, await starts(council.rosa), to=VOICE)
    typed = {"in_rating": "Good", "in_evidence": "Seen at SW1A 1AA."}
    form = await council.rosa.presses(card, "Raise immediate concern", typed)
    assert "Raise it now" in form.buttons
    shown = await council.rosa.presses(form, "Raise it now", WHAT)
    await alarm_of(council.hal)
    (kept,) = council.rows(audit_answer, step="domain_voice")
    assert dict(kept.answers) == {"rating": "Good"}, "what may be stored is"
    card = await council.rosa.presses(shown, "Continue audit")
    assert heading(card) == VOICE
    assert card.inputs == {"in_rating": "Good", "in_evidence": "Seen at SW1A 1AA."}
    assert "looks like a postcode" in card.words
    card = await council.rosa.presses(card, "Next", {"in_evidence": "Seen at home."})
    assert heading(card) == "Quality of Assessment"


async def test_what_was_typed_on_an_old_card_is_no_silent_overwriting_by_way_of_an_alarm(council: Council) -> None:
    council.allocates(council.rosa)
    old = await walks(council.rosa, await starts(council.rosa), to=VOICE)
    await council.rosa.presses(old, "Next", {"in_rating": "Good", "in_evidence": "From the phone."})
    typed = {"in_rating": "Good", "in_evidence": "From the desk."}
    form = await council.rosa.presses(old, "Raise immediate concern", typed)
    card = await council.rosa.presses(await council.rosa.presses(form, "Raise it now", WHAT), "Continue audit")
    assert card.inputs["in_evidence"] == "From the desk."
    asked = await council.rosa.presses(card, "Next")
    assert "You answered this step at 09:00" in asked.words
    (kept,) = council.rows(audit_answer, step="domain_voice")
    assert kept.answers["evidence"] == "From the phone."


async def test_the_concern_may_be_raised_after_the_return_from_an_old_card(council: Council) -> None:
    council.allocates(council.rosa)
    review = await walks(council.rosa, await starts(council.rosa))
    await council.rosa.presses(review, "Return audit")
    form = await council.rosa.presses(review, "Raise immediate concern")
    shown = await council.rosa.presses(form, "Raise it now", WHAT)
    assert heading(shown) == "Concern raised"
    await alarm_of(council.hal)
    assert heading(await council.rosa.presses(shown, "Continue audit")) == "Audit returned"


async def test_a_return_as_inadequate_updates_the_entry_and_alarms_nobody_twice(council: Council) -> None:
    number = council.allocates(council.rosa)
    await raised(council)
    answers = {
        "Overall grade": {"in_rating": "Inadequate"},
        "How urgent is it?": {"in_category": "1", "in_what": "No safe adult."},
    }
    review = await walks(council.rosa, await council.rosa.says("continue"), answers=answers)
    await council.rosa.presses(review, "Return audit")
    (entry,) = council.rows(concern, allocation_id=number)
    assert (entry.category, len(council.rows(concern_transition, concern_id=entry.id))) == (1, 2)
    await council.service.delivery.deliver_due()
    assert [alarms(somebody) for somebody in (council.hal, council.mina, council.dan)] == [1, 1, 1]


async def test_category_2_on_return_does_not_take_the_urgency_from_an_immediate_concern(council: Council) -> None:
    council.allocates(council.rosa)
    await raised(council)
    answers = {
        "Overall grade": {"in_rating": "Inadequate"},
        "How urgent is it?": {"in_category": "2", "in_what": "The plan is thin."},
    }
    await council.rosa.presses(
        await walks(council.rosa, await council.rosa.says("continue"), answers=answers), "Return audit"
    )
    assert council.rows(concern)[0].category == 1


async def test_a_good_audit_keeps_the_entry_that_its_concern_opened(council: Council) -> None:
    council.allocates(council.rosa)
    await raised(council)
    assert heading(await council.rosa.says("continue")) == "Who was involved"
    await council.rosa.presses(await walks(council.rosa, await council.rosa.says("continue")), "Return audit")
    assert council.rows(concern)[0].status is ConcernStatus.OPEN
    council.allocates(council.rosa, "CS_5000038")
    assert "returned" in (await returns(council.rosa)).words
    assert len(council.rows(concern)) == 1


async def test_a_round_that_waited_out_an_outage_counts_for_the_one_that_has_come(council: Council) -> None:
    council.is_now(SUNDAY_AT_THREE)
    council.allocates(council.rosa)
    await raised(council)
    await council.time_passes(minutes=5)
    before = alarms(council.hal)
    for _ in range(200):
        council.teams.fail_next("send", status=503)
    for minutes in (120, 80):
        await council.time_passes(minutes=minutes)
    assert alarms(council.hal) == before, "the second round waits"
    council.teams.fails_no_more()
    for _ in range(2):
        await council.time_passes(minutes=20)
    assert alarms(council.hal) == before + 1, "the third would have said the same a moment later"
    await council.time_passes(hours=2)
    assert alarms(council.hal) == before + 2
