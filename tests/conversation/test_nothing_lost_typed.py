"""A message that Teams delivers once more, with a new id: it counts once, and is never put into the next question.

It is known by the time at which it was written. Where Teams says none, or another one with the new id, what may be the
same message is asked about.
"""

from collections.abc import Mapping

import pytest

from domain.words import AllocationStatus
from storage.tables.allocations import allocation
from tests.conversation.council import REVIEW, Council, heading
from tests.conversation.on_paper import Agreed, hold_store_to
from tests.conversation.walkers import Before, Walker, placed

SAID_BEFORE = "I have that already"
EVERYBODY = dict.fromkeys(("social_worker", "manager", "child"), "included")


async def stands_at(council: Council, step: str, *open_steps: str, actions: int = 0) -> Walker:
    """Somebody at a step of an audit; that step and `open_steps` have no answer yet."""
    walker = placed(council, Before(step, without=open_steps, actions=actions))
    await walker.who.says("continue")
    return walker


async def says_twice(walker: Walker, text: str) -> str:
    """Say it, and let it be delivered again with a new id and no time; what the second one is answered with."""
    walker.who.tells_when = False
    await walker.who.says(text)
    before = len(walker.who.messages)
    await walker.who.is_heard_again(new_id=True)
    return (await walker.who.next_message(before)).text


async def is_delivered_twice(walker: Walker, text: str) -> None:
    """Say it, and let it be delivered again with a new id: the second one is accepted and answered with nothing."""
    await walker.who.says(text)
    before = len(walker.who.messages)
    assert (await walker.who.is_heard_again(new_id=True)).status == 200
    await walker.who.says("continue")
    assert len(walker.who.messages) == before + 1, "only 'continue' was answered"


ANSWERS = pytest.mark.parametrize(
    ("step", "open_step", "said_first", "text", "kept"),
    [
        (
            "domain_plans",
            "domain_oversight",
            "Owners are named.",
            "3",
            {"rating": "Requires Improvement", "evidence": "Owners are named."},
        ),
        ("domain_plans", "domain_oversight", "", "Good: Documented.", {"rating": "Good", "evidence": "Documented."}),
        ("summary", "overall", "", "A warm start.", {"strengths": "A warm start."}),
        ("family_feedback", "summary", "mixed", "fine", {"child_sentiment": "mixed", "child_words": "fine"}),
        (
            "involved",
            "involved_why",
            "",
            "1, 1, does not apply, 1, tried",
            {**EVERYBODY, "iro_or_chair": "not_applicable", "parent": "attempted"},
        ),
    ],
)


@ANSWERS
async def test_an_answer_is_kept_once(
    council: Council, step: str, open_step: str, said_first: str, text: str, kept: Mapping[str, str]
) -> None:
    walker = await stands_at(council, step, open_step)
    if said_first:
        await walker.who.says(said_first)
    await is_delivered_twice(walker, text)
    walker.paper.answers[step] = dict(kept)
    hold_store_to(council, walker.paper)


@ANSWERS
async def test_an_answer_without_a_time_is_kept_once(
    council: Council, step: str, open_step: str, said_first: str, text: str, kept: Mapping[str, str]
) -> None:
    walker = await stands_at(council, step, open_step)
    if said_first:
        await walker.who.says(said_first)
    assert SAID_BEFORE in await says_twice(walker, text)
    walker.paper.answers[step] = dict(kept)
    hold_store_to(council, walker.paper)


async def test_whoever_means_it_again_says_so(council: Council) -> None:
    walker = await stands_at(council, "summary")
    asked = await says_twice(walker, "None.")
    assert "If you mean it here too, type 'answer:' and it again." in asked
    assert "None." not in asked, "what was typed stands in no notification"
    await walker.who.says("answer: None.")
    walker.paper.answers["summary"] = {"strengths": "None.", "areas": "None."}
    hold_store_to(council, walker.paper)


async def test_the_same_words_some_minutes_later_are_new_ones(council: Council) -> None:
    walker = await stands_at(council, "summary")
    walker.who.tells_when = False
    await walker.who.says("None.")
    await council.time_passes(minutes=3)
    await walker.who.says("None.")
    walker.paper.answers["summary"] = {"strengths": "None.", "areas": "None."}
    hold_store_to(council, walker.paper)


async def test_the_same_words_after_others_are_new_ones(council: Council) -> None:
    walker = await stands_at(council, "domain_plans", "domain_oversight")
    walker.who.tells_when = False
    for text in ("Owners are named.", "good", "Each choice is explained.", "good"):
        await walker.who.says(text)
    walker.paper.answers["domain_plans"] = {"rating": "Good", "evidence": "Owners are named."}
    walker.paper.answers["domain_oversight"] = {"rating": "Good", "evidence": "Each choice is explained."}
    hold_store_to(council, walker.paper)


async def test_an_action_is_agreed_once(council: Council) -> None:
    walker = await stands_at(council, "actions", actions=1)
    await is_delivered_twice(walker, f"Write a plan.; {walker.owner.email}; {walker.by_then.isoformat()}")
    walker.paper.actions.append(Agreed("Write a plan.", walker.owner.email, walker.by_then))
    hold_store_to(council, walker.paper)


async def test_one_action_is_taken_out_not_two(council: Council) -> None:
    walker = await stands_at(council, "actions", actions=3)
    await is_delivered_twice(walker, "remove 1")
    del walker.paper.actions[0]
    hold_store_to(council, walker.paper)


async def test_one_action_is_taken_out_without_a_time_not_two(council: Council) -> None:
    walker = await stands_at(council, "actions", actions=3)
    assert "To take out another one, press Remove beside it." in await says_twice(walker, "remove 1")
    del walker.paper.actions[0]
    hold_store_to(council, walker.paper)


@pytest.mark.parametrize("tells_when", [True, False])
@pytest.mark.parametrize("word", ["included", "1"])
async def test_the_same_word_for_one_party_after_another_answers_each(
    council: Council, word: str, *, tells_when: bool
) -> None:
    walker = await stands_at(council, "involved")
    walker.who.tells_when = tells_when
    for _ in range(5):
        assert (await walker.who.says(word)).text.startswith("Kept.")
    walker.paper.answers["involved"] = {**EVERYBODY, "iro_or_chair": "included", "parent": "included"}
    hold_store_to(council, walker.paper)


@pytest.mark.parametrize("text", ["Good: Documented.", "Owners are named."])
async def test_words_delivered_again_with_a_new_time_are_asked_about(council: Council, text: str) -> None:
    walker = await stands_at(council, "domain_plans", "domain_oversight")
    await walker.who.says("good")
    await walker.who.says(text)
    assert SAID_BEFORE in (await walker.who.says(text)).text
    walker.paper.answers["domain_plans"] = {"rating": "Good", "evidence": text.removeprefix("Good: ")}
    hold_store_to(council, walker.paper)


async def test_one_grade_after_another_in_a_message_each_is_kept(council: Council) -> None:
    walker = await stands_at(council, "domain_plans", "domain_oversight")
    for text in ("answer: Owners are named.", "good", "good"):
        await walker.who.says(text)
    walker.paper.answers["domain_plans"] = {"rating": "Good", "evidence": "Owners are named."}
    walker.paper.answers["domain_oversight"] = {"rating": "Good"}
    hold_store_to(council, walker.paper)


@pytest.mark.parametrize("tells_when", [True, False])
async def test_return_typed_once_and_delivered_twice_returns_nothing_unread(
    council: Council, *, tells_when: bool
) -> None:
    walker = await stands_at(council, "actions", actions=1)
    walker.who.tells_when = tells_when
    said = await walker.who.says("return")
    assert heading(said) == REVIEW
    await walker.who.is_heard_again(new_id=True)
    assert council.rows(allocation)[0].status is AllocationStatus.STARTED


async def test_an_audit_is_returned_by_words_of_their_own(council: Council) -> None:
    walker = await stands_at(council, "overall")
    await walker.who.says("good")
    said = await walker.who.says("return")
    assert "Then type 'return it'" in said.text
    assert heading(await walker.who.says("return it")) == "Audit returned"
