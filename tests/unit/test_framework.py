"""Audit frameworks: the shipped ones word for word, and what is said of one that cannot be read."""

import re
from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from domain.errors import BadInputError
from domain.framework import Required, StepKind, read_framework
from domain.framework_lines import framework_key
from domain.words import OVERALL_RATINGS, Involvement, Rating
from storage.frameworks import shipped_frameworks
from tests.unit.test_cards_words import AMERICAN, BANNED

# The domain's title, then its descriptors: Outstanding, Good, Requires Improvement, Inadequate.
SEVEN_DOMAINS = (
    (
        "Seeing and Hearing the Child",
        "The child's own account shapes every decision and they know it did.",
        "Seen alone at the right times; wishes and feelings recorded and used.",
        "Seen, but their voice is thin, late or does not change the plan.",
        "Not seen, or not heard, when it mattered.",
    ),
    (
        "Quality of Assessment",
        "Analysis gives a full, fair picture of the child's life and what would change it.",
        "Timely, draws on history and partners, clear about risk and need.",
        "Describes more than it analyses; gaps in history, partners or risk.",
        "Missing, out of date or wrong about risk.",
    ),
    (
        "Quality of Plans",
        "The family and partners own a plan that is visibly working.",
        "Specific, timed, owned, about outcomes; reviewed and changed when needed.",
        "Tasks rather than outcomes; drift, vague times or owners.",
        "No plan that would keep the child safe or move things on.",
    ),
    (
        "Decision Making and Management Oversight",
        "Oversight anticipates, challenges and makes a clear difference.",
        "Decisions timely and reasoned; direction followed through.",
        "Present but task-led or late; direction not followed up.",
        "Absent, or decisions leave the child at risk.",
    ),
    (
        "Meetings and Reviews",
        "Reviews drive progress; the child helps lead them.",
        "On time, right people, decisions recorded and acted on.",
        "Late, thinly attended or repeating themselves.",
        "Missing when required, or without effect.",
    ),
    (
        "Supervision",
        "Reflective, challenging, and changes practice.",
        "Regular, reflective, recorded, linked to the plan.",
        "Irregular or about process only.",
        "Absent, or misses the risk.",
    ),
    (
        "Impact of Diversity",
        "Identity, culture and need are explored with skill and shape the help.",
        "Considered throughout and acted on.",
        "Noted but not explored.",
        "Ignored, or assumptions made.",
    ),
)


NINE_ELEMENTS = (
    "Risk and need identified and reduced in time",
    "Assessments timely, comprehensive, analytical",
    "Plans and reviews drive progress",
    "The child's voice and lived experience at the centre",
    "Families engaged",
    "Partners work together",
    "Management oversight",
    "Case records correct and up to date",
    "Impact: what difference was made",
)


def shipped(name: str) -> Mapping[str, Any]:
    return next(content for content in shipped_frameworks() if content["name"] == name)


SEVEN, NINE = read_framework(shipped("seven-domains")), read_framework(shipped("nine-elements"))


def test_the_seven_domains_are_shipped_word_for_word() -> None:
    framework = read_framework(shipped("seven-domains"))
    assert framework.title == "Seven domains"
    assert [
        (domain.title, *(domain.descriptors[rating] for rating in OVERALL_RATINGS)) for domain in framework.domains
    ] == list(SEVEN_DOMAINS)


def test_the_descriptors_are_shown_from_the_best_grade_to_the_worst() -> None:
    for content in shipped_frameworks():
        for domain in read_framework(content).domains:
            assert tuple(domain.descriptors) == OVERALL_RATINGS


def test_the_nine_elements_are_shipped_by_their_titles() -> None:
    framework = read_framework(shipped("nine-elements"))
    assert framework.title == "Nine elements"
    assert tuple(domain.title for domain in framework.domains) == NINE_ELEMENTS


def test_the_nine_elements_are_described_in_the_voice_of_the_seven_domains() -> None:
    described = [text for domain in SEVEN.domains for text in domain.descriptors.values()]
    longest = max(map(len, described))
    said = [text for domain in NINE.domains for text in domain.descriptors.values()]
    assert len(set(said)) == 9 * len(OVERALL_RATINGS)
    for text in said:
        assert text[0].isupper()
        assert text.endswith(".")
        assert len(text) <= 1.15 * longest, text


@pytest.mark.parametrize("word", [*BANNED, *AMERICAN])
def test_no_descriptor_has_a_word_that_helps_nobody(word: str) -> None:
    pattern = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])", 0 if word.isupper() else re.IGNORECASE)
    said = [text for one in (SEVEN, NINE) for domain in one.domains for text in domain.descriptors.values()]
    assert [text for text in said if pattern.search(text)] == []


def test_a_key_or_title_stands_for_one_domain_in_all_that_is_shipped() -> None:
    # A workbook names a domain by either, and does not say of which framework.
    domains = [domain for one in (SEVEN, NINE) for domain in one.domains]
    names = [name for domain in domains for name in {domain.key.casefold(), domain.title.casefold()}]
    assert sorted(names) == sorted(set(names))


def test_the_shipped_frameworks_have_every_step_of_the_cycle_in_its_order() -> None:
    for content in shipped_frameworks():
        assert read_framework(content).steps == tuple(StepKind)


def test_the_shipped_frameworks_hold_from_a_day_before_any_audit() -> None:
    assert {content["effective_from"] for content in shipped_frameworks()} == {date(2000, 1, 1)}


def changed(**changes: Any) -> dict[str, Any]:
    # Without the shipped [required], whose lines want all of the steps.
    content = {**deepcopy(dict(shipped("seven-domains"))), "required": None, **changes}
    return {key: value for key, value in content.items() if value is not None}


def with_domain(**changes: Any) -> dict[str, Any]:
    content = changed()
    domain = {**content["domains"][2], **changes}
    content["domains"][2] = {key: value for key, value in domain.items() if value is not None}
    return content


NO_DOMAINS = "The framework has no domains. Add at least one [[domains]] table."
ALL_STEPS = "involved, domains, family_feedback, summary, overall, actions"
NO_STEPS = f"The framework names no steps. Write steps = [...] with some of: {ALL_STEPS}."
ALL_GRADES = '"outstanding", "good", "requires_improvement", "inadequate"'
HEAD, THIRD = "The framework's head", "The framework's domain 3"
REQUIRED = "The framework's [required]"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (changed(domains=None), NO_DOMAINS),
        (changed(domains=[]), NO_DOMAINS),
        (changed(domains="voice"), NO_DOMAINS),
        (
            changed(domains=["voice"]),
            "The framework's domain 1 is no table. Write it as [[domains]], with its lines below.",
        ),
        (changed(name=None), f"{HEAD} has no text for 'name'. Add a line name = \"…\"."),
        (
            changed(name="Seven Domains"),
            f"{HEAD} has the name 'Seven Domains'. Write it in small letters, digits and -, such as seven-domains.",
        ),
        (changed(title="  "), f"{HEAD} has no text for 'title'. Add a line title = \"…\"."),
        (changed(title="x" * 81), f"{HEAD} has 81 characters for 'title'. Shorten it to 80."),
        (
            changed(titel="Seven"),
            (
                f"{HEAD} has a line 'titel', which I don't know. "
                "I know: name, title, effective_from, steps, required, domains."
            ),
        ),
        (with_domain(key=None), f"{THIRD} has no text for 'key'. Add a line key = \"…\"."),
        (
            with_domain(key="Plans 2"),
            f"{THIRD} has the key 'Plans 2'. Write it in small letters, digits and _, such as voice.",
        ),
        (with_domain(title=7), f"{THIRD} has no text for 'title'. Add a line title = \"…\"."),
        (with_domain(good=""), f"{THIRD} has no text for 'good'. Add a line good = \"…\"."),
        (with_domain(good="x" * 401), f"{THIRD} has 401 characters for 'good'. Shorten it to 400."),
        (with_domain(inadequate=None), f"{THIRD} has no text for 'inadequate'. Add a line inadequate = \"…\"."),
        (
            with_domain(needs_improvement="Thin."),
            (
                f"{THIRD} has a line 'needs_improvement', which I don't know. "
                "I know: key, title, outstanding, good, requires_improvement, inadequate."
            ),
        ),
        (
            with_domain(key="voice"),
            "The framework's domains 1 and 3 are both called 'voice'. Give each a key and a title of its own.",
        ),
        (
            with_domain(title="QUALITY  of assessment"),
            (
                "The framework's domains 2 and 3 are both called 'quality of assessment'. "
                "Give each a key and a title of its own."
            ),
        ),
        (changed(steps=None), NO_STEPS),
        (changed(steps=[]), NO_STEPS),
        (changed(steps="involved"), NO_STEPS),
        (changed(steps=["domains", "overall", "tea"]), f"The framework has a step 'tea'. The steps are: {ALL_STEPS}."),
        (
            changed(steps=["domains", "overall", ["involved"]]),
            f"The framework has a step '['involved']'. The steps are: {ALL_STEPS}.",
        ),
        (
            changed(steps=["domains", "overall", "overall"]),
            "The framework has the step 'overall' twice. Leave one of them out.",
        ),
        (
            changed(steps=["domains"]),
            "The framework has no step 'overall'. Add it to steps: no audit is returned without its grade.",
        ),
        (
            changed(steps=["domains", "family_feedback", "involved", "overall"]),
            "The framework has 'family_feedback' without 'involved' before it. Put that first: it says who was heard.",
        ),
        (
            changed(steps=["overall"]),
            "The framework has domains, but no step 'domains'. Add it to steps, or take the tables out.",
        ),
        (
            changed(required="all"),
            "The framework's required is no table. Write it as [required], with its lines below.",
        ),
        (
            changed(required={"family_words": "yes"}),
            f"{REQUIRED} has 'yes' for 'family_words'. Write family_words = true or family_words = false.",
        ),
        (
            changed(required={"evidence": ["good", "bad"]}),
            (
                f"{REQUIRED} has '['good', 'bad']' for 'evidence'. "
                f"Write evidence = [...] with none, some or all of: {ALL_GRADES}."
            ),
        ),
        (
            changed(required={"actions": [["good"]]}),
            (
                f"{REQUIRED} has '[['good']]' for 'actions'. "
                f"Write actions = [...] with none, some or all of: {ALL_GRADES}."
            ),
        ),
        (
            changed(required={"involvement_reasons": "attempted"}),
            (
                f"{REQUIRED} has 'attempted' for 'involvement_reasons'. Write involvement_reasons = [...] "
                'with none, some or all of: "attempted", "not_attempted", "not_applicable".'
            ),
        ),
        (
            changed(required={"tea": True}),
            (
                f"{REQUIRED} has a line 'tea', which I don't know. I know: involvement_reasons, evidence, "
                "family_sentiment, family_words, strengths, areas_for_improvement, actions."
            ),
        ),
        (
            changed(steps=["domains", "overall"], required={"strengths": True}),
            f"{REQUIRED} has a line 'strengths', but there is no step 'summary'. Add the step, or take the line out.",
        ),
    ],
)
def test_a_framework_that_cannot_be_read_says_where_and_what_to_write(content: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInputError) as refused:
        read_framework(content)
    assert str(refused.value) == said


def test_everything_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(BadInputError) as refused:
        read_framework({"name": "Own", "domains": ["voice", {}]})
    assert [line.split(".")[0] for line in str(refused.value).splitlines()][:5] == [
        "The framework's head has the name 'Own'",
        "The framework's head has no text for 'title'",
        "The framework names no steps",
        "The framework's domain 1 is no table",
        "The framework's domain 2 has no text for 'key'",
    ]


def test_more_domains_than_one_sitting_takes_are_refused() -> None:
    domain = shipped("seven-domains")["domains"][0]
    many = [{**domain, "key": f"d{number}", "title": f"Domain {number}"} for number in range(21)]
    assert len(read_framework(changed(domains=many[:20])).domains) == 20
    with pytest.raises(BadInputError, match=r"has 21 domains\. Keep to 20"):
        read_framework(changed(domains=many))


def test_a_framework_chooses_its_steps_and_their_order() -> None:
    chosen = read_framework(changed(steps=["overall", "domains"], required=None))
    assert chosen.steps == (StepKind.OVERALL, StepKind.DOMAINS)


def test_a_framework_may_ask_for_the_overall_grade_alone() -> None:
    assert read_framework(changed(steps=["overall"], domains=None, required=None)).domains == ()


def test_what_a_framework_does_not_say_is_required_as_usual() -> None:
    assert read_framework(changed(required=None)).required == Required()
    assert read_framework(changed(required={})).required == Required()
    for content in shipped_frameworks():
        assert read_framework(content).required == Required(), "what is shipped says the usual, to be changed"


def test_a_framework_says_which_answers_are_required() -> None:
    said = {
        "involvement_reasons": ["not_applicable"],
        "evidence": ["inadequate", "requires_improvement"],
        "family_sentiment": False,
        "family_words": True,
        "strengths": False,
        "areas_for_improvement": False,
        "actions": ["inadequate"],
    }
    assert read_framework(changed(required=said)).required == Required(
        involvement_reasons=frozenset({Involvement.NOT_APPLICABLE}),
        evidence=frozenset({Rating.INADEQUATE, Rating.REQUIRES_IMPROVEMENT}),
        family_sentiment=False,
        family_words=True,
        strengths=False,
        areas_for_improvement=False,
        actions=frozenset({Rating.INADEQUATE}),
    )


@pytest.mark.parametrize("written", ["nine-elements", "Nine elements", " NINE_ELEMENTS ", "nine - elements"])
def test_a_framework_is_known_however_its_name_is_written(written: str) -> None:
    assert framework_key(written) == "nine-elements"
