"""The names by which plans mean a unit, kept by somebody's choice: they can be let go again."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from domain.writes import ForgetUnitName
from store.apply import apply
from store.books import Books
from web.forms import say_saved
from web.port import port
from web.visit import admin_pages, visit

unit_name_pages = admin_pages("unit_names", __name__)


@unit_name_pages.post("/plan/unit-name/remove")
def forget_name() -> ResponseReturnValue:
    """A name kept for a unit is asked about again."""
    agency_id, keys, write = visit().agency.id, port().keys, ForgetUnitName(request.form.get("written", ""))
    port().database.run(lambda conn: apply(Books(conn, agency_id), (write,), keys))
    say_saved()
    return redirect(url_for("plan.start"), 303)
