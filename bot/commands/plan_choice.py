"""Which of a year's plans a command means: `--plan NAME`, left out while the year has one."""

from collections.abc import Callable
from pathlib import Path

import click

from bot.problem import Problem
from domain.layout import Layout
from domain.layout_errors import LayoutError
from domain.plan import Plan
from domain.plan_ref import PlanRef, plans_of_year
from domain.plan_words import plan_title
from intake.column_answers import Answers
from intake.fit_layout import find_matching
from intake.learn_layout import learn_layout
from intake.open_file import open_document
from reports.layouts.load import layout_names, named_layout, read_layout
from store.agencies import load_agency
from store.books import Books
from store.plan_refs import load_plans
from thai.catalogue import translator
from thai.normalise import fold_text

plan_option = click.option("--plan", "plan_name", help="Which of the year's plans; left out while there is one.")


def choose_plan(books: Books, slug: str, year: int, name: str | None) -> PlanRef:
    """The year's plan of this name (or number), its only one without a name; a Problem where that is none."""
    of_year = plans_of_year(load_plans(books), year)
    if not of_year:
        raise Problem(f"{slug} has no plan for {year}: `tidtam plan import {slug} FILE --year {year}` first")
    found = [plan for plan in of_year if name is None or _is_called(plan, name)]
    if len(found) == 1:
        return found[0]
    known = ", ".join(f"“{write_title(plan)}”" for plan in of_year)
    if name is None:
        raise Problem(f"{slug} has several plans for {year}: say which with --plan, one of {known}")
    raise Problem(f"{slug} has no plan “{name}” for {year}: it has {known}")


def choose_plan_to_import(books: Books, slug: str, year: int, name: str | None, replace: bool) -> tuple[PlanRef, bool]:
    """The plan that the import makes or brings up to date, and whether it is new.

    A name that no plan of the year has makes a further one; to bring one up to date it must be there.
    """
    of_year = plans_of_year(load_plans(books), year)
    known = [plan for plan in of_year if name is None or _is_called(plan, name)]
    if known or (of_year and replace):
        return choose_plan(books, slug, year, name), False
    number = max((plan.number for plan in of_year), default=0) + 1
    return PlanRef(year=year, number=number, name=(name or "").strip()), True


def choose_layout(books: Books, plan: PlanRef, read: Callable[[], Plan], file: Path, meant: Answers) -> Layout | None:
    """The layout of a further plan: that of its name's plan of another year, else that of its document's own table.

    A built-in one where its headings are the table's; None where it follows the agency's.
    """
    before = [one for one in load_plans(books) if one.name and fold_text(one.name) == fold_text(plan.name)]
    if before:
        return load_agency(books).layout_of(before[0]) if before[0].own_layout else None
    if plan.number == 1:
        return None
    found = read()
    if not any(column.is_own for column in found.columns):
        return None
    built_in = find_matching(found, [named_layout(name) for name in layout_names()])
    return built_in or learn_layout(open_document(file), plan.name, meant).layout


def find_layout(name: str) -> Layout:
    """The built-in layout of this name, or the one in the file; a Problem where there is none."""
    try:
        return named_layout(name) if name in layout_names() else read_layout(Path(name))
    except (LayoutError, OSError) as error:
        raise Problem(f"layout {name!r}: {error}; use a .toml file or one of {', '.join(layout_names())}") from error


def write_title(plan: PlanRef) -> str:
    """What the plan is called."""
    title = plan_title(plan)
    return translator("th")(title.msgid).format(**title.parts)


def _is_called(plan: PlanRef, name: str) -> bool:
    return fold_text(name) in (fold_text(write_title(plan)), str(plan.number))
