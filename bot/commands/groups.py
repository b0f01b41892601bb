"""`tidtam group …`: the LINE groups that an agency's account is linked with."""

import secrets

import click

from bot.commands.books import json_option, opened_shell, print_json, print_table, within, write
from bot.group_posts import StoredGroups
from bot.problem import Problem
from bot.shell import Shell
from domain.groups import GROUP_CODE_LIVES, Group, GroupAtLine, new_group_code
from domain.sending import SendError
from domain.unit_names import find_unit
from domain.writes import IssueGroupCode, UnlinkGroup
from store.books import Books
from store.groups import load_groups
from store.people import load_people, load_units


@click.group()
def group() -> None:
    """The LINE groups that an agency's account is linked with."""


@group.command("code")
@click.argument("slug")
@click.option("--unit", help="Tell the group of this unit alone (`division` or `division/section`).")
@json_option
def code(slug: str, unit: str | None, as_json: bool) -> None:
    """Make the one-time code that an administrator types in a LINE group to link it."""
    with opened_shell() as shell:
        found = within(shell, slug, lambda books: find_unit(unit, load_units(books)) if unit else None)
        if unit and found is None:
            raise Problem(f"there is no unit {unit!r}: the people file names them")
        now, made = shell.clock.now(), new_group_code(secrets.choice)
        until = now + GROUP_CODE_LIVES
        write(shell, slug, IssueGroupCode(None, found.id if found else None, shell.keys.hash_code(made), now, until))
    expires = until.replace(microsecond=0).isoformat().replace("+00:00", "Z")
    if as_json:
        print_json({"code": made, "unit": found.name if found else None, "expires": expires})
    else:
        click.echo(made)
        click.echo(f"An enrolled administrator types it in the group, once, until {expires}.", err=True)


@group.command("list")
@click.argument("slug")
@json_option
def list_(slug: str, as_json: bool) -> None:
    """List the linked groups; name and members as LINE says them now."""
    with opened_shell() as shell:
        found, units, people = within(
            shell, slug, lambda books: (load_groups(books), load_units(books), load_people(books))
        )
        there = {one.id: _look(shell, slug, one) for one in found}
    names, who = {unit.id: unit.name for unit in units}, {person.id: person.ref for person in people}
    rows = [_row(one, there[one.id], names.get(one.unit_id or 0), who.get(one.linked_by or 0)) for one in found]
    if as_json:
        print_json(rows)
    else:
        heads = ("GROUP", "NAME", "MEMBERS", "UNIT", "LINKED", "BY")
        print_table([tuple(row[head.lower()] for head in heads) for row in rows], heads)


def _row(one: Group, there: GroupAtLine | None, unit: str | None, by: str | None) -> dict[str, object]:
    linked = one.linked_at.replace(microsecond=0).isoformat().replace("+00:00", "Z") if one.linked_at else None
    name, members = (there.name, there.members) if there else (None, None)
    return {"group": one.ref, "name": name, "members": members, "unit": unit, "linked": linked, "by": by}


@group.command("post")
@click.argument("slug")
@click.argument("group")
@click.option("--cost", type=click.IntRange(min=0), help="Post it: what it costs, as this command says without it.")
def post(slug: str, group: str, cost: int | None) -> None:
    """Say what posting how far the units are costs of the month's messages; post it once --cost confirms that."""
    with opened_shell() as shell:
        agency_id, one = within(shell, slug, lambda books: (books.agency_id, _one_group(books, group)))
        there, quota = _look(shell, slug, one), shell.quota_of(agency_id)
        if there is None or quota is None:
            raise Problem("LINE does not say what it costs: try again later, or run `tidtam channel check`")
        pages = StoredGroups(
            shell.database, shell.keys, shell.words, shell.clock.now, shell.clock.machine, shell.group_at_line
        )
        left = "unlimited" if quota.left is None else quota.left
        told = (
            f"{there.name} has {there.members} members: it costs {there.members} messages, {left} are left this month"
        )
        if quota.left is not None and quota.left < there.members:
            raise Problem(f"nothing was sent: {told}")
        if cost is None or cost < there.members:
            click.echo(shell.words(pages.compose(agency_id, one)))
            raise Problem(f"nothing was sent: {told}. Post it with --cost {there.members}")
        pages.post(agency_id, one, secrets.token_hex(16))
    click.echo(f"to be sent by the worker: {told}")


@group.command("unlink")
@click.argument("slug")
@click.argument("group")
@click.option("--leave", is_flag=True, help="Have the account leave the group too.")
def unlink(slug: str, group: str, leave: bool) -> None:
    """Have the account be silent in GROUP from now on."""
    with opened_shell() as shell:
        agency_id, one = within(shell, slug, lambda books: (books.agency_id, _one_group(books, group)))
        write(shell, slug, UnlinkGroup(one.id))
        if leave:
            _leave_group(shell, slug, agency_id, one)
    click.echo(
        f"{one.ref} is linked no more{'; the account has left it' if leave else ': the account is silent there'}"
    )


def _leave_group(shell: Shell, slug: str, agency_id: int, one: Group) -> None:
    """Has the account leave; LINE then tells so, as where it is removed, and the group is forgotten."""
    credentials = shell.credentials_of(agency_id)
    if credentials is None:
        raise Problem(f"{one.ref} is unlinked, but {slug} has no LINE channel to leave it with")
    try:
        shell.line.leave_group(credentials, one.line_group)
    except SendError as error:
        raise Problem(f"{one.ref} is unlinked, but the account has not left it: {error.reason}") from error


def _look(shell: Shell, slug: str, one: Group) -> GroupAtLine | None:
    return shell.group_at_line(within(shell, slug, lambda books: books.agency_id), one.line_group)


def _one_group(books: Books, named: str) -> Group:
    """The linked group of this id (`g3`); a Problem where there is none."""
    found = next((one for one in load_groups(books) if one.ref == named.strip().lower()), None)
    if found is None:
        raise Problem(f"there is no linked group {named!r}: `tidtam group list` shows them")
    return found


COMMANDS = (group,)
