"""What everyone may see: published reports at addresses that stay, and whether a document is the certified one."""

import hashlib
from contextlib import closing
from typing import Any, Final

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from domain.certified import CertifiedReport
from reports.certify import tidy_code
from store.certified import certified_by_code
from thai.fiscal import RoundKind
from web.addresses import KIND, PLAN, SUFFIX, YEAR
from web.files import send_version
from web.plans import name_of_round
from web.port import port
from web.public.published import Withdrawn, find_published, find_year, fresh_page, show_withdrawn

public_pages = Blueprint("public", __name__)
public_pages.register_error_handler(Withdrawn, show_withdrawn)

_LARGEST: Final = 64 * 1024 * 1024
_CHUNK: Final = 1 << 20


@public_pages.url_value_preprocessor
def allow_large_files(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Lets a whole report be dropped where documents are checked; it runs before anything reads the form."""
    if request.endpoint == "public.compare_file":
        request.max_content_length = _LARGEST


@public_pages.app_template_filter("kind_name")
def kind_name(version: CertifiedReport) -> str:
    """`รอบ 6 เดือนแรก ปีงบประมาณ พ.ศ. 2570`, with its plan where the year has several."""
    return name_of_round(version.kind, version.year, version.plan, version.agency_id)


@public_pages.get(f"/p/<slug>/{YEAR}/{KIND}", defaults={"plan": 1})
@public_pages.get(f"/p/<slug>/{YEAR}/{PLAN}/{KIND}")
def show_report(slug: str, year: int, kind: str, plan: int) -> ResponseReturnValue:
    """The round's published report as a page."""
    version = find_published(slug, year, kind, plan)
    file = version.file("html") or abort(404)
    with port().files.open(file.sha256) as stream:
        # Our own renderer wrote it, and escaped what people wrote.
        body = Markup(stream.read().decode())  # noqa: S704
    return fresh_page(render_template("public/report.html", version=version, body=body, agency=version.agency))


@public_pages.get(f"/p/<slug>/{YEAR}/{KIND}.{SUFFIX}", defaults={"plan": 1})
@public_pages.get(f"/p/<slug>/{YEAR}/{PLAN}/{KIND}.{SUFFIX}")
def send_report_file(slug: str, year: int, kind: str, suffix: str, plan: int) -> Response:
    """The round's published report as a file."""
    return _send_public(find_published(slug, year, kind, plan), suffix)


@public_pages.get(f"/p/<slug>/{YEAR}/{KIND}/v<int:number>.{SUFFIX}", defaults={"plan": 1})
@public_pages.get(f"/p/<slug>/{YEAR}/{PLAN}/{KIND}/v<int:number>.{SUFFIX}")
def send_old_version(slug: str, year: int, kind: str, number: int, suffix: str, plan: int) -> Response:
    """A version that was published, also after another has taken its place."""
    versions = find_year(slug, year).versions_of(plan, RoundKind(kind))
    found = next((one for one in versions if one.number == number), None) or abort(404)
    return _send_public(found, suffix)


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


def _send_public(version: CertifiedReport, suffix: str) -> Response:
    """The version's bytes, which are asked for anew each time: they may be withdrawn by then."""
    if version.withdrawn_at:
        raise Withdrawn(version)
    response = send_version(version, suffix)
    response.headers["Cache-Control"] = "public, no-cache"
    return response
