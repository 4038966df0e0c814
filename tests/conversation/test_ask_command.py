"""`auditbot ask` on the command line gives what the chat gives, figures as they were reported among them."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.account import account_here
from bot.ask_command import ask_batch, ask_texts
from tests.conversation.council import Council
from tests.conversation.figures_council import has_two_months, is_returned
from tests.conversation.test_frozen_figures import freezes

DAN = "dan.iqbal@council.example"
TODAY = date(2026, 11, 20)


@pytest.fixture
def figures(council: Council, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Two months of audits, in the database that the command's own settings name."""
    monkeypatch.setenv("AUDITBOT_DATABASE_URL", council.store.engine.url.render_as_string(hide_password=False))
    return has_two_months(council)


def answered(capsys: pytest.CaptureFixture[str], texts: Sequence[str], email: str = DAN) -> dict[str, Any]:
    """The JSON of a conversation's last answer."""
    capsys.readouterr()
    ask_texts(texts, email, TODAY, as_json=True)
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


async def test_several_texts_are_one_conversation_and_on_record_with_the_account_that_asked(
    capsys: pytest.CaptureFixture[str], council: Council, figures: dict[str, int]
) -> None:
    assert figures
    found = answered(capsys, ["completion rate in October", "for Alder Vale 1"])
    assert (found["numerator"], found["denominator"], found["filters"]) == (3, 4, {"team": "Alder Vale 1"})
    [line] = council.events("asked")
    assert (line.source, line.actor_id, line.subject, line.subject_id) == (
        "command",
        None,
        "person",
        council.id_of(council.dan),
    )
    assert (line.detail["account"], line.detail["metric"], line.detail["kind"]) == (
        account_here(),
        "completion_rate",
        "answer",
    )


async def test_what_was_reported_stands_beside_what_is_known_now(
    capsys: pytest.CaptureFixture[str], council: Council, figures: dict[str, int]
) -> None:
    await freezes(council, "completion rate in October")
    is_returned(council, figures["A4"], date(2026, 11, 16))
    found = answered(capsys, ["what did we report for October completion?"])
    assert (found["kind"], found["numerator"], found["denominator"], found["as_at"]) == ("answer", 3, 6, "2026-11-02")
    frozen = found["frozen"]
    assert (frozen["frozen_on"], frozen["frozen_by"]) == ("2026-11-02", "Dan Iqbal")
    assert (frozen["now"]["numerator"], frozen["now"]["denominator"], frozen["now"]["as_at"]) == (5, 6, "2026-11-20")
    [late] = frozen["differences"]
    assert (late["kind"], late["what"], late["count"]) == ("returned_late", "returned late", 2)
    assert [row["allocation"] for row in late["rows"]] == ["A3", "A4"]


async def test_what_was_reported_is_said_with_each_difference(
    capsys: pytest.CaptureFixture[str], council: Council, figures: dict[str, int]
) -> None:
    await freezes(council, "completion rate in October")
    is_returned(council, figures["A4"], date(2026, 11, 16))
    capsys.readouterr()
    ask_texts(["what did we say in November?"], DAN, TODAY, as_json=False)
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("Completion rate · October 2026, as reported on 2 November 2026: 50% (3 of 6).")
    assert said[1] == "  2 returned late:"
    assert said[2].strip().startswith("A3")


async def test_who_may_not_see_the_rows_gets_their_number(
    capsys: pytest.CaptureFixture[str], council: Council, figures: dict[str, int]
) -> None:
    await freezes(council, "completion rate in October")
    is_returned(council, figures["A4"], date(2026, 11, 16))
    found = answered(capsys, ["what did we report for October completion?"], "rosa.adeyemi@council.example")
    [late] = found["frozen"]["differences"]
    assert (late["count"], late["rows"]) == (2, [])


async def test_two_definitions_are_refused_with_both_like_for_like(
    capsys: pytest.CaptureFixture[str], figures: dict[str, int]
) -> None:
    assert figures
    found = answered(capsys, ["net completion in October vs completion in November"])
    assert found["kind"] == "refuse"
    assert len(found["choices"]) == 3
    for question in found["choices"]:
        assert answered(capsys, [question])["kind"] == "answer"


async def test_a_line_that_fails_says_so_and_the_others_have_their_answers(
    capsys: pytest.CaptureFixture[str], council: Council, figures: dict[str, int], tmp_path: Path
) -> None:
    assert figures
    file = tmp_path / "questions.jsonl"
    # Before the year 1 there is no last month: nothing reads such a day, and no line of its own answers it.
    file.write_text(
        '{"id": "a", "q": "completion last month", "today": "0001-01-01"}\n'
        '{"id": "b", "q": "completion rate in October"}\n'
        '{"id": "c", "q": "completion rate in October", "as": "nobody@council.example"}\n'
        "no JSON\n"
    )
    capsys.readouterr()
    assert ask_batch(file, DAN, TODAY) == 1
    shown = capsys.readouterr()
    found = [json.loads(line) for line in shown.out.splitlines()]
    assert [(one["id"], one["kind"]) for one in found] == [
        ("a", "refuse"),
        ("b", "answer"),
        ("c", "refuse"),
        (None, "refuse"),
    ]
    assert found[0]["text"].endswith("Ask it by itself, or leave it out.")
    assert [line.split(":")[0] for line in shown.err.splitlines()] == [
        f"questions.jsonl, line {number}" for number in (1, 3, 4)
    ]
    [line] = council.events("asked_batch")
    assert line.detail == {"questions": 4, "people": [council.id_of(council.dan)], "account": account_here()}


async def test_what_was_never_frozen_is_no_data(capsys: pytest.CaptureFixture[str], figures: dict[str, int]) -> None:
    assert figures
    found = answered(capsys, ["what did we report for August completion?"])
    assert (found["kind"], found["choices"]) == ("no_data", ["Completion rate in August 2026"])
    assert "frozen" not in found
