"""The replies of one task as its page shows them: who gave, checked and corrected each, and what came with it."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain

from domain.evidence import Evidence
from domain.task import Task, Update
from store.books import Books
from store.evidence import evidence_of_round
from store.updates import updates_of_task
from web.admin.answers import Answer, answers
from web.port import port
from web.visit import visit


@dataclass(frozen=True, slots=True)
class Reply:
    """An update with its author's name, its fields by label, and its evidence.

    `on_behalf_of` is the name of in whose place it was given, "" for nobody; `checked_by` of who approved it or sent it
    back; `counts` marks the one that the report prints. Of a correction `corrected_by` is who made it and `changes` are
    the labels with the lines before and after. `may_correct` and `may_take_back` say what the visitor may do.
    """

    update: Update
    by: str
    on_behalf_of: str
    checked_by: str
    counts: bool
    answers: tuple[Answer, ...]
    photos: tuple[Evidence, ...]
    others: tuple[Evidence, ...]
    corrected_by: str = ""
    changes: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = ()
    may_correct: bool = False
    may_take_back: bool = False


def load_replies(books: Books, wanted: Task, name: Callable[[int | None], str]) -> tuple[Reply, ...]:
    """All that was replied to the task, oldest first; `name` says a person's name by the id."""
    came: defaultdict[int | None, list[Evidence]] = defaultdict(list)
    for piece in evidence_of_round(books, wanted.round_id):
        if piece.task_id == wanted.id:
            came[piece.update_id].append(piece)
    updates = updates_of_task(books, wanted.id)
    return tuple(_describe_reply(place, updates, name, wanted, came[update.id]) for place, update in enumerate(updates))


def _describe_reply(
    place: int, updates: tuple[Update, ...], name: Callable[[int | None], str], wanted: Task, came: list[Evidence]
) -> Reply:
    update, who, last = updates[place], visit(), place == len(updates) - 1
    counted = max((at for at, one in enumerate(updates) if one.counts), default=-1)
    newest_alone = who.agency.review_from is not None
    return Reply(
        update=update,
        by=name(update.person_id),
        on_behalf_of=name(update.on_behalf_of),
        checked_by=name(update.check.reviewer_id if update.check else None),
        counts=place == counted,
        answers=answers(update, who.agency.layout_of(wanted.plan), wanted.steps),
        photos=tuple(piece for piece in came if _to_look_at(piece)),
        others=tuple(piece for piece in came if not _to_look_at(piece)),
        corrected_by=name(update.correction.person_id) if update.correction else "",
        changes=_list_changes(_find_replaced(update, updates), update, wanted),
        may_correct=update.stands and (last or not newest_alone),
        may_take_back=last and update.check is not None and update.check.may_be_taken_back(who.person.id, port().now()),
    )


def _find_replaced(update: Update, updates: tuple[Update, ...]) -> Update | None:
    """What the correction took the place of: the correction before it of the same reply, else that itself."""
    if update.correction is None:
        return None
    first = update.correction.reply_id
    same = [
        one
        for one in updates
        if one.id < update.id and (one.id == first or (one.correction and one.correction.reply_id == first))
    ]
    return max(same, key=lambda one: one.id, default=None)


def _list_changes(
    before: Update | None, after: Update, wanted: Task
) -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]:
    """Under which labels the correction differs, with the lines of each."""
    if before is None:
        return ()
    layout = visit().agency.layout_of(wanted.plan)
    old, new = dict(answers(before, layout, wanted.steps)), dict(answers(after, layout, wanted.steps))
    labels = dict.fromkeys(chain(old, new))
    return tuple((one, old.get(one, ()), new.get(one, ())) for one in labels if old.get(one) != new.get(one))


def _to_look_at(piece: Evidence) -> bool:
    return piece.kind == "photo" and piece.state == "saved" and piece.shown is not None
