"""A child of concern from the return to the child's record: each in their turn, nobody else, nothing twice."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, date, datetime

from domain.calendar import WorkingCalendar
from domain.words import ConcernStatus, Post, QaTaskKind, Role
from storage.concern_judgements import ask_qa_to_decide, found_inadequate
from storage.tables.concerns import concern, concern_alarm, concern_transition
from storage.tables.people import person
from storage.tables.service import qa_task
from tests.conversation.council import BIRCH, SUNDAY_AT_THREE, Council, heading, returns, starts
from tests.fakes_cards import Shown
from tests.fakes_people import FakePerson

REF, TITLE = "AUD-CS_5000037-C", "Child of concern AUD-CS_5000037-C"
DONE = {"in_words": "Visited twice a week since, and the plan is written anew."}
INADEQUATE: Mapping[str, Mapping[str, str]] = {
    "Overall grade": {"in_rating": "Inadequate"},
    "How urgent is it?": {"in_category": "2", "in_what": "Nobody sees the child between visits."},
}
WEEKDAYS = WorkingCalendar()
ALARM_TITLE = "Immediate concern about a child"


async def found(council: Council) -> int:
    """An audit of Rosa's is judged Inadequate, category 2, and whoever is to hear of it has heard; the audit."""
    number = council.allocates(council.rosa)
    judges(council, number, 2)
    await council.time_passes(minutes=1)
    return number


def judges(council: Council, number: int, category: int) -> None:
    with council.unit() as unit:
        found_inadequate(unit, WEEKDAYS, number, category, "Nobody sees the child between visits.")


def last(somebody: FakePerson, title: str = TITLE) -> Shown:
    return [shown for shown in somebody.messages if heading(shown) == title][-1]


def count(somebody: FakePerson, title: str) -> int:
    return sum(heading(shown) == title for shown in somebody.messages)


def entry(council: Council) -> tuple[int, ConcernStatus]:
    (row,) = council.rows(concern)
    return row.category, row.status


async def does(council: Council, somebody: FakePerson, card: Shown, *buttons: str) -> Shown:
    """Press one button after the other; words go into the form that comes. Then the notices go."""
    for button in buttons:
        card = await somebody.presses(card, button, {key: DONE[key] for key in DONE if key in card.inputs})
    await council.time_passes(minutes=1)
    return card


async def test_it_goes_from_the_return_to_the_childs_record_each_in_their_turn(council_on_each: Council) -> None:
    council = council_on_each
    council.allocates(council.rosa)
    await returns(council.rosa, INADEQUATE)
    await council.time_passes(minutes=1)
    for somebody in (council.tom, council.hal):
        notice = last(somebody)
        assert notice.summary == "A child of concern waits for your response."
        assert "2: the service or the risk assessment is not right" in notice.words
        assert "Nobody sees the child between visits." in notice.words
        assert "The response is due by Friday 4 December 2026." in notice.words
        assert REF not in f"{notice.summary}{notice.card['fallbackText']}"
    assert count(council.dan, TITLE) == count(council.mina, TITLE) == 0, "it is not their turn"
    shown = await does(council, council.tom, last(council.tom), "Respond", "Send the response")
    assert "Your response is with QA now." in shown.words
    assert last(council.dan).summary == "A response to a child of concern waits for QA's review."
    assert DONE["in_words"] in last(council.dan).words
    form = await council.dan.presses(last(council.dan), "Send back")
    await does(council, council.dan, form, "Send back")
    assert "Why the response was sent back" in last(council.tom).words
    assert council.rows(concern)[0].responded_on is None, "what was sent back is no response"
    await does(council, council.hal, last(council.hal), "Respond", "Send the response")
    await does(council, council.dan, last(council.dan), "Accept the response")
    assert last(council.mina).summary == "A child of concern waits for your sign-off."
    await does(council, council.mina, last(council.mina), "Sign off")
    assert last(council.tom).summary == "A child of concern is signed off. Please put it on the child's record."
    assert (entry(council)[1], council.rows(concern)[0].resolved_on) == (ConcernStatus.SIGNED_OFF, None)
    shown = await does(council, council.tom, last(council.tom), "On the child's record")
    assert "This entry is resolved." in shown.words
    (row,) = council.rows(concern)
    assert (row.responded_on, row.resolved_on) == (date(2026, 11, 20), date(2026, 11, 20))
    assert row.signed_off_by_id == council.id_of(council.mina)
    acts = [(one.act, one.actor_id) for one in council.rows(concern_transition)]
    names = ("rosa", "tom", "dan", "hal", "dan", "mina", "tom")
    done = ("raise", "respond", "send_back", "respond", "accept", "sign_off", "place")
    assert acts == [(act, council.id_of(getattr(council, name))) for act, name in zip(done, names, strict=True)]


async def test_what_was_done_before_or_is_not_theirs_changes_nothing_and_says_what_can_be_done(
    council_on_each: Council,
) -> None:
    council = council_on_each
    await found(council)
    old = last(council.hal)
    forms = [(one, await one.presses(last(one), "Respond")) for one in (council.tom, council.hal)]
    both = await asyncio.gather(*(one.presses(form, "Send the response", DONE) for one, form in forms * 2))
    assert {heading(one) for one in both} == {TITLE}
    assert sum("Your response is with QA now." in one.words for one in both) == 1
    late = await council.hal.presses(await council.hal.presses(old, "Respond"), "All entries")
    assert "It has its response, and waits for QA's review." in late.words
    typed = await council.hal.says(f"respond {REF}: The worker has changed.")
    assert "This entry has its response, and waits for QA's review, so it can't be responded to." in typed.words
    assert "The worker has changed." in typed.words, "what was typed is not lost"
    assert [row.act for row in council.rows(concern_transition)] == ["raise", "respond"]
    await council.time_passes(minutes=1)
    for somebody, words in ((council.mina, f"accept {REF}"), (council.tom, f"sign off {REF}")):
        assert "That is for " in (await somebody.says(words)).words or "so it can't be" in somebody.messages[-1].words
    assert entry(council)[1] is ConcernStatus.RESPONDED


async def test_only_those_who_lead_the_team_the_directors_and_qa_see_any_of_it(council: Council) -> None:
    other = council.employs("Ola Brandt", Role.TEAM_MANAGER, team_id=BIRCH)
    council.holds(other, Post.TEAM_MANAGER, BIRCH)
    await found(council)
    card = last(council.tom)
    for somebody in (council.rosa, council.sue, other):
        pressed = await somebody.presses(card, "Respond")
        assert pressed.words.startswith(("The register of children of concern is for", "There is no such entry"))
        assert heading(pressed) == TITLE, "the card that they should not have stays as it was"
        for words in ("concerns", f"entry {REF}", f"respond {REF}: Done."):
            answer = await somebody.says(words)
            assert "Nobody sees the child" not in answer.words
            assert REF not in answer.words
    assert "No child of concern is open here." in (await other.says("concerns")).words
    assert [row.act for row in council.rows(concern_transition)] == ["raise"]
    for somebody in (council.tom, council.hal, council.mina, council.dan):
        listed = await somebody.says("concerns")
        assert "1 open entry, 0 of category 1." in listed.words
        assert "Next: the team manager or head of service (Tom Lindqvist, Hal Morgan)." in listed.words
    assert "Respond" in (await council.tom.says("concerns")).buttons
    assert "Respond" not in (await council.mina.says(f"entry {REF}")).buttons


async def test_a_deputy_answers_in_the_place_of_whoever_is_away(council: Council) -> None:
    dee = council.employs("Dee Hollis", Role.SOCIAL_WORKER)
    council.deputises(dee, for_=council.mina)
    await found(council)
    await does(council, council.tom, last(council.tom), "Respond", "Send the response")
    await does(council, council.dan, last(council.dan), "Accept the response")
    assert "You stand in for Mina Castell." in last(dee).words
    shown = await does(council, dee, last(dee), "Sign off")
    assert "signed off. By Dee Hollis for Mina Castell." in shown.words
    (row,) = council.rows(concern_transition, act="sign_off")
    assert (row.actor_id, row.acting_for_id) == (council.id_of(dee), council.id_of(council.mina))


async def test_a_response_is_held_to_what_a_text_may_hold(council: Council) -> None:
    await found(council)
    form = await council.tom.presses(last(council.tom), "Respond")
    empty = await council.tom.presses(form, "Send the response", {"in_words": " "}, client_checks=False)
    assert "⚠ Say what was done for this child." in empty.words
    refused = await council.tom.presses(form, "Send the response", {"in_words": "Moved to SW1A 1AA."})
    assert "looks like a postcode" in refused.words
    assert refused.inputs["in_words"] == "Moved to SW1A 1AA."
    asked = await council.tom.presses(refused, "Send the response", {"in_words": "Spoke to Jayden Carter."})
    assert "may name a child or their family" in asked.words
    assert entry(council)[1] is ConcernStatus.OPEN
    await council.tom.presses(asked, "Use it as it is")
    assert entry(council)[1] is ConcernStatus.RESPONDED


async def test_qa_changes_the_category_closes_and_opens_again_and_stock_and_flow_agree(council: Council) -> None:
    await found(council)
    card = await council.dan.says(f"entry {REF}")
    form = await council.dan.presses(card, "Change the category")
    assert "The alarm goes out at once, and a response is due today." in form.words
    shown = await does(council, council.dan, form, "Change the category")
    assert "category changed, category 1. By Dan Iqbal." in shown.words
    for somebody in (council.hal, council.mina, council.dan):
        assert DONE["in_words"] in last(somebody, ALARM_TITLE).words
    assert entry(council) == (1, ConcernStatus.OPEN)
    await council.time_passes(days=3)
    late = await council.tom.says(f"entry {REF}")
    assert "No response yet: it was due by Friday 20 November 2026, 3 days ago." in late.words
    closing = await council.dan.presses(await council.dan.says(f"entry {REF}"), "Opened by mistake")
    await does(council, council.dan, closing, "Close the entry")
    assert council.rows(concern)[0].resolved_on == date(2026, 11, 23)
    await council.time_passes(minutes=5)
    for question, figure in (
        ("how many children of concern were open as at 22 November 2026?", "1"),
        ("how many children of concern were resolved in November 2026?", "1"),
        ("how many children of concern are open?", "0"),
    ):
        assert figure in (await council.dan.says(question)).words, question
    again = await council.dan.presses(await council.dan.says(f"entry {REF}"), "Open again")
    await does(council, council.dan, again, "Open it again")
    assert entry(council) == (1, ConcernStatus.OPEN)
    assert council.rows(concern)[0].respond_by == date(2026, 11, 23)


async def test_what_qa_makes_category_1_after_its_response_waits_for_a_response_again_today(council: Council) -> None:
    await found(council)
    for signed_off in (False, True):
        await does(council, council.tom, await council.tom.says(f"entry {REF}"), "Respond", "Send the response")
        if signed_off:
            await does(council, council.dan, last(council.dan), "Accept the response")
            await does(council, council.mina, last(council.mina), "Sign off")
        form = await council.dan.presses(await council.dan.says(f"entry {REF}"), "Change the category")
        assert "What was answered so far stays in the history." in form.words
        shown = await does(council, council.dan, form, "Change the category")
        assert "The response is due today" in shown.words
        assert entry(council) == (1, ConcernStatus.OPEN)
        assert (council.rows(concern)[0].responded_on, council.rows(concern)[0].signed_off_by_id) == (None, None)
        assert DONE["in_words"] in last(council.tom).words, "the manager hears that it is their turn"
        assert "Respond" in last(council.tom).buttons
        eased = await does(council, council.dan, shown, "Change the category", "Change the category")
        assert "The response is due by Friday 4 December 2026." in eased.words
        assert entry(council) == (2, ConcernStatus.OPEN)


async def test_what_lies_is_asked_for_again_and_where_nobody_is_left_qa_hears_of_it(council: Council) -> None:
    await found(council)

    def said(somebody: FakePerson) -> list[str]:
        return [shown.summary for shown in somebody.messages if heading(shown) == TITLE]

    council.is_now(datetime(2026, 12, 14, 10, 0, tzinfo=UTC))
    await council.time_passes(minutes=60)
    assert [len(said(one)) for one in (council.tom, council.hal)] == [1, 1], "the digest asks for a late response"
    await does(council, council.tom, last(council.tom), "Respond", "Send the response")
    await does(council, council.dan, last(council.dan), "Accept the response")
    council.is_now(datetime(2026, 12, 22, 10, 0, tzinfo=UTC))
    await council.time_passes(minutes=60)
    assert said(council.mina)[-1] == "A child of concern still waits for your sign-off."
    for _ in range(2):
        await council.time_passes(minutes=30)
    assert len(said(council.mina)) == 2, "once a week, however often the clock comes round"
    await does(council, council.mina, last(council.mina), "Sign off")
    assert council.rows(qa_task, kind=QaTaskKind.CHILD_OF_CONCERN) == []
    with council.unit() as unit:
        for somebody in (council.tom, council.hal):
            gone = person.update().where(person.c.id == council.id_of(somebody))
            unit.connection.execute(gone.values(left_on=date(2026, 12, 22)))
    for day in (23, 24):
        council.is_now(datetime(2026, 12, day, 10, 0, tzinfo=UTC))
        await council.time_passes(minutes=60)
        (task,) = council.rows(qa_task, kind=QaTaskKind.CHILD_OF_CONCERN)
        assert f"The child of concern {REF}" in task.about
        assert "wants a team manager or head of service, and nobody is down as one." in task.about


def above(council: Council, somebody: FakePerson, manager: FakePerson) -> None:
    manages = person.update().where(person.c.id == council.id_of(somebody))
    with council.unit() as unit:
        unit.connection.execute(manages.values(line_manager_id=council.id_of(manager)))


async def alarm_raised(council: Council) -> None:
    council.allocates(council.rosa)
    form = await council.rosa.presses(await starts(council.rosa), "Raise immediate concern")
    await council.rosa.presses(form, "Raise it now", {"in_what": "No adult is home at night."})
    await council.time_passes(minutes=1)


async def test_unacknowledged_it_goes_up_the_line_every_two_hours_at_any_hour(council_on_each: Council) -> None:
    council = council_on_each
    ceo = council.employs("Noor Haddad", Role.LEADER)
    standing_in = council.employs("Ash Verma", Role.SOCIAL_WORKER)
    council.is_now(SUNDAY_AT_THREE)
    council.deputises(standing_in, for_=ceo)
    above(council, council.hal, ceo)
    await alarm_raised(council)
    for somebody in (council.mina, council.dan):
        await somebody.says("acknowledge")
    await council.time_passes(hours=1, minutes=58)
    assert [count(one, ALARM_TITLE) for one in (council.hal, ceo, standing_in)] == [1, 0, 0]
    await council.time_passes(minutes=2)
    assert [count(one, ALARM_TITLE) for one in (council.hal, ceo, standing_in)] == [2, 1, 1]
    assert last(council.hal, ALARM_TITLE).buttons == ["Acknowledge", "Open the entry"]
    told = last(ceo, ALARM_TITLE)
    assert told.buttons == ["Acknowledge"], "whoever is above hears of it, and has no part in the register"
    assert "Hal Morgan did not acknowledge this, so it has come to you." in told.words
    assert count(council.mina, ALARM_TITLE) == 2, "the alarm, and that it is acknowledged"
    assert council.rows(qa_task, kind=QaTaskKind.NOBODY_ABOVE) == []
    await council.time_passes(hours=2)
    assert [count(one, ALARM_TITLE) for one in (council.hal, ceo, standing_in)] == [3, 2, 2]
    (task,) = council.rows(qa_task, kind=QaTaskKind.NOBODY_ABOVE)
    assert "Hal Morgan has not acknowledged the immediate concern" in task.about
    await standing_in.presses(last(standing_in, ALARM_TITLE), "Acknowledge")
    await council.time_passes(hours=9)
    assert [count(one, ALARM_TITLE) for one in (council.hal, ceo)] == [3, 2], "a deputy has said that they have it"
    assert {row.round for row in council.rows(concern_alarm)} == {0, 1, 2}


async def test_after_a_stop_each_has_the_alarm_once_and_it_has_gone_as_far_up_as_it_would_have(
    council: Council,
) -> None:
    ceo = council.employs("Noor Haddad", Role.LEADER)
    above(council, council.hal, ceo)
    await alarm_raised(council)
    council.is_now(datetime(2026, 11, 20, 16, 30, tzinfo=UTC))
    await council.service.let_time_pass()
    await council.service.let_time_pass()
    assert [count(one, ALARM_TITLE) for one in (council.hal, ceo)] == [2, 1]


async def test_qa_gets_the_weeks_review_once_and_answers_in_place(council: Council) -> None:
    title = "Children of concern: this week's review"
    await found(council)
    await does(council, council.tom, last(council.tom), "Respond", "Send the response")
    council.is_now(datetime(2026, 11, 23, 7, 0, tzinfo=UTC))
    await council.service.let_time_pass()
    assert count(council.dan, title) == 0, "it waits for working hours"
    for minutes in (60, 30, 600):
        await council.time_passes(minutes=minutes)
    review = last(council.dan, title)
    assert count(council.dan, title) == 1
    assert "Open for 3 days. It has its response, and waits for QA's review." in review.words
    assert "Accept the response" in review.buttons
    await does(council, council.dan, review, "Accept the response")
    assert entry(council)[1] is ConcernStatus.REVIEWED
    council.is_now(datetime(2026, 11, 30, 9, 0, tzinfo=UTC))
    await council.service.let_time_pass()
    assert count(council.dan, title) == 2
    assert count(council.hal, title) == count(council.mina, title) == 0
    await council.dan.uninstalls()
    for day in (7, 14):
        council.is_now(datetime(2026, 12, day, 9, 0, tzinfo=UTC))
        await council.service.let_time_pass()
    await council.dan.installs()
    await council.service.delivery.deliver_due()
    assert count(council.dan, title) == 3, "the last week's, and not one for each week away"


async def test_an_audit_returned_again_as_it_was_asks_nobody_for_a_response_twice(council: Council) -> None:
    number = await found(council)
    with council.unit() as unit:
        ask_qa_to_decide(unit, number)
    judges(council, number, 2)
    await council.time_passes(minutes=1)
    assert len(council.rows(concern_transition)) == 1
    assert count(council.tom, TITLE) == 1
    # It is Inadequate after all: there is nothing left for QA to decide.
    assert "no longer Inadequate" not in (await council.dan.says("qa tasks")).words
    # What is more urgent is said all the same.
    judges(council, number, 1)
    assert len(council.rows(concern_transition)) == 2


async def test_a_judgement_as_inadequate_alarms_once_and_one_away_from_it_leaves_the_entry_to_qa(
    council: Council,
) -> None:
    number = council.allocates(council.rosa)
    for category in (1, 2, 1):
        judges(council, number, category)
    await council.time_passes(minutes=1)
    assert "Nobody sees the child between visits." in last(council.hal, ALARM_TITLE).words
    assert count(council.hal, ALARM_TITLE) == 1
    for _ in range(2):
        with council.unit() as unit:
            ask_qa_to_decide(unit, number)
    assert entry(council) == (1, ConcernStatus.OPEN), "QA decides"
    (task,) = council.rows(qa_task, kind=QaTaskKind.CHILD_OF_CONCERN)
    assert "is no longer Inadequate" in task.about
    with council.unit() as unit:
        assert found_inadequate(unit, WEEKDAYS, number + 1, 1, "No such audit.") is None
