"""Whether the month's pushes last, as the first page says it."""

from datetime import datetime, timedelta

from flask import current_app

from domain.sending import Quota
from reminders.outlook import QuotaOutlook, outlook_of
from thai.dates import day_in_bangkok
from web.port import port
from web.visit import books_of_visit, visit

# LINE is not asked again at every look at the first page.
_FRESH_FOR = timedelta(minutes=5)


def quota_outlook() -> QuotaOutlook | None:
    """The rest of the month of the visitor's agency; None where LINE does not say or sets no limit."""
    quota, today = ask_quota(visit().agency.id, port().now()), day_in_bangkok(port().now())
    if quota is None or quota.limit is None:
        return None
    return port().database.read(lambda conn: outlook_of(books_of_visit(conn), quota, today))


def ask_quota(agency_id: int, now: datetime) -> Quota | None:
    """The agency's pushes of the month, as LINE said within the last minutes; None where it does not say."""
    known: dict[int, tuple[datetime, Quota | None]] = current_app.extensions.setdefault("quotas", {})
    asked = known.get(agency_id)
    if asked is None or now - asked[0] >= _FRESH_FOR:
        asked = known[agency_id] = (now, port().quota_of(agency_id))
    return asked[1]
