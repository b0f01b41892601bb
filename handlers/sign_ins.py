"""Signing in to the pages, as far as the chat has a word in it: a code confirmed, a sign-in told of and ended."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from domain.agency import Role
from domain.browsers import find_typed_code
from domain.conversation import State
from domain.events import Event
from domain.messages import N_, Choice, Choices, Message, say
from domain.writes import AnswerBrowser, AskBrowser, EndSession
from handlers.advance import ask_again
from handlers.codes import count_wrong_code, lock_message
from handlers.facts import Facts
from handlers.flow import Turn
from handlers.flows import find_flow
from handlers.menu import is_idle
from handlers.outcome import Outcome
from handlers.tasks import get_chosen_id

_IS_IT_YOU: Final = N_(
    "Is it you who signs in to the admin page of {agency}?\n"
    "• device: {browser}\n• network address: {place}\n• asked at: {time}\n"
    "Please say yes only where the page with this code stands before you. "
    "If somebody else told you the code, please say no."
)
_FOR_ADMINS: Final = N_("Signing in by a code is for the agency's administrators.")
_NO_CODE: Final = N_("No page shows this code now. A code lives for five minutes; please look at the page again.")
_SIGNED_IN: Final = N_("The page of {browser} is signed in now, for 12 hours.")
_REFUSED: Final = N_("Nobody was signed in. The code works no longer.")
_OVER: Final = N_("This code works no longer. Please get a new one on the page.")
_TOLD: Final = N_(
    "Somebody signed in to the admin page by your link: {browser}, at {time}. "
    "If it was you, there is nothing to be done."
)
_ENDED: Final = N_(
    "That device was signed out. If you did not sign in there, please tell the agency's administrators, "
    "and do not pass links from this chat on."
)
_UNKNOWN: Final = N_("a device that does not say what it is")


def take_browser_code(state: State, event: Event, facts: Facts) -> Turn | None:
    """The turn of a code that a page shows; None for what is no such code.

    Digits alone may be an answer: they are taken for a code only by an administrator, where nothing is being asked.
    """
    code, named = find_typed_code(event.text) if event.kind == "text" else ("", False)
    is_admin = facts.person is not None and Role.ADMIN in facts.person.roles
    if not code or not (named or (is_admin and is_idle(state))):
        return None
    turn = _ask_about(code, state, event, facts) if is_admin else Turn(state, (say(_FOR_ADMINS),))
    if get_chosen_id(state) is None:
        return turn
    # A report under way goes on beneath.
    asked = ask_again(find_flow(turn.state, facts), turn.state, facts).messages
    return replace(turn, messages=(*turn.messages, *asked))


def _ask_about(code: str, state: State, event: Event, facts: Facts) -> Turn:
    assert facts.person is not None  # noqa: S101
    if locked := lock_message(state, event):
        return Turn(state, (locked,))
    found = facts.browser_with(code)
    if found is None or event.at >= found.expires_at:
        return Turn(count_wrong_code(state, event), (say(_NO_CODE),))
    choices = (
        Choice(say(N_("Yes, sign it in")), f":browser:yes:{found.id}"),
        Choice(say(N_("No, it is not me")), f":browser:no:{found.id}"),
    )
    known = {"browser": _name_device(found.browser), "place": found.place, "time": found.at}
    question = Choices(say(_IS_IT_YOU, agency=facts.agency.name, **known), choices, buttons=True)
    asks = AskBrowser(found.id, facts.person.id, event.at)
    # A right code gives no new tries: everybody can have one shown, between guesses at others'.
    return Turn(state, (question,), (asks,))


def answer_about_browser(state: State, event: Event, facts: Facts, argument: str) -> Turn:
    """The administrator's word on the browser of the button."""
    accepts, _, number = argument.partition(":")
    found = facts.browser_asked_about(int(number)) if number.isdecimal() and len(number) < 16 else None
    if facts.person is None or Role.ADMIN not in facts.person.roles or found is None or event.at >= found.expires_at:
        return Turn(state, (say(_OVER),))
    told = say(_SIGNED_IN, browser=_name_device(found.browser)) if accepts == "yes" else say(_REFUSED)
    return Turn(state, (told,), (AnswerBrowser(found.id, facts.person.id, accepts == "yes", event.at),))


def end_session(state: State, event: Event, facts: Facts, argument: str) -> Turn:
    """The person's browser of the button, signed out."""
    if facts.person is None or not argument.isdecimal() or len(argument) > 15:
        return Turn(state)
    return Turn(state, (say(_ENDED),), (EndSession(int(argument), facts.person.id, event.at),))


def tell_sign_ins(outcome: Outcome, event: Event, facts: Facts) -> Outcome:
    """The outcome, and before it who signed in by the person's links since the last answer: an answer costs nothing."""
    new = outcome.state.sign_ins
    if not new or facts.person is None or not outcome.messages or event.kind not in ("text", "tap", "media", "follow"):
        return outcome
    now = min(_MOST_MESSAGES - len(outcome.messages), _AT_ONCE)
    if now <= 0:
        return outcome
    told, later = map(_tell_sign_in, new[:now]), list(new[now:])
    return replace(outcome, state=replace(outcome.state, sign_ins=later or None), messages=(*told, *outcome.messages))


_MOST_MESSAGES: Final = 5  # that LINE takes at once
_AT_ONCE: Final = 2


def _tell_sign_in(sign_in: Mapping[str, Any]) -> Message:
    known = {"browser": _name_device(sign_in["browser"]), "time": datetime.fromisoformat(sign_in["at"])}
    choice = Choice(say(N_("It was not me: sign it out")), f":signout:{sign_in['session']}", side=True)
    return Choices(say(_TOLD, **known), (choice,), buttons=True)


def _name_device(browser: str) -> Any:
    return browser or say(_UNKNOWN)
