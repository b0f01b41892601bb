"""The administrators' first page, board and list: bytes and time, each beside the same page of ten tasks.

An agency has ten units, each asked of every measure. The app answers in this process, compressed as to a browser.
"""

import time
from datetime import timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

MEASURES = (1, 100)
PAGES = (
    ("first page", "/admin/{slug}/"),
    ("board", "/admin/{slug}/tasks?view=board"),
    ("list", "/admin/{slug}/tasks?view=list"),
)
_TIMES = 9


def run(measures: tuple[int, int] = MEASURES) -> list[tuple[str, str]]:
    """Rows of (name, figure) for the table of `make bench`."""
    from store.engine import open_database
    from store.migrate import migrate
    from tests.big_office import big_office
    from tests.web.site import site_on

    with TemporaryDirectory(prefix="tidtam-bench-") as name:
        url = f"sqlite:///{name}/pages.sqlite"
        migrate(url)
        database = open_database(url)
        site = site_on(database, Path(name))
        browsers = {count: f"office-{count}" for count in measures}
        found = {count: big_office(database, count, slug) for count, slug in browsers.items()}
        site.now += timedelta(days=150)
        signed = {count: site.signed_in(found[count], slug) for count, slug in browsers.items()}
        rows = [_row(page, path, measures, browsers, signed) for page, path in PAGES]
        database.close()
    return rows


def _row(
    page: str, path: str, measures: tuple[int, int], slugs: dict[int, str], signed: dict[int, FlaskClient]
) -> tuple[str, str]:
    few, many = measures
    small, _ = _measure(signed[few], path.format(slug=slugs[few]))
    took, answer = _measure(signed[many], path.format(slug=slugs[many]))
    plain = signed[many].get(path.format(slug=slugs[many]))
    return (
        f"{page}, {many * 10:,} tasks",
        f"{took * 1000:.0f} ms of CPU, {took / small:.1f} × that of {few * 10} tasks; "
        f"{len(plain.data) / 1000:,.0f} KB, {len(answer.data) / 1000:.0f} KB compressed",
    )


def _measure(browser: FlaskClient, path: str) -> tuple[float, TestResponse]:
    """The median of the thread's CPU seconds, and the answer."""
    times = []
    for _ in range(_TIMES):
        began = time.thread_time()
        answer = browser.get(path, headers={"Accept-Encoding": "gzip"})
        times.append(time.thread_time() - began)
        assert answer.status_code == 200, (path, answer.status_code)
    return median(times), answer
