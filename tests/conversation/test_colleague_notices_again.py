"""What colleagues hear of an audit that is returned again or sent back: what is news to them, and nothing else."""

from datetime import date

from domain.words import AllocationStatus
from storage.lifecycle import move
from tests.conversation.council import Council, returns, starts, walks
from tests.conversation.test_colleague_notices import OUTCOME, STARTED, last, returns_with_an_action, titles
from tests.fakes_cards import Shown

# What follows an outcome: here a return is one.
MODERATED = "none"


async def reopened(council: Council, receipt: Shown) -> Shown:
    """The step of the overall grade of an audit that was told of, returned and opened again."""
    await council.time_passes(minutes=5)
    review = await council.rosa.presses(receipt, "Reopen")
    return await council.rosa.presses(review, "Change: Overall grade")


async def test_a_second_return_that_changes_a_grade_alone_is_no_news_to_colleagues(council: Council) -> None:
    council.allocates(council.rosa)
    step = await reopened(council, await returns(council.rosa))
    review = await walks(council.rosa, await council.rosa.presses(step, "Next", {"in_rating": "Outstanding"}))
    await council.rosa.presses(review, "Return audit")
    await council.time_passes(minutes=5)
    assert titles(council.sue) == titles(council.tom) == [OUTCOME]


async def test_an_action_that_a_second_return_leaves_out_is_not_among_those_told(council: Council) -> None:
    await returns_with_an_action(council)
    await council.time_passes(minutes=5)
    assert "Actions agreed" in last(council.sue, OUTCOME).words
    actions = await council.rosa.presses(await council.rosa.says("my audits"), "Reopen")
    actions = await council.rosa.presses(actions, "Change: Actions")
    actions = await council.rosa.presses(actions, "Remove")
    await council.rosa.presses(await walks(council.rosa, actions), "Return audit")
    await council.time_passes(minutes=5)
    told = last(council.sue, OUTCOME)
    assert "It was changed since you last heard of it." in told.words
    assert "No actions were agreed." in told.words


async def test_the_start_is_not_told_after_the_outcome(council: Council) -> None:
    number = council.allocates(council.rosa)
    await returns(council.rosa)
    await council.time_passes(minutes=5)
    with council.unit() as unit:
        unit.actor = type(unit.actor)("chat")
        move(unit, number, AllocationStatus.RETURNED, AllocationStatus.SENT_BACK, date(2026, 11, 20))
    await council.time_passes(minutes=5)
    assert titles(council.sue) == titles(council.tom) == [OUTCOME]


async def test_whoever_has_not_heard_the_outcome_hears_of_the_start_of_what_was_sent_back(council: Council) -> None:
    number = council.allocates(council.rosa)
    await walks(council.rosa, await starts(council.rosa))
    await council.rosa.presses(await council.rosa.says("review"), "Return audit")
    with council.unit() as unit:
        unit.actor = type(unit.actor)("chat")
        move(unit, number, AllocationStatus.RETURNED, AllocationStatus.SENT_BACK, date(2026, 11, 20))
    await council.time_passes(minutes=5)
    assert titles(council.sue) == [STARTED]
