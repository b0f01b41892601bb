"""What LINE said last of an agency's pushes: asked for outside of a turn's transaction, known for a minute."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from domain.sending import Quota

FRESH_FOR = timedelta(minutes=1)


class QuotaWanted(Exception):
    """Raised where a turn needs the quota and it is not known: LINE is asked for it, then the turn runs again."""


class KnownQuota:
    """The quota of each agency as it was last told, of this process."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[datetime, Quota | None]] = {}
        self._lock = threading.Lock()

    def get(self, agency_id: int, now: datetime) -> Quota | None:
        """The quota, None where LINE did not say; raises QuotaWanted where nobody has asked in the last minute."""
        with self._lock:
            known = self._known.get(agency_id)
        if known is None or now - known[0] > FRESH_FOR:
            raise QuotaWanted
        return known[1]

    def ask(self, agency_id: int, now: datetime, fetch: Callable[[int], Quota | None]) -> None:
        """Ask LINE, and keep what it says."""
        told = fetch(agency_id)
        with self._lock:
            self._known[agency_id] = now, told
