"""The fields of one measure as a form, and what is typed in them understood: the same where a plan is read and edited.

What is typed as it was shown stays as it is on file, the agency's own reading of it with it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from domain.agency import Unit
from domain.columns import Column
from domain.messages import N_
from domain.plan import Cadence, Measure, Question, Responsible, Timeframe
from intake.fields import responsible_of, timeframe_of
from intake.questions import read_question
from store.responsible import likely_units, unknown_divisions
from thai import catalogue
from thai.cadences import CadenceKind, read_cadence
from thai.dates import write_date
from web.admin.own_fields import FEW_LINES, change_own, own_fields, read_lines
from web.admin.plan_corrections import RHYTHMS
from web.forms import Field, Wrong, read_some_words
from web.language import translator

LONGEST: Final = 4000
_NO_UNIT = N_("No unit was understood. Write for example สำนักปลัด (งานนิติการ) or ทุกส่วนราชการ.")
_UNKNOWN = N_("The agency has no unit “{name}”. Alike: {alike}")
_NO_DAY = N_("Both days are needed, the first not after the last.")
_NO_RHYTHM = N_("Please choose one from the list.")
_DAYS: Final = ("from", "to")


@dataclass(frozen=True, slots=True)
class MeasureForm:
    """What reading a measure's fields asks for: the plan's year, the agency's units and its own columns of the plan."""

    year: int | None
    units: Sequence[Unit]
    columns: Sequence[Column] = ()


def own_plan_columns(columns: Sequence[Column]) -> tuple[Column, ...]:
    """The agency's own columns that the plan fills."""
    return tuple(column for column in columns if column.is_own and column.filled_by == "plan")


def measure_fields(measure: Measure, about: MeasureForm, mark: str = "") -> tuple[Field, ...]:
    """The measure's fields; `mark` ends their names where several measures stand in one form."""
    who, time, often = measure.responsible, measure.timeframe, measure.cadence
    first, last = (day.isoformat() if day else "" for day in (time.first, time.last)) if time else ("", "")
    fields = (
        Field("number", N_("Number"), value=measure.number or "", attributes={"maxlength": 20}),
        Field(
            "title", N_("The measure's wording"), read_wording, measure.title, kind="textarea", required=True,
            attributes={"class": "few", "maxlength": LONGEST},
        ),
        make_lines_field("steps", N_("Steps, one a line"), measure.steps),
        make_lines_field("questions", N_("ITA questions, one a line"), map(write_question, measure.questions)),
        Field(
            "who", N_("Who is responsible"), _make_who_reader(who, about.units), who.text if who else "",
            _describe_units(who), attributes={"maxlength": 600, "list": "units"},
        ),
        Field("time", N_("Time, as the plan words it"), value=time.text if time else "", attributes={"maxlength": 300}),
        Field("from", N_("First day"), _parse_day, first, kind="date"),
        Field("to", N_("Last day"), _parse_day, last, kind="date"),
        Field("often_text", N_("Follow-up, as the plan words it"), value=often.text if often else ""),
        Field(
            "often", N_("How often it is followed up"), _read_rhythm, (often.kind or "") if often else "",
            kind="select", choices=_rhythm_choices(),
        ),
        *(field for column in about.columns for field in own_fields(column, measure.own.get(column.key))),
    )  # fmt: skip
    return tuple(replace(one, name=f"{one.name}{mark}") for one in fields)


def make_lines_field(name: str, label: str, lines: Iterable[str]) -> Field:
    """A field of several lines, each a text of its own."""
    return Field(name, label, read_lines, "\n".join(lines), kind="textarea", attributes=FEW_LINES)


def _rhythm_choices() -> list[tuple[str, str]]:
    say = translator()
    return [("", say(N_("no rhythm is named"))), *((str(kind), say(name)) for kind, name in RHYTHMS.items())]


def _describe_units(who: Responsible | None) -> str:
    """What was understood of the wording; nothing where it says no more than the wording."""
    if who is None:
        return ""
    say = translator()
    units = [*([say(N_("everyone"))] if who.everyone else []), *who.units]
    return f"{say(N_('Understood as:'))} {', '.join(units) or '–'}"


def change_fields(
    measure: Measure, fields: Sequence[Field], values: Mapping[str, Any], about: MeasureForm, mark: str = ""
) -> tuple[Measure, dict[str, str]]:
    """The measure with what was typed otherwise than it was shown, and by a field's name what is wrong, in Thai."""
    own_names = {one.name: one.value for one in measure_fields(measure, about)}
    typed = {one.name.removesuffix(mark): one.value for one in fields if one.name.endswith(mark)}
    mine = {name: values[f"{name}{mark}"] for name in own_names if f"{name}{mark}" in values}
    new = {name: mine[name] for name in mine if same_text(typed[name]) != same_text(own_names[name])}
    wrong: dict[str, str] = {}
    changed = replace(
        measure,
        number=(new["number"] or None) if "number" in new else measure.number,
        title=new.get("title", measure.title),
        steps=new.get("steps", measure.steps),
        questions=tuple(map(parse_question, new["questions"])) if "questions" in new else measure.questions,
        responsible=new.get("who", measure.responsible),
        timeframe=_change_time(measure.timeframe, new, about.year, wrong),
        cadence=_change_cadence(measure.cadence, new),
        own=change_own(measure, mine, new, about.columns, wrong),
    )
    return changed, {f"{name}{mark}": told for name, told in wrong.items()}


def same_text(typed: str) -> str:
    """The text as it is compared: a browser sends line ends of its own, and loses those at the end."""
    return "\n".join(line.strip() for line in typed.replace("\r\n", "\n").strip().split("\n"))


def read_wording(typed: str) -> str:
    """The wording with its spaces put in order; raises Wrong where no letter is seen in it."""
    read_some_words(typed)
    return " ".join(typed.split())[:LONGEST]


def write_question(question: Question) -> str:
    """`O27 มาตรการ…`, as it is typed."""
    return f"{question.code} {question.text}".strip()


def parse_question(line: str) -> Question:
    """The question that the line states; without a code where it begins with none."""
    return read_question(line) or Question("", line)


def read_responsible_of(typed: str, units: Sequence[Unit]) -> Responsible | None:
    """Who the wording names; raises Wrong where no unit is understood, or one that the agency does not have."""
    found, doubts = responsible_of(typed[:600], "")
    if found is None:
        return None
    if doubts:
        raise Wrong(_NO_UNIT)
    for name in unknown_divisions(found, units):
        raise Wrong(_UNKNOWN, name=name, alike=", ".join(likely_units(name, units)[:3]))
    return found


def _read_rhythm(typed: str) -> CadenceKind:
    if typed not in list(CadenceKind):
        raise Wrong(_NO_RHYTHM)
    return CadenceKind(typed)


def _make_who_reader(before: Responsible | None, units: Sequence[Unit]) -> Callable[[str], Responsible | None]:
    """What reads who is responsible; what is typed as it was is not read anew."""

    def read_who(typed: str) -> Responsible | None:
        if before is not None and same_text(typed) == same_text(before.text):
            return before
        return read_responsible_of(typed, units) if typed.strip() else None

    return read_who


def _parse_day(typed: str) -> date:
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        raise Wrong(_NO_DAY) from None
    if not 2000 < day.year < 2200:
        raise Wrong(_NO_DAY)
    return day


def _change_time(
    before: Timeframe | None, new: Mapping[str, Any], year: int | None, wrong: dict[str, str]
) -> Timeframe | None:
    """The time: days that were typed stand; else the new wording's own, else those of before."""
    if not new.keys() & {"time", *_DAYS}:
        return before
    known = before or Timeframe("")
    text = new.get("time", known.text)
    if not new.keys() & set(_DAYS):
        read = timeframe_of(text, year, "")[0] if text else None
        return read if read is None or read.first else Timeframe(text, known.first, known.last)
    first, last = new.get("from", known.first), new.get("to", known.last)
    if bool(first) != bool(last) or (first and last and first > last):
        wrong["from"] = translator()(_NO_DAY)
        return before
    if first is None or last is None:
        return Timeframe(text) if text else None
    return Timeframe(text or f"{_write_day(first)} - {_write_day(last)}", first, last)


def _write_day(day: date) -> str:
    return write_date(day, "short", thai_digits=False)


def _change_cadence(before: Cadence | None, new: Mapping[str, Any]) -> Cadence | None:
    """The rhythm: one that was chosen stands; a wording that says another one is put into its words."""
    if not new.keys() & {"often", "often_text"}:
        return before
    known = before or Cadence("")
    text = new.get("often_text", known.text)
    if "often" not in new:
        kind = read_cadence(text) if text else None
        return Cadence(text, kind or known.kind) if text or known.kind else None
    kind = new["often"]
    if "often_text" not in new and kind is not None and read_cadence(text) not in (None, kind):
        text = catalogue.translator()(RHYTHMS[kind])  # the report's words, whatever language the page is in
    return Cadence(text, kind) if text or kind else None
