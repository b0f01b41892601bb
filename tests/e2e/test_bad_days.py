"""A whole conversation on LINE's bad days: nothing lost, nothing recorded twice, no push doubled.

Every fault of the simulator is on but `lost` (200 and never delivered), which no caller can notice. RUNS=200 runs
two hundred of them.
"""

import os
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from domain.status_words import STATUS_WORDS
from store import people, tables, updates
from store import tasks as stored_tasks
from tests.agency import MONEY, PEOPLE, SERVICE
from tests.databases import watched
from tests.e2e.office import CODE, Office, running_office, said, spoken
from tests.e2e.officer import Officer, Told
from tests.e2e.reply_page import ReplyPage
from tests.e2e.sample import photo
from thai.catalogue import translator

pytestmark = pytest.mark.slow

RUNS = int(os.environ.get("RUNS", "3"))
BAD_DAYS = {
    "duplicate": 0.3, "shuffle": 0.3, "delay": 0.3, "api_5xx": 0.1, "api_5xx_after": 0.1, "hang": 0.05, "reset": 0.05,
    "reset_after": 0.05, "too_many": 0.05, "quota_spent": 0.05, "content_400": 0.2, "together": 0.1,
    "shuffle_seconds": 0.2, "delay_seconds": 0.05, "hang_seconds": 0.15, "together_seconds": 0.1,
}  # fmt: skip
SLIPS = 0.25  # how often the officer types a number to a text question, or taps a stale button first
STATUS_IN = {translator("th")(words): words for words in STATUS_WORDS.values()}
NAME = PEOPLE[0].name


FIRST = Told(
    MONEY.title, "ดำเนินการแล้วเสร็จ", "เผยแพร่แผนบนเว็บไซต์แล้ว", "ควรมีอินโฟกราฟิก",
    (photo("seagreen"), photo("orange")), "https://example.go.th/plan",
)  # fmt: skip
SECOND = Told(SERVICE.title, "อยู่ระหว่างดำเนินการ", "กำลังปรับปรุงคู่มือ ๓ เรื่อง", "")


@pytest.mark.parametrize("seed", range(RUNS))
def test_a_conversation_on_bad_days_ends_with_the_same_records(
    seed: int, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    kind = "postgresql" if seed % 3 == 2 else "sqlite"
    url = request.getfixturevalue(f"{kind}_url")
    with watched(url) as database, running_office(database, url, tmp_path, seed) as (office, line):
        office.invite(NAME)
        line.settings(redelivery=True)
        office.server.world.find_channel().webhook.redelivery_after = 0.2
        office.server.world.settings.webhook_timeout = 10.0
        line.set_quota(limit=None)
        line.bad_days(seed=seed, **BAD_DAYS)
        office.outages.before, office.outages.after = 0.04, 0.1
        officer = Officer(
            line.person("สมชาย"), random.Random(seed), CODE, office.skip, slips=SLIPS, page=on_page(office)
        )
        ways = (officer.reports, by_card(officer), officer.reports_on_page)
        try:
            officer.enrols()
            officer.reports(FIRST)
            ways[seed % len(ways)](SECOND)
            office.settle()
            assert office.failures == []
            records_are_whole(office, officer)
            every_message_came(office, officer)
        except AssertionError as wrong:
            wrong.add_note(office.ledger())
            raise


def by_card(officer: Officer) -> Callable[[Told], None]:
    return lambda told: officer.reports_by_card(told, told.status)


def on_page(office: Office) -> Callable[[str, Told], bool]:
    """Reports on the page behind a link; False where the link was spent before."""

    def report(link: str, told: Told) -> bool:
        page = ReplyPage(office.web)
        if not page.opens(link):
            return False
        page.reports(told)
        return True

    return report


def records_are_whole(office: Office, officer: Officer) -> None:
    """Two replies as they were meant, each once, with their evidence."""
    (person,) = office.read(lambda books: people.people_named(books, NAME))
    assert person.line_user == officer.phone.id
    for told in (FIRST, SECOND):
        (task,) = [
            t for t in office.read(stored_tasks.load_tasks) if t.measure == told.measure and person.id in t.assignee_ids
        ]
        (update,) = office.read(lambda books, task=task: updates.updates_of_task(books, task.id))
        assert (update.result, update.suggestion) == (told.result, told.suggestion), officer.diary
        assert STATUS_WORDS[update.status] == STATUS_IN[told.status], officer.diary
        assert update.person_id == person.id
    kept = office.rows(tables.evidence)
    assert sorted(row.kind for row in kept) == ["link", "photo", "photo"], officer.diary
    assert {row.update_id for row in kept} == {office.rows(tables.updates)[0].id}, officer.diary
    assert {row.state for row in kept} == {"saved"}, officer.diary
    bytes_kept = {office.shell.files.path(row.sha256).read_bytes() for row in kept if row.kind == "photo"}
    assert bytes_kept == set(FIRST.photos)
    assert {row.state for row in office.rows(tables.inbox)} == {"done"}


def every_message_came(office: Office, officer: Officer) -> None:
    """What the outbox holds is in the phone at least once, and at most once by push.

    But for questions left behind: of their rows only what they say besides has to come.
    """
    rows = office.rows(tables.outbox)
    assert all(row.state == "sent" or (row.state == "dropped" and row.statements == []) for row in rows)
    came = said(office, "reply", "push")
    for row in rows:
        whole, statements = spoken(row.messages), spoken(row.statements or ())
        lacking = whole - came and (row.statements is None or statements - came)
        assert row.state == "dropped" or not lacking, f"never came: {lacking}\n{officer.diary}"
    allowed = sum((spoken(row.messages) | spoken(row.statements or ()) for row in rows), Counter[str]())
    doubled = said(office, "push") - allowed
    assert not doubled, f"pushed without need: {doubled}\n{officer.diary}"
