"""Which answers an audit needs, as its framework says."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from domain.audit_steps import Answers, Question, Step, check, missing_steps, steps_of
from domain.framework import Framework, Required, StepKind, read_framework
from domain.grading import Grade, grade_of
from domain.words import OVERALL_RATINGS, Involvement, Party, Rating
from storage.frameworks import shipped_frameworks

NINE = next(read_framework(content) for content in shipped_frameworks() if content["name"] == "nine-elements")
EVERYBODY = {party.value: "included" for party in Party}
NOTHING: frozenset[Rating] = frozenset()
GRADED = [f"domain_{domain.key}" for domain in NINE.domains]


def asking(**required: object) -> Framework:
    return replace(NINE, required=replace(Required(), **required))  # type: ignore[arg-type]  # a test names the fields


def step(framework: Framework, key: str, answers: Answers | None = None) -> Step:
    return next(one for one in steps_of(framework, answers or {"involved": EVERYBODY}) if one.key == key)


def question(asked: Step, key: str) -> Question:
    return next(one for one in asked.questions if one.key == key)


def complete(overall: str = "Good", **graded: str) -> dict[str, Mapping[str, str]]:
    return {
        "involved": EVERYBODY,
        **{key: {"rating": "Good", "evidence": "Seen alone twice."} for key in GRADED},
        **{key: {"rating": rating} for key, rating in graded.items()},
        "family_feedback": {"child_sentiment": "mixed", "parent_sentiment": "mixed"},
        "summary": {"strengths": "Kind.", "areas": "none"},
        "overall": {"rating": overall},
        "at_risk": {"at_risk": "no"},
        "category": {"category": "2", "what": "No plan."},
    }


def missing(framework: Framework, answers: Answers, actions: int = 0) -> list[str]:
    return [one.key for one in missing_steps(framework, answers, actions)]


def test_the_nine_elements_have_a_step_each() -> None:
    assert [one.key for one in steps_of(NINE, {})] == ["involved", *GRADED, "summary", "overall", "actions"]
    assert missing(NINE, complete()) == []


@pytest.mark.parametrize(
    ("rating", "complaints"),
    [
        ("Outstanding", {}),
        ("Good", {}),
        ("Requires Improvement", {"evidence": "Say what in the record shows this."}),
        ("Inadequate", {"evidence": "Say what in the record shows this."}),
        ("Not Graded", {"evidence": "Say why it can't be graded."}),
        (
            "",
            {
                "rating": "Choose a grade, or Not Graded.",
                "evidence": "Say what in the record shows this, or why it can't be graded.",
            },
        ),
    ],
)
def test_evidence_is_needed_for_the_grades_that_the_framework_names(rating: str, complaints: Mapping[str, str]) -> None:
    own = asking(evidence=frozenset({Rating.REQUIRES_IMPROVEMENT, Rating.INADEQUATE}))
    assert check(step(own, "domain_risk"), {"rating": rating}) == complaints
    assert missing(own, complete(domain_risk=rating)) == (["domain_risk"] if complaints else [])


@pytest.mark.parametrize("rating", list(Rating))
def test_where_no_grade_needs_evidence_only_not_graded_needs_its_reason(rating: Rating) -> None:
    own = asking(evidence=NOTHING)
    wanted = {"evidence": "Say why it can't be graded."} if rating is Rating.NOT_GRADED else {}
    assert check(step(own, "domain_risk"), {"rating": rating}) == wanted


@pytest.mark.parametrize(
    ("needed", "hint"),
    [
        (OVERALL_RATINGS, "If you chose Not Graded, say why."),
        (OVERALL_RATINGS[1:], "You may leave it out for Outstanding. For Not Graded, say why."),
        (OVERALL_RATINGS[2:], "You may leave it out for Outstanding or Good. For Not Graded, say why."),
        (
            (),
            "You may leave it out for Outstanding, Good, Requires Improvement or Inadequate. For Not Graded, say why.",
        ),
    ],
)
def test_the_card_says_when_evidence_may_be_left_out(needed: tuple[Rating, ...], hint: str) -> None:
    assert question(step(asking(evidence=frozenset(needed)), "domain_risk"), "evidence").hint == hint


def test_the_review_asks_for_evidence_or_for_the_reason_as_the_grade_has_it() -> None:
    evidence = question(step(NINE, "domain_risk"), "evidence")
    assert evidence.with_grade("Good").label == "What in the record shows this?"
    assert evidence.with_grade("Not Graded").label == "Why can't it be graded?"
    assert evidence.with_grade("").label == evidence.label == "What in the record shows this?"


@pytest.mark.parametrize(
    ("answers", "grade"),
    [
        ({"rating": "Good", "evidence": "Seen."}, Grade(Rating.GOOD, "Seen.", None)),
        ({"rating": "Good"}, Grade(Rating.GOOD, None, None)),
        ({"rating": "Not Graded", "evidence": "Too new."}, Grade(Rating.NOT_GRADED, None, "Too new.")),
    ],
)
def test_the_text_of_a_graded_step_is_evidence_or_the_reason(answers: Mapping[str, str], grade: Grade) -> None:
    assert grade_of(answers) == grade


@pytest.mark.parametrize(
    ("needed", "asked"),
    [
        (frozenset[Involvement](), []),
        (frozenset({Involvement.ATTEMPTED}), ["manager"]),
        (frozenset(Involvement), ["manager", "child", "parent"]),
    ],
)
def test_reasons_are_needed_where_the_framework_says(needed: frozenset[Involvement], asked: list[str]) -> None:
    how = {**EVERYBODY, "manager": "attempted", "child": "not_attempted", "parent": "not_applicable"}
    reasons = step(asking(involvement_reasons=needed), "involved_why", {"involved": how})
    assert [one.key for one in reasons.questions] == ["manager", "child", "parent"]
    assert list(check(reasons, {})) == asked


@pytest.mark.parametrize(
    ("required", "complaints"),
    [
        (
            {"family_sentiment": True, "family_words": False},
            {
                "child_sentiment": "Choose how the child felt about the help.",
                "parent_sentiment": "Choose how the parent or carer felt about the help.",
            },
        ),
        ({"family_sentiment": False, "family_words": False}, {}),
        (
            {"family_sentiment": False, "family_words": True},
            {
                "child_words": "Write what the child said, as they said it.",
                "parent_words": "Write what the parent or carer said, as they said it.",
            },
        ),
    ],
)
def test_what_the_family_said_is_needed_as_the_framework_says(
    required: Mapping[str, bool], complaints: Mapping[str, str]
) -> None:
    own = asking(**required)
    assert check(step(own, "family_feedback"), {}) == complaints
    assert missing(own, {**complete(), "family_feedback": {}}) == (["family_feedback"] if complaints else [])


def test_a_choice_that_is_not_needed_takes_no_other_word_all_the_same() -> None:
    own = asking(family_sentiment=False)
    assert check(step(own, "family_feedback"), {"child_sentiment": "cross"}) == {
        "child_sentiment": "Choose how the child felt about the help."
    }


@pytest.mark.parametrize(
    ("required", "complaints"),
    [
        ({"strengths": False, "areas_for_improvement": False}, []),
        ({"strengths": False, "areas_for_improvement": True}, ["areas"]),
        ({"strengths": True, "areas_for_improvement": False}, ["strengths"]),
    ],
)
def test_the_summary_needs_what_the_framework_says(required: Mapping[str, bool], complaints: list[str]) -> None:
    own = asking(**required)
    assert list(check(step(own, "summary"), {})) == complaints
    assert missing(own, {**complete(), "summary": {}}) == (["summary"] if complaints else [])


@pytest.mark.parametrize("overall", OVERALL_RATINGS)
def test_an_action_is_needed_for_the_overall_grades_that_the_framework_names(overall: Rating) -> None:
    wanting = {Rating.REQUIRES_IMPROVEMENT, Rating.INADEQUATE}
    own = asking(actions=frozenset(wanting))
    assert missing(own, complete(overall)) == (["actions"] if overall in wanting else [])
    assert missing(own, complete(overall), actions=1) == []
    said = step(own, "actions", complete(overall)).intro
    assert said == (f"For {overall}, agree at least one." if overall in wanting else "")


def test_no_action_is_needed_where_the_framework_says_nothing_or_has_no_such_step() -> None:
    assert missing(NINE, complete("Inadequate")) == []
    without = replace(asking(actions=frozenset(Rating)), steps=(StepKind.OVERALL,))
    assert missing(without, {"overall": {"rating": "Good"}}) == []
