"""The LINE groups of the agency: linked by a code, told unasked only once the cost was seen, unlinked again."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from domain.agency import Person, Unit
from domain.groups import GROUP_CODE_LIVES, Group, GroupAtLine, new_group_code
from domain.messages import N_
from domain.sending import Quota
from domain.writes import IssueGroupCode, UnlinkGroup
from store.groups import find_linked_group, load_groups
from store.people import load_people, load_units
from web.addresses import LARGEST_ID
from web.admin.overview import full_names
from web.forms import Field, Form, read_form, read_known_id, say_saved
from web.language import translator
from web.port import port
from web.visit import admin_pages, apply_writes, books_of_visit, visit

group_pages = admin_pages("groups", __name__)

_GROUP = f"/groups/<int(max={LARGEST_ID}):group_id>"
_MARK = 32  # letters of what tells one posting from the next


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A linked group as the page shows it: what LINE says of it (None: nothing), its unit, who linked it."""

    group: Group
    there: GroupAtLine | None
    unit: str
    linked_by: str


@group_pages.get("/groups")
def show_groups() -> ResponseReturnValue:
    """The linked groups, and the form that makes a code for another."""
    return _groups_page()


def _groups_page(sent: Form | None = None) -> str:
    """The page; with the form that was sent, where it is to be mended."""
    groups, units, people = _load_groups()
    names, known = full_names(units), {who.id: who.name for who in people}
    lines = [
        GroupLine(one, _look(one), names.get(one.unit_id or 0, ""), known.get(one.linked_by or 0, "")) for one in groups
    ]
    return render_template("admin/groups.html", lines=lines, form=sent or _code_form(units))


@group_pages.post("/groups/code")
def show_code() -> ResponseReturnValue:
    """A new code in place of the one before, shown this once."""
    _, units, _ = _load_groups()
    form, values = read_form(_code_form(units))
    if form.wrong:
        return _groups_page(form), 422
    code, now = new_group_code(secrets.choice), port().now()
    unit_id = values.get("unit")
    hashed, until = port().keys.hash_code(code), now + GROUP_CODE_LIVES
    apply_writes(IssueGroupCode(visit().person.id, unit_id, hashed, now, until))
    return render_template("admin/group_code.html", code=code, until=until, unit=full_names(units).get(unit_id or 0))


@group_pages.get(f"{_GROUP}/post")
def show_post(group_id: int) -> ResponseReturnValue:
    """What would be posted into the group, and what that costs."""
    return _post_page(_find(group_id))


@group_pages.post(f"{_GROUP}/post")
def confirm_post(group_id: int) -> ResponseReturnValue:
    """Post it, where it costs no more than was seen and confirmed, and the month's messages last for it."""
    group, mark = _find(group_id), request.form.get("mark", "")[:_MARK]
    there, quota = _look(group), port().quota_of(visit().agency.id)
    seen = request.form.get("cost", -1, type=int)
    if there is None or not mark or there.members > seen or _too_few(there, quota):
        return _post_page(group, there, changed=seen >= 0)
    port().groups.post(visit().agency.id, group, mark)
    say_saved(
        N_("Sent to the group {name}. It costs {cost} messages of the month."), name=there.name, cost=there.members
    )
    return redirect(url_for("groups.show_groups"), 303)


@group_pages.post(f"{_GROUP}/unlink")
def unlink(group_id: int) -> ResponseReturnValue:
    """The account is silent in the group from now on."""
    apply_writes(UnlinkGroup(_find(group_id).id))
    say_saved(N_("The group is linked no more: the account is silent there. To have it leave, remove it in LINE."))
    return redirect(url_for("groups.show_groups"), 303)


def _load_groups() -> tuple[tuple[Group, ...], tuple[Unit, ...], tuple[Person, ...]]:
    def load_all(conn: Connection) -> tuple[tuple[Group, ...], tuple[Unit, ...], tuple[Person, ...]]:
        books = books_of_visit(conn)
        return load_groups(books), load_units(books), load_people(books)

    return port().database.read(load_all)


def _find(group_id: int) -> Group:
    """The linked group with this id; 404 where there is none here."""
    return port().database.read(lambda conn: find_linked_group(books_of_visit(conn), group_id)) or abort(404)


def _look(group: Group) -> GroupAtLine | None:
    return port().groups.look(visit().agency.id, group)


def _too_few(there: GroupAtLine, quota: Quota | None) -> bool:
    """Whether the month's messages do not last for the group; True where LINE does not say how many are left."""
    return quota is None or (quota.left is not None and quota.left < there.members)


def _post_page(group: Group, there: GroupAtLine | None = None, changed: bool = False) -> str:
    there = there or _look(group)
    quota = port().quota_of(visit().agency.id)
    return render_template(
        "admin/group_post.html",
        group=group,
        there=there,
        quota=quota,
        too_few=there is not None and _too_few(there, quota),
        changed=changed,
        said=port().groups.compose(visit().agency.id, group),
        hidden={"cost": there.members if there else "", "mark": secrets.token_hex(_MARK // 2)},
    )


def _code_form(units: tuple[Unit, ...]) -> Form:
    everything = translator()(N_("All units of the agency"))
    names = full_names(units)
    unit = Field(
        "unit",
        N_("What the group is told of"),
        _read_unit(set(names)),
        kind="select",
        choices=[("", everything), *((str(id), name) for id, name in names.items())],
    )
    return Form("group-code", url_for("groups.show_code"), (unit,), N_("Make a code"))


def _read_unit(known: set[int]) -> Callable[[str], int]:
    """What reads the id of one of these units."""

    def parse_unit(typed: str) -> int:
        return read_known_id(typed, known, N_("Please choose one of the units."))

    return parse_unit
