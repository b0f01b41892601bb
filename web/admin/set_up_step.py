"""The first step of an agency's year: everything that is set up once. Pure."""

from typing import Final

from domain.messages import N_, say
from web.admin.steps import Button, Part, State, Step, YearFacts

PEOPLE: Final = "people.show_people"


def find_set_up_step(facts: YearFacts) -> Step:
    """Done once LINE answers, everybody has enrolled and can be reached, and somebody is named who signs."""
    enrolled = [person for person in facts.people if person.line_user]
    silent = [person for person in enrolled if not person.reachable]
    everybody = len(enrolled) == len(facts.people) > 0 and not silent
    can_begin = facts.heard and any(person.reachable for person in enrolled)
    whole = everybody and facts.heard and facts.signatories
    state = State.DONE if whole else State.GOING if can_begin else State.NOW
    parts = _set_up_parts(facts, len(enrolled), len(silent))
    button = next((part.button for part in parts if not part.done), Button(N_("People and invite codes"), PEOPLE))
    count = say(N_("{enrolled} of {count} people have enrolled"), enrolled=len(enrolled), count=len(facts.people))
    return Step("set-up", N_("Set up"), state, (count,), button, parts)


def _set_up_parts(facts: YearFacts, enrolled: int, silent: int) -> tuple[Part, ...]:
    """What setting up is made of, in its order; the emblem last, for reports are made without one too."""
    everybody = enrolled == len(facts.people) > 0 and not silent
    listed, signed = len(facts.people) > 1, facts.signatories > 0
    waiting = N_("The agency's LINE account is not connected yet")
    if facts.connected:
        waiting = N_("Nothing has come from LINE yet: write anything to the agency's LINE account once")
    missing = say(N_("{count} people have not enrolled yet"), count=len(facts.people) - enrolled)
    if silent:
        missing = say(N_("LINE messages do not reach {count} people"), count=silent)
    return (
        Part(facts.placed, Button(N_("Name and place of the agency"), "agency.show_agency")),
        Part(facts.heard, Button(N_("Connect the LINE account"), "channel.show_channel"), say(waiting)),
        Part(listed, Button(N_("Add the people"), "people_list.show_add"), say(N_("So far only you are here"))),
        Part(everybody, Button(N_("Hand out the invite codes"), PEOPLE), missing if listed else None),
        Part(signed, Button(N_("Name who signs"), "agency.show_agency", {"_anchor": "signing"}),
             say(N_("Nobody is named yet who signs the report"))),
        Part(facts.emblem, Button(N_("Add the emblem"), "agency.show_agency", {"_anchor": "emblem"}),
             say(N_("Reports are made without one too"))),
    )  # fmt: skip
