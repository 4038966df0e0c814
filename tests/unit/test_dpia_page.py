"""docs/dpia.md tells of every column there is, and names what is there."""

import re

from bot.cli import main
from storage.data_map import COLUMNS, Whose
from tests.unit.dpia_page import PAGE, page
from tests.unit.test_rooms import ROOT

COMMANDS = re.compile(r"`auditbot ([a-z]+)(?: ([a-z]+))?")
OURS = ("docs/dpia.md", "docs/staff-privacy.md", "docs/backup.md")


def test_the_page_has_every_column_that_tells_of_people_as_it_is_declared() -> None:
    written = PAGE.read_text(encoding="utf-8")
    assert written == page(), "write it anew with: python -m tests.unit.dpia_page"
    telling = {one.table for one in COLUMNS if one.whose is not Whose.NOBODY}
    assert [one for one in sorted(telling) if f"\n| `{one}`" not in written] == []


def test_what_the_council_has_to_say_is_marked_and_asked() -> None:
    asked = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if "**Council:**" in line]
    assert len(asked) >= 10
    assert [line for line in asked if not line.rstrip(" |").endswith((".", "?", "…"))] == []


def test_every_command_and_every_page_that_is_named_is_there() -> None:
    named = {(page, *found) for page in OURS for found in COMMANDS.findall((ROOT / page).read_text("utf-8"))}
    assert len(named) > 8
    groups = {"db", "framework", "policy", "record"}
    for where, command, sub in named:
        assert command in main.commands, (where, command)
        if command in groups:
            assert sub in getattr(main.commands[command], "commands"), (where, command, sub)  # noqa: B009 - a group's
    links = [(where, link) for where in OURS for link in re.findall(r"\]\(([^)#]+)", (ROOT / where).read_text("utf-8"))]
    assert [one for one in links if not (ROOT / "docs" / one[1]).exists()] == []


def test_the_privacy_notice_fits_on_a_page() -> None:
    words = len((ROOT / "docs/staff-privacy.md").read_text("utf-8").split())
    assert words < 800
