"""A slip in a saved reply is corrected: the same form, questions and checks as when it was given. Pure.

The facts are those of the reply: it is the newest one, and nothing stands before it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from domain.columns import OWN
from domain.conversation import State
from domain.events import Event
from domain.messages import N_, say
from domain.reply_form import ReplyForm, SentReply
from domain.task import REPLY_TEXTS, Correction, Task, Update
from domain.writes import SaveUpdate
from handlers.authors import format_author
from handlers.facts import Facts
from handlers.for_another import Change, list_changes
from handlers.layouts import layout_of
from handlers.mending import answers_of
from handlers.one_page import build_form
from handlers.page_answers import as_text, begin_reply, read_answers
from handlers.reply_fields import mark_fields
from thai.dates import day_in_bangkok

LONGEST_REASON = 300
_FETCHING = N_("Its photos are still being fetched from LINE. Please try again in a minute.")
_NO_CHANGE = N_("Nothing was changed, so nothing was saved. Please change what is wrong.")
_GIVEN = N_("Reported by {name} on {day}.")
_EVIDENCE = N_("Evidence")
_PIECES = N_("{count} pieces")


@dataclass(frozen=True, slots=True)
class Corrected:
    """The correction that is to be saved with what it changes; or the form to be mended."""

    write: SaveUpdate | None = None
    changes: tuple[Change, ...] = ()
    form: ReplyForm | None = None


def build_correction(update: Update, task: Task, sent: SentReply | None, facts: Facts, mark: str = "") -> ReplyForm:
    """The reply as the form that it was given by, with what was sent of it."""
    if sent is None:
        sent = SentReply(mark, update.id, _show_answers(update, task, facts))
    form = build_form(task, sent, State(""), facts)
    about = say(_GIVEN, name=format_author(update, facts), day=day_in_bangkok(update.at))
    return replace(form, about=(about,), repeats=False)


def correct_reply(update: Update, task: Task, sent: SentReply, reason: str, event: Event, facts: Facts) -> Corrected:
    """The reply that takes the place of the one with a slip; what was not asked for stays as it was."""
    form = build_correction(update, task, sent, facts)
    if any(piece.state == "wanted" for piece in facts.evidence_of(update.id)):
        return Corrected(form=replace(form, problem=say(_FETCHING)))
    shown = _show_answers(update, task, facts)
    same = {name: typed.strip() for name, typed in sent.answers.items() if typed.strip() == shown.get(name, "").strip()}
    meant = replace(sent, sure={**sent.sure, **same})
    read = read_answers(meant, begin_reply(task, meant, State(""), facts), event, facts)
    writes = [one for one in read.finish.writes if isinstance(one, SaveUpdate)] if read.finish else []
    if read.problems or not writes:
        fields = mark_fields(form.fields, read.problems, read.doubtful)
        return Corrected(form=replace(form, fields=fields, evidence_problem=read.problems.get("evidence")))
    write = _take_place(update, writes[0], task, frozenset(one.name for one in form.fields), reason, event, facts)
    changes = (*list_changes(update, write, task, layout_of(task, facts)), *_change_of_evidence(update, write, facts))
    if not changes:
        return Corrected(form=replace(form, problem=say(_NO_CHANGE)))
    return Corrected(write, changes)


def _show_answers(update: Update, task: Task, facts: Facts) -> Mapping[str, str]:
    """What the reply says, by the fields of the form."""
    return {name: as_text(entry["value"]) for name, entry in answers_of(update, task, facts).items() if name != "task"}


def _take_place(
    update: Update, write: SaveUpdate, task: Task, asked: frozenset[str], reason: str, event: Event, facts: Facts
) -> SaveUpdate:
    """The correction as it is written: its officer, moment, and all that the form has no field for are the reply's."""
    assert facts.person is not None  # noqa: S101
    texts = {name: getattr(update, name) for name in REPLY_TEXTS if name not in asked}
    unasked = {key: value for key, value in update.own.items() if f"{OWN}{key}" not in asked}
    days = [(step, day) for step, day in update.dates if f"date_{step}" not in asked]
    known = update.period is None or update.period in task.expectation(facts.today).periods
    return replace(
        write,
        **texts,
        person_id=update.person_id,
        on_behalf_of=update.on_behalf_of,
        at=update.at,
        begun_at=None,
        adds=update.adds,
        own={**unasked, **write.own},
        dates=tuple(sorted((*days, *write.dates))),
        period=write.period if known and update.period else update.period,
        repeats=update.id,
        follows=None,
        correction=Correction(update.id, facts.person.id, event.at, reason),
    )


def _change_of_evidence(update: Update, write: SaveUpdate, facts: Facts) -> tuple[Change, ...]:
    """That pieces of evidence were taken out or added."""
    had = {piece.id for piece in facts.evidence_of(update.id) if piece.state == "saved"}
    new = len(write.earlier) + len(write.message_ids) + len(write.links)
    if set(write.earlier) == had and new == len(had):
        return ()
    before, after = (say(_PIECES, count=count) for count in (len(had), new))
    return (Change(say(_EVIDENCE), (before,), (after,)),)
