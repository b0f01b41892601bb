"""The first page of the installation, and the way to an agency's own pages."""

from typing import Final

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from store.agencies import load_agencies
from store.books import Books
from store.certified import published_years
from store.dump import is_empty
from web.port import port
from web.visit import LAST_AGENCY, SLUG

home_pages = Blueprint("home", __name__)

Published = tuple[str, str, tuple[int, ...]]
_MOST: Final = 200


@home_pages.get("/")
def show_home() -> Response:
    """What this is, how officers and administrators come in, whose reports everyone may read; how the set-up begins."""
    nothing_yet = port().database.read(is_empty)
    published = port().database.read(_find_published_agencies)
    page = render_template("public/home.html", published=published, nothing_yet=nothing_yet)
    kept = "no-store" if nothing_yet else "public, max-age=300"
    return Response(page, mimetype="text/html", headers={"Cache-Control": kept})


@home_pages.get("/admin/")
def show_entrance() -> ResponseReturnValue:
    """To the pages of the agency that this browser signed in to last; else how to sign in."""
    slug = request.cookies.get(LAST_AGENCY, "")
    if SLUG.fullmatch(slug):
        return redirect(url_for("now.show_now", slug=slug))
    return render_template("public/sign_in_how.html")


def _find_published_agencies(conn: Connection) -> tuple[Published, ...]:
    """Each agency that has published, with its address and its years; the others are nobody's to know of."""
    found = ((one, published_years(Books(conn, one.id))) for one in load_agencies(conn))
    return tuple((one.name, one.slug, years) for one, years in found if years)[:_MOST]
