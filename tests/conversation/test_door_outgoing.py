"""What goes out to Teams and how it can fail (PLATFORM, Delivery; defects 5, 7, 8 and 9)."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.ports import (
    Address,
    ConversationGoneError,
    InvokeOutcome,
    InvokeReply,
    Outgoing,
    PassingError,
    RefusedError,
    SendError,
    UncertainError,
    UnreachableError,
)
from bot.teams.calls import Patience
from tests.fakes_cards import Shown
from tests.fakes_door import OpenDoor, open_door
from tests.fakes_people import FakePerson
from tests.fakes_teams import APP_ID, TENANT, FakeBotConnector

CARD = {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "TextBlock", "text": "An audit is yours"}]}
PRESS = {"type": "Action.Execute", "title": "Press", "verb": "help", "data": {}}
NOTICE = Outgoing(card=CARD, summary="An audit for you")


@pytest.fixture
async def door() -> AsyncIterator[OpenDoor]:
    async with FakeBotConnector() as teams, open_door(teams) as opened:
        yield opened


@pytest.fixture
def rosa(door: OpenDoor) -> FakePerson:
    return door.teams.person("Rosa Adeyemi")


def address_of(rosa: FakePerson, **changes: Any) -> Address:
    where: dict[str, Any] = {
        "tenant_id": rosa.tenant_id,
        "object_id": rosa.object_id,
        "conversation_id": rosa.conversation_id,
        "service_url": rosa.teams.service_url,
    }
    return Address(**{**where, **changes})


async def test_a_first_contact_makes_the_conversation_and_reaches_the_person(door: OpenDoor, rosa: FakePerson) -> None:
    made = await door.seam.messenger.open_conversation(address_of(rosa, conversation_id=None))
    assert made == rosa.conversation_id
    opened = door.teams.calls[-1].body
    assert opened["members"] == [{"id": rosa.object_id}]
    assert opened["channelData"] == {"tenant": {"id": TENANT}}
    assert not opened["isGroup"]
    sent = await door.seam.messenger.send(address_of(rosa), NOTICE)
    assert [message.activity_id for message in rosa.messages] == [sent]
    assert (rosa.messages[0].card, rosa.messages[0].summary) == (CARD, "An audit for you")


async def test_a_reply_goes_below_what_it_replies_to(door: OpenDoor, rosa: FakePerson) -> None:
    await door.seam.messenger.send(address_of(rosa), Outgoing(text="Good morning."), reply_to_id="f:1")
    assert door.teams.calls[-1].path.endswith("/activities/f:1")
    assert door.teams.calls[-1].body["replyToId"] == "f:1"
    assert rosa.messages[0].text == "Good morning."


async def test_what_is_said_without_a_card_is_never_read_as_markdown(door: OpenDoor, rosa: FakePerson) -> None:
    said = "I know nobody called “[Rosa](https://phish.example) **now**”."
    await door.seam.messenger.send(address_of(rosa), Outgoing(text=said))
    body = door.teams.calls[-1].body
    assert (body["text"], body["textFormat"]) == (said, "plain")


TURNED = "Ada \u202emlE\u202c of \u2067the\u2069 team"
AS_STORED = "Ada mlE of the team"


async def test_nothing_that_goes_out_turns_the_order_of_reading(door: OpenDoor, rosa: FakePerson) -> None:
    body = [
        {
            "type": "TextBlock",
            "text": f"{TURNED}, \u0641\u0627\u0637\u0645\u0629\u200f, \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        }
    ]
    card = {**CARD, "body": body}
    await door.seam.messenger.send(address_of(rosa), Outgoing(text=TURNED, card=card))
    door.reception.reply = InvokeReply(InvokeOutcome.CARD, card=card)
    pressed = await rosa.pressing(Shown(card={**CARD, "actions": [PRESS]}, activity_id="1"), "Press")
    shown = [rosa.messages[0].card, pressed.body["value"]]
    assert rosa.messages[0].text == AS_STORED
    for one in shown:
        assert one["body"][0]["text"] == body[0]["text"].replace(TURNED, AS_STORED), "names of any script stay whole"


async def test_an_alarm_is_marked_as_one(door: OpenDoor, rosa: FakePerson) -> None:
    await door.seam.messenger.send(address_of(rosa), Outgoing(card=CARD, urgent=True))
    await door.seam.messenger.send(address_of(rosa), NOTICE)
    alarm, notice = (call.body for call in door.teams.calls if call.name == "send")
    assert (alarm["importance"], alarm["channelData"]) == ("high", {"notification": {"alert": True}})
    assert "importance" not in notice


async def test_a_message_that_was_sent_can_be_replaced_and_taken_back(door: OpenDoor, rosa: FakePerson) -> None:
    sent = await door.seam.messenger.send(address_of(rosa), NOTICE)
    await door.seam.messenger.update(address_of(rosa), sent, Outgoing(text="This audit has been withdrawn."))
    assert [message.text for message in rosa.messages] == ["This audit has been withdrawn."]
    await door.seam.messenger.delete(address_of(rosa), sent)
    assert rosa.messages == []


async def test_the_roster_says_who_a_member_and_who_a_guest_is(door: OpenDoor, rosa: FakePerson) -> None:
    olu = door.teams.person("Olu Marsh", guest=True, email="olu@elsewhere.example")
    member = await door.seam.messenger.member(address_of(rosa), rosa.channel_user_id)
    guest = await door.seam.messenger.member(address_of(rosa), olu.channel_user_id)
    assert member is not None
    assert (member.email, member.object_id, member.is_guest) == (rosa.email, rosa.object_id, False)
    assert guest is not None
    assert guest.is_guest
    assert await door.seam.messenger.member(address_of(rosa), "29:nobody") is None


@pytest.mark.parametrize(
    ("how", "error", "reason", "wait"),
    [
        ({"status": 429, "retry_after": "7"}, PassingError, "http_429", 7),
        ({"status": 429, "retry_after": "Fri, 20 Nov 2026 09:01:00 GMT"}, PassingError, "http_429", 60),
        ({"status": 429, "retry_after": "Fri, 20 Nov 2026 08:00:00 GMT"}, PassingError, "http_429", 0),
        ({"status": 429, "retry_after": "Fri, 20 Nov 2026 09:01:00 -0000"}, PassingError, "http_429", 60),
        ({"status": 429, "retry_after": "soon"}, PassingError, "http_429", None),
        ({"status": 412}, PassingError, "http_412", None),
        ({"status": 502}, PassingError, "http_502", None),
        ({"status": 503, "retry_after": "2"}, PassingError, "http_503", 2),
        ({"status": 504}, PassingError, "http_504", None),
        ({"status": 404, "code": "ConversationNotFound"}, ConversationGoneError, "http_404", None),
        ({"status": 403, "code": "BotNotInConversationRoster"}, UnreachableError, "BotNotInConversationRoster", None),
        ({"status": 403, "code": "ConversationBlockedByUser"}, UnreachableError, "ConversationBlockedByUser", None),
        ({"status": 403, "code": "not a code"}, UnreachableError, "http_403", None),
        ({"status": 400}, RefusedError, "http_400", None),
        ({"status": 401}, RefusedError, "http_401", None),
        ({"status": 413}, RefusedError, "http_413", None),
        ({"status": 500}, RefusedError, "http_500", None),
        ({"status": 302}, RefusedError, "http_302", None),
        ({"drop": True}, UncertainError, "connection_lost", None),
    ],
)
async def test_a_failed_send_says_what_may_be_done_about_it(
    door: OpenDoor, rosa: FakePerson, how: dict[str, Any], error: type[SendError], reason: str, wait: float | None
) -> None:
    door.teams.fail_next("send", **how)
    with pytest.raises(SendError) as failure:
        await door.seam.messenger.send(address_of(rosa), NOTICE)
    assert (type(failure.value), failure.value.reason) == (error, reason)
    assert getattr(failure.value, "retry_after", None) == wait
    assert door.teams.counts()["send"] == 1, "trying again is for the delivery to decide"


async def test_a_send_that_is_never_answered_may_have_arrived() -> None:
    async with FakeBotConnector() as teams, open_door(teams, patience=Patience(call=0.1)) as door:
        rosa = teams.person("Rosa Adeyemi")
        teams.fail_next("send", hang=True, after_all=True)
        with pytest.raises(UncertainError) as failure:
            await door.seam.messenger.send(address_of(rosa), NOTICE)
        assert failure.value.reason == "timeout"
        assert len(rosa.messages) == 1
        teams.fail_next("open", hang=True)
        with pytest.raises(PassingError):
            await door.seam.messenger.open_conversation(address_of(rosa, conversation_id=None))
        teams.let_go.set()


async def test_without_a_connection_nothing_went(door: OpenDoor, rosa: FakePerson) -> None:
    nobody_listens = address_of(rosa, service_url="http://127.0.0.1:9/")
    with pytest.raises(PassingError) as failure:
        await door.seam.messenger.send(nobody_listens, NOTICE)
    assert failure.value.reason == "not_connected"


async def test_without_a_conversation_it_is_to_be_made_first(door: OpenDoor, rosa: FakePerson) -> None:
    with pytest.raises(ConversationGoneError):
        await door.seam.messenger.send(address_of(rosa, conversation_id=None), NOTICE)


async def test_eight_sends_that_hang_stop_nobody_else(door: OpenDoor, rosa: FakePerson) -> None:
    for _ in range(8):
        door.teams.fail_next("send", hang=True)
    hanging = [asyncio.create_task(door.seam.messenger.send(address_of(rosa), NOTICE)) for _ in range(8)]
    await door.teams.wait_for_call("send", 8)
    assert await door.seam.messenger.send(address_of(rosa), NOTICE)
    assert not any(task.done() for task in hanging)
    door.teams.let_go.set()
    outcomes = await asyncio.gather(*hanging, return_exceptions=True)
    assert {type(outcome) for outcome in outcomes} == {PassingError}


async def test_many_sends_go_over_one_connection_with_one_token(door: OpenDoor, rosa: FakePerson) -> None:
    for _ in range(5):
        await door.seam.messenger.send(address_of(rosa), NOTICE)
    assert len(rosa.messages) == 5
    assert door.teams.counts()["token"] == 1
    assert len(door.teams.connections["send"]) == 1


async def test_however_many_wait_one_token_is_fetched(door: OpenDoor, rosa: FakePerson) -> None:
    await asyncio.gather(*(door.seam.messenger.send(address_of(rosa), NOTICE) for _ in range(10)))
    assert door.teams.counts()["token"] == 1
    asked = door.teams.calls[0].body
    assert asked["client_id"] == APP_ID
    assert asked["scope"] == "https://api.botframework.com/.default"


async def test_a_token_is_renewed_before_it_ends_and_nobody_waits_for_it(door: OpenDoor, rosa: FakePerson) -> None:
    await door.seam.messenger.send(address_of(rosa), NOTICE)
    door.clock.move(minutes=57)
    door.teams.fail_next("token", hang=True)
    await door.seam.messenger.send(address_of(rosa), NOTICE)
    await door.teams.wait_for_call("token", 2)
    assert [call.authorization for call in door.teams.calls if call.name == "send"] == ["Bearer our-token-1"] * 2


async def test_a_token_that_has_ended_is_not_used(door: OpenDoor, rosa: FakePerson) -> None:
    await door.seam.messenger.send(address_of(rosa), NOTICE)
    door.clock.move(minutes=61)
    await door.seam.messenger.send(address_of(rosa), NOTICE)
    assert door.teams.calls[-1].authorization == "Bearer our-token-2"


async def test_a_token_that_teams_refuses_is_dropped(door: OpenDoor, rosa: FakePerson) -> None:
    await door.seam.messenger.send(address_of(rosa), NOTICE)
    door.teams.tokens.clear()
    with pytest.raises(RefusedError):
        await door.seam.messenger.send(address_of(rosa), NOTICE)
    await door.seam.messenger.send(address_of(rosa), NOTICE)
    assert door.teams.counts()["token"] == 2


@pytest.mark.parametrize(
    ("how", "error", "reason"),
    [
        ({"status": 401}, RefusedError, "token_http_401"),
        ({"status": 503}, PassingError, "token_http_503"),
        ({"drop": True}, PassingError, "token_no_answer"),
    ],
)
async def test_without_a_token_nothing_is_sent(
    door: OpenDoor, rosa: FakePerson, how: dict[str, Any], error: type[SendError], reason: str
) -> None:
    door.teams.fail_next("token", **how)
    with pytest.raises(error) as failure:
        await door.seam.messenger.send(address_of(rosa), NOTICE)
    assert failure.value.reason == reason
    assert door.teams.counts()["send"] == 0


@pytest.mark.parametrize("url", ["http://teams.example/", "ftp://127.0.0.1/", "https://", "teams", "http://[::1"])
async def test_a_token_goes_to_no_unsafe_address(door: OpenDoor, rosa: FakePerson, url: str) -> None:
    with pytest.raises(RefusedError):
        await door.seam.messenger.send(address_of(rosa, service_url=url), NOTICE)
    assert door.teams.counts()["token"] == 0


async def test_a_token_is_not_taken_along_to_where_an_answer_points(door: OpenDoor, rosa: FakePerson) -> None:
    door.teams.fail_next("send", status=307, location=f"{door.teams.url}/token")
    with pytest.raises(RefusedError):
        await door.seam.messenger.send(address_of(rosa), NOTICE)
    assert [call.name for call in door.teams.calls] == ["token", "send"]


async def test_a_local_trial_sends_no_token_and_stays_on_this_machine() -> None:
    async with FakeBotConnector() as teams, open_door(teams, AUDITBOT_LOCAL_TRIAL="1") as door:
        teams.asks_for_tokens = False
        rosa = teams.person("Rosa Adeyemi")
        await door.seam.messenger.send(address_of(rosa), NOTICE)
        assert (teams.calls[-1].authorization, teams.counts()["token"]) == ("", 0)
        with pytest.raises(RefusedError):
            await door.seam.messenger.send(address_of(rosa, service_url="https://teams.example/"), NOTICE)


async def test_a_managed_identity_is_asked_of_the_host_it_runs_on() -> None:
    async with FakeBotConnector() as teams:
        door_on_the_host = open_door(
            teams,
            MicrosoftAppType="UserAssignedMSI",
            AUDITBOT_TOKEN_URL="",
            IDENTITY_ENDPOINT=f"{teams.url}/token",
            IDENTITY_HEADER="an-invented-header",
        )
        async with door_on_the_host as door:
            await door.seam.messenger.send(address_of(teams.person("Rosa Adeyemi")), NOTICE)
    assert teams.calls[0].body == {
        "api-version": "2019-08-01",
        "resource": "https://api.botframework.com",
        "client_id": APP_ID,
    }
    assert teams.calls[0].headers["X-IDENTITY-HEADER"] == "an-invented-header"
    assert teams.counts()["send"] == 1


async def test_a_managed_identity_may_be_asked_of_the_machine() -> None:
    async with FakeBotConnector() as teams, open_door(teams, MicrosoftAppType="UserAssignedMSI") as door:
        teams.tokens_end_by_date = True
        await door.seam.messenger.send(address_of(teams.person("Rosa Adeyemi")), NOTICE)
    assert teams.calls[0].body["api-version"] == "2018-02-01"
    assert teams.calls[0].headers["Metadata"] == "true"
    assert teams.counts()["send"] == 1
