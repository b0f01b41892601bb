"""Tables of shapes that no real document at hand has, of an invented agency: what is read in each, what is asked."""

from dataclasses import dataclass, field

HEAD = "มาตรการส่งเสริมคุณธรรม องค์การบริหารส่วนตำบลทุ่งตัวอย่าง ประจำปีงบประมาณ พ.ศ. ๒๕๗๐"
YEAR = ("2026-10-01", "2027-09-30")
HALF = ("2026-10-01", "2027-03-31")
Rows = list[list[str]]


@dataclass(frozen=True)
class Read:
    """One measure as it must be read; a value of None must have been asked about."""

    title: str
    units: tuple[str, ...] | None = ("กองคลัง",)
    days: tuple[str, str] | None = HALF
    number: str | None = None
    steps: int = 0
    topic: str = ""
    everyone: bool = False


@dataclass(frozen=True)
class Shape:
    """A table, its merged ranges (top, left, bottom, right, from 0), and what must come of it."""

    name: str
    rows: Rows
    measures: list[Read]
    asked: set[str] = field(default_factory=set)
    merges: tuple[tuple[int, int, int, int], ...] = ()


ONE = Read("เผยแพร่งบประมาณ")
TWO = Read("จัดทำคู่มือ", units=(), everyone=True, days=YEAR)
_ONE = {"m": "เผยแพร่งบประมาณ", "w": "กองคลัง", "t": "ไตรมาสที่ ๑-๒"}
_TWO = {"m": "จัดทำคู่มือ", "w": "ทุกส่วนราชการ", "t": "ตลอดปีงบประมาณ ๒๕๗๐"}


def _both(*order: str, **more: str) -> Rows:
    return [[{**row, **more}[key] for key in order] for row in (_ONE, _TWO)]


def _with(read: Read, **changes: object) -> Read:
    return Read(**{**{name: getattr(read, name) for name in Read.__dataclass_fields__}, **changes})  # type: ignore[arg-type]


_MONTHS = "ต.ค. พ.ย. ธ.ค. ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย.".split()

SHAPES = [
    Shape(
        "columns in another order",
        [["ระยะเวลา", "ผู้รับผิดชอบ", "มาตรการ"], *_both("t", "w", "m")],
        [ONE, TWO],
    ),
    Shape(
        "an extra column of budgets",
        [["มาตรการ", "งบประมาณ", "ผู้รับผิดชอบ", "ระยะเวลา"], *_both("m", "b", "w", "t", b="๕,๐๐๐ บาท")],
        [ONE, TWO],
    ),
    Shape(
        "who and when in one column",
        [["มาตรการ", "ผู้รับผิดชอบ/ระยะเวลา"], ["เผยแพร่งบประมาณ", "กองคลัง ไตรมาสที่ ๑-๒"]],
        [ONE],
    ),
    Shape(
        "measures and steps in one column",
        [
            ["มาตรการและขั้นตอน", "ผู้รับผิดชอบ", "ระยะเวลา"],
            ["เผยแพร่งบประมาณ\n๑. จัดทำ\n๒. เผยแพร่", "กองคลัง", "ไตรมาสที่ ๑-๒"],
        ],
        [_with(ONE, steps=2)],
        {"column-guessed"},
    ),
    Shape(
        "four quarters to be ticked",
        [
            ["มาตรการ", "ผู้รับผิดชอบ", "ไตรมาสที่ ๑", "ไตรมาสที่ ๒", "ไตรมาสที่ ๓", "ไตรมาสที่ ๔"],
            ["เผยแพร่งบประมาณ", "กองคลัง", "✓", "✓", "", ""],
            ["จัดทำคู่มือ", "ทุกส่วนราชการ", "/", "/", "/", "/"],
        ],
        [ONE, TWO],
    ),
    Shape(
        "four quarters under one heading, an arrow across two of them",
        [
            ["มาตรการ", "ผู้รับผิดชอบ", "ไตรมาส", "", "", ""],
            ["", "", "๑", "๒", "๓", "๔"],
            ["เผยแพร่งบประมาณ", "กองคลัง", "←→", "", "", ""],
            ["จัดทำคู่มือ", "ทุกส่วนราชการ", "✓", "✓", "✓", "✓"],
        ],
        [ONE, TWO],
        merges=((0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 5), (2, 2, 2, 3)),
    ),
    Shape(
        "twelve months to be ticked",
        [
            ["มาตรการ", "ผู้รับผิดชอบ", *_MONTHS],
            ["เผยแพร่งบประมาณ", "กองคลัง", *["✓"] * 6, *[""] * 6],
            ["จัดทำคู่มือ", "ทุกส่วนราชการ", *["●"] * 12],
        ],
        [ONE, TWO],
    ),
    Shape(
        "ticks with a gap between them",
        [
            ["มาตรการ", "ผู้รับผิดชอบ", "ไตรมาส ๑", "ไตรมาส ๒", "ไตรมาส ๓", "ไตรมาส ๔"],
            ["เผยแพร่งบประมาณ", "กองคลัง", "✓", "", "✓", ""],
        ],
        [_with(ONE, days=None)],
        {"timeframe-unread"},
    ),
    Shape(
        "money under the quarters instead of ticks",
        [
            ["มาตรการ", "ผู้รับผิดชอบ", "ไตรมาส ๑", "ไตรมาส ๒", "ไตรมาส ๓", "ไตรมาส ๔"],
            ["เผยแพร่งบประมาณ", "กองคลัง", "๕,๐๐๐", "๕,๐๐๐", "", ""],
        ],
        [_with(ONE, days=None)],
        {"timeframe-unread"},
    ),
    Shape(
        "a leading column of numbers",
        [["ที่", "มาตรการ", "ผู้รับผิดชอบ", "ระยะเวลา"], ["๑", *_both("m", "w", "t")[0]], ["๒", *_both("m", "w", "t")[1]]],
        [_with(ONE, number="1"), _with(TWO, number="2")],
    ),
    Shape(
        "a leading column of numbers without a heading",
        [["", "มาตรการ", "ผู้รับผิดชอบ", "ระยะเวลา"], ["1.", *_both("m", "w", "t")[0]], ["2.", *_both("m", "w", "t")[1]]],
        [_with(ONE, number="1"), _with(TWO, number="2")],
    ),
    Shape(
        "one heading over numbers and texts",
        [["มาตรการ", "", "ผู้รับผิดชอบ", "ระยะเวลา"], ["๑", *_both("m", "w", "t")[0]], ["๒", *_both("m", "w", "t")[1]]],
        [_with(ONE, number="1"), _with(TWO, number="2")],
        merges=((0, 0, 0, 1),),
    ),
    Shape(
        "a target that is called ตัวชี้วัด",
        [["มาตรการ", "ตัวชี้วัด", "ผู้รับผิดชอบ", "ระยะเวลา"], *_both("m", "k", "w", "t", k="ร้อยละ ๘๐ ของผู้รับบริการ")],
        [ONE, TWO],
    ),
    Shape(
        "a first and a last day",
        [
            ["มาตรการ", "ผู้รับผิดชอบ", "เริ่มต้น", "สิ้นสุด"],
            ["เผยแพร่งบประมาณ", "กองคลัง", "๑ ต.ค. ๖๙", "๓๑ มี.ค. ๗๐"],
            ["จัดทำคู่มือ", "ทุกส่วนราชการ", "ตุลาคม ๒๕๖๙", "กันยายน ๒๕๗๐"],
        ],
        [ONE, TWO],
    ),
    Shape(
        "those who do it and those who help under one heading",
        [
            ["มาตรการ", "ผู้รับผิดชอบ", "", "ระยะเวลา"],
            ["", "หลัก", "สนับสนุน", ""],
            ["เผยแพร่งบประมาณ", "กองคลัง", "กองช่าง", "ไตรมาสที่ ๑-๒"],
        ],
        [_with(ONE, units=("กองคลัง", "กองช่าง"))],
        {"row-unread"},
        merges=((0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 1, 3)),
    ),
    Shape(
        "units to be ticked",
        [
            ["มาตรการ", "ผู้รับผิดชอบ", "", "ระยะเวลา"],
            ["", "กองคลัง", "กองช่าง", ""],
            ["เผยแพร่งบประมาณ", "✓", "", "ไตรมาสที่ ๑-๒"],
            ["จัดประชุม", "/", "/", "ไตรมาสที่ ๑-๒"],
        ],
        [ONE, _with(ONE, title="จัดประชุม", units=("กองคลัง", "กองช่าง"))],
        merges=((0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 1, 3)),
    ),
    Shape(
        "units with words or crosses where ticks were expected",
        [
            ["มาตรการ", "ผู้รับผิดชอบ", "", "ระยะเวลา"],
            ["", "กองคลัง", "กองช่าง", ""],
            ["เผยแพร่งบประมาณ", "✓", "✗", "ไตรมาสที่ ๑-๒"],
            ["จัดประชุม", "หลัก", "-", "ไตรมาสที่ ๑-๒"],
        ],
        [ONE, _with(ONE, title="จัดประชุม", units=None)],
        {"responsible-unread", "responsible-missing"},
        merges=((0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 1, 3)),
    ),
    Shape(
        "crosses beside ticks under the quarters",
        [
            ["มาตรการ", "ผู้รับผิดชอบ", "ไตรมาส ๑", "ไตรมาส ๒", "ไตรมาส ๓", "ไตรมาส ๔"],
            ["เผยแพร่งบประมาณ", "กองคลัง", "✓", "✓", "x", "x"],
        ],
        [_with(ONE, days=None)],
        {"timeframe-unread"},
    ),
    Shape(
        "topics in merged rows under a column of numbers",
        [
            ["ลำดับ", "มาตรการ", "ผู้รับผิดชอบ", "ระยะเวลา"],
            ["ประเด็นที่ ๑ การใช้งบประมาณ", "", "", ""],
            ["๑", *_both("m", "w", "t")[0]],
            ["", "ประเด็นที่ ๒ การใช้อำนาจ", "", ""],
            ["๑", *_both("m", "w", "t")[1]],
        ],
        [_with(ONE, number="1", topic="การใช้งบประมาณ"), _with(TWO, number="1", topic="การใช้อำนาจ")],
        merges=((1, 0, 1, 3),),
    ),
    Shape(
        "a topic's number beside its name, its measures below",
        [
            ["ลำดับ", "มาตรการ", "ผู้รับผิดชอบ", "ระยะเวลา"],
            ["๑", "การใช้งบประมาณ", "", ""],
            ["๑.๑", *_both("m", "w", "t")[0]],
            ["๑.๒", *_both("m", "w", "t")[1]],
        ],
        [_with(ONE, number="1.1", topic="การใช้งบประมาณ"), _with(TWO, number="1.2", topic="การใช้งบประมาณ")],
    ),
    Shape(
        "topics in the last column",
        [["มาตรการ", "ผู้รับผิดชอบ", "ระยะเวลา", "ประเด็น"], *_both("m", "w", "t", "p", p="การใช้งบประมาณ")],
        [_with(ONE, topic="การใช้งบประมาณ"), _with(TWO, topic="การใช้งบประมาณ")],
    ),
    Shape(
        "headings with slips of the pen",
        [["มาตราการ", "ผู้รับผิดชอป", "ระยะเวลาดำเนินกาน"], *_both("m", "w", "t")],
        [ONE, TWO],
        {"column-guessed"},
    ),
    Shape(
        "a row for each step, the measure merged downward",
        [
            ["มาตรการ", "ขั้นตอน", "ผู้รับผิดชอบ", "ระยะเวลา"],
            ["เผยแพร่งบประมาณ", "จัดทำร่าง", "กองคลัง", "ไตรมาสที่ ๑-๒"],
            ["", "เผยแพร่บนเว็บไซต์", "", ""],
            ["จัดทำคู่มือ", "เขียนคู่มือ", "ทุกส่วนราชการ", "ตลอดปีงบประมาณ ๒๕๗๐"],
        ],
        [_with(ONE, steps=2), _with(TWO, steps=1)],
        merges=((1, 0, 2, 0), (1, 2, 2, 2), (1, 3, 2, 3)),
    ),
    Shape(
        "who and when reach down over several measures",
        [
            ["มาตรการ", "ขั้นตอน", "ผู้รับผิดชอบ", "ระยะเวลา"],
            ["เผยแพร่งบประมาณ", "๑. จัดทำร่าง", "กองคลัง", "ไตรมาสที่ ๑-๒"],
            ["จัดทำคู่มือ", "๑. เขียนคู่มือ\n๒. แจก", "", ""],
        ],
        [_with(ONE, steps=1), _with(ONE, title="จัดทำคู่มือ", steps=2)],
        merges=((1, 2, 2, 2), (1, 3, 2, 3)),
    ),
    Shape(
        "ticks that reach down over several measures",
        [
            ["มาตรการ", "ผู้รับผิดชอบ", "ไตรมาสที่ ๑", "ไตรมาสที่ ๒", "ไตรมาสที่ ๓"],
            ["เผยแพร่งบประมาณ", "กองคลัง", "✓", "✓", ""],
            ["จัดทำคู่มือ", "กองคลัง", "", "", ""],
        ],
        [ONE, _with(ONE, title="จัดทำคู่มือ")],
        merges=((1, 2, 2, 2), (1, 3, 2, 3)),
    ),
    Shape(
        "steps that reach down over several measures",
        [
            ["มาตรการ", "ขั้นตอน", "ผู้รับผิดชอบ", "ระยะเวลา"],
            ["เผยแพร่งบประมาณ", "๑. จัดทำร่าง\n๒. แจก", "กองคลัง", "ไตรมาสที่ ๑-๒"],
            ["จัดทำคู่มือ", "", "กองคลัง", "ไตรมาสที่ ๑-๒"],
        ],
        [_with(ONE, steps=2), _with(ONE, title="จัดทำคู่มือ", steps=2)],
        {"counts-differ"},
        merges=((1, 1, 2, 1),),
    ),
    Shape(
        "a row for each step, the cells below left empty",
        [
            ["มาตรการ", "ขั้นตอน", "ผู้รับผิดชอบ", "ระยะเวลา"],
            ["เผยแพร่งบประมาณ", "๑. จัดทำร่าง", "กองคลัง", "ไตรมาสที่ ๑-๒"],
            ["", "๒. เผยแพร่บนเว็บไซต์", "", ""],
            ["จัดทำคู่มือ", "๑. เขียนคู่มือ", "ทุกส่วนราชการ", "ตลอดปีงบประมาณ ๒๕๗๐"],
        ],
        [_with(ONE, steps=2), _with(TWO, steps=1)],
    ),
    Shape(
        "a topic's row torn by a page break, the topic merged downward",
        [
            ["ประเด็น", "มาตรการ", "ผู้รับผิดชอบ", "ระยะเวลา"],
            ["๑. การใช้อำนาจ", "๑. เผยแพร่งบประมาณให้ประชา", "กองคลัง", "ไตรมาสที่ ๑-๒"],
            ["", "ชนทราบ\n๒. จัดทำคู่มือ", "ทุกส่วนราชการ", "ตลอดปีงบประมาณ ๒๕๗๐"],
            [
                "๒. การใช้งบประมาณ",
                "๑. จัดประชุม\n๒. เผยแพร่งบประมาณ",
                "ทุกส่วนราชการ\nกองคลัง",
                "ตลอดปีงบประมาณ ๒๕๗๐\nไตรมาสที่ ๑-๒",
            ],
            ["", "ให้ทราบทั่วกัน", "", ""],
        ],
        [
            _with(ONE, title="เผยแพร่งบประมาณให้ประชาชนทราบ", number="1", topic="การใช้อำนาจ"),
            _with(TWO, number="2", topic="การใช้อำนาจ"),
            _with(TWO, title="จัดประชุม", number="1", topic="การใช้งบประมาณ"),
            _with(ONE, title="เผยแพร่งบประมาณให้ทราบทั่วกัน", number="2", topic="การใช้งบประมาณ"),
        ],
        {"row-joined"},
        merges=((1, 0, 2, 0), (3, 0, 4, 0)),
    ),
    Shape(
        "unnumbered measures below a numbered one, the topic merged downward",
        [
            ["ประเด็น", "มาตรการ", "ผู้รับผิดชอบ", "ระยะเวลา"],
            ["๑. การใช้อำนาจ", "๑. เผยแพร่งบประมาณ", "กองคลัง", "ไตรมาสที่ ๑-๒"],
            ["", "จัดทำคู่มือ", "ทุกส่วนราชการ", "ตลอดปีงบประมาณ ๒๕๗๐"],
        ],
        [_with(ONE, number="1", topic="การใช้อำนาจ"), _with(TWO, topic="การใช้อำนาจ")],
        merges=((1, 0, 2, 0),),
    ),
    Shape(
        "who answers is left empty",
        [["มาตรการ", "ผู้รับผิดชอบ", "ระยะเวลา"], ["เผยแพร่งบประมาณ", "", "ไตรมาสที่ ๑-๒"]],
        [_with(ONE, units=None)],
        {"responsible-missing"},
    ),
    Shape(
        "days of another year",
        [["มาตรการ", "ผู้รับผิดชอบ", "ระยะเวลา"], ["เผยแพร่งบประมาณ", "กองคลัง", "ต.ค. ๖๗ - มี.ค. ๖๘"]],
        [_with(ONE, days=("2024-10-01", "2025-03-31"))],
        {"timeframe-year"},
    ),
]  # fmt: skip
