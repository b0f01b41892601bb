"""A column of any table once its key was found: its name, who fills it in, what stands in it, what else it may be."""

import re
from dataclasses import dataclass

from domain.columns import COLUMN_KEYS, PLAN_KEYS, REPLY_KEYS, ColumnChoice, FilledBy, Kind
from intake.columns import Columns, is_period, near_key
from intake.contents import content_keys, filled_texts, kind_of, unit_of
from intake.headings import Headings, Path, bare_heading
from intake.hints import OwnName, own_name
from intake.questions import CODE
from intake.read_columns import SURE_ENOUGH, ReadColumn
from thai.digits import to_arabic

# What a plan says of its measures: where it says nothing at all, the column may wait for replies.
_OF_PLANS, _EMPTY = frozenset(PLAN_KEYS) - {"number"}, 0.6
_COUNTS = "ที่"  # what a column that counts the rows is headed by where the document heads it by nothing
# Signs that a report prints again as they stand.
_MARKS = frozenset("✓✔☑/Xx*●•■▲")
_YEAR_ABOVE = re.compile(r"(?<![0-9๐-๙])[2๒][4-6๔-๖][0-9๐-๙]{2}(?![0-9๐-๙])")


@dataclass(slots=True)
class ColumnDraft:
    """A column while its key is looked for: `options` are the keys it may have, how sure, and the hint's rank.

    `filled_by`, `kind` and `choices` are what a person said of it, or the layout does.
    """

    index: int
    path: Path
    texts: list[str]
    options: list[tuple[str, float, int]]
    key: str = ""
    sure: float = 0.0
    feeds: str = ""
    group: str = ""
    is_headless: bool = False
    filled_by: FilledBy | None = None
    kind: Kind | None = None
    choices: tuple[ColumnChoice, ...] = ()

    @property
    def heading(self) -> str:
        return bare_heading(self.path[-1]) if self.path else ""

    @property
    def over(self) -> str:
        return bare_heading(self.path[0]) if len(self.path) > 1 else ""

    def option(self, key: str) -> tuple[str, float, int] | None:
        return next((one for one in self.options if one[0] == key), None)


def as_columns(read: tuple[ReadColumn, ...], headings: Headings) -> Columns:
    """The columns as the plan's reader takes them: own ones have no key there."""
    return Columns(
        keys=tuple(None if one.is_own or one.group else one.key for one in read),
        first_row=headings.first_row,
        rows=headings.rows,
        sure=tuple(one.sure for one in read),
        labels=tuple(_period_label(one) if one.key == "period" else one.label for one in read),
        read=read,
    )


def is_period_heading(path: Path) -> bool:
    """Whether the heading is a month, a quarter or another stretch of the year, written out or with bare figures."""
    return is_period(period_text(path))


def period_text(path: Path) -> str:
    text, over = bare_heading(path[-1]), " ".join(path[:-1])
    digit = to_arabic(text).strip()
    return f"ไตรมาสที่ {digit}" if "ไตรมาส" in over and digit in ("1", "2", "3", "4") else text.removesuffix("*")


def _period_label(column: ReadColumn) -> str:
    """The stretch that a column is ticked for, with the year that stands above it where it names none."""
    text = period_text(column.path)
    year = _YEAR_ABOVE.search(" ".join(column.under))
    return f"{text} {year[0]}" if year and not re.search(r"\d{2}", to_arabic(text).split("(")[0]) else text


def are_codes(texts: list[str]) -> bool:
    """Whether the cells hold nothing but the assessment's codes: `O13`."""
    said = filled_texts(texts)
    return bool(said) and all(re.fullmatch(CODE, text) for text in said)


def _finish_ticked(draft: ColumnDraft, taken: set[str]) -> ReadColumn:
    """A column that is one with its neighbours, of which that is ticked which holds."""
    taken.add(draft.key)
    mark = next((text for text in draft.texts if text in _MARKS), "")
    by: FilledBy = "reply" if draft.key in REPLY_KEYS else "plan"
    label, under = draft.path[-1], draft.path[:-1]
    return ReadColumn(draft.index, draft.key, label, under, by, mark=mark, group=draft.group, is_own=by == "plan")


def finish_column(draft: ColumnDraft, taken: set[str]) -> ReadColumn:
    """The column as it was read; `taken` are the keys of the columns before it, to which its own is added."""
    if draft.group:
        return _finish_ticked(draft, taken)
    is_own = draft.key in ("", "own")
    path = tuple(map(bare_heading, draft.path))
    name = OwnName("code", "", "plan") if are_codes(draft.texts) else own_name(path)
    key = draft.key if not is_own else _free_name("state" if draft.feeds.startswith("status") else name.name, taken)
    taken.add(key)
    sure = draft.sure if not is_own or draft.key == "own" else (1.0 if not name.name.startswith("column_") else 0.5)
    filled_by, filler_sure = (draft.filled_by, True) if draft.filled_by else _filler(draft, key, is_own, name.filled_by)
    kind: Kind = "period" if key == "period" else "text"
    if is_own:
        kind = draft.kind or _own_kind(draft, name.kind, filled_by)
    elif key in _OF_PLANS and sure < 1 and draft.texts and not filled_texts(draft.texts):
        sure = min(sure, _EMPTY)
    label = _COUNTS if draft.is_headless and key == "number" else draft.path[-1] if draft.path else ""
    return ReadColumn(
        draft.index,
        key,
        label,
        draft.path[:-1],
        filled_by,
        kind,
        unit_of(draft.texts) if kind == "number" else "",
        draft.choices or tuple(map(ColumnChoice, dict.fromkeys(filled_texts(draft.texts) if kind == "choice" else ()))),
        round(sure, 2),
        _likely(draft, key),
        draft.feeds,
        is_own,
        filler_sure,
        next((text for text in draft.texts if text in _MARKS), "") if kind == "period" else "",
    )


def _own_kind(draft: ColumnDraft, hinted: str, filled_by: FilledBy) -> Kind:
    """What stands in an own column; what counts as a result is text."""
    if draft.feeds.startswith("status"):
        return "choice" if filled_texts(draft.texts) else "text"
    if draft.feeds:
        return "text"
    kind = kind_of(draft.texts, hinted, worded=filled_by == "plan")
    return kind if kind != "choice" or filled_texts(draft.texts) else "text"


def _free_name(name: str, taken: set[str]) -> str:
    """The name, counted where another column has it."""
    counted = (f"{name}_{number}" for number in range(2, 300))
    return name if name not in taken else next(each for each in counted if each not in taken)


def _filler(draft: ColumnDraft, key: str, is_own: bool, said: str) -> tuple[FilledBy, bool]:
    """Who fills the column in, and whether that is sure: what is empty everywhere waits for replies."""
    if not is_own:
        return ("reply" if key in REPLY_KEYS else "plan"), True
    if draft.feeds:
        return "reply", True
    if said:
        return ("reply" if said == "reply" else "plan"), True
    is_empty = not filled_texts(draft.texts)
    return ("reply" if is_empty else "plan"), is_empty


def _likely(draft: ColumnDraft, key: str) -> tuple[str, ...]:
    """Three answers to what the column is, the likeliest first; `own` keeps it as the agency's own."""
    hinted = [one for one, _, _ in draft.options if one in COLUMN_KEYS]
    first = [key] if key in COLUMN_KEYS else []
    near = near_key(draft.heading) if not first and draft.heading else None
    first += [near] if near in COLUMN_KEYS else []
    return tuple(dict.fromkeys([*first, *hinted, *content_keys(draft.texts), "own", "remark", "steps"]))[:3]


def is_asked(column: ReadColumn) -> bool:
    """Whether a person is asked what the column is."""
    return column.sure < SURE_ENOUGH and bool(column.label)
