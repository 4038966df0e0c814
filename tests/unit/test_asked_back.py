"""What is asked back: whole questions, each of which is understood as what it says."""

from datetime import date

import pytest

from domain.words import Role
from metrics.asked_back import asked_back, offers_to, refusal_of
from metrics.language.interpret import OutOfScope, Unclear, Understood, interpret
from metrics.language.names import NamedPerson, names_of
from metrics.query import Dimension, Query
from metrics.scope import Viewer

TODAY = date(2026, 11, 20)
NAMES = names_of(
    {
        Dimension.TEAM: ["Castle Hill Safeguarding 1", "Castle Hill Safeguarding 2", "May Street"],
        Dimension.SERVICE: ["Early Help", "Children's Social Care"],
        Dimension.LOCALITY: ["May Street", "North"],
    },
    [NamedPerson("ada.quill@council.example", "Ada Quill"), NamedPerson("ada.vale@council.example", "Ada Vale")],
)


def choices(text: str, previous: Query | None = None) -> tuple[str, ...]:
    meant = interpret(text, TODAY, NAMES, previous)
    assert isinstance(meant, Unclear), f"'{text}': {meant}"
    sentence, found = asked_back(meant, TODAY, NAMES, previous)
    assert sentence.endswith((".", "?"))
    return found


def understood(text: str) -> Query:
    meant = interpret(text, TODAY, NAMES)
    assert isinstance(meant, Understood), f"'{text}': {meant}"
    return meant.query


@pytest.mark.parametrize(
    "text",
    [
        "completion for Castle Hill Safeguarding in October",
        "completion rate at May Street last month",
        "concerns in October",
        "how many good and inadequate audits by auditor",
        "good rate by owner",
        "completion rate excluding Early Help",
        "completion rate on 5 October",
        "moderation in October",
        "exemptions by legal status",
    ],
)
def test_every_choice_is_a_question_that_is_answered(text: str) -> None:
    meant = interpret(text, TODAY, NAMES)
    if isinstance(meant, Unclear):
        found = choices(text)
        assert found
        assert len(set(found)) == len(found)
        for question in found:
            understood(question)


def test_a_name_that_could_be_several_comes_back_with_each_in_its_place() -> None:
    found = choices("completion for Castle Hill Safeguarding in October")
    assert {understood(question).filters[Dimension.TEAM] for question in found} == {
        ("Castle Hill Safeguarding 1",),
        ("Castle Hill Safeguarding 2",),
    }
    assert {understood(question).period.key for question in found} == {"2026-10"}


def test_the_place_and_the_month_of_the_question_stay_in_the_choices() -> None:
    found = choices("concerns in October for Early Help")
    assert len(found) == 3
    for question in found:
        query = understood(question)
        assert query.filters == {Dimension.SERVICE: ("Early Help",)}, question
        assert query.period.end == date(2026, 10, 31), question


@pytest.mark.parametrize(
    "kind",
    ["change", "child", "future", "cause", "advice", "people", "weeks", "long", "empty", "other", "nothing", "new"],
)
def test_a_refusal_is_a_sentence(kind: str) -> None:
    assert refusal_of(OutOfScope(kind)).endswith(".")


def test_words_that_nobody_knows_are_named() -> None:
    assert refusal_of(OutOfScope("unknown", ("zebra",))) == "I don't know 'zebra' here, so I'd rather not guess."


@pytest.mark.parametrize("role", list(Role))
def test_three_questions_are_offered_and_each_is_understood(role: Role) -> None:
    offers = offers_to(Viewer(1, "ada.quill@council.example", frozenset({role})), TODAY)
    assert len(offers) == 3
    assert len({understood(question).metric for question in offers}) >= 1
