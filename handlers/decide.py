"""`decide`: one event of one conversation in, its new state, its messages and its writes out. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from domain.agency import Role
from domain.conversation import State
from domain.events import Event
from domain.messages import N_, Message, SignInLink, say
from domain.writes import AcceptNotice, ForgetMessage, OfferSignIn, SetReachable, SettleEvidence, Write
from handlers.enrol import WrongCode, code_flow, count_wrong_code, lock_message, looks_like_code, notice_flow
from handlers.evidence import FETCH_FAILED, drop_files, files_of, keep_media
from handlers.facts import Facts
from handlers.flow import (
    DONE,
    Answers,
    BadAnswer,
    Flow,
    Turn,
    advance,
    again,
    ask_again,
    begin,
    question_choices,
    standing,
    step_back,
    typed_choice,
    value,
)
from handlers.menu import help_text, menu_flow
from handlers.report import answers_for, report_flow
from handlers.status import status_message
from handlers.words import command_of

KEPT_FOR = timedelta(days=7)
RESUMED_AFTER = timedelta(hours=12)
SIGN_IN_FOR = timedelta(minutes=10)

FLOWS: Mapping[str, Callable[[Answers, Facts], Flow]] = {
    "notice": lambda _answers, _facts: notice_flow(),
    "code": lambda _answers, _facts: code_flow(),
    "menu": lambda _answers, _facts: menu_flow(),
    "report": report_flow,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an event leads to: the conversation's new state, what is said to the person, what is written."""

    state: State
    messages: tuple[Message, ...] = ()
    writes: tuple[Write, ...] = ()


def decide(state: State, event: Event, facts: Facts) -> Outcome:
    """The outcome of the event; depends on nothing but its arguments."""
    if event.kind in _NOTICES and event.line_user is not None:
        return _NOTICES[event.kind](state, event, facts)
    if event.in_group or (event.kind == "other" and event.message_id is None):
        return Outcome(state)
    if event.message_id and facts.withdrawn(event.message_id):
        return Outcome(state)
    put_away = _put_away(state, event, facts)
    if put_away is not None:
        return _preceded(put_away, decide(put_away.state, event, facts))
    return _settled(_answer(state, event, facts), event, facts)


def _answer(state: State, event: Event, facts: Facts) -> Turn:
    """The turn of whoever writes: a stranger is enrolled first."""
    if facts.person is None:
        return _stranger(state, event, facts)
    if state.flow is None:
        state = replace(state, flow="menu", step="menu")
    command = command_of(event) or _typed_command(state, event, facts)
    if command is not None and command[0] in _COMMANDS:
        return _COMMANDS[command[0]](state, event, facts, command[1])
    if event.media is not None:
        return _media(state, event, facts)
    return _reply(state, event, facts)


def _reply(state: State, event: Event, facts: Facts) -> Turn:
    """The turn that an answer to the present question makes."""
    flow = _flow(state, facts)
    if event.kind == "text" and state.moved_at is not None:
        if event.at < state.moved_at:
            return ask_again(flow, state, facts, say(N_("That was written before this question. Please answer it.")))
        if _chosen(state) is not None and event.at - state.moved_at > RESUMED_AFTER:
            told = say(N_("You are in the middle of a report. Please go on where you stopped."))
            return ask_again(flow, replace(state, moved_at=event.at), facts, told)
    return advance(flow, state, event, facts)


def _stranger(state: State, event: Event, facts: Facts) -> Turn:
    """Notice, then code; five wrong codes lock for an hour."""
    locked = lock_message(state, event)
    if locked is not None:
        return Turn(state, (locked,))
    sent = looks_like_code(event.text) if event.kind == "text" else ""
    if state.notice_version is None and (state.flow != "notice" or sent):
        return begin(notice_flow(), state, event, facts, {"code_sent": sent} if sent else {})
    if state.flow not in ("notice", "code"):
        state = begin(code_flow(), state, event, facts).state
    turn = advance(_flow(state, facts), state, event, facts)
    if not isinstance(turn.bad, WrongCode):
        return turn
    counted = count_wrong_code(state, event)
    locked = lock_message(counted, event)
    return Turn(counted, (locked,) if locked else turn.messages)


def _flow(state: State, facts: Facts) -> Flow:
    return FLOWS[state.flow or "menu"](state.answers, facts)


def _typed_command(state: State, event: Event, facts: Facts) -> tuple[str, str] | None:
    """The command behind a choice of the present question that was typed by its number or words."""
    if event.kind != "text" or (state.moved_at is not None and event.at < state.moved_at):
        return None
    chosen = typed_choice(event.text, question_choices(_flow(state, facts), state, facts), facts)
    return command_of(replace(event, kind="tap", data=chosen.data)) if chosen else None


def _media(state: State, event: Event, facts: Facts) -> Turn:
    """A photo or file: kept for the report that runs, or for one that begins with it."""
    assert event.media is not None  # noqa: S101
    begun = state.flow == "report"
    if not begun:
        if not facts.open_tasks():
            return Turn(state, (say(N_("There is no open task to send evidence for just now.")),))
        state = begin(report_flow({}, facts), state, event, facts).state
    flow = _flow(state, facts)
    try:
        kept = keep_media(event.media, event, state.answers, facts)
    except BadAnswer as bad:
        return ask_again(flow, state, facts, bad.text)
    told = kept.text if begun else say(N_("Received. Which task does it belong to?"))
    return again(flow, state, event, facts, replace(kept, text=told))


def _chosen(state: State) -> int | None:
    """The id of the task that is being reported on, None where none is."""
    return value(state.answers, "task") if state.flow == "report" else None


def _tasks(state: State, event: Event, facts: Facts, _argument: str) -> Turn:
    if _chosen(state) is not None:
        return _hold_on(state, facts)
    if not facts.open_tasks():
        return Turn(state, (status_message(event, facts),))
    kept = {"files": files_of(state.answers)} if files_of(state.answers) else {}
    return begin(report_flow({}, facts), state, event, facts, kept)


def _report(state: State, event: Event, facts: Facts, argument: str) -> Turn:
    """Begin reporting on the task of a button, on the only one there is, or on one to be chosen."""
    tasks = facts.open_tasks()
    wanted = argument if argument else (str(tasks[0].id) if len(tasks) == 1 else "")
    if not wanted:
        return _tasks(state, event, facts, "")
    task = facts.task(int(wanted)) if wanted.isdecimal() and len(wanted) < 10 else None
    if task is None:
        return Turn(state, (say(N_("That task is not open to you. Type “งาน” to see your tasks.")),))
    if _chosen(state) == task.id:
        return ask_again(_flow(state, facts), state, facts)
    if _chosen(state) is not None:
        return _hold_on(state, facts)
    kept = {"files": files_of(state.answers)} if files_of(state.answers) else {}
    return begin(report_flow({}, facts), state, event, facts, {**kept, **answers_for(task)})


def _hold_on(state: State, facts: Facts) -> Turn:
    """One report at a time: the one that runs is finished or cancelled first."""
    told = say(N_("You are in the middle of a report. Please finish it first, or type “ยกเลิก” to stop it."))
    return ask_again(_flow(state, facts), state, facts, told)


def _status(state: State, event: Event, facts: Facts, _argument: str) -> Turn:
    message = status_message(event, facts)
    if _chosen(state) is not None:
        return ask_again(_flow(state, facts), state, facts).preceded_by(message)
    return Turn(state, (message,))


def _help(state: State, _event: Event, facts: Facts, _argument: str) -> Turn:
    return ask_again(_flow(state, facts), state, facts, help_text(facts))


def _cancel(state: State, _event: Event, facts: Facts, _argument: str) -> Turn:
    if state.flow != "report":
        return ask_again(_flow(state, facts), state, facts, say(N_("There is nothing to cancel.")))
    dropped = (drop_files(state.answers),) if files_of(state.answers) else ()
    return _ended(state, facts, (say(N_("Stopped. Nothing was saved.")),), dropped)


def _back(state: State, event: Event, facts: Facts, _argument: str) -> Turn:
    return step_back(_flow(state, facts), state, event, facts)


def _web(state: State, event: Event, facts: Facts, _argument: str) -> Turn:
    """A one-time sign-in link, for admins alone."""
    person = facts.person
    if person is None or Role.ADMIN not in person.roles:
        return ask_again(
            _flow(state, facts), state, facts, say(N_("The admin page is for the agency's administrators."))
        )
    text = say(N_("Here is your link to the admin page. It works once, for 10 minutes. Please do not pass it on."))
    link = SignInLink(text, say(N_("Open the admin page")), person.id, event.id)
    return Turn(state, (link,), (OfferSignIn(person.id, event.id, event.at, event.at + SIGN_IN_FOR),))


_COMMANDS: Mapping[str, Callable[[State, Event, Facts, str], Turn]] = {
    "tasks": _tasks,
    "report": _report,
    "status": _status,
    "help": _help,
    "cancel": _cancel,
    "back": _back,
    "web": _web,
    "download": _web,
}


def _ended(state: State, facts: Facts, messages: tuple[Message, ...], writes: tuple[Write, ...]) -> Turn:
    """The state with nothing asked but what the menu offers."""
    idle = replace(state, flow="menu", step="menu", answers={}, ticket="")
    return Turn(idle, (*messages, *ask_again(menu_flow(), idle, facts).messages), writes)


def _settled(turn: Turn, event: Event, facts: Facts) -> Outcome:
    """The turn as an outcome: what follows a finished flow is begun, and the expiry is set anew."""
    state, messages, writes = turn.state, turn.messages, turn.writes
    accepted = next((w for w in writes if isinstance(w, AcceptNotice)), None)
    if accepted is not None:
        state = replace(state, notice_version=accepted.version)
    if turn.finished is not None and turn.finished.then == "code":
        return _code_next(state, event, facts, turn)
    if turn.finished is not None and turn.finished.then == "menu":
        ended = _ended(state, facts, messages, writes)
        state, messages = replace(ended.state, wrong_codes=0), ended.messages
    return Outcome(replace(state, expires_at=event.at + KEPT_FOR), messages, writes)


def _code_next(state: State, event: Event, facts: Facts, turn: Turn) -> Outcome:
    """After the notice the code: asked for, or taken at once where it came with the first message."""
    assert turn.finished is not None  # noqa: S101
    asked = begin(code_flow(), state, event, facts)
    sent = str((turn.finished.answers or {}).get("code_sent") or "")
    if sent:
        typed = replace(event, kind="text", text=sent, data="")
        asked = _stranger(asked.state, typed, facts)
    after = _settled(asked, event, facts)
    return replace(after, writes=(*turn.writes, *after.writes))


def _put_away(state: State, event: Event, facts: Facts) -> Outcome | None:
    """What is said where a report cannot go on: it waited too long, or its round or step is no more."""
    if state.flow in (None, "menu", "notice", "code") or facts.person is None:
        return None
    chosen = _chosen(state)
    closed = chosen is not None and facts.task(chosen) is None
    known = state.flow in FLOWS and not closed and state.step in _flow(state, facts).steps
    if known and (state.expires_at is None or event.at < state.expires_at):
        return None
    dropped = (drop_files(state.answers),) if files_of(state.answers) else ()
    told = (say(_CLOSED if closed else _EXPIRED),) if chosen is not None or dropped else ()
    return Outcome(replace(state, flow=None, step=None, answers={}, ticket=""), told, dropped)


_CLOSED = N_("The report you had begun was not saved: that task takes no more answers.")
_EXPIRED = N_("A report that was begun earlier was put away unsaved, as it had waited too long. Please begin anew.")


def _preceded(first: Outcome, then: Outcome) -> Outcome:
    return Outcome(then.state, first.messages + then.messages, first.writes + then.writes)


def _followed(state: State, event: Event, facts: Facts) -> Outcome:
    """Added or unblocked: reachable again, and greeted."""
    assert event.line_user  # noqa: S101
    reachable = SetReachable(event.line_user, True, event.at)
    greeted = decide(state, replace(event, kind="tap", data=":help"), facts)
    return replace(greeted, writes=(reachable, *greeted.writes))


def _unfollowed(state: State, event: Event, _facts: Facts) -> Outcome:
    assert event.line_user  # noqa: S101
    return Outcome(state, (), (SetReachable(event.line_user, False, event.at),))


def _unsent(state: State, event: Event, facts: Facts) -> Outcome:
    """A message taken back in LINE: out of the answers, and out of the records."""
    gone = event.message_id or ""
    answers: dict[str, Any] = {}
    for name, entry in state.answers.items():
        if name == "files":
            answers[name] = [file for file in entry if file.get("message") != gone]
        elif not (isinstance(entry, dict) and entry.get("message") == gone):
            answers[name] = entry
    if state.flow == "report" and answers != state.answers:
        flow = report_flow(answers, facts)
        step = standing(flow, answers)
        state = replace(state, step=flow.first if step == DONE else step)
    return Outcome(replace(state, answers=answers), (), (ForgetMessage(gone, event.at),))


def _fetched(state: State, event: Event, facts: Facts) -> Outcome:
    """What came of fetching evidence: recorded, and said only where the person must do something."""
    assert event.fetched is not None  # noqa: S101
    settle = (SettleEvidence(event.fetched),)
    evidence = facts.evidence(event.fetched.evidence_id)
    if event.fetched.outcome == "saved" or evidence is None or evidence.state == "withdrawn":
        return Outcome(state, (), settle)
    name = evidence.name or (say(N_("photo")) if evidence.kind == "photo" else say(N_("file")))
    told = say(FETCH_FAILED[event.fetched.outcome], name=name)
    files = [file for file in files_of(state.answers) if file.get("message") != evidence.message_id]
    state = replace(state, answers={**state.answers, "files": files} if "files" in state.answers else state.answers)
    return Outcome(state, (told,), settle)


_NOTICES: Mapping[str, Callable[[State, Event, Facts], Outcome]] = {
    "follow": _followed,
    "unfollow": _unfollowed,
    "unsend": _unsent,
    "evidence": _fetched,
}
