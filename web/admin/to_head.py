"""A round's report sent to the head of the agency to be certified in LINE, and taken back."""

from flask import Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from domain.agency import Person
from domain.certificates import CertificateRequest
from domain.messages import N_
from domain.task import Status
from domain.writes import AskCertificate, TakeBackCertificate
from reports.certify import keep_unsigned_pdf, mark_contents
from reports.compile.load import NothingToReport
from reports.wording import clean
from store.certificates import find_request
from store.engine import Conflict
from store.people import find_person
from web.addresses import KIND, LARGEST_ID, YEAR
from web.admin.certify import BLOCKED, CHANGED
from web.admin.certify_page import RoundRead, certify_page, check_round, head_form, load_round
from web.files import send_draft
from web.forms import read_form, say_saved
from web.messages import NO_REPORT, message_page
from web.port import port
from web.visit import admin_pages, apply_writes, books_of_visit, visit

to_head_pages = admin_pages("to_head", __name__)

_ONE = f"/report/{YEAR}/{KIND}/head/<int(max={LARGEST_ID}):request_id>"
_SENT = N_("The report was sent to {name} in LINE. It waits for their word.")
_NOT_REACHED = N_(
    "The report waits for {name}, but LINE does not reach them: they have blocked the account, so they were not told. "
    "Please ask them to unblock it and type “รับรองรายงาน” in the chat."
)
_TAKEN_BACK = N_("The report was taken back. {name} cannot certify it any more.")
_OTHERS = N_(
    "Nothing was sent: the report waits for a head already, another version was certified, or the person is no head "
    "any more."
)
_TOO_LATE = N_("Nothing was taken back: the head has given their word meanwhile, or it was taken back already.")


@to_head_pages.errorhandler(NothingToReport)
def tell_no_report(_error: NothingToReport) -> Response:
    """The page for a year without a plan, or a round that was never opened."""
    return message_page(404, *NO_REPORT)


@to_head_pages.post(f"/report/{YEAR}/{KIND}/head")
def send_to_head(year: int, kind: str) -> ResponseReturnValue:
    """Send the report as it stands to the head who was chosen; refused where something forbids certifying."""
    read = load_round(year, kind)
    form, values = read_form(head_form(read))
    if read.waiting:
        return certify_page(year, kind, _OTHERS, sending=form)
    if form.wrong:
        return certify_page(year, kind, sending=form)
    if any(one.blocks for one in check_round(read)):
        return certify_page(year, kind, BLOCKED, sending=form)
    if request.form.get("seen") != read.seen_mark:
        return certify_page(year, kind, CHANGED, sending=form)
    head = next(one for one in read.heads if one.id == values["head"])
    acting_for, reason = (clean(values.get(name) or "") for name in ("acting_for", "reason"))
    try:
        port().certificates.send_to_head(
            visit().agency.id, visit().person, _describe_request(read, head, acting_for, reason)
        )
    except Conflict:
        return certify_page(year, kind, _OTHERS, sending=form)
    say_saved(_SENT if head.reachable else _NOT_REACHED, name=head.name)
    return redirect(url_for("certify.show_certifying", year=year, kind=kind), 303)


def _describe_request(read: RoundRead, head: Person, acting_for: str, reason: str) -> AskCertificate:
    """What is written of the report; the PDF that the head looks at is kept first."""
    round_, report = read.material.round, read.report
    return AskCertificate(
        year=round_.year,
        kind=round_.kind,
        plan=round_.plan,
        number=len(read.versions) + 1,
        mark=mark_contents(read.material),
        title=report.title,
        person_id=visit().person.id,
        to_id=head.id,
        acting_for=acting_for,
        reason=reason,
        at=port().now(),
        draft=keep_unsigned_pdf(read.material, head, acting_for, port().files),
        measures=len(report.statuses),
        answered=sum(status is not None for status in report.statuses),
        done=sum(status is Status.DONE for status in report.statuses),
    )


@to_head_pages.post(f"{_ONE}/take-back")
def take_back(year: int, kind: str, request_id: int) -> ResponseReturnValue:
    """The report waits for the head no more; 409 where they have given their word meanwhile."""
    asked = _find_request(year, kind, request_id)
    try:
        apply_writes(TakeBackCertificate(request_id, visit().person.id, port().now()))
    except Conflict:
        return certify_page(year, kind, _TOO_LATE)
    head = port().database.read(lambda conn: find_person(books_of_visit(conn), asked.to_id))
    say_saved(_TAKEN_BACK, name=head.name if head else "-")
    return redirect(url_for("certify.show_certifying", year=year, kind=kind), 303)


@to_head_pages.get(f"{_ONE}.pdf")
def send_sent_pdf(year: int, kind: str, request_id: int) -> Response:
    """The PDF that the head is looking at; 404 once the report waits no more."""
    found = _find_request(year, kind, request_id)
    return send_draft(found) if found.is_open else abort(404)


def _find_request(year: int, kind: str, request_id: int) -> CertificateRequest:
    """The request of this round; 404 where there is none."""
    found = port().database.read(lambda conn: find_request(books_of_visit(conn), request_id))
    return found if found and (found.year, found.kind) == (year, kind) else abort(404)
