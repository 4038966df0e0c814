"""What a council's own Teams app package says of the council: read from a file, and what is wrong with it.

The file is TOML, one value in quotes a line; `deploy/teams/package.toml` is one to copy.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from domain.errors import BadInputError

# How much Teams takes, in characters (the manifest's schema).
LONGEST = {"name": 30, "council": 32, "website": 2048, "privacy": 2048, "terms": 2048}
ADDRESSES = ("website", "privacy", "terms")
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Details:
    """What differs from council to council.

    Attributes:
        app_id: the bot's application id, in lower case; it is the id of the Teams app as well.
        name: what people see above the chat, at most 30 characters.
        council: who answers for the app, at most 32 characters.
        website: an https address where help with auditbot is to be found.
        privacy: an https address of the council's privacy notice.
        terms: an https address of the council's terms of use.
    """

    app_id: str
    name: str
    council: str
    website: str
    privacy: str
    terms: str


# An invented council, to look at a package: no address of it leads anywhere (RFC 2606).
EXAMPLE = Details(
    app_id="00000000-0000-4000-8000-000000000000",
    name="auditbot",
    council="Example Council",
    website="https://council.example/auditbot",
    privacy="https://council.example/auditbot/privacy",
    terms="https://council.example/auditbot/terms",
)
_WRITTEN = tuple(field.name for field in fields(Details) if field.name != "app_id")


def read_details(file: Path | None, app_id: str) -> Details:
    """The details of a package for the bot with this application id.

    Args:
        file: the council's details; without one, the example's.
        app_id: as Azure shows it, in either case; empty for an example to look at.

    Raises:
        BadInputError: the file can't be read, or the package could not be uploaded or would lead people astray;
            every problem is a sentence on a line of its own.
    """
    written = _read(file) if file else {}
    problems = [*_unreadable(written), *_app_id_problems(app_id)]
    if problems:
        raise BadInputError("\n".join(problems))
    details = replace(EXAMPLE, **{name: value.strip() for name, value in written.items()})
    details = replace(details, app_id=app_id.lower()) if app_id else details
    problems = [*_length_problems(details), *_address_problems(details)]
    if problems:
        raise BadInputError("\n".join(problems))
    return details


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as problem:
        raise BadInputError(f"{file} can't be read: {problem.strerror}. Name the file of the details.") from problem
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise BadInputError(
            f'{file} can\'t be read: {problem}. Write a line for each, such as: council = "Example Council".'
        ) from problem


def _unreadable(written: Mapping[str, Any]) -> Iterator[str]:
    for name, value in written.items():
        if name not in _WRITTEN:
            yield f"'{name}' is no detail of the package. Leave it out, or write one of: {', '.join(_WRITTEN)}."
        elif not isinstance(value, str) or not value.strip():
            yield f"{name} is no text. Write it in quotes."
        elif not value.strip().isprintable():
            yield f"{name} holds a line break or a sign that can't be shown. Write it on one line."


def _app_id_problems(app_id: str) -> Iterator[str]:
    if app_id and not _GUID.fullmatch(app_id.lower()):
        yield f"'{app_id}' is not an application id. Write MicrosoftAppId as 8-4-4-4-12 hexadecimal digits."
    elif app_id == EXAMPLE.app_id:
        yield "The application id is the example's. Write the one of your own bot."


def _length_problems(details: Details) -> Iterator[str]:
    for name, longest in LONGEST.items():
        length = len(getattr(details, name))
        if length > longest:
            yield f"{name} is {length} characters long. Write at most {longest}: Teams takes no more."


def _address_problems(details: Details) -> Iterator[str]:
    for name in ADDRESSES:
        address = getattr(details, name)
        host = _https_host(address)
        if not host:
            yield f"{name} is '{address}'. Write an address that begins https://."
        elif details.app_id != EXAMPLE.app_id and f".{host}".endswith(".example"):
            yield f"{name} is {address}, which leads nowhere. Write your council's own in a file: --details FILE."
    if details.app_id != EXAMPLE.app_id and details.council == EXAMPLE.council:
        yield "council is the example's. Write your council's own name in a file: --details FILE."


def _https_host(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    named = parts.scheme == "https" and parts.username is None
    return (parts.hostname or "") if named else ""
