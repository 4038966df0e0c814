"""Which framework an audit gets, that it keeps it, and that an audit follows what its framework asks."""

import csv
from copy import deepcopy
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.calendar import london_day, month_of
from domain.words import Rating
from storage.frameworks import shipped_frameworks
from storage.frameworks.versions import keep_version
from storage.tables.allocations import cycle
from storage.tables.audits import agreed_action, domain_rating
from storage.tables.service import policy_setting
from storage.workbook.exporting import export_workbook
from tests.conversation.council import ANSWERS, REVIEW, TESTER, Council, heading, starts, walks, way_on
from tests.fakes_cards import Shown

TODAY = date(2026, 11, 20)
SHIPPED = {content["name"]: content for content in shipped_frameworks()}
NINE = [domain["title"] for domain in SHIPPED["nine-elements"]["domains"]]
SEVEN = [domain["title"] for domain in SHIPPED["seven-domains"]["domains"]]
GRADED_NINE = {
    title: {"in_rating": "Good", "in_evidence": f"Element {number} is shown by the visits."}
    for number, title in enumerate(NINE, 1)
}
GRADED_NINE[NINE[5]] = {"in_rating": "Not Graded", "in_evidence": "No other agency is involved yet."}


def cycle_names(council: Council, framework: str | None) -> None:
    """This month's cycle of the audited service names a framework, or none."""
    today = london_day(council.clock.now())
    row = {"month": month_of(today), "service": "CSC", "framework": framework}
    with council.unit() as unit:
        unit.connection.execute(cycle.insert().values(**row, allocated_on=today, due_on=today + timedelta(days=14)))


def policy_says(council: Council, framework: str, since: date = TODAY) -> None:
    row = {"name": "framework", "value": framework, "effective_from": since, "set_at": council.clock.now()}
    with council.unit() as unit:
        unit.connection.execute(policy_setting.insert().values(row))


def qa_adds(council: Council, name: str, since: date, **changes: Any) -> None:
    """QA adds a version of a shipped framework with something changed in it."""
    content = {**deepcopy(SHIPPED[name]), "effective_from": since, **changes}
    with council.unit() as unit:
        keep_version(unit, content, "qa-desk")


def retitled(name: str, title: str) -> list[dict[str, Any]]:
    """The domains of a shipped framework, the first under another title."""
    first, *rest = deepcopy(SHIPPED[name]["domains"])
    return [{**first, "title": title}, *rest]


async def first_domain(council: Council) -> str:
    """The title of the first domain that an audit started now grades."""
    card = await starts(council.rosa)
    card = await council.rosa.presses(card, "Next", dict.fromkeys(ANSWERS["Who was involved"], "Included"))
    return heading(card)


@pytest.mark.parametrize(
    ("cycles", "policy", "expected"),
    [
        (None, None, SEVEN[0]),
        (None, "nine-elements", NINE[0]),
        ("seven-domains", "nine-elements", SEVEN[0]),
        ("nine-elements", None, NINE[0]),
        ("Nine Elements", "seven-domains", NINE[0]),
        ("ten-virtues", "nine-elements", NINE[0]),
    ],
)
async def test_an_audit_gets_its_cycles_framework_else_the_councils_usual_one(
    council: Council, cycles: str | None, policy: str | None, expected: str
) -> None:
    if cycles is not None:
        cycle_names(council, cycles)
    if policy is not None:
        policy_says(council, policy)
    council.allocates(council.rosa)
    assert await first_domain(council) == expected


@pytest.mark.parametrize(("days", "expected"), [(0, "Heard"), (1, SEVEN[0])])
async def test_an_audit_gets_the_version_that_holds_on_the_day_it_is_started(
    council: Council, days: int, expected: str
) -> None:
    council.allocates(council.rosa)
    qa_adds(council, "seven-domains", TODAY + timedelta(days=days), domains=retitled("seven-domains", "Heard"))
    assert await first_domain(council) == expected


async def test_an_audit_keeps_the_version_it_was_started_with(council_on_each: Council) -> None:
    council, rosa = council_on_each, council_on_each.rosa
    number = council.allocates(rosa)
    qa_adds(council, "seven-domains", TODAY + timedelta(days=1), domains=retitled("seven-domains", "Heard"))
    policy_says(council, "nine-elements", TODAY + timedelta(days=2))
    assert await first_domain(council) == SEVEN[0]
    council.is_now(council.clock.now() + timedelta(days=3))
    later = council.allocates(rosa, "CS_5000099", due_in=20)

    review = await walks(rosa, await rosa.says("continue"), answers={"What the family said": EVERYBODY_SAID})
    await rosa.presses(review, "Return audit")
    assert [row.domain for row in sorted_grades(council, number)] == sorted(SEVEN)
    assert later
    assert await first_domain(council) == NINE[0], "what is started after gets what holds then"


EVERYBODY_SAID = {"in_child_sentiment": "Mixed", "in_parent_sentiment": "Positive"}


def sorted_grades(council: Council, number: int) -> list[Any]:
    return sorted(council.rows(domain_rating, allocation_id=number), key=lambda row: str(row.domain))


async def walks_noting(council: Council) -> tuple[Shown, list[str]]:
    """Start an audit and answer each step once; the review, and the titles of the steps before it."""
    card, seen = await starts(council.rosa), list[str]()
    while heading(card) != REVIEW:
        assert heading(card) not in seen, f"answered, and asked again: {card.words}"
        seen.append(heading(card))
        card = await council.rosa.presses(card, way_on(card), {**ANSWERS, **GRADED_NINE}[heading(card)])
    return card, seen


async def test_an_audit_of_nine_elements_walks_whole_and_is_exported_under_their_titles(
    council_on_each: Council, tmp_path: Path
) -> None:
    council, rosa = council_on_each, council_on_each.rosa
    cycle_names(council, "nine-elements")
    number = council.allocates(rosa)
    card, seen = await walks_noting(council)
    assert [title for title in seen if title in NINE] == NINE
    assert "Why can't it be graded?" in card.words
    receipt = await rosa.presses(card, "Return audit")
    assert heading(receipt) == "Audit returned"

    expected = {
        title: (given["in_rating"], "", given["in_evidence"])
        if given["in_rating"] == "Not Graded"
        else (given["in_rating"], given["in_evidence"], "")
        for title, given in GRADED_NINE.items()
    }
    stored = {
        row.domain: (row.rating.value, row.evidence or "", row.reason or "") for row in sorted_grades(council, number)
    }
    assert stored == expected
    with council.store.snapshot(council.clock.now(), TESTER) as unit:
        export_workbook(unit, tmp_path / "out")
    with (tmp_path / "out" / "domain_ratings.csv").open(encoding="utf-8-sig", newline="") as file:
        exported = {row["domain"]: (row["rating"], row["evidence"], row["reason"]) for row in csv.DictReader(file)}
    assert exported == expected


async def test_the_descriptors_of_the_framework_are_on_its_cards(council: Council) -> None:
    cycle_names(council, "nine-elements")
    council.allocates(council.rosa)
    card = await walks(council.rosa, await starts(council.rosa), to=NINE[0])
    for grade in ("outstanding", "good", "requires_improvement", "inadequate"):
        assert SHIPPED["nine-elements"]["domains"][0][grade] in card.words


async def test_a_framework_that_wants_evidence_for_some_grades_takes_the_others_without(council: Council) -> None:
    required = {"evidence": ["requires_improvement", "inadequate"]}
    qa_adds(council, "seven-domains", TODAY, required=required)
    number = council.allocates(council.rosa)
    rosa = council.rosa
    card = await walks(rosa, await starts(rosa), to=SEVEN[0])
    refused = await rosa.presses(card, "Next", {"in_rating": "Inadequate"})
    assert "Say what in the record shows this." in refused.words
    refused = await rosa.presses(refused, "Next", {"in_rating": "Not Graded"})
    assert "Say why it can't be graded." in refused.words
    card = await rosa.presses(refused, "Next", {"in_rating": "Good"})
    assert heading(card) == SEVEN[1]
    await rosa.presses(await walks(rosa, card), "Return audit")
    (voice,) = council.rows(domain_rating, allocation_id=number, domain=SEVEN[0])
    assert (voice.rating, voice.evidence, voice.reason) == (Rating.GOOD, None, None)


INADEQUATE = {
    "Overall grade": {"in_rating": "Inadequate"},
    "How urgent is it?": {"in_category": "2", "in_what": "No plan and no visits."},
}


async def test_a_framework_that_wants_an_action_names_it_as_missing_until_there_is_one(council: Council) -> None:
    qa_adds(council, "seven-domains", TODAY, required={"actions": ["inadequate"]})
    number = council.allocates(council.rosa)
    rosa = council.rosa
    actions = await walks(rosa, await starts(rosa), to="Actions", answers=INADEQUATE)
    assert "For Inadequate, agree at least one." in actions.words
    review = await rosa.presses(actions, "Review")
    assert "Still missing: Actions." in review.words
    assert "Return audit" not in review.buttons
    actions = await rosa.presses(review, "Go to Actions")
    form = await rosa.presses(actions, "Add action")
    actions = await rosa.presses(form, "Save action", action_of(form))
    review = await rosa.presses(actions, "Review")
    assert "Still missing" not in review.words
    assert heading(await rosa.presses(review, "Return audit")) == "Audit returned"
    assert len(council.rows(agreed_action, allocation_id=number)) == 1


def action_of(form: Shown) -> dict[str, str]:
    assert "in_owner" in form.inputs
    return {"in_what": "Write a visiting plan.", "in_owner": "Sue Okafor (social worker)"}


async def test_a_framework_may_leave_steps_out_and_order_them_otherwise(council: Council) -> None:
    domains = deepcopy(SHIPPED["nine-elements"]["domains"][:1])
    qa_adds(council, "seven-domains", TODAY, steps=["overall", "domains", "actions"], domains=domains, required={})
    number = council.allocates(council.rosa)
    rosa = council.rosa
    card, seen = await walks_noting(council)
    assert seen == ["Overall grade", NINE[0], "Actions"]
    assert heading(await rosa.presses(card, "Return audit")) == "Audit returned"
    assert [row.domain for row in council.rows(domain_rating, allocation_id=number)] == [NINE[0]]
