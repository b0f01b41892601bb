"""A layout as the texts of its form: read back it is the same value, and what is wrong is told by its field."""

from dataclasses import fields, replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.columns import Column, ColumnChoice, Kind
from domain.layout import Layout
from domain.parts import Part, PartKind
from reports.layouts.load import layout_names, layout_of_text, layout_text, named_layout
from tests.own_layout import own_layout
from thai.fiscal import RoundKind
from web.admin.layout_typed import ELSEWHERE, KEYS, TABLES, read_layout_fields, write_layout_fields

RESULTS = named_layout("results")
_TEXT = st.text("กข๑A1 \\n|›{}\"'#-.", max_size=12).filter(lambda text: "{" not in text and "}" not in text)
_LINE = st.text("กข๑A1\\n|›\"'#-.", min_size=1, max_size=8)
_LINES = (
    st.lists(st.one_of(_LINE, st.just("ก\nข"), st.just("")), max_size=4).map(tuple).filter(lambda all_: all_ != ("",))
)
_CHOICE = st.builds(ColumnChoice, _LINE, st.one_of(st.just(""), _LINE), st.lists(_LINE, max_size=2).map(tuple))
_CHOICES = st.lists(_CHOICE, min_size=1, max_size=3, unique_by=lambda one: one.label).map(tuple)
_PARTS = st.lists(
    st.builds(Part, st.sampled_from(get_args(PartKind)), _TEXT, _LINES, _TEXT, subject=_TEXT, chart=st.booleans()),
    max_size=3,
).map(tuple)


@st.composite
def own_columns(draw: st.DrawFn) -> Column:
    kind: Kind = draw(st.sampled_from(get_args(Kind)))
    return Column(
        "held",
        draw(_LINE),
        draw(st.sampled_from(("plan", "reply"))),
        draw(st.integers(1, 100)),
        draw(st.lists(_LINE, max_size=2).map(tuple)),
        kind,
        draw(_CHOICES) if kind in ("choice", "period") else (),
        draw(_TEXT),
        draw(_TEXT),
        draw(st.booleans()),
        draw(_LINE) if kind == "period" else "",
        draw(st.sampled_from(("", "sum", "none"))) if kind == "money" else "",
        draw(st.booleans()),
    )


@pytest.mark.parametrize("layout", [*map(named_layout, layout_names()), own_layout()], ids=lambda one: one.name)
def test_every_layout_reads_back_as_it_was(layout: Layout) -> None:
    found, wrong = read_layout_fields(write_layout_fields(layout))
    assert wrong == {}
    assert found == replace(layout, blocks=Layout("x", "x", ()).blocks)


@given(own_columns(), _LINES, _PARTS, st.sets(st.sampled_from(list(RoundKind))), st.booleans())
def test_whatever_a_layout_may_hold_reads_back(
    column: Column, lines: tuple[str, ...], parts: tuple[Part, ...], kinds: set[RoundKind], switch: bool
) -> None:
    layout = replace(
        RESULTS, columns=(*RESULTS.columns, column), heading=lines, front=parts, back=parts[:1], landscape=switch,
        rounds=dict.fromkeys(kinds, "รอบ"), signature_dates=switch, photos_a_page=4 if switch else 2,
    )  # fmt: skip
    sent = {name: text.replace("\n", "\r\n") for name, text in write_layout_fields(layout).items()}  # as browsers do
    assert read_layout_fields(sent) == (layout, {})
    assert layout_of_text(layout_text(layout).encode(), "x") == layout, "the same as what its TOML says"


def test_every_key_of_a_layout_stands_in_the_form() -> None:
    typed = write_layout_fields(replace(RESULTS, front=(Part("memo"),), back=(Part("text"),)))
    for cls, prefix in ((Layout, ""), (Column, "columns-1-"), (Part, "front-1-"), (Part, "back-1-")):
        for key in KEYS[cls]:
            assert any(name == prefix + key or name.startswith(f"{prefix}{key}-") for name in typed), (cls, key)
    assert {one.name for one in fields(Layout)} == {*KEYS[Layout], *TABLES, *ELSEWHERE}


@pytest.mark.parametrize(
    ("typed", "field", "kind"),
    [
        ({"title": " "}, "title", "missing"),
        ({"columns-2-label": ""}, "columns-2-label", "missing"),
        ({"columns-2-width": "กว้าง"}, "columns-2-width", "width"),
        ({"columns-2-width": "๑๐๑"}, "columns-2-width", "width"),
        ({"columns-1-label": "{agency}"}, "columns-1-label", "not-filled-in"),
        ({"columns-2-key": "topic"}, "columns-2-key", "twice"),
        ({"columns-2-kind": "money"}, "columns-2-kind", "choice"),
        ({"columns-2-choices": "ก"}, "columns-2-choices", "choice"),
        ({"intro": "ก\n{agenc}"}, "intro", "placeholder"),
        ({"note": "{agency"}, "note", "brace"),
        ({"grouping": "x"}, "grouping", "choice"),
        ({"photos_a_page": "3"}, "photos_a_page", "choice"),
        ({"statuses-done": "เสร็จ"}, "statuses-not_started", "missing"),
        ({f"statuses-{one}": one for one in ("not_started", "in_progress", "done")} | {"statuses-not_done": "done"},
         "statuses-not_done", "twice"),
        ({"reasons": "ก\nก"}, "reasons", "twice"),
        ({"front-1-kind": "memo", "front-1-subject": "{x}"}, "front-1-subject", "placeholder"),
        ({"front-1-kind": "memo", "front-1-lines": "ก\n{x}"}, "front-1-lines", "placeholder"),
        ({"columns-7-key": "spent", "columns-7-label": "ก", "columns-7-filled_by": "reply", "columns-7-kind": "choice"},
         "columns-7-choices", "missing"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_by_its_field(typed: dict[str, str], field: str, kind: str) -> None:
    found, wrong = read_layout_fields({**write_layout_fields(RESULTS), **typed})
    assert found is None
    assert {name: error.kind for name, error in wrong.items()} == {field: kind}


def test_everything_that_is_wrong_is_told_at_once() -> None:
    typed = {"title": "", "note": "{x}", "columns-1-label": "", "columns-3-width": "0", "columns-6-width": "x"}
    _, wrong = read_layout_fields({**write_layout_fields(RESULTS), **typed})
    assert set(wrong) == set(typed)


def test_a_layout_without_columns_is_told_so() -> None:
    only = {name: text for name, text in write_layout_fields(RESULTS).items() if not name.startswith("columns-")}
    assert {name: error.kind for name, error in read_layout_fields(only)[1].items()} == {"columns": "missing"}
    _, wrong = read_layout_fields({**only, "columns-1-key": "topic", "columns-1-label": ""})
    assert set(wrong) == {"columns-1-label"}, "that none is left then need not be said besides"


def test_numbers_may_be_typed_in_thai() -> None:
    found, _ = read_layout_fields({**write_layout_fields(RESULTS), "columns-1-width": " ๒๕ "})
    assert found and found.columns[0].width == 25
