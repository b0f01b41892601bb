"""Which of a year's plans a page is of: the first where its address says nothing, `?plan=2` else; and its name."""

from collections.abc import MutableMapping
from typing import Any, Final

from flask import g, request
from sqlalchemy import Connection

from domain.plan_ref import PlanRef, find_plan
from domain.plan_words import round_title
from store.books import Books
from store.plan_refs import load_plans
from thai.fiscal import RoundKind
from web.port import port
from web.said import said
from web.visit import visit

MOST_PLANS: Final = 99
# The pages that show or save a layout.
_OF_LAYOUTS: Final = ("layout", "layout_edit", "learn")


def plan_asked() -> int:
    """The number of the plan that the page's address names."""
    found = request.args.get("plan", 1, type=int)
    return found if 1 <= found <= MOST_PLANS else 1


def plan_value(number: int) -> int | None:
    """What an address says of the plan: nothing of the first, so that it stays as it was before there was a second."""
    return number if number > 1 else None


def address_of(of: tuple[int, int, RoundKind], kind: str = "kind") -> dict[str, Any]:
    """How an address names a round: its year, kind and plan, so that the plan of the page is not put in its place."""
    year, plan, which = of
    return {"year": year, kind: which, "plan": plan_value(plan)}


def keep_plan(endpoint: str, values: MutableMapping[str, Any]) -> None:
    """Links from the page of a further plan's round, or of its layout, to an address of one lead to the same plan's."""
    names_round = "kind" in values or "round" in values
    if names_round and "plan" not in values and request and (plan := plan_asked()) > 1:
        values["plan"] = plan
    if endpoint.partition(".")[0] in _OF_LAYOUTS and request and "of" not in values and (found := layout_plan()):
        values["of"] = found.id


def layout_plan() -> PlanRef | None:
    """The plan whose layout the page shows and saves (`?of=ID`); None for the agency's."""
    asked = request.args.get("of", 0, type=int)
    here = g.get("visit")
    return next((one for one in list_layout_plans() if one.id == asked), None) if asked and here else None


def find_layout_plan(year: int) -> int | None:
    """The id of the plan that the page's address names, where the page of its layout is not the agency's."""
    found = find_plan(list_layout_plans(), year, plan_asked())
    return found.id if found else None


def list_layout_plans() -> tuple[PlanRef, ...]:
    """The visitor's plans that have a layout of their own, or may have one: further plans of a year."""
    return tuple(one for one in plans_of(visit().agency.id) if one.own_layout or one.number > 1)


def name_of_round(kind: RoundKind, year: int, plan: int, agency_id: int | None = None) -> str:
    """`รอบ 6 เดือนแรก ปีงบประมาณ พ.ศ. 2570`; with its plan behind it where the year has several."""
    return said(round_title(plans_of(agency_id or visit().agency.id), (year, plan, kind)))


def plans_of(agency_id: int) -> tuple[PlanRef, ...]:
    """The agency's plans, read once for each request."""

    def load_of_agency(conn: Connection) -> tuple[PlanRef, ...]:
        return load_plans(Books(conn, agency_id))

    known: dict[int, tuple[PlanRef, ...]] = g.setdefault("plans_of", {})
    if agency_id not in known:
        known[agency_id] = port().database.read(load_of_agency)
    return known[agency_id]
