"""A Dockerfile, read into its instructions."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

_PAIR = re.compile(r'([\w.]+)=("[^"]*"|\S+)')


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction, its lines joined: `RUN` and what follows."""

    name: str
    text: str

    @property
    def words(self) -> list[str]:
        """What follows: the list, where it is written as JSON, otherwise the words without options."""
        if self.text.startswith("["):
            return [str(word) for word in json.loads(self.text)]
        return [word for word in self.text.split() if not word.startswith("--")]

    @property
    def pairs(self) -> dict[str, str]:
        """What `ENV` and `LABEL` set."""
        return {name: value.strip('"') for name, value in _PAIR.findall(self.text)}


def instructions(text: str) -> Iterator[Instruction]:
    """The instructions of a Dockerfile in their order, comments left out."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    for line in "\n".join(lines).replace("\\\n", " ").splitlines():
        name, _, rest = line.strip().partition(" ")
        if name:
            yield Instruction(name.upper(), " ".join(rest.split()))
