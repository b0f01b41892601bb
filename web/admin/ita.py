"""What the national assessment (ITA) asks for: the year's measures and the report, what is found in them and where."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from domain.links import ITEMS, LONGEST_ADDRESS, ItaItem, LinkCheck, is_web_address
from domain.messages import N_
from domain.task import Round
from domain.writes import SetItaAddress
from reports.ita.rules import Mend
from store.links import load_ita_addresses, load_link_checks
from store.rounds import load_rounds
from thai.dates import day_in_bangkok
from thai.fiscal import RoundKind, fiscal_year
from web.addresses import YEAR
from web.assessment import STATES, ItemLook, look_at_assessment
from web.forms import Field, Form, Wrong, read_form, say_saved
from web.port import port
from web.visit import admin_pages, apply_writes, books_of_visit, visit

ita_pages = admin_pages("ita", __name__)

_FIRST, _LAST = 2400, 2999
_ITEM: Final = f"<any({','.join(ITEMS)}):item>"
_NO_ADDRESS: Final = N_("This is no address of a web page. It begins with https:// or http://.")
_TOO_LONG: Final = N_("The address is longer than {most} letters.")
# Why a link does not answer; a number is what it answered with.
FAULTS: Final = {
    "address": N_("the address cannot be opened"),
    "inside": N_("it leads into a closed network"),
    "unknown_host": N_("no such website is known"),
    "no_answer": N_("the website does not answer"),
    "certificate": N_("the website's certificate is not valid"),
    "redirects": N_("it leads on and on to other addresses"),
}


@dataclass(frozen=True, slots=True)
class _Way:
    """Where something missing is mended: a sentence of the catalogue and the address."""

    label: str
    address: str


@ita_pages.get("/ita")
def show_ita() -> ResponseReturnValue:
    """The two items of the fiscal year asked for, else of the one at hand."""
    year = _read_year(request.args.get("year", ""), fiscal_year(day_in_bangkok(port().now())))
    return _ita_page(year, {})


@ita_pages.post(f"/ita/{YEAR}/{_ITEM}")
def save_address(year: int, item: ItaItem) -> ResponseReturnValue:
    """Keep where the agency's own website shows the item's document; an empty address takes it away."""
    form, values = read_form(address_form(year, item, ""))
    if form.wrong:
        return _ita_page(year, {item: form}), 422
    if "address" in values:
        apply_writes(SetItaAddress(year, item, values["address"], visit().person.id, port().now()))
    say_saved()
    return redirect(url_for("ita.show_ita", year=year), 303)


def address_form(year: int, item: ItaItem, address: str) -> Form:
    """Where the agency's own website shows the document."""
    field = Field(
        "address", N_("The address on the agency's own website"), _read_address, address,
        N_("Where the agency puts its documents on its website: the address there. It is looked at each night."), "url",
        attributes={"maxlength": LONGEST_ADDRESS},
    )  # fmt: skip
    return Form(item, url_for("ita.save_address", year=year, item=item), (field,))


def _read_address(typed: str) -> str:
    address = typed.strip()
    if len(address) > LONGEST_ADDRESS:
        raise Wrong(_TOO_LONG, most=LONGEST_ADDRESS)
    if address and not is_web_address(address):
        raise Wrong(_NO_ADDRESS)
    return address


def _ita_page(year: int, sent: Mapping[str, Form]) -> str:
    """The page, with the forms as they were sent."""
    today = day_in_bangkok(port().now())
    found = look_at_assessment(g.slug, visit().agency.id, year)
    rounds = port().database.read(_load_rounds_of_visit)
    given, checks = port().database.read(lambda conn: _load_links(conn, year))
    shown = {*given.values(), *(address for look in found.items for address in (look.address, look.pdf))}
    return render_template(
        "admin/ita.html",
        found=found,
        years=sorted({year, *(fiscal_year(today) + step for step in (-1, 0, 1))}),
        states=STATES,
        ways=[_find_ways(look, rounds) for look in found.items],
        shared=port().base_url + url_for("assessor.show_assessment", slug=g.slug, year=year) if found.public else "",
        slug=g.slug,
        given=given,
        checks=checks,
        faults=FAULTS,
        others=[one for address, one in checks.items() if one.fault and address not in shown],
        forms=[
            sent.get(key) or address_form(year, key, given.get(key, ""))
            for key in (one.item.key for one in found.items)
        ],
    )


def _read_year(typed: str, usual: int) -> int:
    """The fiscal year in the digits; the usual one where it is none."""
    return int(typed) if len(typed) == 4 and typed.isdecimal() and _FIRST <= int(typed) <= _LAST else usual


def _load_links(conn: Connection, year: int) -> tuple[Mapping[str, str], Mapping[str, LinkCheck]]:
    books = books_of_visit(conn)
    return load_ita_addresses(books, year), load_link_checks(books)


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
