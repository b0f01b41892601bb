"""An agency's public pages: its years, what there is of a year, the year's measures."""

from flask import Blueprint, Response, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from domain.plan import PlanOnFile
from domain.plan_words import title_among
from store.plans import plan_on_file
from web.addresses import PLAN, YEAR
from web.port import port
from web.public.published import find_year, find_years, fresh_page
from web.said import said
from web.visit import books_at

year_pages = Blueprint("years", __name__)


@year_pages.get("/p/<slug>/")
def show_agency(slug: str) -> ResponseReturnValue:
    """The agency's years, each with its reports."""
    years = find_years(slug)
    return fresh_page(render_template("public/agency.html", slug=slug, years=years, agency=years[0].agency))


@year_pages.get(f"/p/<slug>/{YEAR}/")
def show_year(slug: str, year: int) -> ResponseReturnValue:
    """The measures, reports and data of the year, of each of its plans and rounds."""
    found = find_year(slug, year)
    return fresh_page(render_template("public/year.html", slug=slug, year=year, found=found, agency=found.agency))


@year_pages.get(f"/p/<slug>/{YEAR}/{PLAN}/")
def show_plan(slug: str, year: int, plan: int) -> ResponseReturnValue:
    """To a further plan's place on the page of its year."""
    if all(one.number != plan for one in find_year(slug, year).plans):
        abort(404)
    return redirect(url_for("years.show_year", slug=slug, year=year, _anchor=f"plan-{plan}"))


@year_pages.get(f"/p/<slug>/{YEAR}/measures", defaults={"plan": 1})
@year_pages.get(f"/p/<slug>/{YEAR}/{PLAN}/measures")
def show_measures(slug: str, year: int, plan: int) -> ResponseReturnValue:
    """The plan's measures: public once a report of the plan is, and also after that was withdrawn."""
    found = find_year(slug, year)
    if all(one.number != plan for one in found.plans):
        abort(404)
    kept = port().database.read(lambda conn: _load_plan(conn, slug, year, plan)) or abort(404)
    title = title_among(found.plans, year, plan)
    page = render_template(
        "public/measures.html", slug=slug, year=year, plan=kept, agency=found.agency, title=said(title) if title else ""
    )
    return Response(page, mimetype="text/html", headers={"Cache-Control": "public, max-age=300"})


def _load_plan(conn: Connection, slug: str, year: int, plan: int) -> PlanOnFile | None:
    books = books_at(conn, slug)
    return plan_on_file(books, year, plan) if books else None
