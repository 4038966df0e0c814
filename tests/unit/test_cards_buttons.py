"""Which buttons which card has, by the titles that people read, and that each of them does something."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from bot.demo.cards import DemoVerb
from cards.looks import LOOKS
from cards.verbs import Verb
from dialogs.offers import FIRST, offers_for
from dialogs.table import BUTTONS
from domain.words import QaTaskKind, Role
from tests.fakes_cards import Shown
from tests.unit.every_card import CARD_ID, CASE_REF, every_card

CARDS = every_card("plain")
# Whoever holds every role is offered all there is, in the order of the offers.
_EVERYTHING = [offer.button for offer in offers_for(frozenset(Role))]
_ON_AN_ANSWER = [
    *["By team", "By month", "Which ones?", "My teams", "Other ways to count it", "Freeze this figure"],
]
_OF_AN_AUDIT = ["I need until…", "Ask for an exemption", "Conflict of interest"]
_OF_AN_ACTION = ["Done", "More time", "Not mine", "Blocked"]
ON_A_STEP = ["Next", "Back", "Save and finish later", "Raise immediate concern"]


def buttons(name: str) -> list[str]:
    """The titles of what does something; what only shows and hides is left out."""
    shown = Shown(card=CARDS[name])
    return [title for title in shown.buttons if shown.button(title)["type"] != "Action.ToggleVisibility"]


@pytest.mark.parametrize(
    ("name", "titles"),
    [
        ("notice", ["Start audit", "Conflict of interest"]),
        ("notice of a begun audit", ["Continue audit", "Conflict of interest"]),
        ("my audits, none", []),
        (
            "my audits",
            [*["Continue audit", "Conflict of interest"] * 2, *["Start audit", "Conflict of interest"] * 3, "Reopen"],
        ),
        ("conflict", ["Tell QA", "Cancel"]),
        ("conflict refused", ["Tell QA", "Cancel"]),
        ("conflict told", ["My audits"]),
        ("step involved", ["Next", "Save and finish later", "Raise immediate concern"]),
        ("step domain_voice", ON_A_STEP),
        ("step domain_voice, filled", ["Next", "Review", "Back", "Save and finish later", "Raise immediate concern"]),
        ("step overall, refused", ON_A_STEP),
        ("step overall, answered elsewhere", ["Next", "Keep what is there", "Raise immediate concern"]),
        ("actions, none", ["Add action", "Review", "Back", "Save and finish later", "Raise immediate concern"]),
        (
            "actions",
            ["Change", "Remove"] * 3
            + ["Add action", "Review", "Back", "Save and finish later", "Raise immediate concern"],
        ),
        (
            "action",
            ["10 working days", "20 working days", "Save action", "Cancel", "Raise immediate concern"],
        ),
        (
            "review",
            ["Change"] * 15 + ["Return audit", "Back", "Save and finish later", "Raise immediate concern"],
        ),
        ("which audit, for a command", ["This one", "Raise immediate concern"] * 2),
        ("which audit, for a text", ["This one", "Raise immediate concern"] * 2),
        ("which audit, for a concern", ["This one", "This one"]),
        ("where a text belongs", ["Put it there", "Leave it out", "Ask it as a question", "Raise immediate concern"]),
        ("saved", ["Continue audit"]),
        ("receipt", []),
        ("contacts", ["Save attempt", "Cancel", "Raise immediate concern"]),
        ("contacts refused", ["Remove"] * 2 + ["Save attempt", "Cancel", "Raise immediate concern"]),
        (
            "with contacts",
            ["Child: tried today", "Parent or carer: tried today", "Note a contact attempt"],
        ),
        ("with no contacts", ["Note a contact attempt"]),
        ("asks about a name", ["Use it as it is"]),
        ("asks about forty names", ["Use it as it is"]),
        ("colleague: started", []),
        ("colleague: outcome", []),
        ("concern", ["Raise it now", "Go back, nothing to raise"]),
        ("concern refused", ["Raise it now", "Go back, nothing to raise"]),
        ("concern raised", ["Continue audit"]),
        ("alarm", ["Acknowledge"]),
        ("alarm acknowledged", []),
        ("register", [*["Open", "Respond", "Open"] * 3, "More"]),
        ("register, none", []),
        (
            "entry",
            [
                *["Respond", "Accept the response", "Send back", "Sign off", "On the child's record"],
                *["Change the category", "Opened by mistake", "Open again", "All entries"],
            ],
        ),
        ("entry, new", ["All entries"]),
        ("watch list", [*["Review"] * 6, "More"]),
        ("watch list, none", []),
        ("on the record", ["Undo", "My audits"]),
        ("not on the record", ["On the child's record", "My audits"]),
        ("qa tasks, none", []),
        ("qa tasks", ["Done"] * len(QaTaskKind) + ["More"]),
        ("qa tasks with answers", ["Accept", "Look at the audit", "See what is open", "Done"]),
        ("qa search", ["Find"]),
        ("qa search, found", ["Find", *["Look at 2026-11-007"] * 8]),
        (
            "qa audit",
            [
                *["Carry on for its auditor", "Stop acting", "Reassign", "Send back", "Act for its auditor"],
                *["Withdraw", "Bring back", "Put a day right", "Give to a moderator", "On the child's record"],
                *["Not on the record", "Find an audit"],
            ],
        ),
        ("qa form qa_reassign", ["Reassign", "Cancel"]),
        ("qa form accept_conflict, refused", ["Accept", "Cancel"]),
        ("leaver", [*["Reassign"] * 8, "Back to the tasks"]),
        ("leaver, nothing left", ["Back to the tasks"]),
        ("digest", ["Start audit", *_OF_AN_AUDIT, *_OF_AN_ACTION, "Look at it", "It's on the record", "Not today"]),
        ("digest of a director", []),
        ("digest, the rest of the actions", [*_OF_AN_ACTION * 4, "Back to the list"]),
        ("my actions", ["Done", "Not mine", "Blocked", *_OF_AN_ACTION * 9, *["Undo"] * 5, "Show the rest"]),
        ("team actions", [*["Reassign"] * 10, "Show the rest"]),
        ("closures", [*["Verified", "Reopen"] * 10, "Show the rest"]),
        ("form of an action, put_off_action", ["Save", "Cancel"]),
        ("form of an action, several fit", ["Ada 0", "Ada 1", "Ada 2", "Ada 3", "Give it to them", "Cancel"]),
        ("digest, none", []),
        ("sent back", ["Continue audit"]),
        ("audit gone", ["My audits"]),
        ("audit brought back", ["My audits"]),
        ("exempt audit brought back", ["My audits"]),
        ("another due day", ["My audits"]),
        ("declined conflict", ["My audits"]),
        ("reopening ended", ["My audits"]),
        ("returned for", ["My audits"]),
        ("receipt that may be reopened", ["Reopen", "Raise immediate concern"]),
        ("receipt of a second return, for somebody else", []),
        ("survey", ["Improved", "No change", "Worse", "Too soon to say"]),
        ("survey, the last question", ["With me", "To me", "Some of both", "Change it, or add a sentence"]),
        ("survey answered", ["Change it"]),
        ("survey of another day", []),
        ("survey form", ["Save my answers", "Cancel"]),
        ("my surveys", [*["Answer"] * 2, *["Show it"] * 6]),
        ("disputes", [*["Look at it"] * 8, "Raise an escalation", "More"]),
        ("dispute", ["Move to stage 3", "Resolve it", "My escalations"]),
        ("dispute notice", ["Look at it"]),
        ("dip samples", [*["Look at it"] * 8, "More samples", "Set one up"]),
        ("dip sample", ["Share it out", "Close it", "The figure", "All dip samples"]),
        ("record", ["Yes", "No", "Partly", "Does not apply", "Stop for now"]),
        ("record done", ["Next record", "Change my answers", "My dip samples"]),
        ("record of a closed sample", ["My dip samples"]),
        ("record form", ["Save my answers", "Cancel"]),
        ("my dip samples", ["Go on"]),
        ("my dip samples, unasked", ["Begin"]),
        ("comment to theme", ["Confirm", "None of these", "Feedback themes"]),
        ("feedback themes", ["This quarter", "Last quarter", "Feedback to theme"]),
        ("my teams", ["Look at it"] * 15),
        (
            "my team",
            [
                *["Read it", "Acknowledge"] * 5,
                *["More audits", "Strengths and areas", "Actions", "Children of concern", "Disputes"],
            ],
        ),
        (
            "my team, nothing back",
            ["Strengths and areas", "Actions", "Children of concern", "Disputes"],
        ),
        ("audit of my team", ["Acknowledge", "We discussed it", "Back to the team"]),
        ("audit of my team before its outcome", ["Back to the team"]),
        ("teams named", ["My team"]),
        ("welcome", [*_EVERYTHING, "Help"]),
        ("welcome of somebody without a part", ["Help"]),
        ("help of a social worker", ["My actions", "My surveys", "My leave"]),
        (
            "help of an auditor",
            ["My audits", "My actions", "My exemptions", "My outcomes", "What can I ask?", "My leave", "More"],
        ),
        ("help of an auditor, more", ["My dip samples", "My calibration", "Most used"]),
        ("help, page 0", [*_EVERYTHING[:FIRST], "More"]),
        (
            "answer",
            [*_ON_AN_ANSWER, "Show that day"],
        ),
        ("answer by team", ["More", *_ON_AN_ANSWER, "Show that day"]),
        ("answer with its rows", ["More", "The figure", "Show that day"]),
        ("answer without data", []),
        ("then and now", ["3 returned late", "Frozen figures"]),
        ("frozen figures", [*["Then and now"] * 8, "More"]),
        ("figure frozen", ["Then and now", "Frozen figures"]),
        ("what became of some", ["More", "Then and now"]),
        ("workbook", ["Import it", "Get it back, marked", "Don't import"]),
        ("workbook that changes nothing", ["Import it", "Don't import"]),
        ("workbook with conflicts", ["Import it, workbook wins", "Get it back, marked", "Don't import"]),
        ("workbook with problems", ["Get it back, marked", "Don't import"]),
        ("workbook under way", ["How did it go?"]),
        ("workbook imported", []),
        ("workbook left", []),
        ("workbook unreadable", []),
    ],
)
def test_a_card_has_its_buttons(name: str, titles: list[str]) -> None:
    assert buttons(name) == titles


def test_an_audit_with_something_missing_cannot_be_returned() -> None:
    titles = buttons("review, nothing there")
    assert "Return audit" not in titles
    assert titles[0] == "Go to Who was involved"
    assert titles[1:15] == ["Answer"] * 14, "each of what is missing is one tap away"
    assert titles[15] == "Change", "the actions, of which none is missing"


@pytest.mark.parametrize("name", [name for name in CARDS if name.startswith(("step ", "action", "review"))])
def test_every_step_of_an_audit_can_raise_an_immediate_concern(name: str) -> None:
    assert "Raise immediate concern" in buttons(name)


@pytest.mark.parametrize(
    "name", [name for name in CARDS if name.startswith(("step ", "action", "review", "saved", "conflict", "concern"))]
)
def test_every_card_of_an_audit_carries_its_reference(name: str) -> None:
    assert CASE_REF in Shown(card=CARDS[name]).words


def test_the_reference_is_not_shown_before_an_audit_is_started() -> None:
    assert CASE_REF not in Shown(card=CARDS["notice"]).words
    assert CASE_REF in Shown(card=CARDS["notice of a begun audit"]).words


def presses() -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, card in CARDS.items():
        for title in dict.fromkeys(Shown(card=card).buttons):
            button = Shown(card=card).button(title)
            if button["type"] == "Action.Execute":
                yield name, button


def test_every_verb_is_wired() -> None:
    assert set(BUTTONS) == set(Verb)


def test_every_button_of_a_card_has_a_verb_that_is_wired() -> None:
    for name, button in presses():
        known: set[str] = set(DemoVerb) if name.startswith("demo: ") else set(BUTTONS)
        assert button["verb"] in known, (name, button["title"])


def test_every_verb_has_a_button_on_some_card() -> None:
    assert {button["verb"] for _, button in presses()} == set(Verb) | set(DemoVerb) - {DemoVerb.ARRIVE}


def test_every_button_carries_the_cards_one_time_id() -> None:
    assert {button["data"]["once"] for _, button in presses()} == {CARD_ID}


_ABOUT = {"audit", "concern", "raising", "task", "file", "query", "action", "closure", "request", "exemption"}
_ABOUT |= {"moderation", "meeting"}
_ABOUT |= {"survey", "dispute", "sample", "record"}
_ABOUT |= {"person", "team", "setting", "kind"}
# The month, and whose it is, are inputs of the form.
_ABOUT_WHAT_IS_TYPED = {Verb.SEND_EXEMPTION, Verb.RECORD_EXEMPTION, Verb.STOP_CHASING, Verb.NOT_TODAY}


@pytest.mark.parametrize("verb", [verb for verb in Verb if verb not in LOOKS])
def test_a_button_that_changes_something_knows_what_it_is_about(verb: Verb) -> None:
    for name, button in presses():
        if button["verb"] == verb:
            known = _ABOUT & set(button["data"])
            assert known or verb in _ABOUT_WHAT_IS_TYPED, name


def test_no_verb_of_the_demonstration_is_one_of_the_service() -> None:
    assert not set(DemoVerb) & set(Verb)


def test_nothing_but_looking_is_let_through_twice() -> None:
    # Whatever changes something is answered, when it comes again, by what stands in the table for that.
    workbooks = {Verb.IMPORT_WORKBOOK, Verb.IMPORT_OVER_TEAMS, Verb.LEAVE_WORKBOOK}
    settled_by_the_store = {Verb.CONCERN_FORM, Verb.CONTACT_FORM, Verb.ACKNOWLEDGE, *workbooks}
    once = {verb for verb, wired in BUTTONS.items() if wired.again is not None}
    assert once == set(Verb) - LOOKS - settled_by_the_store


def test_a_refused_answer_comes_back_with_its_complaint_beside_the_input() -> None:
    body = CARDS["step summary, refused"]["body"]
    places = {element.get("id", element.get("text", "")): place for place, element in enumerate(body)}
    assert places["⚠ Name at least one strength of the practice."] + 1 == places["in_strengths"]
    assert places["⚠ Name what should improve, or write 'none'."] + 1 == places["in_areas"]
    assert body[places["in_strengths"]]["value"] == "Seen alone twice, and heard."


def test_a_long_run_of_actions_says_how_many_are_not_shown() -> None:
    for name in ("actions, forty", "review, forty actions"):
        assert "And 10 more, which are kept but not shown here." in Shown(card=CARDS[name]).words


def test_a_text_too_long_for_a_card_says_how_much_of_it_came_back() -> None:
    words = Shown(card=every_card("far too long")["step summary, refused"]).words
    assert "Please shorten it to 8,000." in words
    assert "Only its first 24,998 characters fit below." in words, "each of the two has half of the room"


def test_a_long_account_of_a_concern_is_read_whole_by_those_alarmed() -> None:
    long = every_card("long")["alarm"]
    runs = [run["text"] for block in long["body"] if block["type"] == "RichTextBlock" for run in block["inlines"]]
    assert "".join(runs) == ("The record shows it, in “quotes”.\n" * 300)[:8_000]


def test_a_receipt_shows_neither_ratings_nor_case_text() -> None:
    words = Shown(card=CARDS["receipt of a late one"]).words
    assert "returned" in words.lower()
    for rating in ("Outstanding", "Good", "Requires Improvement", "Inadequate", "Not Graded", "Seen alone twice"):
        assert rating not in words
