"""The golden month's published figures and its questions, asked as `auditbot ask --batch` asks them."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.ask_command import ask_batch
from storage.store import Store
from tests.storage.imports import imported

GOLDEN = Path(__file__).parents[1] / "golden"
PUBLISHED = json.loads((GOLDEN / "2019-08.expected.json").read_text())["figures"]
QUESTIONS = [json.loads(line) for line in (GOLDEN / "questions.jsonl").read_text().splitlines()]
QA = "quinn.ridge@westshire.example"
TODAY = date(2019, 9, 10)
MONTHS = ("", "January", "February", "March", "April", "May", "June", "July", "August")
# How the published figures are asked for, by the metric's id.
ASKED_AS = {
    "ratings": "ratings",
    "inadequate_rate": "inadequate rate",
    "action_status": "status of the actions raised",
    "concerns_open": "how many concerns are open",
    "participation_rate": "{party} participation",
    "feedback_sentiment": "feedback from the {party}",
    "escalations": "{route} escalations",
}
NAMED = {"iro_or_chair": "IRO or chair", "cp_chair": "CP chair", "iro": "IRO"}
Ask = Callable[[list[dict[str, Any]]], list[dict[str, Any]]]


@pytest.fixture
def ask(store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Ask a file of questions of the golden month."""
    imported(store, GOLDEN / "2019-08.xlsx")
    monkeypatch.setenv("AUDITBOT_DATABASE_URL", store.engine.url.render_as_string(hide_password=False))
    monkeypatch.chdir(tmp_path)

    def asked(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
        file = tmp_path / "questions.jsonl"
        file.write_text("\n".join(json.dumps(line) for line in lines))
        assert ask_batch(file, QA, TODAY) == 0
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return asked


def test_every_published_figure_comes_out(ask: Ask) -> None:
    answers = ask([{"q": _question(figure)} for figure in PUBLISHED])
    wrong = [
        (figure, answer["text"])
        for figure, answer in zip(PUBLISHED, answers, strict=True)
        if not _as_published(figure, answer)
    ]
    assert wrong == []


def test_every_golden_question_is_answered_as_it_should_be(ask: Ask) -> None:
    answers = ask([{key: line[key] for key in ("id", "q", "turns", "today") if key in line} for line in QUESTIONS])
    wrong = [
        (line["expect"], answer)
        for line, answer in zip(QUESTIONS, answers, strict=True)
        if not _as_expected(line, answer)
    ]
    assert wrong == []


def _question(figure: Mapping[str, Any]) -> str:
    words = ASKED_AS.get(figure["metric"], figure["metric"].replace("_", " "))
    words = words.format(**{key: NAMED.get(value, value) for key, value in figure.items() if isinstance(value, str)})
    parts = [words, f"for {figure['service']}" if "service" in figure else "", _period(figure)]
    parts.append(f"by {figure['by'].replace('_', ' ')}" if "by" in figure else "")
    return " ".join(part for part in parts if part)


def _period(figure: Mapping[str, Any]) -> str:
    if "as_at" in figure:
        day = date.fromisoformat(figure["as_at"])
        return f"as at {day.day} {day:%B %Y}"
    if figure.get("quarter"):
        return f"in {figure['quarter']}"
    months = [figure["month"]] if "month" in figure else figure.get("months") or list(figure["percent"])
    first, last = (f"{MONTHS[int(month[5:])]} {month[:4]}" for month in (min(months), max(months)))
    return f"in {first}" if first == last else f"from {first} to {last}"


def _as_published(figure: Mapping[str, Any], answer: Mapping[str, Any]) -> bool:
    metric = "inadequate_rate" if "by" in figure and "percent" in figure and figure["by"] != "month" else None
    counts = {row_key(row): row for row in answer["rows"]}
    shown = {key: _whole(row) for key, row in counts.items()}
    checks = [answer["kind"] == "answer", answer["metric"] == (metric or figure["metric"])]
    checks += [answer[key] == figure[key] for key in ("numerator", "denominator", "display") if key in figure]
    checks += [shown.get(key) == share for key, share in figure.get("percent", {}).items()]
    checks += [
        counts[rating]["numerator"] == figure[rating]
        for rating in ("Good", "Requires Improvement", "Inadequate")
        if rating in figure
    ]
    for status, numbers in figure.get("rows", {}).items():
        found = [
            next((row["numerator"] for key, row in counts.items() if set(key.split(" · ")) == {status, rating}), 0)
            for rating in ("Good", "Requires Improvement", "Inadequate")
        ]
        checks.append(found == numbers)
    return all(checks)


def row_key(row: Mapping[str, Any]) -> str:
    """A row's group in words: a share, a group, or both."""
    return " · ".join(str(value) for value in row["group"].values())


def _whole(row: Mapping[str, Any]) -> int:
    return int(row["display"].removesuffix("%"))


def _as_expected(line: Mapping[str, Any], answer: Mapping[str, Any]) -> bool:
    expect = dict(line["expect"])
    if answer["kind"] != expect.pop("kind"):
        return False
    metric = expect.pop("metric", None)
    if metric != answer.get("metric"):
        return metric is None or answer["metric"] in line.get("also", ())
    rows, groups = expect.pop("rows", None), expect.pop("groups", None)
    checks = [answer[key] == value for key, value in expect.items()]
    if rows is not None:
        checks.append({row_key(row): row["numerator"] for row in answer["rows"] if row["numerator"]} == rows)
    for name, group in (groups or {}).items():
        checks.append(_group_as_expected(name, group, answer["rows"]))
    return all(checks)


def _group_as_expected(name: str, expect: Mapping[str, Any], rows: list[Mapping[str, Any]]) -> bool:
    own = [row for row in rows if name in row["group"].values()]
    if "rows" not in expect:
        return len(own) == 1 and all(own[0][key] == value for key, value in expect.items())
    found = {next(key for key in row["group"].values() if key != name): row["numerator"] for row in own}
    return {share: count for share, count in found.items() if count} == expect["rows"] and all(
        row["denominator"] == expect["denominator"] for row in own
    )
