"""What the log shows, and what it must never show."""

import json
import logging
import subprocess
import sys
from typing import Any

import pytest

from bot.logs import places_of_error, without_secrets

SPEAKING = """
import logging, structlog
from bot.logs import one_turn, set_up_logs, turn_id
set_up_logs(console=False)
log = structlog.get_logger("auditbot")
with one_turn():
    log.info("turn", status=200)
    logging.getLogger("library").warning("written to %s", "rosa.adeyemi@council.example")
    try:
        raise ValueError("she told me that")
    except ValueError:
        log.exception("turn_failed", id=turn_id())
        logging.getLogger("library").exception("it broke")
log.info("after")
log.warning("turned_away", reason='no\\n{"event": "audit_returned", "level": "info"}')
def breaks():
    raise ValueError("she told me that")
import threading
one = threading.Thread(target=breaks)
one.start()
one.join()
breaks()
"""


@pytest.fixture(scope="module")
def lines() -> list[dict[str, Any]]:
    """Each line that a small program of ours writes: logging is set up for a whole process, so it is one of its own."""
    run = subprocess.run([sys.executable, "-c", SPEAKING], capture_output=True, text=True, check=False)  # noqa: S603  # our own words
    assert run.returncode == 1, "it ends by an error"
    assert run.stdout == "", "standard output is for answers"
    return [json.loads(line) for line in run.stderr.splitlines()]


def test_each_line_is_one_json_object_with_its_time_and_level(lines: list[dict[str, Any]]) -> None:
    assert [line["event"] for line in lines[:5]] == ["turn", "written to [address]", "turn_failed", "it broke", "after"]
    assert [line["level"] for line in lines[:5]] == ["info", "warning", "error", "error", "info"]
    assert all(line["timestamp"].endswith("Z") for line in lines)


def test_the_lines_of_a_turn_share_an_id(lines: list[dict[str, Any]]) -> None:
    assert lines[0]["turn"] == lines[1]["turn"] == lines[2]["turn"] == lines[2]["id"]
    assert "turn" not in lines[4]


def test_a_line_end_in_what_is_logged_begins_no_line_of_its_own(lines: list[dict[str, Any]]) -> None:
    assert [line["event"] for line in lines[5:6]] == ["turned_away"]
    assert lines[5]["reason"].startswith('no\n{"event"')


def test_an_error_is_shown_by_its_type_and_places_and_never_by_its_words(lines: list[dict[str, Any]]) -> None:
    for line in lines[2:4]:
        assert line["error"] == "ValueError"
        assert line["places"] == ["<string>:10 <module>"]
    assert "told" not in str(lines)


def test_what_ends_a_thread_or_the_process_is_shown_likewise(lines: list[dict[str, Any]]) -> None:
    assert [(line["event"], line["level"], line["error"]) for line in lines[6:]] == [
        ("ended_by_an_error", "critical", "ValueError")
    ] * 2


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("from rosa.adeyemi@council.example to QA", "from [address] to QA"),
        ("Authorization: Bearer abc.def", "Authorization: [token]"),
        ("got eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.sig", "got [token]"),
        ("at postgresql://bot:secret@database/audits", "at postgresql://[secret]@database/audits"),
        (
            "GET https://files.example/a.xlsx?tempauth=v1.secret&x=1",
            "GET https://files.example/a.xlsx?tempauth=[secret]&x=1",
        ),
        ("grant_type=client_credentials&client_secret=a~b", "grant_type=client_credentials&client_secret=[secret]"),
        ("x-eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.sig", "x-[token]"),
        ("a@b@council.example", "a@[address]"),
        ("nothing to hide", "nothing to hide"),
        # A pattern that looks from each sign of these would look for hours: the run of the tests would end first.
        *[
            (part * 100_000, f"{(part * 2000)[:2000]}… ({len(part) * 100_000} signs)")
            for part in ("ay", "-eyJ", "a.y=")
        ],
        ("a@" * 100_000, f"{'a@' * 1000}… (200000 signs)"),
    ],
    ids=lambda text: text[:40],
)
def test_addresses_and_tokens_are_taken_out(text: str, shown: str) -> None:
    assert without_secrets(None, "info", {"event": text})["event"] == shown


def test_a_line_without_an_error_is_left_as_it_is() -> None:
    assert places_of_error(logging.getLogger(), "info", {"event": "turn"}) == {"event": "turn"}
