"""Enrolling: the privacy notice first, then the invite code that binds a LINE account to a person.

Nothing but the LINE user id is stored before the notice is accepted (Personal Data Protection Act B.E. 2562,
section 23). A wrong, an expired and a spent code are answered alike: a stranger learns nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from domain.conversation import Notes, State
from domain.events import Event
from domain.messages import N_, Choice, Choices, Message, Say, say
from domain.writes import AcceptNotice, Enrol, Write
from handlers.advance import advance, ask_again, begin
from handlers.asked import typed_at
from handlers.buttons import read_mark
from handlers.codes import count_wrong_code, lock_message, looks_like_code
from handlers.drafts import keep_draft
from handlers.evidence import list_files
from handlers.facts import Facts
from handlers.flow import DONE, BadAnswer, Finish, Flow, Step, Turn, carry_drafts, get_answer
from handlers.menu import back_to_menu
from handlers.outcome import Outcome
from handlers.talk import NEW_PHONE, list_admin_names
from handlers.tasks import get_chosen_id
from handlers.words import parse_command
from thai.dates import day_in_bangkok

NOTICE_VERSION = "2026-11-27"

NOTICE = N_(
    "Welcome to Tidtam of {agency}.\n\n"
    "About your data: this account follows up the agency's integrity measures. It keeps your LINE id, name, "
    "position, unit, and what you report with its photos and files, as long as the agency must keep its "
    "reports. Administrators, heads of units and those responsible for the same measures see it; published "
    "reports name units, not LINE accounts. You may ask the agency to see, correct or delete your data.\n\n"
    "Do you accept?"
)
# What is told to who accepted an earlier version; written anew with each NOTICE_VERSION.
NOTICE_CHANGED = N_(
    "What is said about your data is put more fully since you accepted it: also heads of units and those responsible "
    "for the same measures see what you report. All else is as before. If you do not agree, please tell the agency's "
    "administrator."
)
_MOST_BESIDE = 3  # LINE takes five messages at once, and a list of tasks is two
_NO_MORE = N_(
    "This LINE account is not enrolled with {agency} any more. What you reported stays with the agency. "
    "If you still work there, please ask the administrator for a new code: {names}."
)
_REMOVED = N_(
    "The administrator of {agency} took you out of the list of its people on {day}, so nothing can be reported "
    "from this account any more. What you reported stays with the agency as its record. "
    "If that is a mistake, please tell: {names}."
)
_REPLACED = N_(
    "Since {time} another LINE account reports in the place of this one at {agency}, by a code of the administrator's. "
    "Nothing can be reported from here any more, and nothing is lost. If that was not you, please tell at once: "
    "{names}. To come back to this account, ask there for a new code and type it here."
)
_CUT = N_(
    "Another LINE account has just been enrolled in the place of this one at {agency}, at {time}. This account is cut "
    "off: no reminders come here any more. If that was not you, please tell the administrator at once: {names}."
)
_COMES_ALONG = N_(
    "Welcome, {name}. You are enrolled with {agency}. The LINE account that you used until now is cut off; "
    "your tasks, your reports and what you had begun are here."
)
WRONG_CODE = N_("This code cannot be used. Please check it, or ask the agency's administrator for a new one.")


def notice_flow(code: str = "") -> Flow:
    """The notice and its acceptance. An invite's code that was sent first rides on the button, and is kept nowhere."""
    step = Step("notice", lambda _state, facts: _ask_notice(code, facts), _read_notice, DONE)
    return Flow("notice", lambda _state: {"notice": step}, "notice", _finish_notice)


def code_flow() -> Flow:
    """The invite code."""
    step = Step("code", _ask_code, _read_code, DONE)
    return Flow("code", lambda _state: {"code": step}, "code", _finish_code)


def take_stranger(state: State, event: Event, facts: Facts) -> Turn:
    """The turn of who is not enrolled: the notice, then the code; five wrong codes lock for an hour."""
    locked = lock_message(state, event)
    if locked is not None:
        return Turn(state, (locked,))
    sent = looks_like_code(event.text) if event.kind == "text" else ""
    if state.notice_version is None and (state.flow != "notice" or sent):
        return begin(notice_flow(sent if sent and facts.invite(sent) else ""), state, event, facts)
    if state.flow not in _FLOWS:
        asked = begin(code_flow(), state, event, facts)
        if not sent:
            return asked.preceded_by(_explain_no_more(facts))
        state = asked.state
    flow, command = _find_stranger_flow(state, event, facts), parse_command(event)
    if event.kind == "follow" or (command is not None and command[0] in ("help", "cancel", "back")):
        return ask_again(flow, state, facts, stranger_help(facts))
    if command is not None and command[0] == "new_phone":
        return ask_again(flow, state, facts, say(NEW_PHONE, names=_whom_to_ask(facts)))
    if not sent and state.step == "code" and facts.former_account() is not None:
        return ask_again(flow, state, facts, _explain_no_more(facts))
    turn = advance(flow, state, event, facts)
    if not isinstance(turn.bad, WrongCode):
        return turn
    counted = count_wrong_code(state, event)
    locked = lock_message(counted, event)
    return Turn(counted, (locked,) if locked else turn.messages)


def _find_stranger_flow(state: State, event: Event, facts: Facts) -> Flow:
    """The notice or the code; a code that was sent first is read from the notice's own button, wherever it is typed."""
    if state.flow != "notice":
        return code_flow()
    marks = (read_mark(data) for data in facts.newest_numbers(typed_at(event)).values())
    accepts = (choice for ticket, step, choice, _seen in marks if (ticket, step) == (state.ticket, "notice"))
    return notice_flow(next((choice.partition(":")[2] for choice in accepts if choice.startswith("accept:")), ""))


_FLOWS = {"notice": notice_flow, "code": code_flow}


def renew_notice(outcome: Outcome, event: Event, facts: Facts) -> Outcome:
    """The outcome; who accepted an earlier version of the notice is told first what changed, and stamped anew."""
    accepted = outcome.state.notice_version
    if facts.person is None or accepted in (None, NOTICE_VERSION) or event.line_user is None:
        return outcome
    if not 1 <= len(outcome.messages) <= _MOST_BESIDE:
        return outcome
    return replace(
        outcome,
        state=replace(outcome.state, notice_version=NOTICE_VERSION),
        messages=(say(NOTICE_CHANGED), *outcome.messages),
        writes=(AcceptNotice(event.line_user, NOTICE_VERSION, event.at), *outcome.writes),
    )


def _whom_to_ask(facts: Facts) -> Say:
    """The administrators' names to who was enrolled once; a stranger learns nothing."""
    return list_admin_names(facts) if facts.former_account() else say(N_("the agency's office"))


def stranger_help(facts: Facts) -> Say:
    """What somebody who is not enrolled is told who asks for help."""
    return say(
        N_("This account serves the officers of {agency}. The agency's administrator gives out the codes."),
        agency=facts.agency.name,
    )


class WrongCode(BadAnswer):
    """A code that opens nothing; counted by the caller."""


def _ask_notice(code: str, facts: Facts) -> Message:
    return Choices(
        say(NOTICE, agency=facts.agency.name),
        (Choice(say(N_("Accept")), f"accept:{code}"), Choice(say(N_("Do not accept")), "decline")),
    )


def _read_notice(event: Event, _state: State, _facts: Facts) -> Any:
    choice, _, code = event.data.partition(":")
    if event.kind == "tap" and choice == "accept":
        return code
    if event.kind == "tap" and choice == "decline":
        raise BadAnswer(say(N_("Nothing about you has been stored. Should you change your mind, please accept below.")))
    raise BadAnswer(say(N_("Before anything else, please read this and choose an answer.")))


def _finish_notice(state: State, event: Event, _facts: Facts) -> Finish:
    assert event.line_user  # noqa: S101
    sent = str(get_answer(state, "notice") or "")
    accepted = AcceptNotice(event.line_user, NOTICE_VERSION, event.at)
    return Finish(writes=(accepted,), then=lambda state, event, facts: _begin_code(sent, state, event, facts))


def _begin_code(sent: str, state: State, event: Event, facts: Facts) -> Turn:
    """The code is asked for, or taken at once where it came with the first message."""
    asked = begin(code_flow(), replace(state, notice_version=NOTICE_VERSION), event, facts)
    return take_stranger(asked.state, replace(event, kind="text", text=sent, data=""), facts) if sent else asked


def _ask_code(_state: State, _facts: Facts) -> Message:
    return say(N_("Please type the 8-character code that the administrator gave you."))


def _read_code(event: Event, _state: State, facts: Facts) -> Any:
    if event.kind != "text":
        raise BadAnswer(say(N_("Please type the code as a message.")))
    code = looks_like_code(event.text)
    if not code:
        raise BadAnswer(say(N_("That is not an 8-character code. A code looks like ABCD2345.")))
    invite = facts.invite(code)
    if invite is None or invite.used or event.at >= invite.expires_at:
        raise WrongCode(say(WRONG_CODE))
    return {"invite": invite.id, "name": invite.person_name, "person": invite.person_id}


def _finish_code(state: State, event: Event, facts: Facts) -> Finish:
    assert event.line_user  # noqa: S101
    invite = get_answer(state, "code")
    before = facts.other_account(invite["person"])
    told = _COMES_ALONG if before else N_("Welcome, {name}. You are enrolled with {agency}.")
    welcome = say(told, name=invite["name"], agency=facts.agency.name)
    kept = _keep_what_was_begun(before) if before else {}
    enrolled = Enrol(invite["invite"], event.line_user, event.at, before.line_user if before else None)
    return Finish((welcome,), (enrolled,), lambda state, _event, facts: _open_menu(state, facts, kept))


def _keep_what_was_begun(before: State) -> Notes:
    """The reports that were begun or stopped at the account until now."""
    reports = get_chosen_id(before) is not None or bool(list_files(before))
    return keep_draft(before) if reports else carry_drafts(before.notes)


def list_messages_to_former(writes: Sequence[Write], facts: Facts) -> Iterator[tuple[str, Message]]:
    """What the LINE account is told that another one takes the place of."""
    for write in writes:
        if isinstance(write, Enrol) and write.former is not None:
            names = list_admin_names(facts)
            yield write.former, say(_CUT, agency=facts.agency.name, time=write.at, names=names)


def _explain_no_more(facts: Facts) -> Say:
    """What became of the account that was enrolled, and whom to ask."""
    former, agency, names = facts.former_account(), facts.agency.name, _whom_to_ask(facts)
    if former is not None and former.removed:
        return say(_REMOVED, agency=agency, day=day_in_bangkok(former.at), names=names)
    if former is not None and former.replaced:
        return say(_REPLACED, agency=agency, time=former.at, names=names)
    return say(_NO_MORE, agency=agency, names=names)


def _open_menu(state: State, facts: Facts, kept: Notes) -> Turn:
    return back_to_menu(replace(state, wrong_codes=0, notes=kept), facts)
