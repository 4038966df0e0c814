"""The page for whoever runs it, and the alert rules: what they name is there, and every figure is on the page."""

import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import click
import pytest
import yaml

from bot.cli import main
from bot.job_table import JOBS
from bot.measures_of_rows import Rows, families
from domain.words import QaTaskKind, SendClass
from storage.jobs import JobStanding
from storage.service_standing import LastPass, Queue
from tests.unit.test_rooms import ROOT

PAGE = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
RULES: list[dict[str, Any]] = yaml.safe_load((ROOT / "deploy/alerts.yaml").read_text(encoding="utf-8"))["groups"][0][
    "rules"
]
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
# What Prometheus makes of one histogram or counter.
ENDINGS = re.compile(r"_(?:bucket|sum|count|total|created)$")


def figures() -> dict[str, tuple[str, ...]]:
    """The labels of every figure of the service, by its name."""
    rows = Rows(
        at=NOW,
        queues={SendClass.ALARM: Queue(0, 0.0)},
        troubled={},
        unreachable=0,
        tasks={QaTaskKind.FAILED_JOB: 1},
        jobs={JOBS[0].name: JobStanding(NOW, None)},
        last_pass=LastPass(NOW.date(), NOW),
        missed=0,
        leads=True,
        engine="sqlite",
    )
    of_rows = {one.name: tuple(one.samples[0].labels) for one in families(rows)}
    return of_rows | dict(_counted())


def _counted() -> Iterator[tuple[str, tuple[str, ...]]]:
    """What the process counts by itself, as the module that names it is written."""
    for line in ast.parse((ROOT / "bot/measures.py").read_text(encoding="utf-8")).body:
        if isinstance(line, ast.Assign) and isinstance(line.value, ast.Call):
            name, _, *labels = line.value.args
            yield ast.literal_eval(name), tuple(ast.literal_eval(labels[0])) if labels else ()


def test_every_figure_is_on_the_page_with_what_it_is_counted_by() -> None:
    told = re.findall(r"(?m)^\| `(auditbot_\w+)` \| ((?:`\w+`(?:, )?)*) ?\| (.+) \|$", PAGE)
    assert {name: tuple(re.findall(r"\w+", by)) for name, by, _ in told} == figures()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule["alert"]))
def test_every_alert_asks_for_figures_that_there_are_and_says_what_to_do(rule: dict[str, Any]) -> None:
    named = set(re.findall(r"auditbot_\w+", rule["expr"]))
    assert named
    known = figures()
    for name in named:
        labels = known.get(name) or known[ENDINGS.sub("", name)] if name not in known else known[name]
        asked = {
            one
            for inside in re.findall(re.escape(name) + r"\{([^}]*)\}", rule["expr"])
            for one in re.findall(r"(\w+)!?=", inside)
        }
        assert asked <= set(labels), name
    assert rule["labels"]["severity"] in {"page", "ticket"}
    for heading in re.findall(r'docs/operations\.md, "([^"]+)"', rule["annotations"]["do"]):
        assert f"### {heading}\n" in PAGE, heading
    assert rule["annotations"]["summary"].endswith(".")


def test_every_command_and_file_that_the_page_names_is_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"`make (\w+)", PAGE):
        assert re.search(rf"(?m)^{target}:", makefile), target
    for command in re.findall(
        r"auditbot ([a-z]+(?: [a-z]+)?)(?=[`\n -])", " ".join(re.findall(r"`[^`]+`|^    .+$", PAGE, re.MULTILINE))
    ):
        assert _is_there(command.split()), command
    for file in re.findall(r"`((?:deploy|requirements)/[\w./-]*\w)`", PAGE):
        assert (ROOT / file).exists(), file
    for link in re.findall(r"\]\(([\w./-]+)\)", PAGE):
        assert (ROOT / "docs" / link).exists(), link


def test_every_line_of_the_log_that_the_page_names_is_written() -> None:
    code = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "bot").rglob("*.py"))
    labels = {label for labels in figures().values() for label in labels}
    named = (
        set(re.findall(r"`([a-z]+(?:_[a-z]+)+)`", PAGE)) - set(figures()) - labels - {"pg_stat_activity", "xact_start"}
    )
    assert {"job_failed", "tick_failed"} <= named
    assert [one for one in named if f'"{one}"' not in code and ENDINGS.sub("", one) not in figures()] == []


def _is_there(words: list[str]) -> bool:
    command: click.Command | None = main.commands.get(words[0])
    if isinstance(command, click.Group) and len(words) > 1:
        return words[1] in command.commands
    return command is not None
