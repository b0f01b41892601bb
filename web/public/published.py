"""What an agency has made public: versions that stand, and of those that were withdrawn only that they were."""

from dataclasses import dataclass

from flask import Response, abort, render_template
from sqlalchemy import Connection

from domain.certified import CertifiedReport
from domain.plan_ref import PlanRef
from store.agencies import load_agency
from store.certified import certified_reports, published_years, was_published
from store.plan_refs import load_plans
from thai.fiscal import RoundKind
from web.port import port
from web.visit import books_at


class Withdrawn(Exception):
    """The version asked for was public once, and was withdrawn."""

    def __init__(self, version: CertifiedReport) -> None:
        """`version` is the one that was withdrawn."""
        super().__init__(version.code)
        self.version = version


@dataclass(frozen=True, slots=True)
class RoundReports:
    """The report of a round: the version that was published last, and those that it superseded."""

    newest: CertifiedReport
    older: tuple[CertifiedReport, ...]


@dataclass(frozen=True, slots=True)
class PublicYear:
    """What an agency shows of a year: versions newest first, the plans they report on, all its years."""

    agency: str
    year: int
    versions: tuple[CertifiedReport, ...]
    plans: tuple[PlanRef, ...]
    years: tuple[int, ...]

    def reports_of(self, plan: int) -> tuple[RoundReports, ...]:
        """The reports of the year's plan of this number, in the order in which their rounds end."""
        kinds = [kind for kind in RoundKind if self.versions_of(plan, kind)]
        return tuple(RoundReports(found[0], found[1:]) for found in (self.versions_of(plan, kind) for kind in kinds))

    def versions_of(self, plan: int, kind: RoundKind) -> tuple[CertifiedReport, ...]:
        """The versions of one round, newest first."""
        return tuple(one for one in self.versions if one.of == (self.year, plan, kind))


def find_years(slug: str) -> tuple[PublicYear, ...]:
    """The agency's years of which something was published, newest first; 404 where there is none."""

    def load_years(conn: Connection) -> tuple[PublicYear, ...]:
        books = books_at(conn, slug)
        if books is None:
            return ()
        years, plans, agency = published_years(books), load_plans(books), load_agency(books).name
        return tuple(_public_year(agency, year, certified_reports(books, year), plans, years) for year in years)

    return port().database.read(load_years) or abort(404)


def find_year(slug: str, year: int) -> PublicYear:
    """What is public of the year; 404 where nothing is."""

    def load_year(conn: Connection) -> PublicYear | None:
        books = books_at(conn, slug)
        if books is None:
            return None
        versions, plans = certified_reports(books, year), load_plans(books)
        return _public_year(load_agency(books).name, year, versions, plans, published_years(books))

    found = port().database.read(load_year)
    if found is None or not found.versions:
        abort(404)
    return found


def find_published(slug: str, year: int, kind: str, plan: int) -> CertifiedReport:
    """The round's version that was published last; 404 where there is none, 410 where it was withdrawn.

    No version from before takes the place of one that was withdrawn.
    """
    found = find_year(slug, year).versions_of(plan, RoundKind(kind))
    newest = next(iter(found), None) or abort(404)
    if newest.withdrawn_at:
        raise Withdrawn(newest)
    return newest


def show_withdrawn(error: Withdrawn) -> Response:
    """That the report was withdrawn, when and why; 410 at every address that it had."""
    page = render_template("public/withdrawn.html", version=error.version, agency=error.version.agency)
    # A new version may stand at this address a moment later.
    return Response(page, 410, mimetype="text/html", headers={"Cache-Control": "no-store"})


def fresh_page(page: str) -> Response:
    """A page that is asked for anew each time: a report on it may be withdrawn by then."""
    return Response(page, mimetype="text/html", headers={"Cache-Control": "public, no-cache"})


def _public_year(
    agency: str,
    year: int,
    certified: tuple[CertifiedReport, ...],
    plans: tuple[PlanRef, ...],
    years: tuple[int, ...],
) -> PublicYear:
    versions = tuple(one for one in certified if was_published(one))
    public = {one.plan for one in versions}
    its = tuple(one for one in plans if one.year == year and one.number in public)
    return PublicYear(agency, year, versions, its, years)
