"""An audit left open for weeks, and what changed meanwhile: the next press is answered with the right sentence."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from domain.words import AllocationStatus
from storage.audits import allocated_audit
from storage.frameworks import add_framework, shipped_frameworks
from storage.lifecycle import move
from storage.qa_changes import reassign, withdraw
from storage.store import Unit
from storage.tables.audits import audit_answer
from storage.tables.people import person, team
from tests.conversation.council import Council, heading
from tests.conversation.on_paper import exported, hold_store_to, hold_to
from tests.conversation.walkers import Before, Walker, hands_in, placed
from tests.fakes_cards import Shown

AFTER_THE_CLOSE = datetime(2026, 12, 7, 9, 0, tzinfo=UTC)
AT_PLANS = Before("domain_plans")
PRESSED = {"in_rating": "Good", "in_evidence": "Typed two weeks on."}
MY_AUDITS = "Type 'my audits'"


async def weeks_later(
    council: Council, meanwhile: Callable[[Unit, Walker], object], before: Before = AT_PLANS
) -> tuple[Walker, Shown]:
    """An audit, and its card as it stood before something happened and weeks went by."""
    walker = placed(council, before)
    card = await walker.who.says("continue")
    council.is_now(AFTER_THE_CLOSE)
    with council.unit() as unit:
        meanwhile(unit, walker)
    await council.service.let_time_pass()
    return walker, card


def nothing(_unit: Unit, _walker: Walker) -> None:
    pass


def renamed(unit: Unit, _walker: Walker) -> None:
    unit.connection.execute(team.update().where(team.c.id == 1).values(name="Hazel Brook 4"))


def a_new_framework(unit: Unit, _walker: Walker) -> None:
    seven = next(one for one in shipped_frameworks() if one["name"] == "seven-domains")
    add_framework(unit, {**seven, "effective_from": date(2026, 12, 1), "domains": seven["domains"][:3]})


@pytest.mark.parametrize("meanwhile", [nothing, renamed, a_new_framework])
async def test_it_goes_on_as_it_was_begun(council_on_each: Council, meanwhile: Callable[[Unit, Walker], None]) -> None:
    walker, card = await weeks_later(council_on_each, meanwhile)
    shown = await walker.who.presses(card, "Next", PRESSED)
    assert heading(shown) == "Decision Making and Management Oversight"
    walker.paper.answers["domain_plans"] = {"rating": "Good", "evidence": "Typed two weeks on."}
    receipt = await hands_in(walker)
    assert "after its due day" in receipt.words
    hold_to(council_on_each, [walker.paper], exported(council_on_each))


def leaves(unit: Unit, walker: Walker) -> None:
    unit.connection.execute(
        person.update().where(person.c.id == walker.paper.auditor).values(left_on=date(2026, 11, 30))
    )


def is_withdrawn(unit: Unit, walker: Walker) -> None:
    given = allocated_audit(unit, walker.paper.number)
    assert given is not None
    withdraw(unit, given, "The family moved away.", date(2026, 12, 7), date(2026, 12, 7))


def is_reassigned(unit: Unit, walker: Walker) -> None:
    given = allocated_audit(unit, walker.paper.number)
    assert given is not None
    rosa = walker.council.id_of(walker.council.rosa)
    reassign(unit, given, rosa, "A long leave.", date(2026, 12, 18), date(2026, 12, 7))


def is_exempted(unit: Unit, walker: Walker) -> None:
    old, new = AllocationStatus.STARTED, AllocationStatus.EXEMPTED
    move(unit, walker.paper.number, old, new, date(2026, 12, 7), reason="Leave.")


@pytest.mark.parametrize(
    ("meanwhile", "said"),
    [
        (leaves, "ask"),
        (is_withdrawn, "This audit was withdrawn. Type 'my audits' to see what is left to do."),
        (is_reassigned, "This audit was withdrawn. Type 'my audits' to see what is left to do."),
        (is_exempted, MY_AUDITS),
    ],
)
async def test_who_may_not_write_in_it_any_more_is_told_so_and_their_words_stay_on_the_card(
    council_on_each: Council, meanwhile: Callable[[Unit, Walker], None], said: str
) -> None:
    walker, card = await weeks_later(council_on_each, meanwhile)
    shown = await walker.who.presses(card, "Next", PRESSED)
    assert said in shown.text
    assert shown.card == card.card, "a sentence leaves the card, and what is typed in it, where it was"
    hold_store_to(council_on_each, walker.paper)


async def test_an_audit_given_to_somebody_else_before_its_start_is_not_theirs_any_more(council: Council) -> None:
    walker = placed(council, Before(""))
    listed = await walker.who.says("my audits")
    with council.unit() as unit:
        is_reassigned(unit, walker)
    shown = await walker.who.presses(listed, "Start audit")
    assert shown.text == "This audit is not one of yours. Type 'my audits' to see yours."
    assert council.rows(audit_answer, allocation_id=walker.paper.number) == []


async def test_what_is_typed_after_the_reopening_has_ended_is_said_not_to_be_in_it(council: Council) -> None:
    walker = placed(council, Before("review"))
    receipt = await hands_in(walker)
    review = await walker.who.presses(receipt, "Reopen")
    card = await walker.who.presses(review, "Change: Quality of Plans")
    council.is_now(AFTER_THE_CLOSE)
    await council.service.let_time_pass()
    shown = await walker.who.presses(card, "Review", PRESSED)
    assert heading(shown) == "Audit returned"
    assert "What you typed on this card is not in it." in shown.words
    assert "ask QA to send the audit back to you" in shown.words
    hold_to(council, [walker.paper], exported(council))


async def test_what_is_typed_on_one_device_after_the_return_on_the_other_can_be_added_by_reopening(
    council: Council,
) -> None:
    walker = placed(council, Before("domain_plans", is_open=False))
    phone = await walker.who.says("continue")
    await hands_in(walker)
    shown = await walker.who.presses(phone, "Next", PRESSED)
    assert "What you typed on this card is not in it. Press Reopen to add it: I have kept it for you." in shown.words
    assert "Typed two weeks on." not in shown.words, "no case text stands on a receipt"
    assert "Reopen" in shown.buttons


async def test_an_old_card_with_nothing_new_on_it_gets_the_receipt_alone(council: Council) -> None:
    walker = placed(council, Before("domain_plans", is_open=False))
    phone = await walker.who.says("continue")
    await hands_in(walker)
    assert "is not in it" not in (await walker.who.presses(phone, "Next")).words


async def test_an_action_saved_after_the_return_is_said_not_to_be_in_it(council: Council) -> None:
    walker = placed(council, Before("actions", actions=1))
    form = await walker.who.presses(await walker.who.says("continue"), "Add action")
    await hands_in(walker)
    given = {"in_what": "Write a plan.", "in_owner": str(council.id_of(council.sue))}
    shown = await walker.who.presses(form, "Save action", given)
    assert "What you typed on this card is not in it." in shown.words
    hold_to(council, [walker.paper], exported(council))
