"""Frameworks as files: read from what somebody has written, and written for somebody to change."""

import json
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from domain.errors import BadInputError
from domain.framework import NOT_INCLUDED, REQUIRED_OF, Framework, read_framework
from domain.framework_lines import GRADES

# In bytes. Twenty domains with the longest descriptors take a fifth of it.
_LARGEST = 200_000
_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_INTRO = """\
# A framework: what an audit asks. Change what you like, then run: auditbot framework check FILE
# and, once all is well, auditbot framework add FILE --from 2027-04-01
#
# The name tells frameworks apart; a version with the same name and a later day takes over from that day.
# The key of a domain stays the same however its title changes.
"""
_STEPS = """
# The steps in their order, each at most once: involved, domains, family_feedback, summary, overall, actions.
# overall must be there; family_feedback needs involved before it. Leave out what you don't ask.
"""
_REQUIRED = """
# What an audit needs before it can be returned, beside the grades and the reason for each Not Graded:
# involvement_reasons: attempted, not_attempted, not_applicable, as the auditor said of somebody not included;
# evidence: the grades of a domain, and actions: the overall grades, that need it. [] is for none.
"""


def read_framework_file(path: Path) -> dict[str, Any]:
    """The content of a framework's file, which is sure to be a framework's. A file need not name its day.

    Raises:
        BadInputError: it can't be read, or is no framework: a sentence a line, each with the place in the file.
    """
    content = _parsed(path.name, _text(path))
    wrong = [*_wrong_day(content), *_wrong(content)]
    if wrong:
        raise BadInputError("\n".join(f"{path.name}: {line}" for line in wrong))
    return content


def _wrong(content: Mapping[str, Any]) -> list[str]:
    try:
        read_framework(content)
    except BadInputError as problem:
        return str(problem).splitlines()
    return []


def _wrong_day(content: Mapping[str, Any]) -> list[str]:
    day = content.get("effective_from")
    if day is None or (isinstance(day, date) and not isinstance(day, datetime)):
        return []
    way_on = "Write a day without quotation marks: effective_from = 2027-04-01."
    return [f"The framework's head has '{day}' for 'effective_from'. {way_on}"]


def _text(path: Path) -> str:
    data = _bytes(path)
    try:
        # An editor may have put its mark before the text.
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data[: problem.start].count(b"\n") + 1
        raise BadInputError(f"{path.name}, line {line}: this is no UTF-8 text. Save the file as UTF-8.") from problem


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as problem:
        why = problem.strerror
        raise BadInputError(f"{path.name} can't be read ({why}). Name a file that you can open.") from problem
    if len(data) > _LARGEST:
        raise BadInputError(f"{path.name} is larger than a framework can be. Name the framework's file.")
    return data


def _parsed(name: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        place = _PLACE.search(str(problem))
        what = _PLACE.sub("", str(problem))
        where = f"line {place[1]}, column {place[2]}" if place and place[1] else f"line {len(text.splitlines())}"
        raise BadInputError(
            f'{name}, {where}: this line can\'t be read ({what}). Write lines such as title = "Nine elements", '
            "with the quotation marks; see docs/frameworks.md."
        ) from problem


def framework_file(framework: Framework, effective_from: date) -> str:
    """A framework as the text of a file that says itself how to change it (`read_framework_file` reads it back)."""
    parts = [
        _INTRO,
        f"name = {_quoted(framework.name)}\ntitle = {_quoted(framework.title)}\n",
        f"effective_from = {effective_from.isoformat()}\n",
        f"{_STEPS}steps = {_list(framework.steps)}\n",
        f"{_REQUIRED}[required]\n",
        *(f"{line}\n" for line in _required(framework)),
    ]
    for domain in framework.domains:
        parts.append(f"\n[[domains]]\nkey = {_quoted(domain.key)}\ntitle = {_quoted(domain.title)}\n")
        parts += [f"{word} = {_quoted(domain.descriptors[grade])}\n" for word, grade in GRADES.items()]
    return "".join(parts)


def _required(framework: Framework) -> Iterator[str]:
    """The lines of [required], of the steps that there are."""
    words: Mapping[str, Mapping[str, StrEnum]] = {
        "involvement_reasons": NOT_INCLUDED,
        "evidence": GRADES,
        "actions": GRADES,
    }
    for key, step in REQUIRED_OF.items():
        if step in framework.steps:
            value: Any = getattr(framework.required, key)
            listed = [word for word, meant in words.get(key, {}).items() if meant in value]
            yield f"{key} = {_list(listed) if key in words else str(value).lower()}"


def _list(words: Collection[str]) -> str:
    return f"[{', '.join(map(_quoted, words))}]"


def _quoted(text: str) -> str:
    # A JSON text is a TOML text, but for one sign that TOML wants written out.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
