"""A published report's data described: a page for people, a Data Package (datapackage.org) for programs."""

import json
from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, Response, abort, render_template, url_for
from flask.typing import ResponseReturnValue

from domain.certified import CertifiedReport
from web.addresses import KIND, PLAN, YEAR
from web.port import port
from web.public.published import Withdrawn, find_published, fresh_page, show_withdrawn

data_pages = Blueprint("data", __name__)
data_pages.register_error_handler(Withdrawn, show_withdrawn)

SCHEMA: Final = "table.json"
_PROFILE: Final = "https://datapackage.org/profiles/2.0/datapackage.json"


@data_pages.get(f"/p/<slug>/{YEAR}/{KIND}/data", defaults={"plan": 1})
@data_pages.get(f"/p/<slug>/{YEAR}/{PLAN}/{KIND}/data")
def show_fields(slug: str, year: int, kind: str, plan: int) -> ResponseReturnValue:
    """What stands in the CSV and the JSON of the round's published report, column by column."""
    version = find_published(slug, year, kind, plan)
    fields = _read_schema(version)["fields"]
    return fresh_page(render_template("public/data.html", version=version, fields=fields, agency=version.agency))


@data_pages.get(f"/p/<slug>/{YEAR}/{KIND}/datapackage.json", defaults={"plan": 1})
@data_pages.get(f"/p/<slug>/{YEAR}/{PLAN}/{KIND}/datapackage.json")
def send_package(slug: str, year: int, kind: str, plan: int) -> Response:
    """The description of the round's published report as a Data Package, for programs."""
    version = find_published(slug, year, kind, plan)
    told = json.dumps(describe_package(version, _read_schema(version)), ensure_ascii=False, indent=2) + "\n"
    return Response(told, content_type="application/json; charset=utf-8", headers={"Cache-Control": "public, no-cache"})


def describe_package(version: CertifiedReport, schema: Mapping[str, Any]) -> dict[str, Any]:
    """The descriptor: each file at the address of this version, which a newer one does not change."""
    page = _address("public.show_report", version)
    return {
        "$schema": _PROFILE,
        "name": f"{version.slug.lower()}-{version.year}-{version.plan}-{version.kind}",
        "title": version.title,
        "version": str(version.number),
        "created": version.at.isoformat(timespec="seconds"),
        "homepage": page,
        "contributors": [{"title": version.agency, "roles": ["creator"]}],
        "resources": [
            {"name": "table", "type": "table", **_describe_file(version, "csv", "text/csv"), "schema": dict(schema)},
            {"name": "report", **_describe_file(version, "json", "application/json")},
        ],
    }


def _describe_file(version: CertifiedReport, suffix: str, mediatype: str) -> dict[str, Any]:
    file = version.file(suffix) or abort(404)
    return {
        "path": _address("public.send_old_version", version, number=version.number, suffix=suffix),
        "format": suffix,
        "mediatype": mediatype,
        "encoding": "utf-8",
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
    }


def _address(endpoint: str, version: CertifiedReport, **values: Any) -> str:
    of: dict[str, Any] = {"slug": version.slug, "year": version.year, "kind": version.kind, "plan": version.plan}
    return port().base_url.rstrip("/") + url_for(endpoint, **of, **values)


def _read_schema(version: CertifiedReport) -> dict[str, Any]:
    """What the columns of the version's CSV are; 404 for a version that was certified before this was kept."""
    file = version.file(SCHEMA) or abort(404)
    with port().files.open(file.sha256) as stream:
        found: dict[str, Any] = json.load(stream)
    return found
