"""The site of all pages, as `make docs` makes it: no broken link, nothing from elsewhere, readable by everybody."""

import subprocess
import sys
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.unit.test_rooms import ROOT

# What a browser fetches by itself; where a link leads is its reader's choice.
_FETCHED = {"script": "src", "img": "src", "link": "href", "source": "src", "iframe": "src"}
_IN_PAGES = ("docs/*.md", "docs/decisions/*.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")


@dataclass
class Page(HTMLParser):
    """What a page of the site holds, as a browser and a screen reader meet it."""

    language: str = ""
    headings: list[int] = field(default_factory=list)
    pictures: list[dict[str, str]] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = given.get("lang", "")
        if tag == "img":
            self.pictures.append(given)
        if tag in {f"h{level}" for level in range(1, 7)}:
            self.headings.append(int(tag[1]))
        if tag in _FETCHED and _FETCHED[tag] in given and given.get("rel") not in {"next", "prev"}:
            self.fetched.append(given[_FETCHED[tag]])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, made afresh; a warning, such as of a link that leads nowhere, is an error."""
    folder = tmp_path_factory.mktemp("site")
    sphinx = [sys.executable, "-m", "sphinx", "--fail-on-warning", "--keep-going", "--quiet"]
    places = ["--conf-dir", "docs/site", "--doctree-dir", str(folder / "read"), ".", str(folder / "made")]
    made = subprocess.run([*sphinx, *places], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    assert made.returncode == 0, f"A new page needs its line in docs/index.md.\n{made.stderr}"
    return folder / "made"


def pages_of(site: Path) -> dict[str, Page]:
    """Every page that was made of one of ours, by its place in the repository."""
    files = [file.relative_to(ROOT) for pattern in _IN_PAGES for file in ROOT.glob(pattern)]
    pages = {}
    for file in files:
        page = pages[str(file)] = Page()
        page.feed((site / file.with_suffix(".html")).read_text("utf-8"))
    return pages


def test_the_site_is_for_everybody_and_needs_nothing_from_elsewhere(site: Path) -> None:
    pages = pages_of(site)
    assert len(pages) > 40
    for name, page in pages.items():
        assert page.language == "en-GB", name
        assert page.headings.count(1) == 1, f"{name} has one title"
        steps = zip(page.headings, page.headings[1:], strict=False)
        assert [(one, two) for one, two in steps if two > one + 1] == [], f"{name} skips a level of headings"
        for picture in page.pictures:
            assert picture.get("alt"), f"{name}: say what {picture['src']} shows"
        for one in page.fetched:
            assert "//" not in one, f"{name} fetches {one}"
            place = (site / name).parent / one.split("?")[0].split("#")[0]
            assert place.exists(), f"{name}: {one} is not there"
    assert any(page.pictures for page in pages.values())


def test_the_search_knows_every_page_and_the_top_leads_to_the_first(site: Path) -> None:
    index = (site / "searchindex.js").read_text("utf-8")
    missing = [name for name in pages_of(site) if f'"{name.removesuffix(".md")}"' not in index]
    assert missing == []
    assert "url=docs/index.html" in (site / "index.html").read_text("utf-8")
    assert (site / "docs/index.html").exists()
