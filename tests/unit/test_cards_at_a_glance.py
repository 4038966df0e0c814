"""What a card says in few words, and which of its buttons stands out."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from cards.agreed_actions import ActionLine, actions_card
from cards.allocation import my_audits_card
from cards.audit import StepView, step_card
from cards.concern import AlarmView, alarm_card
from cards.elements import shown
from cards.qa_notices import ChangedAudit, audit_gone_card, due_day_card
from dialogs.places import gist_of
from domain.audit_steps import Step
from domain.questions import Question, QuestionKind
from tests.fakes_cards import Shown

NAMES = ("Social worker", "Manager", "Parent or carer")
REASONS = Step("involved_why", "Why not everybody", tuple(Question(name, name, QuestionKind.TEXT) for name in NAMES))
ACTIONS = Step("actions", "Actions", ())
LINE = ActionLine(1, "Ring the school.", "Sue Okafor", date(2026, 12, 4))
AT_NINE = datetime(2026, 11, 20, 9, tzinfo=UTC)
ALARM = AlarmView(
    1,
    "CS_5000037",
    "Alder Vale 1",
    1,
    "Rosa Adeyemi",
    AT_NINE,
    "Not safe at home.",
    [],
    is_acknowledged_by_viewer=False,
)


def view(step: Step) -> StepView:
    return StepView(7, "CS_5000037", step, 1, 12, {}, 0, "once")


@pytest.mark.parametrize(("questions", "said"), [(1, "1 of 12 · one more question"), (3, "1 of 12 · 3 more questions")])
def test_a_step_that_follows_says_how_much_it_asks(questions: int, said: str) -> None:
    step = replace(REASONS, questions=REASONS.questions[:questions])
    assert said in Shown(card=shown(step_card(replace(view(step), follows_up=True)))).words


def test_several_reasons_in_one_line_say_whose_they_are() -> None:
    pairs = [("Social worker", "On leave."), ("Manager", "No time.")]
    assert gist_of(REASONS, pairs) == "Social worker: On leave. · Manager: No time."


@pytest.mark.parametrize(("agreed", "stands_out"), [([], "Add action"), ([LINE], "Next")])
def test_what_stands_out_at_the_actions_is_what_comes_next(agreed: list[ActionLine], stands_out: str) -> None:
    seen = Shown(card=shown(actions_card(view(ACTIONS), agreed)))
    assert [title for title in seen.buttons if seen.button(title).get("style") == "positive"] == [stands_out]
    assert seen.button("Raise immediate concern").get("style") == "destructive"


def test_an_alarm_that_many_have_acknowledged_names_them_in_one_paragraph() -> None:
    names = [f"Person {number}" for number in range(9)]
    seen = Shown(card=shown(alarm_card(replace(ALARM, acknowledged=[(name, AT_NINE) for name in names]), "once")))
    (said,) = [line for line in seen.words.splitlines() if "acknowledged" in line]
    assert said.startswith("9 people acknowledged this: Person 0 (09:00), ")
    assert all(name in said for name in names)


@pytest.mark.parametrize("is_begun", [True, False])
def test_a_notice_names_an_audit_by_its_reference_once_it_was_opened(*, is_begun: bool) -> None:
    changed = ChangedAudit(7, "CS_5000037", "Alder Vale 1", "2026-11", date(2026, 12, 4), is_begun)
    for made in (audit_gone_card(changed, "once"), due_day_card(changed, "once")):
        assert ("CS_5000037" in Shown(card=shown(made)).words) is is_begun
        assert "CS_5000037" not in (made.fallback_text or "")


def test_an_empty_list_says_so_in_words() -> None:
    assert my_audits_card([], [], 0, "once").fallback_text == "You have no audits to do."
