"""What waits to be done on the tests' full site."""

from datetime import date, timedelta

from domain.task import Review, Status
from domain.writes import (
    OpenRound,
    Remind,
    ReviewUpdate,
    SetReview,
    SetWordTemplate,
)
from store.books import Books
from store.updates import find_newest_update
from tests.agency import MORNING, YEAR, write
from tests.reports.test_word_template import template
from tests.web.site import ADMIN, STAFF, Site
from thai.fiscal import RoundKind


def leave_things_to_do(site: Site) -> None:
    """Replies that wait, are checked, of a measure not done; rounds open and late; a reminder; a Word template."""
    first, second = site.tasks(1)[2:4]
    sha256, size = site.files.save([template("แบบของเรา")])
    own_template = SetWordTemplate(site.person_id(1, ADMIN), MORNING, "แบบของเรา.docx", sha256, size)
    late = OpenRound(YEAR, RoundKind.Q1, date(2026, 11, 19), MORNING, plan=2)
    second_half = OpenRound(YEAR, RoundKind.SECOND_HALF, date(2027, 9, 30), MORNING)
    write(site.database, 1, SetReview(MORNING), own_template, second_half, late)
    checked = next(one for one in site.tasks(1) if one.id == 2)
    site.reply(1, checked, "checked", result="ตรวจแล้ว")
    newest = site.database.read(lambda conn: find_newest_update(Books(conn, 1), checked.id))
    assert newest
    write(site.database, 1, ReviewUpdate(newest.id, site.person_id(1, ADMIN), Review.APPROVED, site.now))
    site.reply(1, first, "waits", result="จัดทำแล้ว รอตรวจ")
    site.reply(1, second, "not-done", status=Status.NOT_DONE, reason="ไม่ได้รับงบประมาณ")
    staff, yesterday = site.person_id(1, STAFF), site.now.date() - timedelta(days=1)
    write(site.database, 1, Remind(staff, f"due:{first.id}", yesterday, (first.id,), "", site.now))
