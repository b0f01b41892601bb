"""The columns as they are printed: what has a mark is a narrow column for each month, quarter or status."""

from dataclasses import dataclass
from functools import lru_cache

from domain.columns import Column
from domain.layout import Layout
from domain.messages import N_
from domain.report import Report, ReportGroup, ReportRow
from reports.wording import said

Lines = tuple[str, ...]
_TOPIC = 20 / 130  # of the other columns' width


@dataclass(frozen=True, slots=True)
class PrintedColumn:
    """A column of the printed table; `width` is relative, `choice` the month, quarter or status that it ticks.

    "" is none; `choices` are those that the column stands for together with its neighbours.
    """

    key: str
    label: str
    under: tuple[str, ...]
    width: float
    right: bool = False
    choice: str = ""
    mark: str = ""
    choices: Lines = ()

    def lines_of(self, row: ReportRow) -> Lines:
        """What stands in the row's cell."""
        if not self.choice:
            return row.cells.get(self.key, ())
        if self.key == "status":
            return self._status_lines(row.cells.get(self.key, ()))
        ticked = row.values.get(self.key)
        return (self.mark,) if isinstance(ticked, tuple) and self.choice in ticked else ()

    def _status_lines(self, said: Lines) -> Lines:
        """The mark where one of the lines says this status; the first column also says what none is ticked for."""
        told = [next((one for one in self.choices if line == one or line.startswith(f"{one} (")), "") for line in said]
        others = tuple(line for line, choice in zip(said, told, strict=True) if not choice)
        return ((self.mark,) if self.choice in told else ()) + (others if self.choice == self.choices[0] else ())

    def lines_within(self, group: ReportGroup, row: ReportRow) -> Lines:
        """What stands in the row's cell; the topic also where the layout prints it elsewhere than in its row."""
        if self.key == "topic" and self.key not in row.cells:
            return (*group.headings, group.title)
        return self.lines_of(row)

    @property
    def align(self) -> str:
        """`right` for numbers, `center` for marks, "" for text."""
        return "right" if self.right else "center" if self.choice else ""


@lru_cache(maxsize=64)
def _print_columns(columns: tuple[Column, ...]) -> tuple[PrintedColumn, ...]:
    return tuple(each for column in columns for each in _print_column(column))


def printed_columns(layout: Layout) -> tuple[PrintedColumn, ...]:
    """The layout's columns from left to right."""
    return _print_columns(layout.columns)


def columns_with_topic(report: Report) -> tuple[PrintedColumn, ...]:
    """The columns of a table without group rows: topics, where there are any, stand first unless they have a column."""
    columns = printed_columns(report.layout)
    if any(column.key == "topic" for column in columns) or not any(group.title for group in report.groups):
        return columns
    width = sum(column.width for column in columns) * _TOPIC
    return (PrintedColumn("topic", said(N_("Topic")), (), width), *columns)


def _print_column(column: Column) -> tuple[PrintedColumn, ...]:
    if not column.mark:
        return (
            PrintedColumn(
                column.key, column.label, column.under, column.width, column.is_number and not column.tells_status
            ),
        )
    width = column.width / len(column.choices)
    labels = tuple(choice.label for choice in column.choices)
    return tuple(
        PrintedColumn(column.key, one.label, (*column.under, *one.under), width, False, one.label, column.mark, labels)
        for one in column.choices
    )
