"""Which steps an audit has for which answers, and the checks on what comes back."""

from collections.abc import Mapping

import pytest

from domain.audit_steps import (
    Answers,
    Question,
    QuestionKind,
    Step,
    check,
    steps_of,
)
from domain.framework import Framework, StepKind, read_framework
from domain.free_text import LONG_TEXT, SHORT_TEXT
from domain.words import OVERALL_RATINGS, Party, Rating
from storage.frameworks import shipped_frameworks

SEVEN = next(read_framework(content) for content in shipped_frameworks() if content["name"] == "seven-domains")
DOMAINS = ["voice", "assessment", "plans", "oversight", "meetings", "supervision", "diversity"]
GRADED = [f"domain_{key}" for key in DOMAINS]
AFTER = ["summary", "overall"]

EVERYBODY = {party.value: "included" for party in Party}
NOBODY = {party.value: "not_applicable" for party in Party}


def involved(**otherwise: str) -> Answers:
    return {"involved": {**EVERYBODY, **otherwise}}


def keys(answers: Answers, framework: Framework = SEVEN) -> list[str]:
    return [step.key for step in steps_of(framework, answers)]


def step(key: str, answers: Answers) -> Step:
    return next(step for step in steps_of(SEVEN, answers) if step.key == key)


def questions(key: str, answers: Answers) -> list[str]:
    return [question.key for question in step(key, answers).questions]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, ["involved", *GRADED, *AFTER, "actions"]),
        (involved(), ["involved", *GRADED, "family_feedback", *AFTER, "actions"]),
        (
            involved(manager="attempted"),
            ["involved", "involved_why", *GRADED, "family_feedback", *AFTER, "actions"],
        ),
        (
            involved(child="not_applicable", parent="not_attempted"),
            ["involved", "involved_why", *GRADED, *AFTER, "actions"],
        ),
        ({"involved": NOBODY}, ["involved", "involved_why", *GRADED, *AFTER, "actions"]),
        ({"overall": {"rating": "Good"}}, ["involved", *GRADED, *AFTER, "actions"]),
        ({"overall": {"rating": "Outstanding"}}, ["involved", *GRADED, *AFTER, "actions"]),
        ({"overall": {"rating": "Requires Improvement"}}, ["involved", *GRADED, *AFTER, "at_risk", "actions"]),
        ({"overall": {"rating": "Inadequate"}}, ["involved", *GRADED, *AFTER, "category", "actions"]),
        ({"overall": {"rating": "Not Graded"}}, ["involved", *GRADED, *AFTER, "actions"]),
        ({"overall": {"rating": "Excellent"}}, ["involved", *GRADED, *AFTER, "actions"]),
    ],
)
def test_the_steps_follow_from_the_answers(answers: Answers, expected: list[str]) -> None:
    assert keys(answers) == expected


def test_the_steps_come_in_the_order_of_the_framework() -> None:
    own = Framework("own", "Own", SEVEN.domains[:1], (StepKind.OVERALL, StepKind.ACTIONS, StepKind.DOMAINS))
    assert keys({"overall": {"rating": "Inadequate"}}, own) == ["overall", "category", "actions", "domain_voice"]


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        (involved(manager="attempted"), ["manager"]),
        (involved(social_worker="not_attempted", child="not_applicable"), ["social_worker", "child"]),
        ({"involved": NOBODY}, list(Party)),
        ({"involved": {"child": "attempted"}}, ["child"]),
        (involved(manager="by telepathy", child="attempted"), ["child"]),
    ],
)
def test_reasons_are_asked_for_those_who_were_not_included(answers: Answers, asked: list[str]) -> None:
    assert questions("involved_why", answers) == asked


def test_the_reason_says_again_how_somebody_was_involved() -> None:
    asked = step("involved_why", involved(iro_or_chair="attempted", child="not_applicable")).questions
    assert [question.label for question in asked] == [
        "IRO or CP chair: tried, not reached. Why?",
        "Child: does not apply. Why?",
    ]


def test_no_reason_is_required_for_somebody_whom_it_does_not_concern() -> None:
    reasons = step("involved_why", involved(iro_or_chair="not_applicable", manager="not_attempted"))
    assert check(reasons, {}) == {"manager": "Say why, for the team manager."}


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        (involved(), ["child_sentiment", "child_words", "parent_sentiment", "parent_words"]),
        (involved(child="attempted"), ["parent_sentiment", "parent_words"]),
        (involved(parent="not_applicable"), ["child_sentiment", "child_words"]),
    ],
)
def test_the_family_is_heard_where_they_were_included(answers: Answers, asked: list[str]) -> None:
    assert questions("family_feedback", answers) == asked


def test_each_domain_is_graded_with_its_descriptors_in_view() -> None:
    for key, domain in zip(GRADED, SEVEN.domains, strict=True):
        graded = step(key, {})
        assert graded.title == domain.title
        assert graded.domain == domain
        rating, evidence = graded.questions
        assert [stored for stored, _ in rating.choices] == list(Rating)
        assert evidence.kind is QuestionKind.TEXT


def test_the_overall_grade_cannot_be_left_out() -> None:
    (rating,) = step("overall", {}).questions
    assert [stored for stored, _ in rating.choices] == list(OVERALL_RATINGS)


@pytest.mark.parametrize(
    ("key", "given", "complaints"),
    [
        ("involved", EVERYBODY, {}),
        ("involved", {**EVERYBODY, "child": ""}, {"child": "Choose how the child was involved."}),
        (
            "involved",
            {**EVERYBODY, "iro_or_chair": "by telepathy"},
            {"iro_or_chair": "Choose how the IRO or CP chair was involved."},
        ),
        ("domain_voice", {"rating": "Good", "evidence": "Seen alone twice."}, {}),
        (
            "domain_voice",
            {},
            {
                "rating": "Choose a grade, or Not Graded.",
                "evidence": "Say what in the record shows this, or why it can't be graded.",
            },
        ),
        ("domain_voice", {"rating": "Good"}, {"evidence": "Say what in the record shows this."}),
        ("domain_voice", {"rating": "Not Graded"}, {"evidence": "Say why it can't be graded."}),
        ("domain_voice", {"rating": "Not Graded", "evidence": "A week old."}, {}),
        (
            "domain_voice",
            {"rating": "good", "evidence": " \n "},
            {
                "rating": "Choose a grade, or Not Graded.",
                "evidence": "Say what in the record shows this, or why it can't be graded.",
            },
        ),
        ("family_feedback", {"child_sentiment": "mixed", "parent_sentiment": "positive"}, {}),
        (
            "family_feedback",
            {"child_sentiment": "cross"},
            {
                "child_sentiment": "Choose how the child felt about the help.",
                "parent_sentiment": "Choose how the parent or carer felt about the help.",
            },
        ),
        (
            "summary",
            {"strengths": "Kind."},
            {"areas": "Name what should improve, or write 'none'."},
        ),
        ("summary", {"areas": "none"}, {"strengths": "Name at least one strength of the practice."}),
        ("overall", {"rating": "Not Graded"}, {"rating": "Choose the overall grade."}),
        ("at_risk", {"at_risk": "perhaps"}, {"at_risk": "Choose yes or no."}),
        (
            "category",
            {"category": "3"},
            {"category": "Choose the category.", "what": "Say in a sentence or two what is wrong."},
        ),
        ("actions", {}, {}),
        ("actions", {"of another step": "x"}, {}),
    ],
)
def test_what_is_wrong_is_said_by_question(key: str, given: Mapping[str, str], complaints: Mapping[str, str]) -> None:
    rating = {"at_risk": "Requires Improvement", "category": "Inadequate"}.get(key, "Good")
    assert check(step(key, {**involved(), "overall": {"rating": rating}}), given) == complaints


def test_a_text_that_names_a_child_is_refused_with_its_place() -> None:
    complaints = check(step("summary", {}), {"strengths": "See 943 476 5919.", "areas": "none"})
    assert list(complaints) == ["strengths"]
    assert complaints["strengths"].startswith("“943 476 5919” looks like an NHS number.")


@pytest.mark.parametrize(
    ("key", "question", "longest"),
    [
        ("domain_voice", "evidence", LONG_TEXT),
        ("summary", "areas", LONG_TEXT),
        ("involved_why", "manager", SHORT_TEXT),
        ("family_feedback", "child_words", SHORT_TEXT),
    ],
)
def test_a_text_may_be_so_long_and_no_longer(key: str, question: str, longest: int) -> None:
    asked = step(key, involved(manager="attempted"))
    assert question not in check(asked, {question: "a" * longest})
    said = check(asked, {question: "a" * (longest + 1)})[question]
    assert said == f"This is {longest + 1:,} characters long. Please shorten it to {longest:,}."


def every_question() -> list[Question]:
    answers: list[Answers] = [
        involved(),
        {"involved": NOBODY},
        *({"overall": {"rating": word}} for word in OVERALL_RATINGS),
    ]
    return [question for given in answers for step in steps_of(SEVEN, given) for question in step.questions]


def test_every_question_has_a_label_and_says_what_to_do_when_it_is_left_empty() -> None:
    for question in every_question():
        assert question.label
        assert bool(question.complaint.strip()) or not question.required
        assert bool(question.choices) is (question.kind is QuestionKind.CHOICE)


def test_every_step_has_a_title_and_its_questions_their_own_keys() -> None:
    many: list[Answers] = [{}, involved(manager="attempted"), {"overall": {"rating": "Inadequate"}}]
    for given in many:
        for asked in steps_of(SEVEN, given):
            own = [question.key for question in asked.questions]
            assert asked.title
            assert len(set(own)) == len(own)
