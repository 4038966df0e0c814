"""Questions asked in the chat: what is understood, the figure with its parts, the ways on, and what is asked next."""

import json
from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from domain.words import Role
from storage.tables.questions import asked_question
from tests.conversation.council import Council, heading, starts
from tests.conversation.figures_council import has_audit, has_two_months
from tests.fakes_cards import Shown
from tests.fakes_people import FakePerson


@pytest.fixture
def figures(council: Council) -> dict[str, int]:
    """Two months of audits to ask about."""
    return has_two_months(council)


async def asks(somebody: FakePerson, *texts: str) -> Shown:
    """Type one text after the other; the last answer."""
    shown = Shown()
    for text in texts:
        shown = await somebody.says(text)
    return shown


async def changed(somebody: FakePerson, card: Shown, title: str, **data: str) -> Shown:
    """Press a button whose data somebody has changed."""
    action = card.button(title)
    pressed = {"type": "Action.Execute", "verb": action["verb"], "data": {**action["data"], **data}}
    value = {"action": pressed, "trigger": "manual"}
    answer = await somebody.delivers(
        somebody.activity("invoke", name="adaptiveCard/action", value=value, replyToId=card.activity_id)
    )
    assert answer.status == 200
    value = answer.body["value"]
    return Shown(card=value) if isinstance(value, Mapping) else Shown(text=value)


async def test_a_question_is_answered_with_the_figure_its_counts_its_target_and_what_was_understood(
    council_on_each: Council,
) -> None:
    council = council_on_each
    has_two_months(council)
    shown = await council.dan.says("completion rate in October")
    assert heading(shown) == "Completion rate · October 2026"
    lines = shown.words.splitlines()
    assert "67%" in lines
    assert "4 returned of 6 allocated." in lines
    assert "Target 90%, 23 points below." in lines
    assert shown.buttons == [
        *["By team", "By month", "Which ones?", "Other ways to count it", "Freeze this figure", "Definition"],
        *["As at…", "Show that day"],
    ]
    assert shown.summary == "Completion rate, October 2026: 4 of 6, 67% (target 90%, 23 points below)."


async def test_the_month_that_runs_says_what_is_in_what_is_to_come_and_how_it_stood_a_month_ago(
    council: Council, figures: dict[str, int]
) -> None:
    assert figures
    words = (await council.dan.says("completion rate this month?")).words
    assert "So far 1 is in, and 2 are not yet due." in words
    assert "On the same day last month, 20 October 2026, it stood at 50% (3 of 6)." in words
    assert "2 more returns reach the target of 90%." in words


async def test_a_conversation_goes_on_from_the_question_before(council: Council, figures: dict[str, int]) -> None:
    assert figures
    shown = await asks(council.dan, "completion rate in October", "by team")
    assert heading(shown) == "Completion rate · October 2026 · by team"
    assert "Alder Vale 1\n75% (3 of 4)" in shown.words
    assert "Birch Way 2\n50% (1 of 2)" in shown.words
    shown = await council.dan.says("and in November?")
    assert heading(shown) == "Completion rate · November 2026 · by team"


async def test_a_conversation_is_forgotten_after_half_an_hour(council: Council, figures: dict[str, int]) -> None:
    assert figures
    await council.dan.says("completion rate in October")
    council.is_now(council.clock.now() + timedelta(minutes=31))
    shown = await council.dan.says("and in November?")
    assert heading(shown) == "Which do you mean?"
    assert "4 of 6" not in shown.words


async def test_what_was_asked_back_is_completed_by_the_next_text(council: Council, figures: dict[str, int]) -> None:
    assert figures
    back = await council.dan.says("how is Alder Vale doing in October on audits")
    if heading(back) == "Which do you mean?":
        shown = await council.dan.says("completion rate")
        assert heading(shown) == "Completion rate · Alder Vale 1 · October 2026"


async def test_the_buttons_go_where_the_words_would(council: Council, figures: dict[str, int]) -> None:
    assert figures
    shown = await council.dan.says("completion rate in October")
    by_team = await council.dan.presses(shown, "By team")
    assert heading(by_team) == "Completion rate · October 2026 · by team"
    by_month = await council.dan.presses(shown, "By month")
    assert "October 2026\n67% (4 of 6)" in by_month.words
    other = await council.dan.presses(shown, "Other ways to count it")
    assert "Net completion rate\n67% (4 of 6)" in other.words
    rows = await council.dan.presses(shown, "Which ones?")
    assert [line for line in rows.words.splitlines() if line in {"A1", "A2", "A3", "A4", "B1", "B2"}] == [
        "A1",
        "A2",
        "A3",
        "B1",
    ]
    assert (
        "record CS_A3, Alder Vale 1, auditor Rosa Adeyemi, due 23 October 2026, returned 3 November 2026" in rows.words
    )
    back = await council.dan.presses(rows, "The figure")
    assert heading(back) == "Completion rate · October 2026"


async def test_another_day_is_a_date_away(council: Council, figures: dict[str, int]) -> None:
    assert figures
    shown = await council.dan.says("completion rate in October")
    then = await council.dan.presses(shown, "Show that day", {"in_day": "2026-10-31"})
    assert "50%" in then.words.splitlines()
    assert "As known on 31 October 2026." in then.words
    assert "as known on 31 October 2026" in then.card["fallbackText"]
    refused = await council.dan.presses(shown, "Show that day", {"in_day": "2026-12-01"})
    assert "Choose today or a day before: I can't look ahead." in refused.words
    refused = await council.dan.presses(shown, "Show that day", {"in_day": ""})
    assert "Choose a day." in refused.words


async def test_a_question_that_no_figure_answers_is_refused_with_three_to_ask(council: Council) -> None:
    shown = await council.hal.says("what will the weather be?")
    assert heading(shown) == "I can't answer that"
    assert len(shown.buttons) == 3
    for title in shown.buttons:
        assert heading(await council.hal.presses(shown, title)).split()[0] == title.split()[0]


async def test_different_definitions_are_not_set_against_each_other(council: Council, figures: dict[str, int]) -> None:
    assert figures
    shown = await council.dan.says("net completion in October vs completion in November")
    assert heading(shown) == "I can't answer that"
    assert "Net completion rate: 4 of 6 (67%) in October 2026, 1 of 3 (33%) in November 2026." in shown.words
    for title in shown.buttons[:2]:
        both = await council.dan.presses(shown, title)
        assert "October 2026\n67% (4 of 6)" in both.words
        assert "November 2026\n33% (1 of 3)" in both.words


async def test_who_saw_what_is_recorded_without_the_words_they_typed(council: Council, figures: dict[str, int]) -> None:
    assert figures
    await asks(council.dan, "completion rate for Alder Vale in October", "which ones?")
    first, second = council.events("asked")
    assert first.actor_id == council.id_of(council.dan)
    assert first.detail["metric"] == "completion_rate"
    assert first.detail["filters"] == {"team": ["Alder Vale 1"]}
    assert (second.detail["lists"], second.detail["rows"]) == (True, 3)
    assert "which" not in json.dumps(second.detail)


async def test_an_auditor_sees_the_headline_rate_and_their_own(council: Council, figures: dict[str, int]) -> None:
    assert figures
    shown = await council.rosa.says("completion rate in October")
    assert "4 returned of 6 allocated." in shown.words
    assert "By team" not in shown.buttons
    assert "Which ones?" not in shown.buttons
    own = await council.rosa.presses(shown, "My own")
    assert "3 returned of 4 allocated." in own.words
    assert heading(own) == "Completion rate · Rosa Adeyemi · October 2026"
    refused = await council.rosa.says("overdue actions of the whole council")
    assert heading(refused) == "I can't answer that"


@pytest.mark.parametrize(
    "forged",
    [
        {"by": ["team"]},
        {"lists": True},
        {"by": ["auditor"]},
        {"metric": "ratings"},
        {"filters": {"team": ["Birch Way 2"]}},
        {"reach": "my_teams"},
        {"filters": {"auditor": ["tom.lindqvist@council.example"]}},
    ],
)
async def test_a_changed_button_never_widens_what_its_presser_sees(
    council: Council, figures: dict[str, int], forged: dict[str, object]
) -> None:
    assert figures
    shown = await council.rosa.says("completion rate in October")
    query = json.loads(shown.button("By month")["data"]["query"])
    seen = await changed(council.rosa, shown, "By month", query=json.dumps({**query, "by": [], **forged}))
    assert "Birch Way" not in seen.words
    assert "B1" not in seen.words.split()
    assert "1 returned of 2" not in seen.words
    assert (
        heading(seen) in {"I can't answer that", "Completion rate · November 2025 to October 2026"}
        or "0%" in seen.words
    )


@pytest.mark.parametrize(
    "rubbish", ["", "{}", "[]", "null", '{"metric": "completion_rate"}', "x" * 30_000, "{" * 5_000]
)
async def test_a_button_with_rubbish_in_it_is_answered_with_a_sentence(
    council: Council, figures: dict[str, int], rubbish: str
) -> None:
    assert figures
    shown = await council.dan.says("completion rate in October")
    for title in ("By team", "Other ways to count it", "Show that day", "Freeze this figure"):
        assert "Ask again" in (await changed(council.dan, shown, title, query=rubbish)).text


async def test_a_manager_is_shown_their_own_rows_and_a_way_to_their_own_figure(
    council: Council, figures: dict[str, int]
) -> None:
    assert figures
    shown = await council.tom.says("completion rate in October")
    assert "4 returned of 6 allocated." in shown.words
    own = await council.tom.presses(shown, "My team")
    assert "3 returned of 4 allocated." in own.words
    other = await council.tom.says("completion rate for Birch Way 2 in October")
    assert "4 returned of 6 allocated." in other.words
    assert "so this is the whole council's figure" in other.words
    assert "Birch" not in heading(other)


async def test_a_question_waits_for_nobodys_audit(council: Council, figures: dict[str, int]) -> None:
    assert figures
    step = await starts(council.rosa)
    shown = await council.rosa.says("what is the completion rate in October?")
    assert heading(shown) == "Completion rate · October 2026"
    again = await council.rosa.says("continue")
    assert heading(again) == heading(step)


async def test_a_text_that_could_be_both_is_asked_about_and_kept_nowhere(
    council: Council, figures: dict[str, int]
) -> None:
    assert figures
    await starts(council.rosa)
    both = await council.rosa.says("completion rate October")
    assert heading(both) == "Where does this belong?"
    shown = await council.rosa.presses(both, "Ask it as a question")
    assert heading(shown) == "Completion rate · October 2026"
    assert council.rows(council.table("audit_answer")) == []


async def test_an_answer_to_the_audit_in_hand_is_never_taken_for_a_question(council: Council) -> None:
    council.allocates(council.rosa)
    await starts(council.rosa)
    said = await council.rosa.says("1, 1, does not apply, 1, tried")
    assert said.text.startswith("Kept.")


async def test_who_has_no_figure_to_ask_for_is_shown_what_they_can_do(council: Council) -> None:
    shown = await council.sue.says("completion rate this month")
    assert heading(shown) == "What you can do here"


async def test_what_can_be_asked_is_shown_by_family_and_every_example_is_answered(council: Council) -> None:
    page = await council.dan.says("What can I ask?")
    assert heading(page) == "What you can ask"
    family = await council.dan.presses(page, "What the audits found")
    assert "Inadequate rate" in family.words
    more = await council.dan.presses(family, "More")
    assert heading(more) == "What the audits found"
    asked = await council.dan.presses(family, "Good rate last month")
    assert heading(asked) == "Good rate · October 2026"


async def test_the_last_question_is_one_row_a_person(council: Council, figures: dict[str, int]) -> None:
    assert figures
    await asks(council.dan, "completion rate in October", "good rate in October")
    await council.mina.says("overdue actions")
    rows = council.rows(asked_question)
    assert {row.person_id: json.loads(row.query)["metric"] for row in rows} == {
        council.id_of(council.dan): "good_rate",
        council.id_of(council.mina): "overdue_actions",
    }


async def test_a_leader_reads_figures_and_no_names(council: Council, figures: dict[str, int]) -> None:
    assert figures
    lea = council.employs("Lea Novak", Role.LEADER)
    shown = await lea.says("completion rate in October by team")
    assert "Birch Way 2\n50% (1 of 2)" in shown.words
    assert "Which ones?" not in shown.buttons


async def test_many_rows_come_a_page_at_a_time(council: Council) -> None:
    for number in range(20):
        has_audit(council, f"R{number:02}", returned=date(2026, 10, 5))
    shown = await council.dan.says("which audits were returned in October?")
    assert "Shown: 1 to 15 of 20." in shown.words
    more = await council.dan.presses(shown, "More")
    assert "Shown: 16 to 20 of 20." in more.words
    assert "R19" in more.words.splitlines()
    assert "CS_R" not in shown.summary + more.card["fallbackText"]


async def test_before_a_month_has_closed_what_is_outstanding_is_offered(
    council: Council, figures: dict[str, int]
) -> None:
    assert figures
    shown = await council.dan.says("nil returns this month")
    assert "0" in shown.words.splitlines()
    outstanding = await council.dan.presses(shown, "Audits outstanding in November 2026")
    assert "2" in outstanding.words.splitlines()


async def test_a_text_that_is_no_question_after_all_stays_on_its_card(council: Council) -> None:
    council.allocates(council.rosa)
    await starts(council.rosa)
    place = await council.rosa.says("Is the plan clear to everybody who has a part in it?")
    assert heading(place) == "Where does this belong?"
    for text in ("Is the plan clear to everybody?", "It is clear. " * 100):
        beside = await council.rosa.presses(place, "Ask it as a question", {"in_text": text})
        assert "What you typed is still on the card." in beside.text
        assert heading(beside) == "Where does this belong?"
