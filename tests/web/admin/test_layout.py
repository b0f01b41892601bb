"""An agency changes its own layout: kept where it can be used, refused by its line where it cannot."""

import io

import pytest
from flask.testing import FlaskClient

from domain.report import Report
from reports.pdf.process import PdfError
from reports.turns import TooBusy
from store.agencies import load_agency
from store.books import Books
from tests.web.site import Site, form_token
from web.admin.layout_edit import draw_page

AT = "/admin/demo/layout"


def kept(site: Site) -> tuple[str, int, int]:
    found = site.database.read(lambda conn: load_agency(Books(conn, 1)))
    return found.layout.name, len(found.layout.columns), len(found.signatories)


def change(admin: FlaskClient, text: str = "", **fields: object) -> tuple[int, str]:
    data = {"csrf_token": form_token(admin.get(AT)), "text": text, **fields}
    answer = admin.post(AT, data=data)
    return answer.status_code, answer.text


def test_a_layout_that_comes_with_us_is_taken_over_with_signatories(site: Site, admin: FlaskClient) -> None:
    text = admin.get(f"{AT}?start=dates").text.split('id="layout-text"')[1].split(">", 1)[1].split("</textarea>")[0]
    plain = text.replace("&#34;", '"').replace("&#39;", "'").replace("&amp;", "&")
    assert change(admin, plain, signatories="นาง ก ข | ปลัด | นายก | ผู้รับรอง\nนาย ค | นายก")[0] == 303
    assert kept(site) == ("dates", 5, 2)


def test_a_file_with_a_mistake_is_refused_by_its_line_and_nothing_changes(site: Site, admin: FlaskClient) -> None:
    before = kept(site)
    wrong = b'name = "x"\ntitle = "y"\n[[columns]]\nkey = "measur"\nlabel = "<script>"\n'
    status, page = change(admin, "ignored", file=(io.BytesIO(wrong), "own.toml"))
    assert status == 422
    assert "บรรทัดที่ 4" in page
    assert "key = &#34;measur&#34;" in page and 'aria-invalid="true"' in page
    assert "<script>" not in page
    assert change(admin, "not toml at all")[0] == 422
    assert change(admin, 'name = "x"')[0] == 422
    assert kept(site) == before


def test_a_signatory_without_a_position_is_refused(site: Site, admin: FlaskClient) -> None:
    good = 'name = "x"\ntitle = "y"\n[[columns]]\nkey = "measure"\nlabel = "ม"\n'
    assert change(admin, good, signatories="นาง ก")[0] == 422
    assert change(admin, good, signatories="")[0] == 303
    assert kept(site) == ("x", 1, 0)


def test_a_form_changes_what_it_shows_and_nothing_else(site: Site, admin: FlaskClient) -> None:
    good = 'name = "x"\ntitle = "y"\n[[columns]]\nkey = "measure"\nlabel = "ม"\n'
    change(admin, good, place="อำเภอหนึ่ง", signatories="นาง ก | ปลัด")
    ticked = {"csrf_token": form_token(admin.get(AT)), "blocks": ["", "year"]}
    assert admin.post(f"{AT}/blocks", data=ticked).status_code == 303
    assert change(admin, good.replace('"y"', '"z"'))[0] == 303  # with neither place nor signatories
    found = site.database.read(lambda conn: load_agency(Books(conn, 1)))
    assert (found.place, len(found.signatories), found.layout.title) == ("อำเภอหนึ่ง", 1, "z")
    assert found.layout.blocks == ("year",), "a text that says nothing of them leaves the ticks"
    assert "&#34;year&#34;" in admin.get(f"{AT}?start=dates").text
    assert admin.post(f"{AT}/blocks", data={"csrf_token": form_token(admin.get(AT))}).status_code == 400
    assert site.database.read(lambda conn: load_agency(Books(conn, 1))).layout.blocks == ("year",)


def test_a_text_that_no_database_holds_is_refused(everywhere: Site) -> None:
    admin = everywhere.signed_in(1)
    good = 'name = "x"\ntitle = "y"\n[[columns]]\nkey = "measure"\nlabel = "ม"\n'
    assert change(admin, good, place="อำเภอ\0")[0] == 400
    assert change(admin, good, file=(io.BytesIO(good.encode()), "own\0.toml"))[0] in (303, 400)
    assert change(admin, good, signatories="นาง ก\0 | ปลัด")[0] == 400


def test_nobody_else_may_change_it(site: Site) -> None:
    assert site.browser().get(AT).status_code == 401


def test_the_agencys_layout_is_drawn_once_and_anew_when_it_changes(
    admin: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []

    def draw(report: Report, _most: int) -> tuple[bytes, ...]:
        drawn.append(report.title)
        return (b"\x89PNG",)

    monkeypatch.setattr("reports.pdf.process.page_pictures", draw)
    draw_page.cache_clear()
    for _ in range(2):
        picture = admin.get(f"{AT}/picture.png")
        assert (picture.status_code, picture.mimetype, picture.data) == (200, "image/png", b"\x89PNG")
    assert len(drawn) == 1
    change(admin, 'name = "x"\ntitle = "อีกแบบ"\n[[columns]]\nkey = "measure"\nlabel = "ม"\n')
    admin.get(f"{AT}/picture.png")
    assert drawn[1:] == ["อีกแบบ"]
    draw_page.cache_clear()


def test_a_layout_that_cannot_be_drawn_has_no_picture(admin: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_report: Report, _most: int) -> tuple[bytes, ...]:
        raise PdfError("x")

    monkeypatch.setattr("reports.pdf.process.page_pictures", fail)
    draw_page.cache_clear()
    assert admin.get(f"{AT}/picture.png").status_code == 404
    assert admin.get(AT).status_code == 200


def test_a_picture_that_waits_too_long_says_so_itself(admin: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_report: Report, _most: int) -> tuple[bytes, ...]:
        raise TooBusy

    monkeypatch.setattr("reports.pdf.process.page_pictures", refuse)
    draw_page.cache_clear()
    picture = admin.get(f"{AT}/picture.png")
    assert (picture.status_code, picture.mimetype) == (200, "image/svg+xml")
    assert "โปรดกด “ดูตัวอย่าง” อีกครั้ง" in picture.text
