from typing import Any

import pytest

from benchmarks.activities import TENANT, message, object_id, press
from benchmarks.card_walk import audits_each, has_answers
from benchmarks.cards import button, filled_in, parts
from benchmarks.load import Load
from benchmarks.servers import BenchmarkError
from cards.audit import StepView, step_card
from domain.audit_steps import Step, check, steps_of
from domain.framework import read_framework
from storage.frameworks import shipped_frameworks

SEVEN_DOMAINS = next(read_framework(content) for content in shipped_frameworks() if content["name"] == "seven-domains")


def card_of(step: Step) -> dict[str, Any]:
    view = StepView(1, "CS-000001", step, 2, 12, {}, 0, "once-1")
    card: dict[str, Any] = step_card(view).model_dump(by_alias=True, exclude_none=True, mode="json")
    return card


def test_a_benchmarked_person_fills_in_every_step_so_that_it_can_be_stored() -> None:
    answers: dict[str, dict[str, str]] = {}
    written = []
    while pending := [step for step in steps_of(SEVEN_DOMAINS, answers) if step.key not in answers]:
        step = pending[0]
        card = card_of(step)
        answers[step.key] = {key.removeprefix("in_"): given for key, given in filled_in(card).items()}
        assert check(step, answers[step.key]) == {}
        written += [step.key] if has_answers(card) else []
    assert len(written) == 11


def test_a_button_is_found_by_its_title_wherever_it_stands() -> None:
    action = {"type": "Action.Execute", "title": "Start audit", "verb": "start_audit"}
    nested = {"type": "AdaptiveCard", "body": [{"items": [{"type": "ActionSet", "actions": [action]}]}]}
    assert button(nested, "Start audit") == action
    assert button(nested, "Next") is None


def test_what_only_an_older_client_shows_is_not_pressed() -> None:
    fallback = {"type": "Action.Execute", "title": "Older"}
    card = {"actions": [{"type": "Action.Execute", "title": "Newer", "fallback": fallback}]}
    assert button(card, "Older") is None


def test_inputs_on_a_card_behind_a_button_are_not_sent() -> None:
    hidden = {"type": "Action.ShowCard", "card": {"body": [{"type": "Input.Text", "id": "in_hidden"}]}}
    card = {"body": [{"type": "Input.Text", "id": "in_seen", "value": "as it stood"}], "actions": [hidden]}
    assert filled_in(card) == {"in_seen": "as it stood"}


def test_an_input_that_no_step_has_is_refused_rather_than_left_empty() -> None:
    with pytest.raises(ValueError, match=r"Input\.Time"):
        filled_in({"body": [{"type": "Input.Time", "id": "in_at"}]})


def test_parts_come_in_the_order_in_which_they_are_read() -> None:
    card = {"body": [{"type": "Input.Text", "id": "a"}, {"items": [{"type": "Input.Text", "id": "b"}]}]}
    assert [part["id"] for part in parts(card, "Input.")] == ["a", "b"]


def test_a_press_carries_what_the_card_put_behind_the_button_and_what_was_typed() -> None:
    action = {"verb": "next", "id": "next", "data": {"verb": "next", "audit": 7}}
    activity = press(3, "http://127.0.0.1:1/", action, {"in_rating": "Good"})
    assert activity["name"] == "adaptiveCard/action"
    assert activity["value"]["action"]["data"] == {"verb": "next", "audit": 7, "in_rating": "Good"}
    assert activity["from"]["aadObjectId"] == object_id(3)


def test_no_two_activities_share_an_id_or_a_persons_conversation() -> None:
    first, second = (message(person, "http://127.0.0.1:1/", "my audits") for person in (1, 2))
    assert first["id"] != second["id"]
    assert first["conversation"]["id"] != second["conversation"]["id"]
    assert first["channelData"]["tenant"]["id"] == first["conversation"]["tenantId"] == TENANT


@pytest.mark.parametrize(("turns", "audits"), [(1, 1), (11, 1), (12, 2), (55, 5)])
def test_a_person_has_as_many_audits_as_their_turns_need(turns: int, audits: int) -> None:
    assert audits_each(Load(connections=32, warm_up=0, turns=turns)) == audits


def test_more_turns_than_there_are_steps_to_answer_are_refused() -> None:
    with pytest.raises(BenchmarkError, match="at most 55"):
        audits_each(Load(connections=32, warm_up=6, turns=50))
