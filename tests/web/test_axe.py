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
# Rules whose findings hang on how wide the page is where the same is shown on it; of contrast see _CONTRAST.
OF_WIDTH = ("target-size", "scrollable-region-focusable")
_TELL = "const tell = (rule, node) => `${rule.id}: ${node.target} ${node.failureSummary}`;"
_RUN = f"""async only => {{
  {_TELL}
  const found = await axe.run(document, {{...only, resultTypes: ["violations"], preload: false}});
  return {{rules: found.passes.length + found.violations.length + found.inapplicable.length,
          wrong: found.violations.flatMap(rule => rule.nodes.map(node => tell(rule, node)))}};
}}"""
_SHOWN = "() => [...document.querySelectorAll('*')].map(one => one.checkVisibility() ? '1' : '0').join('')"
# Looks at each text whose colours, size, or what lies behind it are not known yet; answers with those that it saw.
_CONTRAST = f"""async known => {{
  {_TELL}
  const behind = new Map(), looks = new Map(), seen = new Set(known);
  const below = one => {{
    if (one === null) return "";
    if (!behind.has(one)) {{
      const style = getComputedStyle(one);
      const placed = ["absolute", "fixed", "sticky"].includes(style.position) ? style.position + one.className : "";
      const own = [style.backgroundColor, style.backgroundImage, style.opacity, placed].join(" ");
      behind.set(one, (own === "rgba(0, 0, 0, 0) none 1 " ? "" : own + "/") + below(one.parentElement));
    }}
    return behind.get(one);
  }};
  for (const one of document.body.querySelectorAll("*")) {{
    const speaks = [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    if (!speaks && !one.matches("input, select, textarea")) continue;
    const style = getComputedStyle(one);
    const look = [style.color, style.fontSize, style.fontWeight, style.textShadow, below(one)].join(" ");
    if (!seen.has(look)) looks.set(one, look);
  }}
  if (!looks.size) return {{wrong: [], seen: []}};
  for (const one of looks.keys()) one.setAttribute("data-look", "");
  const found = await axe.run({{include: ["[data-look]"]}}, {{
    runOnly: ["color-contrast"], elementRef: true, preload: false}});
  for (const one of looks.keys()) one.removeAttribute("data-look");
  const nodes = [...found.passes, ...found.violations].flatMap(rule => rule.nodes);
  return {{wrong: found.violations.flatMap(rule => rule.nodes.map(node => tell(rule, node))),
          seen: nodes.map(node => looks.get(node.element)).filter(look => look)}};
}}"""


@pytest.fixture
def page(full_site: FullSite, browser: Browser) -> Iterator[Page]:
    """A page of a browser whose requests the application itself answers; our policy would keep axe's script out."""
    with watched(browser, bypass_csp=True) as context:
        context.set_default_timeout(60_000)
        context.add_init_script(AXE_SCRIPT)
        yield context.new_page()


@pytest.mark.parametrize("whole", [False, pytest.param(True, id="whole", marks=pytest.mark.thorough)])
def test_axe_finds_nothing_on_any_page(full_site: FullSite, page: Page, whole: bool) -> None:
    """Whole: by every rule at both widths, every text of each page.

    Else each look of a text once at each width, and at the second width only what hangs on it, if the same is shown.
    """
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
    looks: dict[int, set[str]] = {width: set() for width in WIDTHS}
    for number, shown in enumerate(pages):
        html[path := f"{shown.path}~{number}"] = shown.html
        page.goto(HERE + path)
        before = ""
        for width in WIDTHS[:: -1 if number % 2 else 1]:  # from the width at which the page before was left
            page.set_viewport_size({"width": width, "height": 900})
            found = _look(page) if whole else _look_for_new(page, looks[width], before)
            wrong += [f"{shown.name} at {width} px: {one}" for one in found]
            before = page.evaluate(_SHOWN)
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("whole", [True, False])
def test_axe_is_really_asked(page: Page, whole: bool) -> None:
    small = "<button style='all: initial; width: 9px; height: 9px'>{}</button>"
    page.set_content(
        f"<html lang=th><title>ก</title><main><h1>ก</h1>{small.format('ข')}{small.format('ค')}<h2></h2>"
        "<img src=data:,><p style='color: #ccc'>ตัวอักษรจาง</p></main>"
    )
    found = _look(page) if whole else _look_for_new(page, set(), "")
    assert {one.partition(":")[0] for one in found} == {"image-alt", "color-contrast", "target-size", "empty-heading"}


def test_at_the_second_width_what_hangs_on_it_is_found(page: Page) -> None:
    small = "<button style='all: initial; width: 9px; height: 9px'>ข</button>"
    page.set_content(
        "<html lang=th><title>ก</title><style>div { display: flex; gap: 40px }"
        "@media (max-width: 500px) { p { color: #ccc } div { gap: 0 } h2 { display: none } }</style>"
        f"<main><h1>ก</h1><p>ตัวอักษร</p><div>{small}{small}</div><h2>ข</h2></main>"
    )
    looks = set[str]()
    page.set_viewport_size({"width": 1280, "height": 900})
    assert _look_for_new(page, looks, "") == []
    before = page.evaluate(_SHOWN)
    page.set_viewport_size({"width": 360, "height": 900})
    now = page.evaluate(_SHOWN)
    assert now != before
    for shown_before in (before, now):
        found = {one.partition(":")[0] for one in _look_for_new(page, looks, shown_before)}
        assert found == {"color-contrast", "target-size"}


def _look(page: Page) -> list[str]:
    """What every rule finds on the page."""
    return _run(page, {"runOnly": {"type": "tag", "values": TAGS}})


def _look_for_new(page: Page, looks: set[str], before: str) -> list[str]:
    """What is found of contrast in looks that are new, which are added, and of all else.

    Where the same is shown as before, at another width, only what hangs on the width is looked for.
    """
    of_tags = {"runOnly": {"type": "tag", "values": TAGS}, "rules": {"color-contrast": {"enabled": False}}}
    same = page.evaluate(_SHOWN) == before
    found = _run(page, {"runOnly": {"type": "rule", "values": OF_WIDTH}} if same else of_tags)
    contrast: dict[str, Any] = page.evaluate(_CONTRAST, sorted(looks))
    looks.update(() if contrast["wrong"] else contrast["seen"])
    return [*found, *contrast["wrong"]]


def _run(page: Page, rules: dict[str, Any]) -> list[str]:
    found: dict[str, Any] = page.evaluate(_RUN, rules)
    assert found["rules"] >= len(OF_WIDTH) if rules["runOnly"]["type"] == "rule" else found["rules"] > 50
    return list(found["wrong"])
