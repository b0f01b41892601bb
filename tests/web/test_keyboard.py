"""The pages by keyboard: Tab from the top reaches each control, in the order of the page, framed and in sight."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page

from tests.agency import KEYS
from tests.e2e.chromium import needs_browser, watched
from tests.web.full_site import FullSite, full_site, head_link
from tests.web.public.test_replies import reply_link
from tests.web.serving import serve
from web.installation.entrance import make_installation_address

__all__ = ["full_site"]

pytestmark = [pytest.mark.slow, pytest.mark.browser, needs_browser]

# Pages with so many controls at least: with fewer the walk has not seen what they are there for.
PAGES = {
    "/demo/": 9,
    "/admin/demo/": 15,
    "/admin/demo/tasks?year=2570&round=first_half&view=board": 20,
    "/admin/demo/reminders": 40,
    "/admin/demo/reminders/calendar": 12,
    "/admin/demo/reminders/log": 15,
    "/admin/demo/reminders/log/1/again": 12,
    "/admin/demo/ita": 15,
    "/p/demo/2570/ita": 3,
    "/p/demo/": 5,
    "/admin/demo/layout": 60,
    "/admin/demo/layout?open=columns-1": 60,
    "/admin/demo/records": 18,
    "/admin/demo/sessions": 13,
    "/admin/sign-in/code": 2,
    "/admin/demo/report/2570/first_half/v2/withdraw": 14,
}
MOST = 600  # stops: a page that is never left holds the focus
# Marks what the keyboard should reach, in the order of the page.
_MARK = """() => {
  const wanted = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const group = one => [...document.getElementsByName(one.name)]; // of radio buttons one is a stop, arrows go on
  const stop = one => one.type !== "radio" || one === (group(one).find(each => each.checked) || group(one)[0]);
  const shown = one => one.checkVisibility({visibilityProperty: true});
  const reached = one => shown(one) && !one.disabled && one.tabIndex >= 0 && stop(one);
  window.walked = [...document.querySelectorAll(wanted)].filter(reached);
  return walked.map(one => one.outerHTML.slice(0, 90));
}"""
# What has the focus: its place among those, its frame, and whether something lies over it or it is out of sight.
_LOOK = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  const framed = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const x = Math.min(Math.max(box.left + Math.min(box.width, 20) / 2, 0), innerWidth - 1);
  const y = Math.min(Math.max(box.top + Math.min(box.height, 20) / 2, 0), innerHeight - 1);
  const over = document.elementFromPoint(x, y);
  const seen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const parts = [one, ...(one.labels || [])];
  const free = Boolean(over) && (over.contains(one) || parts.some(part => part.contains(over)));
  return {place: walked.indexOf(one), told: one.outerHTML.slice(0, 90), type: one.type || "", framed, seen, free};
}"""

# What makes the page wider than its window.
_WIDER = """() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll("body *")]
  .filter(one => one.getBoundingClientRect().right > innerWidth + 1).slice(0, 5)
  .map(one => one.outerHTML.slice(0, 90))"""


@dataclass(frozen=True)
class Stop:
    """Where the focus stood: its place among what should be reached, -1 for what merely scrolls."""

    place: int
    told: str
    type: str
    framed: bool
    seen: bool
    free: bool


@pytest.fixture(params=[1280, 320], ids=["wide", "enlarged to 400 %"])
def page(full_site: FullSite, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A browser signed in as administrator, officer, head and installer; every page has something to show."""
    site = full_site.site
    with (
        serve(site.app) as site.base_url,
        watched(browser, viewport={"width": request.param, "height": 800}) as context,
    ):
        context.set_default_timeout(60_000)
        page = context.new_page()
        for link in (site.link(1), reply_link(site), head_link(site), make_installation_address("", KEYS, site.now)):
            page.goto(site.base_url + link)
            with page.expect_navigation():
                page.locator("main button").click()
        yield page


def test_every_control_is_reached_in_order_framed_and_in_sight(full_site: FullSite, page: Page) -> None:
    """On every page of the map of addresses, and on further states of some."""
    wrong: list[str] = []
    for path, least in {**dict.fromkeys(_find_pages(full_site), 2), **PAGES}.items():
        page.goto(full_site.site.base_url + path)
        wanted, stops = page.evaluate(_MARK), list(_walk(page))
        wrong += [f"{path}: {one}" for one in _judge(wanted, stops, least)]
        wrong += [f"{path}: wider than the window: {one}" for one in page.evaluate(_WIDER)]
    assert wrong == [], "\n".join(wrong)


def test_the_walk_is_really_judged() -> None:
    good = Stop(0, "a", "", framed=True, seen=True, free=True)
    assert list(_judge(["a", "b"], [good, replace(good, place=1)], 2)) == []
    poor = [replace(good, place=1, framed=False), replace(good, seen=False), replace(good, place=-1, free=False)]
    said = ["only 3 controls", "not reached: c", "out of order: a", "without a frame: a", *2 * ["out of sight: a"]]
    assert list(_judge(["a", "b", "c"], poor, 4)) == said
    assert "the focus is never let go" in list(_judge(["a"], [good] * MOST, 1))


def _find_pages(full: FullSite) -> Iterator[str]:
    """The paths of all pages that answer."""
    for one in full.addresses():
        if one.method == "GET":
            with full.visitor(one.rule).get(one.path) as answer:
                if answer.status_code == 200 and answer.mimetype == "text/html":
                    yield one.path


def _walk(page: Page) -> Iterator[Stop]:
    """Each stop from the top of the page until the focus leaves it."""
    for _ in range(MOST):
        page.keyboard.press("Tab")
        found = page.evaluate(_LOOK)
        if found is None:
            return
        yield Stop(**found)


def _judge(wanted: list[str], stops: list[Stop], least: int) -> Iterator[str]:
    """What is wrong with the walk."""
    if len(stops) >= MOST:
        yield "the focus is never let go"
    if len(wanted) < least:
        yield f"only {len(wanted)} controls"
    places = [one.place for one in stops if one.place >= 0]
    yield from (f"not reached: {wanted[place]}" for place in sorted(set(range(len(wanted))) - set(places)))
    yield from (f"out of order: {wanted[now]}" for before, now in pairwise(places) if now < before)
    for one in stops:
        if not one.framed and one.type not in ("date", "datetime-local", "time"):
            yield f"without a frame: {one.told}"
        if not (one.seen and one.free):
            yield f"out of sight: {one.told}"
