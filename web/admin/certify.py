"""Certifying a round's report that was signed on paper: the typed name, the versions there are, publishing."""

import secrets

from flask import Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from domain.messages import N_
from domain.writes import CertifyReport, PublishReport
from reports.certify import Certifier, certified_report, keep_files, new_code
from reports.compile.load import NothingToReport
from reports.wording import clean
from store.certified import certified_of_round
from store.engine import Conflict
from thai.fiscal import RoundKind
from thai.normalise import fold_text
from web.addresses import KIND, LARGEST_ID, VERSION_SUFFIX, YEAR
from web.admin.certify_page import RoundRead, certify_form, certify_page, check_round, load_round
from web.files import send_version
from web.forms import INCOMPLETE, read_form, say_saved
from web.language import translator
from web.messages import NO_REPORT, message_page
from web.plans import plan_asked
from web.port import port
from web.visit import admin_pages, apply_writes, books_of_visit, visit

certify_pages = admin_pages("certify", __name__)

_WRONG_NAME = N_("The name typed is not the name of the person signed in. Nothing was certified.")
_CERTIFIED = N_("Version {number} was certified.")
_PUBLISHED = N_("The version was published.")
BLOCKED = N_("Something that forbids certifying is still open. Nothing was certified.")
MEANWHILE = N_("Somebody certified a version meanwhile. Please look at it first.")
CHANGED = N_("The report has changed since this page was opened. Please look at it again. Nothing was certified.")
_WAITS = N_("The report waits for the head. Take it back first; nothing was certified.")


@certify_pages.errorhandler(NothingToReport)
def show_no_report(_error: NothingToReport) -> Response:
    """The page for a year without a plan, or a round that was never opened."""
    return message_page(404, *NO_REPORT)


@certify_pages.get(f"/report/{YEAR}/{KIND}/certify")
def show_certifying(year: int, kind: str) -> ResponseReturnValue:
    """What was found, the forms by which the report is certified, and the versions."""
    return certify_page(year, kind)


@certify_pages.post(f"/report/{YEAR}/{KIND}/certify")
def certify_report(year: int, kind: str) -> ResponseReturnValue:
    """Certify the report as signed on paper; refused where something blocks or the name is not the signed-in person's.

    While it waits for a head nobody certifies it past them.
    """
    read = load_round(year, kind)
    form, values = read_form(certify_form(read))
    signed_by, reason, typed = (clean(values.get(name) or "") for name in ("signed_by", "reason", "typed_name"))
    if fold_text(typed) != fold_text(visit().person.name):
        form = form.with_problem("typed_name", translator()(_WRONG_NAME))
    if read.waiting:
        return certify_page(year, kind, _WAITS, form)
    if form.wrong:
        return certify_page(year, kind, form=form)
    if any(one.blocks for one in check_round(read)):
        return certify_page(year, kind, BLOCKED, form)
    if request.form.get("seen") != read.seen_mark:
        return certify_page(year, kind, CHANGED, form)
    try:
        _certify(read, Certifier(visit().person, signed_by=signed_by), reason)
    except Conflict:
        return certify_page(year, kind, MEANWHILE, form)
    say_saved(_CERTIFIED, number=len(read.versions) + 1)
    return redirect(url_for("certify.show_certifying", year=year, kind=kind), 303)


def _certify(read: RoundRead, certifier: Certifier, reason: str) -> None:
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
        way="paper",
        signed_by=certifier.signed_by,
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
        return certify_page(year, kind, MEANWHILE)
    say_saved(_PUBLISHED)
    return redirect(url_for("certify.show_certifying", year=year, kind=kind), 303)


@certify_pages.get(f"/report/{YEAR}/{KIND}/v<int:number>.{VERSION_SUFFIX}")
def send_version_file(year: int, kind: str, number: int, suffix: str) -> Response:
    """A certified version's file: the same bytes each time."""
    plan = plan_asked()
    versions = port().database.read(lambda conn: certified_of_round(books_of_visit(conn), year, RoundKind(kind), plan))
    found = next((one for one in versions if one.number == number), None) or abort(404)
    return send_version(found, suffix)
