"""The Dockerfile: what goes into the image, as whom it runs, and that a rehearsal does each of its steps."""

import ast
import re
import tomllib
from fnmatch import fnmatch
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from subprocess import run
from sys import executable
from threading import Thread

import pytest

from bot.health import SECONDS_TO_ANSWER
from bot.settings import Settings
from tests.deployment.dockerfile import Instruction, instructions
from tests.deployment.rehearse import Rehearsal
from tests.unit.test_rooms import ROOMS, ROOT

STEPS = list(instructions((ROOT / "Dockerfile").read_text(encoding="utf-8")))
HEALTH = ROOT / "deploy/health.py"
# What a Dockerfile may say that is no step to be done in a rehearsal.
DESCRIBES = {"FROM", "LABEL", "USER", "VOLUME", "EXPOSE", "STOPSIGNAL"}


def named(name: str) -> list[Instruction]:
    return [step for step in STEPS if step.name == name]


def copied() -> set[str]:
    from_context = [step for step in named("COPY") if not step.text.startswith("--from")]
    return {source for step in from_context for source in step.words[:-1]}


def test_instructions_are_read_with_their_lines_joined_and_comments_left_out() -> None:
    text = 'FROM a AS b\n# RUN no\nRUN one \\\n    && two\nENV A=1 \\\n    B="two words"\nCMD ["serve", "x"]\n'
    read = list(instructions(text))
    assert [step.name for step in read] == ["FROM", "RUN", "ENV", "CMD"]
    assert read[1].text == "one && two"
    assert read[2].pairs == {"A": "1", "B": "two words"}
    assert read[3].words == ["serve", "x"]


def test_the_image_holds_every_room_and_nothing_that_only_tests_need() -> None:
    packages = {source for source in copied() if (ROOT / source).is_dir()}
    assert packages == set(ROOMS)
    found = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["packages"]
    assert {f"{package}*" for package in packages} == set(found["find"]["include"])
    assert all((ROOT / source).exists() for source in copied())


def test_what_is_copied_is_let_through_and_all_else_is_not() -> None:
    rules = [line for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if not line.startswith("#")]
    through = {rule.removeprefix("!") for rule in rules if rule.startswith("!")}
    assert rules[0] == "*"
    assert through == copied()
    assert not any(fnmatch(secret, rule) for rule in through for secret in (".env", "data", ".git", "tests"))


def test_requirements_are_pinned_and_hashed_and_nothing_else_is_fetched() -> None:
    (fetching,) = [step for step in named("RUN") if "-r requirements" in step.text]
    assert "--require-hashes" in fetching.text
    (installing,) = [step for step in named("RUN") if "--no-deps" in step.text]
    assert "--no-build-isolation" in installing.text
    for name in ("build", "run"):
        pins = (ROOT / f"requirements/{name}.txt").read_text(encoding="utf-8")
        blocks = re.split(r"\n(?=\S)", pins.strip())
        assert all("==" in block and "--hash=sha256:" in block for block in blocks)


def test_it_runs_as_nobody_in_particular_and_says_where_it_may_write() -> None:
    assert [step.text for step in named("USER")] == ["10001:10001"]
    last = [step.name for step in STEPS][STEPS.index(named("USER")[0]) :]
    assert not {"RUN", "COPY"} & set(last), "nothing is made by the service's own user"
    assert named("VOLUME")[0].words == ["/data"]
    assert (named("ENTRYPOINT")[0].words, named("CMD")[0].words) == (["auditbot"], ["serve"])


def test_what_it_sets_are_settings_that_there_are() -> None:
    names = {name for step in named("ENV") for name in step.pairs if name.startswith(("AUDITBOT_", "Microsoft"))}
    assert names == {"AUDITBOT_HOST", "AUDITBOT_DATABASE_URL"}
    assert names <= {str(field.validation_alias) for field in Settings.model_fields.values()}


def test_both_stages_begin_with_the_same_python_and_one_that_auditbot_runs_on() -> None:
    images = {step.words[0] for step in named("FROM")}
    (image,) = images
    match = re.fullmatch(r"python:3\.(\d+)-slim-\w+", image)
    assert match
    assert int(match[1]) >= 11


def test_a_rehearsal_does_each_step_that_does_something(tmp_path: Path) -> None:
    undone = {step.name for step in STEPS if getattr(Rehearsal, f"_{step.name.lower()}", None) is None}
    assert undone <= DESCRIBES
    rehearsal = Rehearsal(tmp_path)
    for step in STEPS:
        if step.name != "RUN":
            rehearsal.do(step)
    assert (tmp_path / "build/bot/cli.py").is_file()
    assert (tmp_path / "build/requirements/run.txt").is_file()
    assert (tmp_path / "opt/auditbot/health.py").is_file()
    assert rehearsal.environment["AUDITBOT_DATABASE_URL"] == f"sqlite:///{tmp_path}/data/auditbot.db"
    assert rehearsal.health == ["python", f"{tmp_path}/opt/auditbot/health.py"]
    assert [*rehearsal.start, *rehearsal.command] == ["auditbot", "serve"]


def test_the_health_check_needs_nothing_but_python_and_waits_as_long_as_the_service_may_take() -> None:
    tree = ast.parse(HEALTH.read_text(encoding="utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported == {"http.client"}
    assert re.search(rf"SECONDS = {SECONDS_TO_ANSWER + 1:.0f}\b", HEALTH.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("status", "code"), [(200, 0), (503, 1)])
def test_the_health_check_says_what_the_service_says(status: int, code: int) -> None:
    asked = list[str]()

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_said: object) -> None:
            """Say nothing: tests are quiet."""

    with HTTPServer(("127.0.0.1", 0), Answering) as server:
        thread = Thread(target=server.handle_request)
        thread.start()
        done = run([executable, str(HEALTH)], env={"AUDITBOT_PORT": str(server.server_address[1])}, check=False)  # noqa: S603 - our own
        thread.join()
        assert (asked, done.returncode) == (["/health/ready"], code)
        port = str(server.server_address[1])
    gone = run([executable, str(HEALTH)], env={"AUDITBOT_PORT": port}, check=False, capture_output=True, text=True)  # noqa: S603 - our own
    assert (gone.returncode, gone.stdout) == (1, "The service does not answer: ConnectionRefusedError.\n")
