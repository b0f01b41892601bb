"""A round out of the store, compiled: the one way by which pages and the command line come to a report."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from domain.agency import Agency
from domain.evidence import Evidence
from domain.expectation import Standing
from domain.layout import Layout
from domain.plan_ref import PlanRef, same_plan_of
from domain.reply_chain import printed_together
from domain.report import Report
from domain.task import Round, Update
from reports.compile.material import Material
from reports.compile.report import compile_report
from store.agencies import load_agency
from store.books import Books
from store.evidence import evidence_of_round
from store.files import EvidenceFiles
from store.plan_refs import load_plans
from store.plans import plan_on_file
from store.rounds import load_rounds
from store.tasks import load_tasks
from store.updates import counted_updates
from store.word_templates import word_template
from thai.fiscal import RoundKind, earlier_rounds, round_days


class NothingToReport(LookupError):
    """The year has no plan, or the round was never opened; the message says which and what to do."""


def load_report(
    books: Books,
    year: int,
    kind: RoundKind,
    files: EvidenceFiles | None = None,
    layout: Layout | None = None,
    plan: int = 1,
) -> Report:
    """The report on the round of the year's plan of this number, in this layout, else its own; raises NothingToReport.

    Without `files` the photos are named and not shown.
    """
    return compile_report(load_material(books, year, kind, files, layout, plan))


def load_material(
    books: Books,
    year: int,
    kind: RoundKind,
    files: EvidenceFiles | None = None,
    layout: Layout | None = None,
    plan: int = 1,
) -> Material:
    """What the round's report is compiled from; the annual round takes in both halves. Raises NothingToReport."""
    material = _load_round_material(books, year, kind, files, layout, plan)
    follows_agency = layout is None and not material.plan.own_layout
    template = _find_template(books, files) if follows_agency else ""
    emblem, before = _find_emblem(material.agency, files), _load_last_year(books, material.plan.ref, kind, layout)
    return replace(material, word_template=template, emblem=emblem, before=before)


def _load_last_year(books: Books, plan: PlanRef, kind: RoundKind, layout: Layout | None) -> Material | None:
    """The same round of the same plan of the year before, None where it is not in the books."""
    before = same_plan_of(load_plans(books), plan, plan.year - 1)
    try:
        return _load_round_material(books, before.year, kind, None, layout, before.number) if before else None
    except NothingToReport:
        return None


def _load_round_material(
    books: Books, year: int, kind: RoundKind, files: EvidenceFiles | None, layout: Layout | None, number: int
) -> Material:
    plan = plan_on_file(books, year, number)
    if plan is None:
        raise NothingToReport(f"there is no plan of {year}: import one with `tidtam plan import`")
    whose, of_plan = load_agency(books), _rounds_of(books, plan.ref)
    round_, parts = _find_round(of_plan, plan.ref, kind, whose.layout_of(plan.ref).year_asks_anew)
    tasks = tuple(task for part in parts for task in load_tasks(books, part.id))
    # A round that was closed before a measure left the plan tells of it all the same.
    if ended := {task.measure_id for task in tasks} - {one.id for one in plan.measures}:
        plan = plan_on_file(books, year, number, ended) or plan
    carried = _load_first_half(books, of_plan, kind, parts)
    replies = {task: told for part in parts for task, told in counted_updates(books, part.id).items()}
    updates = {task: told[-1] for task, told in replies.items()}
    return Material(
        agency=whose,
        plan=plan,
        round=round_,
        layout=layout or whose.layout_of(plan.ref),
        tasks=tasks,
        updates=updates,
        evidence=(
            *_counted_evidence(replies, [piece for part in parts for piece in evidence_of_round(books, part.id)]),
            *_find_carried_evidence(books, of_plan, kind, carried),
        ),
        earlier={task: told[:-1] for task, told in replies.items()},
        evidence_path=lambda piece: _find_path(piece, files),
        first_half=carried,
    )


def _rounds_of(books: Books, plan: PlanRef) -> tuple[Round, ...]:
    """The plan's rounds that were ever opened."""
    return tuple(each for each in load_rounds(books) if (each.year, each.plan) == (plan.year, plan.number))


def _load_first_half(
    books: Books, of_plan: Sequence[Round], kind: RoundKind, parts: Sequence[Round]
) -> dict[int, tuple[Update, ...]]:
    """What was told in the newest earlier round of the round's tasks that lie before it, by the later task's id."""
    earlier: dict[tuple[int, int | None], tuple[Update, ...]] = {}
    for before in _find_earlier(of_plan, kind):
        told = counted_updates(books, before.id)
        given = ((task, told.get(task.id, ())) for task in load_tasks(books, before.id))
        earlier |= {(task.measure_id, task.unit_id): updates for task, updates in given if updates}
    later = (task for part in parts for task in load_tasks(books, part.id) if task.outside is Standing.EARLIER)
    found = {task.id: earlier.get((task.measure_id, task.unit_id), ()) for task in later}
    return {task: updates for task, updates in found.items() if updates}


def _find_earlier(of_plan: Sequence[Round], kind: RoundKind) -> tuple[Round, ...]:
    """Those of the plan's rounds that end before this one, in order; none for the annual one, which compiles them."""
    if kind is RoundKind.ANNUAL:
        return ()
    order = list(RoundKind)
    found = (each for each in of_plan if each.kind in earlier_rounds(kind))
    return tuple(sorted(found, key=lambda each: order.index(each.kind)))


def _find_carried_evidence(
    books: Books, of_plan: Sequence[Round], kind: RoundKind, carried: Mapping[int, tuple[Update, ...]]
) -> Iterator[Evidence]:
    """The evidence of what was carried over, as that of the later tasks under which it is printed."""
    if not carried:
        return
    later = {told[-1].task_id: (task_id, told) for task_id, told in carried.items()}
    rounds = _find_earlier(of_plan, kind)
    came = [piece for each in rounds for piece in evidence_of_round(books, each.id) if piece.task_id in later]
    for piece in _counted_evidence({task_id: told for task_id, (_, told) in later.items()}, came):
        if piece.task_id is not None:
            yield replace(piece, task_id=later[piece.task_id][0])


def _find_template(books: Books, files: EvidenceFiles | None) -> str:
    """Where the agency's own Word template lies."""
    found = word_template(books)
    # Where its bytes are gone the name of none is told of when the report is written, and not passed over.
    return (_find_file(files, found.sha256) or found.sha256) if found and files else ""


def _find_emblem(agency: Agency, files: EvidenceFiles | None) -> str:
    """Where the agency's emblem lies; "" where it has none, or its bytes are gone."""
    return _find_file(files, agency.emblem)


def _counted_evidence(replies: Mapping[int, Sequence[Update]], came: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The evidence of the updates that count.

    One that repeats the reply before it word for word goes on with its; so does one of another month whose officer
    was not asked what stays. Who was asked has said so: what stays came with the newest reply anew.
    """
    with_evidence = {piece.update_id for piece in came}
    counts = {told[-1].id for told in replies.values()}
    for told in replies.values():
        if told[-1].id not in with_evidence:
            counts |= _find_repeated(told, with_evidence)
        if told[-1].adds is None:
            counts |= {reply.id for reply in _replies_since_asked(printed_together(told))}
    return tuple(piece for piece in came if piece.update_id in counts)


def _replies_since_asked(chain: Sequence[Update]) -> Sequence[Update]:
    """The last replies of the chain up to the one whose officer was asked what stays."""
    asked = [place for place, reply in enumerate(chain) if reply.adds is not None]
    return chain[asked[-1] :] if asked else chain


def _find_repeated(replies: Sequence[Update], with_evidence: Container[int | None]) -> set[int]:
    """The last reply with evidence, where all that came after it say the same; empty where they do not."""
    for reply in reversed(replies):
        if _reply_words(reply) != _reply_words(replies[-1]):
            break
        if reply.id in with_evidence:
            return {reply.id}
    return set()


def _reply_words(reply: Update) -> tuple[object, ...]:
    return reply.status, *reply.texts.values(), reply.dates


def _find_round(
    of_plan: Sequence[Round], plan: PlanRef, kind: RoundKind, asks_anew: bool
) -> tuple[Round, tuple[Round, ...]]:
    """The round, and the rounds whose tasks belong to it: all for the annual one that does not ask anew."""
    whole = kind is RoundKind.ANNUAL and not asks_anew
    parts = tuple(each for each in of_plan if whole or each.kind == kind)
    if not parts:
        raise NothingToReport(f"the round {kind} of {plan.year} was never opened: open it with `tidtam round open`")
    own = next((each for each in parts if each.kind == kind), None)
    return own or _make_annual_round(plan, kind), parts


def _make_annual_round(plan: PlanRef, kind: RoundKind) -> Round:
    """The annual round where only halves were opened."""
    first, last = round_days(plan.year, kind)
    opened = datetime(first.year, first.month, first.day, tzinfo=UTC)
    return Round(0, plan.year, kind, last, opened, plan=plan.number)


def _find_path(piece: Evidence, files: EvidenceFiles | None) -> str:
    """Where the bytes to print lie; "" where there are none. A photo's original may tell where it was taken."""
    name = piece.shown or (None if piece.kind == "photo" else piece.sha256)
    return _find_file(files, name)


def _find_file(files: EvidenceFiles | None, sha256: str | None) -> str:
    """Where bytes of this name lie on this machine; "" where they are gone. Raises FilesUnavailable."""
    try:
        return str(files.path(sha256)) if files and sha256 else ""
    except FileNotFoundError:
        return ""
