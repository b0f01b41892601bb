"""`tidtam plan …`: an agency's measures."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from bot.commands.books import (
    RoundParameter,
    YearParameter,
    column_option,
    json_option,
    one_person,
    opened_shell,
    print_json,
    print_table,
    within,
)
from bot.commands.past_replies import take_replies
from bot.commands.plan_choice import (
    choose_layout,
    choose_plan,
    choose_plan_to_import,
    find_layout,
    plan_option,
    write_title,
)
from bot.problem import Problem
from checks.sentences import render_message, render_proposal
from domain.agency import Unit
from domain.columns import Column
from domain.finding import Finding
from domain.layout import Layout
from domain.own_lines import list_own_changes
from domain.plan import Plan
from domain.plan_ref import LONGEST_NAME, PlanRef, is_taken
from domain.writes import ImportPlan, KeepUnitName, NamePlan
from intake.column_answers import Answers
from intake.field_texts import field_text
from intake.fit_layout import fit_layout
from intake.past_replies import finished_words, with_finished_done
from intake.plan_file import read_plan
from intake.plan_json import plan_json
from intake.plan_template import write_template
from intake.shift_years import shift_plan
from intake.unreadable import UnreadableFile
from store import agencies
from store.apply import apply
from store.books import Books
from store.engine import Conflict
from store.people import units_as_written
from store.plan_refs import load_plans
from store.plans import PlanChange, plan_change, plan_on_file
from store.responsible import likely_units, unknown_units, with_units
from thai.fiscal import RoundKind
from thai.normalise import fold_text

_file = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@click.group()
def plan() -> None:
    """An agency's measures of a fiscal year."""


@plan.command("read")
@_file
@click.option("--to", "form", type=click.Path(dir_okay=False, path_type=Path), help="Also write it as our form.")
@column_option
@json_option
def read(file: Path, form: Path | None, meant: Answers, as_json: bool) -> None:
    """Show the plan in FILE as it is understood, with every warning and its place; changes nothing.

    With --to it is written as our form too (.xlsx, .docx or .csv), to be corrected there and imported.
    """
    found = _plan_in(file, None, meant)
    if form:
        _write_form(form, found)
    if as_json:
        print_json(plan_json(found))
        return
    click.echo(f"{found.agency or 'agency not named'}, fiscal year {found.year or 'not named'}")
    for topic in found.topics:
        click.echo(f"\n{topic.number or ''} {topic.title}".rstrip())
        for measure in topic.measures:
            who = measure.responsible.text if measure.responsible else "nobody named"
            click.echo(f"  {measure.number or '-'} {measure.title[:90]}  [{who}]")
    click.echo(f"\n{len(found.topics)} topics, {len(found.measures)} measures")
    _print_warnings(found.warnings)


@plan.command("template")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--of", "slug", help="With --year: the agency whose plan stands in the form.")
@click.option("--year", type=YearParameter(), help="Fiscal year, Buddhist era.")
@plan_option
def template(file: Path, slug: str | None, year: int | None, plan_name: str | None) -> None:
    """Write the form (.xlsx, .docx or .csv), empty to fill in or with an agency's plan to correct."""
    if bool(slug) != bool(year):
        raise click.UsageError("--of and --year go together")
    _write_form(file, *(_on_file(slug, year, plan_name) if slug and year else ()))
    click.echo(f"{file} written: fill it in, then `tidtam plan read {file}`")


def _write_form(file: Path, plan: Plan | None = None, layout: Layout | None = None) -> None:
    try:
        write_template(file, plan, layout=layout)
    except (OSError, ValueError) as error:
        why = f"there is no folder {file.parent}" if not file.parent.is_dir() else error
        raise Problem(f"{file} cannot be written: {why}") from error


def _on_file(slug: str, year: int, plan_name: str | None) -> tuple[Plan, Layout]:
    def load_form(books: Books) -> tuple[Plan, Layout]:
        ref, agency = choose_plan(books, slug, year, plan_name), agencies.load_agency(books)
        found = plan_on_file(books, year, ref.number)
        assert found is not None  # noqa: S101
        return found.as_plan(agency.name), agency.layout_of(ref)

    with opened_shell() as shell:
        return within(shell, slug, load_form)


@plan.command("list")
@click.argument("slug")
@json_option
def list_(slug: str, as_json: bool) -> None:
    """List the plans on file: their year, name, and the layout of their report."""
    with opened_shell() as shell:
        found, agency = within(shell, slug, lambda books: (load_plans(books), agencies.load_agency(books)))
    rows = [(one.year, one.number, write_title(one), agency.layout_of(one).name) for one in found]
    if as_json:
        print_json([dict(zip(("year", "number", "plan", "layout"), row, strict=True)) for row in rows])
    else:
        print_table([*rows], ("YEAR", "NUMBER", "PLAN", "LAYOUT"))


@plan.command("name")
@click.argument("slug")
@click.argument("name")
@click.option("--year", required=True, type=YearParameter(), help="Fiscal year, Buddhist era.")
@plan_option
def name_(slug: str, name: str, year: int, plan_name: str | None) -> None:
    """Call a plan NAME from now on: it is shown where an officer has measures of several plans."""
    new = name.strip()
    if not 0 < len(new) <= LONGEST_NAME:
        raise Problem(f"a plan's name has 1 to {LONGEST_NAME} letters")

    def rename(books: Books) -> None:
        ref = choose_plan(books, slug, year, plan_name)
        if is_taken(load_plans(books), ref, new):
            raise Problem(f"another plan of {year} is called “{new}” already")
        apply(books, (NamePlan(ref.id, new),), shell.keys)

    with opened_shell() as shell:
        within(shell, slug, rename, writes=True)
    click.echo(f"the plan of {year} is called “{new}”")


@plan.command("import")
@click.argument("slug")
@_file
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
def import_(
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
    if bool(kind) != bool(by):
        raise click.UsageError("--with-replies and --by go together")
    if kind and shift_years:
        raise click.UsageError("with --shift-years the replies in FILE are another year's: leave --with-replies out")
    if plan_name is not None and not 0 < len(plan_name.strip()) <= LONGEST_NAME:
        raise Problem(f"a plan's name has 1 to {LONGEST_NAME} letters")
    layout = find_layout(layout_name) if layout_name else None
    with opened_shell() as shell:
        agency = within(shell, slug, agencies.load_agency)

        def choose(books: Books) -> tuple[PlanRef, bool, Layout | None]:
            ref, is_new = choose_plan_to_import(books, slug, year, plan_name, replace)
            if layout or not is_new:
                return ref, is_new, layout
            return ref, is_new, choose_layout(books, ref, lambda: _plan_in(file, year, meant), file, meant)

        ref, is_new, its = within(shell, slug, choose)
        follows = its or agency.layout_of(ref)
        found = _to_import(file, year, meant, shift_years, follows)
        if kind:
            found = with_finished_done(found) if finished_is_done else found
            _print_finished(found)
        found = _fit_layout(found, follows)
        found = _with_own_units(found, within(shell, slug, units_as_written), renamed, unknown)
        if found.agency and fold_text(found.agency) != fold_text(agency.name):
            click.echo(f"{file} names {found.agency}; {slug} is {agency.name}: is it the right file?", err=True)

        def in_books(books: Books) -> str:
            if choose_plan_to_import(books, slug, year, plan_name, replace) != (ref, is_new):
                raise Conflict("another plan was imported meanwhile")
            _check_change(books, found, ref, is_new, file, replace, drop_answered)
            now, name = shell.clock.now(), ref.name if is_new else None
            kept = [KeepUnitName(*pair) for pair in _own_names(renamed).items()] if keep_units else []
            apply(books, (*kept, ImportPlan(found, year, now, ref.number, name, its)), shell.keys)
            if is_new and ref.number > 1:
                click.echo(f"a further plan of {year}: “{ref.name}”, layout {follows.name}")
            who = one_person(books, by) if by else None
            if kind is None or who is None:
                return ""
            return take_replies(books, shell.keys, found, ref, RoundKind(kind), who, now)

        # Which measure is which is found out before the one writer is kept from others: inside it is remembered.
        within(shell, slug, lambda books: plan_change(books, found, year, ref.number))
        try:
            said = within(shell, slug, in_books, writes=True)
        except Conflict as error:
            raise Problem(str(error)) from error
    if said:
        click.echo(said)
    click.echo(f"{len(found.measures)} measures under {len(found.topics)} topics imported for {year}")


def _fit_layout(found: Plan, layout: Layout) -> Plan:
    """The plan under the layout's keys; prints which columns no report would print."""
    fitted = fit_layout(found, layout)
    _print_warnings(fitted.warnings[len(found.warnings) :])
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
    found = _plan_in(file, None, meant, layout)
    if found.year is None:
        found = _plan_in(file, year, meant, layout)
    found = shift_plan(found, year) if shift else found
    _print_warnings(found.warnings)
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


def _check_change(
    books: Books, found: Plan, ref: PlanRef, is_new: bool, file: Path, replace: bool, drop_answered: bool
) -> None:
    """Print what becomes of the measures on file; a Problem where that was not asked for."""
    if not is_new and not replace:
        raise Problem(
            f"there is a plan for {ref.year} already: add --replace to bring it up to date, "
            "or --plan and a new name to take in a further one"
        )
    change = plan_change(books, found, ref.year, ref.number)
    _print_change(change, found.columns)
    if change.drops_replies and not drop_answered:
        raise Problem(
            f"nothing was imported: {len(change.answered_gone)} measures with replies are not in {file}, "
            f"{len(change.closed)} tasks with replies would be closed: correct their titles, numbers or units, "
            "or add --drop-answered"
        )


def _print_change(change: PlanChange, columns: Sequence[Column]) -> None:
    """What becomes of the measures on file: a line for each that is new or goes, and each changed field or column."""
    if not (change.kept or change.changed or change.gone):
        return
    counts = f"{len(change.kept)} kept, {len(change.changed)} changed, {len(change.new)} new, {len(change.gone)} gone"
    click.echo(f"measures: {counts}")
    for one in change.changed:
        for heading, *sides in list_own_changes(columns, one.before.own, one.now.own):
            old, new = (" / ".join(lines) or "-" for lines in sides)
            click.echo(f"changed: {one.before.title[:60]}: {heading}: {old} → {new}")
        for name in (name for name in one.fields if name != "own"):
            texts = (field_text(measure, name) or "-" for measure in (one.before, one.now))
            click.echo(f"changed: {one.before.title[:60]}: {name}: {' → '.join(texts)}")
    for title in change.new:
        click.echo(f"new: {title}")
    for title, replies in change.gone:
        click.echo(f"gone: {title}" + (f" ({replies} replies)" if replies else ""))
    for task in change.moved:
        click.echo(f"answered task moves: {task.title}: {task.unit} → {task.to}")
    for task in change.closed:
        click.echo(f"answered task is closed: {task.title}: {task.unit}")


def _plan_in(file: Path, year: int | None, meant: Answers, layout: Layout | None = None) -> Plan:
    try:
        return read_plan(file, year, meant, layout)
    except UnreadableFile as error:
        raise Problem(str(error)) from error


def _print_warnings(warnings: Iterable[Finding]) -> None:
    for warning in warnings:
        click.echo(f"{warning.place}: {render_message(warning)} – {render_proposal(warning)}", err=True)


COMMANDS = (plan,)
