"""A plan between its upload and its import: read, kept with what is typed over it, and what that answers."""

import json
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from domain.agency import Unit
from domain.data import to_data
from domain.layout import Layout
from domain.messages import N_
from domain.plan import Plan
from domain.plan_draft import PlanDraft, renumber_typed
from domain.writes import KeepUnitName
from intake.column_answers import NO_ANSWERS
from intake.column_answers import Answers as ColumnAnswers
from intake.learn_layout import learn_layout
from intake.open_file import open_document
from intake.plan_file import UnreadableFile, read_plan
from intake.shift_years import shift_plan, shift_typed
from store.responsible import likely_units, unknown_units, with_units
from thai.fiscal import RoundKind
from web.admin.draft_form import correct_draft
from web.admin.plan_columns import COLUMN_KINDS
from web.admin.plan_corrections import chosen_units
from web.admin.plan_words import describe_refusal
from web.forms import Form
from web.language import translator
from web.port import port

MOST_MEASURES: Final = 500
FIRST_YEAR, LAST_YEAR = 2540, 2700
_MOST_BYTES_KEPT: Final = 4 * 1024 * 1024
_NO_MEASURES = N_("No measures were found in the file.")
_MANY = N_("The file holds too many measures for this page. Please split it, or use the command line.")
_EXAMPLES = N_("The form's example measures are still in it. Please delete them or write your own over them.")


class Refused(Exception):
    """What was sent cannot be used; the message is Thai."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What the admin answered to a draft: `plan` is the draft's with the corrections and the agency's own unit names.

    `form` holds what was typed, with what is wrong at each field. `unknown` holds each unit that the agency does not
    have, with its own units, the likeliest first; `units_open` is true until each of them was answered, and `kept` are
    the names to be remembered. `replies` is the round that takes the document's own replies; `drop` lets measures go
    that have replies.
    """

    plan: Plan
    form: Form
    unknown: Mapping[str, tuple[str, ...]]
    units_open: bool
    kept: tuple[KeepUnitName, ...]
    replies: RoundKind | None
    drop: bool


def make_draft(plan: Plan, year: int) -> PlanDraft:
    """A new draft of the plan for this year, under a key of its own. Raises Refused."""
    if problem := _refuse_plan(plan):
        raise Refused(problem)
    return PlanDraft(secrets.token_urlsafe(12), plan, year, port().now())


def read_draft(path: Path, year: int, layout: Layout) -> PlanDraft:
    """A draft of the plan in the file; the year typed counts only where the document names none. Raises Refused."""
    draft = make_draft(_read_file(path, year, layout, NO_ANSWERS), year)
    is_asked = any(warning.kind in COLUMN_KINDS for warning in draft.plan.warnings)
    return _keep_file(draft, path) if is_asked else draft


def learn_draft(draft: PlanDraft, path: Path, answers: ColumnAnswers = NO_ANSWERS) -> PlanDraft:
    """The draft with its document, and the layout that the document's own table gives, where it has one."""
    kept = _keep_file(draft, path)
    if not any(column.is_own for column in draft.plan.columns):
        return kept
    return replace(kept, learned=learn_layout(open_document(path), "own", answers).layout)


def _keep_file(draft: PlanDraft, path: Path) -> PlanDraft:
    """The draft with its document where that is small enough to be kept."""
    if path.stat().st_size > _MOST_BYTES_KEPT:
        return draft
    return replace(draft, file=b64encode(path.read_bytes()).decode(), ending=path.suffix)


def _read_file(path: Path, year: int, layout: Layout, answers: ColumnAnswers) -> Plan:
    try:
        plan = read_plan(path, None, answers, layout)
        return plan if plan.year is not None else read_plan(path, year, answers, layout)
    except UnreadableFile as error:
        raise Refused(describe_refusal(error)) from error


def reread_draft(draft: PlanDraft, layout: Layout, answers: ColumnAnswers) -> PlanDraft:
    """The draft read anew from its document with what was said of the columns; corrections follow. Raises Refused."""
    with TemporaryDirectory(prefix="tidtam-plan-") as folder:
        path = Path(folder) / f"plan{draft.ending}"
        path.write_bytes(b64decode(draft.file))
        plan = _read_file(path, draft.year, layout, answers)
        if problem := _refuse_plan(plan):
            raise Refused(problem)
        if plan.year not in (None, draft.year):
            plan = shift_plan(plan, draft.year)
        reread = replace(draft, plan=plan, typed=renumber_typed(draft.typed, draft.plan, plan))
        if draft.learned is None or draft.layout != draft.learned:
            return reread
        learned = learn_draft(reread, path, answers)
        return replace(learned, layout=learned.learned)


def mark_reading(draft: PlanDraft) -> str:
    """A mark of the reading that the page's fields count the measures of; what was typed over it is no part of it."""
    read = json.dumps(to_data((draft.plan, draft.year)), sort_keys=True)
    return sha256(read.encode()).hexdigest()[:16]


def is_of_other_year(draft: PlanDraft) -> bool:
    """True while it is to be asked whether a document of another year is this year's plan."""
    return draft.plan.year not in (None, draft.year)


def shift_draft(draft: PlanDraft) -> PlanDraft:
    """The draft of another year's document with its times shifted to the year typed."""
    return replace(draft, plan=shift_plan(draft.plan, draft.year))


def change_year(draft: PlanDraft, year: int) -> PlanDraft:
    """The draft for another fiscal year: its times and what was typed over them are shifted with it.

    Which of the year's plans it is was said of the other year, so that it is asked anew.
    """
    plan = shift_plan(replace(draft.plan, year=draft.year), year)
    moved = replace(draft, plan=plan, year=year, typed=shift_typed(draft.typed, year - draft.year))
    return replace(moved, number=0, name="", layout=None) if draft.number else moved


def _refuse_plan(plan: Plan) -> str:
    """Why the plan cannot be looked at here, in Thai; "" where it can."""
    _ = translator()
    if not plan.measures:
        return _(_NO_MEASURES)
    if len(plan.measures) > MOST_MEASURES:
        return _(_MANY)
    return _(_EXAMPLES) if any(warning.kind == "example-left" for warning in plan.warnings) else ""


def read_answers(draft: PlanDraft, known: Sequence[Unit], layout: Layout) -> Answers:
    """What was typed over the draft says; without any, the draft as it stands."""
    typed = draft.typed
    done = correct_draft(draft, typed, layout)
    unknown = unknown_units(done.plan, known)
    chosen = chosen_units(unknown, typed, likely_units("", known))
    named = chosen or {}
    return Answers(
        plan=with_units(done.plan, named),
        form=done.form,
        unknown={name: tuple(likely_units(name, known)) for name in unknown},
        units_open=chosen is None,
        kept=tuple(KeepUnitName(name, own) for name, own in named.items() if typed.get(f"keep-{name}")),
        replies=RoundKind(typed["replies"]) if typed.get("replies") in list(RoundKind) else None,
        drop=bool(typed.get("drop")),
    )
