"""What the national assessment (ITA) asks for: the year's measures and the report, what is found in them and where."""

from dataclasses import dataclass
from typing import Any

from flask import g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from domain.messages import N_
from domain.task import Round
from reports.ita.rules import Mend
from store.rounds import load_rounds
from thai.dates import day_in_bangkok
from thai.fiscal import RoundKind, fiscal_year
from web.assessment import STATES, ItemLook, look_at_assessment
from web.port import port
from web.visit import admin_pages, books_of_visit, visit

ita_pages = admin_pages("ita", __name__)

_FIRST, _LAST = 2400, 2999


@dataclass(frozen=True, slots=True)
class _Way:
    """Where something missing is mended: a sentence of the catalogue and the address."""

    label: str
    address: str


@ita_pages.get("/ita")
def show_ita() -> ResponseReturnValue:
    """The two items of the fiscal year asked for, else of the one at hand."""
    today = day_in_bangkok(port().now())
    year = _read_year(request.args.get("year", ""), fiscal_year(today))
    found = look_at_assessment(g.slug, visit().agency.id, year)
    rounds = port().database.read(_load_rounds_of_visit)
    return render_template(
        "admin/ita.html",
        found=found,
        years=sorted({year, *(fiscal_year(today) + step for step in (-1, 0, 1))}),
        states=STATES,
        ways=[_find_ways(look, rounds) for look in found.items],
        shared=port().base_url + url_for("assessor.show_assessment", slug=g.slug, year=year) if found.public else "",
        slug=g.slug,
    )


def _read_year(typed: str, usual: int) -> int:
    """The fiscal year in the digits; the usual one where it is none."""
    return int(typed) if len(typed) == 4 and typed.isdecimal() and _FIRST <= int(typed) <= _LAST else usual


def _load_rounds_of_visit(conn: Connection) -> tuple[Round, ...]:
    return load_rounds(books_of_visit(conn))


def _find_ways(look: ItemLook, rounds: tuple[Round, ...]) -> dict[Mend, _Way]:
    """Where what is missing of the item is mended."""
    of_year = [one for one in rounds if one.year == look.year and one.plan == 1]
    at: dict[str, Any] = {"year": look.year, "kind": look.item.round}
    opened = any(one.kind is look.item.round for one in of_year) or (of_year and look.item.round is RoundKind.ANNUAL)
    tasks: dict[str, Any] = {"year": look.year, "round": of_year[-1].kind} if of_year else {}
    certify = url_for("certify.show_certifying", **at) if opened else url_for("rounds.show_rounds")
    return {
        "plan": _Way(N_("Look at the plan"), url_for("plan.show_plans", year=look.year)),
        "tasks": _Way(N_("See the tasks"), url_for("overview.show_overview", **tasks)),
        "layout": _Way(N_("Report layout"), url_for("layout.show_layout")),
        "agency": _Way(N_("Who signs the reports"), url_for("agency.show_agency", _anchor="signing")),
        "certify": _Way(N_("Certify and publish") if opened else N_("All rounds"), certify),
    }
