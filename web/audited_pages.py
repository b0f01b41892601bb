"""Which pages and files of an agency stand in its record once somebody has looked at them or taken them away."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from flask import Response, g, request
from sqlalchemy import Connection

from domain.audit import Act, Noted, Part
from store.audit import append_entries, was_viewed
from store.books import Books
from web.plans import plan_asked
from web.port import port
from web.visit import act_of_visit, visit

Described = Callable[[Mapping[str, Any]], Noted]


def _of_person(asked: Mapping[str, Any]) -> Noted:
    return Noted("viewed", "person", asked["person_id"])


def _of_task(asked: Mapping[str, Any]) -> Noted:
    return Noted("viewed", "task", asked["task_id"])


def _of_report(asked: Mapping[str, Any]) -> Noted:
    return Noted("viewed", "report", parts={"year": asked["year"], "kind": asked["kind"], "plan": plan_asked()})


def _of_file(asked: Mapping[str, Any]) -> Noted:
    """A report as a file; a certified one has its number."""
    version: dict[str, Part] = {"version": asked["number"]} if "number" in asked else {}
    parts = {"year": asked["year"], "kind": asked["kind"], "plan": plan_asked(), **version}
    return Noted("downloaded", "report", parts={**parts, "suffix": asked.get("suffix", "zip")})


# The pages that show people or reports, each recorded once an hour for who looks; and the files.
AUDITED: Final[Mapping[str, Described]] = {
    "people.show_people": lambda _asked: Noted("viewed", "people"),
    "people.show_person": _of_person,
    "leaving.show_leaving": _of_person,
    "task.show_task": _of_task,
    "officers.show_answer": _of_task,
    "officers.show_correction": _of_task,
    "reminder_log.show_log": lambda _asked: Noted("viewed", "reminder_log"),
    "reminder_log.show_again": lambda _asked: Noted("viewed", "reminder_log"),
    "report.show_preview": _of_report,
    "certify.show_certifying": _of_report,
    "compare.show_comparison": _of_report,
    "report.send_report": _of_file,
    "report.send_round_zip": _of_file,
    "certify.send_version_file": _of_file,
    "plan.send_plan": lambda asked: Noted("downloaded", "plan", parts={"year": asked["year"]}),
    "records.show_records": lambda _asked: Noted("viewed", "records"),
    "records.send_records": lambda asked: Noted("downloaded", "records", parts={"suffix": asked["suffix"]}),
    "evidence.send_evidence": lambda asked: Noted("downloaded", "evidence", asked["evidence_id"]),
}


def record_look(response: Response) -> Response:
    """The answer as it is, once what it shows or gives away stands in the record; nothing is shown without that."""
    describe = AUDITED.get(request.endpoint or "")
    if describe is None or not g.get("visit") or request.method != "GET" or response.status_code not in (200, 206):
        return response
    noted = describe(request.view_args or {})
    # A picture stands in the page of its task, which is recorded; what is saved as a file leaves the page.
    if noted.about != "evidence" or "attachment" in response.headers.get("Content-Disposition", ""):
        _record_once(act_of_visit(), noted)
    return response


def _record_once(by: Act, noted: Noted) -> None:
    """Adds the entry; not a view that the same person had within the hour."""
    here, agency_id = port(), visit().agency.id

    def is_known(conn: Connection) -> bool:
        return noted.kind == "viewed" and was_viewed(Books(conn, agency_id), by, noted)

    if not here.database.read(is_known):
        here.database.run(lambda conn: append_entries(Books(conn, agency_id), by, (noted,)))
