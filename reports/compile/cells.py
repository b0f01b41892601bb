"""The cells of one measure's row, by column key."""

from collections.abc import Callable
from dataclasses import replace

from domain.columns import EVIDENCE, KNOWN, OWN, REPLY_KEYS, Column
from domain.layout import Layout
from domain.messages import N_
from domain.task import Status
from reports.compile.date_cells import date_lines
from reports.compile.entry import Answer, Entry, Lines
from reports.compile.own_cells import merge_lines, own_lines
from reports.compile.plan_cells import FROM_PLAN, measure_lines
from reports.wording import (
    add_bullets,
    in_digits,
    is_heading,
    remove_repeats,
    remove_repeats_under_headings,
    said,
    split_lines,
    status_words,
)
from thai.fiscal import RoundKind

_DASH = "- "


def cells_of(entry: Entry) -> dict[str, Lines]:
    """The lines of each of the layout's columns."""
    return {column.key: _style_lines(_reply_lines(column.key, entry), entry.layout) for column in entry.layout.columns}


def _style_lines(lines: Lines, layout: Layout) -> Lines:
    written = tuple(in_digits(line, layout) for line in lines if line)
    return written if layout.lone_bullet or len(written) != 1 else (written[0].removeprefix(_DASH),)


def _reply_lines(key: str, entry: Entry) -> Lines:
    if (column := entry.layout.own_column(f"{OWN}{key}")) and column.tells_status:
        return _told_lines(column, entry)
    if key not in KNOWN:
        return (*_silence_lines(key, entry), *own_lines(key, entry))
    if key not in REPLY_KEYS:
        return FROM_PLAN[key](entry)
    if key == entry.main_key:
        return _main_lines(key, entry)
    return FROM_REPLIES[key](entry)


def _told_lines(column: Column, entry: Entry) -> Lines:
    """How far the measure is, with what the column says of it behind: `อยู่ระหว่างดำเนินการ 25%`."""
    if not entry.answers:
        return (status_words(entry.outside, entry.layout),)
    lines: Lines = ()
    for told, answers in _group_by_status(entry).items():
        status, *reasons = _status_lines(told, answers, entry, False) or ("",)
        own = merge_lines(column, answers)
        behind = (" ".join((status, *own)).strip(),) if len(own) <= 1 else (*(line for line in (status,) if line), *own)
        lines += (*behind, *reasons)
    return lines


def _silence_lines(key: str, entry: Entry) -> Lines:
    """That nobody has reported, or nothing is carried out and why, where the layout has no known column to say so."""
    if entry.main_key is not None or key != entry.layout.own_main_key:
        return ()
    if not entry.answers:
        return (status_words(entry.outside, entry.layout),)
    idle = {(status, carried) for status in (Status.NOT_DONE, Status.NOT_STARTED) for carried in (False, True)}
    told = ((how, answers) for how, answers in _group_by_status(entry).items() if how in idle)
    return tuple(line for how, answers in told for line in _status_lines(how, answers, entry, False))


def _main_lines(key: str, entry: Entry) -> Lines:
    """How far the measure is, then the column's own lines; a measure nobody reported on says so."""
    if not entry.answers:
        return (status_words(entry.outside, entry.layout),)
    lines: Lines = ()
    for status, answers in _group_by_status(entry).items():
        own = FROM_REPLIES[key](_keep_answers(entry, answers))
        lines += (*_status_lines(status, answers, entry, bool(own)), *own)
    # A column of dates says when each step was done, one line a step, and nothing else.
    return remove_repeats(lines) if key == "dates" else (*_remove_repeated_lines(lines), *_count_line(entry))


def _remove_repeated_lines(lines: Lines) -> Lines:
    """The lines, equal ones once; a month stands over each status's own lines, and over none where all were told."""
    seen, kept = set[str](), list[str]()
    for line in lines:
        if is_heading(line):
            if kept and is_heading(kept[-1]):
                kept.pop()
            kept.append(line)
        elif remove_repeats((line,))[0].replace(" ", "") not in seen:
            seen.add(line.replace(" ", ""))
            kept.append(line)
    return tuple(kept[:-1] if kept and is_heading(kept[-1]) else kept)


def _count_line(entry: Entry) -> Lines:
    """How many of the months or quarters asked for have a reply, where any is counted."""
    counted = entry.follow_up
    if not counted.given:
        return ()
    if counted.length > 1:
        told = N_("Followed up quarterly: {count} of {quarters} quarters")
        return (said(told, count=counted.given, quarters=counted.asked),)
    return (said(N_("Followed up monthly: {count} of {months} months"), count=counted.given, months=counted.asked),)


Told = tuple[Status, bool]


def _group_by_status(entry: Entry) -> dict[Told, tuple[Answer, ...]]:
    """The answers under their status: those of none, above which nothing is said, then those furthest on.

    Those carried over from the first half stand apart behind their status.
    """
    order = (Status.NOT_STATED, Status.DONE, Status.IN_PROGRESS, Status.NOT_DONE, Status.NOT_STARTED)
    told = ((status, carried) for status in order for carried in (False, True))
    found = {one: tuple(a for a in entry.answers if (a.update.status, a.carried) == one) for one in told}
    return {one: answers for one, answers in found.items() if answers}


def _keep_answers(entry: Entry, answers: tuple[Answer, ...]) -> Entry:
    return replace(entry, answers=answers)


def _status_lines(told: Told, answers: tuple[Answer, ...], entry: Entry, more: bool) -> Lines:
    """The status where it must be said: always if the layout opens with it, else unless the thing is simply done."""
    status, carried = told
    if status is Status.NOT_STATED and not carried:
        return ()
    if told == (Status.DONE, False) and more and not entry.layout.opens_with_status:
        return ()
    if status is Status.NOT_DONE and "did_not" in entry.layout.reply_keys and entry.main_key != "status":
        return ()
    words = _format_status(told, answers, entry.layout)
    if len(entry.answers) > len(answers):
        words = f"{words} ({', '.join(remove_repeats(tuple(answer.task.unit for answer in answers)))})"
    if status is not Status.NOT_DONE or "did_not" in entry.layout.reply_keys:
        return (words,)
    reasons = remove_repeats_under_headings(
        tuple(line for answer in answers for line in split_lines(answer.update.reason))
    )
    return (words, *add_bullets(reasons)) if reasons else (words,)


def _format_status(told: Told, answers: tuple[Answer, ...], layout: Layout) -> str:
    """The status; where it is that of an earlier round, that too."""
    status, carried = told
    if not carried:
        return status_words(status, layout)
    if any(answer.task.kind not in (None, RoundKind.SECOND_HALF) for answer in answers):
        return said(N_("{status} (as reported in an earlier round)"), status=status_words(status, layout))
    if status is Status.DONE and not layout.statuses:
        return said(N_("Done in the first half-year"))
    return said(N_("{status} (as reported in the first half-year)"), status=status_words(status, layout))


def _make_field_lines(field: str, always_bulleted: bool) -> Callable[[Entry], Lines]:
    """The lines of one field of all answers, equal ones once."""

    def lines(entry: Entry) -> Lines:
        told = tuple(line for answer in entry.answers for line in split_lines(getattr(answer.update, field)))
        found = remove_repeats_under_headings(told)
        return add_bullets(found) if always_bulleted or len(found) > 1 else found

    return lines


def _result_lines(entry: Entry) -> Lines:
    """What was done; and of months left out that they were, where no column of its own says so."""
    done = tuple(line for answer in entry.answers for line in split_lines(answer.update.result))
    if "did_not" in entry.layout.reply_keys:
        return add_bullets(remove_repeats_under_headings(done))
    left_out = (answer for answer in entry.answers if answer.update.status is not Status.NOT_DONE)
    reasons = (line for answer in left_out for line in split_lines(answer.update.reason))
    told = (line if is_heading(line) else f"{status_words(Status.NOT_DONE, entry.layout)}: {line}" for line in reasons)
    return add_bullets(remove_repeats_under_headings((*done, *told)))


def _did_not_lines(entry: Entry) -> Lines:
    return add_bullets(
        remove_repeats_under_headings(tuple(line for a in entry.answers for line in split_lines(a.update.reason)))
    )


def _not_done_lines(entry: Entry) -> Lines:
    """Why nothing is done; that it is not, where a document ticks so without a reason."""
    idle = any(answer.update.status is Status.NOT_DONE for answer in entry.answers)
    return _did_not_lines(entry) or ((status_words(Status.NOT_DONE, entry.layout),) if idle else ())


def _evidence_lines(entry: Entry) -> Lines:
    photos = sum(1 for piece in entry.evidence if piece.kind == "photo")
    counted = (said(N_("{count} photos"), count=photos),) if photos else ()
    others = tuple(piece.link or piece.name for piece in entry.evidence if piece.kind != "photo")
    words = remove_repeats_under_headings(
        tuple(line for answer in entry.answers for line in split_lines(str(answer.update.own.get(EVIDENCE, ""))))
    )
    return add_bullets((*counted, *remove_repeats(others), *words))


def topic_cells(entries: tuple[Entry, ...]) -> dict[str, Lines]:
    """The lines of each column where a topic with all its measures is one row."""
    layout = entries[0].layout
    return {column.key: _style_lines(_join_entries(column.key, entries), layout) for column in layout.columns}


def _join_entries(key: str, entries: tuple[Entry, ...]) -> Lines:
    if key == "measure":
        return tuple(line for entry in entries for line in _add_bullet(measure_lines(entry)))
    if key == entries[0].main_key:
        return _join_main_lines(key, entries)
    return remove_repeats_under_headings(tuple(line for entry in entries for line in _reply_lines(key, entry)))


def _add_bullet(lines: Lines) -> Lines:
    return (*add_bullets(lines[:1]), *lines[1:])


def _join_main_lines(key: str, entries: tuple[Entry, ...]) -> Lines:
    """Each status once, with the measures it holds for where not all stand alike, and their lines under it."""
    by_status: dict[Told | str, list[tuple[int, Entry]]] = {}
    for place, entry in enumerate(entries, 1):
        for how, answers in _group_by_status(entry).items():
            by_status.setdefault(how, []).append((place, _keep_answers(entry, answers)))
        if not entry.answers:
            by_status.setdefault(status_words(entry.outside, entry.layout), []).append((place, entry))
    lines: Lines = ()
    for told in sorted(by_status, key=lambda told: told != (Status.NOT_STATED, False)):
        found = by_status[told]
        own = remove_repeats_under_headings(tuple(line for _, entry in found for line in _own_lines(key, entry)))
        alike = len(by_status) == 1
        simply_done = told == (Status.DONE, False) and own and alike and not entries[0].layout.opens_with_status
        hidden = simply_done or told == (Status.NOT_STATED, False)
        words = told if isinstance(told, str) else _format_status(told, found[0][1].answers, entries[0].layout)
        lines += (() if hidden else (_name_measures(words, [place for place, _ in found], alike),)) + own
    counts = [(place, line) for place, entry in enumerate(entries, 1) for line in _count_line(entry)]
    return (*lines, *(_name_measures(line, [place], len(entries) == 1) for place, line in counts))


def _own_lines(key: str, entry: Entry) -> Lines:
    given_up = tuple(answer for answer in entry.answers if answer.update.status is Status.NOT_DONE)
    reasons = _did_not_lines(_keep_answers(entry, given_up)) if "did_not" not in entry.layout.reply_keys else ()
    return (*FROM_REPLIES[key](entry), *reasons)


def _name_measures(words: str, places: list[int], alike: bool) -> str:
    """The words, and which of the topic's measures they are said of where they are not of all."""
    which = ", ".join(str(place) for place in dict.fromkeys(places))
    return words if alike else f"{words} ({said(N_('measure {numbers}'), numbers=which)})"


FROM_REPLIES: dict[str, Callable[[Entry], Lines]] = {
    "status": lambda _entry: (),  # the main column says the status itself
    "result": _result_lines,
    "did": _result_lines,
    "outcome": _make_field_lines("outcome", always_bulleted=True),
    "suggestion": _make_field_lines("suggestion", always_bulleted=False),
    "remark": _make_field_lines("remark", always_bulleted=False),
    "did_not": _not_done_lines,
    "dates": date_lines,
    "evidence": _evidence_lines,
}
