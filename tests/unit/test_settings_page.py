"""The page of settings: every one of them, with its default, and nothing else."""

import re
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.settings import Settings
from tests.unit.test_rooms import ROOT

PAGE = (ROOT / "docs/settings.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"(?m)^\| `(\w+)` \| (?:`([^`]*)`)? ?\| .+ \|$", PAGE))


def test_every_setting_is_on_the_page_with_its_default() -> None:
    read = {
        str(field.validation_alias): field.default.get_secret_value()
        if isinstance(field.default, SecretStr)
        else field.default
        for field in Settings.model_fields.values()
    }
    assert {name: "" if default is None else str(default) for name, default in read.items()} == ROWS


def test_every_secret_is_said_to_be_one() -> None:
    secret = {str(f.validation_alias) for f in Settings.model_fields.values() if "SecretStr" in str(f.annotation)}
    assert secret
    told = {line.split("`")[1] for line in PAGE.splitlines() if "**A secret**" in line}
    assert secret <= told


@pytest.mark.parametrize("page", ["README.md", "docs/install.md", "compose.yaml", "deploy/main.bicep"])
def test_no_page_names_a_setting_that_there_is_not(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    named = set(re.findall(r"\b(?:AUDITBOT_[A-Z_]+|MicrosoftApp[A-Z]\w+)\b", text))
    assert named <= set(ROWS)


def test_the_installing_page_leads_to_what_there_is() -> None:
    text = (ROOT / "docs/install.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"(?m)(?:^ {4,}|`)make (\w+)", text):
        assert re.search(rf"(?m)^{target}:", makefile), target
    for file in re.findall(r"`(deploy/[\w./-]*\w)`", text):
        assert (ROOT / file).exists(), file
    for link in re.findall(r"\]\(([\w./-]+)\)", text):
        assert (ROOT / "docs" / Path(link)).exists(), link
