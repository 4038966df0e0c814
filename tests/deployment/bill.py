"""`make sbom`: a bill of what runs as auditbot, as CycloneDX says it, and the page of licences.

The bill is made from the pins in `requirements/run.txt` and from what each installed package says of itself, by the
kept library of CycloneDX. The same pins give the same bytes: it has no date and no number of its own.
"""

import json
import re
import sys
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from license_expression import get_spdx_licensing
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/licences.md"
# Licences under which anybody may use and pass on auditbot with the package in it, and change both.
FREE = frozenset(
    "Apache-2.0 BSD-2-Clause BSD-3-Clause ISC MIT MIT-0 PSF-2.0".split()  # noqa: SIM905  # one line is read at a glance
)
# Licences that ask for more, each with why it may be kept.
KEPT = {
    "LGPL-3.0-only": "a library that is used as it is published and can be replaced by another version of itself",
    "MPL-2.0": "its own files alone stay under it; none of them is changed",
}
# What packages say of their licence in other words than SPDX's.
_IN_SPDX = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
# Of these somebody has read the licence itself: the package names none, or one of several by the same name.
READ = {
    "isodate": "BSD-3-Clause",
    "jsonpickle": "BSD-3-Clause",
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
}
_HEADING = """# Licences

What runs as auditbot, and under which licence each part is passed on. This page is made by `make sbom` from the pinned
requirements; a test holds it to them, and lets no licence in that is not listed here. auditbot itself is under MIT.

"""


@dataclass(frozen=True, slots=True)
class Pin:
    """A pinned requirement; `where` is its marker, empty where it is installed everywhere."""

    name: str
    version: str
    where: str
    hashes: tuple[str, ...]


def pins(file: str) -> list[Pin]:
    """Every pin of a file of `requirements/`, in its order."""
    text = (ROOT / "requirements" / file).read_text(encoding="utf-8").replace("\\\n", " ")
    return [_pin(line) for line in text.splitlines() if line.strip()]


def _pin(line: str) -> Pin:
    wanted = Requirement(line.split("--hash", 1)[0].strip())
    [exactly] = wanted.specifier
    return Pin(canonicalize_name(wanted.name), exactly.version, str(wanted.marker or ""), tuple(_hashes(line)))


def _hashes(line: str) -> list[str]:
    return re.findall(r"--hash=sha256:([0-9a-f]{64})", line)


@cache
def _licensing() -> Any:
    """SPDX's licences; reading them takes a moment."""
    return get_spdx_licensing()


@cache
def licence_of(name: str) -> str:
    """Under which licence an installed package is, as SPDX writes it.

    Raises:
        ValueError: it says none that is known; somebody must read it.
    """
    said = metadata.metadata(name)
    kinds = [one.rpartition(" :: ")[2] for one in said.get_all("Classifier") or () if one.startswith("License :: OSI")]
    fields = [one for field in ("License-Expression", "License") for one in said.get_all(field) or ()]
    for one in (READ.get(name, ""), *fields, *kinds):
        written = str(_IN_SPDX.get(one, one))
        if written and not _licensing().validate(written).errors:
            return written
    raise ValueError(
        f"{name} says no licence that is known. Read its own, and write it down in tests/deployment/bill.py."
    )


def may_be_kept(licence: str) -> bool:
    """Whether a licence is one of those that auditbot may be passed on with: each of `AND`, one of `OR`."""
    parsed = _licensing().parse(licence)
    for symbol in parsed.symbols:
        if symbol.key in FREE or symbol.key in KEPT:
            parsed = parsed.subs({symbol: _licensing().TRUE})
    return bool(parsed.simplify() == _licensing().TRUE)


def bill(of: Iterable[Pin]) -> dict[str, Any]:
    """The bill of these pins."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    whole = Component(name=project["name"], version=project["version"], type=ComponentType.APPLICATION)
    whole.licenses.add(LicenseFactory().make_from_string(project["license"]))
    whole.bom_ref.value = project["name"]
    parts = {pin.name: _part(pin) for pin in of}
    made = Bom(components=parts.values())
    made.metadata.component = whole
    wanted = [Requirement(one) for one in project["dependencies"]]
    made.register_dependency(whole, [parts[canonicalize_name(one.name)] for one in wanted])
    extras = {str(canonicalize_name(one.name)): one.extras for one in wanted}
    for name, part in parts.items():
        made.register_dependency(part, _needed(name, extras.get(name, set()), parts))
    return _without_the_moment(json.loads(JsonV1Dot6(made).output_as_string()))


def _part(pin: Pin) -> Component:
    part = Component(
        name=pin.name,
        version=pin.version,
        type=ComponentType.LIBRARY,
        purl=PackageURL("pypi", name=pin.name, version=pin.version),
        licenses=[LicenseFactory().make_from_string(licence_of(pin.name))],
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=one) for one in pin.hashes],
        properties=[Property(name="auditbot:only-where", value=pin.where)] if pin.where else None,
    )
    part.bom_ref.value = f"{pin.name}=={pin.version}"
    return part


def _needed(name: str, extras: set[str], parts: Mapping[str, Component]) -> list[Component]:
    wanted = [Requirement(one) for one in metadata.requires(name) or ()]
    mine = [
        canonicalize_name(one.name)
        for one in wanted
        if one.marker is None or any(one.marker.evaluate({"extra": extra}) for extra in ("", *extras))
    ]
    return [parts[one] for one in mine if one in parts]


def _without_the_moment(document: dict[str, Any]) -> dict[str, Any]:
    del document["serialNumber"], document["metadata"]["timestamp"]
    return document


def page() -> str:
    """The page of licences: what serves, then what is installed besides for traces."""
    serves = pins("run.txt")
    besides = [one for one in pins("traces.txt") if one.name not in {pin.name for pin in serves}]
    kept = "".join(f"- {licence}: {why}\n" for licence, why in KEPT.items())
    return (
        f"{_HEADING}Free to use, change and pass on: {', '.join(sorted(FREE))}. Kept for a reason:\n\n{kept}"
        f"\n## To serve\n\n{_table(serves)}\n## Besides, for traces (`requirements/traces.txt`)\n\n{_table(besides)}"
    )


def _table(of: Iterable[Pin]) -> str:
    rows = "".join(f"| {one.name} | {licence_of(one.name)} |\n" for one in of)
    return f"| package | licence |\n|---|---|\n{rows}"


def main() -> None:
    """Write the bill into `dist/`, and the page."""
    document = bill(pins("run.txt"))
    own = document["metadata"]["component"]
    file = ROOT / "dist" / f"{own['name']}-{own['version']}.cdx.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(document, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(
        f"{file.relative_to(ROOT)}: {len(document['components'])} packages. docs/licences.md is made anew.\n"
    )


if __name__ == "__main__":
    main()
