"""A layout learned from the agency's own document: looked at column by column, beside the document, then kept."""

from base64 import b64decode, b64encode
from binascii import Error as BadBase64
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from domain.column_words import KIND_WORDS
from domain.finding import Finding
from domain.layout import Layout
from domain.layout_errors import LayoutError
from domain.messages import N_
from domain.writes import SetLayout
from intake.learn_layout import Learned, learn_layout
from intake.open_file import open_document
from intake.tables import Document
from intake.unreadable import UnreadableFile
from reports.layouts.load import layout_of_text, layout_text
from web.admin.document_look import DocumentLook, look_at_document
from web.admin.few_at_once import few_at_once
from web.admin.layout_desk import ask_about_layout, find_effect, load_layout_desk
from web.admin.layout_preview import draw_preview
from web.admin.layout_words import describe_layout_error
from web.admin.learned_columns import (
    ColumnLook,
    find_unanswered,
    look_at_columns,
    look_at_headings,
    renumber,
)
from web.admin.plan_columns import WITH_CHOICES, find_column_problems, read_column_answers
from web.admin.plan_draft import Refused
from web.admin.plan_edit import list_sent
from web.admin.plan_words import describe_refusal, describe_warning
from web.forms import say_saved
from web.headers import WITH_PICTURES
from web.language import translator
from web.said import said
from web.visit import admin_pages, apply_writes, visit

learn_pages = admin_pages("learn", __name__)

ENDINGS: Final = (".docx", ".xlsx", ".csv", ".txt", ".md", ".html", ".htm", ".pdf")
_LARGEST: Final = 4 * 1024 * 1024
_MOST_BYTES: Final = 8 * 1024 * 1024  # of the page that carries the document to the next step
_NAME: Final = "own"
_NO_FILE: Final = N_("Please choose a file first.")
_TOO_LARGE: Final = N_("The document is larger than 4 MB. Please take the pictures out of it, or keep its first pages.")
_STALE: Final = N_("The document did not arrive whole. Please choose the file again.")
_ASKED: Final = N_("Some columns are still to be answered. Nothing was saved; your answers still stand below.")
_WRONG: Final = N_("Some answers cannot be used as they are. Nothing was saved; your answers still stand below.")
_WHICH_MEASURE: Final = N_(
    "No column of measures was recognised. Please say which column names the measures or projects."
)
_SAVED: Final = N_(
    "The layout was saved. Reports and the chat follow it from now on. Next: import the document's plan."
)


@dataclass(frozen=True, slots=True)
class Upload:
    """The document as the page carries it on: its name, and its bytes."""

    name: str
    data: bytes

    @property
    def ending(self) -> str:
        """How its name ends; what it is its bytes say."""
        found = Path(self.name).suffix.lower()
        return found if found in ENDINGS else ".bin"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood of the document: the columns, and the layout where there is one; `problem` says why not."""

    columns: tuple[ColumnLook, ...]
    look: DocumentLook
    learned: Learned | None = None
    problem: str = ""


@learn_pages.url_value_preprocessor
def allow_documents(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """A document is larger than what LINE sends."""
    request.max_content_length = _MOST_BYTES
    request.max_form_memory_size = _MOST_BYTES


@learn_pages.get("/layout/learn")
def show_upload() -> ResponseReturnValue:
    """The form that takes a document."""
    return _upload_page()


@learn_pages.post("/layout/learn")
@few_at_once
def show_learned() -> ResponseReturnValue:
    """The document as it was understood, with the answers so far; changes nothing."""
    try:
        upload = _read_upload()
        reading = _understand(upload, {})
    except Refused as refusal:
        return _upload_page(str(refusal)), 422
    return _learned_page(upload, reading, {})


@learn_pages.post("/layout/learn/again")
@few_at_once
def show_learned_again() -> ResponseReturnValue:
    """The document read anew with what was answered; changes nothing."""
    try:
        upload, typed, reading = _read_again()
    except Refused as refusal:
        return _upload_page(str(refusal)), 422
    problems = find_column_problems(renumber(typed, reading.columns))
    return _learned_page(upload, reading, typed, problems, translator()(_WRONG) if problems else "")


@learn_pages.post("/layout/learn/save")
@few_at_once
def save_learned() -> ResponseReturnValue:
    """Keep the layout as the agency's own; what is still open is asked again, and all answers stand."""
    try:
        upload, typed, reading = _read_again()
    except Refused as refusal:
        return _upload_page(str(refusal)), 422
    numbered = renumber(typed, reading.columns)
    problems = dict(find_unanswered(reading.columns, numbered)) or find_column_problems(numbered)
    if problems or reading.learned is None or reading.problem:
        asks = _WRONG if any(name.startswith("choices") for name in problems) else _ASKED
        return _learned_page(upload, reading, typed, problems, reading.problem or translator()(asks)), 422
    desk = load_layout_desk()
    layout = replace(reading.learned.layout, blocks=desk.saved.blocks)
    effect = find_effect(desk, layout)
    if effect.refused:
        told = (f"{layout.columns[place - 1].heading}: {said(why)}" for place, why in effect.refused)
        return _learned_page(upload, reading, typed, problem=" ".join(told)), 422
    if "again" in request.form:  # what it does to answers on file was not wanted
        return _learned_page(upload, reading, typed)
    if asked := ask_about_layout(desk, layout, effect, list_sent()):
        return asked
    apply_writes(SetLayout(layout, plan_id=desk.plan.id if desk.plan else None))
    say_saved(_SAVED)
    return redirect(url_for("layout.show_layout"), 303)


def _read_again() -> tuple[Upload, dict[str, str], Reading]:
    """The document that the form carries, what was typed, and how it is understood by that; raises Refused."""
    upload, typed = _carried(), request.form.to_dict()
    return upload, typed, _understand(upload, typed)


def _read_upload() -> Upload:
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise Refused(translator()(_NO_FILE))
    data = sent.stream.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise Refused(translator()(_TOO_LARGE))
    return Upload(" ".join(sent.filename.split())[-200:], data)


def _carried() -> Upload:
    """The document that the page carried. Raises Refused."""
    try:
        data = b64decode(request.form.get("document", ""), validate=True)
    except (BadBase64, ValueError) as error:
        raise Refused(translator()(_STALE)) from error
    if not data:
        raise Refused(translator()(_STALE))
    return Upload(request.form.get("name", "")[-200:], data)


def _understand(upload: Upload, typed: Mapping[str, str]) -> Reading:
    """What was understood of the document with these answers. Raises Refused where it cannot be read.

    Where no column of measures was recognised, all of them are asked about.
    """
    with TemporaryDirectory(prefix="tidtam-learn-") as folder:
        path = Path(folder) / f"document{upload.ending}"
        path.write_bytes(upload.data)
        try:
            document = open_document(path)
        except UnreadableFile as error:
            raise Refused(describe_refusal(error)) from error
        look = look_at_document(path, document)
    try:
        learned = learn_layout(document, _NAME, read_column_answers(typed))
    except UnreadableFile as error:
        return _ask_for_measures(document, look, error)
    return Reading(look_at_columns(learned), look, learned, _find_layout_problem(learned.layout))


def _ask_for_measures(document: Document, look: DocumentLook, error: UnreadableFile) -> Reading:
    """A reading in which every column is asked about; raises Refused where the document has no columns."""
    columns = look_at_headings(document)
    if not columns:
        raise Refused(describe_refusal(error)) from error
    return Reading(columns, look, problem=translator()(_WHICH_MEASURE))


def _find_layout_problem(layout: Layout) -> str:
    """Why the layout cannot be kept, in the admin's words; "" where it can."""
    try:
        layout_of_text(layout_text(layout).encode(), "layout.toml")
    except LayoutError as error:
        return describe_layout_error(error)
    return ""


def _upload_page(problem: str = "") -> str:
    return render_template("admin/learn.html", problem=problem, endings=ENDINGS)


def _learned_page(
    upload: Upload,
    reading: Reading,
    typed: Mapping[str, str],
    problems: Mapping[str, str] | None = None,
    problem: str = "",
) -> Response:
    learned = reading.learned
    preview, no_preview = draw_preview(visit().agency, learned) if learned and not reading.problem else ((), "")
    page = render_template(
        "admin/learned.html",
        name=upload.name,
        document=b64encode(upload.data).decode(),
        columns=reading.columns,
        typed=renumber(typed, reading.columns),
        problems=problems or {},
        problem=problem or reading.problem,
        look=reading.look,
        preview=preview,
        no_preview=no_preview,
        measures=len(learned.plan.measures) if learned else 0,
        unread=_list_unread(learned),
        kinds=KIND_WORDS,
        with_choices=WITH_CHOICES,
        layout=learned.layout if learned else None,
    )
    return Response(page, mimetype="text/html", headers={"Content-Security-Policy": WITH_PICTURES})


def _list_unread(learned: Learned | None) -> list[Any]:
    """What of the document's tables is not in the layout."""
    kinds = ("table-unread", "table-headless", "sheets-several")
    found: tuple[Finding, ...] = learned.plan.warnings if learned else ()
    return [describe_warning(one, {}) for one in found if one.kind in kinds]
