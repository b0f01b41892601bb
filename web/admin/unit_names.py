"""The names by which plans mean a unit, kept by somebody's choice: they can be let go again."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from domain.writes import ForgetUnitName
from web.forms import say_saved
from web.visit import admin_pages, apply_writes

unit_name_pages = admin_pages("unit_names", __name__)


@unit_name_pages.post("/plan/unit-name/remove")
def remove_name() -> ResponseReturnValue:
    """A name kept for a unit is asked about again."""
    apply_writes(ForgetUnitName(request.form.get("written", "")))
    say_saved()
    return redirect(url_for("plan.show_plans"), 303)
