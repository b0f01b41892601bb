"""`decide`: one event of one conversation in, its new state, its messages and its writes out. Pure."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from domain.conversation import PUT_AWAY, State
from domain.events import Event
from domain.messages import N_, Say, lead, say
from domain.writes import AcceptNotice, ReviewUpdate, SetReachable
from handlers.absence import told_to_others
from handlers.asked import TYPED, is_late, note_question, was_unseen
from handlers.commands import COMMANDS
from handlers.drafts import tell_swept
from handlers.enrol import (
    WrongCode,
    code_flow,
    count_wrong_code,
    lock_message,
    looks_like_code,
    notice_flow,
    renew_notice,
    stranger_help,
    void_codes,
)
from handlers.evidence import drop_files, files_of, keep_media, links_of
from handlers.facts import Facts
from handlers.flow import (
    STALE,
    Again,
    BadAnswer,
    Finish,
    Flow,
    Turn,
    advance,
    again,
    ask_again,
    begin,
    closed,
    question_choices,
    typed_choice,
    without_notes,
)
from handlers.flows import FLOWS, back_to_menu, chosen_task, measure_of, running
from handlers.joining import join_line
from handlers.late_evidence import BEFORE, add_to_saved, is_of_before, saved_reply_of
from handlers.left import why_gone
from handlers.menu import help_text
from handlers.notices import NOTICES, UNSENT
from handlers.numbers import NOT_LISTED, named, other_list, tapped, typed_number
from handlers.outcome import Outcome
from handlers.reminding import nudged
from handlers.report import begin_report
from handlers.review import ALL_CHECKED, LEFT, next_to_check, review_flow
from handlers.tasks import in_order
from handlers.words import command_of
from thai.clusters import trim

KEPT_FOR = timedelta(days=7)
SENT_TOGETHER = timedelta(minutes=1)  # photos of one moment come in any order
RESUMED_AFTER = timedelta(hours=12)

ENROLLED = N_(
    "This LINE account is enrolled as {name} already, so the code was not used. "
    "If the phone is somebody else's now, please ask the agency's administrator."
)
RESUMED = N_(
    "You stopped in the middle of a report on “{measure}”, so your message was not taken as an answer. "
    "Please answer the question below, or type “ยกเลิก” to stop."
)
CHECK_RESUMED = N_("You stopped in the middle of a check, so your message was not taken as an answer.")
RECEIVED_SO_FAR = N_("Received: {count} pieces of evidence. Please choose the task they belong to in the list.")
LATE = N_(
    "“{text}” was sent before this question, so it was not taken as the answer. Please answer the question below."
)


def decide(state: State, event: Event, facts: Facts) -> Outcome:
    """The outcome of the event; depends on nothing but its arguments."""
    outcome = note_question(state, renew_notice(_outcome(state, event, facts), event, facts), event)
    return replace(outcome, to_people=tuple(told_to_others(outcome.writes, facts)))


def _outcome(state: State, event: Event, facts: Facts) -> Outcome:
    if event.in_group:
        return void_codes(state, event, facts)
    if event.kind == "follow" and event.line_user is not None:
        return _followed(state, event, facts)
    if event.kind in NOTICES and event.line_user is not None:
        return NOTICES[event.kind](state, event, facts)
    if event.kind == "other" and event.message_id is None:
        return Outcome(state)
    if event.message_id and facts.withdrawn(event.message_id):
        return Outcome(state)
    swept = tell_swept(state, event, facts)
    if swept is not None:
        return _preceded(swept, _outcome(swept.state, event, facts))
    put_away = _put_away(state, event, facts)
    if put_away is not None:
        if event.kind == "text" and put_away.messages and command_of(event) is None:
            ended = back_to_menu(put_away.state, facts, put_away.messages, put_away.writes)
            return Outcome(ended.state, ended.messages, ended.writes)
        return _preceded(put_away, _outcome(put_away.state, event, facts))
    return nudged(_heard(_settled(_answer(state, event, facts), event, facts), event, facts), event, facts)


def _heard(outcome: Outcome, event: Event, facts: Facts) -> Outcome:
    """Whoever writes can be reached, even where the event that said so never came."""
    if facts.person is None or facts.person.reachable or event.line_user is None:
        return outcome
    return replace(outcome, writes=(SetReachable(event.line_user, True, event.at), *outcome.writes))


def _answer(state: State, event: Event, facts: Facts) -> Turn:
    """The turn of whoever writes: a stranger is enrolled first."""
    if facts.person is None:
        return _stranger(state, event, facts)
    if state.flow is None:
        state = replace(state, flow="menu", step="menu")
    listed = None if was_unseen(state, event) else other_list(state, event, facts)
    if listed is not None:
        return _by_number(listed, state, event, facts)
    command = command_of(event) or _typed_command(state, event, facts)
    if command is not None and command[0] in COMMANDS:
        late, unseen = is_late(state, event), command[0] == "back" and _is_unseen(state, event)
        if command[0] in ("cancel", "back") and (late or unseen):
            return ask_again(running(state, facts), state, facts, _late(event))
        return COMMANDS[command[0]](state, event, facts, command[1])
    if event.media is not None:
        return _media(state, event, facts)
    if event.kind == "text" and state.flow == "menu" and looks_like_code(event.text) and facts.invite(event.text):
        return ask_again(running(state, facts), state, facts, say(ENROLLED, name=facts.person.name))
    return _take_answer(state, event, facts)


def _by_number(listed: Mapping[str, str], state: State, event: Event, facts: Facts) -> Turn:
    """What the typed number stands for in the newest message, by name; the present question where for nothing."""
    tap = tapped(event, listed)
    if tap is None:
        told = lead(NOT_LISTED, number=typed_number(event))
        return ask_again(running(state, facts), state, facts, told)
    return named(_answer(state, tap, facts), event, tap.data, facts)


def _take_answer(state: State, event: Event, facts: Facts) -> Turn:
    """The turn that an answer to the present question makes."""
    flow = running(state, facts)
    joined = join_line(flow, state, event, facts, is_late(state, event)) if state.flow == "report" else None
    if joined is not None:
        return joined
    if _is_unseen(state, event):
        return advance(flow, state, event, facts, _late(event))
    waited = event.at - state.moved_at if state.moved_at else timedelta()
    if event.kind == "text" and chosen_task(state) is not None and waited > RESUMED_AFTER:
        told = lead(RESUMED, measure=measure_of(state, facts))
        return ask_again(flow, replace(state, moved_at=event.at), facts, told)
    if event.kind == "text" and state.flow == "review" and waited > RESUMED_AFTER:
        return ask_again(flow, replace(state, moved_at=event.at), facts, lead(CHECK_RESUMED))
    if event.kind == "text" and UNSENT in state.notes:
        told = say(N_("The message you took back was removed. Please answer this question again."))
        return ask_again(flow, without_notes(state, UNSENT), facts, told)
    return advance(flow, state, event, facts)


def _late(event: Event) -> Say:
    if event.kind == "tap":
        return lead(STALE)
    return lead(LATE, text=trim(" ".join(event.text.split()), 80))


def _is_unseen(state: State, event: Event) -> bool:
    """True where typed words cannot be meant for the present question; a link at the evidence is evidence anyway."""
    if event.kind != "text" or not was_unseen(state, event):
        return False
    return is_late(state, event) or state.step != "evidence" or not links_of(event.text)


def _stranger(state: State, event: Event, facts: Facts) -> Turn:
    """Notice, then code; five wrong codes lock for an hour."""
    locked = lock_message(state, event)
    if locked is not None:
        return Turn(state, (locked,))
    sent = looks_like_code(event.text) if event.kind == "text" else ""
    if state.notice_version is None and (state.flow != "notice" or sent):
        return begin(notice_flow(sent if sent and facts.invite(sent) else ""), state, event, facts)
    if state.flow not in ("notice", "code"):
        asked = begin(code_flow(), state, event, facts)
        if not sent:
            return asked
        state = asked.state
    command = command_of(event)
    if event.kind == "follow" or (command is not None and command[0] in ("help", "cancel", "back")):
        return ask_again(running(state, facts), state, facts, stranger_help(facts))
    turn = advance(running(state, facts), state, event, facts)
    if not isinstance(turn.bad, WrongCode):
        return turn
    counted = count_wrong_code(state, event)
    locked = lock_message(counted, event)
    return Turn(counted, (locked,) if locked else turn.messages)


def _typed_command(state: State, event: Event, facts: Facts) -> tuple[str, str] | None:
    """The command behind a choice of the present question that was typed by its number or words."""
    if event.kind != "text" or was_unseen(state, event):
        return None
    chosen = typed_choice(event.text, question_choices(running(state, facts), state, facts), facts)
    return command_of(replace(event, kind="tap", data=chosen.data)) if chosen else None


def _media(state: State, event: Event, facts: Facts) -> Turn:
    """A photo or file: kept for the report that runs, or for one that begins with it."""
    assert event.media is not None  # noqa: S101
    if event.media.kind == "voice" and state.step != "evidence":
        told = say(N_("A voice message cannot be taken as an answer. Please type it."))
        return ask_again(running(state, facts), state, facts, told)
    reply = saved_reply_of(state, event.media, event, facts)
    if reply is not None:
        late, writes = add_to_saved(reply, event.media, event, facts)
        aside = ask_again(running(state, facts), state, facts).messages if state.flow in ("report", "review") else ()
        return Turn(state, (late, *aside), writes)
    if chosen_task(state) is not None and is_of_before(state, event):
        return ask_again(running(state, facts), state, facts, say(BEFORE))
    begun = state.flow == "report"
    if not begun:
        if not facts.open_tasks():
            return back_to_menu(state, facts, (say(N_("There is no open task to send evidence for just now.")),), ())
        earlier = (event.at - SENT_TOGETHER).isoformat()
        state = begin_report(state, event, facts, notes={"listed": in_order(facts), "begun": earlier}).state
    flow = running(state, facts)
    try:
        kept = keep_media(event.media, event, state, facts)
    except BadAnswer as bad:
        return ask_again(flow, state, facts, bad.text)
    received = kept.text if begun else say(N_("Received. Which task does it belong to?"))
    if state.moved_at is not None and event.at - state.moved_at > RESUMED_AFTER and chosen_task(state) is not None:
        received = say(N_("Received as evidence for “{measure}”."), measure=measure_of(state, facts))
    if begun and _was_just_listed(state, event):
        return _received_beside_list(state, kept, flow, facts)
    if not kept.quiet:
        return again(flow, state, facts, replace(kept, text=received))
    if not begun or state.step == "summary":
        return again(flow, state, facts, replace(kept, text=received, quiet=False))
    turn = again(flow, state, facts, kept)
    return replace(turn, messages=(kept.text,)) if kept.text else turn


def _was_just_listed(state: State, event: Event) -> bool:
    """True where the tasks to choose from were listed for a photo or file sent about the same moment."""
    return state.step == "task" and state.moved_at is not None and abs(event.at - state.moved_at) < SENT_TOGETHER


def _received_beside_list(state: State, kept: Again, flow: Flow, facts: Facts) -> Turn:
    """Keeps one more of a burst without the whole list again: how many have come, once those of a set all have."""
    turn = again(flow, state, facts, replace(kept, quiet=True))
    told = say(RECEIVED_SO_FAR, count=len(files_of(turn.state)))
    return turn if kept.quiet or not kept.notes else replace(turn, messages=(told,))


def _settled(turn: Turn, event: Event, facts: Facts) -> Outcome:
    """The turn as an outcome: what follows a finished flow is begun, and the expiry is set anew."""
    state, messages, writes = turn.state, turn.messages, turn.writes
    accepted = next((w for w in writes if isinstance(w, AcceptNotice)), None)
    if accepted is not None:
        state = replace(state, notice_version=accepted.version)
    if turn.finished is not None and turn.finished.then == "code":
        return _code_next(state, event, facts, turn)
    if turn.finished is not None and turn.finished.then == "review":
        turn = _review_next(turn, turn.finished, event, facts)
        return Outcome(replace(turn.state, expires_at=event.at + KEPT_FOR), turn.messages, turn.writes)
    if turn.finished is not None and turn.finished.then == "menu":
        ended = back_to_menu(state, facts, messages, writes)
        state, messages = replace(ended.state, wrong_codes=0), ended.messages
    return Outcome(replace(state, expires_at=event.at + KEPT_FOR), messages, writes)


def _code_next(state: State, event: Event, facts: Facts, turn: Turn) -> Outcome:
    """After the notice the code: asked for, or taken at once where it came with the first message."""
    assert turn.finished is not None  # noqa: S101
    asked = begin(code_flow(), state, event, facts)
    sent = str(turn.finished.notes.get("code_sent") or "")
    if sent:
        typed = replace(event, kind="text", text=sent, data="")
        asked = _stranger(asked.state, typed, facts)
    after = _settled(asked, event, facts)
    return replace(after, writes=(*turn.writes, *after.writes))


def _review_next(turn: Turn, ended: Finish, event: Event, facts: Facts) -> Turn:
    """The next reply that waits for the person's check, after what was said of the one before."""
    notes = next_to_check(facts, ended.notes.get("left", ()))
    if notes is None:
        checked = {write.update_id for write in turn.writes if isinstance(write, ReviewUpdate)}
        skipped = sum(task.check is None or task.check.update_id not in checked for task in facts.tasks_to_check())
        told = say(LEFT, count=skipped) if skipped else say(ALL_CHECKED)
        return back_to_menu(turn.state, facts, (*turn.messages, told), turn.writes)
    typed = {TYPED: ended.notes[TYPED]} if ended.notes.get(TYPED) else {}
    begun = begin(review_flow(), turn.state, event, facts, notes={**notes, **typed})
    return replace(begun, messages=(*turn.messages, *begun.messages), writes=turn.writes)


def _put_away(state: State, event: Event, facts: Facts) -> Outcome | None:
    """What is said where a report cannot go on: it waited too long, or its round or step is no more."""
    if state.flow in (None, "menu", "notice", "code") or facts.person is None:
        return None
    chosen = chosen_task(state)
    is_closed = chosen is not None and facts.task(chosen) is None
    known = state.flow in FLOWS and not is_closed and state.step in running(state, facts).steps(state)
    if known and (state.expires_at is None or event.at < state.expires_at):
        return None
    dropped = (drop_files(state),) if files_of(state) else ()
    if is_closed and chosen is not None:
        told: tuple[Say, ...] = (why_gone(chosen, facts),)
    elif chosen is not None:
        told = (say(_EXPIRED, measure=measure_of(state, facts)),)
    else:
        told = (say(_EVIDENCE_EXPIRED),) if dropped or PUT_AWAY in state.notes else ()
    return Outcome(closed(state), told, dropped)


_EXPIRED = N_(
    "The report on “{measure}” that you had begun was put away unsaved after a week without an answer, so your message "
    "was not taken for it. To report on it, please begin anew: type “งาน”."
)
_EVIDENCE_EXPIRED = N_(
    "The photos or files that you had sent were put away after a week, as no task was chosen for them. "
    "Please send them again with a report: type “งาน”."
)


def _preceded(first: Outcome, then: Outcome) -> Outcome:
    return Outcome(then.state, first.messages + then.messages, first.writes + then.writes)


def _followed(state: State, event: Event, facts: Facts) -> Outcome:
    """Added or unblocked: reachable again, greeted, and told what is open."""
    assert event.line_user  # noqa: S101
    reachable = SetReachable(event.line_user, True, event.at)
    put_away = _put_away(state, event, facts)
    if put_away is not None:
        return _preceded(put_away, _followed(put_away.state, event, facts))
    turn = _stranger(state, event, facts) if facts.person is None else _greeting(state, facts)
    greeted = nudged(_settled(replace(turn, state=replace(turn.state, nudged_on=None)), event, facts), event, facts)
    return replace(greeted, writes=(reachable, *greeted.writes))


def _greeting(state: State, facts: Facts) -> Turn:
    if state.flow is None:
        state = replace(state, flow="menu", step="menu")
    return ask_again(running(state, facts), state, facts, help_text(facts))
