"""The supervisors' check: the replies that wait, one at a time, oldest first: approved, sent back or left for later."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from domain.conversation import Notes, State
from domain.events import Event
from domain.messages import N_, Choice, Choices, Message, Say, join_sentences, lead, say
from domain.status_words import STATUS_WORDS
from domain.task import REPLY_TEXTS, Evidence, Review, Task, Update
from domain.writes import ReviewUpdate
from handlers.advance import begin
from handlers.asked import TYPED, note_typed
from handlers.authors import format_author
from handlers.earlier import earlier_replies
from handlers.facts import Facts
from handlers.flow import DONE, BadAnswer, Finish, Flow, Step, Turn, get_answer, read_choice, stop_saying
from handlers.menu import back_to_menu
from handlers.own_answers import tell_own
from handlers.questions import find_label
from thai.clusters import trim
from thai.dates import day_in_bangkok

LONGEST_REASON = 500
APPROVE, RETURN, SKIP, GONE = "approve", "return", "skip", "gone"

_STOPPED = N_("Stopped. What you have checked stays as it is.")
_RESUMED = N_("You stopped in the middle of a check, so your message was not taken as an answer.")
ALL_CHECKED = N_("No more replies wait for your check. Thank you.")
_LEFT = N_("That is all for now; {count} replies are left for later. Type “ตรวจ” to go on.")
_WAITING = N_("{count} replies wait for your check. The oldest:")
_WHO = N_("Reported by {name}, {unit}, on {day}")
_ADDS = N_("It adds to what was reported on {days}; the report prints both together:")
_TOGETHER = N_("{label}, printed together")
_NEW = N_("New in it")
_APPROVED = N_("Approved: {measure}")
_RETURNED = N_("Sent back to {name}: {measure}\nThe next reminder tells them why.")
_NEWER = N_("Not recorded: a newer reply has taken the place of the one you looked at.")
_ALREADY = N_("Not recorded: {name} has checked this reply already – {verdict}.")
_NO_MORE = N_("Not recorded: this reply does not wait for your check any more.")
VERDICTS = {
    Review.WAITING: N_("waits for the check"),
    Review.APPROVED: N_("approved"),
    Review.RETURNED: N_("sent back"),
}


def review_flow() -> Flow:
    """A verdict on one reply; what is sent back asks for its reason."""
    steps = {
        "verdict": Step("verdict", _ask_verdict, _read_verdict, lambda a: "words" if _verdict(a) == RETURN else DONE),
        "words": Step("words", _ask_words, _read_words, DONE, text=True),
    }
    return Flow("review", lambda _state: steps, "verdict", _finish_review, stop=stop_saying(_STOPPED), resume=_resume)


def next_to_check(facts: Facts, left: Sequence[int] = ()) -> Notes | None:
    """The notes with which the check of the oldest reply begins, but for those `left`; None where none waits."""
    for task in facts.tasks_to_check():
        if task.check is not None and task.check.update_id not in left:
            return {"task": task.id, "update": task.check.update_id, "left": list(left)}
    return None


def _resume(_state: State, _facts: Facts) -> Say:
    return lead(_RESUMED)


def check_next(state: State, event: Event, facts: Facts, done: Notes, checked: int | None) -> Turn:
    """The next reply that waits for the person's check; the menu where none does. `checked` was it just now."""
    notes = next_to_check(facts, done["left"])
    if notes is not None:
        return begin(review_flow(), state, event, facts, notes={**notes, TYPED: done[TYPED]})
    left = sum(task.check is None or task.check.update_id != checked for task in facts.tasks_to_check())
    return back_to_menu(state, facts, (say(_LEFT, count=left) if left else say(ALL_CHECKED),))


def waits_for_check(task: Task, facts: Facts) -> Say | None:
    """What is told to who has just reported: who checks it; None where every reply counts at once."""
    if facts.agency.review_from is None:
        return None
    names = ", ".join(person.name for person in facts.reviewers_of(task)[:3])
    return say(N_("It counts once it is approved by {names}."), names=names or "-")


def _verdict(state: State) -> Any:
    return get_answer(state, "verdict")


def _task_under_check(state: State, facts: Facts) -> Task | None:
    """The task whose reply is looked at, as long as it waits for this person's check."""
    wanted = state.notes.get("update")
    return next((task for task in facts.tasks_to_check() if task.check and task.check.update_id == wanted), None)


def _ask_verdict(state: State, facts: Facts) -> Message:
    task, update = _task_under_check(state, facts), facts.newest_update(int(state.notes["task"]))
    if task is None or update is None:
        return Choices(_why_gone(state, facts), (Choice(say(N_("Next reply")), GONE), _STOP))
    waiting = sum(
        one.check is not None and one.check.update_id not in state.notes["left"] for one in facts.tasks_to_check()
    )
    lines = [say(_WAITING, count=waiting), say("\n“{measure}”", measure=trim(task.measure, 400))]
    lines += [*_tell_reply(task, update, facts), say(N_("\nIs it in order?"))]
    files = any(piece.kind != "link" for piece in facts.evidence_of(update.id))
    look = (Choice(say(N_("Look at the evidence")), uri=facts.look_at(update.id), side=True),) if files else ()
    choices = (
        *look,
        Choice(say(N_("Approve")), APPROVE),
        Choice(say(N_("Send back")), RETURN),
        Choice(say(N_("Later")), SKIP),
        _STOP,
    )
    return Choices(join_sentences(lines), choices)


_STOP = Choice(say(N_("Stop")), ":cancel")


def _tell_reply(task: Task, update: Update, facts: Facts) -> list[Say]:
    """Who said what, and what came with it."""
    who = say(_WHO, name=format_author(update, facts), unit=task.unit or "-", day=day_in_bangkok(update.at))
    lines = [who, _label_line(say(N_("Status")), say(STATUS_WORDS[update.status]))]
    before = [one for one in earlier_replies(task.id, facts) if one.id != update.id]
    if any(text.strip() for one in before for text in one.texts.values()):
        days = join_sentences([say("{day}", day=day_in_bangkok(one.at)) for one in before], ", ")
        lines.append(say(_ADDS, days=days))
    layout = facts.agency.layout
    for name in REPLY_TEXTS:
        lines += _text_rows(find_label(name, layout), [getattr(one, name).strip() for one in (*before, update)])
    lines += [_label_line(label, join_sentences(told, ", ")) for label, told in tell_own(update.own, layout)]
    lines += [_label_line(find_label(f"date_{step}", layout), say("{day}", day=day)) for step, day in update.dates]
    pieces = facts.evidence_of(update.id)
    lines.append(_label_line(say(N_("Evidence")), _tell_evidence(pieces)))
    return lines


def _text_rows(label: Say, texts: Sequence[str]) -> list[Say]:
    """The text under its label; where it goes on with earlier ones, all as they are printed and then what is new."""
    earlier, new = [text for text in texts[:-1] if text], texts[-1]
    if not earlier:
        return [_label_line(label, _in_lines(new))] if new else []
    lines = dict.fromkeys(line.strip() for text in (*earlier, new) for line in text.splitlines() if line.strip())
    rows = [_label_line(say(_TOGETHER, label=label), say("\n{text}", text=trim("\n".join(lines), 800)))]
    return [*rows, _label_line(say(_NEW), _in_lines(new) if new else say(N_("none")))]


def _in_lines(text: str) -> Say:
    return say("\n{text}" if "\n" in text else "{text}", text=trim(text, 800))


def _tell_evidence(pieces: Sequence[Evidence]) -> Say:
    """How many photos and files came, and the addresses that were given."""
    photos, files = (sum(piece.kind == kind for piece in pieces) for kind in ("photo", "file"))
    found = [say(N_("{count} pictures"), count=photos)] if photos else []
    found += [say(N_("{count} files"), count=files)] if files else []
    found += [say("{link}", link=piece.link or "-") for piece in pieces if piece.kind == "link"]
    return join_sentences(found, ", ") if found else say(N_("none"))


def _label_line(label: Say, text: Say) -> Say:
    return say("{label}: {text}", label=label, text=text)


def _read_verdict(event: Event, state: State, facts: Facts) -> Any:
    verdict = read_choice(event, (APPROVE, RETURN, SKIP, GONE))
    return verdict if _task_under_check(state, facts) or verdict == SKIP else GONE


def _ask_words(_state: State, _facts: Facts) -> Message:
    return Choices(say(N_("What is to be mended? Please type it in a sentence; whoever reported will read it.")))


def _read_words(event: Event, _state: State, _facts: Facts) -> Any:
    text = " ".join(event.text.split()) if event.kind == "text" else ""
    if not text:
        raise BadAnswer(say(N_("Please type your answer as a message.")))
    if len(text) > LONGEST_REASON:
        raise BadAnswer(say(N_("That is too long: at most {most} letters."), most=LONGEST_REASON))
    return text


def _finish_review(state: State, event: Event, facts: Facts) -> Finish:
    """The verdict, and then the next reply; one that another has checked meanwhile is told and not recorded."""
    task, verdict = _task_under_check(state, facts), _verdict(state)
    more = {"left": [*state.notes["left"], state.notes["update"]], TYPED: note_typed(event)}
    go_on = partial(check_next, done=more, checked=None)
    if verdict == SKIP:
        return Finish(then=go_on)
    if task is None or task.check is None or facts.person is None:
        return Finish((_why_gone(state, facts),), then=go_on)
    measure, made = trim(task.measure, 200), Review.APPROVED if verdict == APPROVE else Review.RETURNED
    told = _APPROVED if made is Review.APPROVED else _RETURNED
    words = state.answers.get("words") or {"value": "", "message": None}
    write = ReviewUpdate(
        task.check.update_id, facts.person.id, made, event.at, words["value"], message_id=words["message"]
    )
    message = say(told, measure=measure, name=facts.name_of(task.check.author_id))
    return Finish((message,), (write,), partial(check_next, done=more, checked=write.update_id))


def _why_gone(state: State, facts: Facts) -> Say:
    """Why the reply that was looked at is not to be checked any more."""
    newest = facts.newest_update(int(state.notes["task"]))
    if newest is not None and newest.id != state.notes["update"]:
        return say(_NEWER)
    if newest is None or newest.check is None or newest.check.reviewer_id is None:
        return say(_NO_MORE)
    return say(_ALREADY, name=facts.name_of(newest.check.reviewer_id), verdict=say(VERDICTS[newest.check.review]))
