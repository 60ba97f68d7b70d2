"""One browser and two sites for all tests of the review pages."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from pipeline.review import build_site
from tests.dataset.plans import sample_plan
from tests.sample_dataset import hostile_plan, sample_dataset, write_dataset

# Without these Chromium asks for hosts of its maker, and for a screen card.
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window; without it the tests are skipped, unless the machine must have all tools."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        if os.environ.get("VNPLANS_TOOLS") == "required":
            pytest.fail("Chromium is not installed")
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site over the five samples."""
    folder = tmp_path_factory.mktemp("review") / "site"
    build_site(sample_dataset(), folder)
    return folder


@pytest.fixture(scope="session")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site over a plan whose words a browser might take for more than words."""
    folder = tmp_path_factory.mktemp("hostile")
    write_dataset(folder / "dataset", hostile_plan(), sample_plan("second.txt"))
    build_site(folder / "dataset", folder / "site")
    return folder / "site"


class Visit:
    """A page in the browser with what it asked for and what went wrong in it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.faults: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", lambda message: self.faults.append(message.text) if message.type == "error" else None)

    def open(self, path: Path, rest: str = "") -> Page:
        """Open a file of a site; `rest` is what stands behind its name in the address."""
        self.page.goto("about:blank")
        self.page.goto(path.as_uri() + rest)
        return self.page


@pytest.fixture(scope="session")
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    context.set_default_timeout(10_000)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context
    context.close()


@pytest.fixture
def visit(context: BrowserContext) -> Iterator[Visit]:
    """A fresh page; whatever a test does in it, nothing may be asked of a network and no script may fail."""
    visit = Visit(context.new_page())
    yield visit
    visit.page.close()
    assert visit.faults == []
    assert [url for url in visit.requests if not url.startswith(("file:", "about:"))] == []
