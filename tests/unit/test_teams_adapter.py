"""The SDK's turn over our connector (docs/decisions/0001)."""

import re
from pathlib import Path

import pytest
from botbuilder.core import InvokeResponse, MessageFactory, TurnContext
from botbuilder.schema import Activity, ActivityTypes, Attachment

from bot.ports import UnreachableError
from bot.teams.adapter import TeamsAdapter, kept_answer
from bot.teams.connector import CARD_TYPE
from bot.teams.inbound import read_activity
from tests.fakes_door import OpenDoor, open_door
from tests.fakes_people import FakePerson
from tests.fakes_teams import FakeBotConnector

HERE = Path(__file__).parents[2]
CARD = {"type": "AdaptiveCard", "version": "1.5", "body": []}


async def turn_of(door: OpenDoor, rosa: FakePerson) -> TurnContext:
    await rosa.delivers(rosa.activity("message", text="help"))
    heard = door.reception.heard[0]
    body = f"""{{"type": "message", "id": "{heard.activity_id}", "channelId": "msteams", "text": "help",
        "serviceUrl": "{heard.service_url}", "from": {{"id": "{heard.channel_user_id}"}},
        "conversation": {{"id": "{heard.conversation_id}", "tenantId": "{heard.tenant_id}"}}}}"""
    return TurnContext(TeamsAdapter(door.seam.messenger), read_activity(body.encode()))


async def test_a_turn_of_the_sdk_sends_updates_and_deletes_over_the_shared_connector() -> None:
    async with FakeBotConnector() as teams, open_door(teams) as door:
        rosa = teams.person("Rosa Adeyemi")
        context = await turn_of(door, rosa)
        card = MessageFactory.attachment(Attachment(content_type=CARD_TYPE, content=CARD))
        sent = await context.send_activity(card)
        assert rosa.messages[0].card == CARD
        await context.update_activity(Activity(type="message", id=sent.id, text="Gone."))
        assert [message.text for message in rosa.messages] == ["Gone."]
        await context.delete_activity(sent.id)
        assert rosa.messages == []


async def test_the_answer_to_an_invoke_is_kept_as_it_is_and_not_sent() -> None:
    async with FakeBotConnector() as teams, open_door(teams) as door:
        context = await turn_of(door, teams.person("Rosa Adeyemi"))
        answer = InvokeResponse(status=200, body={"statusCode": 200})
        await context.send_activity(Activity(type=ActivityTypes.invoke_response, value=answer))
        kept = kept_answer(context)
        assert kept is not None
        assert (kept.status, kept.body) == (200, {"statusCode": 200})
        assert teams.counts()["send"] == 0


async def test_a_send_that_fails_is_not_swallowed_by_a_continued_conversation() -> None:
    async with FakeBotConnector() as teams, open_door(teams) as door:
        rosa = teams.person("Rosa Adeyemi")
        context = await turn_of(door, rosa)
        rosa.refuses_with = "ConversationBlockedByUser"

        async def say(continued: TurnContext) -> None:
            await continued.send_activity("Good morning.")

        reference = TurnContext.get_conversation_reference(context.activity)
        with pytest.raises(UnreachableError, match="ConversationBlockedByUser"):
            await TeamsAdapter(door.seam.messenger).continue_conversation(reference, say)


def test_the_adapter_takes_no_handler_that_would_swallow_errors() -> None:
    with pytest.raises(TypeError):
        TeamsAdapter(None, on_turn_error=print)  # type: ignore[call-arg, arg-type]  # that is the point


def test_each_defect_of_the_sdk_has_a_row_and_each_test_it_names_is_there() -> None:
    record = (HERE / "docs/decisions/0001-the-sdk-behind-one-package.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \|.*\| (`test_.*`) \|$", record, re.MULTILINE)
    assert [int(number) for number, _ in rows] == list(range(1, 11))
    written = "".join(path.read_text(encoding="utf-8") for path in (HERE / "tests").rglob("test_*.py"))
    named = [name for _, tests in rows for name in re.findall(r"`(test_\w+)`", tests)]
    assert [name for name in named if f"def {name}(" not in written] == []
