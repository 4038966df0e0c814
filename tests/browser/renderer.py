"""Cards drawn by the renderer of Adaptive Cards in a headless browser, as wide as a phone or a desk has room for."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from tests.browser.demonstration import MissingError

SOURCES = Path(__file__).parent / "renderer"
FOLDER = Path(".tools/renderer")
_LIBRARY = FOLDER / "node_modules/adaptivecards/dist/adaptivecards.js"
_PACKAGE = ("package.json", "package-lock.json")
_INSTALL_SECONDS = 180


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen by its name and its width in points; on a narrow one buttons stand below each other."""

    name: str
    width: int

    @property
    def is_narrow(self) -> bool:
        """Whether it is a phone's."""
        return self.width < 500


DESK, PHONE = Screen("desk", 900), Screen("phone", 360)


def installed_library() -> Path:
    """The renderer's script, installed in this checkout unless it is there.

    Raises:
        MissingError: there is no npm, or it could not be installed.
    """
    wanted = {name: (SOURCES / name).read_text("utf-8") for name in _PACKAGE}
    mark = FOLDER / "installed.json"
    if _LIBRARY.exists() and mark.exists() and json.loads(mark.read_text("utf-8")) == wanted:
        return _LIBRARY
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in wanted.items():
        (FOLDER / name).write_text(text, "utf-8")
    _install()
    mark.write_text(json.dumps(wanted), "utf-8")
    return _LIBRARY


def _install() -> None:
    beside = Path(sys.executable).parent / "npm"
    npm = shutil.which("npm") or (str(beside) if beside.exists() else None)
    if npm is None:
        raise MissingError("There is no npm, which fetches the renderer of cards. Install Node.js with npm.")
    command = [npm, "ci", "--legacy-peer-deps", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(  # noqa: S603  # npm as it was found, with words of ours
        command, cwd=FOLDER, capture_output=True, text=True, timeout=_INSTALL_SECONDS, check=False
    )
    if done.returncode != 0:
        raise MissingError(f"The renderer of cards could not be fetched. npm said: {done.stderr[-300:]}")


class Drawing:
    """A page on which one card at a time is drawn."""

    def __init__(self, page: Page, screen: Screen) -> None:
        self.page = page
        self.screen = screen

    def draws(self, card: Mapping[str, Any]) -> list[str]:
        """Draw a card in the place of the one before; what the renderer has to complain of."""
        complaints: list[str] = self.page.evaluate(
            "([card, isNarrow]) => draw(card, isNarrow)", [card, self.screen.is_narrow]
        )
        return complaints

    @property
    def height(self) -> int:
        """How high the card is, in points."""
        height: int = self.page.evaluate("document.getElementById('card').offsetHeight")
        return height

    @property
    def overhang(self) -> int:
        """By how much the card is wider than the screen, in points."""
        overhang: int = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        return overhang

    def keeps(self, file: Path) -> None:
        """Keep what the card looks like."""
        file.parent.mkdir(parents=True, exist_ok=True)
        self.page.locator("#card").screenshot(path=file, animations="disabled")


@contextmanager
def drawing_on(browser: Browser, screen: Screen) -> Iterator[Drawing]:
    """A page of a screen's width with the renderer on it.

    Raises:
        MissingError: the renderer could not be had.
    """
    library = installed_library()
    page = browser.new_page(viewport={"width": screen.width, "height": 800}, locale="en-GB")
    page.goto((SOURCES / "page.html").resolve().as_uri())
    page.add_script_tag(path=library)
    yield Drawing(page, screen)
    page.close()
