"""The page on which a round's report is certified: what was found, who certifies and how, the versions there are."""

from dataclasses import dataclass, replace
from typing import Final

from flask import Response, g, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from domain.agency import Person, Role, may_certify
from domain.certificates import CertificateRequest, shorten_mark
from domain.certified import CertifiedReport
from domain.finding import Finding
from domain.messages import N_
from domain.report import Report
from reports.certify import mark_contents
from reports.compile.load import load_material
from reports.compile.material import Material
from reports.compile.report import compile_report
from reports.to_json import report_data
from store.audit_names import names_of_people
from store.certificates import newest_request
from store.certified import certified_of_round
from store.people import load_people
from thai.dates import day_in_bangkok
from thai.fiscal import RoundKind
from thai.normalise import fold_text
from web.admin.findings import group_findings
from web.admin.quota import ask_quota
from web.forms import Field, Form, read_known_id
from web.language import translator
from web.plans import find_layout_plan, name_of_round, plan_asked
from web.port import port
from web.qr import draw_qr
from web.visit import books_of_visit, visit

_LONGEST: Final = {"maxlength": 300}
_NO_HEAD = N_("Please choose who certifies.")


@dataclass(frozen=True, slots=True)
class RoundRead:
    """The round as it stands, the report of it as it would be signed today, its versions, and its way to a head.

    `request` is what was sent to a head last; `people` are those who work here, `names` everybody's.
    """

    material: Material
    report: Report
    versions: tuple[CertifiedReport, ...]
    request: CertificateRequest | None
    people: tuple[Person, ...]
    names: dict[int, str]

    @property
    def seen_mark(self) -> str:
        """What tells this report from the one that a reply more, or another day, would make."""
        return str(report_data(self.report)["sha256"])

    @property
    def waiting(self) -> CertificateRequest | None:
        """What waits for a head's word, or for what follows from it."""
        return self.request if self.request and self.request.is_open else None

    @property
    def has_changed(self) -> bool:
        """True where the report says something else than what waits for the head."""
        return self.waiting is not None and mark_contents(self.material) != self.waiting.mark

    @property
    def heads(self) -> tuple[Person, ...]:
        """Who may be asked to certify."""
        return tuple(one for one in self.people if may_certify(one))

    @property
    def silent_heads(self) -> tuple[Person, ...]:
        """Heads who are not in LINE yet."""
        return tuple(one for one in self.people if Role.HEAD in one.roles and not may_certify(one))


def load_round(year: int, kind: str) -> RoundRead:
    """The round of the plan that the address names; raises NothingToReport."""
    here, plan = port(), plan_asked()

    def load(conn: Connection) -> RoundRead:
        books = books_of_visit(conn)
        material = load_material(books, year, RoundKind(kind), here.files, plan=plan)
        report = compile_report(replace(material, signed_on=day_in_bangkok(here.now())))
        versions = certified_of_round(books, year, RoundKind(kind), plan)
        request = newest_request(books, year, RoundKind(kind), plan)
        return RoundRead(material, report, versions, request, load_people(books), names_of_people(books))

    return here.database.read(load)


def check_round(read: RoundRead) -> tuple[Finding, ...]:
    """What should be looked at before the report is certified."""
    from reports.check.report import check_report  # the word lists take a second that other pages need not wait for

    return check_report(read.material, read.report, day_in_bangkok(port().now()))


def certify_form(read: RoundRead) -> Form:
    """What was signed on paper, by whom, and the name of who states it; it carries which report was looked at."""
    round_ = read.material.round
    return Form(
        "certifying",
        url_for("certify.certify_report", year=round_.year, kind=round_.kind),
        (
            *_reason_fields(read),
            Field(
                "signed_by", N_("Who signed on paper: name, position, and for whom they act"), required=True,
                hint=N_("As it stands under the signature. It is printed on the report."),
                attributes={**_LONGEST, "list": "signers"},
            ),
            Field(
                "typed_name", N_("Type your full name to certify"), hint=visit().person.name, required=True,
                attributes={**_LONGEST, "autocomplete": "off"},
            ),
        ),
        N_("Certify"),
        {"seen": read.seen_mark},
        adds=True,
    )  # fmt: skip


def head_form(read: RoundRead) -> Form:
    """Which head certifies and for whom they act; it carries which report was looked at."""
    round_, heads = read.material.round, read.heads
    choices = [(str(one.id), f"{one.name}, {one.position}") for one in heads]
    known = {one.id for one in heads}
    return Form(
        "to-head",
        url_for("to_head.send_to_head", year=round_.year, kind=round_.kind),
        (
            *_reason_fields(read),
            Field(
                "head", N_("Who certifies"), lambda typed: read_known_id(typed, known, _NO_HEAD), kind="select",
                required=True, value=choices[0][0] if len(choices) == 1 else "", choices=(("", "–"), *choices),
            ),
            Field(
                "acting_for", N_("Acting for (leave empty if they are not)"), value=_usual_office(read),
                hint=N_("For example นายกองค์การบริหารส่วนตำบล; printed after “รักษาราชการแทน”."), attributes=_LONGEST,
            ),
        ),
        N_("Send it to the head in LINE"),
        {"seen": read.seen_mark},
        adds=True,
    )  # fmt: skip


def _reason_fields(read: RoundRead) -> tuple[Field, ...]:
    if not read.versions:
        return ()
    return (Field("reason", N_("Why a new version is needed"), required=True, attributes=_LONGEST),)


def _usual_office(read: RoundRead) -> str:
    """The office that the only head acts for, by who signs the agency's reports; "" where that is not known."""
    if len(read.heads) != 1:
        return ""
    own = fold_text(read.heads[0].name)
    return next((one.acting_for or "" for one in visit().agency.signatories if fold_text(one.name) == own), "")


def _list_signers(read: RoundRead) -> list[str]:
    """Who may have signed on paper, as it would stand there."""
    acting = translator()(N_("acting for {office}"))
    signers = [
        " ".join([one.name, one.position, *([acting.format(office=one.acting_for)] if one.acting_for else [])])
        for one in visit().agency.signatories
    ]
    return list(dict.fromkeys([*signers, *(f"{one.name} {one.position}" for one in read.silent_heads + read.heads)]))


def certify_page(
    year: int, kind: str, problem: str = "", form: Form | None = None, sending: Form | None = None
) -> ResponseReturnValue:
    """The page; with what is wrong as a whole, or with one of the forms as it was sent."""
    read = load_round(year, kind)
    found, address = check_round(read), _public_address(year, kind)
    page = render_template(
        "admin/certify.html",
        year=year,
        kind=kind,
        name=name_of_round(RoundKind(kind), year, plan_asked()),
        found=group_findings(found),
        count=len(found),
        blocked=any(one.blocks for one in found),
        read=read,
        code=shorten_mark(read.request.mark) if read.request else "",
        versions=read.versions,
        problem=translator()(problem) if problem else "",
        form=form or certify_form(read),
        sending=sending or head_form(read),
        signers=_list_signers(read),
        quota=ask_quota(visit().agency.id, port().now()) if read.heads and not read.waiting else None,
        layout_of=find_layout_plan(year),
        address=address,
        qr=draw_qr(address),
    )
    return Response(page, 409 if problem or form or sending else 200, mimetype="text/html")


def _public_address(year: int, kind: str) -> str:
    """The whole address at which everyone reads the round's report once it is published."""
    return port().base_url + url_for("public.show_report", slug=g.slug, year=year, kind=kind)
