"""Every card as a phone and a desk show it: nothing is left out, nothing hangs over, a step stays short."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import needed
from tests.browser.renderer import DESK, PHONE, Drawing, Screen, drawing_on
from tests.unit.every_card import FILLINGS, every_card

# In points. A phone shows about 700 at once: a step is at most a screen and a half, the review two.
_STEP, _REVIEW = 1_000, 1_300
# The renderer draws no charts: their fallback is what is looked at.
_NO_CHARTS = 'Unknown element type "Chart.'
# What is drawn with the longest texts is long: only its width is looked at.
_WIDE = ("plain", "long", "far too long", "html", "right-to-left")


@pytest.fixture(scope="module", params=[PHONE, DESK], ids=lambda screen: screen.name)
def drawing(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Drawing]:
    """A page to draw cards on, of either width."""
    screen: Screen = request.param
    with needed(), drawing_on(browser, screen) as drawing:
        yield drawing


@pytest.mark.parametrize("filling", _WIDE)
def test_every_card_is_drawn_whole_and_fits_its_screen(drawing: Drawing, filling: str) -> None:
    assert filling in FILLINGS
    for name, card in every_card(filling).items():
        complaints = [said for said in drawing.draws(card) if not said.startswith(_NO_CHARTS)]
        assert complaints == [], name
        assert drawing.overhang == 0, name


def test_a_step_is_short_enough_for_one_thumb(drawing: Drawing) -> None:
    heights = {}
    for name, card in every_card("plain").items():
        drawing.draws(card)
        heights[name] = drawing.height
    # A step that was answered on another device shows both answers, and is read like a review.
    steps = {name: high for name, high in heights.items() if name.startswith("step ")}
    assert {name: high for name, high in steps.items() if "elsewhere" not in name and high > _STEP} == {}
    assert {name: high for name, high in steps.items() if high > _REVIEW} == {}
    assert {name: high for name, high in heights.items() if name.startswith("review") and high > _REVIEW} == {}


def test_the_descriptors_and_the_review_open_with_one_tap(drawing: Drawing) -> None:
    cards = every_card("plain")
    for name, button, hidden in (
        ("step domain_voice", "What the grades mean", "Not seen, or not heard, when it mattered."),
        ("review", "Show all answers", "Social worker: tried, not reached. Why?"),
    ):
        drawing.draws(cards[name])
        words = drawing.page.get_by_text(hidden)
        assert not words.is_visible()
        drawing.page.get_by_role("button", name=button).click()
        assert words.is_visible()


def test_every_input_is_found_by_its_label(drawing: Drawing) -> None:
    for name, card in every_card("plain").items():
        drawing.draws(card)
        for label in drawing.page.locator("#card label[for]").all():
            words = label.inner_text().strip(" *")
            assert drawing.page.get_by_label(words).count() >= 1, (name, words)
