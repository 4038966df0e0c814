"""Makes the pictures of docs/pictures from the real cards, in the Playground and by the renderer: `make pictures`.

Every card there is, with plain words in it, is drawn into build/pictures as well, to be looked at.
"""

import re
import sys
from pathlib import Path

from playwright.sync_api import Browser

from cards.elements import shown
from tests.browser.demonstration import MissingError, open_browser, running_demonstration
from tests.browser.gallery import gallery
from tests.browser.gallery_following import gallery_of_a_phone
from tests.browser.playground_page import Visitor
from tests.browser.renderer import DESK, PHONE, Drawing, drawing_on
from tests.unit.every_card import every_card

FOLDER = Path("docs/pictures")
EVERY_CARD = Path("build/pictures")


def _take_all(visitor: Visitor) -> None:
    """What a newcomer meets first in the demonstration."""
    # Past a working morning, at whatever hour this runs: notices wait for one.
    visitor.presses("A week on", then="in this demonstration")
    visitor.presses("Choose whom to be", then="Choose whom to be")
    visitor.takes_picture_of_card("Choose whom to be", FOLDER / "choose-whom-to-be.png")


def _draw_all(browser: Browser) -> None:
    """The gallery of docs/cards.md, and every card there is, as a phone and a desk show them."""
    for screen in (PHONE, DESK):
        with drawing_on(browser, screen) as drawing:
            _draw_gallery(drawing)
            if screen is PHONE:
                _draw_what_follows(drawing)
            for name, card in every_card("plain").items():
                drawing.draws(card)
                drawing.keeps(EVERY_CARD / f"{re.sub(r'[^a-z0-9]+', '-', name)}-{screen.name}.png")


def _draw_gallery(drawing: Drawing) -> None:
    for name, piece in gallery().items():
        drawing.draws(shown(piece.card))
        if piece.press:
            drawing.page.get_by_role("button", name=piece.press).click()
        drawing.keeps(FOLDER / "cards" / f"{name}-{drawing.screen.name}.png")


def _draw_what_follows(drawing: Drawing) -> None:
    for name, card in gallery_of_a_phone().items():
        drawing.draws(shown(card))
        drawing.keeps(FOLDER / "cards" / f"{name}-{drawing.screen.name}.png")


def main() -> int:
    """Make the pictures; the exit code."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    try:
        with open_browser() as browser:
            _draw_all(browser)
        with running_demonstration() as address, open_browser() as browser:
            # More pixels than points, so that the words are sharp on a good screen; twice as many would be too large.
            page = browser.new_page(viewport={"width": 1200, "height": 1400}, device_scale_factor=1.25)
            visitor = Visitor(page)
            visitor.opens(address)
            _take_all(visitor)
    except MissingError as missing:
        sys.stderr.write(f"{missing}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
