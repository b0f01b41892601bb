"""What is on file of the columns of a layout: told in replies, and brought by the plan."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from domain.column_values import Value, read_values
from domain.columns import FilledBy
from domain.task import REPLY_TEXTS
from store import tables
from store.books import AnyRow, Books

_U, _T, _M = tables.updates, tables.tasks, tables.measures
_TOLD = (*REPLY_TEXTS, "dates")


@dataclass(frozen=True, slots=True)
class AnswersOnFile:
    """How many replies answer what (`result`, `dates` …), and the values of the own columns by who fills them."""

    answers: Mapping[str, int]
    own: Mapping[FilledBy, Mapping[str, Sequence[Value]]]

    def values(self, key: str, filled_by: FilledBy) -> Sequence[Value]:
        """What stands in the own column of that key."""
        return self.own[filled_by].get(key, ())


def load_answers_on_file(books: Books, plan_ids: Collection[int]) -> AnswersOnFile:
    """All that was ever told of the measures of these plans, in the order in which it came."""
    of_plans = _M.c.plan_id.in_(plan_ids)
    with_tasks = select(*(_U.c[name] for name in (*_TOLD, "own"))).join_from(
        _U, _T, (_T.c.agency_id == _U.c.agency_id) & (_T.c.id == _U.c.task_id)
    )
    with_measures = with_tasks.join(_M, (_M.c.agency_id == _T.c.agency_id) & (_M.c.id == _T.c.measure_id))
    replies = books.fetch_all(with_measures.where(of_plans).order_by(_U.c.id))
    measures = books.fetch_all(select(_M.c.own).where(of_plans).order_by(_M.c.id))
    told = {name: sum(1 for row in replies if getattr(row, name)) for name in _TOLD}
    return AnswersOnFile(told, {"reply": _collect_values(replies), "plan": _collect_values(measures)})


def _collect_values(rows: Sequence[AnyRow]) -> Mapping[str, Sequence[Value]]:
    found: defaultdict[str, list[Value]] = defaultdict(list)
    for row in rows:
        for key, value in read_values(row.own).items():
            found[key].append(value)
    return found
