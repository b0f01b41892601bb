"""The forms about one person: who they are, where they stand, what they may do."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask import url_for

from domain.agency import Person, PersonRow, Role, Unit
from domain.messages import N_
from thai.normalise import fold_text
from web.admin.overview import full_names
from web.forms import Field, Form
from web.language import translator

ROLES: Final = {
    Role.STAFF: N_("Officer"),
    Role.SUPERVISOR: N_("Supervisor"),
    Role.ADMIN: N_("Administrator"),
    Role.HEAD: N_("Head of the agency"),
}
ROLE_HINTS: Final = {
    Role.STAFF: N_("reports on the unit's measures"),
    Role.SUPERVISOR: N_("head of the unit: sees how far it is, checks its reports"),
    Role.ADMIN: N_("uses these pages"),
    Role.HEAD: N_("certifies its reports in LINE; also who acts for the head"),
}
_ROLE, _UNIT = "role-", "unit-"
_LONG: Final = {"maxlength": 200}
_NO_ROLE = N_("Please choose at least one role.")
_NO_UNIT = N_("Please choose at least one unit.")
_SAME_NAME = N_("Somebody here has this name already.")
_LAST_ADMIN = N_("Nobody else is an administrator. Give somebody else the role first.")


def person_form(person: Person, known: Sequence[Unit]) -> Form:
    """The form that changes the person."""
    names = full_names(known)
    return Form(
        "person",
        url_for("people.save_person", person_id=person.id),
        (
            Field("name", N_("Full name"), value=person.name, required=True, attributes=_LONG),
            Field("position", N_("Position"), value=person.position, required=True, attributes=_LONG),
            *(_tick(f"{_UNIT}{unit.id}", names[unit.id], unit.id in person.unit_ids) for unit in known),
            *_role_fields(person.roles),
        ),
    )


def new_person_form() -> Form:
    """The form that adds one person by typing; it leads to the same look as a list does."""
    return Form(
        "new-person",
        url_for("people_list.show_typed_person"),
        (
            Field("name", N_("Full name"), required=True, attributes=_LONG),
            Field("position", N_("Position"), required=True, attributes=_LONG),
            Field("unit", N_("Division"), required=True, attributes={**_LONG, "list": "divisions"}),
            Field("section", N_("Section, where there is one"), attributes={**_LONG, "list": "sections"}),
            *_role_fields(frozenset({Role.STAFF})),
        ),
        N_("Continue"),
        adds=True,
    )


def _role_fields(roles: frozenset[Role]) -> list[Field]:
    say = translator()
    return [_tick(f"{_ROLE}{role}", f"{say(ROLES[role])} – {say(ROLE_HINTS[role])}", role in roles) for role in Role]


def _tick(name: str, about: str, ticked: bool) -> Field:
    return Field(name, N_("Choice: {about}"), value="on" if ticked else "", kind="checkbox", about=about)


def chosen_roles(values: Mapping[str, Any], before: frozenset[Role] = frozenset()) -> frozenset[Role]:
    """The roles that are ticked; one that was not sent stays as it was before."""
    return frozenset(role for role in Role if values.get(f"{_ROLE}{role}", role in before))


def chosen_unit_ids(person: Person, values: Mapping[str, Any], known: Sequence[Unit]) -> tuple[int, ...]:
    """The units that were ticked, those of before first: the first is the one that a section's division is read by."""
    ticked = [unit.id for unit in known if values.get(f"{_UNIT}{unit.id}", unit.id in person.unit_ids)]
    return tuple(sorted(ticked, key=lambda one: (one not in person.unit_ids, *_place(person.unit_ids, one))))


def _place(ids: Sequence[int], one: int) -> tuple[int, ...]:
    return (ids.index(one),) if one in ids else ()


def check_person(
    form: Form, person: Person, values: Mapping[str, Any], known: Sequence[Unit], people: Sequence[Person]
) -> Form:
    """The form with what is wrong of the fields together: no role, no unit, another's name, no administrator left."""
    say = translator()
    roles, units = chosen_roles(values, person.roles), form.with_prefix(_UNIT)
    if not roles:
        form = form.with_problem(f"{_ROLE}{Role.STAFF}", say(_NO_ROLE))
    elif Role.ADMIN not in roles and is_last_admin(person, people):
        form = form.with_problem(f"{_ROLE}{Role.ADMIN}", say(_LAST_ADMIN))
    if units and not chosen_unit_ids(person, values, known):
        form = form.with_problem(units[0].name, say(_NO_UNIT))
    name = fold_text(str(values.get("name", "")))
    if any(one.id != person.id and fold_text(one.name) == name for one in people):
        form = form.with_problem("name", say(_SAME_NAME))
    return form


def check_typed(form: Form, values: Mapping[str, Any], people: Sequence[Person]) -> Form:
    """The form of a new person with what is wrong: no role, or the name of somebody here."""
    say = translator()
    if not chosen_roles(values):
        form = form.with_problem(f"{_ROLE}{Role.STAFF}", say(_NO_ROLE))
    name = fold_text(str(values.get("name", "")))
    if any(fold_text(one.name) == name for one in people):
        form = form.with_problem("name", say(_SAME_NAME))
    return form


def is_last_admin(person: Person, people: Sequence[Person]) -> bool:
    """Whether the person is the only administrator."""
    return [one.id for one in people if Role.ADMIN in one.roles] == [person.id]


def typed_row(values: Mapping[str, Any]) -> PersonRow:
    """The person that was typed."""
    return PersonRow(
        values["name"], values["position"], (values["unit"],), chosen_roles(values), values["section"] or None
    )
