"""What the columns of any table are: by the words of their headings, what stands in them, and where they stand."""

import re
from collections.abc import Sequence

from domain.columns import COLUMN_KEYS
from domain.progress import STATUS_WORDINGS
from intake.column_answers import NO_ANSWERS, Answers, fold_heading, name_columns
from intake.columns import column_of
from intake.contents import are_marks, content_keys, filled_texts, kind_of
from intake.finished_columns import ColumnDraft, are_codes, finish_column, is_period_heading
from intake.form_wording import form_wording
from intake.headings import Headings, Path, bare_heading
from intake.hints import hints_of, own_name
from intake.read_columns import SURE_ENOUGH, ReadColumn
from intake.tables import Row
from intake.ticked_columns import take_ticked
from intake.topics import known_topic, topic_parts
from thai.digits import to_arabic
from thai.normalise import fold_text

# What no layout prints under its own key: the row's own number, ends of a stretch, and what is ticked.
STRUCTURAL = ("number", "start", "finish", "period", "who_when")
_KNOWN = tuple(dict.fromkeys((*COLUMN_KEYS, *STRUCTURAL)))
# What parts results of the same kind: the quarter, the round, the month or which time it is.
_WHICH = re.compile(
    r"[(\[]?(?:ไตรมาส|รอบ|ครั้ง|ครึ่งปี|เดือน|งวด)?\s*(?:ที่)?\s*[0-9๐-๙]+\s*(?:เดือน)?\s*(?:แรก|หลัง)?(?:\s*[(\[].*[)\]])?[)\]]?"
)
_GUESSED, _BY_CONTENT, _FELL_BACK = 0.3, 0.7, 0.6


def read_columns(headings: Headings, rows: Sequence[Row], answers: Answers = NO_ANSWERS) -> tuple[ReadColumn, ...]:
    """Every column of the table, told by its headings and all rows below them; what a person said goes before."""
    drafts = [_draft(index, path, rows) for index, path in enumerate(headings.paths)]
    _take_answers(drafts, answers)
    _take_periods(drafts)
    take_ticked(drafts)
    _take_repeated(drafts)
    _take_measure(drafts)
    for key in ("topic", "steps"):
        _take_first(drafts, key)
    _take_merged_topic(drafts, rows)
    for key in (*(key for key in _KNOWN if key not in ("measure", "topic", "steps", "period")), "status"):
        _take_best(drafts, key)
    _take_status(drafts)
    _take_by_content(drafts)
    taken: set[str] = set()
    return tuple(finish_column(draft, taken) for draft in drafts)


def _draft(index: int, path: Path, rows: Sequence[Row]) -> ColumnDraft:
    texts = [row[index].text for row in rows if index < len(row) and row[index].joined is None]
    is_headless = not path and bool(filled_texts(texts))
    draft = ColumnDraft(index, (name_headless(index),) if is_headless else path, texts, [], is_headless=is_headless)
    draft.options = _options(draft)
    return draft


def name_headless(index: int) -> str:
    """What a column without a heading is called: by its number from the left."""
    return f"คอลัมน์ที่ {index + 1}"


def _options(draft: ColumnDraft) -> list[tuple[str, float, int]]:
    heading = draft.heading
    if not heading or draft.is_headless:
        return [("number", 1.0, 0)] if _are_numbers(draft.texts) else []
    if _names_who_and_when(heading):
        return [("who_when", 1.0, 0)]
    known, sure = column_of(heading)
    options = list(hints_of(heading)) or list(_inside_brackets(heading))
    if known and known in _KNOWN and known != "period":
        options.insert(0, (known, sure, 0))
    if any(key == "topic" for key, _, _ in options) and "ตัวชี้วัด" in heading and not _hold_topics(draft.texts):
        options = [one for one in options if one[0] != "topic"]
    if _tells_percents(draft):
        # Where another column tells what was done, this one only says how much.
        options = [(key, min(sure, SURE_ENOUGH) if key == "result" else sure, rank) for key, sure, rank in options]
    if any(key == "number" for key, _, _ in options) and not _are_numbers(draft.texts):
        options = [one for one in options if one[0] != "number"]
    return options


def _tells_percents(draft: ColumnDraft) -> bool:
    said = filled_texts(draft.texts)
    return bool(said and re.search(r"ร้อยละ|%|เปอร์เซ็นต์", draft.heading)) and kind_of(said, "percent") == "percent"


def _inside_brackets(heading: str) -> tuple[tuple[str, float, int], ...]:
    """What the heading before its brackets hints at."""
    return hints_of(re.sub(r"\s*[(\[].*$", "", heading)) if re.search(r"[(\[]", heading) else ()


def _names_who_and_when(heading: str) -> bool:
    parts = [{key for key, _, _ in hints_of(part.strip())} for part in re.split(r"/|และ|,", heading)]
    named = set().union(*parts)
    return len(parts) == 2 and all(parts) and named == {"responsible", "timeframe"} and parts[0] != parts[1]


def _are_numbers(texts: list[str]) -> bool:
    said = [to_arabic(text).strip("(). ") for text in filled_texts(texts)]
    return bool(said) and sum(bool(re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{1,2})*", text)) for text in said) >= 0.8 * len(
        said
    )


def _hold_topics(texts: list[str]) -> bool:
    titles = [topic_parts(text)[1] for text in filled_texts(texts)]
    return bool(titles) and 2 * sum(known_topic(title) is not None for title in titles) > len(titles)


def _take_answers(drafts: list[ColumnDraft], answers: Answers) -> None:
    """What a person said of a column is what it is; another that was taken for the same is asked about anew."""
    names = name_columns([draft.path for draft in drafts])
    for draft, name in zip(drafts, names, strict=True):
        labels = (name, draft.heading, draft.path[-1] if draft.path else "")
        answer = next((answers[fold] for label in labels if (fold := fold_heading(label)) in answers), None)
        if answer and _is_free(answer.key, drafts):
            draft.key, draft.sure, draft.options, draft.filled_by = answer.key, 1.0, [], answer.filled_by
            draft.kind, draft.choices = answer.kind, answer.choices


def _is_free(key: str, drafts: list[ColumnDraft]) -> bool:
    """Whether no other column has the key: only own ones may be several."""
    return key == "own" or all(draft.key != key for draft in drafts)


def _take_periods(drafts: list[ColumnDraft]) -> None:
    """Columns of a month or a quarter: to be ticked, or, with texts in them, the agency's own."""
    periods = [draft for draft in drafts if draft.heading and not draft.key and is_period_heading(draft.path)]
    if len(periods) < 2:
        return
    ticked = are_marks(text for draft in periods for text in draft.texts)
    for draft in periods:
        over = {key for key, _, _ in hints_of(draft.over)} if draft.over else set()
        draft.options = []
        if ticked and "result" not in over:
            draft.key, draft.sure = "period", 1.0
        else:
            draft.key, draft.sure = "own", 0.9 if over else _FELL_BACK
            draft.feeds = "result" if "result" in over else ""


def _take_repeated(drafts: list[ColumnDraft]) -> None:
    """Columns of results of several stretches (`ผล` of each quarter): the agency's own, all of them results."""
    results = [draft for draft in drafts if not draft.key and (draft.option("result") or _is_result_of(draft))]
    alike = [_WHICH.sub("#", draft.heading) for draft in results]
    for draft, heading in zip(results, alike, strict=True):
        if alike.count(heading) > 1:
            draft.key, draft.sure, draft.feeds = "own", 1.0, "result"


def _is_result_of(draft: ColumnDraft) -> bool:
    """Whether the column holds what was done by then: `๓ เดือน` under `ผลการดำเนินการ`."""
    over = {key for key, _, _ in hints_of(draft.over)} if draft.over else set()
    return "result" in over and _WHICH.fullmatch(draft.heading) is not None


def _take_measure(drafts: list[ColumnDraft]) -> None:
    """The column that names the measures: the likeliest by its words, else the steps, else the longest texts."""
    if any(draft.key == "measure" for draft in drafts):
        return
    for wanted, worth in (("measure", 1.0), ("steps", 1.0)):
        found = [(option[2], draft.index, draft) for draft in drafts if (option := draft.option(wanted))]
        found = [one for one in found if filled_texts(one[2].texts)] or found
        if found:
            _, _, draft = min(found, key=lambda one: one[:2])
            draft.key, draft.sure = "measure", (draft.option(wanted) or ("", 0.0, 0))[1] * worth
            _others_are_steps(drafts, draft)
            return
    if advice := next((draft for draft in drafts if _is_advice(draft, drafts)), None):
        advice.key, advice.sure = "measure", _GUESSED
        return
    if named := next((draft for draft in drafts if _names_each_row(draft, drafts)), None):
        named.key, named.sure = "measure", _GUESSED
        return
    free = [draft for draft in drafts if not draft.key and not draft.options]
    if free:
        draft = max(free, key=lambda one: len(set(filled_texts(one.texts))) * min(len(" ".join(one.texts)), 400))
        draft.key, draft.sure = "measure", _GUESSED


def _names_each_row(draft: ColumnDraft, drafts: list[ColumnDraft]) -> bool:
    """Whether what could hold topics holds another one in each row, behind the row's code: `O13 | E-Service`."""
    said = filled_texts(draft.texts)
    is_behind = draft.index > 0 and are_codes(drafts[draft.index - 1].texts)
    return bool(draft.option("topic")) and is_behind and 1 < len(said) == len(draft.texts) == len(set(said))


def _is_advice(draft: ColumnDraft, drafts: list[ColumnDraft]) -> bool:
    """Whether the column holds advice to be followed: in every row, before who follows it; not what replies suggest."""
    is_before = any(other.option("responsible") for other in drafts[draft.index + 1 :])
    return bool(draft.option("suggestion")) and is_before and len(filled_texts(draft.texts)) == len(draft.texts) > 0


def _others_are_steps(drafts: list[ColumnDraft], measure: ColumnDraft) -> None:
    """A further column that may name measures holds their parts where it stands behind; in front it groups them."""
    for draft in drafts:
        if draft is measure or draft.key:
            continue
        draft.options = [
            (("steps", min(sure, _FELL_BACK), rank) if draft.index > measure.index else ("topic", _FELL_BACK, rank))
            if key == "measure"
            else (key, sure, rank)
            for key, sure, rank in draft.options
        ]


def _take_merged_topic(drafts: list[ColumnDraft], rows: Sequence[Row]) -> None:
    """A column before the measures, without a hint, that is merged down beside several of them groups them."""
    measure = next((draft.index for draft in drafts if draft.key == "measure"), 0)
    for draft in drafts[:measure] if _is_free("topic", drafts) else ():
        reaches = any(row[draft.index].joined == "above" and row[measure].lines for row in rows)
        is_when = content_keys(draft.texts)[:1] == ["timeframe"]
        if reaches and not draft.key and not draft.options and not is_when:
            draft.key, draft.sure = "topic", _BY_CONTENT
            return


def _take_first(drafts: list[ColumnDraft], key: str) -> None:
    """The first column that the key was hinted for."""
    for draft in drafts if _is_free(key, drafts) else ():
        option = draft.option(key)
        if option and not draft.key:
            draft.key, draft.sure = key, option[1]
            return


def _take_best(drafts: list[ColumnDraft], key: str) -> None:
    """The surest of the columns that are free, the first of equals."""
    if not _is_free(key, drafts):
        return
    found = [(option[1], -draft.index, draft) for draft in drafts if not draft.key and (option := draft.option(key))]
    if found:
        sure, _, draft = max(found, key=lambda one: one[:2])
        draft.key, draft.sure = key, sure


def _take_status(drafts: list[ColumnDraft]) -> None:
    """A column of statuses: it stands for the results where there are none of another kind.

    Where its words are none that a layout can name statuses by, it is the agency's own, so that a report prints them as
    they stand.
    """
    for draft in drafts:
        if draft.key == "status" and not draft.group:
            has_results = any("result" in (other.key, other.feeds) for other in drafts)
            draft.feeds = "status-only" if has_results else "status"
            draft.key = "status" if _tell_statuses(set(filled_texts(draft.texts))) else "own"


def _tell_statuses(words: set[str]) -> bool:
    """Whether the words are the usual ones for the statuses, or there is one of their own for each."""
    statuses = {STATUS_WORDINGS.get(fold_text(word)) for word in words}
    return words <= set(form_wording()["statuses"].values()) or (None not in statuses and len(statuses) == len(words))


def _take_by_content(drafts: list[ColumnDraft]) -> None:
    """What the headings left open, told by the cells: asked about all the same."""
    taken = {draft.key for draft in drafts}
    for draft in drafts:
        named = own_name(tuple(map(bare_heading, draft.path))).name if draft.path else "column_"
        if draft.key or not named.startswith("column_"):
            continue
        key = next((key for key in content_keys(draft.texts) if key not in taken), None)
        if key and not draft.options:
            draft.key, draft.sure = key, _BY_CONTENT
            taken.add(key)
