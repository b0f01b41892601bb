"""The supervisors' check on the pages: whether the agency asks for it, and the verdict on a reply."""

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from domain.messages import N_
from domain.task import Check, Review
from domain.writes import ReviewUpdate, SetReview, TakeBackReview
from store.engine import Conflict
from store.tasks import find_task
from web.addresses import LARGEST_ID
from web.admin.reminder_form import review_form
from web.admin.task import may_judge, task_page
from web.forms import INCOMPLETE, read_form, say_saved
from web.language import translator
from web.messages import message_page
from web.port import port
from web.visit import admin_pages, apply_writes, books_of_visit, visit

review_pages = admin_pages("review", __name__)

_LONGEST = 500
_VERDICTS = {"approve": Review.APPROVED, "return": Review.RETURNED}
_APPROVED = N_("Saved: the reply is approved and counts from now on.")
_RETURNED = N_("Saved: the reply was sent back; the next reminder tells its author why.")
_MEANWHILE = (
    N_("This reply is not to be checked any more"),
    N_("Somebody has checked it, or a newer reply took its place. Nothing was changed; please look at the task again."),
)
_TAKEN_BACK = N_("Taken back: the reply waits for the check again.")
_STAYS = (
    N_("This verdict stays"),
    N_(
        "It is older than a day, another one or a newer reply came, or a report that prints the reply was certified. "
        "Nothing was changed; please look at the task again."
    ),
)
_NO_WORDS = N_("Please say what is to be mended; whoever reported will read it. Nothing was changed.")


@review_pages.post("/reminders/review")
def save_review() -> ResponseReturnValue:
    """Replies are checked from now on, or count at once again; nothing where it is so already."""
    asked = visit().agency.review_from is not None
    _, values = read_form(review_form(asked))
    if values.get("review", asked) != asked:
        apply_writes(SetReview(None if asked else port().now()))
    say_saved()
    return redirect(url_for("reminders.show_reminders"), 303)


@review_pages.post(f"/tasks/<int(max={LARGEST_ID}):task_id>/review")
def save_verdict(task_id: int) -> ResponseReturnValue:
    """The verdict on the task's newest reply as it was shown; 409 where it is not to be judged any more."""
    shown, words = request.form.get("update", type=int), " ".join(request.form.get("words", "").split())[:_LONGEST]
    verdict = {"approve": Review.APPROVED, "return": Review.RETURNED}.get(request.form.get("verdict", "")) or abort(
        400, INCOMPLETE
    )
    judged = port().database.read(lambda conn: _to_judge(conn, task_id))
    if shown is None or judged is None or judged.update_id != shown:
        return message_page(409, *_MEANWHILE, typed=words)
    if verdict is Review.RETURNED and not words:
        return task_page(task_id, translator()(_NO_WORDS))
    try:
        kept = words if verdict is Review.RETURNED else ""
        apply_writes(ReviewUpdate(shown, visit().person.id, verdict, port().now(), kept, after=judged.step))
    except Conflict:
        return message_page(409, *_MEANWHILE, typed=words)
    say_saved(_APPROVED if verdict is Review.APPROVED else _RETURNED)
    return redirect(url_for("task.show_task", task_id=task_id), 303)


@review_pages.post(f"/tasks/<int(max={LARGEST_ID}):task_id>/take-back")
def take_back_verdict(task_id: int) -> ResponseReturnValue:
    """The visitor's own verdict of the last day taken back; 409 where something rests on it by then."""
    step, now = request.form.get("step", type=int), port().now()
    found = port().database.read(lambda conn: find_task(books_of_visit(conn), task_id)) or abort(404)
    check = found.check
    if check is None or check.step != step or not check.may_be_taken_back(visit().person.id, now):
        return message_page(409, *_STAYS)
    try:
        apply_writes(TakeBackReview(check.update_id, visit().person.id, now, check.step))
    except Conflict:
        return message_page(409, *_STAYS)
    say_saved(_TAKEN_BACK)
    return redirect(url_for("task.show_task", task_id=task_id), 303)


def _to_judge(conn: Connection, task_id: int) -> Check | None:
    """How the reply stands that waits for a verdict that the visitor may give; None where there is none."""
    books = books_of_visit(conn)
    wanted = find_task(books, task_id)
    if wanted is None:
        abort(404)
    return wanted.check if wanted.check and may_judge(books, wanted, visit().person) else None
