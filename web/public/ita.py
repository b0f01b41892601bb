"""The assessor's page: what the national assessment (ITA) asks for of an agency's public documents, and where it is."""

from flask import Blueprint, Response, abort, render_template
from sqlalchemy import Connection

from domain.agency import Agency
from store.agencies import load_agency
from web.addresses import YEAR
from web.assessment import STATES, look_at_assessment
from web.port import port
from web.visit import books_at

assessor_pages = Blueprint("assessor", __name__)


@assessor_pages.get(f"/p/<slug>/{YEAR}/ita")
def show_assessment(slug: str, year: int) -> Response:
    """The year's two items with their addresses and pages; 404 while neither document is public."""
    agency = port().database.read(lambda conn: _find_agency_at(conn, slug)) or abort(404)
    found = look_at_assessment(slug, agency.id, year)
    if not found.public:
        abort(404)
    page = render_template(
        "public/ita.html", slug=slug, agency=agency.name, found=found, states=STATES, ways=[{} for _ in found.items]
    )
    return Response(page, mimetype="text/html", headers={"Cache-Control": "public, max-age=300"})


def _find_agency_at(conn: Connection, slug: str) -> Agency | None:
    books = books_at(conn, slug)
    return load_agency(books) if books else None
