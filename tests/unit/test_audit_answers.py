"""What an audit still wants, and what a return is made of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.audit_steps import Answers, missing_steps, standing_answers, steps_of
from domain.framework import read_framework
from domain.words import Involvement, Party, Rating, Sentiment
from storage.frameworks import shipped_frameworks

SEVEN = next(read_framework(content) for content in shipped_frameworks() if content["name"] == "seven-domains")
GRADED = [f"domain_{domain.key}" for domain in SEVEN.domains]
EVERYBODY = {party.value: "included" for party in Party}


def complete(rating: str = "Good", **involvement: str) -> dict[str, dict[str, str]]:
    answers: dict[str, dict[str, str]] = {
        "involved": {**EVERYBODY, **involvement},
        **{key: {"rating": "Good", "evidence": "Seen alone twice."} for key in GRADED},
        "summary": {"strengths": "Kind.", "areas": "none"},
        "overall": {"rating": rating},
    }
    given_ = answers["involved"]
    if any(word != "included" for word in given_.values()):
        answers["involved_why"] = {party: "On leave." for party, word in given_.items() if word != "included"}
    heard = [party for party in ("child", "parent") if given_[party] == "included"]
    if heard:
        answers["family_feedback"] = {f"{party}_sentiment": "mixed" for party in heard}
    return answers


def missing(answers: Answers) -> list[str]:
    return [step.key for step in missing_steps(SEVEN, answers)]


def test_nothing_answered_leaves_every_step_but_the_actions_missing() -> None:
    assert missing({}) == ["involved", *GRADED, "summary", "overall"]


@pytest.mark.parametrize(
    ("answers", "still"),
    [
        (complete(), []),
        (complete(child="attempted", parent="not_applicable"), []),
        ({**complete(), "domain_plans": {"rating": "Good"}}, ["domain_plans"]),
        (complete("Requires Improvement"), ["at_risk"]),
        ({**complete("Requires Improvement"), "at_risk": {"at_risk": "no"}}, []),
        (complete("Inadequate"), ["category"]),
        ({**complete("Inadequate"), "category": {"category": "2"}}, ["category"]),
        ({**complete("Inadequate"), "category": {"category": "2", "what": "No plan."}}, []),
        # The child was included after all: now they are to be heard.
        (
            {**complete(child="attempted", parent="attempted"), "involved": {**EVERYBODY, "parent": "attempted"}},
            ["family_feedback"],
        ),
        # The manager was not reached after all: now a reason is wanted, and the child's counts for nothing.
        (
            {**complete(child="attempted"), "involved": {**EVERYBODY, "manager": "attempted"}},
            ["involved_why", "family_feedback"],
        ),
        ({**complete(), "involved": {**EVERYBODY, "manager": "by telepathy"}}, ["involved"]),
    ],
)
def test_what_still_wants_an_answer_is_known(answers: Answers, still: list[str]) -> None:
    assert missing(answers) == still


def test_a_return_is_made_of_what_is_asked_now() -> None:
    answers = {
        **complete("Good", child="attempted"),
        "involved": {**EVERYBODY, "manager": "attempted"},
        "involved_why": {"child": "Was at school.", "manager": "On leave."},
        "at_risk": {"at_risk": "yes"},
        "category": {"category": "1", "what": "No plan."},
        "domain_weather": {"rating": "Good"},
    }
    standing = standing_answers(SEVEN, answers)
    assert standing["involved_why"] == {"manager": "On leave."}
    assert not {"at_risk", "category", "domain_weather"} & set(standing)
    assert standing["domain_voice"] == {"rating": "Good", "evidence": "Seen alone twice."}
    assert standing["family_feedback"] == {"parent_sentiment": "mixed"}


def test_an_empty_answer_is_no_part_of_a_return() -> None:
    answers = {**complete(), "family_feedback": {"child_sentiment": "mixed", "child_words": ""}}
    assert standing_answers(SEVEN, answers)["family_feedback"] == {"child_sentiment": "mixed"}


def test_a_complete_audit_returns_all_that_was_answered() -> None:
    answers = {**complete("Inadequate", manager="attempted"), "category": {"category": "1", "what": "No plan."}}
    assert standing_answers(SEVEN, answers) == answers


STEP_KEYS = st.sampled_from(
    [
        "involved",
        "involved_why",
        *GRADED,
        "family_feedback",
        "summary",
        "overall",
        "at_risk",
        "category",
        "actions",
        "review",
        "tea",
    ]
)
QUESTION_KEYS = st.sampled_from(
    [
        *(party.value for party in Party),
        "child_sentiment",
        "child_words",
        "parent_sentiment",
        "rating",
        "evidence",
        "strengths",
        "areas",
        "what",
        "category",
        "at_risk",
    ]
)
WORDS = st.sampled_from([*Involvement, *Sentiment, *Rating, "1", "2", "yes", "no", ""])
ANY_ANSWERS = st.dictionaries(
    st.one_of(STEP_KEYS, st.text(max_size=8)),
    st.dictionaries(st.one_of(QUESTION_KEYS, st.text(max_size=8)), st.one_of(WORDS, st.text(max_size=30))),
)


@given(ANY_ANSWERS)
def test_no_stored_answers_of_whatever_words_stop_an_audit(answers: Answers) -> None:
    steps = steps_of(SEVEN, answers)
    keys_ = [step.key for step in steps]
    standing = standing_answers(SEVEN, answers)
    assert len(set(keys_)) == len(keys_)
    assert set(standing) <= set(keys_)
    assert {step.key for step in missing_steps(SEVEN, answers)} <= set(keys_)
    # What is left out of a return changes nothing about what the audit asks.
    assert [step.key for step in steps_of(SEVEN, standing)] == keys_
    assert missing_steps(SEVEN, standing) == missing_steps(SEVEN, answers)
