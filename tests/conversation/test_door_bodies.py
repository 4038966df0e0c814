"""A body that can't be what Teams sends, in its encoding, its form or the length of what it names."""

from collections.abc import AsyncIterator

import pytest

from tests.fakes_door import OpenDoor, open_door
from tests.fakes_people import FakePerson
from tests.fakes_teams import FakeBotConnector


@pytest.fixture
async def door() -> AsyncIterator[OpenDoor]:
    async with FakeBotConnector() as teams, open_door(teams) as opened:
        yield opened


@pytest.fixture
def rosa(door: OpenDoor) -> FakePerson:
    return door.teams.person("Rosa Adeyemi")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"message"',
        b"null",
        b"{}",
        b'{"type": 3}',
        b'{"type": ""}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"type": "message", "text": "\\u0000"}',
        b'{"type": "message", "text": "\\ud83d"}',
        b'{"type": "message", "text": "\xed\xa0\x80"}',
        b'{"type": "message", "text": "\\\\\\u0000"}',
        '{"type": "message", "text": "\\ud83d"}'.encode("utf-16"),
        '{"type": "message", "text": "\\u0000"}'.encode("utf-32"),
        b'{"type": "message", "text": 3}',
        b'{"type": "message", "from": "29:rosa"}',
        b'{"type": "message", "channelData": []}',
    ],
)
async def test_a_body_that_is_no_activity_is_answered_400(door: OpenDoor, body: bytes) -> None:
    answer = await door.teams.deliver(body)
    assert answer.status == 400
    assert answer.body == {"error": "The body is not a Bot Framework activity in JSON. Send one."}


@pytest.mark.parametrize(
    "path",
    [("type",), ("id",), ("name",), ("replyToId",), ("from", "id"), ("from", "aadObjectId"), ("conversation", "id")],
)
async def test_an_id_or_a_name_longer_than_an_index_takes_is_answered_400(
    door: OpenDoor, rosa: FakePerson, path: tuple[str, ...]
) -> None:
    activity = rosa.activity("message", text="help", name="", replyToId="")
    inner = activity if len(path) == 1 else activity[path[0]]
    for name, status in (("é" * 256, 200), ("é" * 256 + "e", 400)):
        inner[path[-1]] = name
        assert (await door.teams.deliver(activity)).status == status


async def test_whoever_types_the_signs_that_stand_for_a_null_is_heard(door: OpenDoor, rosa: FakePerson) -> None:
    await rosa.delivers(rosa.activity("message", text="what is \\u0000 or \\ud800?"))
    assert door.reception.heard[0].text == "what is \\u0000 or \\ud800?"


async def test_whole_characters_outside_the_basic_plane_are_let_in(door: OpenDoor, rosa: FakePerson) -> None:
    await rosa.delivers(rosa.activity("message", text="thank you 🙂"))
    assert door.reception.heard[0].text == "thank you 🙂"


async def test_a_body_over_one_megabyte_is_answered_413(door: OpenDoor, rosa: FakePerson) -> None:
    assert (await rosa.delivers(rosa.activity("message", text="x" * 1024 * 1024))).status == 413
    assert (await rosa.delivers(rosa.activity("message", text="x" * 1_000_000))).status == 200
    assert len(door.reception.heard) == 1
