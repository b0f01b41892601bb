"""What the commands share: parameters, an opened shell, one agency's books, JSON and tables on stdout."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, TypeVar

import click
from sqlalchemy.exc import OperationalError

from bot.problem import Problem
from bot.settings import BadSetting, read_settings
from bot.shell import Shell, open_shell
from domain.agency import Person
from domain.audit import Act
from domain.writes import Write
from intake.column_answers import Answers, parse_answer
from store import people
from store.apply import apply
from store.books import Books, open_books
from store.engine import Conflict
from store.files import DamagedFile, FilesUnavailable
from store.keys import KeysError
from store.migrate import schema_is_current
from thai.fiscal import RoundKind

T = TypeVar("T")


def _parse_answers(values: tuple[str, ...]) -> Answers:
    """What was said of the columns, by their folded headings; wrong usage where one is not understood."""
    try:
        return dict(parse_answer(value) for value in values)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


class RoundParameter(click.Choice[str]):
    """One of the rounds of a fiscal year: `first_half`, `second_half`, `annual`, `q1` to `q4`, `months_9` …"""

    def __init__(self) -> None:
        super().__init__([kind.value for kind in RoundKind])


class DayParameter(click.ParamType[date]):
    """An ISO day."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day; wrong usage where it is none."""
        if isinstance(value, date):
            return value
        try:
            day = date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a day like 2027-03-31", param, ctx)
        if not 2000 <= day.year <= 2150:
            self.fail(f"{value!r} lies too far from today; years are Christian era here", param, ctx)
        return day


class YearParameter(click.IntRange):
    """A fiscal year, Buddhist era."""

    def __init__(self) -> None:
        super().__init__(2540, 2700)


json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON value on stdout.")
column_option = click.option(
    "--column",
    "meant",
    multiple=True,
    metavar="HEADING=KEY",
    callback=lambda _ctx, _param, values: _parse_answers(values),
    help="What a column of FILE is: a key that Tidtam knows, or own; `,plan` or `,reply` says who fills it in, "
    "a kind behind it what stands in it, of a choice with its labels: own,reply,choice,yes,no|why.",
)
year_option = click.option("--year", required=True, type=YearParameter(), help="Fiscal year, Buddhist era.")
round_option = click.option("--round", "kind", required=True, type=RoundParameter())


@contextmanager
def opened_shell(migrated: bool = True) -> Iterator[Shell]:
    """The shell on the environment's settings; a Problem where they or the database cannot be used."""
    try:
        shell = open_shell(read_settings())
    except (BadSetting, KeysError, ValueError) as error:
        raise Problem(str(error)) from error
    except OperationalError as error:
        raise Problem(f"the database cannot be opened: {error.orig}") from error
    try:
        if migrated and not schema_is_current(shell.database.engine):
            raise Problem("the database schema is not up to date: run `tidtam migrate`")
        yield shell
    except (OperationalError, KeysError) as error:
        raise Problem(str(getattr(error, "orig", error)).splitlines()[0]) from error
    except (FilesUnavailable, DamagedFile) as error:
        raise Problem(str(error)) from error
    finally:
        shell.close()


def within(shell: Shell, slug: str, work: Callable[[Books], T], writes: bool = False) -> T:
    """What the work makes of the agency's books, read only unless it writes; a Problem where there is no agency."""

    def in_books(conn: Any) -> T:
        books = open_books(conn, slug)
        if books is None:
            raise Problem(f"there is no agency {slug!r}: `tidtam agency list` shows them")
        return work(books)

    return shell.database.run(in_books) if writes else shell.database.read(in_books)


def write(shell: Shell, slug: str, *writes: Write) -> None:
    """Carry out the writes in the agency's books, all or none."""
    by = Act("command", None, shell.clock.now())
    try:
        within(shell, slug, lambda books: apply(books, writes, shell.keys, by), writes=True)
    except Conflict as error:
        raise Problem(str(error)) from error


def one_person(books: Books, text: str) -> Person:
    """The person of this id (`p7`) or exact name; a Problem where that is nobody or several."""
    found = people.people_named(books, text)
    if len(found) == 1:
        return found[0]
    if not found:
        raise Problem(f"there is no person {text!r}: `tidtam people list` shows them")
    raise Problem(f"{text!r} names several people: use one of {', '.join(person.ref for person in found)}")


def print_json(value: Any) -> None:
    """One JSON value on stdout."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_table(rows: list[tuple[Any, ...]], heads: tuple[str, ...]) -> None:
    """Rows under their heads, columns apart by two spaces."""
    texts = [heads, *(tuple("-" if cell is None else str(cell) for cell in row) for row in rows)]
    widths = [max(_width(row[place]) for row in texts) for place in range(len(heads))]
    for row in texts:
        cells = (cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True))
        click.echo("  ".join(cells).rstrip())


_MARKS = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")


def _width(text: str) -> int:
    """How many columns of a terminal the text takes: Thai marks stand above or below."""
    return len(_MARKS.sub("", text))
