"""Enrolling: the privacy notice first, then the invite code that binds a LINE account to a person.

Nothing but the LINE user id is stored before the notice is accepted (Personal Data Protection Act B.E. 2562,
section 23). A wrong, an expired and a spent code are answered alike: a stranger learns nothing.
"""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

from domain.conversation import State
from domain.events import Event
from domain.messages import N_, Choice, Choices, Message, Say, say
from domain.writes import AcceptNotice, Enrol, VoidInvite
from handlers.facts import Facts
from handlers.flow import DONE, BadAnswer, Finish, Flow, Step, value
from handlers.outcome import Outcome

NOTICE_VERSION = "2026-11-27"
CODE_LENGTH = 8
WRONG_CODES_ALLOWED = 5
LOCKED_FOR = timedelta(hours=1)

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
WRONG_CODE = N_("This code cannot be used. Please check it, or ask the agency's administrator for a new one.")
SHOWN_IN_GROUP = N_(
    "The invite code of {name} was typed in a LINE group, where others can read it, so it works no longer. "
    "Please make a new one and give it to {name} alone."
)
_MOST_CODES, _MOST_TOLD = 100, 5  # of one message: LINE takes five messages at once
LOCKED = N_(
    "The code was wrong {times} times, so codes are not taken for an hour. Please send the code again after {until}."
)


def notice_flow(code: str = "") -> Flow:
    """The notice and its acceptance. An invite's code that was sent first rides on the button, and is kept nowhere."""
    step = Step("notice", lambda _state, facts: _ask_notice(code, facts), _read_notice, DONE)
    return Flow("notice", lambda _state: {"notice": step}, "notice", _accepted, can_cancel=False)


def code_flow() -> Flow:
    """The invite code."""
    step = Step("code", _ask_code, _read_code, DONE)
    return Flow("code", lambda _state: {"code": step}, "code", _enrolled, can_cancel=False)


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


_CODE = re.compile(r"(?<![A-Za-z0-9])[A-Za-z0-9]{8}(?![A-Za-z0-9])")


def looks_like_code(text: str) -> str:
    """The invite code in what was typed, in capitals; "" where there is none. A code has letters and digits."""
    squeezed = "".join(re.findall("[A-Za-z0-9]", text))
    found = [squeezed] if len(squeezed) == CODE_LENGTH else _CODE.findall(text)
    codes = [code.upper() for code in found if not code.isalpha() and not code.isdecimal()]
    return codes[0] if len(codes) == 1 else ""


def void_codes(state: State, event: Event, facts: Facts) -> Outcome:
    """Codes typed in a group, where others read them: void from now on, and the administrators hear of it."""
    typed = {looks_like_code(event.text), *(found.upper() for found in _CODE.findall(event.text))} - {""}
    invites = [invite for code in sorted(typed)[:_MOST_CODES] if (invite := facts.invite(code))]
    shown = [invite for invite in invites if not invite.used and event.at < invite.expires_at]
    told = tuple(say(SHOWN_IN_GROUP, name=invite.person_name) for invite in shown[:_MOST_TOLD])
    return Outcome(state, (), tuple(VoidInvite(invite.id, event.at) for invite in shown), told)


def stranger_help(facts: Facts) -> Say:
    """What somebody who is not enrolled is told who asks for help."""
    return say(
        N_("This account serves the officers of {agency}. The agency's administrator gives out the codes."),
        agency=facts.agency.name,
    )


def lock_message(state: State, event: Event) -> Say | None:
    """Why no code is taken just now; None where codes are taken."""
    if state.locked_until is None or event.at >= state.locked_until:
        return None
    return say(LOCKED, times=WRONG_CODES_ALLOWED, until=state.locked_until)


def count_wrong_code(state: State, event: Event) -> State:
    """The state after one more wrong code: locked for an hour at the fifth."""
    wrong = state.wrong_codes + 1
    if wrong < WRONG_CODES_ALLOWED:
        return replace(state, wrong_codes=wrong, locked_until=None)
    return replace(state, wrong_codes=0, locked_until=event.at + LOCKED_FOR)


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


def _accepted(state: State, event: Event, _facts: Facts) -> Finish:
    assert event.line_user  # noqa: S101
    accepted = AcceptNotice(event.line_user, NOTICE_VERSION, event.at)
    return Finish(writes=(accepted,), then="code", notes={"code_sent": value(state, "notice")})


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
    return {"invite": invite.id, "name": invite.person_name}


def _enrolled(state: State, event: Event, _facts: Facts) -> Finish:
    assert event.line_user  # noqa: S101
    invite = value(state, "code")
    welcome = say(N_("Welcome, {name}. You are enrolled."), name=invite["name"])
    return Finish((welcome,), (Enrol(invite["invite"], event.line_user, event.at),), then="menu")
