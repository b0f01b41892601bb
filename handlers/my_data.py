"""What is kept of a person: told in full, given as a file; and the wish to be taken out: an administrator does it."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final

from domain.agency import Role
from domain.conversation import State
from domain.events import Event
from domain.messages import N_, Choice, Choices, Message, Say, SignInLink, join_sentences, say
from domain.writes import AskRemoval, OfferSignIn, Write
from handlers.facts import Facts
from handlers.flow import DONE, Finish, Flow, Step, Turn, get_answer, read_choice, stop_saying
from handlers.talk import list_admin_names
from thai.dates import day_in_bangkok

LINK_LIVES: Final = timedelta(minutes=10)
SEND, WITHDRAW = "send", "withdraw"
ROLE_WORDS: Final = {
    Role.STAFF: N_("Officer"),
    Role.SUPERVISOR: N_("Supervisor"),
    Role.ADMIN: N_("Administrator"),
    Role.HEAD: N_("Head of the agency"),
}

_HEAD: Final = N_("What {agency} keeps of you:")
_NAME: Final = N_("• name and position: {name}, {position}")
_UNITS: Final = N_("• units: {units}")
_ROLES: Final = N_("• what you may do: {roles}")
_LINE: Final = N_("• your LINE id, which ends in {end}")
_NOTICE: Final = N_("• the notice about your data: version {version}, accepted on {day}")
_NO_NOTICE: Final = N_("• the notice about your data: not accepted at this account")
_GIVEN: Final = N_("• your reports: {replies}, with photos, files and links: {pieces}")
_MESSAGES: Final = N_("• your messages here: emptied after 7 days; what you have begun: 7 days")
_WHO_SEES: Final = N_(
    "Administrators, heads of units and those responsible for the same measures see it. "
    "To have something corrected, please tell: {names}."
)
_ASKED: Final = N_("You asked on {day} to be taken out; an administrator has not done so yet.")
_FILE: Final = N_("Here is the link to a file with all that {agency} keeps of you. It works once, for 10 minutes.")
_STAYS: Final = N_(
    "Taken out of {agency}, you report nothing here any more: this LINE account is cut off, no reminders come, "
    "and your open tasks go to who is left in the unit.\n"
    "Your reports stay, with your name as their author and what was sent with them: they are the agency's record, "
    "which it must keep by law. An administrator takes you out: {names}.\nSend them this wish?"
)
_SENT: Final = N_("Your wish was sent to: {names}. Until they take you out all is as before.")
_WITHDRAWN: Final = N_("Your wish was withdrawn. All is as before.")
_TO_ADMINS: Final = N_(
    "{name} asks to be taken out of {agency} and to have their data deleted. Please see “บุคลากร” on the admin page; "
    "their reports stay as the agency's record."
)


def show_data(state: State, event: Event, facts: Facts, argument: str) -> Turn:
    """All that is kept of the person, with a file of it and the wish to be taken out; or the file's link."""
    if facts.person is not None and argument == "file":
        told = say(_FILE, agency=facts.agency.name)
        link = SignInLink(told, say(N_("Open the file's page")), facts.person.id, event.id, "data")
        offer = OfferSignIn(facts.person.id, event.id, event.at, event.at + LINK_LIVES, "data")
        return Turn(state, (link,), (offer,))
    choices = (
        Choice(say(N_("Give me a file of it")), ":data:file", side=True),
        Choice(say(N_("Ask to be taken out")), ":leave", side=True),
    )
    return Turn(state, (Choices(join_sentences(tuple(_list_kept(facts))), choices),))


def _list_kept(facts: Facts) -> Iterator[Say]:
    person, kept = facts.person, facts.kept_of_me()
    if person is None:
        return
    units = ", ".join(one.name for one in facts.units() if one.id in person.unit_ids)
    roles = join_sentences([say(ROLE_WORDS[role]) for role in Role if role in person.roles] or [say("-")], ", ")
    yield say(_HEAD, agency=facts.agency.name)
    yield say(_NAME, name=person.name, position=person.position or "-")
    yield say(_UNITS, units=units or "-")
    yield say(_ROLES, roles=roles)
    yield say(_LINE, end=(person.line_user or "-")[-4:])
    if kept.notice is not None and kept.accepted_at is not None:
        yield say(_NOTICE, version=kept.notice, day=day_in_bangkok(kept.accepted_at))
    else:
        yield say(_NO_NOTICE)
    yield say(_GIVEN, replies=kept.replies, pieces=kept.pieces)
    yield say(_MESSAGES)
    if kept.removal_asked_at is not None:
        yield say(_ASKED, day=day_in_bangkok(kept.removal_asked_at))
    yield say(_WHO_SEES, names=list_admin_names(facts))


def removal_flow() -> Flow:
    """Whether the person wants to be taken out, once what that means was read."""
    step = Step("sure", _ask_sure, lambda event, _state, _facts: read_choice(event, (SEND, WITHDRAW)), DONE)
    return Flow(
        "removal",
        lambda _state: {"sure": step},
        "sure",
        _finish_removal,
        stop=stop_saying(N_("Stopped. Nothing was changed.")),
    )


def _ask_sure(_state: State, facts: Facts) -> Message:
    text = say(_STAYS, agency=facts.agency.name, names=list_admin_names(facts))
    if facts.kept_of_me().removal_asked_at is None:
        return Choices(text, (Choice(say(N_("Send my wish")), SEND),))
    return Choices(text, (Choice(say(N_("Withdraw my wish")), WITHDRAW),))


def _finish_removal(state: State, event: Event, facts: Facts) -> Finish:
    if facts.person is None:
        return Finish()
    if get_answer(state, "sure") == WITHDRAW:
        return Finish((say(_WITHDRAWN),), (AskRemoval(facts.person.id, None),))
    told = say(_SENT, names=list_admin_names(facts))
    return Finish((told,), (AskRemoval(facts.person.id, event.at),))


def list_messages_to_admins(writes: Sequence[Write], facts: Facts) -> tuple[Message, ...]:
    """What the administrators are told where somebody asks to be taken out."""
    asked = any(isinstance(write, AskRemoval) and write.at is not None for write in writes)
    if not asked or facts.person is None:
        return ()
    return (say(_TO_ADMINS, name=facts.person.name, agency=facts.agency.name),)
