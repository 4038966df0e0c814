"""Actions where they stand: done, more time, not mine, blocked; in lists, in the digest and by typing."""

from datetime import UTC, date, datetime
from typing import Any

from domain.chasing_facts import HoldReason
from domain.words import ActionStatus, Role
from storage.statements import insert_returning_id
from storage.tables.actions import undone_closure
from storage.tables.audits import action_transition, agreed_action
from storage.tables.chasing import chase_hold, nudge_line
from storage.tables.service import outbox, qa_task
from tests.conversation.council import Council, heading, presses_in_place, starts, walks
from tests.conversation.test_digest import digests, is_managed, morning
from tests.fakes_people import FakePerson

DUE = date(2026, 12, 3)
MONDAY = datetime(2026, 12, 7, 8, 1, tzinfo=UTC)
WHY = {"in_why": "The school is shut until then."}


def agrees(council: Council, owner: FakePerson, ref: str = "AC-12", words: str = "Visit weekly.") -> int:
    """An action that came out of an audit of Rosa's."""
    audit = council.allocates(council.rosa, f"CS_{ref}", due_in=200)
    with council.unit() as unit:
        return insert_returning_id(
            unit,
            agreed_action,
            ref=ref,
            allocation_id=audit,
            owner_id=council.id_of(owner),
            description=words,
            raised_on=date(2026, 11, 20),
            due_on=DUE,
        )


def the_action(council: Council) -> Any:
    return council.rows(agreed_action)[0]


async def test_done_is_said_in_place_and_can_be_taken_back_for_a_day(council: Council) -> None:
    sue = council.sue
    assert "You have no open action." in (await sue.says("my actions")).words
    agrees(council, sue)
    mine = await sue.says("my actions")
    assert mine.buttons == ["Done", "More time", "Not mine", "Blocked"]
    assert "Action AC-12, from the audit of reference CS_AC-12" in mine.words
    assert "CS_AC-12" not in mine.card["fallbackText"]
    form = await sue.presses(mine, "Done")
    refused = await sue.presses(form, "Save as done", {"in_what": "SW1A 2AA"}, client_checks=False)
    assert "postcode" in refused.words
    assert "SW1A 2AA" in str(refused.card)
    done = await sue.presses(refused, "Save as done", {"in_what": "Seen each week since."})
    assert "Thank you. Action AC-12 is down as done." in done.words
    assert "What was done: Seen each week since." in done.words
    assert (the_action(council).completed_on, the_action(council).completion_note) == (
        date(2026, 11, 20),
        "Seen each week since.",
    )
    again = await sue.presses(done, "Undo")
    assert "Action AC-12 is open again." in again.words
    assert "Visit weekly." in (await sue.presses(done, "Undo")).words, "the second tap changes nothing"
    # The form that was left on another device still works; an older press of it is answered with the list.
    last = await sue.presses(form, "Save as done", {"in_what": "Seen again."})
    await council.time_passes(hours=25)
    assert "Undo" not in (await sue.says("my actions")).buttons
    assert "Undo is there for a day" in (await sue.presses(last, "Undo")).words
    steps = [row.to_status for row in council.rows(action_transition)]
    assert steps == [ActionStatus.COMPLETED, ActionStatus.OPEN, ActionStatus.COMPLETED]
    assert [row.completion_note for row in council.rows(undone_closure)] == ["Seen each week since."]


async def test_a_digest_shows_at_once_what_became_of_its_action(council_on_each: Council) -> None:
    council, sue = council_on_each, council_on_each.sue
    agrees(council, sue)
    is_managed(council, sue, council.tom)
    await morning(council, MONDAY)
    [hers], [toms] = digests(sue), digests(council.tom)
    assert hers.buttons[:4] == ["Done", "More time", "Not mine", "Blocked"]
    assert toms.buttons[:1] == ["Reassign"]
    put_off = await sue.presses(await sue.presses(hers, "More time"), "Save", {"in_until": "2026-12-16", **WHY})
    assert heading(put_off) == "For Monday 7 December 2026"
    assert "Put off until Wednesday 16 December 2026." in put_off.words
    assert "acted" in [row.status for row in council.rows(nudge_line, person_id=council.id_of(sue))]
    done = await presses_in_place(sue, await sue.presses(put_off, "Done"), "Save as done", {"in_what": "Seen."})
    assert "Done on Monday 7 December 2026." in done.words
    assert done.buttons == ["Undo"]
    # Her manager's card about it says the same when it is next looked at, and offers nothing more.
    seen = await council.tom.presses(toms, "Reassign")
    assert "Done on Monday 7 December 2026." in seen.words
    assert (await council.tom.says("digest")).buttons == []
    # Days later it is not chased.
    await morning(council, datetime(2026, 12, 14, 8, 1, tzinfo=UTC))
    assert len(digests(sue)) == 1


async def test_more_time_rests_twice_and_never_moves_the_due_day(council: Council) -> None:
    sue = council.sue
    agrees(council, sue)
    form = await sue.presses(await sue.says("my actions"), "More time")
    wrong = [("2026-11-20", "is today"), ("2026-11-19", "has passed"), ("2026-11-28", "is not a working day")]
    wrong += [("2027-05-04", "is too far off. Choose Friday 18 December 2026")]
    for day, words in wrong:
        refused = await sue.presses(form, "Save", {"in_until": day, **WHY})
        assert words in refused.words, day
    first = await sue.presses(form, "Save", {"in_until": "2026-12-09", **WHY})
    assert "Action AC-12 is put off until Wednesday 9 December 2026." in first.words
    await morning(council, MONDAY)
    assert digests(sue) == []
    await morning(council, datetime(2026, 12, 10, 8, 1, tzinfo=UTC))
    assert len(digests(sue)) == 1, "the ladder goes on where the pause ends"
    form_again = await sue.presses(digests(sue)[0], "More time")
    again = await sue.presses(form_again, "Save", {"in_until": "2026-12-15", **WHY})
    assert "More time" not in again.buttons
    third = await sue.presses(form, "Save", {"in_until": "2026-12-17", **WHY})
    assert "It has been put off twice" in third.words
    holds = [(row.until_on, row.why, row.note, row.asked_by_id) for row in council.rows(chase_hold)]
    assert holds[0] == (date(2026, 12, 9), HoldReason.MORE_TIME, WHY["in_why"], council.id_of(sue))
    assert len(holds) == 2
    assert the_action(council).due_on == DUE


async def test_not_mine_goes_to_qa_and_then_to_whom_it_belongs(council: Council) -> None:
    sue, dan, tom = council.sue, council.dan, council.tom
    agrees(council, sue)
    form = await sue.presses(await sue.says("my actions"), "Not mine")
    who = {"in_name": "Nobody Atall", "in_why": "It is for the team manager."}
    assert "I don't know anybody called “Nobody Atall”" in (await sue.presses(form, "Tell QA", who)).words
    told = await sue.presses(form, "Tell QA", {**who, "in_name": "tom"})
    assert "QA has been told that action AC-12 is not yours." in told.words
    assert [row.why for row in council.rows(chase_hold, lifted_at=None)] == [HoldReason.NOT_MINE]
    tasks = await dan.says("qa tasks")
    assert "They think of Tom Lindqvist" in tasks.words
    form = await dan.presses(tasks, "Give it to somebody")
    assert tom.email in str(form.card), "whom its owner named stands in the form"
    given = await dan.presses(form, "Give it to them", {"in_name": tom.email, "in_why": "It is his to do."})
    assert heading(given) == "QA tasks"
    assert "AC-12" not in given.words
    assert the_action(council).owner_id == council.id_of(tom)
    assert council.rows(chase_hold, lifted_at=None) == []
    await council.service.let_time_pass()
    assert heading(sue.messages[-1]) == "An action is no longer yours"
    assert heading(tom.messages[-1]) == "An action for you"
    # What is hers no longer says so kindly, and what Tom sees of it is open.
    assert "This action is not with you." in (await sue.presses(told, "Done")).text
    assert "Visit weekly." in (await tom.presses(tom.messages[-1], "My actions")).words
    assert council.rows(action_transition)[-1].note.startswith("From Sue Okafor to Tom Lindqvist: It is his")


async def test_qa_may_leave_an_action_where_it_is(council: Council) -> None:
    sue, dan = council.sue, council.dan
    agrees(council, sue)
    await sue.says("not mine AC-12: I have left that team.")
    form = await dan.presses(await dan.says("qa tasks"), "It stays with them")
    assert heading(await dan.presses(form, "Tell them", {"in_why": "Please hand it over first."})) == "QA tasks"
    await council.service.let_time_pass()
    assert heading(sue.messages[-1]) == "Your action stays with you"
    assert "Please hand it over first." in sue.messages[-1].words
    assert council.rows(chase_hold, lifted_at=None) == []
    await sue.says("not mine ac-12: Still not mine.")
    assert len(council.rows(chase_hold)) == 1, "it rests for this once"
    assert len(council.rows(qa_task, kind="action_not_mine", closed_at=None)) == 1


async def test_blocked_tells_the_manager_or_else_qa_and_rests_a_while(council: Council) -> None:
    sue, tom = council.sue, council.tom
    agrees(council, sue)
    is_managed(council, sue, tom)
    form = await sue.presses(await sue.says("my actions"), "Blocked")
    told = await sue.presses(form, "Tell my manager", {"in_why": "There is no interpreter."})
    assert "Tom Lindqvist knows what blocks action AC-12." in told.words
    await council.service.let_time_pass()
    assert heading(tom.messages[-1]) == "An action is blocked"
    assert "There is no interpreter." in tom.messages[-1].words
    assert "CS_AC-12" not in tom.messages[-1].summary + tom.messages[-1].card["fallbackText"]
    assert [row.until_on for row in council.rows(chase_hold)] == [date(2026, 11, 27)]
    # Nobody is up the line from whoever is outside all teams: QA hears of it.
    stranger = council.employs("Nia Byrne", Role.SOCIAL_WORKER, team_id=2)
    agrees(council, stranger, "AC-13")
    assert "QA knows what blocks action AC-13." in (await stranger.says("blocked AC-13: no car")).words
    assert "In their words: no car" in (await council.dan.says("qa tasks")).words


async def test_what_blocks_an_action_is_told_although_it_rests_no_more(council: Council) -> None:
    sue, tom = council.sue, council.tom
    agrees(council, sue)
    is_managed(council, sue, tom)
    for words in ("no car", "no interpreter", "the school is shut"):
        await sue.says(f"blocked AC-12: {words}")
        await council.time_passes(minutes=1)
        assert f"In their words: {words}" in tom.messages[-1].words
    assert [row.until_on for row in council.rows(chase_hold)][-1] == date(2026, 11, 19), "it stays on the list"


async def test_everything_can_be_typed(council: Council) -> None:
    sue = council.sue
    agrees(council, sue)
    assert "is put off until Friday 4 December 2026" in (await sue.says("more time AC-12 until 4 December: shut")).words
    asked = await sue.says("more time AC-12")
    assert heading(asked) == "More time"
    refused = await sue.says("more time AC-12 until 28 November: shut")
    assert "is not a working day" in refused.words
    assert heading(await sue.says("done AC-12")) == "Done"
    assert "I can't find the day" in (await sue.says("more time AC-12 until whenever: shut")).words
    assert "down as done" in (await sue.says("Done ac-12: seen each week")).words
    assert "is down as done on" in (await sue.says("blocked AC-12: no car")).words, "done by now"
    assert the_action(council).completion_note == "seen each week"


async def test_nobody_answers_for_somebody_else_and_learns_nothing(council: Council) -> None:
    agrees(council, council.sue)
    mine = await council.sue.says("my actions")
    form = await council.sue.presses(mine, "Done")
    hal = council.employs("Nia Byrne", Role.SOCIAL_WORKER, team_id=2)
    for title in ("Done", "More time", "Not mine", "Blocked"):
        seen = await hal.presses(mine, title)
        assert seen.text == "This action is not with you. Type 'my actions' to see those that are."
    assert "not with you" in (await hal.presses(form, "Save as done", {"in_what": "Seen."})).text
    assert (await hal.says("done AC-12: seen")).text == (await hal.says("done AC-99: seen")).text
    assert "for those who manage a team" in (await hal.says("my team's actions")).text
    assert "for the QA team" in (await hal.says("closures to check")).text
    assert the_action(council).completed_on is None
    # QA acts for the owner, and the history says so.
    await council.dan.says("done AC-12: Sue rang me.")
    [step] = council.rows(action_transition)
    assert (step.actor_id, step.acting_for_id) == (council.id_of(council.dan), council.id_of(council.sue))


async def test_what_an_import_has_completed_meanwhile_stands(council: Council) -> None:
    number = agrees(council, council.sue)
    form = await council.sue.presses(await council.sue.says("my actions"), "Done")
    with council.unit() as unit:
        done = agreed_action.update().where(agreed_action.c.id == number)
        unit.connection.execute(done.values(completed_on=date(2026, 11, 18), completion_note="On paper."))
    seen = await council.sue.presses(form, "Save as done", {"in_what": "Seen."})
    assert "Action AC-12 is down as done on Wednesday 18 November 2026." in seen.words
    assert the_action(council).completion_note == "On paper."
    assert "Undo" not in seen.buttons


async def test_a_team_sees_who_has_what_and_gives_it_to_somebody_else(council: Council) -> None:
    sue, tom = council.sue, council.tom
    for number in range(12):
        agrees(council, sue, f"AC-{number}", f"Step {number}.")
    nia = council.employs("Nia Byrne", Role.SOCIAL_WORKER)
    council.employs("Nia Quist", Role.SOCIAL_WORKER)
    team = await tom.says("my team\N{RIGHT SINGLE QUOTATION MARK}s actions")
    assert "12 open, 0 of them overdue. These are 1 to 10, by their due day." in team.words
    assert "Sue Okafor: action AC-0, reference CS_AC-0, Alder Vale 1" in team.words
    rest = await tom.presses(team, "Show the rest")
    assert [rest.buttons.count("Reassign"), "Show the rest" in rest.buttons] == [2, False]
    form = await tom.presses(team, "Reassign")
    both = await tom.presses(form, "Give it to them", {"in_name": "nia", "in_why": "She knows the family."})
    assert "2 people fit “nia”" in both.words
    assert {"Nia Byrne", "Nia Quist"} <= set(both.buttons)
    given = await tom.presses(both, "Nia Byrne", {"in_name": "nia", "in_why": "She knows the family."})
    assert "Nia Byrne does action AC-0 from now on." in given.words
    assert the_action(council).owner_id == council.id_of(nia)
    assert "12 open" in (await council.hal.says("my team's actions")).words
    assert "12 open" in (await council.dan.says("my team's actions")).words
    typed = await tom.says("reassign AC-1 to nia.quist@council.example: She asked for it.")
    assert "Nia Quist does action AC-1 from now on." in typed.words
    # Picked in the whole organisation, a person comes as an Entra object id.
    other = await tom.presses(await tom.says("my team's actions"), "Reassign")
    nobody = await tom.presses(other, "Give it to them", {"in_who": "Nobody Atall", **WHY}, client_checks=False)
    assert "I don't know anybody called “Nobody Atall”" in nobody.words
    picked = await tom.presses(other, "Give it to them", {"in_who": sue.object_id, **WHY}, client_checks=False)
    assert "Sue Okafor does action AC-0 from now on." in picked.words


async def test_owners_hear_once_of_all_that_a_return_asks_of_them(council: Council) -> None:
    council.allocates(council.rosa)
    listed = await walks(council.rosa, await starts(council.rosa), "Actions")
    for what in ("Ring the school.", "Visit weekly."):
        form = await council.rosa.presses(listed, "Add action")
        given = {"in_what": what, "in_owner": str(council.id_of(council.sue)), "in_due": "2026-12-04"}
        listed = await council.rosa.presses(form, "Save action", given)
    review = await walks(council.rosa, await council.rosa.presses(listed, "Review"))
    await council.rosa.presses(review, "Return audit")
    await council.service.let_time_pass()
    assert [row.person_id for row in council.rows(outbox, template="actions_agreed")] == [council.id_of(council.sue)]
    notice = next(one for one in council.sue.messages if heading(one) == "2 actions for you")
    assert notice.buttons.count("Done") == 2
    assert "CS_5000037" not in notice.summary + notice.card["fallbackText"]


async def test_a_late_audit_can_wait_until_a_day_and_rests_twice(council: Council) -> None:
    rosa = council.rosa
    council.allocates(rosa)
    await morning(council, MONDAY)
    [digest] = digests(rosa)
    form = await rosa.presses(digest, "I need until…")
    refused = await rosa.presses(form, "Save", {"in_until": "2026-12-06"})
    assert "has passed" in refused.words
    put_off = await rosa.presses(form, "Save", {"in_until": "2026-12-10", "in_why": "On a course."})
    assert "Put off until Thursday 10 December 2026." in put_off.words
    await morning(council, datetime(2026, 12, 10, 8, 1, tzinfo=UTC))
    assert len(digests(rosa)) == 1
    await morning(council, datetime(2026, 12, 11, 8, 1, tzinfo=UTC))
    assert len(digests(rosa)) == 2
    typed = await rosa.says("I need until 15 December: still away")
    assert "Put off until Tuesday 15 December 2026." in typed.words
    assert "I need until…" not in typed.buttons
    assert "It has been put off twice" in (await rosa.says("need until 16 December")).words
    assert [row.why for row in council.rows(chase_hold)] == [HoldReason.NEED_UNTIL] * 2
    assert council.rows(council.table("allocation"))[0].due_on == date(2026, 12, 4)
    assert "not one of yours" in (await council.tom.presses(digest, "I need until…")).text
