"""A Word template of an agency's own is filled in, escaped, sandboxed; what is wrong is named with its place."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document

from reports.compile.report import compile_report
from reports.layouts.load import layout_names, named_layout
from reports.trial import trial_report
from reports.word.check import check_template
from reports.word.problems import BadTemplate, TemplateProblem, sentence
from reports.word.process import check_and_fill, fill_safely
from reports.word.sample import sample_template
from reports.word.template import fill_template
from tests.reports.sample import sample
from thai.catalogue import translator

pytestmark = pytest.mark.slow

COLUMNS = ("topic", "measure", "responsible", "timeframe", "result", "suggestion")


def template(*lines: str, cell: str = "{{ row.result }}") -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    table = document.add_table(rows=3, cols=2)
    table.cell(0, 0).text = "{%tr for row in rows %}"
    table.cell(1, 0).text, table.cell(1, 1).text = "{{ row.measure }}", cell
    table.cell(2, 0).text = "{%tr endfor %}"
    return saved(document)


def saved(document: object) -> bytes:
    made = BytesIO()
    document.save(made)  # type: ignore[attr-defined]
    return made.getvalue()


def problems(data: bytes) -> list[TemplateProblem]:
    with pytest.raises(BadTemplate) as caught:
        check_template(data, COLUMNS)
    return list(caught.value.problems)


def with_part(data: bytes, name: str, text: bytes) -> bytes:
    """The file with a part put in, or put in the place of one."""
    made = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(made, "w") as new:
        for each in old.namelist():
            if each != name:
                new.writestr(each, old.read(each))
        new.writestr(name, text)
    return made.getvalue()


def test_a_template_is_filled_in_with_every_row() -> None:
    report = compile_report(sample())
    made = fill_template(template("{{ title }} <&>"), report)
    document = Document(BytesIO(made))
    assert document.paragraphs[0].text == f"{report.title} <&>"
    rows = document.tables[0].rows
    assert len(rows) == len(report.rows)
    assert rows[0].cells[1].text == "\n".join(report.rows[0].cells["result"])
    assert fill_template(template("{{ title }} <&>"), report) == made


def test_a_template_that_names_nothing_is_refused_with_what_to_put() -> None:
    document = Document()
    document.add_paragraph("รายงานผลการดำเนินการ")
    (problem,) = problems(saved(document))
    assert problem.kind == "names-nothing"
    told = sentence(problem, translator("th"))
    assert "{{ row.measure }}" in told and "{% for row in rows %}" in told and "{% endfor %}" in told
    document.core_properties.title = "{{ title }}"
    assert [each.kind for each in problems(saved(document))] == ["names-nothing"]


def nested(*lists: str) -> bytes:
    """A template with a loop inside a loop for each list."""
    document = Document()
    for place, name in enumerate(lists):
        document.add_paragraph(f"{{%p for v{place} in {name} %}}")
    document.add_paragraph("{{ title }}")
    for _ in lists:
        document.add_paragraph("{%p endfor %}")
    return saved(document)


@pytest.mark.parametrize(
    "lists",
    [
        ("rows",) * 6, ("rows", "rows"), ("groups", "rows"), ("groups", "v0.rows", "v0.rows"), ("exhibits", "groups"),
        ("heading",) * 4, ("rows", "groups[0].rows"), ("rows", "groups[0]['rows']"), ("groups", "groups"),
        ("rows", "rows|default(rows)"),
    ],
)  # fmt: skip
def test_loops_that_would_grow_with_the_square_of_a_report_are_refused_before_they_run(lists: tuple[str, ...]) -> None:
    assert {each.kind for each in problems(nested(*lists))} == {"loops-deep"}


@pytest.mark.parametrize(
    "lists", [("groups", "v0.rows", "heading"), ("signatories", "v0.lines"), ("rows", "signatories")]
)
def test_loops_that_a_report_needs_are_let_through(lists: tuple[str, ...]) -> None:
    check_template(nested(*lists), COLUMNS)


def test_a_template_holds_only_so_many_loops() -> None:
    document = Document()
    for _ in range(41):
        document.add_paragraph("{% for row in rows %}{{ row.measure }}{% endfor %}")
    assert [each.kind for each in problems(saved(document))] == ["loops-many"]


@pytest.mark.parametrize(
    "line",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ title.__class__ }}",
        "{{ rows.append(1) }}",
        "{{ rows[0]['__class__'] }}",
        "{{ 'a' * 1000000000 }}",
        "{{ 10 ** 1000000 }}",
        "{{ title|center(1000000000) }}",
        "{{ title|join(*rows.__class__) }}",
        "{{ range(9) }}",
        "{{ rows[0:9] }}",
        "{{ lipsum() }}",
        "{{ self }}",
        "{% set x = 1 %}",
        "{% include 'x' %}",
        "{% for x in rows recursive %}{{ loop(x) }}{% endfor %}",
        "{% macro m() %}{% endmacro %}",
        "{% if cycler %}{% endif %}",
        "{% for x in rows if x.pop() %}{% endfor %}",
        "{{ title if rows is callable }}",
    ],
)
def test_what_does_more_than_print_words_is_refused(line: str) -> None:
    assert {one.kind for one in problems(template(line))} <= {"not-allowed", "unknown"}


@pytest.mark.parametrize(
    ("line", "cell", "expected"),
    [
        ("{{ ttile }}", "", TemplateProblem("unknown", "{{ ttile }}", "ttile", "title")),
        ("", "{{ row.resul }}", TemplateProblem("unknown", "{{ row.resul }}", "row.resul", "row.result", "table", 1)),
        ("", "{{ row.outcome }}", TemplateProblem("no-column", "{{ row.outcome }}", "row.outcome", "", "table", 1)),
        ("{{ rows }}", "", TemplateProblem("list", "{{ rows }}", "rows")),
        ("{% for a in title %}{% endfor %}", "", TemplateProblem("no-list", "{% for a in title %}", "title")),
        ("{% for a in rows %}", "", TemplateProblem("unclosed")),
        ("{ { title } }", "", TemplateProblem("syntax", "{ { title } }")),
        ("{ % if title % }", "", TemplateProblem("syntax", "{ % if title % }")),
        ("｛｛ title ｝｝", "", TemplateProblem("syntax", "｛｛ title ｝｝")),
    ],
)
def test_what_is_not_known_is_named_with_its_place(line: str, cell: str, expected: TemplateProblem) -> None:
    assert problems(template(line, cell=cell))[0] == expected


def test_a_header_is_read_too() -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "{{ agenci }}"
    document.core_properties.title = "{{ titel }}"
    assert [one.place for one in problems(saved(document))] == ["header", "properties"]


def test_loops_conditions_and_filters_that_print_are_let_through() -> None:
    line = (
        "{% for g in groups %}{{ loop.index + 1 }} {{ g.title|upper }}{% for r in g.rows %}"
        "{% if r.status == 'x' and not loop.last %}{{ r['result']|default('-') }}{% endif %}{% endfor %}{% endfor %}"
        "{{ heading|first }} {{ heading[0] }} {{ intro|join(' ') }} {{ rows|length }}"
        "{% for who in signatories %}{{ who.lines|join(' ') }}{{ who.day }}{% endfor %}"
    )
    assert fill_template(template(line), compile_report(sample()))


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"PK nothing", "not-word"),
        (b"", "not-word"),
        (with_part(template(), "word/vbaProject.bin", b"x"), "active"),
        (with_part(template(), "word/embeddings/o.bin", b"x"), "active"),
        (with_part(template(), "word/x.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "not-word"),
        (with_part(template(), "word/x.xml", b" " * (9 << 20)), "too-large"),
        (with_part(template(), "word/big.bin", b"\0" * (61 << 20)), "too-large"),
        (with_part(template(), "[Content_Types].xml", b"<Types/>"), "not-word"),
    ],
)
def test_a_file_that_is_no_plain_word_document_is_refused(data: bytes, kind: str) -> None:
    assert [one.kind for one in problems(data)] == [kind]


def test_what_word_would_fetch_from_elsewhere_is_refused_and_a_plain_link_is_not() -> None:
    relation = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="r1" Type="http://x/%b" Target="http://elsewhere.example/t.dotx" TargetMode="External"/>'
        b"</Relationships>"
    )
    part = "word/_rels/settings.xml.rels"
    found = problems(with_part(template(), part, relation % b"attachedTemplate"))
    assert [(one.kind, one.word) for one in found] == [("outside", "http://elsewhere.example/t.dotx")]
    check_template(with_part(template(), part, relation % b"hyperlink"))


@pytest.mark.parametrize("name", layout_names())
def test_the_sample_of_every_layout_can_be_used_as_it_is(name: str) -> None:
    agency = replace(sample().agency, layout=named_layout(name))
    made = sample_template(agency, 2570)
    check_template(made, [column.key for column in agency.layout.columns])
    report = compile_report(sample(agency.layout))
    document = Document(BytesIO(fill_template(made, report)))
    cells = {cell.text for row in document.tables[0].rows for cell in row.cells}
    for row in report.rows:
        assert "\n".join(row.cells["measure"]) in cells
        for column in agency.layout.own_columns:
            assert "\n".join(row.cells[column.key]) in cells
    assert sample_template(agency, 2570) == made


def test_a_template_with_a_column_that_the_layout_has_no_more_is_not_filled_in() -> None:
    made = sample_template(replace(sample().agency, layout=named_layout("bs4")), 2570)
    with pytest.raises(BadTemplate, match=r"row\.risk_code"):
        fill_template(made, compile_report(sample(named_layout("results"))))


def test_a_certified_version_bears_its_code_behind_the_template() -> None:
    report = replace(compile_report(sample()), code="AAAA-BBBB-CCCC", verify_url="https://x.example/verify/AAAA")
    document = Document(BytesIO(fill_template(template("{{ title }}"), report)))
    assert document.paragraphs[-1].text == report.verify_url
    assert document.inline_shapes[0].width


def test_it_is_filled_in_by_a_process_that_is_ended_when_it_takes_too_long() -> None:
    agency = sample().agency
    assert check_and_fill(template("{{ title }}"), trial_report(agency, 2570), COLUMNS).startswith(b"PK")
    with pytest.raises(BadTemplate, match="too long"):
        fill_safely(template("{{ title }}"), compile_report(sample()), 0)  # no process has begun by then
