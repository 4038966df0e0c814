"""What auditbot is made of: in the bill it is all there, and nothing comes under a licence that nobody looked at."""

import json
from importlib import resources
from urllib.parse import urljoin

import pytest
from jsonschema import Draft7Validator
from referencing import Registry, Resource

from tests.deployment.bill import PAGE, bill, licence_of, may_be_kept, page, pins

RUN = pins("run.txt")


def test_the_bill_has_every_pin_with_its_hashes_and_its_licence_and_is_the_same_each_time() -> None:
    made = bill(RUN)
    found = {part["name"]: part for part in made["components"]}
    assert {name: part["version"] for name, part in found.items()} == {pin.name: pin.version for pin in RUN}
    for pin in RUN:
        part = found[pin.name]
        assert pin.hashes, f"{pin.name} is pinned by its hashes"
        assert {one["content"] for one in part["hashes"]} == set(pin.hashes)
        [licence] = part["licenses"]
        assert licence.get("expression") or licence["license"]["id"]
    assert {one["ref"] for one in made["dependencies"]} == {"auditbot", *(f"{pin.name}=={pin.version}" for pin in RUN)}
    needed = {ref for one in made["dependencies"] for ref in one.get("dependsOn", ())}
    assert len(needed) == len(RUN), "each package is there because something needs it"
    assert json.dumps(bill(RUN), sort_keys=True) == json.dumps(made, sort_keys=True)
    _fits_its_schema(made)


def _fits_its_schema(made: object) -> None:
    folder = resources.files("cyclonedx.schema") / "_res"
    names = [f"{name}.SNAPSHOT.schema.json" for name in ("bom-1.6", "spdx", "jsf-0.82")]
    whole, *parts = [json.loads((folder / name).read_text(encoding="utf-8")) for name in names]
    others = [
        (urljoin(whole["$id"], name), Resource.from_contents(part)) for name, part in zip(names[1:], parts, strict=True)
    ]
    Draft7Validator(whole, registry=Registry().with_resources(others)).validate(made)


@pytest.mark.parametrize("file", ["run.txt", "traces.txt"])
def test_nothing_is_installed_under_a_licence_that_nobody_looked_at(file: str) -> None:
    assert [pin.name for pin in pins(file) if not may_be_kept(licence_of(pin.name))] == []


@pytest.mark.parametrize(
    ("licence", "kept"),
    [
        ("MIT", True),
        ("Apache-2.0 AND MIT", True),
        ("GPL-3.0-only OR MIT", True),
        ("GPL-3.0-only", False),
        ("AGPL-3.0-or-later AND MIT", False),
        ("MIT AND (GPL-2.0-only OR AGPL-3.0-only)", False),
    ],
)
def test_a_licence_is_kept_where_all_that_it_asks_for_is(licence: str, kept: bool) -> None:  # noqa: FBT001  # a table's
    assert may_be_kept(licence) is kept


def test_the_page_of_licences_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run 'make sbom'"
