"""A Chromium that is found on this machine, and what may not happen in its pages."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FOUND = os.environ.get("TIDTAM_TEST_BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

needs_browser = pytest.mark.skipif(
    FOUND is None and os.environ.get("REQUIRE_BROWSER") != "1", reason="no Chromium on this machine"
)


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """The browser of all tests of a process; an error where REQUIRE_BROWSER=1 and there is none."""
    from playwright.sync_api import sync_playwright  # most runs need none, and it takes a while

    assert FOUND, "REQUIRE_BROWSER=1, and no Chromium was found"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=FOUND, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def watched(browser: "Browser", **options: object) -> "Iterator[BrowserContext]":
    """A fresh profile; at its end, asserts that no page of it failed or asked for anything off this machine."""
    context = browser.new_context(locale="th-TH", timezone_id="Asia/Bangkok", **options)  # type: ignore[arg-type]
    context.set_default_timeout(15_000)
    faults: list[str] = []

    def watch(page: "Page") -> None:
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if _is_fault(said.type, said.text) else None)

    context.on("page", watch)
    context.on("request", lambda asked: None if _is_here(asked.url) else faults.append(asked.url))
    yield context
    context.close()
    assert faults == []


def _is_fault(kind: str, text: str) -> bool:
    """Whether the console tells of a fault; a form shown again as it is wrong (422) or changed (409) is none."""
    return kind == "error" and not any(f"status of {code}" in text for code in (409, 422))


def _is_here(url: str) -> bool:
    return url.startswith(("http://127.0.0.1:", "blob:", "data:"))
