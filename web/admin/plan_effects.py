"""What an edit of the plan does: to its measures, to replies, to reports under way, to what was certified."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.messages import N_, Say, say
from domain.plan import PlanOnFile
from intake.field_texts import field_text
from store.books import Books
from store.certified import certified_reports
from store.conversations import count_drafts
from store.plan_edit import edit_change
from store.plans import PlanChange, count_replies
from store.tasks import load_tasks
from thai.cadences import CadenceKind
from web.admin.plan_corrections import FIELDS, RHYTHMS
from web.language import translator

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class PlanEffect:
    """What would change, how many replies hang on each measure that changes and stays, reports under way of those that
    end, and how many of the plan's reports were certified."""

    change: PlanChange
    replies: Mapping[str, int]
    drafts: int
    certified: int

    @property
    def matters(self) -> bool:
        """True where replies, reports under way or tasks that were reported are touched, or a measure ends."""
        change = self.change
        return bool(change.gone or change.moved or change.closed or self.drafts or any(self.replies.values()))


def find_plan_effect(books: Books, before: PlanOnFile, after: PlanOnFile) -> PlanEffect:
    """What keeping the plan so does; writes nothing."""
    kept = {one.id: one.measure for one in after.measures}
    changed = {one.id: one.measure.title for one in before.measures if kept.get(one.id, one.measure) != one.measure}
    ended = {one.id for one in before.measures if one.id not in kept}
    replies = count_replies(books, list(changed))
    drafts: Counter[int] = count_drafts(books)
    tasks = [task.id for task in load_tasks(books) if task.measure_id in ended]
    return PlanEffect(
        edit_change(books, after),
        {changed[measure_id]: count for measure_id, count in replies.items()},
        sum(drafts[task_id] for task_id in tasks),
        sum(one.plan == before.number for one in certified_reports(books, before.year)),
    )


def describe_effect(effect: PlanEffect) -> tuple[Say, ...]:
    """The sentences of what changes, the replies' last."""
    return (*_describe_fields(effect.change), *_describe_replies(effect))


def _describe_fields(change: PlanChange) -> list[Say]:
    lines = [say(N_("New measure: {measure}"), measure=_cut(title)) for title in change.new]
    for one in change.changed:
        for name in one.fields:
            before, now = (_cut(field_text(each, name, _translate)) or "–" for each in (one.before, one.now))
            lines.append(say(N_("Changed, {field}: {before} → {now}"), field=say(FIELDS[name]), before=before, now=now))
    lines += [say(N_("The measure ends: {measure}"), measure=_cut(title)) for title, _ in change.gone]
    return lines


def _describe_replies(effect: PlanEffect) -> list[Say]:
    change, lines = effect.change, []
    for title, count in effect.replies.items():
        lines.append(
            say(N_("{count} replies were given; they stay with “{measure}”."), count=count, measure=_cut(title))
        )
    for title, count in change.answered_gone:
        lines.append(say(_ENDED_WITH, count=count, measure=_cut(title)))
    for task in change.moved:
        lines.append(say(_MOVES, measure=_cut(task.title), unit=task.unit, to=task.to))
    for task in change.closed:
        lines.append(say(_CLOSED, measure=_cut(task.title), unit=task.unit))
    if effect.drafts:
        lines.append(say(_DRAFTS, count=effect.drafts))
    if effect.certified and (effect.matters or change.changed):
        lines.append(say(N_("{count} certified reports stay as they were certified."), count=effect.certified))
    return lines


_ENDED_WITH = N_("{count} replies were given; they stay with “{measure}”, can still be read, and come back with it.")
_MOVES = N_("The reported task moves: {measure}, {unit} → {to}")
_CLOSED = N_("The reported task is closed: {measure}, {unit}")
_DRAFTS = N_("{count} reports are being written of what ends; their officers are told that it is not asked any more.")


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _translate(word: str) -> str:
    return translator()(RHYTHMS[CadenceKind(word)]) if word in list(CadenceKind) else word


def list_measures(plan: PlanOnFile) -> Sequence[tuple[str, str]]:
    """The measures as choices: their ids, and number and wording."""
    return [(str(one.id), _cut(f"{one.measure.number or ''} {one.measure.title}".strip())) for one in plan.measures]
