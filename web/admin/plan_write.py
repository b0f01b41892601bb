"""A draft written as the agency's plan, unless another one was imported since it was looked at."""

from dataclasses import replace
from hashlib import sha256
from typing import Final

from sqlalchemy import Connection

from domain.messages import N_
from domain.plan import Plan
from domain.plan_draft import PlanDraft
from domain.writes import ForgetPlanDraft
from intake.reply_writes import take_replies
from store.apply import apply
from store.books import Books
from store.plans import PlanChange, plan_change, plan_on_file
from web.admin.plan_draft import Answers, Refused
from web.admin.plan_which import build_import
from web.language import translator
from web.port import port
from web.visit import act_of_visit, visit

_CHANGED: Final = N_("The plan on file has changed since this document was read. Please look at the changes again.")
_DROPPED: Final = N_("Measures that have replies are not in this document. Tick the box below to let them go.")


def find_change(books: Books, plan: Plan, year: int, number: int) -> tuple[PlanChange, str]:
    """What importing the plan would change, and a mark of what it would change."""
    on_file = repr(plan_on_file(books, year, number)).encode()
    return plan_change(books, plan, year, number), sha256(on_file).hexdigest()


def import_plan(draft: PlanDraft, answers: Answers, seen: str) -> int:
    """Import the plan as answered; how many of the document's own replies became those of the round chosen for them.

    `seen` is the mark of the plan on file that it was looked at beside. Raises Refused where another one was imported
    since (the same again does no harm), or
    measures with replies would go that the admin has not let go.
    """
    agency_id, person_id, keys = visit().agency.id, visit().person.id, port().keys  # the writer's thread has no request
    now, by, _ = port().now(), act_of_visit(), translator()

    plan, year, number = answers.plan, draft.year, draft.number

    # Which measure is which is found out before the one writer is kept from others: inside it is remembered.
    port().database.read(lambda conn: plan_change(Books(conn, agency_id), plan, year, number))

    def import_in_books(conn: Connection) -> int:
        books = Books(conn, agency_id)
        books.hold_office()
        imported = build_import(books, draft, plan, now)
        change, beside = find_change(books, plan, year, number)
        if beside != seen and (change.changed or change.new or change.gone):
            raise Refused(_(_CHANGED))
        if change.drops_replies and not answers.drop:
            raise Refused(_(_DROPPED))
        apply(books, (*answers.kept, imported, ForgetPlanDraft(draft.key)), keys, by)
        if answers.replies is None:
            return 0
        return take_replies(books, keys, replace(plan, year=year), answers.replies, person_id, by, number).replies

    return port().database.run(import_in_books)
