"""What a typed message says to a step: choices by their words or numbers, texts where they are still open."""

from collections.abc import Mapping

import pytest

from domain.audit_steps import Answers, steps_of
from domain.framework import read_framework
from domain.questions import Step
from domain.typed_answers import looks_like_a_question, open_question, read_typed
from domain.words import Party
from storage.frameworks import shipped_frameworks

SEVEN = next(read_framework(content) for content in shipped_frameworks() if content["name"] == "seven-domains")
EVERYBODY: Answers = {"involved": {party.value: "included" for party in Party}}
NOBODY: Answers = {"involved": {party.value: "attempted" for party in Party}}
STEPS: dict[str, Step] = {
    step.key: step
    for answers in (
        {**EVERYBODY, "overall": {"rating": "Inadequate"}},
        {**NOBODY, "overall": {"rating": "Requires Improvement"}},
    )
    for step in steps_of(SEVEN, answers)
}
GRADED = {"rating": "Good"}


@pytest.mark.parametrize(
    ("step", "given", "text", "answers"),
    [
        ("involved", {}, "included", {"social_worker": "included"}),
        ("involved", {}, " Included. ", {"social_worker": "included"}),
        ("involved", {}, "2", {"social_worker": "attempted"}),
        ("involved", {}, "Tried, not reached", {"social_worker": "attempted"}),
        ("involved", {"social_worker": "included"}, "not tried", {"manager": "not_attempted"}),
        ("involved", {}, "1, tried; 4", None),
        (
            "involved",
            {},
            "1, 1, 4, 1, 2",
            {
                "social_worker": "included",
                "manager": "included",
                "iro_or_chair": "not_applicable",
                "child": "included",
                "parent": "attempted",
            },
        ),
        ("involved", {}, "child: tried\nparent or carer: 1", {"child": "attempted", "parent": "included"}),
        ("involved", {}, "5", None),
        ("involved", {}, "99999999999999999999", None),
        ("involved", {}, "Somebody was there.", None),
        ("domain_voice", {}, "good", {"rating": "Good"}),
        ("domain_voice", {}, "requires", {"rating": "Requires Improvement"}),
        ("domain_voice", {}, "not graded", {"rating": "Not Graded"}),
        ("domain_voice", {}, "RI", {"rating": "Requires Improvement"}),
        ("domain_voice", {}, "ri: No plan.", {"rating": "Requires Improvement", "evidence": "No plan."}),
        ("involved", {}, "n/a", {"social_worker": "not_applicable"}),
        (
            "family_feedback",
            {},
            "Child: negative: I hate it when she is late",
            {"child_sentiment": "negative", "child_words": "I hate it when she is late"},
        ),
        ("family_feedback", {}, "Child: I hate it: always", {"child_words": "I hate it: always"}),
        (
            "summary",
            {},
            "Strengths: bond; trust\nand more\nAreas for improvement: none",
            {"strengths": "bond; trust\nand more", "areas": "none"},
        ),
        ("summary", {}, "Strengths: a bond; areas: none", {"strengths": "a bond", "areas": "none"}),
        ("domain_voice", {}, "Good: Seen alone: twice.", {"rating": "Good", "evidence": "Seen alone: twice."}),
        ("domain_voice", {}, "2: Seen alone.", {"rating": "Good", "evidence": "Seen alone."}),
        ("domain_voice", {}, "good - Seen alone.", {"rating": "Good", "evidence": "Seen alone."}),
        ("domain_voice", GRADED, "inadequate", {"rating": "Inadequate"}),
        ("domain_voice", {}, "evidence: Seen alone.", {"evidence": "Seen alone."}),
        ("summary", {}, "strengths: A bond, of trust.", {"strengths": "A bond, of trust."}),
        ("summary", {}, "Strengths: A bond.\nAreas: none", {"strengths": "A bond.", "areas": "none"}),
        ("at_risk", {}, "yes", {"at_risk": "yes"}),
        ("at_risk", {}, "No.", {"at_risk": "no"}),
        ("category", {}, "category 2: No plan.", {"category": "2", "what": "No plan."}),
        ("family_feedback", {"child_sentiment": "mixed"}, "positive", {"parent_sentiment": "positive"}),
        ("family_feedback", {}, "parent: mixed", {"parent_sentiment": "mixed"}),
        ("involved", {}, "iro: 1", {"iro_or_chair": "included"}),
        ("involved_why", {}, "child: On holiday.", {"child": "On holiday."}),
    ],
)
def test_words_that_say_themselves_what_they_answer(
    step: str, given: Mapping[str, str], text: str, answers: Mapping[str, str] | None
) -> None:
    reading = read_typed(STEPS[step], given, text)
    if answers is None:
        assert reading is None
    else:
        assert reading is not None
        assert reading.is_sure
        assert reading.answers == answers


@pytest.mark.parametrize(
    ("step", "given", "text", "question"),
    [
        ("domain_voice", GRADED, "Seen alone twice.", "evidence"),
        ("domain_voice", {}, "2 - 3 visits were missed.", "evidence"),
        ("domain_voice", GRADED, "Seen: alone, twice", "evidence"),
        ("domain_voice", GRADED, "Good work was seen.", "evidence"),
        ("summary", {}, "A bond.\nA plan.", "strengths"),
        ("summary", {"strengths": "A bond."}, "none", "areas"),
        ("family_feedback", {"child_sentiment": "mixed"}, "She listens.", "child_words"),
        ("family_feedback", {"child_sentiment": "mixed"}, "fine", "child_words"),
        ("domain_voice", GRADED, "None.", "evidence"),
        ("domain_voice", {}, "Good work.", "evidence"),
        ("family_feedback", {"child_sentiment": "mixed", "parent_sentiment": "mixed"}, "He was late.", "parent_words"),
    ],
)
def test_any_other_text_is_for_the_next_open_text_and_not_sure(
    step: str, given: Mapping[str, str], text: str, question: str
) -> None:
    reading = read_typed(STEPS[step], given, text)
    assert reading is not None
    assert not reading.is_sure
    assert reading.answers == {question: text}


@pytest.mark.parametrize(
    ("step", "given", "text"),
    [
        ("domain_voice", {}, "outstandng"),
        ("domain_voice", {}, "fine"),
        ("domain_voice", {}, "required improvement"),
        ("domain_voice", GRADED, "\N{THUMBS UP SIGN}"),
        ("domain_voice", {}, "..."),
        ("family_feedback", {"child_sentiment": "mixed"}, "negativ"),
    ],
)
def test_a_slip_of_a_choice_is_no_account_until_it_is_said_to_be_one(
    step: str, given: Mapping[str, str], text: str
) -> None:
    assert read_typed(STEPS[step], given, text) is None
    outright = read_typed(STEPS[step], given, text, outright=True)
    assert outright is not None
    assert list(outright.answers.values()) == [text]


@pytest.mark.parametrize("text", ["More of it.", "evidence: More of it."])
def test_nothing_is_written_over_what_stands_there(text: str) -> None:
    assert read_typed(STEPS["domain_voice"], {**GRADED, "evidence": "Seen alone."}, text) is None


def test_a_long_text_is_read_whole() -> None:
    text = "Seen alone; heard, and asked.\n" * 700
    reading = read_typed(STEPS["domain_voice"], GRADED, text)
    assert reading is not None
    assert reading.answers == {"evidence": text.strip()}


@pytest.mark.parametrize("text", ["How many are late?", "which teams", "Seen alone, was she?", "Show me October"])
def test_a_question_is_known_by_its_mark_or_its_first_word(text: str) -> None:
    assert looks_like_a_question(text)


@pytest.mark.parametrize("text", ["Seen alone twice.", "Whoever visited wrote it down.", "Listened to."])
def test_an_account_is_no_question(text: str) -> None:
    assert not looks_like_a_question(text)


@pytest.mark.parametrize(
    ("step", "given", "key"),
    [
        ("domain_voice", {}, "rating"),
        ("domain_voice", {"evidence": "Seen."}, "rating"),
        ("domain_voice", GRADED, "evidence"),
        ("domain_voice", {**GRADED, "evidence": "Seen."}, None),
        ("family_feedback", {"child_sentiment": "mixed"}, "parent_sentiment"),
        ("family_feedback", {"child_sentiment": "mixed", "parent_sentiment": "mixed"}, "parent_words"),
    ],
)
def test_what_is_asked_next_is_what_is_needed_first(step: str, given: Mapping[str, str], key: str | None) -> None:
    question = open_question(STEPS[step], given)
    assert (None if question is None else question.key) == key
