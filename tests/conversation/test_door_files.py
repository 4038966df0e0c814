"""Files through the seam: from where they are fetched, to where they are put, and what goes along."""

import asyncio
from typing import Any

import pytest

from bot.ports import FileError, FileTrouble, Inbound, InboundKind, SentFile, UploadPlace
from bot.teams.calls import Patience
from tests.fakes_door import OpenDoor, open_door
from tests.fakes_onedrive import FakeOneDrive
from tests.fakes_people import FakePerson
from tests.fakes_teams import FakeBotConnector

LARGEST = 1_000
WORKBOOK = b"the bytes of a workbook"


async def heard(door: OpenDoor, dan: FakePerson, *attachments: Any) -> Inbound:
    answer = await dan.delivers(dan.activity("message", text="", attachments=list(attachments)))
    assert answer.status == 200, answer.body
    return door.reception.heard[-1]


def place_of(onedrive: FakeOneDrive, name: str = "export.xlsx") -> UploadPlace:
    info = onedrive.upload_info(name)
    return UploadPlace(info["uploadUrl"], info["contentUrl"], name, info["uniqueId"], info["fileType"])


async def trouble(door: OpenDoor, file: SentFile) -> FileTrouble:
    with pytest.raises(FileError) as problem:
        await door.seam.files.fetch(file, LARGEST)
    return problem.value.trouble


async def test_a_file_of_the_senders_is_fetched_without_a_token() -> None:
    async with FakeBotConnector() as teams, open_door(teams) as door:
        teams.onedrive.files["a.xlsx"] = WORKBOOK
        happened = await heard(door, teams.person("Dan Iqbal"), teams.onedrive.attachment("a.xlsx"))
        assert happened.kind is InboundKind.SAID
        assert happened.files == (SentFile("a.xlsx", teams.onedrive.address("a.xlsx")),)
        assert await door.seam.files.fetch(happened.files[0], LARGEST) == WORKBOOK
        assert [call.authorization for call in teams.calls if call.name == "download"] == [""]
        assert teams.counts()["token"] == 0


async def test_a_file_that_the_connector_keeps_is_fetched_with_our_token() -> None:
    async with FakeBotConnector() as teams, open_door(teams) as door:
        teams.attachments["a.xlsx"] = WORKBOOK
        url = f"{teams.service_url}v3/attachments/a.xlsx/views/original"
        attachment = {"contentType": "application/octet-stream", "contentUrl": url, "name": "a.xlsx"}
        happened = await heard(door, teams.person("Dan Iqbal"), attachment)
        assert happened.files == (SentFile("a.xlsx", url, is_connectors=True),)
        assert await door.seam.files.fetch(happened.files[0], LARGEST) == WORKBOOK


async def test_the_token_is_not_taken_along_when_the_connector_sends_on() -> None:
    async with FakeBotConnector() as teams, open_door(teams) as door:
        teams.fail_next("attachment", status=302, location=teams.onedrive.address("a.xlsx"))
        teams.onedrive.files["a.xlsx"] = WORKBOOK
        file = SentFile("a.xlsx", f"{teams.service_url}v3/attachments/a.xlsx/views/original", is_connectors=True)
        assert await trouble(door, file) is FileTrouble.FOREIGN_HOST
        assert teams.counts()["download"] == 0


@pytest.mark.parametrize(
    "path",
    [
        "{url}/onedrive/a.xlsx",
        "{url}/teams/v3/attachments/../../onedrive/a.xlsx",
        "{url}/teams/v3/attachments/%2e%2e/%2E%2e/onedrive/a.xlsx",
        "{url}/teams/v3/attachments/..%5c..%5conedrive",
        "{url}/teams/v3/conversations/a:x/members",
        "http://dan@{host}/teams/v3/attachments/a.xlsx",
        "http://{host}.evil.example/teams/v3/attachments/a.xlsx",
        "https://{host}/teams/v3/attachments/a.xlsx",
        "http://[half/teams/v3/attachments/a.xlsx",
        "",
    ],
)
async def test_what_is_not_the_connectors_own_is_no_file_and_never_gets_the_token(path: str) -> None:
    async with FakeBotConnector() as teams, open_door(teams) as door:
        url = path.format(url=teams.url, host=teams.url.removeprefix("http://"))
        attachment = {"contentType": "application/octet-stream", "contentUrl": url, "name": "a.xlsx"}
        assert (await heard(door, teams.person("Dan Iqbal"), attachment)).files == ()


async def test_a_message_once_more_as_html_and_a_card_are_no_files() -> None:
    async with FakeBotConnector() as teams, open_door(teams) as door:
        html = {"contentType": "text/html", "content": "<p>help</p>"}
        card = {"contentType": "application/vnd.microsoft.card.adaptive", "content": {"type": "AdaptiveCard"}}
        assert (await heard(door, teams.person("Dan Iqbal"), html, card)).files == ()


@pytest.mark.parametrize("attachments", ["a.xlsx", ["a.xlsx"], {"name": "a.xlsx"}, [{"contentUrl": 7}]])
async def test_attachments_that_are_none_are_turned_away(attachments: Any) -> None:
    async with FakeBotConnector() as teams, open_door(teams) as door:
        dan = teams.person("Dan Iqbal")
        answer = await dan.delivers(dan.activity("message", text="", attachments=attachments))
        assert answer.status == 400
        assert door.reception.heard == []


async def test_a_file_may_send_on_to_where_files_may_lie() -> None:
    async with FakeBotConnector() as teams, open_door(teams) as door:
        teams.onedrive.files["there.xlsx"] = WORKBOOK
        teams.fail_next("download", status=302, location=teams.onedrive.address("there.xlsx"))
        file = SentFile("a.xlsx", teams.onedrive.address("a.xlsx"))
        assert await door.seam.files.fetch(file, LARGEST) == WORKBOOK


async def test_a_file_that_sends_on_and_on_is_given_up() -> None:
    async with FakeBotConnector() as teams, open_door(teams) as door:
        for _ in range(10):
            teams.fail_next("download", status=307, location=teams.onedrive.address("a.xlsx"))
        file = SentFile("a.xlsx", teams.onedrive.address("a.xlsx"))
        assert await trouble(door, file) is FileTrouble.FOREIGN_HOST
        assert teams.counts()["download"] == 4


@pytest.mark.parametrize(
    "url",
    [
        "https://files.example/a.xlsx",
        "http://council.sharepoint.com/a.xlsx",
        "https://sharepoint.com.evil.example/a.xlsx",
        "https://evilsharepoint.com/a.xlsx",
        "http://169.254.169.254/metadata",
        "http://[::1]/a.xlsx",
        "file:///etc/hosts",
        "not an address",
        "",
    ],
)
async def test_an_address_where_no_files_lie_is_not_called(url: str) -> None:
    async with FakeBotConnector() as teams, open_door(teams, AUDITBOT_FILE_HOSTS="*.sharepoint.com") as door:
        assert await trouble(door, SentFile("a.xlsx", url)) is FileTrouble.FOREIGN_HOST


async def test_this_machine_is_no_place_for_files_unless_the_settings_say_so() -> None:
    async with FakeBotConnector() as teams, open_door(teams, AUDITBOT_FILE_HOSTS="*.sharepoint.com") as door:
        teams.onedrive.files["a.xlsx"] = WORKBOOK
        file = SentFile("a.xlsx", teams.onedrive.address("a.xlsx"))
        assert await trouble(door, file) is FileTrouble.FOREIGN_HOST
        assert teams.counts()["download"] == 0


async def test_a_local_trial_fetches_from_this_machine_alone_and_without_a_token() -> None:
    async with FakeBotConnector() as teams, open_door(teams, AUDITBOT_LOCAL_TRIAL="1") as door:
        teams.asks_for_tokens = False
        teams.onedrive.files["a.xlsx"] = WORKBOOK
        assert await door.seam.files.fetch(SentFile("a.xlsx", teams.onedrive.address("a.xlsx")), LARGEST) == WORKBOOK
        assert await trouble(door, SentFile("a.xlsx", "https://council.sharepoint.com/a")) is FileTrouble.FOREIGN_HOST


@pytest.mark.parametrize(
    ("status", "what"),
    [
        (401, FileTrouble.NOT_THERE),
        (404, FileTrouble.NOT_THERE),
        (410, FileTrouble.NOT_THERE),
        (429, FileTrouble.NO_ANSWER),
        (503, FileTrouble.NO_ANSWER),
    ],
)
async def test_what_an_answer_without_the_file_means(status: int, what: FileTrouble) -> None:
    async with FakeBotConnector() as teams, open_door(teams) as door:
        teams.fail_next("download", status=status)
        assert await trouble(door, SentFile("a.xlsx", teams.onedrive.address("a.xlsx"))) is what


async def test_a_page_in_place_of_the_file_is_not_taken_for_it() -> None:
    async with FakeBotConnector() as teams, open_door(teams) as door:
        teams.onedrive.files["a.xlsx"] = b"<html>Sign in</html>"
        teams.onedrive.served_as = "text/html"
        assert await trouble(door, SentFile("a.xlsx", teams.onedrive.address("a.xlsx"))) is FileTrouble.NOT_THERE


@pytest.mark.parametrize("says_its_size", [True, False])
async def test_a_file_that_is_too_large_is_not_read_to_its_end(*, says_its_size: bool) -> None:
    async with FakeBotConnector() as teams, open_door(teams) as door:
        teams.onedrive.files["a.xlsx"] = b"x" * (LARGEST + 1)
        teams.onedrive.says_sizes = says_its_size
        assert await trouble(door, SentFile("a.xlsx", teams.onedrive.address("a.xlsx"))) is FileTrouble.TOO_LARGE
        teams.onedrive.files["a.xlsx"] = b"x" * LARGEST
        file = SentFile("a.xlsx", teams.onedrive.address("a.xlsx"))
        assert len(await door.seam.files.fetch(file, LARGEST)) == LARGEST


async def test_a_host_that_hangs_is_not_waited_for() -> None:
    patience = Patience(transfer=0.1)
    async with FakeBotConnector() as teams, open_door(teams, patience=patience) as door:
        teams.fail_next("download", hang=True)
        async with asyncio.timeout(5):
            what = await trouble(door, SentFile("a.xlsx", teams.onedrive.address("a.xlsx")))
        assert what is FileTrouble.NO_ANSWER


async def test_a_file_is_put_whole_where_teams_says() -> None:
    async with FakeBotConnector() as teams, open_door(teams) as door:
        await door.seam.files.put(place_of(teams.onedrive), WORKBOOK)
        assert teams.onedrive.files["export.xlsx"] == WORKBOOK
        assert teams.onedrive.put_with["export.xlsx"] == f"bytes 0-{len(WORKBOOK) - 1}/{len(WORKBOOK)}"


@pytest.mark.parametrize("status", [202, 302, 403, 500])
async def test_a_file_that_did_not_get_there_whole_is_said_not_to_have(status: int) -> None:
    async with FakeBotConnector() as teams, open_door(teams) as door:
        teams.fail_next("upload", status=status)
        with pytest.raises(FileError):
            await door.seam.files.put(place_of(teams.onedrive), WORKBOOK)
        assert teams.onedrive.files == {}


async def test_an_unknown_invoke_is_answered_as_one() -> None:
    async with FakeBotConnector() as teams, open_door(teams) as door:
        dan = teams.person("Dan Iqbal")
        assert (await dan.delivers(dan.activity("invoke", name="fileConsent/other", value={}))).status == 501
        assert door.reception.heard == []


async def test_a_failure_of_ours_in_answer_to_an_offer_is_an_error_to_teams() -> None:
    async with FakeBotConnector() as teams, open_door(teams) as door:
        door.reception.trouble = RuntimeError("the store is away")
        dan = teams.person("Dan Iqbal")
        value = {"type": "fileUpload", "action": "decline", "context": {}}
        assert (await dan.delivers(dan.activity("invoke", name="fileConsent/invoke", value=value))).status == 500
