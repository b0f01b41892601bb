"""Certifying a round's report: what was found, the typed name, the versions there are, publishing."""

import secrets
from dataclasses import dataclass, replace
from typing import Final

from flask import Response, abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from domain.certified import CertifiedReport
from domain.finding import Finding
from domain.messages import N_
from domain.report import Report
from domain.writes import CertifyReport, PublishReport
from reports.certify import Certifier, certified_report, keep_files, new_code
from reports.compile.load import NothingToReport, load_material
from reports.compile.material import Material
from reports.compile.report import compile_report
from reports.to_json import report_data
from reports.wording import clean
from store.certified import certified_of_round
from store.engine import Conflict
from thai.dates import day_in_bangkok
from thai.fiscal import RoundKind
from thai.normalise import fold_text
from web.addresses import KIND, LARGEST_ID, VERSION_SUFFIX, YEAR
from web.admin.findings import group_findings
from web.files import send_version
from web.forms import INCOMPLETE, Field, Form, read_form, say_saved
from web.language import translator
from web.messages import NO_REPORT, message_page
from web.plans import find_layout_plan, name_of_round, plan_asked
from web.port import port
from web.qr import draw_qr
from web.visit import admin_pages, apply_writes, books_of_visit, visit

certify_pages = admin_pages("certify", __name__)

_LONGEST: Final = 300
_WRONG_NAME = N_("The name typed is not the name of the person signed in. Nothing was certified.")
_CERTIFIED = N_("Version {number} was certified.")
_PUBLISHED = N_("The version was published.")
_BLOCKED = N_("Something that forbids certifying is still open. Nothing was certified.")
_MEANWHILE = N_("Somebody certified a version meanwhile. Please look at it first.")
_CHANGED = N_("The report has changed since this page was opened. Please look at it again. Nothing was certified.")


@dataclass(frozen=True, slots=True)
class _Read:
    """The round as it stands, the report of it as it would be signed today, and its versions."""

    material: Material
    report: Report
    versions: tuple[CertifiedReport, ...]

    @property
    def seen_mark(self) -> str:
        """What tells this report from the one that a reply more, or another day, would make."""
        return str(report_data(self.report)["sha256"])


@certify_pages.errorhandler(NothingToReport)
def show_no_report(_error: NothingToReport) -> Response:
    """The page for a year without a plan, or a round that was never opened."""
    return message_page(404, *NO_REPORT)


@certify_pages.get(f"/report/{YEAR}/{KIND}/certify")
def show_certifying(year: int, kind: str) -> ResponseReturnValue:
    """What was found, the form that certifies, and the versions."""
    return _certify_page(year, kind)


@certify_pages.post(f"/report/{YEAR}/{KIND}/certify")
def certify_report(year: int, kind: str) -> ResponseReturnValue:
    """Certify the report as it stands; refused where something blocks or the name is not the signed-in person's."""
    read = _load_round(year, kind)
    form, values = read_form(certify_form(read))
    acting_for, reason, typed = (clean(values.get(name) or "") for name in ("acting_for", "reason", "typed_name"))
    if fold_text(typed) != fold_text(visit().person.name):
        form = form.with_problem("typed_name", translator()(_WRONG_NAME))
    if form.wrong:
        return _certify_page(year, kind, form=form)
    if any(one.blocks for one in _check_round(read)):
        return _certify_page(year, kind, _BLOCKED, form)
    if request.form.get("seen") != read.seen_mark:
        return _certify_page(year, kind, _CHANGED, form)
    try:
        _certify(read, Certifier(visit().person, acting_for), reason)
    except Conflict:
        return _certify_page(year, kind, _MEANWHILE, form)
    say_saved(_CERTIFIED, number=len(read.versions) + 1)
    return redirect(url_for("certify.show_certifying", year=year, kind=kind), 303)


def certify_form(read: _Read) -> Form:
    """The name that certifies, for whom, and why a version replaces another; it carries which report was looked at."""
    round_, most = read.material.round, {"maxlength": _LONGEST}
    reason = Field("reason", N_("Why a new version is needed"), required=True, attributes=most)
    return Form(
        "certifying",
        url_for("certify.certify_report", year=round_.year, kind=round_.kind),
        (
            *((reason,) if read.versions else ()),
            Field(
                "typed_name", N_("Type your full name to certify"), hint=visit().person.name, required=True,
                attributes={**most, "autocomplete": "off"},
            ),
            Field("acting_for", N_("Acting for (leave empty if you are not)"), attributes=most),
        ),
        N_("Certify"),
        {"seen": read.seen_mark},
        adds=True,
    )  # fmt: skip


def _certify(read: _Read, certifier: Certifier, reason: str) -> None:
    """The bytes first, then the row that names them: what is certified can be downloaded."""
    here, now, who = port(), port().now(), visit().person
    code = new_code(secrets.choice)
    report = certified_report(read.material, certifier, code, here.base_url, now)
    round_ = read.material.round
    write = CertifyReport(
        year=round_.year,
        kind=round_.kind,
        number=len(read.versions) + 1,
        plan=round_.plan,
        code=code,
        title=report.title,
        person_id=who.id,
        typed_name=who.name,
        position=who.position,
        acting_for=certifier.acting_for,
        reason=reason,
        at=now,
        files=keep_files(report, here.files),
    )
    apply_writes(write)


@certify_pages.post(f"/report/{YEAR}/{KIND}/publish")
def publish_version(year: int, kind: str) -> ResponseReturnValue:
    """Make the newest certified version public."""
    version = request.form.get("version", 0, type=int)
    if not 0 < version <= LARGEST_ID:
        abort(400, INCOMPLETE)
    write = PublishReport(version, visit().person.id, port().now())
    try:
        apply_writes(write)
    except Conflict:
        return _certify_page(year, kind, _MEANWHILE)
    say_saved(_PUBLISHED)
    return redirect(url_for("certify.show_certifying", year=year, kind=kind), 303)


@certify_pages.get(f"/report/{YEAR}/{KIND}/v<int:number>.{VERSION_SUFFIX}")
def send_version_file(year: int, kind: str, number: int, suffix: str) -> Response:
    """A certified version's file: the same bytes each time."""
    plan = plan_asked()
    versions = port().database.read(lambda conn: certified_of_round(books_of_visit(conn), year, RoundKind(kind), plan))
    found = next((one for one in versions if one.number == number), None) or abort(404)
    return send_version(found, suffix)


def _load_round(year: int, kind: str) -> _Read:
    here, plan = port(), plan_asked()

    def load(conn: Connection) -> tuple[Material, tuple[CertifiedReport, ...]]:
        books = books_of_visit(conn)
        material = load_material(books, year, RoundKind(kind), here.files, plan=plan)
        return material, certified_of_round(books, year, RoundKind(kind), plan)

    material, versions = here.database.read(load)
    return _Read(material, compile_report(replace(material, signed_on=day_in_bangkok(here.now()))), versions)


def _check_round(read: _Read) -> tuple[Finding, ...]:
    from reports.check.report import check_report  # the word lists take a second that other pages need not wait for

    return check_report(read.material, read.report, day_in_bangkok(port().now()))


def _public_address(year: int, kind: str) -> str:
    """The whole address at which everyone reads the round's report once it is published."""
    return port().base_url + url_for("public.show_report", slug=g.slug, year=year, kind=kind)


def _certify_page(year: int, kind: str, problem: str = "", form: Form | None = None) -> ResponseReturnValue:
    """The page; with what is wrong as a whole, or with the form as it was sent."""
    read = _load_round(year, kind)
    found = _check_round(read)
    page = render_template(
        "admin/certify.html",
        year=year,
        kind=kind,
        name=name_of_round(RoundKind(kind), year, plan_asked()),
        found=group_findings(found),
        count=len(found),
        blocked=any(one.blocks for one in found),
        versions=read.versions,
        problem=translator()(problem) if problem else "",
        form=form or certify_form(read),
        layout_of=find_layout_plan(year),
        address=(address := _public_address(year, kind)),
        qr=draw_qr(address),
    )
    return Response(page, 409 if problem or form else 200, mimetype="text/html")
