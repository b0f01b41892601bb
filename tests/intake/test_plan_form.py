"""Our own form: what goes out comes in the same, and a bad row is named."""

import csv
import string
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.column_values import Value
from domain.columns import Column
from domain.plan import Measure, Plan, Question, Score, Signatory, Topic
from domain.task import Status
from intake.fields import cadence_of, responsible_of, timeframe_of
from intake.plan_file import read_plan
from intake.plan_template import write_template
from intake.topics import find_topic_kind
from tests.examples import examples
from tests.own_layout import own_layout
from thai.fiscal import RoundKind
from thai.normalise import fold_text

pytestmark = pytest.mark.slow

SAMPLES = Path(__file__).resolve().parents[2] / "intake" / "samples"
YEAR = 2570

_letters = st.sampled_from("กขคงจฉชซญดตถทนบปผพมยรลวสหอเแโใไะาิีุู่้ำ" + string.ascii_letters)
_word = st.text(_letters, min_size=1, max_size=9)
_tail = st.text(_letters | st.sampled_from("๐๑๒๙0159=+@-'\"/,;.()&<>*|#_%"), min_size=1, max_size=9)
_phrase = st.builds(lambda head, rest: " ".join([f"ก{head}", *rest]), _word, st.lists(_tail, max_size=3))
_lines = st.lists(_phrase, max_size=3).map(tuple)
_question = st.builds(
    Question, st.builds("{}{}".format, st.sampled_from("ieO"), st.integers(1, 99)), _phrase | st.just("")
)
_responsible = st.sampled_from([None, "สำนักปลัด (งานนิติการ)", "ทุกส่วนราชการ", "กองคลัง/กองช่าง", "คณะทำงาน", "=กองช่าง"]).map(
    lambda text: responsible_of(text, "")[0] if text else None
)
_timeframe = st.sampled_from([None, "ไตรมาสที่ ๑-๔", "ต.ค. 69 - มี.ค. 70", "เมื่อพร้อม"]).map(
    lambda text: timeframe_of(text, YEAR, "")[0] if text else None
)
_cadence = st.sampled_from(["", "ทุกเดือน", "๑. เจ้าหน้าที่ทุกเดือน\n๒. ผู้บริหารทุกไตรมาส"]).map(cadence_of)
_measure = st.builds(
    Measure,
    title=_phrase,
    number=st.none() | st.integers(1, 30).map(str) | st.just("1.2"),
    questions=st.lists(_question, max_size=1).map(tuple),
    steps=_lines,
    responsible=_responsible,
    timeframe=_timeframe,
    cadence=_cadence,
    result=_lines,
    outcome=_lines,
    suggestion=_lines,
    dates=_lines,
    did_not=_lines,
    remark=_lines,
    others=_lines,
    # A document that names no status leaves it empty: NOT_STATED is of replies.
    status=st.none() | st.sampled_from([status for status in Status if status is not Status.NOT_STATED]),
)
_topic = st.builds(
    Topic,
    title=_phrase | st.just("การใช้งบประมาณ"),
    measures=st.lists(_measure, max_size=3).map(tuple),
    number=st.none() | st.integers(1, 12).map(str),
    kind=st.sampled_from([None, "tool", "indicator", "issue"]),
    questions=st.lists(_question, max_size=2).map(tuple),
    findings=_lines,
    parent=st.none() | _phrase,
    actions=_lines,
)
_plan = st.builds(
    Plan,
    agency=st.none() | _phrase,
    year=st.just(YEAR),
    topics=st.lists(_topic, min_size=1, max_size=3, unique_by=lambda t: (t.number, fold_text(t.title))).map(tuple),
    round=st.none() | st.sampled_from(RoundKind),
    layout=st.none() | st.sampled_from(["results", "plan"]),
    scores=st.lists(st.builds(Score, _phrase, st.floats(0, 100)), max_size=2).map(tuple),
    signatories=st.lists(
        st.builds(Signatory, _phrase, _phrase, st.none() | _phrase, st.none() | _phrase), max_size=2
    ).map(tuple),
)


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".docx"])
@examples(30)
@given(plan=_plan)
def test_what_goes_out_comes_in_the_same(ending: str, plan: Plan) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"form{ending}"
        write_template(path, plan)
        assert replace(read_plan(path), warnings=()) == plan


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".docx"])
def test_own_columns_come_back_as_they_went_out(tmp_path: Path, ending: str) -> None:
    values: tuple[dict[str, Value], ...] = (
        {"planned": 30000, "rate": 12.5, "months": ("ต.ค.", "ม.ค."), "place": "หอประชุม\nชั้น 2"},
        {"planned": "ไม่ใช้งบประมาณ", "state": ("ล่าช้า", "ฝนตก")},
        {},
    )
    layout = replace(own_layout(), columns=(Column("planned", "งบประมาณ (บาท)", "plan", kind="money"),))
    measures = tuple(Measure(f"มาตรการที่ {n}", str(n), own=own) for n, own in enumerate(values, 1))
    plan = Plan("อบต.", YEAR, (Topic("การใช้งบประมาณ", measures, number="1"),))
    path = tmp_path / f"form{ending}"
    write_template(path, plan, layout=layout)
    assert [measure.own for measure in read_plan(path).measures] == list(values)


def test_an_empty_form_shows_an_example_that_must_be_written_over(tmp_path: Path) -> None:
    write_template(tmp_path / "form.xlsx")
    plan = read_plan(tmp_path / "form.xlsx")
    assert (len(plan.topics), len(plan.measures)) == (1, 2)
    assert {warning.kind for warning in plan.warnings} == {"example-left"}
    assert plan.agency is None, "the form names nobody who did not ask for it"
    write_template(tmp_path / "ours.docx", agency="เทศบาลตำบลของเรา")
    assert read_plan(tmp_path / "ours.docx").agency == "เทศบาลตำบลของเรา"


def test_a_form_is_written_as_xlsx_docx_or_csv_and_nothing_else(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\.pdf"):
        write_template(tmp_path / "form.pdf")


def _form(folder: Path, *rows: list[str], year: str = "2570") -> Path:
    path = folder / "form.csv"
    head = ["หัวข้อ", "ลำดับ", "มาตรการ", "ขั้นตอน", "ผู้รับผิดชอบ", "ระยะเวลา", "การกำกับติดตาม"]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["หน่วยงาน", "อบต."], ["ปีงบประมาณ พ.ศ.", year], [], head, *rows])
    return path


def test_a_bad_row_is_named_by_row_and_column_and_the_rest_is_read(tmp_path: Path) -> None:
    plan = read_plan(
        _form(
            tmp_path,
            ["1. ก", "1", "ติดป้าย", "", "กองช่าง", "ไตรมาสที่ 1", ""],
            ["", "2", "", "", "กองคลัง", "", ""],
            ["", "1", "ทาสี", "", "ใครก็ได้", "สักวัน", "ตามสะดวก"],
        )
    )
    assert [measure.title for measure in plan.measures] == ["ติดป้าย", "ทาสี"]
    assert [(warning.kind, warning.place) for warning in plan.warnings] == [
        ("row-unread", "row 6, column มาตรการ"),
        ("responsible-unread", "row 7, column ผู้รับผิดชอบ"),
        ("timeframe-unread", "row 7, column ระยะเวลา"),
        ("number-twice", "row 7, column ลำดับ"),
        ("cadence-unread", "row 7, column การกำกับติดตาม"),
    ]


def test_a_year_that_is_none_is_asked_about_once(tmp_path: Path) -> None:
    plan = read_plan(_form(tmp_path, ["1. ก", "1", "ติดป้าย", "", "กองช่าง", "ไตรมาสที่ 1", ""], year="ปีหน้า"))
    assert plan.year is None
    assert [warning.place for warning in plan.warnings] == ["row 2, column ปีงบประมาณ พ.ศ."]


def test_the_year_of_the_caller_goes_before_the_form_s(tmp_path: Path) -> None:
    path = _form(tmp_path, ["1. ก", "1", "ติดป้าย", "", "กองช่าง", "ไตรมาสที่ 1", ""], year="")
    timeframe = read_plan(path, year=2568).measures[0].timeframe
    assert timeframe and timeframe.first and timeframe.first.isoformat() == "2024-10-01"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "utf-16"])
def test_thai_is_read_in_every_encoding_that_spreadsheets_write(tmp_path: Path, encoding: str) -> None:
    path = _form(tmp_path, ["1. ก", "1", "ติดป้าย", "", "กองช่าง", "", ""])
    path.write_bytes(path.read_text(encoding="utf-8").encode(encoding))
    assert read_plan(path).measures[0].title == "ติดป้าย"


def test_columns_may_be_moved_and_steps_stand_one_on_a_line(tmp_path: Path) -> None:
    path = tmp_path / "form.csv"
    path.write_text('มาตรการ;ขั้นตอน;ลำดับ;หัวข้อ\nติดป้าย;"๑. ออกแบบ\n๒. ติดตั้ง";๑;๑. ก\n', encoding="utf-8")
    (measure,) = read_plan(path, YEAR).measures
    assert (measure.number, measure.steps) == ("1", ("ออกแบบ", "ติดตั้ง"))


def test_nothing_that_an_agency_typed_becomes_a_formula(tmp_path: Path) -> None:
    plan = Plan("=1+1", YEAR, (Topic("@x", (Measure("+2"),)),))
    write_template(tmp_path / "form.csv", plan)
    content = (tmp_path / "form.csv").read_text(encoding="utf-8-sig")
    cells = [cell for row in csv.reader(content.splitlines()) for cell in row]
    assert not [cell for cell in cells if cell[:1] in set("=+-@")]
    assert read_plan(tmp_path / "form.csv").agency == "=1+1"


def test_the_sample_plan_reads_without_a_doubt() -> None:
    plan = read_plan(SAMPLES / "demo_plan.csv")
    assert plan.warnings == ()
    assert (plan.year, len(plan.topics), len(plan.measures)) == (YEAR, 4, 12)
    everyone = [measure for measure in plan.measures if measure.responsible and measure.responsible.everyone]
    units = {unit for m in plan.measures if m.responsible for unit in m.responsible.units}
    assert len(everyone) == 2
    assert {unit.split("/")[0] for unit in units} == {"สำนักปลัด", "กองคลัง", "กองช่าง"}
    assert {topic.kind for topic in plan.topics} == {"indicator"}
    assert all(find_topic_kind(topic.title) for topic in plan.topics)
    assert all(measure.timeframe and measure.timeframe.first for measure in plan.measures)
