"""What is asked back: whole questions, each of which is understood as what it says."""

from dataclasses import replace
from datetime import date

import pytest

from domain.words import Role
from metrics.asked_back import asked_back, offers_to, refusal_of
from metrics.language.interpret import OutOfScope, Unclear, Understood, interpret
from metrics.language.names import NamedPerson, names_of
from metrics.periods import month_around
from metrics.permission import Allowed, Places, permitted
from metrics.query import Dimension, Query
from metrics.scope import Viewer
from metrics.whole_questions import Offering

TODAY = date(2026, 11, 20)
NAMES = names_of(
    {
        Dimension.TEAM: ["Castle Hill Safeguarding 1", "Castle Hill Safeguarding 2", "May Street"],
        Dimension.SERVICE: ["Early Help", "Children's Social Care"],
        Dimension.LOCALITY: ["May Street", "North"],
    },
    [NamedPerson("ada.quill@council.example", "Ada Quill"), NamedPerson("ada.vale@council.example", "Ada Vale")],
)


OFFERING = Offering(TODAY, NAMES, month_around(date(2026, 10, 1)))
NOWHERE = Places({})


def choices(text: str, previous: Query | None = None) -> tuple[str, ...]:
    meant = interpret(text, TODAY, NAMES, previous)
    assert isinstance(meant, Unclear), f"'{text}': {meant}"
    sentence, found = asked_back(meant, replace(OFFERING, previous=previous))
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
def test_three_questions_are_offered_and_each_is_understood_and_allowed(role: Role) -> None:
    viewer = Viewer(1, "ada.quill@council.example", frozenset({role}))
    offers = offers_to(viewer, NOWHERE, OFFERING)
    assert len(set(offers)) == 3
    for question in offers:
        assert isinstance(permitted(understood(question), viewer, NOWHERE), Allowed), question


def test_where_no_month_was_named_the_one_that_has_audits_is_offered() -> None:
    meant = Unclear("metric", ("good_rate", "open_actions"), "quality")
    assert asked_back(meant, OFFERING)[1] == ("Good rate in October 2026", "Open actions as at 20 November 2026")


def test_the_whole_its_parts_and_the_part_are_offered_for_what_cannot_be_left_out() -> None:
    found = [understood(question) for question in choices("completion rate in September excluding Early Help")]
    assert {query.period.key for query in found} == {"2026-09"}
    assert found[0].filters == {}


def test_a_day_is_offered_as_its_month_and_as_how_it_stood() -> None:
    found = [understood(question) for question in choices("concerns raised on 5 October")]
    assert [(query.period.key, query.as_at) for query in found] == [
        ("2026-10", TODAY),
        ("2026-10", date(2026, 10, 5)),
    ]


def test_the_teams_and_the_persons_that_were_meant_stay_in_the_choices() -> None:
    meant = Unclear("several", ("completion_rate", "late_rate"), "ada vale in may 2026")
    found = [understood(question) for question in asked_back(meant, OFFERING)[1]]
    assert [query.filters for query in found] == [{Dimension.AUDITOR: ("ada.vale@council.example",)}] * 2
    assert {query.period.key for query in found} == {"2026-05"}


def test_a_follow_up_keeps_the_months_and_the_place_of_the_question_before() -> None:
    previous = understood("completion rate for Early Help in September")
    meant = Unclear("several", ("late_rate", "good_rate"), "and quality")
    found = [understood(question) for question in asked_back(meant, replace(OFFERING, previous=previous))[1]]
    assert [(query.metric, query.period.key, query.filters) for query in found] == [
        (id_, "2026-09", {Dimension.SERVICE: ("Early Help",)}) for id_ in ("late_rate", "good_rate")
    ]
