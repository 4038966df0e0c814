"""The count on every step: "4 of 12", which never jumps about."""

import pytest

from domain.audit_steps import Answers, steps_of
from domain.framework import read_framework
from domain.progress import Place, place_of
from domain.words import Party
from storage.frameworks import shipped_frameworks

FRAMEWORKS = {content["name"]: read_framework(content) for content in shipped_frameworks()}
SEVEN = FRAMEWORKS["seven-domains"]
NOBODY: Answers = {"involved": {party.value: "attempted" for party in Party}}
EVERYBODY: Answers = {"involved": {party.value: "included" for party in Party}}


def places(answers: Answers) -> dict[str, Place]:
    steps = steps_of(SEVEN, answers)
    return {step.key: place_of(SEVEN, steps, step) for step in steps}


def test_the_steps_that_every_audit_has_are_counted_from_one_to_the_last() -> None:
    found = places(EVERYBODY)
    assert [place.number for place in found.values()] == list(range(1, 13))
    assert {place.count for place in found.values()} == {12}
    assert not any(place.follows_up for place in found.values())


@pytest.mark.parametrize(
    ("answers", "step", "parent"),
    [
        (NOBODY, "involved_why", "involved"),
        ({**EVERYBODY, "overall": {"rating": "Requires Improvement"}}, "at_risk", "overall"),
        ({**EVERYBODY, "overall": {"rating": "Inadequate"}}, "category", "overall"),
    ],
)
def test_a_question_that_follows_from_an_answer_shares_the_number_of_the_step_before(
    answers: Answers, step: str, parent: str
) -> None:
    found = places(answers)
    assert found[step] == Place(found[parent].number, 12, follows_up=True)


def test_no_answer_changes_the_number_of_any_other_step() -> None:
    plain = places(EVERYBODY)
    for answers in (NOBODY, {**EVERYBODY, "overall": {"rating": "Inadequate"}}):
        found = places(answers)
        for key in plain.keys() & found.keys():
            assert found[key] == plain[key], key


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_every_framework_ends_with_its_own_count(name: str) -> None:
    framework = FRAMEWORKS[name]
    steps = steps_of(framework, EVERYBODY)
    last = place_of(framework, steps, steps[-1])
    assert last.number == last.count
