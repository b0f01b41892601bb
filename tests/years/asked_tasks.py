"""What was replied to a task, by its raw rows, and whether anything is left to report: an auditor's plain rules."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, select

from domain.expectation import find_periods
from store import tables
from store.tasks import parse_cadence, parse_span
from thai.fiscal import RoundKind

END_WINDOW = timedelta(days=31)
_ENDS = ("done", "not_done")


@dataclass(frozen=True, slots=True)
class Said:
    """A reply as its row has it, and whether it stands: not sent back, and no correction took its place.

    It counts where it stands and was approved, or no check was asked of it.
    """

    id: int
    day: date
    at: datetime
    status: str
    period: date | None
    of_whole: bool
    stands: bool
    returned: bool
    counts: bool
    texts: tuple[str, ...]

    @property
    def words(self) -> str:
        """What was done, or why nothing was."""
        return self.texts[0]


@dataclass(frozen=True, slots=True)
class AskedTask:
    """A task with its round and all that was replied."""

    id: int
    measure: str
    due: date
    end_from: date
    closed_at: datetime | None
    periods: tuple[date, ...]
    replies: tuple[Said, ...]

    def was_reported(self, day: date) -> bool:
        """True where nothing is left to report on the day, and nothing was sent back: nobody is to be reminded."""
        stood = [one for one in self.replies if one.stands]
        if not stood or self.replies[-1].returned:
            return False
        if self.is_given_up_or_done():
            return True
        if not self.periods:
            return self.was_answered_for_end() or day < self.end_from
        replied = {one.period for one in stood if one.period} | {
            period for one in stood if one.period is None for period in self.periods if period <= one.day
        }
        missing = [period for period in self.periods if period <= day and period not in replied]
        return not missing and (day <= self.due or self.was_answered_for_end())

    def is_over(self) -> bool:
        """True where the round asks for nothing more, neither now nor later."""
        if not self.replies or self.replies[-1].returned:
            return False
        if self.is_given_up_or_done():
            return True
        replied = {one.period for one in self.replies if one.stands}
        return self.was_answered_for_end() and set(self.periods) <= replied

    def is_given_up_or_done(self) -> bool:
        """True where the last word on the whole measure is that it is done, or not carried out."""
        stood = [one for one in self.replies if one.stands]
        last = max(stood, key=lambda one: (one.period or one.day.replace(day=1), one.at), default=None)
        return last is not None and last.of_whole and last.status in _ENDS

    def was_answered_for_end(self) -> bool:
        """True where a reply was given for the round's end: in its last weeks, or for the last of its months."""
        stood = [one for one in self.replies if one.stands]
        if self.periods:
            ends = any(one.period == self.periods[-1] for one in stood)
            return ends or any(one.period is None and one.day >= self.end_from for one in stood)
        return any(one.day >= self.end_from for one in stood)


def load_task(conn: Connection, task_id: int) -> AskedTask:
    """The task by its raw rows."""
    t, m, r, g = tables.tasks, tables.measures, tables.rounds, tables.agencies
    joined = t.join(m, t.c.measure_id == m.c.id).join(r, t.c.round_id == r.c.id).join(g, t.c.agency_id == g.c.id)
    columns = (m.c.title, m.c.cadence, m.c.timeframe, r.c.year, r.c.kind, r.c.due, r.c.end_from, r.c.closed_at)
    row = conn.execute(select(*columns, g.c.review_from).select_from(joined).where(t.c.id == task_id)).one()
    kind = RoundKind(row.kind)
    periods = find_periods(parse_cadence(row.cadence), row.year, kind, parse_span(row.timeframe))
    end_from = row.end_from or row.due - END_WINDOW
    replies = tuple(_said(conn, task_id, row.review_from))
    return AskedTask(task_id, row.title, row.due, end_from, row.closed_at, periods, replies)


def _said(conn: Connection, task_id: int, review_from: datetime | None) -> Iterator[Said]:
    u, v = tables.updates, tables.reviews
    rows = conn.execute(select(u).where(u.c.task_id == task_id).order_by(u.c.at, u.c.id)).all()
    verdicts: dict[int, tuple[int, str]] = {}
    if review_from:
        for one in conn.execute(select(v).where(v.c.update_id.in_([row.id for row in rows]))):
            if one.step >= verdicts.get(one.update_id, (0, ""))[0]:
                verdicts[one.update_id] = one.step, one.verdict
    returned = {row.id for row in rows if verdicts.get(row.id, (0, ""))[1] == "returned"}
    good = {row.id for row in rows if row.emptied_at is None and row.id not in returned}
    newest: dict[int, int] = {}
    for row in rows:
        first = row.corrects or row.id
        if row.id in good:
            newest[first] = max(newest.get(first, 0), row.id)
    for row in rows:
        stands = row.id in good and newest[row.corrects or row.id] == row.id
        day = (row.at + timedelta(hours=7)).date()
        of_whole = row.of_whole is not False
        asked = review_from is not None and (row.corrected_at or row.at) >= review_from
        verdict = verdicts.get(row.id, (0, "waiting" if asked else "approved"))[1]
        counts = stands and verdict == "approved"
        yield Said(
            row.id, day, row.at, row.status, row.period, of_whole, stands, row.id in returned, counts,
            (row.reason or row.result, row.outcome, row.suggestion, row.remark),
        )  # fmt: skip
