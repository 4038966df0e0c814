"""The Teams app package: what Teams' own schema says of it, its icons, its bytes, and what is refused."""

import json
import struct
import tomllib
import zipfile
import zlib
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft4Validator, Draft202012Validator

from bot.cli import main
from bot.package_command import package_of, zipped
from bot.package_details import EXAMPLE, LONGEST, Details, read_details
from bot.package_icons import colour_icon, outline_icon
from bot.package_manifest import COMMANDS, FULL_DESCRIPTION, manifest_of
from dialogs.table import command
from dialogs.turn import Viewer
from domain.errors import BadInputError
from domain.words import Role
from tests.unit.test_rooms import ROOT

APP_ID = "0a1b2c3d-0000-4000-8000-000000000001"
OURS = replace(
    EXAMPLE,
    app_id=APP_ID,
    council="Borough of Invention",
    website="https://www.invention.test/audits",
    privacy="https://www.invention.test/privacy",
    terms="https://www.invention.test/terms",
)
SCHEMA = ROOT / "tests/teams_manifest/MicrosoftTeams.schema.json"


@cache
def validators() -> tuple[Draft4Validator, Draft202012Validator]:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    newest = {**schema, "$schema": "https://json-schema.org/draft/2020-12/schema"}
    return Draft4Validator(schema), Draft202012Validator(newest)


def faults(manifest: dict[str, Any]) -> list[str]:
    """What Microsoft's schema says against a manifest.

    It is of the fourth draft, which knows no `const` and reads nothing beside a `$ref`; Microsoft's own checks do, so
    it is read by the rules of the newest draft as well.
    """
    found = [fault for validator in validators() for fault in validator.iter_errors(manifest)]
    return [f"{'/'.join(map(str, fault.absolute_path))}: {fault.message}" for fault in found]


@cache
def pixels(icon: bytes) -> list[list[tuple[int, ...]]]:
    """The rows of a PNG with four bytes a pixel and no filters, each pixel as red, green, blue and how much is seen."""
    assert icon.startswith(b"\x89PNG\r\n\x1a\n")
    chunks, at = {}, 8
    while at < len(icon):
        length, kind = struct.unpack(">I4s", icon[at : at + 8])
        chunks[kind] = icon[at + 8 : at + 8 + length]
        (check,) = struct.unpack(">I", icon[at + 8 + length : at + 12 + length])
        assert check == zlib.crc32(kind + chunks[kind])
        at += 12 + length
    width, height, *form = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    assert form == [8, 6, 0, 0, 0]
    content, row = zlib.decompress(chunks[b"IDAT"]), 1 + 4 * width
    assert len(content) == row * height
    return [
        [tuple(content[start + 1 + 4 * x : start + 5 + 4 * x]) for x in range(width)]
        for start in range(0, row * height, row)
    ]


def test_the_manifest_keeps_to_microsofts_schema() -> None:
    longest = {name: "https://x.test/".ljust(length, "y") for name, length in LONGEST.items()}
    for details in (EXAMPLE, OURS, replace(OURS, **longest)):
        assert faults(manifest_of(details, "0.1.0")) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("manifestVersion", "1.28"),
        ("id", "auditbot"),
        ("name", {"short": "n" * 31}),
        ("developer", {"name": "c" * 33}),
        ("accentColor", "teal"),
        ("tabs", []),
    ],
)
def test_the_schema_finds_what_is_wrong(name: str, value: object) -> None:
    assert faults({**manifest_of(OURS, "0.1.0"), name: value})


def test_the_bot_and_the_app_have_the_bots_id_and_are_for_one_person_alone() -> None:
    manifest = manifest_of(OURS, "1.2.3")
    (bot,) = manifest["bots"]
    assert (manifest["id"], bot["botId"], manifest["version"]) == (APP_ID, APP_ID, "1.2.3")
    assert bot["scopes"] == bot["commandLists"][0]["scopes"] == ["personal"]
    # No tab, no sign-in, no permission of Graph: nothing that an administrator must consent to.
    assert not {"webApplicationInfo", "authorization", "staticTabs", "composeExtensions"} & set(manifest)
    assert manifest["validDomains"] == []


def test_the_version_is_the_projects_and_one_that_teams_reads() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert [part.isdecimal() for part in project["version"].split(".")] == [True] * 3
    told = CliRunner().invoke(main, ["--version"]).output
    assert told.strip().endswith(project["version"])


def test_each_command_that_teams_offers_is_one_that_auditbot_knows() -> None:
    everybody = Viewer(1, "Rosa Adeyemi", "rosa@council.example", frozenset(Role))
    assert [title for title, _ in COMMANDS if command(title, everybody) is None] == []
    assert len(COMMANDS) <= 10
    assert all(len(title) <= 32 and len(description) <= 128 for title, description in COMMANDS)


def test_what_administrators_read_is_british_and_within_what_teams_takes() -> None:
    manifest = manifest_of(OURS, "0.1.0")
    assert manifest["localizationInfo"]["defaultLanguageTag"] == "en-gb"
    assert len(manifest["description"]["short"]) <= 80
    assert 200 < len(FULL_DESCRIPTION) <= 4000
    assert manifest["description"]["short"] not in FULL_DESCRIPTION, "Teams refuses one that repeats the other"


def test_the_colour_icon_fills_its_square_and_draws_within_the_middle() -> None:
    rows = pixels(colour_icon())
    assert (len(rows), len(rows[0])) == (192, 192)
    assert {pixel[3] for row in rows for pixel in row} == {255}
    ground = rows[0][0]
    drawn = [(x, y) for y, row in enumerate(rows) for x, pixel in enumerate(row) if pixel != ground]
    assert len(drawn) > 5_000
    assert all(36 <= x < 156 and 36 <= y < 156 for x, y in drawn)


def test_the_outline_icon_is_white_on_nothing() -> None:
    rows = pixels(outline_icon())
    assert (len(rows), len(rows[0])) == (32, 32)
    seen = [pixel[3] for row in rows for pixel in row]
    assert {pixel[:3] for row in rows for pixel in row} == {(255, 255, 255)}
    assert seen.count(0) > 500
    assert seen.count(255) > 100
    assert rows[0][0][3] == rows[31][31][3] == 0


def test_the_package_holds_three_files_at_its_top_and_its_bytes_are_the_same_again() -> None:
    package = package_of(OURS, "0.1.0")
    with zipfile.ZipFile(BytesIO(package)) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        assert archive.testzip() is None
        assert set(archive.namelist()) == {"manifest.json", *manifest["icons"].values()}
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        contents = {name: archive.read(name) for name in archive.namelist()}
    assert manifest == manifest_of(OURS, "0.1.0")
    assert zipped(contents) == package


def test_the_command_writes_the_councils_package(tmp_path: Path) -> None:
    details = tmp_path / "council.toml"
    details.write_text(
        "".join(f'{name} = "{getattr(OURS, name)}"\n' for name in ("council", "website", "privacy", "terms")),
        encoding="utf-8",
    )
    asked = ["package", "--app-id", APP_ID.upper(), "--details", str(details), "--to", str(tmp_path / "dist")]
    done = CliRunner().invoke(main, asked)
    assert (done.exit_code, done.stderr) == (0, "")
    file = Path(done.stdout.strip())
    assert file.name.startswith("auditbot-teams-")
    with zipfile.ZipFile(file) as archive:
        assert json.loads(archive.read("manifest.json"))["bots"][0]["botId"] == APP_ID


def test_without_an_app_id_it_makes_an_example_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MicrosoftAppId", raising=False)
    done = CliRunner().invoke(main, ["package"])
    assert done.exit_code == 0
    assert done.stdout.strip().endswith("-example.zip")
    assert "make package APP_ID=" in done.stderr
    monkeypatch.setenv("MicrosoftAppId", APP_ID)
    refused = CliRunner().invoke(main, ["package"])
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert [line.split()[0] for line in refused.stderr.splitlines()] == ["website", "privacy", "terms", "council"]


def test_the_file_to_copy_is_the_example() -> None:
    assert read_details(ROOT / "deploy/teams/package.toml", "") == EXAMPLE


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('council = "' + "c" * 33 + '"', "council is 33 characters long. Write at most 32: Teams takes no more."),
        ('privacy = "http://www.invention.test"', "privacy is 'http://www.invention.test'. Write an address that"),
        ('website = "https://[oops"', "website is 'https://[oops'. Write an address that begins https://."),
        ('counsel = "Ours"', "'counsel' is no detail of the package. Leave it out, or write one of: name, council"),
        ('website = "https://rosa:secret@www.invention.test"', "Write an address that begins https://."),
        ('name = "audit\\nbot"', "name holds a line break or a sign that can't be shown. Write it on one line."),
        ("council = 7", "council is no text. Write it in quotes."),
        ('name = " "', "name is no text. Write it in quotes."),
        ("council = Ours", "can't be read: Invalid value (at line 1, column 11). Write a line for each, such as:"),
        ('terms = "https://council.example/t"', "terms is https://council.example/t, which leads nowhere."),
    ],
)
def test_a_detail_that_would_not_do_is_said_in_a_sentence(tmp_path: Path, written: str, said: str) -> None:
    given = {name: getattr(OURS, name) for name in ("council", "website", "privacy", "terms")}
    lines = [f'{name} = "{value}"' for name, value in given.items() if not written.startswith(name)]
    file = tmp_path / "council.toml"
    file.write_text("\n".join([written, *lines]), encoding="utf-8")
    with pytest.raises(BadInputError) as refusal:
        read_details(file, APP_ID)
    assert said in str(refusal.value)
    assert "\n" not in str(refusal.value), "one mistake, one sentence"


@pytest.mark.parametrize("app_id", ["auditbot", f"{APP_ID}0", EXAMPLE.app_id])
def test_an_app_id_that_is_none_is_refused(app_id: str) -> None:
    with pytest.raises(BadInputError, match="application id"):
        read_details(None, app_id)


def test_a_file_that_is_not_there_and_a_folder_that_cannot_be_written_are_said(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match=r"absent\.toml can't be read: No such file"):
        read_details(tmp_path / "absent.toml", APP_ID)
    (tmp_path / "dist").write_text("a file", encoding="utf-8")
    refused = CliRunner().invoke(main, ["package", "--to", str(tmp_path / "dist")], env={"MicrosoftAppId": ""})
    assert refused.exit_code == 1
    assert "can't be written" in refused.stderr


def test_the_details_are_all_asked_for() -> None:
    assert set(LONGEST) == {name for name in Details.__dataclass_fields__ if name != "app_id"}
