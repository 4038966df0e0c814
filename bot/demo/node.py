"""Node and npm, which the Playground runs on: the machine's own, else those of the wheel in our environment."""

import asyncio
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

OLDEST = 18
MISSING = (
    f"The Playground needs Node {OLDEST} or newer with npm, and there is none. Install Node, or run "
    "'.venv/bin/python -m pip install --require-hashes -r requirements/node.txt' for one inside .venv, "
    "and start the demonstration again."
)


@dataclass(frozen=True, slots=True)
class Node:
    """A Node that is new enough and its npm, as paths."""

    node: str
    npm: str

    @property
    def environment(self) -> dict[str, str]:
        """Our environment with this Node first on the path, as npm's own scripts expect it."""
        path = os.pathsep.join([str(Path(self.node).parent), os.environ.get("PATH", "")])
        return {**os.environ, "PATH": path}


async def find_node(folders: tuple[str, ...] | None = None) -> Node | None:
    """The first Node with npm that is new enough, or None.

    Args:
        folders: search paths in the order in which they are tried; the machine's, then our environment's.
    """
    for folder in folders or (os.environ.get("PATH", ""), str(Path(sys.executable).parent)):
        node, npm = shutil.which("node", path=folder), shutil.which("npm", path=folder)
        program = await _new_enough(node) if node and npm else None
        if program and npm:
            return Node(program, npm)
    return None


async def _new_enough(node: str) -> str | None:
    """The program itself behind a `node` that is new enough; None where it is not or says nothing sensible.

    The wheel's `node` is a script that starts the program: ending the script would leave the program running.
    """
    asking = ("-p", "process.versions.node + ' ' + process.execPath")
    try:
        asked = await asyncio.create_subprocess_exec(node, *asking, stdout=asyncio.subprocess.PIPE)
    except OSError:
        return None
    said, _ = await asked.communicate()
    version, _, program = said.decode(errors="replace").strip().partition(" ")
    major = version.partition(".")[0]
    return program if major.isdecimal() and int(major) >= OLDEST else None
