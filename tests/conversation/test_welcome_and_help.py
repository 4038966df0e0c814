"""The welcome, the help, the list of audits and what can be typed."""

import pytest

from cards.verbs import Verb
from dialogs.offers import pages_for
from domain.words import QaTaskKind, Role
from storage.qa_tasks import raise_task
from storage.store import Actor
from tests.conversation.council import Council, heading, starts, walks
from tests.fakes_people import FakePerson

# What is handed over as a file is offered after the answer (test_export_in_chat).
_COMES_AS_A_FILE = {Verb.EXPORT}


async def told(somebody: FakePerson, text: str, cards: int) -> list[str]:
    """The titles of what a person gets for a message; the settling message after it is told apart by its title."""
    before = len(somebody.messages)
    await somebody.delivers(somebody.activity("message", text=text))
    await somebody.next_message(before + cards - 1)
    return [heading(shown) for shown in somebody.messages[before:]]


@pytest.mark.parametrize(
    ("role", "words"),
    [
        (Role.AUDITOR, "Each month I bring you the record to audit"),
        (Role.MODERATOR, "You moderate audits."),
        (Role.TEAM_MANAGER, "You manage a team."),
        (Role.HEAD_OF_SERVICE, "I tell you at once, at any hour."),
        (Role.DIRECTOR, "I tell you at once, at any hour."),
        (Role.QA, "keep what needs your eye in one list"),
        (Role.LEADER, "Ask me for any figure of the audits"),
        (Role.SOCIAL_WORKER, "When your work is audited"),
    ],
)
async def test_each_role_is_welcomed_in_its_own_words(council: Council, role: Role, words: str) -> None:
    ada = council.employs("Ada Quill", role, welcomed=False)
    await ada.installs()
    welcome = await ada.next_message(0)
    assert heading(welcome) == "Hello Ada"
    assert words in welcome.words
    assert ("My audits" in welcome.buttons) == (role is Role.AUDITOR)
    assert ("QA tasks" in welcome.buttons) == (role is Role.QA)
    assert "Help" in welcome.buttons


async def test_several_roles_are_welcomed_as_all_of_them(council: Council) -> None:
    ada = council.employs("Ada Quill", Role.AUDITOR, Role.QA, welcomed=False)
    await ada.installs()
    assert (await ada.next_message(0)).buttons == [
        *["My audits", "QA tasks", "My actions", "Find an audit", "My exemptions", "Children of concern"],
        "Help",
    ]


async def test_the_welcome_comes_once(council: Council) -> None:
    ada = council.employs("Ada Quill", Role.AUDITOR, welcomed=False)
    await ada.installs()
    assert heading(await ada.next_message(0)) == "Hello Ada"
    await ada.uninstalls()
    await ada.installs()
    await ada.upgrades()
    assert await told(ada, "help", 1) == ["What you can do here"]
    assert [heading(shown) for shown in ada.messages] == ["Hello Ada", "What you can do here"]


async def test_who_first_writes_is_welcomed_and_answered(council: Council) -> None:
    ada = council.employs("Ada Quill", Role.AUDITOR, welcomed=False)
    assert await told(ada, "my audits", 2) == ["Hello Ada", "My audits"]


async def test_who_first_says_hello_gets_the_welcome_and_no_second_list_of_the_same(council: Council) -> None:
    ada = council.employs("Ada Quill", Role.AUDITOR, welcomed=False)
    await ada.says("hello")
    assert await told(ada, "my audits", 1) == ["My audits"]
    assert [heading(shown) for shown in ada.messages] == ["Hello Ada", "My audits"]


async def test_who_first_presses_a_button_is_welcomed_when_they_first_write(council: Council) -> None:
    ada = council.employs("Ada Quill", Role.AUDITOR, welcomed=False)
    council.allocates(ada)
    await council.time_passes(minutes=5)
    notice = await ada.next_message(0)
    assert heading(await ada.presses(notice, "Start audit")) == "Who was involved"
    assert await told(ada, "hello", 1) == ["Hello Ada"], "the welcome was not lost on the way"


async def test_an_upgrade_is_no_occasion_to_write(council: Council) -> None:
    ada = council.employs("Ada Quill", Role.AUDITOR, welcomed=False)
    await ada.upgrades()
    await council.dan.says("help")
    assert ada.messages == []


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        (
            Role.AUDITOR,
            ["My audits", "My actions", "My exemptions", "My outcomes", "What can I ask?", "My leave", "More"],
        ),
        (Role.SOCIAL_WORKER, ["My actions", "My surveys", "My leave"]),
    ],
)
async def test_help_offers_what_the_role_comes_for_first(council: Council, role: Role, offered: list[str]) -> None:
    ada = council.employs("Ada Quill", role)
    for words in ("help", "Help!", " hello ", "menu"):
        shown = await ada.says(words)
        assert shown.buttons == offered
        assert "the quality assurance team" in shown.words, "and whom to ask besides"


async def test_more_opens_the_rest_of_the_help_in_place_and_by_typing(council: Council) -> None:
    first = await council.dan.says("help")
    second = await council.dan.presses(first, "More")
    assert heading(second) == "What else you can do here"
    assert second.words == (await council.dan.says("help 2")).words == (await council.dan.says("More help")).words
    last = await council.dan.presses(await council.dan.presses(second, "More"), "More")
    assert "More" not in last.buttons
    assert "To answer action AC-12" in last.words, "how all is typed stands at the end"
    assert (await council.dan.presses(last, "Most used")).words == first.words
    assert (await council.sue.says("help 4")).words == (await council.sue.says("help")).words, "she has one page"


async def test_each_place_opens_alike_by_its_button_and_by_its_words(council: Council) -> None:
    roles = set(Role)
    ada = council.employs("Ada Quill", *roles)
    for number, groups in enumerate(pages_for(frozenset(roles)), 1):
        page = await ada.says("help" if number == 1 else f"help {number}")
        for offer in (offer for group in groups for offer in group.offers if offer.verb not in _COMES_AS_A_FILE):
            opened = heading(await ada.presses(page, offer.button))
            assert (offer.button, opened) == (offer.button, heading(await ada.says(offer.type_this)))
            assert opened, offer.button


async def test_help_says_what_auditbot_does_for_whoever_has_nothing_to_type(council: Council) -> None:
    helped = await council.hal.says("help")
    assert "I tell you at once, at any hour" in helped.words
    assert "my audits" not in helped.words + helped.summary


async def test_the_most_urgent_task_stands_first_whatever_came_before(council: Council) -> None:
    with council.store.unit(council.clock.now(), Actor("duty")) as unit:
        for number in range(12):
            raise_task(
                unit, QaTaskKind.UNREACHABLE_PERSON, f"unreachable:{number}", f"Person {number} can't be reached."
            )
        raise_task(unit, QaTaskKind.IMMEDIATE_CONCERN, "concern:1", "An immediate concern was raised.")
    listed = await council.dan.says("qa tasks")
    assert listed.words.index("Immediate concern") < listed.words.index("Somebody can't be reached")
    second = await council.dan.presses(listed, "More")
    assert "Person 5" in second.words
    after = await council.dan.presses(second, "Done")
    assert "Person 4" not in after.words, "Done stays on the page it was pressed on"


@pytest.mark.parametrize("number", ["2147483648", "99999999999999999", "-1", "1e3", "\u0661"])
async def test_a_number_that_no_row_has_is_answered_with_a_sentence(council_on_each: Council, number: str) -> None:
    council = council_on_each
    council.allocates(council.rosa)
    listed = await council.rosa.says("my audits")
    action = listed.button("Start audit")
    pressed = {"type": "Action.Execute", "verb": action["verb"], "data": {**action["data"], "audit": number}}
    value = {"action": pressed, "trigger": "manual"}
    answer = await council.rosa.delivers(council.rosa.activity("invoke", name="adaptiveCard/action", value=value))
    assert (answer.status, answer.body["statusCode"]) == (200, 200)
    assert "not one of yours" in answer.body["value"]


async def test_what_is_not_understood_is_answered_with_what_can_be_done(council: Council) -> None:
    shown = await council.sue.says("what is the weather like?")
    assert shown.text == "I don't understand that yet. Here is what I can do."
    assert heading(shown) == "What you can do here"


async def test_my_audits_lists_the_earliest_due_first_and_what_was_returned_last(council: Council) -> None:
    council.allocates(council.rosa, "CS_1", due_in=9)
    council.allocates(council.rosa, "CS_2", due_in=3)
    listed = await council.rosa.says("my audits")
    assert listed.buttons.count("Start audit") == 2
    assert listed.words.index("Monday 23 November 2026") < listed.words.index("Sunday 29 November 2026")
    first = await council.rosa.presses(listed, "Start audit")
    assert "CS_2" in first.words
    await council.rosa.presses(await walks(council.rosa, first), "Return audit")
    listed = await council.rosa.says("my audits")
    assert listed.buttons.count("Start audit") == 1
    assert "CS_2" in listed.words, "the returned one is shown with its day"
    assert "Friday 20 November 2026" in listed.words


async def test_my_audits_says_when_one_is_late(council: Council) -> None:
    council.allocates(council.rosa, due_in=-1)
    assert "Thursday 19 November 2026 (now late)" in (await council.rosa.says("my audits")).words


async def test_who_is_no_auditor_is_told_so_without_a_list(council: Council) -> None:
    assert "not down as an auditor" in (await council.tom.says("my audits")).text
    assert "not down as an auditor" in (await council.tom.says("continue")).text


async def test_who_was_given_an_audit_finds_it_though_their_role_has_ended(council: Council) -> None:
    council.allocates(council.tom)
    assert "Start audit" in (await council.tom.says("my audits")).buttons


async def test_continue_with_nothing_started_shows_what_there_is(council: Council) -> None:
    assert "You have no audit to do" in (await council.rosa.says("continue")).words
    council.allocates(council.rosa)
    assert "Start audit" in (await council.rosa.says("continue")).buttons


async def test_continue_with_one_started_goes_on_where_it_was_left(council: Council) -> None:
    council.allocates(council.rosa)
    council.allocates(council.rosa, "CS_5000038")
    await walks(council.rosa, await starts(council.rosa), to="Quality of Plans")
    for words in ("continue", "Continue audit", "carry on"):
        shown = await council.rosa.says(words)
        assert heading(shown) == "Quality of Plans"
        assert "CS_5000037" in shown.words


async def test_continue_with_several_started_asks_which(council: Council) -> None:
    council.allocates(council.rosa)
    council.allocates(council.rosa, "CS_5000038")
    await starts(council.rosa)
    await starts(council.rosa)
    listed = await council.rosa.says("continue")
    assert heading(listed) == "My audits"
    assert listed.buttons.count("Continue audit") == 2
    assert "CS_5000037" in listed.words
    assert "CS_5000038" in listed.words
