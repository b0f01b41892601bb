"""Which plans an agency has: their numbers, names and layouts."""

from sqlalchemy import select

from domain.data import to_data
from domain.layout import Layout
from domain.plan_ref import PlanRef, find_plan
from domain.writes import NamePlan
from store import tables
from store.books import AnyRow, Books

_P = tables.plans
_COLUMNS = (_P.c.id, _P.c.year, _P.c.number, _P.c.name, _P.c.layout.is_not(None).label("own_layout"))


def load_plans(books: Books) -> tuple[PlanRef, ...]:
    """All plans: the newest fiscal year's first, of a year in the order in which they first came."""
    rows = books.fetch_all(select(*_COLUMNS).order_by(_P.c.year.desc(), _P.c.number))
    return tuple(build_plan_ref(row) for row in rows)


def find_plan_ref(books: Books, year: int, number: int = 1) -> PlanRef | None:
    """The year's plan of this number; None where there is none."""
    return find_plan(load_plans(books), year, number)


def build_plan_ref(row: AnyRow) -> PlanRef:
    """Which plan the row is of."""
    return PlanRef(row.id, row.year, row.number, row.name, bool(row.own_layout))


def name_plan(books: Books, write: NamePlan) -> None:
    """What the plan is called from now on."""
    books.update(_P, (_P.c.id == write.plan_id,), {"name": write.name})


def set_plan_layout(books: Books, plan_id: int, layout: Layout) -> None:
    """The layout of the plan's report from now on."""
    books.update(_P, (_P.c.id == plan_id,), {"layout": to_data(layout)})
