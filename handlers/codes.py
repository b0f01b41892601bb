"""Codes: known by their look, void once seen in a group, and not taken for an hour after five wrong ones in an hour."""

import re
from dataclasses import replace
from datetime import timedelta

from domain.conversation import State
from domain.events import Event
from domain.groups import find_group_codes
from domain.invites import CODE_LENGTH
from domain.messages import N_, Say, say
from domain.writes import VoidInvite
from handlers.facts import Facts
from handlers.outcome import Outcome

WRONG_CODES_ALLOWED = 5
LOCKED_FOR = timedelta(hours=1)
SHOWN_IN_GROUP = N_(
    "The invite code of {name} was typed in a LINE group, where others can read it, so it works no longer. "
    "Please make a new one and give it to {name} alone."
)
_MOST_CODES, _MOST_TOLD = 100, 5  # of one message: LINE takes five messages at once
LOCKED = N_(
    "The code was wrong {times} times, so codes are not taken for an hour. Please send the code again after {until}."
)


_CODE = re.compile(r"(?<![A-Za-z0-9])[A-Za-z0-9]{8}(?![A-Za-z0-9])")


def looks_like_code(text: str) -> str:
    """The invite code in what was typed, in capitals; "" where there is none. A code has letters and digits."""
    squeezed = "".join(re.findall("[A-Za-z0-9]", text))
    found = [squeezed] if len(squeezed) == CODE_LENGTH else _CODE.findall(text)
    codes = [code.upper() for code in found if not code.isalpha() and not code.isdecimal()]
    return codes[0] if len(codes) == 1 else ""


_ALONE = re.compile(r"(?:รหัส|โค้ด|ลงทะเบียน|code)*[\s:=“”\"]*([A-Za-z0-9 -]+)[\s“”\"]*(?:ครับ|ค่ะ|คะ)?", re.IGNORECASE)


def is_code_alone(text: str) -> bool:
    """True for what looks like an invite code or the code that links a group, and nothing else: nobody reports so."""
    found = _ALONE.fullmatch(text.strip())
    return bool(found and (looks_like_code(found[1]) or find_group_codes(found[1])))


def void_codes(state: State, event: Event, facts: Facts) -> Outcome:
    """Codes typed in a group, where others read them: void from now on, and the administrators hear of it."""
    typed = {looks_like_code(event.text), *(found.upper() for found in _CODE.findall(event.text))} - {""}
    invites = [invite for code in sorted(typed)[:_MOST_CODES] if (invite := facts.invite(code))]
    shown = [invite for invite in invites if not invite.used and event.at < invite.expires_at]
    told = tuple(say(SHOWN_IN_GROUP, name=invite.person_name) for invite in shown[:_MOST_TOLD])
    return Outcome(state, (), tuple(VoidInvite(invite.id, event.at) for invite in shown), told)


def lock_message(state: State, event: Event) -> Say | None:
    """Why no code is taken just now; None where codes are taken."""
    if state.locked_until is None or event.at >= state.locked_until:
        return None
    return say(LOCKED, times=WRONG_CODES_ALLOWED, until=state.locked_until)


def count_wrong_code(state: State, event: Event) -> State:
    """The state after one more wrong code: locked for an hour at the fifth within an hour."""
    since = state.wrong_since
    if since is None or not state.wrong_codes or event.at - since >= LOCKED_FOR:
        return replace(state, wrong_codes=1, wrong_since=event.at, locked_until=None)
    if state.wrong_codes + 1 < WRONG_CODES_ALLOWED:
        return replace(state, wrong_codes=state.wrong_codes + 1, locked_until=None)
    return replace(state, wrong_codes=0, wrong_since=None, locked_until=event.at + LOCKED_FOR)
