"""What the fields of a layout are called in its form, what may be chosen in them, and what is said of mistakes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from domain.column_words import KIND_WORDS
from domain.columns import KNOWN
from domain.layout_errors import LayoutError
from domain.messages import N_
from domain.status_words import STATUS_WORDS
from domain.task import Status
from intake.column_questions import meaning_of
from web.admin.layout_typed import LANDSCAPE, PORTRAIT, WORDS, Typed
from web.admin.layout_words import SENTENCES
from web.forms import Field
from web.language import translator

_LINE: Final[Mapping[str, Any]] = {"class": "line", "rows": 2}
_FEW: Final[Mapping[str, Any]] = {"class": "few"}


@dataclass(frozen=True, slots=True)
class FieldLook:
    """A field's label, its hint, its kind of input, and what may be chosen: pairs of what is sent and its words.

    `is_wording` where placeholders may stand in it.
    """

    label: str
    hint: str = ""
    kind: str = "text"
    choices: Sequence[tuple[str, str]] = ()
    attributes: Mapping[str, Any] = field(default_factory=dict)
    is_wording: bool = False


def _wording(label: str, hint: str = "", few: bool = False) -> FieldLook:
    return FieldLook(label, hint, "textarea", attributes=_FEW if few else _LINE, is_wording=True)


_ONE_A_LINE = N_("One a line. An empty line stays empty.")
FILLERS: Final = (("plan", N_("it stands in the plan")), ("reply", N_("who reports fills it in")))
PARTS: Final = (
    ("cover", N_("Cover")),
    ("preface", N_("Preface")),
    ("memo", N_("Memo that the report goes up with")),
    ("text", N_("Text with a heading")),
    ("scores", N_("Table of last year's scores")),
    ("analysis", N_("Table of the analysis")),
    ("signatures", N_("Signatures")),
    ("comparison", N_("Comparison with last year")),
)
PAPER: Final[Mapping[str, FieldLook]] = {
    "landscape": FieldLook(
        N_("Paper"), kind="select", choices=((LANDSCAPE, N_("A4, lying")), (PORTRAIT, N_("A4, upright")))
    ),
    "digits": FieldLook(
        N_("Digits"), kind="select", choices=(("thai", N_("Thai digits (๑๒๓)")), ("arabic", N_("Arabic digits (123)")))
    ),
    "grouping": FieldLook(
        N_("How a topic is shown"),
        kind="select",
        choices=(
            ("merged", N_("in the first column, its cells merged")),
            ("row", N_("as a row over the whole width")),
            ("table", N_("a table for each topic")),
            ("page", N_("a page for each topic")),
        ),
    ),
    "rows": FieldLook(
        N_("A row of the table is"),
        kind="select",
        choices=(("measure", N_("one measure")), ("topic", N_("one topic with all its measures"))),
    ),
    "photos_a_page": FieldLook(
        N_("Photos on a page of the annex"), kind="select", choices=(("2", N_("2 photos")), ("4", N_("4 photos")))
    ),
    "topic_mark": FieldLook(N_("How a topic's number is written"), N_("# stands for the number, for example (#)")),
    "measure_mark": FieldLook(N_("How a measure's number is written")),
    "step_mark": FieldLook(N_("How a step's number is written")),
    "lone_bullet": FieldLook(N_("A dash also before a line that stands alone in its cell"), kind="checkbox"),
    "opens_with_status": FieldLook(N_("Each result begins with how far the measure is"), kind="checkbox"),
    "signature_dates": FieldLook(N_("A day under each signature"), kind="checkbox"),
    "marks_deputies": FieldLook(N_("Say where a deputy replied; nobody is named"), kind="checkbox"),
    "requires_evidence": FieldLook(
        N_("A photo, file or link has to come with whatever was carried out"), kind="checkbox"
    ),
}
WORDINGS: Final[Mapping[str, FieldLook]] = {
    "title": _wording(N_("Title of the report")),
    "heading": _wording(N_("Heading over the table"), _ONE_A_LINE, few=True),
    "intro": _wording(N_("Introduction, a paragraph a line"), few=True),
    "note": _wording(N_("Note under the table")),
    "signature_label": _wording(N_("What stands behind the signature")),
    "date_line": _wording(N_("How the day of a step is written"), N_("Where the table has a column of days.")),
    "date_line_full": _wording(N_("The same, once its months are full")),
}
COLUMN: Final[Mapping[str, FieldLook]] = {
    "label": FieldLook(N_("Heading of the column"), kind="textarea", attributes=_LINE),
    "ask": FieldLook(
        N_("Question in the chat"), N_("Left empty, it is made from the heading."), "textarea", attributes=_LINE
    ),
    "width": FieldLook(
        N_("Width"), N_("1 to 100, beside the other columns"), attributes={"inputmode": "numeric", "maxlength": 6}
    ),
    "filled_by": FieldLook(N_("Who fills it in"), kind="select", choices=FILLERS),
    "kind": FieldLook(N_("What stands in it"), kind="select", choices=tuple(KIND_WORDS.items())),
    "choices": FieldLook(
        N_("What may be chosen, or the months or quarters"),
        N_("One a line. What is to be asked besides stands behind a bar, for example: ไม่ได้ดำเนินการ | เพราะเหตุใด"),
        "textarea",
        attributes=_FEW,
    ),
    "unit": FieldLook(N_("What a number counts (บาท, คน, %)")),
    "required": FieldLook(N_("It cannot be skipped in the chat"), kind="checkbox"),
    "under": FieldLook(
        N_("Headings above it, outermost first, one a line"),
        N_("Neighbours with the same one share it."),
        "textarea",
        attributes=_LINE,
    ),
    "total": FieldLook(
        N_("What the numbers of several units give together"),
        kind="select",
        choices=(
            ("", N_("as is usual for what stands in it")),
            ("sum", N_("their sum")),
            ("average", N_("their average")),
            ("none", N_("nothing")),
        ),
    ),
    "adds_up": FieldLook(N_("The replies of several months are added; else the newest number stands"), kind="checkbox"),
    "tells_status": FieldLook(N_("It is printed behind how far the measure is"), kind="checkbox"),
    "mark": FieldLook(N_("Mark of each month or quarter ticked, each a narrow column")),
    "key": FieldLook(
        N_("Name inside the system"), N_("Small letters a to z, digits and _. Answers are kept under it.")
    ),
}
PART: Final[Mapping[str, FieldLook]] = {
    "kind": FieldLook(N_("What it is"), kind="select", choices=PARTS),
    "title": _wording(N_("Heading")),
    "lines": _wording(N_("Text, a paragraph a line"), _ONE_A_LINE, few=True),
    "sender": _wording(N_("Memo: sender")),
    "number": _wording(N_("Memo: number; left empty, it is written by hand")),
    "date": _wording(N_("Memo: day; left empty, it is written by hand")),
    "subject": _wording(N_("Memo: subject")),
    "to": _wording(N_("Memo: to")),
    "signatures": FieldLook(N_("Who signs stands here instead of under the table"), kind="checkbox"),
    "chart": FieldLook(N_("Draw the scores as bars"), kind="checkbox"),
}
REASONS: Final = FieldLook(
    N_("Reasons offered where something was not carried out, one a line"), kind="textarea", attributes=_FEW
)
_COLUMNS: Final = FieldLook(N_("Columns of the table"))
# What the layout's wordings may name, for the list to choose from.
PLACEHOLDER_WORDS: Final[Mapping[str, str]] = {
    "agency": N_("name of the agency"),
    "place": N_("district and province"),
    "year": N_("fiscal year"),
    "last_year": N_("the year before"),
    "next_year": N_("the year after"),
    "round": N_("the round"),
    "months": N_("the round's months"),
    "topics": N_("how many topics"),
    "measures": N_("how many measures"),
    "signed": N_("day of certification"),
    "score": N_("last year's total score"),
    "band": N_("last year's level"),
    "step": N_("number of the step (in the lines of days)"),
    "day": N_("day of the step (in the lines of days)"),
    "month_count": N_("how many months (in the lines of days)"),
}
_MISSING: Final = N_("Please fill in this field.")
# What is said of some errors in a form, whose fields are no lines of a file.
_IN_A_FORM: Final[Mapping[tuple[str, str], str]] = {
    ("missing", "columns"): N_("The table needs a column. Please add one below."),
    ("missing", "choices"): N_("Please write the choices, one a line."),
    ("missing", "statuses"): N_("Please word all four, or leave all four empty."),
    ("choice", "choices"): N_(
        "Only a choice, or months and quarters, need these. Please empty this field, or choose another kind."
    ),
    ("choice", "mark"): N_("Only months and quarters have a mark. Please empty this field, or choose another kind."),
    ("choice", "total"): N_("Only numbers are added. Please choose “as is usual”, or another kind."),
    ("choice", "tells_status"): N_("Only a column that replies fill can tell it. Please take the tick away."),
    ("twice", "key"): N_("Another column has this name already. Please choose another name."),
    ("twice", "choices"): N_("The same choice stands there twice. Please take one away."),
    ("twice", "reasons"): N_("Two lines begin alike on a button of LINE (20 letters). Please word them apart."),
    ("twice", "statuses"): N_("Two of these begin alike on a button of LINE (20 letters). Please word them apart."),
    ("text", "reasons"): N_("Please take the empty line away."),
}
_WORDED_CHOICES: Final[Mapping[str, str]] = {
    value: words for look in (*PAPER.values(), *COLUMN.values(), *PART.values()) for value, words in look.choices
}


def find_look(name: str) -> FieldLook:
    """How the field of this name looks."""
    table, _, key = name.partition("-")
    if table == "columns" and key:
        return COLUMN[key.rpartition("-")[2]]
    if table in ("front", "back") and key:
        return PART[key.rpartition("-")[2]]
    if table in ("rounds", "statuses"):
        return _look_of_words(table, key)
    return {**PAPER, **WORDINGS, "reasons": REASONS, "columns": _COLUMNS}.get(name, FieldLook(N_("Layout")))


def _look_of_words(table: str, key: str) -> FieldLook:
    if table == "statuses":
        return FieldLook(STATUS_WORDS[Status(key)])
    return (
        FieldLook(N_("Its wording in the report"))
        if key.endswith(WORDS)
        else FieldLook(N_("The rounds"), kind="checkbox")
    )


def make_field(name: str, typed: Typed, wrong: Mapping[str, str]) -> Field:
    """The field as the page shows it, with what was typed and what is wrong."""
    look, say = find_look(name), translator()
    return Field(
        name,
        look.label,
        value=typed.get(name, ""),
        hint=look.hint,
        kind=look.kind,
        choices=[(value, say(words)) for value, words in look.choices],
        attributes={**look.attributes, **({"data-wording": "on"} if look.is_wording else {})},
        problem=wrong.get(name, ""),
    )


def make_fields(names: Sequence[str], typed: Typed, wrong: Mapping[str, str]) -> tuple[Field, ...]:
    """The fields of these names."""
    return tuple(make_field(name, typed, wrong) for name in names)


def describe_field_error(name: str, error: LayoutError) -> str:
    """What is wrong at the field, and what to do, in Thai."""
    say, key = translator(), name.rpartition("-")[2]
    if name.startswith("statuses-"):
        key = "statuses"
    fallback = _MISSING if error.kind == "missing" else SENTENCES[error.kind]
    label = say(find_look(name).label)
    value = error.value if isinstance(error.value, str) else str(error.value)[:60]
    known = ", ".join(say(_WORDED_CHOICES.get(one, one)) for one in error.known)
    return say(_IN_A_FORM.get((error.kind, key), fallback)).format(key=label, value=value, known=known)


def name_column(key: str) -> str:
    """What a column of this key is, in Thai."""
    return meaning_of(key if key in KNOWN else "own")
