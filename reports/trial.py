"""An invented report in an agency's layout: to try Word templates with, and to look at a layout."""

from dataclasses import replace
from datetime import UTC, date, datetime

from domain.agency import Agency
from domain.column_values import Value, Values
from domain.columns import Column, FilledBy
from domain.layout import Layout
from domain.messages import N_
from domain.plan import Measure, Plan, Responsible, Signatory, Timeframe, Topic
from domain.report import Report
from domain.task import Status, Update
from reports.compile.material import Material
from reports.compile.report import compile_report
from reports.preview import preview_material
from reports.wording import said
from thai.fiscal import round_days


def trial_report(agency: Agency, year: int) -> Report:
    """An invented report in the agency's layout: two topics of two measures, one not answered."""
    return compile_report(trial_material(agency, year))


def trial_material(agency: Agency, year: int) -> Material:
    """What that report is compiled from."""
    day = round_days(year, agency.layout.round_kinds[0])[1]
    planned, told = (_make_values(agency.layout, by, day) for by in ("plan", "reply"))
    topics = tuple(
        Topic(said(N_("Sample topic")), tuple(_make_measure(number, planned) for number in numbers), str(place))
        for place, numbers in enumerate(((1, 2), (3, 4)), 1)
    )
    replies = {number: _make_update(number, day, told) for number in (1, 2, 3)}
    signatories = agency.signatories or (Signatory(said(N_("Name of the signatory")), said(N_("Position"))),)
    return preview_material(replace(agency, signatories=signatories), Plan(agency.name, year, topics), year, replies)


def _make_measure(number: int, own: Values) -> Measure:
    text = said(N_("Sample text"))
    return Measure(
        said(N_("Sample measure {number}"), number=number),
        str(number),
        steps=(text, text),
        responsible=Responsible(text),
        timeframe=Timeframe(text),
        own=own,
    )


def _make_update(number: int, day: date, own: Values) -> Update:
    text = said(N_("Sample text"))
    at, result = datetime(day.year, day.month, 1, tzinfo=UTC), f"{text}\n{text} <&>"
    return Update(number, number, 1, at, Status.DONE, result=result, outcome=text, dates=((1, day),), own=own)


def _make_values(layout: Layout, by: FilledBy, day: date) -> Values:
    """Something in each of the agency's own columns that is filled so."""
    return {column.key: _make_value(column, day) for column in layout.own_columns if column.filled_by == by}


def _make_value(column: Column, day: date) -> Value:
    labels = tuple(choice.label for choice in column.choices)
    match column.kind:
        case "number" | "percent":
            return 50
        case "money":
            return 10_000
        case "choice":
            return labels[:1]
        case "period":
            return labels[:2]
        case "date":
            return day.isoformat()
        case "links":
            return ("https://example.go.th",)
        case _:
            return said(N_("Sample text"))
