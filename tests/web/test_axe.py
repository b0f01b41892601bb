"""axe-core finds nothing on any page, on a small screen and on a wide one."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, Route

from tests.e2e.chromium import needs_browser, watched
from tests.web.full_site import FullSite, full_site
from tests.web.shown_pages import page_templates, shown_pages, watch_templates

__all__ = ["full_site"]

pytestmark = [pytest.mark.slow, pytest.mark.browser, needs_browser]

WIDTHS = (1280, 360)
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
HERE = "http://127.0.0.1:5"  # nobody listens there: each request is answered below
_RUN = """async tags => {
  const only = {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"], preload: false};
  const found = await axe.run(document, only);
  const tell = (rule, node) => `${rule.id}: ${node.target} ${node.failureSummary}`;
  return {rules: found.passes.length + found.violations.length,
          wrong: found.violations.flatMap(rule => rule.nodes.map(node => tell(rule, node)))};
}"""


@pytest.fixture
def page(full_site: FullSite, browser: Browser) -> Iterator[Page]:
    """A page of a browser whose requests the application itself answers; our policy would keep axe's script out."""
    with watched(browser, bypass_csp=True) as context:
        context.set_default_timeout(60_000)
        context.add_init_script(AXE_SCRIPT)
        yield context.new_page()


def test_axe_finds_nothing_on_any_page(full_site: FullSite, page: Page) -> None:
    with watch_templates() as seen:
        pages = list(shown_pages(full_site))
    assert page_templates() - seen == set(), "say in tests/web/shown_pages.py how one comes to these pages"
    html: dict[str, str] = {}
    signed_in = full_site.site.signed_in(1)  # all have signed out by now

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(HERE)
        if path in html:
            route.fulfill(body=html[path], content_type="text/html; charset=utf-8")
        else:
            with signed_in.get(path) as found:
                route.fulfill(status=found.status_code, body=found.data, content_type=found.content_type)

    page.route("**/*", answer)
    wrong: list[str] = []
    for number, shown in enumerate(pages):
        html[path := f"{shown.path}~{number}"] = shown.html
        page.goto(HERE + path)
        for width in WIDTHS[:: -1 if number % 2 else 1]:  # from the width at which the page before was left
            page.set_viewport_size({"width": width, "height": 900})
            wrong += [f"{shown.name} at {width} px: {one}" for one in _look(page)]
    assert wrong == [], "\n".join(wrong)


def test_axe_is_really_asked(page: Page) -> None:
    small = "<button style='all: initial; width: 9px; height: 9px'>{}</button>"
    page.set_content(
        f"<html lang=th><title>ก</title><main><h1>ก</h1>{small.format('ข')}{small.format('ค')}<h2></h2>"
        "<img src=data:,><p style='color: #ccc'>ตัวอักษรจาง</p></main>"
    )
    found = {one.partition(":")[0] for one in _look(page)}
    assert found == {"image-alt", "color-contrast", "target-size", "empty-heading"}


def _look(page: Page) -> list[str]:
    found: dict[str, Any] = page.evaluate(_RUN, list(TAGS))
    assert found["rules"] > 10
    return list(found["wrong"])
