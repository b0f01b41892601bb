"""`tidtam people …` and `tidtam login`."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from bot.commands.books import json_option, one_person, opened_shell, print_json, print_table, within, write
from bot.problem import Problem
from bot.shell import Shell
from checks.sentences import render_message, render_proposal
from domain.agency import Person, PersonRow, Role
from domain.invites import CODE_LIVES, invite_link, new_code
from domain.writes import ImportPeople, IssueInvite, OfferSignIn, RemovePerson
from handlers.commands import SIGN_IN_FOR
from intake.people_file import read_people
from intake.unreadable import UnreadableFile
from store import people as stored
from store import tasks
from store.books import Books
from store.channels import load_channel
from store.people_import import ChangedName, changed_names, people_change
from store.signins import signin_token
from thai.normalise import fold_text
from web.installation.entrance import make_installation_address
from web.public.sign_in import sign_in_address


@click.group()
def people() -> None:
    """The people of an agency."""


@people.command("import")
@click.argument("slug")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--same", multiple=True, metavar="OLD=NEW", help="NEW in FILE is OLD (a name or p7) under a new name.")
@click.option("--new", multiple=True, metavar="NAME", help="NAME in FILE is somebody new.")
def import_(slug: str, file: Path, same: tuple[str, ...], new: tuple[str, ...]) -> None:
    """Take in people from FILE (CSV or XLSX: name, position, unit, roles; section, deputy).

    A name that is not known, and like that of somebody who is not in FILE, is asked about: --same or --new says which.
    """
    try:
        found = read_people(file)
    except UnreadableFile as error:
        raise Problem(str(error)) from error
    for problem in found.problems:
        click.echo(f"{problem.place}: {render_message(problem)} – {render_proposal(problem)}", err=True)
    if found.problems:
        raise Problem(f"nothing was imported: mend the {len(found.problems)} places above and import again")
    with opened_shell() as shell:
        renamed = within(shell, slug, lambda books: _renamed(books, same, found.rows))
        _ask_about_names(within(shell, slug, lambda books: changed_names(books, found.rows, (*dict(renamed), *new))))
        change = within(shell, slug, lambda books: people_change(books, found.rows, renamed))
        write(shell, slug, ImportPeople(found.rows, renamed, shell.clock.now()))
    for label, names in (("new unit", change.new_units), ("new", change.new), ("updated", change.updated)):
        for name in names:
            click.echo(f"{label}: {name}")
    click.echo(f"{len(found.rows)} people imported; invite them with `tidtam people invite {slug}`")
    for person in change.absent:
        gone = f"not in the file: {person.name} ({person.ref}), who keeps access"
        click.echo(f"{gone}; who has left goes with `tidtam people remove {slug} {person.ref}`", err=True)


def _renamed(books: Books, same: Sequence[str], rows: Sequence[PersonRow]) -> tuple[tuple[str, int], ...]:
    """The name in a row and the id of who has it now, as --same says; a Problem where either is not there."""
    named = {fold_text(row.name): row.name for row in rows}
    pairs = []
    for one in same:
        old, equals, new = one.partition("=")
        if not equals:
            raise click.UsageError("--same is OLD=NEW, for example --same 'สมหญิง รักงาน=สมหญิง ใจดี'")
        if fold_text(new) not in named:
            raise Problem(f"nothing was imported: --same names “{new.strip()}”, which is not in the file")
        pairs.append((named[fold_text(new)], one_person(books, old.strip()).id))
    if len({person_id for _, person_id in pairs}) < len(pairs):
        raise Problem("nothing was imported: --same gives one person two names")
    return tuple(pairs)


def _ask_about_names(asked: Sequence[ChangedName]) -> None:
    """A Problem where it is not said whether a name is that of somebody new."""
    if asked:
        each = "; ".join(
            f"“{one.name}” may be {', '.join(f'{who.name} ({who.ref})' for who in one.may_be[:3])}: "
            f"--same '{one.may_be[0].ref}={one.name}' or --new '{one.name}'"
            for one in asked
        )
        raise Problem(f"nothing was imported: say whether these are the same people under a new name: {each}")


@people.command("remove")
@click.argument("slug")
@click.argument("person")
def remove(slug: str, person: str) -> None:
    """Shut PERSON, who has left, out of chat and web at once; what they reported stays."""
    with opened_shell() as shell:
        found = within(shell, slug, lambda books: one_person(books, person))
        admins = [one for one in within(shell, slug, stored.load_people) if Role.ADMIN in one.roles]
        alone = within(shell, slug, lambda books: stored.people_with_deputy(books, found.id))
        write(shell, slug, RemovePerson(found.id, shell.clock.now()))
        nobody = [task for task in within(shell, slug, tasks.load_tasks) if not task.assignee_ids]
    click.echo(f"{found.name} ({found.ref}) is removed: no chat, no web; what they reported stays")
    if admins == [found]:
        click.echo(f"{slug} has no admin now: give somebody the role in the people file and import it", err=True)
    if alone:
        names = ", ".join(one.name for one in alone)
        click.echo(f"nobody stands in any more for {names}: choose another on the admin page", err=True)
    if nobody:
        click.echo(f"{len(nobody)} tasks have nobody to answer them: `tidtam tasks {slug}` shows which", err=True)


@people.command("list")
@click.argument("slug")
@json_option
def list_(slug: str, as_json: bool) -> None:
    """List the people."""
    with opened_shell() as shell:
        found, units = within(shell, slug, lambda books: (stored.load_people(books), stored.load_units(books)))
    names = {unit.id: unit.name for unit in units}
    rows = [
        {
            "person": person.ref,
            "name": person.name,
            "position": person.position,
            "units": [names[unit] for unit in person.unit_ids],
            "roles": sorted(person.roles),
            "enrolled": person.line_user is not None,
        }
        for person in found
    ]
    if as_json:
        print_json(rows)
    else:
        heads = ("PERSON", "NAME", "POSITION", "UNITS", "ROLES", "ENROLLED")
        print_table([tuple(_cell_text(row[head.lower()]) for head in heads) for row in rows], heads)


def _cell_text(value: Any) -> str:
    return "; ".join(value) if isinstance(value, list) else str(value)


@people.command("invite")
@click.argument("slug")
@click.argument("person", required=False)
@json_option
def invite(slug: str, person: str | None, as_json: bool) -> None:
    """Make one-time codes for PERSON, or for everybody who is not enrolled."""
    with opened_shell() as shell:
        rows = invite_people(shell, slug, person)
    if as_json:
        print_json(rows)
    else:
        print_table(
            [(r["person"], r["name"], r["code"], r["link"] or "-") for r in rows], ("PERSON", "NAME", "CODE", "LINK")
        )
        click.echo("Each code works once, for 14 days. Pass it on to that person alone.")


def invite_people(shell: Shell, slug: str, named: str | None) -> list[dict[str, Any]]:
    """New codes as `people invite` prints them; only their hashes are stored."""
    now = shell.clock.now()

    def wanted(books: Any) -> tuple[list[Person], str | None]:
        known = load_channel(books, shell.keys)
        some = [one_person(books, named)] if named else [p for p in stored.load_people(books) if p.line_user is None]
        return some, known.basic_id if known else None

    invited, basic_id = within(shell, slug, wanted)
    rows = [_invitation(person, basic_id, now) for person in invited]
    writes = [
        IssueInvite(person.id, shell.keys.hash_code(row["code"]), now, now + CODE_LIVES)
        for person, row in zip(invited, rows, strict=True)
    ]
    write(shell, slug, *writes)
    return rows


def _invitation(person: Person, basic_id: str | None, now: datetime) -> dict[str, Any]:
    code = new_code(secrets.choice)
    expires = (now + CODE_LIVES).replace(microsecond=0).isoformat().replace("+00:00", "Z")
    link = invite_link(basic_id, code)
    return {"person": person.ref, "name": person.name, "code": code, "link": link, "expires": expires}


@click.command()
@click.argument("slug", required=False)
@click.argument("person", required=False)
@click.option("--installation", is_flag=True, help="For this installation's own page, where agencies are made.")
def login(slug: str | None, person: str | None, installation: bool) -> None:
    """Make a one-time admin sign-in link for PERSON, or for the installation; it works for 10 minutes."""
    if installation == bool(slug) or bool(slug) != bool(person):
        raise click.UsageError("give SLUG and PERSON, or --installation alone")
    with opened_shell() as shell:
        if slug is None or person is None:
            click.echo(make_installation_address(shell.settings.base_url, shell.keys, shell.clock.now()))
            return
        found = within(shell, slug, lambda books: one_person(books, person))
        if Role.ADMIN not in found.roles:
            raise Problem(f"{found.name} is not an admin: give the role `admin` in the people file and import it again")
        now, event_id = shell.clock.now(), f"cli-{secrets.token_hex(16)}"
        write(shell, slug, OfferSignIn(found.id, event_id, now, now + SIGN_IN_FOR))
        click.echo(sign_in_address(shell.settings.base_url, slug, signin_token(shell.keys, found.id, event_id)))


COMMANDS = (people, login)
