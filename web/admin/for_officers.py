"""An administrator reports in an officer's place, and corrects a slip in a saved reply: by the officer's own form."""

from typing import Any, Final

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from domain.following import FormForAnother
from domain.messages import N_, Say
from domain.reply_form import ReplyForm, SentReply
from store.certified import certified_since
from store.tasks import find_task
from store.updates import updates_of_task
from web.addresses import LARGEST_ID
from web.admin.quota import ask_quota
from web.forms import make_text_reader, say_lines
from web.language import translator
from web.messages import message_page
from web.port import port
from web.sent_replies import allow_photos, list_sent_names, read_sent
from web.visit import admin_pages, books_of_visit, visit

officer_pages = admin_pages("officers", __name__)

_TASK: Final = f"/tasks/<int(max={LARGEST_ID}):task_id>"
_REPLY: Final = f"{_TASK}/replies/<int(max={LARGEST_ID}):update_id>/correct"
_LONGEST_REASON: Final = 300
_NOT_OPEN = (
    N_("This task takes no more answers"),
    N_("Its round has been closed, or it is not asked for any more. Nothing was saved."),
)
_NOT_TO_CORRECT = (
    N_("This reply cannot be corrected"),
    N_(
        "A correction or a newer reply took its place, or it was sent back. Nothing was saved; please look at the task "
        "again."
    ),
)
_WHY = N_("Please say why it is corrected; its officer reads it, and it is kept with the task.")


@officer_pages.url_value_preprocessor
def _allow_photos(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Photos and files come with a report."""
    allow_photos()


@officer_pages.get(f"{_TASK}/answer")
def show_answer(task_id: int) -> ResponseReturnValue:
    """The form of the task's report in the place of its officer, of the one that `for` names."""
    return _answer_page(task_id, None)


@officer_pages.post(f"{_TASK}/answer")
def save_answer(task_id: int) -> ResponseReturnValue:
    """Saves the report in the officer's place; what is wrong is said at its field, and all else stays typed."""
    sent = _read_sent_report(task_id)
    who = visit()
    saved = port().follow.save_form(who.agency.id, who.person, task_id, _officer(), sent)
    return _go_back(task_id, saved.said) if saved.said else _answer_page(task_id, sent, saved.form)


def _officer() -> int | None:
    return request.values.get("for", type=int)


def _answer_page(task_id: int, sent: SentReply | None, wrong: ReplyForm | None = None) -> ResponseReturnValue:
    who = visit()
    found: FormForAnother | None = port().follow.find_form(who.agency.id, who.person, task_id, _officer(), sent)
    if found is None:
        _check_there(task_id)
        return message_page(409, *_NOT_OPEN)
    form = wrong or found.form
    page = render_template("admin/answer.html", found=found, form=form, quota=ask_quota(who.agency.id, port().now()))
    return page, 422 if wrong else 200


@officer_pages.get(_REPLY)
def show_correction(task_id: int, update_id: int) -> ResponseReturnValue:
    """The saved reply in the form that it was given by."""
    return _correction_page(task_id, update_id, None)


@officer_pages.post(_REPLY)
def save_correction(task_id: int, update_id: int) -> ResponseReturnValue:
    """Saves the correction beside the reply, with why; what is wrong is said at its field."""
    sent, who = _read_sent_report(task_id), visit()
    reason = make_text_reader(_LONGEST_REASON)(request.form.get("reason", ""))
    if not reason:
        return _correction_page(task_id, update_id, sent, problem=translator()(_WHY))
    saved = port().follow.save_correction(who.agency.id, who.person, task_id, update_id, sent, reason)
    return _go_back(task_id, saved.said) if saved.said else _correction_page(task_id, update_id, sent, saved.form)


def _correction_page(
    task_id: int, update_id: int, sent: SentReply | None, wrong: ReplyForm | None = None, problem: str = ""
) -> ResponseReturnValue:
    who = visit()
    found = port().follow.find_correction(who.agency.id, who.person, task_id, update_id, sent)
    if found is None:
        _check_there(task_id)
        return message_page(409, *_NOT_TO_CORRECT)
    page = render_template(
        "admin/correction.html",
        form=wrong or found,
        update_id=update_id,
        checked=who.agency.review_from is not None,
        certified=port().database.read(lambda conn: _is_certified(conn, task_id, update_id)),
        reason=request.form.get("reason", ""),
        longest=_LONGEST_REASON,
        problem=problem,
    )
    return page, 422 if wrong or problem else 200


def _is_certified(conn: Connection, task_id: int, update_id: int) -> bool:
    """Whether a report that may print the reply was certified since it came."""
    books = books_of_visit(conn)
    update = next(one for one in updates_of_task(books, task_id) if one.id == update_id)
    return certified_since(books, update_id, update.at)


def _read_sent_report(task_id: int) -> SentReply:
    names = list_sent_names().get(task_id) or abort(400)
    return read_sent(visit().agency.id, visit().person, task_id, names)


def _check_there(task_id: int) -> None:
    """404 where the agency has no such task."""
    if port().database.read(lambda conn: find_task(books_of_visit(conn), task_id)) is None:
        abort(404)


def _go_back(task_id: int, said: tuple[Say, ...]) -> ResponseReturnValue:
    say_lines(said)
    return redirect(url_for("task.show_task", task_id=task_id), 303)
