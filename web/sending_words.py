"""What the log of reminders says in plain words: why somebody was told, and what became of the message."""

import re
from collections.abc import Callable
from datetime import date
from typing import Final

from domain.messages import N_, Say, say
from domain.period_words import month_words
from domain.reminding import Reminded, Sending
from domain.sending import FORMER_ACCOUNT, NO_CHANNEL, OUTSIDE_HOURS, PUSHES_SPENT, TOO_LATE_TO_ASK
from reminders.occurrences import find_occasion_kind
from reminders.quota import OFTEN_ENOUGH
from reminders.worth import ANSWERED, LEFT, NEWER
from web.reminder_words import KINDS

_SENT = N_("Reached LINE, {time}")
_WAITING: Final = N_("Waits to be sent")
_DEAD: Final = N_("Could not be sent")
_DROPPED: Final = N_("No longer needed")
_MENU_FEW: Final = N_("Shown on the menu alone: the month's messages are short")
_MENU_OFTEN: Final = N_("Shown on the menu alone: the person has had the month's most messages")

# What our own code notes with a message that did not go out.
_REASONS: Final[dict[str, str]] = {
    ANSWERED: N_("it was answered before it went out"),
    NEWER: N_("a newer reminder spoke for it"),
    LEFT: N_("the person has blocked the account or left it"),
    FORMER_ACCOUNT: N_("the LINE account is nobody's any more"),
    OUTSIDE_HOURS: N_("the agency's hours for reminders have not begun"),
    PUSHES_SPENT: N_("no message of this month is left"),
    TOO_LATE_TO_ASK: N_("it may have arrived: LINE did not say, and it was too late to ask"),
}
_CONNECT_FIRST: Final = N_("the agency has no LINE account yet: set it up under “Settings”")
_OUR_FAULT: Final = N_("an error of the system: please tell whoever runs it")
_REFUSED: Final = N_("LINE refused it: the person may have blocked or deleted the account")
_NO_ACCESS: Final = N_("LINE does not accept the account's keys: check the channel under “Settings”")
_TOO_MANY: Final = N_("LINE took no more messages just then")
_LINE_DOWN: Final = N_("LINE was out of order just then")
_NOT_REACHED: Final = N_("LINE could not be reached")
_STATUS = re.compile(r": (\d{3})\b")


def occasion_words(key: str) -> Say | None:
    """Why somebody was told, `7 days before the due day 31 Mar 70`; None where there is no such occasion any more."""
    kind, *rest = key.split(":")
    try:
        if kind in _WITH_PARTS:
            return _WITH_PARTS[kind](rest)
    except (IndexError, ValueError):
        pass  # a key of an earlier form: its kind says enough
    found = find_occasion_kind(key)
    return say(KINDS[found]) if found in KINDS else None


def _month(rest: list[str]) -> Say:
    month = month_words(date.fromisoformat(f"{rest[0]}-01"))
    if len(rest) > 1:
        return say(
            N_("Follow-up of {month}, on day {day} of those who had not reported"), month=month, day=int(rest[1])
        )
    return say(N_("Follow-up of {month}"), month=month)


def _before_due(rest: list[str]) -> Say:
    days, due = int(rest[1]), date.fromisoformat(rest[2])
    return _days_before(days, due)


def _once(rest: list[str]) -> Say:
    return _days_before(int(rest[1]), date.fromisoformat(rest[0]))


def _days_before(days: int, due: date) -> Say:
    if not days:
        return say(N_("The due day {due}"), due=due)
    return say(N_("{days} days before the due day {due}"), days=days, due=due)


def _late(rest: list[str]) -> Say:
    told = N_("{days} working days after the due day {due}")
    return say(told, days=int(rest[1]), due=date.fromisoformat(rest[2]))


def _before_publication(rest: list[str]) -> Say:
    told = N_("{days} days before the report is to be published by {due}")
    return say(told, days=int(rest[1]), due=date.fromisoformat(rest[0]))


def _summary_of_month(rest: list[str]) -> Say:
    return say(N_("Supervisors' summary of {month}"), month=month_words(date.fromisoformat(f"{rest[0]}-01")))


_WITH_PARTS: Final[dict[str, Callable[[list[str]], Say]]] = {
    "monthly": _month,
    "before_due": _before_due,
    "once": _once,
    "late": _late,
    "publish": _before_publication,
    "summary": _summary_of_month,
}


def log_words(one: Reminded) -> tuple[Say, str]:
    """What became of the reminder, and the kind of its mark: done, late or closed."""
    if one.sending is None:
        return say(_MENU_OFTEN if OFTEN_ENOUGH in one.reason else _MENU_FEW), "closed"
    return sending_words(one.sending)


def sending_words(one: Sending) -> tuple[Say, str]:
    """What became of a message, and the kind of its mark."""
    if one.state == "sent" and one.sent_at:
        return say(_SENT, time=one.sent_at), "done"
    head, mark = {"dead": (_DEAD, "late"), "dropped": (_DROPPED, "closed")}.get(one.state, (_WAITING, "waiting"))
    if not one.error:
        return say(head), mark
    return say("{state}: {reason}", state=say(head), reason=say(_find_reason(one.error))), mark


def _find_reason(error: str) -> str:
    """The sentence for what was noted: of our own words, else by the status that LINE answered."""
    if error in _REASONS:
        return _REASONS[error]
    if error.startswith(NO_CHANNEL):
        return _CONNECT_FIRST
    if error.startswith("bug:"):
        return _OUR_FAULT
    found = _STATUS.search(error)
    status = int(found[1]) if found else 0
    if status in (401, 403) or error.startswith("token:"):
        return _NO_ACCESS
    if status == 429:
        return _TOO_MANY
    if status >= 500 or status == 408:
        return _LINE_DOWN
    return _REFUSED if status >= 400 else _NOT_REACHED
