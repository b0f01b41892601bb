"""The demo's page: each thing to try is ticked by what happened in the database, by nothing else."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import pytest
from flask import Flask

import web
from domain.audit import Act
from domain.evidence import EvidenceKind
from domain.reminding import message_key
from domain.task import Review
from domain.writes import ForgetMessage, Remind, ReviewUpdate, SetReview, WantEvidence, Write
from reminders.ahead import days_ahead
from reminders.facts import day_facts
from store import tables
from store.apply import apply
from store.books import Books
from store.engine import Database
from store.updates import find_newest_update
from tests.agency import KEYS, after, small_agency
from tests.web.admin.test_certify import answer_all, certify, publish
from tests.web.public.test_replies import enrol
from tests.web.site import ADMIN, STAFF, Site, jpeg, site_on
from web.public.demo import STEPS

ALL = {step.key for step in STEPS}
TODAY = date(2026, 11, 20)
Deed = Callable[[Site], object]


def ticked(site: Site) -> set[str]:
    """The keys of what the page shows as done."""
    page = site.browser().get("/demo/").text
    assert set(re.findall(r'id="step-(\w+)"', page)) == ALL
    done = set(re.findall(r'id="step-(\w+)" class="done"', page))
    assert page.count('class="mark done"') == len(done)
    assert f"ลองแล้ว {len(done)} จาก 7 อย่าง" in page
    return done


def reply(site: Site) -> None:
    site.reply(1, site.tasks(1)[0])


def photo(site: Site, kind: EvidenceKind = "photo") -> None:
    site.evidence(1, site.tasks(1)[0], jpeg(), kind)


def remind(site: Site, state: str = "sent") -> None:
    """A reminder by push, and its message in this state."""
    person, day = site.person_id(1, STAFF), date(2026, 12, 1)
    write_as(site, Remind(person, "due:1", day, (1,), "", site.now))
    values = {
        "line_user": "U1", "dedup_key": message_key("due:1", person), "messages": [], "retry_key": "k",
        "expendable": False, "state": state, "next_at": site.now, "leased": False, "attempts": 1,
        "outcome_unknown": False, "created_at": site.now,
    }  # fmt: skip
    site.database.run(lambda conn: Books(conn, 1).insert(tables.outbox, values))


def check(site: Site, verdict: Review = Review.APPROVED) -> None:
    """The check is switched on, a reply given, and judged."""
    write_as(site, SetReview(site.now))
    site.reply(1, site.tasks(1)[0], "to-check")
    found = site.database.read(lambda conn: find_newest_update(Books(conn, 1), site.tasks(1)[0].id))
    assert found
    words = "แนบรูปด้วย" if verdict is Review.RETURNED else ""
    write_as(site, ReviewUpdate(found.id, site.person_id(1, ADMIN), verdict, site.now, words))


def write_as(site: Site, *writes: Write) -> None:
    """The writes as the administrator's, in the record of who did what."""
    by = Act("chat", site.person_id(1, ADMIN), site.now)
    site.database.run(lambda conn: apply(Books(conn, 1), writes, KEYS, by))


def certify_all(site: Site) -> None:
    answer_all(site, 1)
    assert certify(site.signed_in(1)).status_code == 303


def publish_it(site: Site) -> None:
    certify_all(site)
    assert publish(site.signed_in(1), 1).status_code == 303


DEEDS: dict[str, tuple[Deed, set[str]]] = {
    "a reply": (reply, {"reply"}),
    "a photo with its reply": (photo, {"reply", "photo"}),
    "a reminder that LINE took": (remind, {"reminder"}),
    "a sign-in": (lambda site: site.signed_in(1), {"sign_in"}),
    "an approval": (check, {"reply", "check"}),
    "a reply sent back": (lambda site: check(site, Review.RETURNED), {"reply", "check"}),
    "a certified report": (certify_all, {"reply", "sign_in", "certify"}),
    "a published report": (publish_it, {"reply", "sign_in", "certify", "publish"}),
}
# What comes close and is not it.
NEARLY: dict[str, tuple[Deed, set[str]]] = {
    "a file": (lambda site: photo(site, "file"), {"reply"}),
    "a photo that has not come from LINE": (
        lambda site: write_as(site, WantEvidence("m", "photo", "", site.person_id(1, STAFF), site.now)), set(),
    ),
    "a reminder that waits": (lambda site: remind(site, "waiting"), set()),
    "a reminder that LINE never took": (lambda site: remind(site, "dead"), set()),
    "the check switched on": (lambda site: write_as(site, SetReview(site.now)), set()),
    "a link to sign in, not used": (lambda site: site.link(1), set()),
}  # fmt: skip


@pytest.mark.parametrize(("deed", "expected"), [*DEEDS.values(), *NEARLY.values()], ids=[*DEEDS, *NEARLY])
def test_a_thing_is_ticked_once_it_happened_and_not_before(
    site: Site, quick_pdf: None, deed: Deed, expected: set[str]
) -> None:
    site.now = after(5)
    assert ticked(site) == set()
    deed(site)
    assert ticked(site) == expected


def test_everything_can_be_ticked_on_each_database(everywhere: Site, quick_pdf: None) -> None:
    everywhere.now = after(5)
    remind(everywhere)
    photo(everywhere)
    publish_it(everywhere)
    check(everywhere)
    page = everywhere.browser().get("/demo/").text
    assert ticked(everywhere) == ALL
    assert "ครบทั้งปีแล้ว" in page
    assert 'href="/p/demo/2570/"' in page


def test_what_was_dated_before_the_agency_was_made_ticks_nothing(site: Site) -> None:
    site.now = after(-60)
    photo(site)
    site.now = after(5)
    assert ticked(site) == set()


def test_a_reply_whose_text_was_unsent_does_not_count(site: Site) -> None:
    site.now = after(5)
    site.reply(1, site.tasks(1)[0], result="ok", sources={"typed": "result"})
    assert ticked(site) == {"reply"}
    write_as(site, ForgetMessage("typed", site.now))
    assert ticked(site) == set()


def test_another_agencys_deeds_tick_nothing(site: Site) -> None:
    small_agency(site.database, "other")
    site.now = after(5)
    site.reply(2, site.tasks(2)[0])
    site.signed_in(2, "other")
    assert ticked(site) == set()


def test_the_phone_opens_with_the_code_and_with_the_word_once_enrolled(site: Site) -> None:
    def typed() -> str:
        found = re.search(r'id="open-reply" href="([^"]+)"', site.browser().get("/demo/").text)
        assert found
        return unquote(found[1]).replace("&amp;", "&")

    assert typed() == f"http://127.0.0.1:5800/#phone={STAFF}&text=ABCD2345"
    enrol(site, STAFF, "U1")
    assert typed() == f"http://127.0.0.1:5800/#phone={STAFF}&text=งาน"


def test_the_clock_is_set_to_the_next_day_on_which_somebody_is_reminded(site: Site) -> None:
    def clock() -> str:
        (found,) = re.findall(r'id="open-reminder" href="[^"]+#clock([^"]*)"', site.browser().get("/demo/").text)
        return str(found)

    assert clock() == "", "nobody is in LINE yet"
    enrol(site, STAFF, "U1")
    days = site.database.read(
        lambda conn: tuple(days_ahead(day_facts(Books(conn, 1), TODAY), TODAY, date(2026, 12, 31)))
    )
    first = next(one.day for one in days if one.day > TODAY and one.pushes)
    assert clock() == f"={first}T09:05"


def test_the_page_is_english_for_who_asks_and_is_kept_nowhere(site: Site) -> None:
    page = site.browser().get("/demo/?language=en")
    assert "Seven things to try" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]


def test_the_way_on_is_a_fresh_one_time_link_to_the_set_up(site: Site) -> None:
    links = {site.browser().get("/demo/set-up").location for _ in range(2)}
    assert len(links) == 2
    for link in links:
        assert link.startswith(f"{site.base_url}/setup/sign-in/")
        assert site.browser().get(link.removeprefix(site.base_url)).status_code == 200


def test_there_is_no_such_page_where_no_demo_runs(site: Site) -> None:
    here = site.app.extensions["web"]
    site.app.extensions["web"] = web.WebPort(**{**vars(here), "demo": None})
    paths = ("/demo/", "/demo/set-up")
    assert [site.browser().get(path).status_code for path in paths] == [404, 404]
    app = Flask("production", static_folder=None)
    web.register(app, site.app.extensions["web"])
    assert not [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/demo")]


def test_there_is_none_before_its_agency_is_made(sqlite_database: Database, tmp_path: Path) -> None:
    assert site_on(sqlite_database, tmp_path).browser().get("/demo/").status_code == 404
