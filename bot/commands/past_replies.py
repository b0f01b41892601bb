"""The replies of a document taken in as a round's, and what the command line says of it."""

from dataclasses import replace
from datetime import datetime

from domain.agency import Person
from domain.audit import Act
from domain.plan import Plan
from domain.plan_ref import PlanRef
from intake.reply_writes import take_replies as take
from store.books import Books
from store.keys import Keys
from thai.fiscal import RoundKind


def take_replies(books: Books, keys: Keys, plan: Plan, ref: PlanRef, kind: RoundKind, who: Person, at: datetime) -> str:
    """What became of the replies, as a sentence; one that was answered in the chat already is left alone."""
    done = take(books, keys, replace(plan, year=ref.year), kind, who.id, Act("command", None, at), ref.number)
    return (
        f"{done.replies} replies of {kind} {ref.year} taken in by {who.name}"
        + (f", {done.unsaid} of them without a status, for the file names none" if done.unsaid else "")
        + (f"; {done.left} tasks were answered already and left alone" if done.left else "")
    )
