"""A plan between its upload and its import: as it was read, sealed into the page, and what the admin answered to it."""

from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from itsdangerous import BadData, URLSafeSerializer

from domain.agency import Unit
from domain.data import from_data, to_data
from domain.layout import Layout, layout_from
from domain.messages import N_
from domain.plan import Plan
from domain.writes import KeepUnitName
from intake.column_answers import NO_ANSWERS
from intake.column_answers import Answers as ColumnAnswers
from intake.learn_layout import learn_layout
from intake.open_file import open_document
from intake.plan_file import UnreadableFile, read_plan
from intake.shift_years import shift_plan
from store.responsible import likely_units, unknown_units, with_units
from thai.catalogue import translator
from thai.fiscal import RoundKind
from web.admin.plan_columns import COLUMN_KINDS
from web.admin.plan_corrections import chosen_units, correct
from web.admin.plan_words import describe_refusal

MOST_MEASURES: Final = 500
_MOST_BYTES_IN_PAGE: Final = 4 * 1024 * 1024
_NO_MEASURES = N_("No measures were found in the file.")
_MANY = N_("The file holds too many measures for this page. Please split it, or use the command line.")
_EXAMPLES = N_("The form's example measures are still in it. Please delete them or write your own over them.")
_STALE = N_("This page was open for too long. Please choose the file again.")


class Refused(Exception):
    """What was sent cannot be used; the message is Thai."""


class OtherYear(Exception):
    """The document is of another fiscal year than was typed: whether to shift its times is asked."""

    def __init__(self, draft: "Draft") -> None:
        super().__init__(draft.plan.year)
        self.draft = draft


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan as it was read, its fiscal year, and a mark of the plan on file that it was shown beside.

    `file` is the document itself (base64) where something is asked of it by which it is read anew. `number`
    says which of the year's plans it is to be, 0 while that was not said; of a further one `name` and `layout` are its
    own, None following the agency's. `learned` is the layout of the document's own table, where it has one.
    """

    plan: Plan
    year: int
    beside: str = ""
    file: str = ""
    ending: str = ""
    number: int = 0
    name: str = ""
    layout: Layout | None = None
    learned: Layout | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """What the admin answered to a draft: `plan` is the draft's with the corrections and the agency's own unit names.

    `problems` says by a field's name what was not understood of it. `unknown` holds each unit that the agency does not
    have, with its own units, the likeliest first; `units_open` is true until each of them was answered, and `kept` are
    the names to be remembered. `replies` is the round that takes the document's own replies; `drop` lets measures go
    that have replies.
    """

    plan: Plan
    problems: Mapping[str, str]
    unknown: Mapping[str, tuple[str, ...]]
    units_open: bool
    kept: tuple[KeepUnitName, ...]
    replies: RoundKind | None
    drop: bool


def read_draft(path: Path, year: int, layout: Layout, answers: ColumnAnswers = NO_ANSWERS) -> Draft:
    """The plan in the file; the year typed counts only where the document names none. Raises Refused, OtherYear."""
    try:
        plan = read_plan(path, None, answers, layout)
        plan = plan if plan.year is not None else read_plan(path, year, answers, layout)
    except UnreadableFile as error:
        raise Refused(describe_refusal(error)) from error
    if problem := _refuse_plan(plan):
        raise Refused(problem)
    if plan.year not in (None, year):
        raise OtherYear(_with_file(Draft(plan, year), path))
    return _with_file(Draft(plan, year), path)


def learn_draft(draft: Draft, path: Path, answers: ColumnAnswers = NO_ANSWERS) -> Draft:
    """The draft with its document, and the layout that the document's own table gives, where it has one."""
    kept = _keep_file(draft, path)
    if not any(column.is_own for column in draft.plan.columns):
        return kept
    return replace(kept, learned=learn_layout(open_document(path), "own", answers).layout)


def _with_file(draft: Draft, path: Path) -> Draft:
    """The draft with its document where a column of it is asked about."""
    is_asked = any(warning.kind in COLUMN_KINDS for warning in draft.plan.warnings)
    return _keep_file(draft, path) if is_asked else draft


def _keep_file(draft: Draft, path: Path) -> Draft:
    """The draft with its document where that is small enough for a page."""
    if path.stat().st_size > _MOST_BYTES_IN_PAGE:
        return draft
    return replace(draft, file=b64encode(path.read_bytes()).decode(), ending=path.suffix)


def reread_draft(draft: Draft, layout: Layout, answers: ColumnAnswers) -> Draft:
    """The draft read anew from its document by the layout and with what was said of the columns. Raises Refused."""
    with TemporaryDirectory(prefix="tidtam-plan-") as folder:
        path = Path(folder) / f"plan{draft.ending}"
        path.write_bytes(b64decode(draft.file))
        try:
            reread = read_draft(path, draft.year, layout, answers)
        except OtherYear as asked:  # that its times are shifted was said before
            reread = shift_draft(asked.draft)
        if not draft.number:
            return reread
        chosen = replace(reread, number=draft.number, name=draft.name, layout=draft.layout)
        if draft.learned is None or draft.layout != draft.learned:
            return chosen
        learned = learn_draft(chosen, path, answers)
        return replace(learned, layout=learned.learned)


def shift_draft(draft: Draft) -> Draft:
    """The draft of another year's document with its times shifted to the year typed."""
    return replace(draft, plan=shift_plan(draft.plan, draft.year))


def _refuse_plan(plan: Plan) -> str:
    """Why the plan cannot be looked at here, in Thai; "" where it can."""
    _ = translator()
    if not plan.measures:
        return _(_NO_MEASURES)
    if len(plan.measures) > MOST_MEASURES:
        return _(_MANY)
    return _(_EXAMPLES) if any(warning.kind == "example-left" for warning in plan.warnings) else ""


def read_answers(draft: Draft, typed: Mapping[str, str], known: Sequence[Unit]) -> Answers:
    """What the form's fields say to the draft; without any, the draft as it stands."""
    done = correct(draft.plan, typed)
    unknown = unknown_units(done.plan, known)
    chosen = chosen_units(unknown, typed, likely_units("", known))
    named = chosen or {}
    return Answers(
        plan=with_units(done.plan, named),
        problems=done.problems,
        unknown={name: tuple(likely_units(name, known)) for name in unknown},
        units_open=chosen is None,
        kept=tuple(KeepUnitName(name, own) for name, own in named.items() if f"keep-{name}" in typed),
        replies=RoundKind(typed["replies"]) if typed.get("replies") in list(RoundKind) else None,
        drop="drop" in typed,
    )


def seal_draft(draft: Draft, key: str, agency_id: int) -> str:
    """The draft as the agency's page carries it to the next step: nothing is stored before it is imported."""
    rest = {name: getattr(draft, name) for name in ("year", "beside", "file", "ending", "number", "name")}
    layouts = {name: to_data(getattr(draft, name)) for name in ("layout", "learned")}
    return str(_serializer(key, agency_id).dumps({"plan": to_data(draft.plan), **rest, **layouts}))


def unseal_draft(text: str, key: str, agency_id: int) -> Draft:
    """The draft that the page carried. Raises Refused where it was not sealed for this agency, or cannot be read."""
    try:
        data = _serializer(key, agency_id).loads(text)
        plan = from_data(data["plan"], Plan)
        layouts: dict[str, Any] = {
            name: layout_from(data[name]) if data[name] else None for name in ("layout", "learned")
        }
        rest = {name: data[name] for name in ("year", "beside", "file", "ending", "number", "name")}
        return replace(Draft(plan, **rest), **layouts)
    except (BadData, LookupError, TypeError, ValueError) as error:
        raise Refused(translator()(_STALE)) from error


def _serializer(key: str, agency_id: int) -> URLSafeSerializer:
    return URLSafeSerializer(key, salt=f"plan-draft-{agency_id}")
