"""A visitor before the running demonstration.

Outside CI a missing browser or Node skips these tests with the reason; with `CI=true` it fails them.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.demonstration import MissingError, open_browser, running_demonstration
from tests.browser.playground_page import Visitor

PICTURES = Path("build/browser")


@contextmanager
def needed() -> Iterator[None]:
    """What is missing outside CI skips the tests that need it."""
    try:
        yield
    except MissingError as missing:
        if os.environ.get("CI") == "true":
            pytest.fail(str(missing))
        pytest.skip(str(missing))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless browser for all visitors."""
    with needed(), open_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def playground_address() -> Iterator[str]:
    """A fresh demonstration; where to open it."""
    with needed(), running_demonstration() as address:
        yield address


@pytest.fixture
def visitor(browser: Browser, playground_address: str, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """Somebody before the Playground, on a screen of the usual size. The last they see is kept as a picture."""
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    visitor = Visitor(page)
    visitor.opens(playground_address)
    yield visitor
    visitor.takes_picture(PICTURES / f"{request.node.name}.png")
    page.close()
