"""Withdrawing a published version: the reason, what it does, and the second look."""

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from domain.certified import CertifiedReport
from domain.messages import N_, Say, say
from domain.writes import WithdrawReport
from store.certified import certified_of_round, is_public
from store.engine import Conflict
from thai.fiscal import RoundKind
from web.addresses import KIND, YEAR
from web.admin.task_changes import ask_if_sure
from web.filters import STATES
from web.forms import Field, Form, read_form, read_some_words, say_saved
from web.plans import name_of_round, plan_asked
from web.port import port
from web.visit import admin_pages, apply_writes, books_of_visit, visit

withdraw_pages = admin_pages("withdraw", __name__)

_ONE = f"/report/{YEAR}/{KIND}/v<int:number>/withdraw"
_WITHDRAWN = N_("Version {number} was withdrawn. Its addresses say so from now on.")


@withdraw_pages.get(_ONE)
def show_withdrawing(year: int, kind: str, number: int) -> ResponseReturnValue:
    """What withdrawing the version does, and the form for the reason; 409 where it is not public."""
    versions, found = _find_version(year, kind, number)
    return _page(found, versions, withdraw_form(found))


@withdraw_pages.post(_ONE)
def withdraw_version(year: int, kind: str, number: int) -> ResponseReturnValue:
    """Withdraw the version once what that does was read and confirmed (`sure`) as things stand now."""
    versions, found = _find_version(year, kind, number)
    form, values = read_form(withdraw_form(found))
    if form.wrong or "again" in request.form or not is_public(found):
        return _page(found, versions, form, 422 if form.wrong else 200)
    lines = withdrawing_words(found, versions)
    asked = ask_if_sure(
        (),
        [f"{one.number} {one.state}" for one in versions],
        title=N_("What withdrawing the report does"),
        about=_name(found),
        lines=(*lines, say(N_("Reason, which everyone can read: {reason}"), reason=values["reason"])),
        tasks_said=True,
        action=form.action,
        hidden={"reason": values["reason"]},
        button=N_("Yes, withdraw it"),
    )
    if asked:
        return asked
    try:
        apply_writes(WithdrawReport(found.id, found.state, values["reason"], visit().person.id, port().now()))
    except Conflict:  # published over, or withdrawn, since it was read a moment ago: what it does now is asked again
        return withdraw_version(year, kind, number)
    say_saved(_WITHDRAWN, number=number)
    return redirect(url_for("certify.show_certifying", year=year, kind=kind), 303)


def withdraw_form(version: CertifiedReport) -> Form:
    """The reason, which everyone will read."""
    return Form(
        "withdrawing",
        url_for("withdraw.withdraw_version", year=version.year, kind=version.kind, number=version.number),
        (
            Field(
                "reason", N_("Why the report is withdrawn"), read_some_words, kind="textarea", required=True,
                hint=N_("Everyone can read this, at the report's addresses and by its code. Name nobody."),
                attributes={"class": "few", "maxlength": 200},
            ),
        ),
        N_("Look at what it does"),
        adds=True,
    )  # fmt: skip


def withdrawing_words(version: CertifiedReport, versions: tuple[CertifiedReport, ...]) -> tuple[Say, ...]:
    """What withdrawing the version does, in sentences; `versions` are all of its round."""
    newest = version.state == "published"
    lines = [
        say(N_("Nobody outside the agency can read or download version {number} any more."), number=version.number),
        say(N_("Its addresses and its code say that it was withdrawn, when, and why.")),
    ]
    others = [one for one in versions if is_public(one) and one.number != version.number]
    if newest:
        lines.append(say(N_("No other version takes its place until you certify and publish a new one.")))
    for one in others:
        told = N_("Version {number} ({state}) stays public at its own address; it can be withdrawn by itself.")
        lines.append(say(told, number=one.number, state=say(STATES[one.state])))
    lines.append(say(N_("The year's measures stay public. The agency keeps the files. It cannot be taken back.")))
    return tuple(lines)


def _find_version(year: int, kind: str, number: int) -> tuple[tuple[CertifiedReport, ...], CertifiedReport]:
    """The round's versions, and the one of this number; 404 where there is none."""
    plan = plan_asked()
    versions = port().database.read(lambda conn: certified_of_round(books_of_visit(conn), year, RoundKind(kind), plan))
    return versions, next((one for one in versions if one.number == number), None) or abort(404)


def _page(
    version: CertifiedReport, versions: tuple[CertifiedReport, ...], form: Form, status: int = 200
) -> ResponseReturnValue:
    """The form below what withdrawing does; why it cannot be withdrawn where it is not public."""
    public = is_public(version)
    page = render_template(
        "admin/withdraw.html", version=version, name=_name(version), public=public, form=form,
        lines=withdrawing_words(version, versions) if public else (),
    )  # fmt: skip
    return Response(page, status if public else 409, mimetype="text/html")


def _name(version: CertifiedReport) -> str:
    return name_of_round(version.kind, version.year, version.plan)
