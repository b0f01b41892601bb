"""`tidtam plan import`: a document becomes the agency's measures of a year."""

from collections.abc import Sequence
from pathlib import Path

import click

from bot.commands.books import (
    RoundParameter,
    YearParameter,
    column_option,
    one_person,
    opened_shell,
    within,
)
from bot.commands.past_replies import take_replies
from bot.commands.plan_change import check_change
from bot.commands.plan_choice import (
    choose_layout,
    choose_plan_to_import,
    find_layout,
)
from bot.commands.plan_file import file_argument, print_warnings, read_plan_file
from bot.problem import Problem
from domain.agency import Unit
from domain.audit import Act
from domain.layout import Layout
from domain.plan import Plan
from domain.plan_ref import LONGEST_NAME, PlanRef
from domain.writes import ImportPlan, KeepUnitName, Write
from intake.column_answers import Answers
from intake.fit_layout import fit_layout
from intake.past_replies import finished_words, with_finished_done
from intake.shift_years import shift_plan
from store import agencies
from store.apply import apply
from store.books import Books
from store.engine import Conflict
from store.people import units_as_written
from store.plans import plan_change
from store.responsible import likely_units, unknown_units, with_units
from thai.fiscal import RoundKind
from thai.normalise import fold_text


@click.command("import")
@click.argument("slug")
@file_argument
@click.option("--year", required=True, type=YearParameter(), help="Fiscal year, Buddhist era.")
@click.option(
    "--plan", "plan_name", help="Which of the year's plans; a name that none of them has yet makes a further one."
)
@click.option("--layout", "layout_name", help="The layout of this plan's report, where it is not the agency's.")
@column_option
@click.option("--shift-years", is_flag=True, help="Take another year's document as this year's, its times shifted.")
@click.option("--replace", is_flag=True, help="Bring a plan that is there already up to date.")
@click.option("--drop-answered", is_flag=True, help="Let measures go that have replies; the replies are kept unseen.")
@click.option("--unit", "renamed", multiple=True, metavar="IN_FILE=OWN", help="What a unit in FILE is called here.")
@click.option("--keep-units", is_flag=True, help="With --unit: mean these each time that a plan names them so.")
@click.option(
    "--unknown-units", "unknown", is_flag=True, help="Take units in that the agency does not have; nobody is asked."
)
@click.option("--with-replies", "kind", type=RoundParameter(), help="Take the replies in FILE in as this round's.")
@click.option("--by", help="With --with-replies: the person who answers for them.")
@click.option("--finished-is-done", is_flag=True, help="With --with-replies: take แล้วเสร็จ in a text for its status.")
def import_plan(
    slug: str,
    file: Path,
    year: int,
    plan_name: str | None,
    layout_name: str | None,
    meant: Answers,
    shift_years: bool,
    replace: bool,
    drop_answered: bool,
    renamed: tuple[str, ...],
    keep_units: bool,
    unknown: bool,
    kind: str | None,
    by: str | None,
    finished_is_done: bool,
) -> None:
    """Take the plan in FILE in as the agency's measures of the year.

    With --with-replies the results that stand in FILE become that round's replies, so that a new year starts from
    the old; a round that was never opened is opened and closed for them.
    """
    _check_options(kind, by, shift_years, plan_name)
    layout = find_layout(layout_name) if layout_name else None
    with opened_shell() as shell:
        agency = within(shell, slug, agencies.load_agency)

        def choose(books: Books) -> tuple[PlanRef, bool, Layout | None]:
            ref, is_new = choose_plan_to_import(books, slug, year, plan_name, replace)
            return ref, is_new, layout if layout or not is_new else _choose_for_new(books, ref, file, meant)

        ref, is_new, its = within(shell, slug, choose)
        follows = its or agency.layout_of(ref)
        found = _to_import(file, year, meant, shift_years, follows)
        found = _fit_layout(_take_finished(found, finished_is_done) if kind else found, follows)
        found = _with_own_units(found, within(shell, slug, units_as_written), renamed, unknown)
        _ask_about_agency(found, agency.name, slug, file)

        def in_books(books: Books) -> str:
            if choose_plan_to_import(books, slug, year, plan_name, replace) != (ref, is_new):
                raise Conflict("another plan was imported meanwhile")
            check_change(books, found, ref, is_new, file, replace, drop_answered)
            now, name = shell.clock.now(), ref.name if is_new else None
            kept = _own_names(renamed) if keep_units else {}
            plan = ImportPlan(found, year, now, ref.number, name, its)
            writes: tuple[Write, ...] = (*(KeepUnitName(*pair) for pair in kept.items()), plan)
            apply(books, writes, shell.keys, Act("command", None, now))
            if not (kind and by):
                return ""
            return take_replies(books, shell.keys, found, ref, RoundKind(kind), one_person(books, by), now)

        # Which measure is which is found out before the one writer is kept from others: inside it is remembered.
        within(shell, slug, lambda books: plan_change(books, found, year, ref.number))
        try:
            said = within(shell, slug, in_books, writes=True)
        except Conflict as error:
            raise Problem(str(error)) from error
    if is_new and ref.number > 1:
        click.echo(f"a further plan of {year}: “{ref.name}”, layout {follows.name}")
    _tell_imported(found, year, said)


def _tell_imported(found: Plan, year: int, said: str) -> None:
    """What came of the replies, and how much was imported."""
    if said:
        click.echo(said)
    click.echo(f"{len(found.measures)} measures under {len(found.topics)} topics imported for {year}")


def _check_options(kind: str | None, by: str | None, shift_years: bool, plan_name: str | None) -> None:
    """A UsageError or a Problem where the options do not go together, or the name is no plan's name."""
    if bool(kind) != bool(by):
        raise click.UsageError("--with-replies and --by go together")
    if kind and shift_years:
        raise click.UsageError("with --shift-years the replies in FILE are another year's: leave --with-replies out")
    if plan_name is not None and not 0 < len(plan_name.strip()) <= LONGEST_NAME:
        raise Problem(f"a plan's name has 1 to {LONGEST_NAME} letters")


def _ask_about_agency(found: Plan, name: str, slug: str, file: Path) -> None:
    """A line where the document names another agency."""
    if found.agency and fold_text(found.agency) != fold_text(name):
        click.echo(f"{file} names {found.agency}; {slug} is {name}: is it the right file?", err=True)


def _choose_for_new(books: Books, ref: PlanRef, file: Path, meant: Answers) -> Layout | None:
    """The layout of a plan that is not there yet; None where it follows the agency's."""
    return choose_layout(books, ref, lambda: read_plan_file(file, ref.year, meant), file, meant)


def _take_finished(found: Plan, is_done: bool) -> Plan:
    """The plan, what its replies call finished taken for done where that was asked for; else a line for each."""
    found = with_finished_done(found) if is_done else found
    _print_finished(found)
    return found


def _fit_layout(found: Plan, layout: Layout) -> Plan:
    """The plan under the layout's keys; prints which columns no report would print."""
    fitted = fit_layout(found, layout)
    print_warnings(fitted.warnings[len(found.warnings) :])
    return fitted


def _with_own_units(found: Plan, known: Sequence[Unit], renamed: Sequence[str], unknown: bool) -> Plan:
    """The plan, its units under the agency's names; a Problem where it names one that the agency does not have."""
    if any("=" not in one for one in renamed):
        raise click.UsageError("--unit is IN_FILE=OWN, for example --unit 'กองการช่าง=กองช่าง'")
    found = with_units(found, _own_names(renamed))
    missing = unknown_units(found, known)
    if missing and not unknown:
        each = "; ".join(f"“{name}” (--unit '{name}={likely_units(name, known)[0]}'?)" for name in missing)
        raise Problem(
            f"nothing was imported: the agency has no unit {each}: say what they are called, or --unknown-units"
        )
    return found


def _own_names(renamed: Sequence[str]) -> dict[str, str]:
    """What each unit of the file is called here."""
    return {name.strip(): own.strip() for name, _, own in (one.partition("=") for one in renamed)}


def _print_finished(found: Plan) -> None:
    """A line for each reply that names no status, but tells of something finished."""
    for measure in found.measures:
        if words := finished_words(measure):
            said = f"“{words}” names no status; add --finished-is-done to take it for done"
            click.echo(f"{measure.places.get('result', measure.title[:60])}: {said}", err=True)


def _to_import(file: Path, year: int, meant: Answers, shift: bool, layout: Layout) -> Plan:
    """The plan in the file, its warnings printed; a Problem where it cannot be the year's."""
    found = read_plan_file(file, None, meant, layout)
    if found.year is None:
        found = read_plan_file(file, year, meant, layout)
    found = shift_plan(found, year) if shift else found
    print_warnings(found.warnings)
    if not found.measures:
        raise Problem(f"no measures were found in {file}: `tidtam plan read {file}` shows what was understood")
    if found.year not in (None, year):
        raise Problem(
            f"{file} is of fiscal year {found.year}: is it to be the plan of {year}, its times shifted? Then add "
            "--shift-years; else correct the file or --year"
        )
    if any(warning.kind == "example-left" for warning in found.warnings):
        raise Problem(f"{file} still holds the form's example measures: write your own over them, or delete their rows")
    return found
