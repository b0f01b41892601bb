"""Columns side by side of which one is ticked: how far a measure is, or which units carry it out."""

from itertools import groupby
from typing import Final

from domain.progress import STATUS_WORDINGS
from intake.contents import are_marks, filled_texts, is_unit
from intake.finished_columns import ColumnDraft
from intake.hints import hints_of
from intake.read_columns import UNITS
from intake.ticks import TICKS
from thai.normalise import fold_text

_STATUS: Final = "status"


def take_ticked(drafts: list[ColumnDraft]) -> None:
    """Neighbours under the statuses' names, or units' under who is responsible, that hold nothing but ticks are one."""
    free = (
        tuple(group) for is_free, group in groupby(drafts, lambda draft: bool(draft.path) and not draft.key) if is_free
    )
    for run in free:
        for _, each in groupby(run, lambda draft: draft.path[:-1]):
            for named, group in groupby(each, _find_meaning):
                columns = list(group)
                if named and len(columns) > 1 and _are_ticked(columns, named):
                    for draft in columns:
                        draft.key, draft.sure, draft.options, draft.group = named, 1.0, [], named


def _find_meaning(draft: ColumnDraft) -> str:
    """What a tick in the column says, by its heading: `status`, `units`, or "" for something else."""
    if fold_text(draft.heading) in STATUS_WORDINGS:
        return _STATUS
    is_over = any(key == "responsible" for key, _, _ in hints_of(draft.over)) if draft.over else False
    return UNITS if is_over and is_unit(draft.heading) else ""


def _are_ticked(columns: list[ColumnDraft], named: str) -> bool:
    """Whether the cells hold ticks alone, and some do; columns of statuses may wait for replies, each for another.

    Crosses may stand there too, but for units: where one stands alone it is asked about.
    """
    texts = [text for draft in columns for text in draft.texts]
    statuses = [STATUS_WORDINGS.get(fold_text(draft.heading)) for draft in columns]
    if named == _STATUS and len(set(statuses)) < len(statuses):
        return False
    filled = filled_texts(texts)
    return are_marks(texts) and (named == _STATUS or (bool(filled) and all(set(text) <= TICKS for text in filled)))
