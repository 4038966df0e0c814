"""The Playground as a visitor uses it: what they type, press and choose, and what they come to see."""

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

# A step is answered within a second; a browser on a busy machine takes longer to show it.
PATIENCE_MS = 45_000
# What the renderer of Adaptive Cards calls a whole card.
CARD = ".ac-adaptiveCard"


class Visitor:
    """Somebody before the Playground's page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)

    def opens(self, address: str) -> None:
        """Open the page, wait for the first card, and put the log away, which repeats what was said."""
        self.page.goto(address)
        self.sees("Choose whom to be")
        self.page.get_by_role("button", name="Hide log panel").click()

    def says(self, words: str) -> None:
        """Type a message and send it."""
        self.page.locator("[contenteditable=true]").first.click()
        self.page.keyboard.type(words)
        self.page.keyboard.press("Enter")

    def presses(self, title: str, then: str = "") -> None:
        """Press the latest button with a title, and wait for the card that follows, by its heading."""
        self._latest("button", title).click()
        if then:
            self.sees_card(then)

    def chooses(self, label: str, option: str) -> None:
        """Choose an option of the latest list with a label."""
        self._latest("combobox", label).click()
        self.page.get_by_role("option", name=option, exact=True).last.click()

    def ticks(self, option: str) -> None:
        """Choose the latest option of a choice that shows all of its options."""
        self._latest("radio", option).check()

    def writes(self, label: str, text: str) -> None:
        """Fill the latest text input with a label."""
        self._latest("textbox", label).fill(text)

    def sees(self, words: str) -> None:
        """Wait until the page shows these words.

        Raises:
            AssertionError: it does not.
        """
        expect(self.page.get_by_text(words).last).to_be_visible()

    def sees_card(self, heading: str) -> None:
        """Wait until the page shows a card with a heading.

        Raises:
            AssertionError: it does not.
        """
        expect(self.page.get_by_role("heading", name=heading).last).to_be_visible()

    def takes_picture(self, file: Path) -> None:
        """Keep what the page looks like."""
        self.page.screenshot(path=file)

    def takes_picture_of_card(self, heading: str, file: Path) -> None:
        """Keep what the latest card with a heading looks like."""
        named = self.page.get_by_role("heading", name=heading)
        card = self.page.locator(CARD).filter(has=named).last
        card.scroll_into_view_if_needed()
        self.page.mouse.move(0, 0)
        card.screenshot(path=file, animations="disabled")

    def _latest(self, role: str, name: str) -> Locator:
        return self.page.get_by_role(role, name=name, exact=True).last  # type: ignore[arg-type]  # one of Playwright's roles
