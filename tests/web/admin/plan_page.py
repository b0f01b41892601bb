"""Giving a plan's document to the admin page and answering what it asks."""

import re
from io import BytesIO

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from store.books import Books
from store.plans import plan_on_file
from tests.web.site import Site, form_token

HEAD = "องค์การบริหารส่วนตำบลทุ่งตัวอย่าง ปีงบประมาณ พ.ศ. 2570\n\n"
COLUMNS = "มาตรการ\tผู้รับผิดชอบ\tระยะเวลา\tการกำกับติดตาม\n"
_DRAFT = re.compile(r'action="(/admin/demo/plan/draft/[^"/]+)"')
_MARKS = re.compile(r'name="(beside|read)" value="([^"]+)"')


def upload(admin: FlaskClient, text: str, name: str = "plan.txt", year: str = "2570") -> TestResponse:
    token = form_token(admin.get("/admin/demo/plan"))
    data = {"csrf_token": token, "year": year, "file": (BytesIO(text.encode()), name)}
    path = "/admin/demo/plan/read"
    page = admin.post(path, data=data, content_type="multipart/form-data", follow_redirects=True)
    return as_new_version(admin, page)


def as_new_version(admin: FlaskClient, page: TestResponse) -> TestResponse:
    """The page after the question which plan the document is, where it was asked: a new version of the first."""
    return look_again(admin, page, "which", which="1") if 'name="which"' in page.text else page


def address(page: TestResponse) -> str:
    """Where the draft that the page shows is looked at."""
    found = _DRAFT.search(page.text)
    assert found, page.text
    return found[1]


def send(admin: FlaskClient, page: TestResponse, do: str = "import", **typed: str) -> TestResponse:
    """What comes of typing this and pressing a button of the page."""
    data = {"csrf_token": form_token(page), "do": do, **dict(_MARKS.findall(page.text)), **typed}
    return admin.post(address(page), data=data)


def look_again(admin: FlaskClient, page: TestResponse, do: str, **typed: str) -> TestResponse:
    """The page that shows the draft after pressing the button."""
    assert send(admin, page, do, **typed).status_code == 303
    return admin.get(address(page))


def titles(site: Site, agency_id: int = 1) -> list[str]:
    found = site.database.read(lambda conn: plan_on_file(Books(conn, agency_id), 2570))
    return [one.measure.title for one in found.measures] if found else []
