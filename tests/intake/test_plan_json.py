import json
from pathlib import Path

from intake.plan_file import read_plan
from intake.plan_json import plan_json

SAMPLES = Path(__file__).resolve().parents[2] / "intake" / "samples"


def test_the_plan_is_printed_in_its_agreed_shape() -> None:
    data = json.loads(json.dumps(plan_json(read_plan(SAMPLES / "demo_plan.csv")), ensure_ascii=False))
    assert set(data) >= {"agency", "year", "round", "layout", "topics", "scores", "signatories", "warnings"}
    topic = data["topics"][1]
    assert {"number", "title", "kind", "questions", "findings", "measures"} <= set(topic)
    assert [question["code"] for question in topic["questions"]] == ["i4", "i5"]
    measure = topic["measures"][1]
    assert set(measure) >= {
        "number", "title", "questions", "steps", "responsible", "timeframe", "cadence", "result", "outcome",
        "suggestion", "dates",
    }  # fmt: skip
    assert measure["responsible"] == {"text": "กองคลัง (งานพัสดุ)", "everyone": False, "units": ["กองคลัง/งานพัสดุ"]}
    assert measure["timeframe"] == {"text": "ตลอดปีงบประมาณ 2570", "from": "2026-10-01", "to": "2027-09-30"}
    assert measure["cadence"] == {"text": "ทุกเดือน", "kind": "monthly"}
