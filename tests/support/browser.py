"""Chromium as a reader of our pages: without network, and with everything noted that should not happen."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Route, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
WIDE, NARROW = 1280, 360


@contextmanager
def started() -> Iterator[Browser]:
    """Start the Chromium of this computer, without window."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    assert program is not None, "Chromium is missing. Run: make test-documents"
    with sync_playwright() as playwright:
        # As root, as in a container, Chromium starts only without its sandbox; the pages are our own.
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@dataclass
class Opened:
    """A page in the browser, and what went wrong: messages on the console, errors, and requests for anything else."""

    page: Page
    wrong: list[str] = field(default_factory=list)

    def noted(self, message: ConsoleMessage) -> None:
        """Note what the console says; a page of ours says nothing."""
        self.wrong.append(f"console {message.type}: {message.text}")

    def refused(self, route: Route) -> None:
        """Let nothing but the page itself be read."""
        if route.request.url.split("#")[0] == self.page.url.split("#")[0] or route.request.is_navigation_request():
            route.continue_()
            return
        self.wrong.append(f"request: {route.request.url}")
        route.abort()

    def failed(self, request: Request) -> None:
        """Note a request that failed, also one that the content policy stopped."""
        self.wrong.append(f"failed: {request.url}")


@contextmanager
def opened(browser: Browser, file: Path, *, width: int = WIDE, script: bool = True) -> Iterator[Opened]:
    """Open a page from disk at some width, with or without script; at the end nothing may have gone wrong."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        java_script_enabled=script,
        reduced_motion="reduce",
        accept_downloads=True,
    )
    page = context.new_page()
    found = Opened(page)
    page.on("console", found.noted)
    page.on("pageerror", lambda error: found.wrong.append(f"error: {error}"))
    page.on("requestfailed", found.failed)
    page.route("**/*", found.refused)
    page.goto(file.as_uri())
    yield found
    context.close()
    assert found.wrong == []


def violations(page: Page) -> list[str]:
    """Give what axe finds wrong with a page, with where."""
    return [
        f"{item['id']} at {node['target']}: {node['failureSummary']}"
        for item in Axe().run(page).response["violations"]
        for node in item["nodes"]
    ]


def is_wider_than_the_window(page: Page) -> bool:
    """Whether the page as a whole scrolls sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
