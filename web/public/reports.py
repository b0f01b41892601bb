"""What everyone may see: published reports at addresses that stay, and whether a document is the certified one."""

import hashlib
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlalchemy import Connection

from domain.certified import CertifiedReport
from domain.plan import PlanOnFile
from domain.plan_ref import PlanRef
from domain.plan_words import title_among
from reports.certify import tidy_code
from store.agencies import load_agency
from store.certified import certified_by_code, certified_reports, is_public, published_years
from store.plan_refs import load_plans
from store.plans import plan_on_file
from web.addresses import KIND, PLAN, SUFFIX, YEAR
from web.files import send_version
from web.plans import name_of_round
from web.port import port
from web.said import said
from web.visit import books_at

public_pages = Blueprint("public", __name__)

_LARGEST: Final = 64 * 1024 * 1024
_CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class _Year:
    """What an agency shows of a year."""

    agency: str
    versions: tuple[CertifiedReport, ...]
    plans: tuple[PlanRef, ...]
    years: tuple[int, ...]


@public_pages.url_value_preprocessor
def allow_large_files(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Lets a whole report be dropped where documents are checked; it runs before anything reads the form."""
    if request.endpoint == "public.compare_file":
        request.max_content_length = _LARGEST


@public_pages.app_template_filter("kind_name")
def kind_name(version: CertifiedReport) -> str:
    """`รอบ 6 เดือนแรก ปีงบประมาณ พ.ศ. 2570`, with its plan where the year has several."""
    return name_of_round(version.kind, version.year, version.plan, version.agency_id)


@public_pages.get(f"/p/<slug>/{YEAR}/")
def show_year(slug: str, year: int) -> ResponseReturnValue:
    """The year's published reports and its measures."""
    found = _find_year(slug, year)
    return _cached(render_template("public/year.html", slug=slug, year=year, found=found, agency=found.agency))


@public_pages.get(f"/p/<slug>/{YEAR}/measures", defaults={"plan": 1})
@public_pages.get(f"/p/<slug>/{YEAR}/{PLAN}/measures")
def show_measures(slug: str, year: int, plan: int) -> ResponseReturnValue:
    """The plan's measures: public once a report of the plan is."""
    found = _find_year(slug, year)
    if all(one.number != plan for one in found.plans):
        abort(404)
    kept = port().database.read(lambda conn: _load_plan(conn, slug, year, plan)) or abort(404)
    title = title_among(found.plans, year, plan)
    page = render_template(
        "public/measures.html", slug=slug, year=year, plan=kept, agency=found.agency, title=said(title) if title else ""
    )
    return _cached(page)


def _load_plan(conn: Connection, slug: str, year: int, plan: int) -> PlanOnFile | None:
    books = books_at(conn, slug)
    return plan_on_file(books, year, plan) if books else None


@public_pages.get(f"/p/<slug>/{YEAR}/{KIND}", defaults={"plan": 1})
@public_pages.get(f"/p/<slug>/{YEAR}/{PLAN}/{KIND}")
def show_report(slug: str, year: int, kind: str, plan: int) -> ResponseReturnValue:
    """The round's published report as a page."""
    version = _find_published(slug, year, kind, plan)
    file = version.file("html") or abort(404)
    with port().files.open(file.sha256) as stream:
        # Our own renderer wrote it, and escaped what people wrote.
        body = Markup(stream.read().decode())  # noqa: S704
    return _cached(render_template("public/report.html", version=version, body=body, agency=version.agency))


@public_pages.get(f"/p/<slug>/{YEAR}/{KIND}.{SUFFIX}", defaults={"plan": 1})
@public_pages.get(f"/p/<slug>/{YEAR}/{PLAN}/{KIND}.{SUFFIX}")
def send_report_file(slug: str, year: int, kind: str, suffix: str, plan: int) -> Response:
    """The round's published report as a file."""
    return send_version(_find_published(slug, year, kind, plan), suffix)


@public_pages.get(f"/p/<slug>/{YEAR}/{KIND}/v<int:number>.{SUFFIX}", defaults={"plan": 1})
@public_pages.get(f"/p/<slug>/{YEAR}/{PLAN}/{KIND}/v<int:number>.{SUFFIX}")
def send_old_version(slug: str, year: int, kind: str, number: int, suffix: str, plan: int) -> Response:
    """A version that was published, also after another has taken its place."""
    versions = _find_year(slug, year).versions
    of = (year, plan, kind)
    found = next((one for one in versions if one.of == of and one.number == number), None) or abort(404)
    return send_version(found, suffix)


@public_pages.get("/verify/")
def show_code_form() -> ResponseReturnValue:
    """A form for the code; with `code` in the query straight to its page."""
    typed = tidy_code(request.args.get("code", ""))
    if typed:
        return redirect(url_for("public.show_version", code=typed), 303)
    return render_template("public/verify.html", version=None, code="", same=None)


@public_pages.get("/verify/<code>")
def show_version(code: str) -> ResponseReturnValue:
    """What bears this code, and a place to drop a file; 404 where nothing does."""
    version = _find_by_code(code)
    page = render_template("public/verify.html", version=version, code=tidy_code(code), same=None)
    return Response(page, 200 if version else 404, mimetype="text/html")


@public_pages.post("/verify/<code>")
def compare_file(code: str) -> ResponseReturnValue:
    """Whether the file dropped is one of the certified version's, byte for byte."""
    version = _find_by_code(code) or abort(404)
    dropped = request.files.get("file")
    if dropped is None or not dropped.filename:
        return redirect(url_for("public.show_version", code=version.code), 303)
    digest = hashlib.sha256()
    with closing(dropped):
        while chunk := dropped.stream.read(_CHUNK):
            digest.update(chunk)
    sha256 = digest.hexdigest()
    same = sha256 in {file.sha256 for file in version.files}
    return render_template("public/verify.html", version=version, code=version.code, same=same, sha256=sha256)


def _find_by_code(code: str) -> CertifiedReport | None:
    typed = tidy_code(code)
    return port().database.read(lambda conn: certified_by_code(conn, typed)) if typed else None


def _find_published(slug: str, year: int, kind: str, plan: int) -> CertifiedReport:
    """The newest published version of the round; 404 where there is none."""
    found = [one for one in _find_year(slug, year).versions if one.of == (year, plan, kind)]
    return next(iter(found), None) or abort(404)


def _find_year(slug: str, year: int) -> _Year:
    """What is public of the year; 404 where nothing is."""

    def load_year(conn: Connection) -> _Year | None:
        books = books_at(conn, slug)
        if books is None:
            return None
        versions = tuple(one for one in certified_reports(books, year) if is_public(one))
        public = {one.plan for one in versions}
        plans = tuple(one for one in load_plans(books) if one.year == year and one.number in public)
        return _Year(load_agency(books).name, versions, plans, published_years(books))

    found = port().database.read(load_year)
    if found is None or not found.versions:
        abort(404)
    return found


def _cached(page: str) -> Response:
    return Response(page, mimetype="text/html", headers={"Cache-Control": "public, max-age=300"})
