"""Exemptions and chasing: unanswered requests are chased, whoever is exempt is not, and undoing goes on with it."""

from asyncio import gather
from datetime import UTC, date, datetime, timedelta

from bot.days_off import calendar_for
from domain.ladder import ItemKind
from domain.policy import Policy, Setting
from domain.words import AllocationStatus
from duties import chasing
from storage.policies import set_policy
from storage.store import Actor
from storage.tables.allocations import allocation, exemption
from storage.tables.chasing import nudge_line
from tests.conversation.council import Council, heading, walks
from tests.conversation.exemption_talk import EXEMPT, LEAVE, asks, gets
from tests.fakes_cards import Shown
from tests.fakes_people import FakePerson

# Asked on Friday 20 November; the second working day is Tuesday.
MONDAY, TUESDAY, WEDNESDAY, THURSDAY = (datetime(2026, 11, day, 8, 1, tzinfo=UTC) for day in (23, 24, 25, 26))


async def morning(council: Council, at: datetime) -> None:
    council.is_now(at)
    await council.service.let_time_pass()


def digests(somebody: FakePerson) -> list[Shown]:
    return [shown for shown in somebody.messages if heading(shown).startswith("For ")]


async def test_a_request_without_an_answer_is_chased_daily_from_the_second_working_day(council: Council) -> None:
    council.allocates(council.rosa)
    await asks(council, LEAVE)
    council.deputises(council.rosa, for_=council.mina)  # she would answer her own: it is not asked of her
    council.deputises(council.hal, for_=council.mina)
    await morning(council, MONDAY)
    assert digests(council.mina) == []
    await morning(council, TUESDAY)
    [digest] = digests(council.mina)
    assert "Requests for an exemption (1)" in digest.words
    assert "Rosa Adeyemi, November 2026" in digest.words
    assert "Asked on Friday 20 November 2026." in digest.words
    assert "leave" not in digest.words
    assert len(digests(council.hal)) == 1
    assert all("Requests" not in one.words for one in digests(council.rosa))
    await morning(council, WEDNESDAY)
    assert len(digests(council.mina)) == 2
    request = await council.mina.presses(digests(council.mina)[-1], "Look at it")
    assert "Two weeks away, booked in spring." in request.words
    approved = await council.mina.presses(request, "Approve")
    assert "Approved by Mina Castell" in approved.words
    assert heading(await council.mina.presses(approved, "Back to the list")) == "For Wednesday 25 November 2026"
    await morning(council, THURSDAY)
    assert (len(digests(council.mina)), len(digests(council.hal))) == (2, 2)
    acted = {(row.rung, row.status) for row in council.rows(nudge_line, kind=ItemKind.APPROVAL)}
    assert acted == {("day 2026-11-24", "acted"), ("day 2026-11-25", "acted")}
    again = await council.hal.says("digest")
    assert "This request has been approved." in again.words


async def test_whoever_is_exempt_is_not_chased_even_with_what_was_decided_and_undoing_goes_on_with_it(
    council: Council,
) -> None:
    council.allocates(council.rosa, due_in=3)
    council.is_now(TUESDAY - timedelta(minutes=15))
    council.store.do(lambda unit: chasing.record(unit, Policy(), calendar_for(Policy())), TUESDAY, Actor("duty"))
    told = await asks(council, {"in_kind": "Discretionary: my own word"})
    assert heading(told) == "You are exempt for November 2026"
    await morning(council, TUESDAY)
    assert digests(council.rosa) == []
    assert ("+1", "lapsed", "exempt") in [(row.rung, row.status, row.reason) for row in council.rows(nudge_line)]
    await council.rosa.presses(told, "Undo")
    await morning(council, WEDNESDAY)
    [digest] = digests(council.rosa)
    assert "It was due by Monday 23 November 2026." in digest.words
    assert "Ask for an exemption" in digest.buttons


async def test_of_two_devices_at_once_one_takes_the_last_of_the_year(council_on_each: Council) -> None:
    council = council_on_each
    with council.unit() as unit:
        set_policy(unit, Setting("discretionary_a_year", "1", date(2026, 11, 1)), "a test")
    phone, desk = [await council.rosa.says("exemption") for _ in range(2)]
    given = {"in_kind": "Discretionary: my own word"}
    done = await gather(
        council.rosa.presses(phone, "Ask", {**given, "in_month": "November 2026"}),
        council.rosa.presses(desk, "Ask", {**given, "in_month": "December 2026"}),
    )
    assert sorted(heading(one)[:14] for one in done) == ["Ask for an exe", "You are exempt"]
    assert len(council.rows(exemption)) == 1
    (refused,) = (one for one in done if heading(one).startswith("Ask"))
    assert "Say why in a few words." in refused.words


async def test_what_is_exempt_can_be_done_all_the_same_and_undoing_leaves_its_return_alone(
    council_on_each: Council,
) -> None:
    council = council_on_each
    council.allocates(council.rosa)
    await asks(council, LEAVE)
    request = await gets(council, council.mina)
    # One opens the list and another approves at the same time: neither waits for the other.
    _, answered = await gather(council.rosa.says("help"), council.mina.presses(request, "Approve"))
    assert "Approved by" in answered.words
    assert council.rows(allocation)[0].status is AllocationStatus.EXEMPTED
    await gets(council, council.rosa, EXEMPT)
    step = await council.rosa.presses(await council.rosa.says("my exemptions"), "Start audit")
    assert council.rows(allocation)[0].status is AllocationStatus.STARTED
    await council.rosa.presses(await walks(council.rosa, step), "Return audit")
    assert council.rows(allocation)[0].status is AllocationStatus.RETURNED
    undone = await council.mina.presses(answered, "Undo")
    assert council.rows(allocation)[0].status is AllocationStatus.RETURNED
    assert council.rows(exemption) == []
    assert "No request waits for you." in (await council.mina.presses(undone, "All requests")).words
