"""A plan's document: read, looked at, corrected, imported; and the plan on file to take away."""

from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from flask import Response, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import Connection

from domain.agency import Unit
from domain.messages import N_
from domain.plan import Plan
from domain.status_words import STATUS_WORDS
from domain.task import Status
from domain.writes import ImportPlan, KeepUnitName
from intake.field_texts import field_text
from intake.plan_file import UnreadableFile, read_plan
from intake.plan_json import plan_from_json, plan_json
from intake.plan_template import write_template
from intake.reply_writes import holds_replies, take_replies
from store.apply import apply
from store.books import Books
from store.people import unit_names, units_as_written
from store.plans import PlanChange, plan_change, plan_on_file, plan_years
from store.responsible import likely_units, unknown_units, with_units
from thai.cadences import CadenceKind
from thai.catalogue import translator
from thai.dates import day_in_bangkok
from thai.fiscal import RoundKind, fiscal_year, round_name
from thai.normalise import fold_text
from web.file_names import disposition
from web.plan_corrections import (
    FIELDS,
    KEEP,
    RHYTHMS,
    STATUSES,
    chosen_units,
    correct,
    doubtful,
    measures_by_place,
    status_asked,
)
from web.plan_words import refusal_said, told
from web.port import port
from web.rounds import MEDIA_TYPES, YEAR
from web.visit import admin_pages, books_of_visit, visit

plan_pages = admin_pages("plan", __name__)

_MOST_BYTES: Final = 21 * 1024 * 1024
_MOST_MEASURES: Final = 500
_ENDINGS: Final = (".docx", ".xlsx", ".csv", ".txt", ".md", ".html", ".htm", ".pdf")
_NO_FILE = N_("Please choose a file first.")
_NO_YEAR = N_("Please write the fiscal year, for example 2570.")
_OTHER_YEAR = N_("The document is of fiscal year {found}, not {year}. Nothing was imported.")
_NO_MEASURES = N_("No measures were found in the file.")
_MANY = N_("The file holds too many measures for this page. Please split it, or use the command line.")
_EXAMPLES = N_("The form's example measures are still in it. Please delete them or write your own over them.")
_STALE = N_("This page was open for too long. Please choose the file again.")
_CORRECT = N_("Some corrections were not understood. Nothing was imported.")
_CHANGED = N_("The plan on file has changed since this document was read. Please look at the changes again.")
_UNITS = N_("The agency has no unit of some of these names. Please choose below what each of them is.")
_DROPPED = N_("Measures that have replies are not in this document. Tick the box below to let them go.")


class _Refused(Exception):
    """What was sent cannot be used; the message is Thai."""


@dataclass(frozen=True, slots=True)
class _Draft:
    """A plan as it was read, its fiscal year, and a mark of the plan on file that it was shown beside."""

    plan: Plan
    year: int
    beside: str = ""


@plan_pages.url_value_preprocessor
def _let_files_in(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """A document is larger than what LINE sends; its bounds are the reader's own."""
    request.max_content_length = _MOST_BYTES
    request.max_form_memory_size = _MOST_BYTES
    request.max_form_parts = 20 * _MOST_MEASURES


@plan_pages.get("/plan")
def start() -> ResponseReturnValue:
    """The form that takes a document, and the plans on file."""
    return _start("")


@plan_pages.post("/plan/read")
def look() -> ResponseReturnValue:
    """The document as it is understood, to be looked at and corrected; changes nothing."""
    try:
        draft = _read_upload()
    except _Refused as refusal:
        return _start(str(refusal)), 422
    return _look(draft, {}, {})


@plan_pages.post("/plan/import")
def import_() -> ResponseReturnValue:
    """Import the plan with its corrections; what is not understood of them is asked again."""
    try:
        draft = _unsealed(request.form.get("draft", ""))
    except _Refused as refusal:
        return _start(str(refusal)), 422
    typed = request.form.to_dict()
    done = correct(draft.plan, typed)
    known = _known_units()
    unknown = unknown_units(done.plan, known)
    instead = chosen_units(unknown, typed, likely_units("", known))
    if done.problems:
        return _look(draft, done.problems, typed, translator()(_CORRECT)), 422
    if instead is None:
        return _look(draft, {}, typed, translator()(_UNITS)), 422
    plan = with_units(done.plan, instead)
    kept = tuple(KeepUnitName(name, own) for name, own in instead.items() if f"keep-{name}" in typed)
    kind = RoundKind(typed["replies"]) if typed.get("replies") in list(RoundKind) else None
    try:
        taken = _import(replace(draft, plan=plan), "drop" in typed, kind, kept)
    except _Refused as refusal:
        return _look(draft, {}, typed, str(refusal)), 422
    return redirect(url_for("plan.start", done=draft.year, replies=taken if kind else None), 303)


@plan_pages.get(f"/plan/{YEAR}.<any(xlsx,docx):suffix>")
def download(year: int, suffix: str) -> Response:
    """The year's plan as our form, to be corrected and read again."""
    found = port().database.read(lambda conn: plan_on_file(books_of_visit(conn), year))
    if found is None:
        abort(404)
    return _form(found.as_plan(visit().agency.name), f"plan-{year}", f"มาตรการ {year}", suffix)


@plan_pages.get("/plan/form.<any(xlsx,docx):suffix>")
def empty_form(suffix: str) -> Response:
    """Our form with its examples, to be filled in."""
    return _form(None, "plan-form", "แบบมาตรการ", suffix)


def _form(plan: Plan | None, name: str, thai_name: str, suffix: str) -> Response:
    with TemporaryDirectory(prefix="tidtam-plan-") as folder:
        path = Path(folder) / f"plan.{suffix}"
        write_template(path, plan, visit().agency.name)
        made = path.read_bytes()
    named = disposition("attachment", f"{name}.{suffix}", f"{thai_name}.{suffix}")
    return Response(made, content_type=MEDIA_TYPES[suffix], headers={"Content-Disposition": named})


def _start(problem: str) -> str:
    years, names = port().database.read(
        lambda conn: (plan_years(books_of_visit(conn)), unit_names(books_of_visit(conn)))
    )
    asked = request.values.get("year", "")
    year = asked if asked.isdecimal() else str(fiscal_year(day_in_bangkok(port().now())))
    done, replies = (request.args.get(name, type=int) for name in ("done", "replies"))
    return render_template(
        "plan.html",
        problem=problem,
        years=years,
        year=year,
        done=done,
        replies=replies,
        endings=_ENDINGS,
        unit_names=names,
    )


def _read_upload() -> _Draft:
    sent = request.files.get("file")
    year = request.form.get("year", type=int)
    if sent is None or not sent.filename:
        raise _Refused(translator()(_NO_FILE))
    if year is None or not 2540 <= year <= 2700:
        raise _Refused(translator()(_NO_YEAR))
    with TemporaryDirectory(prefix="tidtam-plan-") as folder:
        ending = Path(sent.filename).suffix.lower()
        path = Path(folder) / f"plan{ending if ending in _ENDINGS else '.bin'}"
        sent.save(path)
        plan = _read_plan(path, year)
    _refuse_examples(plan, year)
    return _Draft(plan, year)


def _read_plan(path: Path, year: int) -> Plan:
    """The plan in the file; the year typed counts only where the document names none."""
    try:
        plan = read_plan(path)
        return plan if plan.year is not None else read_plan(path, year)
    except UnreadableFile as error:
        raise _Refused(refusal_said(error)) from error


def _refuse_examples(plan: Plan, year: int) -> None:
    _ = translator()
    if not plan.measures:
        raise _Refused(_(_NO_MEASURES))
    if len(plan.measures) > _MOST_MEASURES:
        raise _Refused(_(_MANY))
    if plan.year not in (None, year):
        raise _Refused(_(_OTHER_YEAR).format(found=plan.year, year=year))
    if any(warning.kind == "example-left" for warning in plan.warnings):
        raise _Refused(_(_EXAMPLES))


def _look(draft: _Draft, problems: Any, typed: dict[str, str], problem: str = "") -> str:
    corrected, known = correct(draft.plan, typed).plan, _known_units()
    unknown = unknown_units(corrected, known)
    corrected = with_units(corrected, chosen_units(unknown, typed, likely_units("", known)) or {})
    change, beside = port().database.read(lambda conn: _beside(books_of_visit(conn), corrected, draft.year))
    own, places = visit().agency.name, measures_by_place(draft.plan)
    return render_template(
        "plan_look.html",
        plan=draft.plan,
        year=draft.year,
        sealed=_sealed(replace(draft, beside=beside)),
        warnings=[told(warning, places) for warning in draft.plan.warnings],
        other_agency=draft.plan.agency if draft.plan.agency and fold_text(draft.plan.agency) != fold_text(own) else "",
        change=change,
        rhythms=RHYTHMS,
        doubtful=doubtful,
        unknown={name: likely_units(name, known) for name in unknown},
        keep=KEEP,
        fields=FIELDS,
        field_text=lambda measure, name: field_text(measure, name, _translate),
        status_asked=status_asked,
        statuses=STATUSES,
        problems=problems,
        problem=problem,
        typed=typed,
        rounds={kind: round_name(kind, draft.year, thai_digits=False) for kind in RoundKind},
        holds_replies=holds_replies(draft.plan),
    )


def _known_units() -> tuple[Unit, ...]:
    return port().database.read(lambda conn: units_as_written(books_of_visit(conn)))


def _translate(word: str) -> str:
    """The words for a rhythm or a status, in the admin's language."""
    name = RHYTHMS[CadenceKind(word)] if word in list(CadenceKind) else STATUS_WORDS[Status(word)]
    return translator()(name)


def _beside(books: Books, plan: Plan, year: int) -> tuple[PlanChange, str]:
    """What importing the plan would change, and a mark of what it would change."""
    on_file = repr(plan_on_file(books, year)).encode()
    return plan_change(books, plan, year), sha256(on_file).hexdigest()


def _import(draft: _Draft, drop: bool, replies: RoundKind | None, kept: tuple[KeepUnitName, ...]) -> int:
    """Import the plan; how many of the document's own replies became those of the round `replies`.

    Raises _Refused where another plan was imported since this one was looked at (the same again does no harm), or
    measures with replies would go that the admin has not let go.
    """
    agency_id, person_id, keys = visit().agency.id, visit().person.id, port().keys  # the writer's thread has no request
    now, _ = port().now(), translator()

    # Which measure is which is found out before the one writer is kept from others: inside it is remembered.
    port().database.read(lambda conn: plan_change(Books(conn, agency_id), draft.plan, draft.year))

    def in_books(conn: Connection) -> int:
        books = Books(conn, agency_id)
        change, beside = _beside(books, draft.plan, draft.year)
        if beside != draft.beside and (change.changed or change.new or change.gone):
            raise _Refused(_(_CHANGED))
        if change.drops_replies and not drop:
            raise _Refused(_(_DROPPED))
        apply(books, (*kept, ImportPlan(draft.plan, draft.year, now)), keys)
        if replies is None:
            return 0
        return take_replies(books, keys, replace(draft.plan, year=draft.year), replies, person_id, now).replies

    return port().database.run(in_books)


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt=f"plan-draft-{visit().agency.id}")


def _sealed(draft: _Draft) -> str:
    """The plan as the page carries it to the next step: nothing is stored before it is imported."""
    return str(_serializer().dumps({"plan": plan_json(draft.plan), "year": draft.year, "beside": draft.beside}))


def _unsealed(text: str) -> _Draft:
    try:
        data = _serializer().loads(text)
        return _Draft(plan_from_json(data["plan"]), data["year"], data["beside"])
    except (BadData, LookupError, TypeError, ValueError) as error:
        raise _Refused(translator()(_STALE)) from error
