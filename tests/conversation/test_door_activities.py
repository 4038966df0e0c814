"""What comes in through the door, and what it is answered with (PLATFORM, defects 1, 4, 7, 9 and 10)."""

import asyncio
import copy
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.ports import Inbound, InboundKind, InvokeOutcome, InvokeReply
from tests.fakes_cards import Shown
from tests.fakes_door import OpenDoor, open_door
from tests.fakes_people import FakePerson
from tests.fakes_teams import TENANT, FakeBotConnector

CARD = {
    "type": "AdaptiveCard",
    "version": "1.5",
    "body": [{"type": "Input.Text", "id": "evidence", "label": "What did you see?", "value": "As before"}],
    "actions": [
        {
            "type": "Action.Execute",
            "title": "Next",
            "verb": "audit.next",
            "data": {"step": "3"},
            "fallback": {"type": "Action.Submit", "title": "Next", "data": {"step": "3", "verb": "audit.next"}},
        }
    ],
}
STEP = Shown(card=CARD, activity_id="sent-1")


@pytest.fixture
async def door() -> AsyncIterator[OpenDoor]:
    async with FakeBotConnector() as teams, open_door(teams) as opened:
        yield opened


@pytest.fixture
def rosa(door: OpenDoor) -> FakePerson:
    return door.teams.person("Rosa Adeyemi")


def only(door: OpenDoor) -> Inbound:
    assert len(door.reception.heard) == 1
    return door.reception.heard[0]


async def test_a_typed_message_reaches_the_dispatch(door: OpenDoor, rosa: FakePerson) -> None:
    answer = await rosa.delivers(rosa.activity("message", text="\xa0my audits \n"))
    assert (answer.status, answer.body) == (200, "")
    heard = only(door)
    assert (heard.kind, heard.text) == (InboundKind.SAID, "my audits")
    assert heard.tenant_id == TENANT, "the SDK loses the tenant of the conversation"
    assert (heard.object_id, heard.conversation_id) == (rosa.object_id, rosa.conversation_id)
    assert (heard.channel_user_id, heard.service_url) == (rosa.channel_user_id, door.teams.service_url)
    assert heard.tenant_allowed
    assert heard.is_personal


async def test_a_pressed_button_is_answered_with_the_next_card_in_place_of_the_old_one(
    door: OpenDoor, rosa: FakePerson
) -> None:
    following = {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "TextBlock", "text": "Step 4"}]}
    door.reception.reply = InvokeReply(InvokeOutcome.CARD, card=following)
    answer = await rosa.pressing(STEP, "Next", {"evidence": "A clear plan"})
    assert answer.status == 200
    assert answer.body == {
        "statusCode": 200,
        "type": "application/vnd.microsoft.card.adaptive",
        "value": following,
    }
    heard = only(door)
    assert (heard.kind, heard.verb, heard.reply_to_id) == (InboundKind.PRESSED, "audit.next", "sent-1")
    assert heard.data == {"step": "3", "evidence": "A clear plan"}
    assert door.teams.counts()["send"] == 0, "the answer is the HTTP body, nothing else"


async def test_a_pressed_button_may_be_answered_with_a_sentence(door: OpenDoor, rosa: FakePerson) -> None:
    door.reception.reply = InvokeReply(InvokeOutcome.MESSAGE, text="That audit is already returned.")
    assert (await rosa.presses(STEP, "Next")).text == "That audit is already returned."


async def test_a_pressed_button_may_be_answered_with_an_error(door: OpenDoor, rosa: FakePerson) -> None:
    door.reception.reply = InvokeReply(InvokeOutcome.ERROR, text="Ask QA.", status=403)
    answer = await rosa.pressing(STEP, "Next")
    assert answer.body == {
        "statusCode": 403,
        "type": "application/vnd.microsoft.error",
        "value": {"code": "403", "message": "Ask QA."},
    }


async def test_a_button_of_an_older_client_arrives_as_a_message_with_the_same_data(
    door: OpenDoor, rosa: FakePerson
) -> None:
    value = {**STEP.button("Next")["fallback"]["data"], **STEP.typed("Next", {})}
    await rosa.delivers(rosa.activity("message", value=value, replyToId="sent-1"))
    heard = only(door)
    assert (heard.kind, heard.reply_to_id) == (InboundKind.SUBMITTED, "sent-1")
    assert heard.data == {"step": "3", "verb": "audit.next", "evidence": "As before"}


async def test_a_refresh_by_teams_itself_is_told_from_a_press(door: OpenDoor, rosa: FakePerson) -> None:
    action = {"type": "Action.Execute", "verb": "audit.current"}
    for trigger in ("automatic", "manual"):
        value = {"action": action, "trigger": trigger}
        await rosa.delivers(rosa.activity("invoke", name="adaptiveCard/action", value=value))
    assert [heard.is_automatic for heard in door.reception.heard] == [True, False]


EXECUTE = {"type": "Action.Execute", "verb": "audit.next"}


@pytest.mark.parametrize(
    "value",
    [
        None,
        "next",
        [],
        {},
        {"action": None},
        {"action": "next"},
        {"action": {**EXECUTE, "type": "Action.Submit"}},
        {"action": {**EXECUTE, "verb": 3}},
        {"action": {**EXECUTE, "data": "step 3"}},
    ],
)
async def test_a_malformed_press_is_answered_400_with_an_error_body(
    door: OpenDoor, rosa: FakePerson, value: Any
) -> None:
    answer = await rosa.delivers(rosa.activity("invoke", name="adaptiveCard/action", value=value))
    assert answer.status == 400
    assert (answer.body["type"], answer.body["statusCode"]) == ("application/vnd.microsoft.error", 400)
    assert answer.body["value"]["message"].startswith("value")
    assert door.reception.heard == []


@pytest.mark.parametrize("name", ["task/fetch", "composeExtension/query", ""])
async def test_an_invoke_that_is_not_ours_is_answered_501(door: OpenDoor, rosa: FakePerson, name: str) -> None:
    assert (await rosa.delivers(rosa.activity("invoke", name=name, value={}))).status == 501
    assert door.reception.heard == []


async def test_a_press_that_fails_gets_a_sentence_and_a_way_on(door: OpenDoor, rosa: FakePerson) -> None:
    door.reception.trouble = RuntimeError("the evidence was: seen at home")
    shown = await rosa.presses(STEP, "Next")
    assert shown.text == ("We could not save that just now. Nothing else has changed. Please press the button again.")
    assert shown.error == "500"


async def test_a_message_that_fails_is_answered_500_and_tells_nothing(door: OpenDoor, rosa: FakePerson) -> None:
    door.reception.trouble = RuntimeError("the evidence was: seen at home")
    answer = await rosa.delivers(rosa.activity("message", text="help"))
    assert answer.status == 500
    assert set(answer.body) == {"error", "id"}
    assert "evidence" not in str(answer.body)


@pytest.mark.parametrize(
    ("action", "kind"),
    [
        ("add", InboundKind.INSTALLED),
        ("remove", InboundKind.REMOVED),
        ("add-upgrade", InboundKind.UPGRADED),
        ("remove-upgrade", InboundKind.UPGRADED),
    ],
)
async def test_an_upgrade_is_not_taken_for_an_uninstall(
    door: OpenDoor, rosa: FakePerson, action: str, kind: InboundKind
) -> None:
    assert (await rosa.delivers(rosa.activity("installationUpdate", action=action))).status == 200
    assert only(door).kind is kind


@pytest.mark.parametrize("kind", ["conversationUpdate", "messageReaction", "typing", "event", "somethingNew"])
async def test_what_nobody_asked_for_is_acknowledged_and_left_alone(
    door: OpenDoor, rosa: FakePerson, kind: str
) -> None:
    assert (await rosa.delivers(rosa.activity(kind))).status == 200
    assert (await rosa.delivers(rosa.activity("installationUpdate", action="polish"))).status == 200
    assert door.reception.heard == []


async def test_three_copies_of_an_activity_carry_the_same_id_so_that_the_dispatch_can_tell(
    door: OpenDoor, rosa: FakePerson
) -> None:
    await rosa.pressing(STEP, "Next")
    await rosa.is_heard_again()
    await rosa.is_heard_again()
    first, second, third = door.reception.heard
    assert first == second == third
    await rosa.is_heard_again(new_id=True)
    assert door.reception.heard[3].activity_id != first.activity_id


async def test_a_group_chat_is_told_from_a_personal_one(door: OpenDoor, rosa: FakePerson) -> None:
    activity = rosa.activity("message", text="help")
    activity["conversation"]["conversationType"] = "groupChat"
    await rosa.delivers(activity)
    assert not only(door).is_personal


def with_tenants(rosa: FakePerson, conversation: str | None, channel: str | None) -> dict[str, Any]:
    activity = rosa.activity("message", text="help")
    activity["conversation"]["tenantId"] = conversation
    activity["channelData"] = {"tenant": {"id": channel}} if channel else {}
    return activity


@pytest.mark.parametrize(("conversation", "channel"), [(None, None), (TENANT, "another"), ("another", TENANT)])
async def test_an_activity_of_no_tenant_or_of_two_is_refused(
    door: OpenDoor, rosa: FakePerson, conversation: str | None, channel: str | None
) -> None:
    assert (await rosa.delivers(with_tenants(rosa, conversation, channel))).status == 403
    assert door.reception.heard == []


@pytest.mark.parametrize(("conversation", "channel"), [(None, TENANT), (TENANT, None), (TENANT.upper(), TENANT)])
async def test_one_place_that_names_the_tenant_is_enough(
    door: OpenDoor, rosa: FakePerson, conversation: str | None, channel: str | None
) -> None:
    assert (await rosa.delivers(with_tenants(rosa, conversation, channel))).status == 200
    assert only(door).tenant_id == TENANT


async def test_another_tenant_is_heard_by_the_dispatch_and_answered_403(door: OpenDoor, rosa: FakePerson) -> None:
    assert (await rosa.delivers(with_tenants(rosa, "another", "another"))).status == 403
    assert not only(door).tenant_allowed


async def test_another_channel_is_refused(door: OpenDoor, rosa: FakePerson) -> None:
    door.teams.issuer.endorsements = ()
    assert (await rosa.delivers(rosa.activity("message", text="help", channelId="webchat"))).status == 403
    assert door.reception.heard == []


def without(rosa: FakePerson, *path: str) -> dict[str, Any]:
    activity = copy.deepcopy(rosa.activity("message", text="help"))
    inner = activity
    for name in path[:-1]:
        inner = inner[name]
    del inner[path[-1]]
    return activity


@pytest.mark.parametrize("path", [("from",), ("from", "id"), ("conversation", "id")])
async def test_a_message_that_could_not_be_answered_is_answered_400(
    door: OpenDoor, rosa: FakePerson, path: tuple[str, ...]
) -> None:
    assert (await door.teams.deliver(without(rosa, *path))).status == 400
    assert door.reception.heard == []


async def test_a_message_without_an_id_is_handled_as_new(door: OpenDoor, rosa: FakePerson) -> None:
    for _ in range(2):
        assert (await door.teams.deliver(without(rosa, "id"))).status == 200
    first, second = door.reception.heard
    assert first.activity_id != second.activity_id


async def test_one_turn_that_hangs_stops_nobody_else(door: OpenDoor, rosa: FakePerson) -> None:
    door.reception.gate = asyncio.Event()
    waiting = [asyncio.create_task(rosa.pressing(STEP, "Next")) for _ in range(8)]
    await door.reception.busy.wait()
    gate, door.reception.gate = door.reception.gate, None
    assert (await rosa.presses(STEP, "Next")).text == "Noted."
    gate.set()
    assert {(await turn).status for turn in waiting} == {200}
