"""Where the visitor is signed in: each browser with since when, signed out one by one or all but this one."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from domain.messages import N_
from domain.writes import EndSession
from store.books import Books
from store.signins import end_other_sessions, sign_ins_of
from web.addresses import LARGEST_ID
from web.forms import say_saved
from web.port import port
from web.visit import act_of_visit, admin_pages, apply_writes, books_of_visit, visit

session_pages = admin_pages("sessions", __name__)


@session_pages.get("/sessions")
def show_sessions() -> ResponseReturnValue:
    """The visitor's open sessions, the newest first."""
    me, now = visit(), port().now()
    found = port().database.read(lambda conn: sign_ins_of(books_of_visit(conn), me.person.id, now))
    return render_template("admin/sessions.html", sessions=found, here=me.session_id)


@session_pages.post(f"/sessions/<int(max={LARGEST_ID}):session_id>/end")
def end_one(session_id: int) -> ResponseReturnValue:
    """Sign that browser of the visitor's out; another's is nobody's here."""
    apply_writes(EndSession(session_id, visit().person.id, port().now()))
    say_saved(N_("That device was signed out."))
    return redirect(url_for("sessions.show_sessions"), 303)


@session_pages.post("/sessions/end")
def end_others() -> ResponseReturnValue:
    """Sign all other browsers of the visitor's out, and void links not used yet."""
    me, by = visit(), act_of_visit()
    agency_id, person_id, here = me.agency.id, me.person.id, me.session_id
    count = port().database.run(lambda conn: end_other_sessions(Books(conn, agency_id), person_id, here, by))
    say_saved(N_("{count} other devices were signed out."), count=count)
    return redirect(url_for("sessions.show_sessions"), 303)
