"""The Playground is found a Node, set up, started, watched and ended; whatever is missing is said."""

import asyncio
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.demo.names import TENANT_ID
from bot.demo.node import Node, find_node
from bot.demo.playground import USER_OBJECT_ID, Playground, PlaygroundError, answers, configuration, install

# A program that is called as the Playground is: start -e ENDPOINT -c msteams -p PORT …
SERVES = """
import http.server, sys
port = int(sys.argv[sys.argv.index("-p") + 1])
http.server.ThreadingHTTPServer(("127.0.0.1", port), http.server.SimpleHTTPRequestHandler).serve_forever()
"""
ENDS_AFTER_LISTENING = """
import http.server, sys
port = int(sys.argv[sys.argv.index("-p") + 1])
server = http.server.HTTPServer(("127.0.0.1", port), http.server.SimpleHTTPRequestHandler)
print("Listening on", port, flush=True)
server.handle_request()
sys.exit(1)
"""
ENDPOINT = "http://127.0.0.1:3978/api/messages"
PYTHON = Node(sys.executable, sys.executable)


def _program(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text)
    file.chmod(0o755)
    return file


def _machine(folder: Path, version: str) -> str:
    """A search path with an npm and a `node` that is a script before the program, as a wheel's is."""
    folder.mkdir()
    _program(folder, "node", f"#!/bin/sh\necho {version} {folder}/program\n")
    _program(folder, "npm", "#!/bin/sh\n")
    return str(folder)


def test_its_configuration_has_our_user_and_five_others() -> None:
    made = configuration()
    assert made["currentUser"]["aadObjectId"] == USER_OBJECT_ID
    assert made["tenantId"] == TENANT_ID
    assert len({user["aadObjectId"] for user in made["users"]} | {USER_OBJECT_ID}) == 6


def test_its_pinned_packages_name_no_address(pytestconfig: pytest.Config) -> None:
    folder = pytestconfig.rootpath / "bot/demo/playground"
    package = json.loads((folder / "package.json").read_text())
    lock = (folder / "package-lock.json").read_text()
    locked = json.loads(lock)["packages"]
    assert package["dependencies"] == {"@microsoft/m365agentsplayground": "0.2.28"}
    assert "http" not in lock
    assert all("integrity" in entry for name, entry in locked.items() if name)


async def test_the_machines_node_is_taken_where_it_is_new_enough(tmp_path: Path) -> None:
    machine, ours = _machine(tmp_path / "machine", "20.1.0"), _machine(tmp_path / "ours", "24.0.0")
    found = await find_node((machine, ours))
    assert found == Node(f"{machine}/program", f"{machine}/npm")


async def test_an_old_node_is_passed_over_for_that_of_our_environment(tmp_path: Path) -> None:
    machine, ours = _machine(tmp_path / "machine", "16.20.2"), _machine(tmp_path / "ours", "24.0.0")
    found = await find_node((machine, ours))
    assert found == Node(f"{ours}/program", f"{ours}/npm")


async def test_no_node_is_no_error(tmp_path: Path) -> None:
    assert await find_node((str(tmp_path),)) is None


async def test_a_node_that_says_nonsense_is_no_node(tmp_path: Path) -> None:
    assert await find_node((_machine(tmp_path / "machine", "moo"),)) is None


async def test_it_is_installed_once(tmp_path: Path) -> None:
    npm = _program(
        tmp_path,
        "npm",
        "#!/bin/sh\necho run >> runs\nmkdir -p node_modules/@microsoft/m365agentsplayground\n"
        "touch node_modules/@microsoft/m365agentsplayground/cli.js\n",
    )
    node, folder = Node(sys.executable, str(npm)), tmp_path / "tools"
    first = await install(node, folder)
    second = await install(node, folder)
    assert first == second
    assert first.exists()
    assert (folder / "runs").read_text() == "run\n"


async def test_npms_last_words_are_passed_on_when_it_fails(tmp_path: Path) -> None:
    npm = _program(tmp_path, "npm", "#!/bin/sh\necho no route to the registry\nexit 1\n")
    with pytest.raises(PlaygroundError, match=r"Check the network .* no route to the registry"):
        await install(Node(sys.executable, str(npm)), tmp_path / "tools")


async def test_it_is_started_and_ended(tmp_path: Path, unused_tcp_port_factory: Callable[[], int]) -> None:
    script, port = _program(tmp_path, "cli.py", SERVES), unused_tcp_port_factory()
    playground = await Playground.start(PYTHON, script, tmp_path / "run", ENDPOINT, port)
    assert await answers(port)
    await playground.stop()
    assert not await answers(port)


async def test_its_configuration_is_there_when_it_starts(
    tmp_path: Path, unused_tcp_port_factory: Callable[[], int]
) -> None:
    script = _program(tmp_path, "cli.py", SERVES)
    playground = await Playground.start(PYTHON, script, tmp_path / "run", ENDPOINT, unused_tcp_port_factory())
    await playground.stop()
    assert json.loads((tmp_path / "run/.m365agentsplayground.yml").read_text()) == configuration()


async def test_one_that_ends_after_saying_that_it_listens_is_no_success(
    tmp_path: Path, unused_tcp_port_factory: Callable[[], int]
) -> None:
    script = _program(tmp_path, "cli.py", ENDS_AFTER_LISTENING)
    with pytest.raises(PlaygroundError, match="ended by itself"):
        await Playground.start(PYTHON, script, tmp_path / "run", ENDPOINT, unused_tcp_port_factory())


async def test_a_taken_port_is_said_before_anything_is_started(tmp_path: Path) -> None:
    async def reply(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(reply, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        with pytest.raises(PlaygroundError, match=f"Port {port} is taken"):
            await Playground.start(PYTHON, tmp_path / "cli.py", tmp_path / "run", ENDPOINT, port)
    assert not (tmp_path / "run").exists()
