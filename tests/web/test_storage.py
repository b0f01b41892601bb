"""Photos and files on the pages: the same from either kind of storage, and what is said while there is none."""

import io
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import make_url

from bot.doctor_files import check_places
from domain.task import Status
from store.books import Books
from store.certified import certified_reports
from store.engine import Database
from store.evidence import evidence_of_round
from store.files import open_files
from store.presence import Presence
from tests.agency import YEAR, small_agency
from tests.databases import watched
from tests.storage import S3Server, unusable
from tests.web.admin.test_certify import answer_all, certify_form
from tests.web.public.test_replies import opened, replies, save, task_of
from tests.web.site import ADMIN, Site, any_token, jpeg, site_on

DOWN = "ขณะนี้เปิดหรือเก็บรูปและไฟล์ไม่ได้"
REPORT = f"/admin/demo/report/{YEAR}/first_half"


def test_a_photo_of_a_bucket_is_sent_with_the_headers_of_one_in_a_folder(
    sqlite_database: Database, s3_server: S3Server, tmp_path: Path
) -> None:
    small_agency(sqlite_database)
    folder = site_on(sqlite_database, tmp_path)
    bucket = Site(sqlite_database, s3_server.files(tmp_path / "copies"), offered=100)
    task, other, *_ = folder.tasks(1)
    kept = ((folder, task), (bucket, other))
    mine = [site.evidence(1, one, jpeg(), "photo", "ป้าย.jpg", jpeg()) for site, one in kept]
    answers = [
        site.signed_in(1).get(f"/admin/demo/evidence/{piece}", buffered=True)
        for site, piece in zip((folder, bucket), mine, strict=True)
    ]
    assert [answer.data for answer in answers] == [jpeg(), jpeg()]
    own = ("Set-Cookie", "Date", "Content-Disposition")
    said = [{name: value for name, value in answer.headers if name not in own} for answer in answers]
    assert {"Content-Security-Policy", "X-Content-Type-Options", "Cache-Control"} <= said[0].keys()
    assert said[0] == said[1]
    named = [answer.headers["Content-Disposition"] for answer in answers]
    assert named[0] == named[1].replace(f"evidence-{mine[1]}", f"evidence-{mine[0]}")


def test_pages_say_that_photos_and_files_cannot_be_used_and_record_nothing(
    site: Site, admin: FlaskClient, tmp_path: Path
) -> None:
    photo = site.evidence(1, site.tasks(1)[0], jpeg(), "photo", "", jpeg())
    token = any_token(admin)
    with unusable(tmp_path / "evidence"):
        emblem = {"csrf_token": token, "file": (io.BytesIO(jpeg()), "emblem.jpg")}
        answers = [
            admin.get(f"/admin/demo/evidence/{photo}"),
            admin.post("/admin/demo/agency/emblem", data=emblem, content_type="multipart/form-data"),
            admin.get(f"{REPORT}.docx"),
        ]
        assert admin.get("/admin/demo/tasks/1").status_code == 200
    for answer in answers:
        assert answer.status_code == 503 and DOWN in answer.text and "โปรด" in answer.text
        assert answer.headers["Retry-After"]
    assert admin.get("/admin/demo/agency/emblem.png").status_code == 404
    assert admin.get(f"/admin/demo/evidence/{photo}", buffered=True).data == jpeg()


def test_nothing_is_certified_whose_files_cannot_be_kept(
    quick_pdf: None, site: Site, admin: FlaskClient, tmp_path: Path
) -> None:
    answer_all(site, 1)
    form = {**certify_form(admin.get(f"{REPORT}/certify")), "typed_name": ADMIN}
    with unusable(tmp_path / "evidence"):
        assert admin.post(f"{REPORT}/certify", data=form).status_code == 503
    assert site.database.read(lambda conn: certified_reports(Books(conn, 1), YEAR)) == ()
    assert admin.post(f"{REPORT}/certify", data=form).status_code == 303


def test_a_file_that_cannot_be_kept_is_told_at_its_field_and_the_words_stay(site: Site, tmp_path: Path) -> None:
    task, browser = task_of(site, "เปิดเผยแผนการใช้จ่ายงบประมาณ", "สำนักปลัด"), opened(site)
    words = "เผยแพร่แล้วบนเว็บไซต์และติดประกาศ 3 จุด"
    with unusable(tmp_path / "evidence"):
        upload = (io.BytesIO(jpeg()), "ป้าย.jpg")
        asked = save(browser, task, status="done", result=words, upload=upload)
    assert asked.status_code == 422 and not replies(site, task)
    assert "ยังไม่ได้เก็บไฟล์ ป้าย.jpg" in asked.text and words in asked.text
    assert site.database.read(lambda conn: evidence_of_round(Books(conn, 1), 1)) == ()
    again = save(browser, task, page=asked, status="done", result=words, upload=(io.BytesIO(jpeg()), "ป้าย.jpg"))
    assert again.status_code == 200 and replies(site, task)[0].status == Status.DONE
    assert len(site.database.read(lambda conn: evidence_of_round(Books(conn, 1), 1))) == 1


def test_the_installation_says_that_files_cannot_be_used_and_is_ready_all_the_same(site: Site, tmp_path: Path) -> None:
    with unusable(tmp_path / "evidence"):
        answer = site.browser().get("/readyz")
    assert answer.status_code == 200 and answer.text.startswith("ok\nfiles: the storage cannot be used")
    assert site.browser().get("/readyz").text == "ok\n"


def test_the_installation_says_that_its_processes_keep_files_in_different_places(
    postgresql_url: str, tmp_path: Path
) -> None:
    here, there = open_files((tmp_path / "evidence").as_uri()), open_files((tmp_path / "other disk").as_uri())
    with watched(postgresql_url) as database:
        site, url = site_on(database, tmp_path), make_url(postgresql_url)
        beside = Presence(url, "worker", lambda: None, place_id=here.place_id)
        assert site.browser().get("/readyz").text == "ok\n"
        elsewhere = Presence(url, "worker", lambda: None, place_id=there.place_id)
        answer = site.browser().get("/readyz")
        assert answer.status_code == 200 and "in different places" in answer.text
        assert not check_places(database, here).good
        elsewhere.close()
        assert check_places(database, here).good
        beside.close()
