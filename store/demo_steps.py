"""Which of the demo's things to try have happened, as the agency's own rows say: no click on a page makes one true."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import select

from store import tables
from store.books import Books
from store.reminders import has_pushed_reminder

_A, _U, _V, _L = tables.agencies, tables.updates, tables.evidence, tables.audit_entries
# What the record of who did what calls the others; it is only added to, so that what happened stays so.
_RECORDED: Final[Mapping[str, str]] = {
    "signed_in": "sign_in",
    "approved": "check",
    "returned": "check",
    "certified": "certify",
    "published": "publish",
}


def find_done_steps(books: Books) -> frozenset[str]:
    """The keys of what was done since the agency was made: the samples are dated from before that day."""
    made = select(_A.c.created_at).where(_A.c.id == books.agency_id).scalar_subquery()
    reply = select(_U.c.id).where(_U.c.at > made, _U.c.corrects.is_(None), _U.c.emptied_at.is_(None))
    photo = select(_V.c.id).where(_V.c.created_at > made, _V.c.kind == "photo", _V.c.state == "saved")
    happened = {
        "reply": books.fetch_one(reply.limit(1)) is not None,
        "photo": books.fetch_one(photo.limit(1)) is not None,
        "reminder": has_pushed_reminder(books),
    }
    recorded = books.fetch_all(select(_L.c.kind).where(_L.c.kind.in_(_RECORDED)).distinct())
    return frozenset(key for key, done in happened.items() if done) | {_RECORDED[row.kind] for row in recorded}
