"""A number of thousands of digits, of which Python makes none, is refused as any other odd text."""

import pytest
from flask.testing import FlaskClient

from store.books import Books
from store.plans import plan_on_file
from tests.web.admin.plan_page import COLUMNS, HEAD, send, upload
from tests.web.admin.test_for_officers import answer, for_of
from tests.web.public.test_replies import fields_of
from tests.web.site import Site, any_token, form_token
from web.forms import Wrong, read_known_id, read_whole_number

LONG = "000000001" + "9" * 5000


def test_a_number_longer_than_an_id_is_none() -> None:
    assert [read_whole_number(text) for text in (LONG, "1" * 16, "²", "-1", "", "1.0")] == [None] * 6
    assert [read_whole_number(text) for text in ("007", " 12 ", "๒๕๗๐", "9" * 15)] == [7, 12, 2570, 10**15 - 1]
    with pytest.raises(Wrong):
        read_known_id(f"{'0' * 20}1", {1}, "Please choose one from the list.")


@pytest.mark.parametrize(
    ("path", "name", "status"),
    [
        ("plan/edit/{plan}/measures/{measure}/move", "place", 422),
        ("nudge", "unit", 404),
        ("groups/code", "unit", 422),
        ("reminders/away", "person", 422),
    ],
)
def test_a_long_number_is_said_to_be_wrong(site: Site, admin: FlaskClient, path: str, name: str, status: int) -> None:
    found = site.database.read(lambda conn: plan_on_file(Books(conn, 1), 2570))
    assert found is not None
    address = f"/admin/demo/{path.format(plan=found.ref.id, measure=found.measures[0].id)}"
    assert admin.post(address, data={"csrf_token": any_token(admin), name: LONG}).status_code == status


def test_a_long_year_and_a_long_plan_of_a_draft_are_said_to_be_wrong(admin: FlaskClient) -> None:
    page = upload(admin, HEAD + COLUMNS + "เผยแพร่งบประมาณ\tกองคลัง\tต.ค. 2569\tทุกเดือน\n")
    assert send(admin, page, "year", year=f"000002571{LONG}").status_code == 422
    assert send(admin, page, "which", which=LONG).status_code == 422


def test_a_long_mark_of_what_was_seen_counts_as_nothing_seen(site: Site, admin: FlaskClient) -> None:
    task = site.tasks(1)[0]
    page = admin.get(answer(task))
    data = {"csrf_token": form_token(page), **fields_of(page), **for_of(page), f"t{task.id}-seen": LONG}
    assert admin.post(answer(task), data={**data, f"t{task.id}-status": "done"}).status_code < 500
