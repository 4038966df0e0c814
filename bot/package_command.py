"""What `auditbot package` does: the zip file that a Teams administrator uploads."""

import io
import json
import zipfile
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

import click

from bot.package_details import EXAMPLE, Details, read_details
from bot.package_icons import colour_icon, outline_icon
from bot.package_manifest import COLOUR_ICON, OUTLINE_ICON, manifest_of
from bot.settings import load_settings
from domain.errors import BadInputError

_EXAMPLE_ONLY = (
    "This package is an example to look at: Teams would find no bot behind it. For your own, copy "
    "deploy/teams/package.toml, write your council's details in it, and run:\n"
    "  make package APP_ID=<the bot's application id> DETAILS=<your file>"
)
# The earliest day a zip file can say: the same content gives the same bytes on any day.
_NO_DAY = (1980, 1, 1, 0, 0, 0)
_READABLE_BY_ALL = 0o644 << 16
_UNIX = 3


def make_package(folder: Path, *, app_id: str | None, details: Path | None) -> None:
    """Write the package into a folder and say where it is.

    Args:
        folder: made where it is missing.
        app_id: the bot's application id; without one `MicrosoftAppId`, and without either an example is made.
        details: the council's own; see `read_details`.

    Raises:
        BadInputError: the package would not do, or can't be written.
    """
    council = read_details(details, (app_id or load_settings().app_id).strip())
    suffix = "-example" if council.app_id == EXAMPLE.app_id else ""
    file = folder / f"auditbot-teams-{version('auditbot')}{suffix}.zip"
    _write(file, package_of(council, version("auditbot")))
    click.echo(str(file))
    if suffix:
        click.echo(_EXAMPLE_ONLY, err=True)


def package_of(details: Details, version: str) -> bytes:
    """The package: a zip file with the manifest and the two icons at its top. Same details, same bytes."""
    manifest = json.dumps(manifest_of(details, version), indent=2, ensure_ascii=False) + "\n"
    return zipped(
        {"manifest.json": manifest.encode(), COLOUR_ICON: colour_icon(), OUTLINE_ICON: outline_icon()},
    )


def zipped(contents: Mapping[str, bytes]) -> bytes:
    """A zip file of these contents by name, in their order: the same bytes on any day and any machine."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        for name, content in contents.items():
            entry = zipfile.ZipInfo(name, _NO_DAY)
            entry.create_system, entry.external_attr = _UNIX, _READABLE_BY_ALL
            # Not compressed: how well a machine's zlib does it would show in the bytes.
            archive.writestr(entry, content, zipfile.ZIP_STORED)
    return into.getvalue()


def _write(file: Path, content: bytes) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    except OSError as problem:
        raise BadInputError(f"{file} can't be written: {problem.strerror}. Name another folder.") from problem
