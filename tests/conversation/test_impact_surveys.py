"""Six weeks after the return: the impact questions to the social worker and the team manager, in two taps."""

from datetime import UTC, date, datetime, timedelta

from domain.words import Done, Impact, Post, QaTaskKind, Role, SendStatus
from storage.tables.allocations import allocation
from storage.tables.people import person, team_post
from storage.tables.registers import impact_survey
from storage.tables.service import outbox, qa_task
from storage.tables.surveys import survey_answer, survey_respondent
from tests.conversation.council import Council, heading, returns
from tests.fakes_cards import Shown
from tests.fakes_people import FakePerson

ASKED, THANKS = "What has the audit changed?", "Thank you for your answers"
REF = "CS_5000037"


def questions_to(somebody: FakePerson) -> list[Shown]:
    return [shown for shown in somebody.messages if heading(shown) == ASKED]


async def six_weeks_pass(council: Council) -> None:
    await council.time_passes(minutes=15)
    await council.time_passes(days=45)  # the 42nd is a bank holiday


async def is_asked(council: Council) -> Shown:
    """Rosa returns an audit of Sue's work; what Sue is asked six weeks later."""
    council.allocates(council.rosa)
    await returns(council.rosa)
    await six_weeks_pass(council)
    return questions_to(council.sue)[-1]


async def taps(somebody: FakePerson, card: Shown, *titles: str) -> Shown:
    for title in titles:
        card = await somebody.presses(card, title)
    return card


async def test_both_are_asked_six_weeks_after_the_return_and_answer_in_two_taps(council_on_each: Council) -> None:
    council = council_on_each
    council.allocates(council.rosa)
    await returns(council.rosa)
    await council.time_passes(minutes=15)
    await council.time_passes(days=41)
    assert questions_to(council.sue) == []
    await council.time_passes(days=4)  # after the bank holiday and the weekend
    [first] = questions_to(council.sue)
    assert len(questions_to(council.tom)) == 1
    assert questions_to(council.hal) == questions_to(council.rosa) == []
    assert REF in first.words
    assert REF not in f"{first.summary}{first.card['fallbackText']}{first.card['speak']}"
    second = await council.sue.presses(first, "Improved")
    assert "And how has the child's life changed?" in second.words
    assert "2 of 2" in second.words
    assert council.rows(impact_survey, respondent_id=council.id_of(council.sue))[0].answered_on is None
    thanks = await council.sue.presses(second, "Too soon to say")
    assert heading(thanks) == THANKS
    assert council.rows(impact_survey, respondent_id=council.id_of(council.sue))[0].answered_on == date(2027, 1, 4)
    assert "One more, if you like: Was the audit done with you, or to you?" in thanks.words
    done = await council.sue.presses(thanks, "To me")
    assert heading(done) == THANKS
    assert "One more, if you like" not in done.words
    [row] = council.rows(impact_survey, respondent_id=council.id_of(council.sue))
    assert (row.practice_change, row.child_impact, row.done) == (Impact.IMPROVED, Impact.TOO_SOON, Done.TO)
    assert (row.sent_on, row.answered_on) == (date(2027, 1, 4), date(2027, 1, 4))
    assert len(council.rows(survey_answer, survey_id=row.id)) == 3
    for _ in range(3):
        await council.time_passes(days=1)
    assert len(questions_to(council.sue)) == len(questions_to(council.tom)) == 1, "each is asked once"
    seen = await council.dan.says(f"audit {REF}")
    assert (
        "practice: improved; the child's life: too soon to say; done: to me; the auditor says: included" in seen.words
    )
    figure = (await council.mina.says("impact")).words
    assert "1 of 1" in figure
    assert "0 of 1" in figure


async def test_an_old_card_a_double_tap_and_another_person_change_nothing(council: Council) -> None:
    first = await is_asked(council)
    second = await council.sue.presses(first, "Improved")
    again = await council.sue.presses(first, "Worse")
    assert "And how has the child's life changed?" in again.words
    for wrong in (council.tom, council.rosa, council.dan):
        refused = await wrong.presses(second, "Worse")
        assert refused.text.startswith("That is none of your surveys.")
        assert REF not in refused.text
    [row] = council.rows(impact_survey, respondent_id=council.id_of(council.sue))
    assert (row.practice_change, row.child_impact) == (Impact.IMPROVED, None)
    assert len(council.rows(survey_answer)) == 1


async def test_two_taps_are_enough_and_the_third_question_is_open_until_the_day_is_over(council: Council) -> None:
    thanks = await taps(council.sue, await is_asked(council), "Improved", "No change")
    form = await council.sue.presses(thanks, "Change it, or add a sentence")
    saved = await council.sue.presses(form, "Save my answers", {"in_comment": "Visits are regular now."})
    assert "One more, if you like" in saved.words
    await council.time_passes(days=1)
    late = await council.sue.presses(saved, "With me")
    assert "After that day it stays as it is." in late.words
    assert "One more, if you like" not in late.words
    [row] = council.rows(impact_survey, respondent_id=council.id_of(council.sue))
    assert (row.done, row.comment, row.answered_on) == (None, "Visits are regular now.", date(2027, 1, 4))
    assert "practice: improved; the child's life: no change" in (await council.dan.says(f"audit {REF}")).words


async def test_answers_change_until_the_day_is_over_and_the_sentence_is_checked(council: Council) -> None:
    done = await taps(council.sue, await is_asked(council), "Improved", "No change", "With me")
    form = await council.sue.presses(done, "Change it, or add a sentence")
    refused = await council.sue.presses(form, "Save my answers", {"in_comment": "Born 3 May 2015, she does well."})
    assert "⚠" in refused.words
    assert refused.inputs["in_comment"] == "Born 3 May 2015, she does well."
    asked = await council.sue.presses(refused, "Save my answers", {"in_comment": "Isla does well at school."})
    assert "may name a child" in asked.words
    saved = await council.sue.presses(asked, "Use it as it is")
    assert "Isla does well at school." in saved.words
    form = await council.sue.presses(saved, "Change it")
    saved = await council.sue.presses(form, "Save my answers", {"in_child_impact": "Improved"})
    [row] = council.rows(impact_survey, respondent_id=council.id_of(council.sue))
    assert (row.child_impact, row.comment) == (Impact.IMPROVED, "Isla does well at school.")
    await council.time_passes(days=1)
    late = await council.sue.presses(form, "Save my answers", {"in_child_impact": "Worse"})
    assert "After that day it stays as it is." in late.words
    assert "Change it" not in late.buttons
    listed = await council.sue.says("my surveys")
    assert "Nothing waits for you." in listed.words
    assert heading(await council.sue.presses(listed, "Show it")) == THANKS


async def test_who_has_left_is_stood_in_for_and_an_empty_part_is_told_to_qa(council: Council) -> None:
    council.allocates(council.rosa)
    await returns(council.rosa)
    await council.time_passes(minutes=15)
    assert {row.person_id for row in council.rows(survey_respondent)} == {
        council.id_of(council.sue),
        council.id_of(council.tom),
    }
    new = council.employs("Nadia Holt", Role.TEAM_MANAGER)
    with council.unit() as unit:
        leaves = person.update().where(person.c.id.in_([council.id_of(council.sue), council.id_of(council.tom)]))
        unit.connection.execute(leaves.values(left_on=date(2026, 12, 1)))
        post = team_post.c.post == Post.TEAM_MANAGER
        unit.connection.execute(team_post.update().where(post).values(person_id=council.id_of(new)))
    await council.time_passes(days=45)
    assert [len(questions_to(one)) for one in (council.sue, council.tom, new)] == [0, 0, 1]
    tasks = [
        row.about for row in council.rows(qa_task, kind=QaTaskKind.LEAVERS_ITEMS) if "what it has changed" in row.about
    ]
    assert len(tasks) == 1
    assert "Sue Okafor, the social worker, has left" in tasks[0]


async def test_an_import_of_older_returns_asks_nobody_and_one_of_the_last_weeks_asks_at_once(council: Council) -> None:
    number = council.allocates(council.rosa)
    await returns(council.rosa)
    with council.unit() as unit:
        old = date(2026, 11, 20) - timedelta(days=57)
        unit.connection.execute(allocation.update().where(allocation.c.id == number).values(returned_on=old))
    await council.time_passes(minutes=15)
    assert council.rows(impact_survey) == []
    with council.unit() as unit:
        recent = date(2026, 11, 20) - timedelta(days=56)
        unit.connection.execute(allocation.update().where(allocation.c.id == number).values(returned_on=recent))
    await council.time_passes(minutes=15)
    assert len(council.rows(impact_survey)) == 2
    assert {row.status for row in council.rows(outbox, template="impact_survey")} == {SendStatus.SENT}


async def test_who_has_not_answered_is_reminded_once_in_their_digest(council: Council) -> None:
    await is_asked(council)
    council.is_now(datetime(2027, 1, 8, 9, 0, tzinfo=UTC))
    await council.time_passes(minutes=5)
    assert "What an audit has changed" not in "".join(one.words for one in council.sue.messages)
    seen = 0
    for _ in range(12):
        await council.time_passes(days=1)
        seen += sum("Two short questions, asked on Monday 4 January 2027." in one.words for one in council.sue.messages)
        if seen:
            break
    assert council.clock.now().date() == date(2027, 1, 11), "five working days after Monday 4 January"
    [line] = [one for one in council.sue.messages if "Two short questions" in one.words]
    card = await council.sue.presses(line, "Answer")
    assert heading(card) == ASKED
    for _ in range(10):
        await council.time_passes(days=1)
    reminded = [one for one in council.sue.messages if "Two short questions, asked on" in one.words]
    assert len(reminded) == 1
    await taps(council.sue, card, "Worse", "Worse", "To me")


async def test_what_a_leaver_has_not_answered_is_told_to_qa_and_asked_of_nobody_else(council: Council) -> None:
    await is_asked(council)
    with council.unit() as unit:
        gone = person.c.id == council.id_of(council.sue)
        unit.connection.execute(person.update().where(gone).values(left_on=date(2027, 1, 4)))
    await council.time_passes(days=2)
    [task] = [row for row in council.rows(qa_task) if "1 impact survey to answer" in row.about]
    assert "AUD-CS_5000037" in task.about
