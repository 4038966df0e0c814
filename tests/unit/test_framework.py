"""Audit frameworks: the shipped one word for word, and what is said of one that cannot be read."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from domain.errors import BadInputError
from domain.framework import StepKind, read_framework
from domain.words import OVERALL_RATINGS
from storage.frameworks import shipped_frameworks

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


def shipped(name: str) -> Mapping[str, Any]:
    return next(content for content in shipped_frameworks() if content["name"] == name)


def test_the_seven_domains_are_shipped_word_for_word() -> None:
    framework = read_framework(shipped("seven-domains"))
    assert framework.title == "Seven domains"
    assert [
        (domain.title, *(domain.descriptors[rating] for rating in OVERALL_RATINGS)) for domain in framework.domains
    ] == list(SEVEN_DOMAINS)


def test_the_descriptors_are_shown_from_the_best_grade_to_the_worst() -> None:
    for domain in read_framework(shipped("seven-domains")).domains:
        assert tuple(domain.descriptors) == OVERALL_RATINGS


def test_the_shipped_frameworks_have_every_step_of_the_cycle_in_its_order() -> None:
    for content in shipped_frameworks():
        assert read_framework(content).steps == tuple(StepKind)


def test_the_shipped_frameworks_hold_from_a_day_before_any_audit() -> None:
    assert [content["effective_from"] for content in shipped_frameworks()] == [date(2000, 1, 1)]


def changed(**changes: Any) -> dict[str, Any]:
    content = {**deepcopy(dict(shipped("seven-domains"))), **changes}
    return {key: value for key, value in content.items() if value is not None}


def with_domain(**changes: Any) -> dict[str, Any]:
    content = changed()
    domain = {**content["domains"][2], **changes}
    content["domains"][2] = {key: value for key, value in domain.items() if value is not None}
    return content


NO_DOMAINS = "The framework has no domains. Add at least one [[domains]] table."
ALL_STEPS = "involved, domains, family_feedback, summary, overall, actions"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({}, NO_DOMAINS),
        (changed(domains=None), NO_DOMAINS),
        (changed(domains=[]), NO_DOMAINS),
        (changed(domains="voice"), NO_DOMAINS),
        (changed(domains=["voice"]), "The framework's domain 1 is no table. Write it as [[domains]]."),
        (changed(name=None), "The framework's head has no text for 'name'. Add a line name = \"…\"."),
        (changed(title="  "), "The framework's head has no text for 'title'. Add a line title = \"…\"."),
        (with_domain(key=None), "The framework's domain 3 has no text for 'key'. Add a line key = \"…\"."),
        (with_domain(title=7), "The framework's domain 3 has no text for 'title'. Add a line title = \"…\"."),
        (with_domain(good=""), "The framework's domain 3 has no text for 'good'. Add a line good = \"…\"."),
        (
            with_domain(inadequate=None),
            "The framework's domain 3 has no text for 'inadequate'. Add a line inadequate = \"…\".",
        ),
        (with_domain(key="voice"), "Two domains of the framework have the same key. Give each its own."),
        (changed(steps=None), f"The framework names no steps. Write steps = [...] with some of: {ALL_STEPS}."),
        (changed(steps=[]), f"The framework names no steps. Write steps = [...] with some of: {ALL_STEPS}."),
        (changed(steps="involved"), f"The framework names no steps. Write steps = [...] with some of: {ALL_STEPS}."),
        (changed(steps=["tea"]), f"The framework has a step 'tea'. The steps are: {ALL_STEPS}."),
        (changed(steps=[["involved"]]), f"The framework has a step '['involved']'. The steps are: {ALL_STEPS}."),
        (changed(steps=["overall", "overall"]), "The framework has the step 'overall' twice. Leave one of them out."),
    ],
)
def test_a_framework_that_cannot_be_read_says_where_and_what_to_write(content: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInputError) as refused:
        read_framework(content)
    assert str(refused.value) == said


def test_a_framework_chooses_its_steps_and_their_order() -> None:
    assert read_framework(changed(steps=["overall", "domains"])).steps == (StepKind.OVERALL, StepKind.DOMAINS)
