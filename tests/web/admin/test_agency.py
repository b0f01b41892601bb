"""What the agency says of itself: name and place, who signs, its emblem."""

import io
import re

import pytest
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from domain.agency import Agency
from domain.plan import Signatory
from store.agencies import load_agency
from store.books import Books
from store.evidence import stored_hashes
from tests.agency import NAME, small_agency
from tests.web.site import Site, form_token
from web.admin.emblem import LARGEST, BadPicture, redraw_emblem

AT = "/admin/demo/agency"


def save(browser: FlaskClient, path: str = AT, **typed: object) -> TestResponse:
    page = browser.get(AT)
    seen = re.search(r'name="seen" value="(\w+)"', page.text)
    assert seen
    data = {"csrf_token": form_token(page), "seen": seen[1], **typed}
    return browser.post(path, data=data, content_type="multipart/form-data")


def agency(site: Site, agency_id: int = 1) -> Agency:
    return site.database.read(lambda conn: load_agency(Books(conn, agency_id)))


def picture(kind: str = "PNG", size: tuple[int, int] = (200, 100), mode: str = "RGB", **options: object) -> bytes:
    made = io.BytesIO()
    Image.new(mode, size, 0).save(made, kind, **options)
    return made.getvalue()


def test_name_and_place_are_changed_and_an_empty_name_is_not_taken(site: Site, admin: FlaskClient) -> None:
    assert NAME in admin.get(AT).text
    assert save(admin, name=" อบต. ทุ่งใหม่ ", place="อำเภอใหม่ จังหวัดใหม่").location == AT
    assert (agency(site).name, agency(site).place) == ("อบต. ทุ่งใหม่", "อำเภอใหม่ จังหวัดใหม่")
    for nothing in ("", "  ", "\u200b"):
        refused = save(admin, name=nothing, place="ที่อื่น")
        assert refused.status_code == 422 and 'id="about-name-problem"' in refused.text and "ที่อื่น" in refused.text
    assert agency(site).place == "อำเภอใหม่ จังหวัดใหม่"


def test_who_signs_is_said_in_rows_and_a_known_persons_position_is_filled_in(site: Site, admin: FlaskClient) -> None:
    path = f"{AT}/signatories"
    typed = {"name-1": "วิชัย ดูแล", "acting_for-1": "นายกองค์การบริหารส่วนตำบล", "label-1": "ผู้รับรองข้อมูล"}
    assert save(admin, path, **typed).location == f"{AT}#signing"
    head = Signatory("วิชัย ดูแล", "ปลัดองค์การบริหารส่วนตำบล", "นายกองค์การบริหารส่วนตำบล", "ผู้รับรองข้อมูล")
    assert agency(site).signatories == (head,)
    page = admin.get(AT).text
    assert 'name="name-2"' in page and 'name="name-3"' not in page
    assert 'value="นายกองค์การบริหารส่วนตำบล"' in page
    more = {f"{part}-1": getattr(head, part) or "" for part in ("name", "position", "acting_for", "label")}
    save(admin, path, **more, **{"name-2": "นางใครอื่น มาไกล", "position-2": "นายก"})
    assert agency(site).signatories == (head, Signatory("นางใครอื่น มาไกล", "นายก"))
    save(admin, path, **{"name-1": "", "position-1": "", "acting_for-1": "", "label-1": ""})
    assert agency(site).signatories == (Signatory("นางใครอื่น มาไกล", "นายก"),), "what was not sent stays"


def test_who_signs_is_not_overwritten_where_another_administrator_was_first(site: Site, admin: FlaskClient) -> None:
    path, mine = f"{AT}/signatories", {"name-1": "วิชัย ดูแล"}
    save(admin, path, **{"name-1": "สมชาย ใจดี"})
    late = save(admin, path, **mine, seen="0123456789abcdef")
    assert late.status_code == 422 and "ผู้ดูแลอีกคน" in late.text and 'value="วิชัย ดูแล"' in late.text
    assert [who.name for who in agency(site).signatories] == ["สมชาย ใจดี"]


def test_a_signatory_without_name_or_position_is_said_in_place_and_nothing_is_lost(
    site: Site, admin: FlaskClient
) -> None:
    path = f"{AT}/signatories"
    stranger = save(admin, path, **{"name-1": "ใครก็ไม่รู้", "label-1": "ผู้จัดทำ"})
    assert stranger.status_code == 422 and 'id="signing-position-1-problem"' in stranger.text
    assert 'value="ใครก็ไม่รู้"' in stranger.text and 'value="ผู้จัดทำ"' in stranger.text
    nameless = save(admin, path, **{"position-1": "นายก"})
    assert nameless.status_code == 422 and 'id="signing-name-1-problem"' in nameless.text
    assert agency(site).signatories == ()


def test_the_emblem_is_drawn_anew_kept_shown_and_taken_away(site: Site, admin: FlaskClient) -> None:
    path = f"{AT}/emblem"
    assert admin.get(f"{AT}/emblem.png").status_code == 404
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    sent = picture("JPEG", (2400, 1200), exif=exif) + b"<script>"
    assert save(admin, path, file=(io.BytesIO(sent), "ตรา.jpg")).status_code == 303
    kept = agency(site).emblem
    assert kept and kept in site.database.read(stored_hashes), "it is never swept away"
    with admin.get(f"{AT}/emblem.png") as shown:
        assert shown.mimetype == "image/png" and b"secret place" not in shown.data and b"<script>" not in shown.data
        with Image.open(io.BytesIO(shown.data)) as drawn:
            assert (drawn.format, drawn.size) == ("PNG", (800, 400))
    assert "emblem.png" in admin.get(AT).text
    other = small_agency(site.database, "other")
    assert site.signed_in(other, "other").get("/admin/other/agency/emblem.png").status_code == 404
    save(admin, path, remove="1")
    assert agency(site).emblem is None and admin.get(f"{AT}/emblem.png").status_code == 404


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7", b"<svg xmlns='http://www.w3.org/2000/svg'/>", picture()[:60], picture("GIF", mode="L")]
)
def test_what_is_no_picture_is_not_taken(site: Site, admin: FlaskClient, data: bytes) -> None:
    refused = save(admin, f"{AT}/emblem", file=(io.BytesIO(data), "x.png"))
    assert refused.status_code == 422 and "อ่านภาพนี้ไม่ได้" in refused.text
    assert agency(site).emblem is None


@pytest.mark.slow
def test_pictures_that_are_too_large_or_too_small_are_told_apart() -> None:
    with pytest.raises(BadPicture, match="too large"):
        redraw_emblem(picture(size=(20_000, 20_000), mode="1"))
    with pytest.raises(BadPicture, match="too large"):
        redraw_emblem(picture() + bytes(LARGEST))
    with pytest.raises(BadPicture, match="too small"):
        redraw_emblem(picture(size=(200, 30)))


def test_a_picture_that_is_clear_in_parts_stays_so() -> None:
    with Image.open(io.BytesIO(redraw_emblem(picture(mode="RGBA")))) as drawn:
        assert drawn.mode == "RGBA" and drawn.getpixel((0, 0)) == (0, 0, 0, 0)
