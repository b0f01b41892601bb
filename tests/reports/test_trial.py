"""An invented report shows something in every column of a layout, also in an agency's own."""

from dataclasses import replace

import pytest

from domain.agency import Agency
from domain.layout import Layout
from reports.layouts.load import layout_names, named_layout
from reports.printed_columns import columns_with_topic
from reports.trial import trial_report
from tests.own_layout import own_layout

LAYOUTS = [*map(named_layout, layout_names()), own_layout()]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_every_own_column_shows_something(layout: Layout) -> None:
    report = trial_report(Agency(1, "demo", "องค์การบริหารส่วนตำบลทุ่งตัวอย่าง", layout), 2570)
    rows = [row for group in report.groups for row in group.rows]
    for column in layout.own_columns:
        assert any(row.cells.get(column.key) or row.values.get(column.key) for row in rows), column.label


def test_topics_have_no_column_of_their_own_where_there_are_none() -> None:
    layout = replace(named_layout("did"), columns=tuple(c for c in named_layout("did").columns if c.key != "topic"))
    report = trial_report(Agency(1, "demo", "องค์การบริหารส่วนตำบลทุ่งตัวอย่าง", layout), 2570)
    assert columns_with_topic(report)[0].key == "topic"
    untitled = replace(report, groups=tuple(replace(group, title="") for group in report.groups))
    assert "topic" not in [column.key for column in columns_with_topic(untitled)]
