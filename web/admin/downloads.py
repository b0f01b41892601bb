"""The round's report to look at, and to take away as PDF, Word, Excel or JSON."""

from collections.abc import Callable
from typing import Final

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlalchemy import Connection

from domain.certificates import CertificateRequest
from domain.certified import CertifiedReport
from domain.messages import N_
from domain.report import Report, Source
from domain.rounds import without_end
from reports.compile.load import NothingToReport, load_report
from reports.render import report_bytes
from reports.round_zip import round_zip
from reports.to_html import report_fragment
from store.audit_names import names_of_people
from store.books import Books
from store.certificates import newest_request
from store.certified import certified_of_round, in_force
from store.people import load_people as everyone
from store.rounds import load_rounds
from store.tasks import load_tasks
from thai.dates import day_in_bangkok, write_time
from thai.fiscal import RoundKind
from web.addresses import KIND, MEDIA_TYPES, SUFFIX, YEAR
from web.admin.few_at_once import few_at_once
from web.admin.overview import choose_round
from web.file_names import disposition
from web.language import translator
from web.messages import NO_REPORT, message_page
from web.plans import find_layout_plan, name_of_round, plan_asked, plan_value
from web.port import port
from web.visit import admin_pages, books_of_visit, visit

report_pages = admin_pages("report", __name__)

_REPLY: Final = N_("reply no. {number}")
# What else is said of a reply's people, by the field of its source.
_BESIDES: Final = {
    "on_behalf_of": N_("on behalf of {name}"),
    "corrected_by": N_("corrected by {name}"),
    "approved_by": N_("approved by {name}"),
}


@report_pages.errorhandler(NothingToReport)
def show_no_report(_error: NothingToReport) -> Response:
    """The page for a year without a plan, or a round that was never opened."""
    return message_page(404, *NO_REPORT)


@report_pages.get("/report")
def show_newest_report() -> ResponseReturnValue:
    """To the report of the round that is looked at first."""
    found = choose_round(port().database.read(lambda conn: load_rounds(books_of_visit(conn))), "", "")
    if found is None:
        raise NothingToReport
    return redirect(url_for("report.show_preview", year=found.year, kind=found.kind, plan=plan_value(found.plan)))


@report_pages.get(f"/report/{YEAR}/{KIND}")
def show_preview(year: int, kind: str) -> ResponseReturnValue:
    """The report as a page; with `sources` under each cell whose reply it comes from."""
    report, shown, plan = _report(year, kind), "sources" in request.args, plan_asked()
    # The renderer escapes what people wrote.
    body = Markup(report_fragment(report, _make_source_writer()) if shown else report_fragment(report))  # noqa: S704
    name = name_of_round(RoundKind(kind), year, plan)
    return render_template(
        "admin/report.html",
        report=report,
        body=body,
        year=year,
        kind=kind,
        plan=plan,
        name=name,
        sources=shown,
        version=_version(year, kind),
        sent=_find_sent(year, kind),
        layout_of=find_layout_plan(year),
        missing=port().database.read(lambda conn: _count_without_end(books_of_visit(conn), year, kind, plan)),
    )


def _count_without_end(books: Books, year: int, kind: str, plan: int) -> int:
    """How many tasks of the round have no reply for its end today; 0 where it is not open."""
    still_open = [one for one in load_rounds(books) if one.of == (year, plan, kind) and one.closed_at is None]
    today = day_in_bangkok(port().now())
    return sum(len(without_end(load_tasks(books, one.id), today)) for one in still_open)


def _make_source_writer() -> Callable[[Source], str]:
    """What says of a reply who gave it, for whom, when, which one it is, and who corrected and approved it."""
    names = {who.ref: who.name for who in port().database.read(lambda conn: everyone(books_of_visit(conn)))}
    say = translator()

    def write_source(source: Source) -> str:
        who = (source.unit, names.get(source.person, source.person), write_time(source.at, thai_digits=False))
        number = say(_REPLY).format(number=source.update)
        others = ((sentence, getattr(source, field)) for field, sentence in _BESIDES.items())
        besides = (say(sentence).format(name=names.get(ref, ref)) for sentence, ref in others if ref)
        return " · ".join(part for part in (*who, number, *besides) if part)

    return write_source


@report_pages.get(f"/report/{YEAR}/{KIND}.{SUFFIX}")
@few_at_once
def send_report(year: int, kind: str, suffix: str) -> Response:
    """The report as a file with a Thai name."""
    made = report_bytes(_report(year, kind), f".{suffix}")
    named = disposition("attachment", f"{_file_name(year, kind)}.{suffix}", f"{_title(year, kind)}.{suffix}")
    return Response(made, content_type=MEDIA_TYPES[suffix], headers={"Content-Disposition": named})


@report_pages.get(f"/report/{YEAR}/{KIND}.zip")
@few_at_once
def send_round_zip(year: int, kind: str) -> Response:
    """The report in every format, certified where it is, and the evidence that came with it, in one file."""
    made = round_zip(_report(year, kind), certified=_certified_files(year, kind))
    named = disposition("attachment", f"{_file_name(year, kind)}.zip", f"{_title(year, kind)}.zip")
    return Response(made, content_type="application/zip", headers={"Content-Disposition": named})


def _find_sent(year: int, kind: str) -> tuple[CertificateRequest, str] | None:
    """What waits for a head, and the head's name; None where nothing does."""
    plan = plan_asked()

    def load_sent(conn: Connection) -> tuple[CertificateRequest, str] | None:
        books = books_of_visit(conn)
        found = newest_request(books, year, RoundKind(kind), plan)
        return (found, names_of_people(books).get(found.to_id, "-")) if found and found.is_open else None

    return port().database.read(load_sent)


def _version(year: int, kind: str) -> CertifiedReport | None:
    """The certified version in force."""
    plan = plan_asked()
    found = port().database.read(lambda conn: certified_of_round(books_of_visit(conn), year, RoundKind(kind), plan))
    return in_force(found)


def _certified_files(year: int, kind: str) -> dict[str, bytes]:
    """The files of the version in force by name; none before the first."""
    version = _version(year, kind)
    files = {}
    for file in version.files if version else ():
        if version and file.suffix in MEDIA_TYPES:
            with port().files.open(file.sha256) as stream:
                files[f"{_file_name(year, kind)}-v{version.number}.{file.suffix}"] = stream.read()
    return files


def _file_name(year: int, kind: str) -> str:
    plan = plan_asked()
    return f"report-{year}-{kind}" if plan == 1 else f"report-{year}-plan{plan}-{kind}"


def _title(year: int, kind: str) -> str:
    return f"รายงาน {name_of_round(RoundKind(kind), year, plan_asked())} {visit().agency.name}"


def _report(year: int, kind: str) -> Report:
    here, plan = port(), plan_asked()
    return here.database.read(
        lambda conn: load_report(books_of_visit(conn), year, RoundKind(kind), here.files, plan=plan)
    )
