"""The pictures in the README and the docs: each is there, each has its words, none is large."""

import re
from pathlib import Path

import pytest

import domain
from tests.browser.gallery import gallery
from tests.browser.gallery_following import gallery_of_a_phone
from tests.browser.renderer import DESK, PHONE

ROOT = Path(domain.__file__).parent.parent
_IMAGE = re.compile(r'<img src="([^"]+)"[^>]*?(?:alt="([^"]*)")?>')
MOST_BYTES = 200_000
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def shown_in(page: Path) -> list[tuple[Path, str]]:
    return [((page.parent / name).resolve(), alt) for name, alt in _IMAGE.findall(page.read_text("utf-8"))]


PICTURES = [(page.name, *shown) for page in PAGES for shown in shown_in(page)]


def test_there_are_pictures() -> None:
    assert len(PICTURES) > 2 * len(gallery())


@pytest.mark.parametrize(("page", "picture", "alt"), PICTURES, ids=lambda part: getattr(part, "name", ""))
def test_a_picture_is_there_small_and_told_in_words(page: str, picture: Path, alt: str) -> None:
    assert picture.is_file(), f"{page} shows {picture.name}: run make pictures"
    assert picture.stat().st_size < MOST_BYTES
    assert alt.endswith(".")


def test_every_card_of_an_audit_is_shown_on_both_screens_and_every_other_on_a_phone() -> None:
    shown = {picture.name for picture, _ in shown_in(ROOT / "docs/cards.md")}
    on_both = {f"{name}-{screen.name}.png" for name in gallery() for screen in (PHONE, DESK)}
    assert shown == on_both | {f"{name}-{PHONE.name}.png" for name in gallery_of_a_phone()}
