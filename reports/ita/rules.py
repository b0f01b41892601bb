"""Whether what the assessment asks for stands in a document, and where: one rule for each kind of element.

Nothing is said to be found that does not stand in what was certified and in the text of its PDF.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from domain.columns import KNOWN
from domain.messages import N_, Say, say
from domain.plan import Measure, TopicOnFile
from reports.ita.documents import CertifiedData, Document, Lines, MeasuresDocument, PrintedRow, ReportDocument
from reports.ita.requirements import Element, Item, ItemKey
from reports.printed import ANNEX
from reports.wording import said
from thai.clusters import trim
from thai.digits import to_arabic

# The page on which an administrator mends what is missing.
Mend = Literal["", "plan", "tasks", "layout", "agency", "certify"]
_NAMES, _LETTERS = 3, 40


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether an element was found, and where it stands or what is missing; `page` is the first one of the PDF."""

    element: Element
    found: bool
    told: Say
    mend: Mend = ""
    page: int | None = None


Verdict = tuple[bool, Say, Mend, int | None]
Rule = Callable[[Any, Element], Verdict]


def judge_item(item: Item, document: Document | None) -> tuple[Judgement, ...]:
    """Each of the item's elements; without a document all are missing."""
    return tuple(_judge_element(item.key, element, document) for element in item.elements)


def _judge_element(key: ItemKey, element: Element, document: Document | None) -> Judgement:
    if document is None:
        missing = N_("There is no plan of the year yet") if key == "measures" else N_("The report is not certified yet")
        return Judgement(element, False, say(missing), "plan" if key == "measures" else "certify")
    return Judgement(element, *RULES[key][element.rule](document, element))


def _missing(told: Say, mend: Mend) -> Verdict:
    return False, told, mend, None


def _join_names(titles: Sequence[str]) -> str:
    """The first few titles, shortened."""
    shown = [trim(" ".join(title.split()), _LETTERS) for title in titles[:_NAMES]]
    return ", ".join(shown) + (" …" if len(titles) > _NAMES else "")


# --- The year's measures: they stand on their public page.


def _with_every_measure(has: Callable[[Measure], object]) -> Rule:
    """The rule that each measure has it."""

    def rule(document: MeasuresDocument, _element: Element) -> Verdict:
        measures = [one.measure for one in document.plan.measures]
        lacking = [one.title for one in measures if not has(one)]
        if not measures:
            return _missing(say(N_("The plan has no measures")), "plan")
        if lacking:
            told = N_("{count} of {all} measures lack it: {names}")
            return _missing(say(told, count=len(lacking), all=len(measures), names=_join_names(lacking)), "plan")
        return True, say(N_("With all {count} measures on the page of measures"), count=len(measures)), "", None

    return rule


def _find_analysis(document: MeasuresDocument, element: Element) -> Verdict:
    """Found where each heading with measures has questions and findings, and there are as many as are asked for."""
    topics = [one for one in document.plan.topics if one.measures]
    lacking = [one.topic.title for one in topics if not _is_analysed(one)]
    if lacking:
        told = N_("{count} of {all} headings lack a question or a finding: {names}")
        return _missing(say(told, count=len(lacking), all=len(topics), names=_join_names(lacking)), "plan")
    if len(topics) < max(element.least, 1):
        told = N_("{least} headings are asked for, the plan has {count}")
        return _missing(say(told, least=max(element.least, 1), count=len(topics)), "plan")
    return True, say(N_("Under all {count} headings on the page of measures"), count=len(topics)), "", None


def _is_analysed(one: TopicOnFile) -> bool:
    """Whether a question and a finding stand under the heading; what its measures ask counts."""
    asked = one.topic.questions or [question for each in one.measures for question in each.measure.questions]
    return bool(asked and one.topic.findings)


# --- The report: what was certified, and found in the text of its PDF.


def _find_results(document: ReportDocument, _element: Element) -> Verdict:
    """What was done, of every measure that the round asked for."""
    keys = [one.key for one in document.data.columns if one.filled_by == "reply" and _tells_result(one.key)]
    return _find_in_rows(document, keys, _asked_rows(document.data), "tasks")


def _tells_result(key: str) -> bool:
    """True for the columns that say what was done, or why it was not; an agency's own count, too."""
    return key not in KNOWN or KNOWN[key].answer in ("result", "reason", "dates")


def _find_outcomes(document: ReportDocument, _element: Element) -> Verdict:
    """What came of it, of every measure that was carried out."""
    rows = [row for row in _asked_rows(document.data) if row.status != "not_done"]
    keys = [one.key for one in document.data.columns if one.key == "outcome"]
    return _find_in_rows(document, keys, rows, "tasks")


def _asked_rows(data: CertifiedData) -> list[PrintedRow]:
    return [row for row in data.rows if row.outside is None or row.status]


def _find_in_rows(document: ReportDocument, keys: Collection[str], rows: Sequence[PrintedRow], mend: Mend) -> Verdict:
    """Found where a column of these has words in each row, and all of them stand in the PDF."""
    if not keys:
        return _missing(say(N_("The report's table has no column for it")), "layout")
    if not rows:
        return _missing(say(N_("The report tells of no measure")), mend)
    told = {number: _reported_lines(row, keys) for number, row in enumerate(rows)}
    silent = [row.measure for row, lines in zip(rows, told.values(), strict=True) if not lines]
    if silent:
        sentence = N_("{count} of {all} measures lack it: {names}")
        return _missing(say(sentence, count=len(silent), all=len(rows), names=_join_names(silent)), mend)
    return _locate_rows(document, [(row, told[number]) for number, row in enumerate(rows)])


def _reported_lines(row: PrintedRow, keys: Collection[str]) -> Lines:
    """What was reported; nothing where nobody has, or that it is not begun."""
    if not row.answered or row.status in (None, "not_started"):
        return ()
    return tuple(line for key in keys for line in row.cells.get(key, ()) if line.strip())


def _locate_rows(document: ReportDocument, rows: Sequence[tuple[PrintedRow, Lines]]) -> Verdict:
    """On which pages the lines stand; each row's are looked for from its own page on."""
    since, pages, lost = 1, list[int](), list[str]()
    for row, lines in rows:
        since = document.pages.find_page(_first_words(row), since) or since
        found = [document.pages.find_page(line, since) for line in lines]
        pages += [page for page in found if page]
        lost += [row.measure] if None in found else []
    return _tell_pages(pages, lost)


def _first_words(row: PrintedRow) -> str:
    """The words by which the row's place in the table is known."""
    return next((row.cells[key][0] for key in ("measure", "steps") if row.cells.get(key)), row.measure)


def _tell_pages(pages: Sequence[int], lost: Sequence[str]) -> Verdict:
    """Found on these pages; missing where a text stands nowhere in the PDF."""
    if lost or not pages:
        told = N_("It was not found in the text of the PDF; please look at the file: {names}")
        return _missing(say(told, names=_join_names(lost)), "certify")
    first, last = min(pages), max(pages)
    if first == last:
        return True, say(N_("Page {page} of the PDF"), page=first), "", first
    return True, say(N_("Pages {first} to {last} of the PDF"), first=first, last=last), "", first


def _find_texts(document: ReportDocument, texts: Sequence[str]) -> Verdict:
    """Found where each of the texts stands in the PDF."""
    found = {text: document.pages.find_page(text) for text in texts}
    pages, lost = [page for page in found.values() if page], [text for text, page in found.items() if page is None]
    return _tell_pages(pages, lost)


def _find_agency(document: ReportDocument, _element: Element) -> Verdict:
    found, told, _, page = _find_texts(document, [document.data.agency])
    return found, told, "" if found else "layout", page


def _find_heading_year(document: ReportDocument, _element: Element) -> Verdict:
    """The fiscal year, in Thai digits or in Arabic ones, in the report's title or heading."""
    year = str(document.data.year)
    titles = [line for line in (document.data.title, *document.data.heading) if year in to_arabic(line)]
    if not titles:
        return _missing(say(N_("The heading of the report does not name fiscal year {year}"), year=year), "layout")
    return _find_texts(document, titles[-1:])


def _find_signed(document: ReportDocument, _element: Element) -> Verdict:
    """Who is named to sign, and who certified it."""
    named = [one.name for one in document.data.signatories if one.name.strip()]
    if not named:
        return _missing(say(N_("Nobody is named who signs")), "agency")
    return _find_texts(document, [*named, document.version.typed_name])


def _find_evidence(document: ReportDocument, _element: Element) -> Verdict:
    """The measures that the annex shows evidence of, on its pages."""
    measures = list(dict.fromkeys(one.measure for one in document.data.exhibits))
    if not measures:
        return _missing(say(N_("No evidence is attached to the report")), "tasks")
    annex = document.pages.find_page(said(ANNEX))
    found = {name: document.pages.find_page(name, annex) if annex else None for name in measures}
    pages = [page for page in found.values() if page and page >= (annex or 1)]
    return _tell_pages(pages, [name for name, page in found.items() if page is None or page < (annex or 1)])


RULES: Final[Mapping[ItemKey, Mapping[str, Rule]]] = {
    "measures": {
        "analysis": _find_analysis,
        "steps": _with_every_measure(lambda one: one.steps),
        "responsible": _with_every_measure(lambda one: one.responsible),
        "timeframe": _with_every_measure(lambda one: one.timeframe),
        "follow_up": _with_every_measure(lambda one: one.cadence),
    },
    "report": {
        "result": _find_results,
        "outcome": _find_outcomes,
        "year": _find_heading_year,
        "agency": _find_agency,
        "signed": _find_signed,
        "evidence": _find_evidence,
    },
}
