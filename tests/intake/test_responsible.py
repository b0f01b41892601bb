import pytest

from intake.responsible import read_responsible, split_responsible


@pytest.mark.parametrize(
    "text",
    [
        "ทุกส่วนราชการ",
        "ทุกสำนัก/กอง",
        "ทุกสำนัก/ กอง",
        "ทุกหน่วยงาน",
        "เจ้าหน้าที่ทุกภารกิจงาน",
        "ทุกส่วนราชการ (เจ้าหน้าที่ประชาสัมพันธ์)",
        "ผู้บริหารแต่ละ สำนัก / กอง",
        "ทุกกอง",
        "ทุก สำนัก และ กอง",
        "สำนัก/กองทุกกอง",
        "ทุกหน่วยงานในสังกัด",
        "ทุกส่วนราชการในสังกัด อบต.",
    ],
)
def test_everyone_is_understood(text: str) -> None:
    found = read_responsible(text)
    assert (found.responsible.everyone, found.responsible.units, found.left_over) == (True, (), ())
    assert found.responsible.text == text


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("สำนักปลัด", ("สำนักปลัด",)),
        ("สำนักปลัด (งานนิติการ)", ("สำนักปลัด/งานนิติการ",)),
        ("สำนักปลัด (งานนิติการ", ("สำนักปลัด/งานนิติการ",)),
        ("สำนักปลัด (งาน พัฒนาเว็บไซต์ หน่วยงาน)", ("สำนักปลัด/งานพัฒนาเว็บไซต์หน่วยงาน",)),
        ("สำนักปลัด (งานบริหาร งานทั่วไป)", ("สำนักปลัด/งานบริหารงานทั่วไป",)),
        ("สำนักปลัด (งานนิติการ, งานธุรการ)", ("สำนักปลัด/งานนิติการ", "สำนักปลัด/งานธุรการ")),
        ("สำนักปลัด/ กองคลัง", ("สำนักปลัด", "กองคลัง")),
        ("กองคลัง (งานพัสดุ) สำนักปลัด (งานนิติการ)", ("กองคลัง/งานพัสดุ", "สำนักปลัด/งานนิติการ")),
        ("สำนักปลัดเทศบาล, กองคลัง และกองช่าง", ("สำนักปลัดเทศบาล", "กองคลัง", "กองช่าง")),
        ("กองสาธารณสุขและสิ่งแวดล้อม", ("กองสาธารณสุขและสิ่งแวดล้อม",)),
        ("กองการศึกษา ศาสนาและวัฒนธรรม", ("กองการศึกษาศาสนาและวัฒนธรรม",)),
        ("ผู้บริหาร (สำนักปลัด)", ("สำนักปลัด",)),
        ("ผู้อำนวยการกองช่าง", ("กองช่าง",)),
        ("งานนิติการ", ("งานนิติการ",)),
        ("งานธุรการ สำนักปลัด", ("สำนักปลัด/งานธุรการ",)),
        ("หน่วยตรวจสอบภายใน", ("หน่วยตรวจสอบภายใน",)),
        ("สำนักปลัดร่วมกับกองคลัง", ("สำนักปลัด", "กองคลัง")),
        ("สำนักปลัดและกองคลัง", ("สำนักปลัด", "กองคลัง")),
        ("สำนักปลัด + กองคลัง & กองช่าง", ("สำนักปลัด", "กองคลัง", "กองช่าง")),
        ("สำนักปลัด กับ กองคลัง", ("สำนักปลัด", "กองคลัง")),
        ("สำนักปลัดกับกองคลัง", ("สำนักปลัด", "กองคลัง")),
        ("กองช่าง & งานพัสดุ", ("กองช่าง", "งานพัสดุ")),
        ("กองช่างร่วมกับงานพัสดุ กองคลัง", ("กองช่าง", "กองคลัง/งานพัสดุ")),
        ("สำนักปลัด โดยงานนิติการ", ("สำนักปลัด/งานนิติการ",)),
        ("งานนิติการ สังกัดสำนักปลัด", ("สำนักปลัด/งานนิติการ",)),
        ("สำนักปลัด\nกองคลัง", ("สำนักปลัด", "กองคลัง")),
        ("ฝ่ายบริหารงานทั่วไป", ("ฝ่ายบริหารงานทั่วไป",)),
        ("กองคลังและฝ่ายสภา", ("กองคลัง", "ฝ่ายสภา")),
        ("1. สำนักปลัด\n2. กองคลัง", ("สำนักปลัด", "กองคลัง")),
        ("- สำนักปลัด - กองคลัง", ("สำนักปลัด", "กองคลัง")),
        ("กองยุทธศาสตร์และงบประมาณ", ("กองยุทธศาสตร์และงบประมาณ",)),
        ("สำนักปลัด (นิติกร)", ("สำนักปลัด",)),
        ("สำนักปลัด (รวมงานสาธารณสุขฯ)", ("สำนักปลัด",)),
    ],
)
def test_units_are_understood_and_sections_stand_under_their_division(text: str, units: tuple[str, ...]) -> None:
    found = read_responsible(text)
    assert (found.responsible.everyone, found.responsible.units, found.left_over) == (False, units, ())


@pytest.mark.parametrize("text", ["คณะกรรมการประเมินผล", "นายกองค์การบริหารส่วนตำบล", "ส่วนราชการที่เกี่ยวข้อง", "???"])
def test_what_names_no_unit_is_left_over_and_never_guessed(text: str) -> None:
    found = read_responsible(text)
    assert (found.responsible.everyone, found.responsible.units) == (False, ())
    assert found.responsible.text == text


@pytest.mark.parametrize("text", ["ทุกส่วนราชการ (สำนักปลัด)", "ทุกกองยกเว้นสำนักปลัด", "ทุกกอง (ยกเว้นกองคลัง)"])
def test_everyone_beside_one_unit_or_without_one_is_asked_about(text: str) -> None:
    assert read_responsible(text).left_over


@pytest.mark.parametrize(
    "text",
    [
        "สำนักปลัดหรือกองคลัง",
        "สำนักปลัด หรือ กองคลัง",
        "สำนักปลัดประสานกองคลัง",
        "สำนักปลัด ประสานงานกับกองช่าง",
        "กองคลัง ฝ่ายพัฒนารายได้",
        "กองคลัง (ฝ่ายพัฒนารายได้)",
        "ฝ่ายอำนวยการ สำนักปลัด",
        "สำนักปลัด ฝ่ายบริหารงานทั่วไป งานธุรการ",
        "สำนักปลัด ทุกงาน",
        "ทุกงาน สำนักปลัด",
        "ทุกงานในสำนักปลัด",
        "ทุกฝ่ายของกองคลัง",
        "ผู้บริหารทุกคน",
        "หัวหน้า ทุก คน",
    ],
)
def test_which_of_several_or_which_part_of_one_is_asked_about(text: str) -> None:
    found = read_responsible(text)
    assert (found.responsible.everyone, found.responsible.units) == (False, ())
    assert found.responsible.text == text


def test_a_unit_that_acts_with_everyone_is_named_beside_them() -> None:
    found = read_responsible("สำนักปลัดร่วมกับทุกกอง")
    assert (found.responsible.everyone, found.responsible.units, found.left_over) == (True, ("สำนักปลัด",), ())


def test_a_part_that_is_not_understood_is_named_beside_the_unit() -> None:
    found = read_responsible("สำนักปลัด ภารกิจอื่นที่เกี่ยวข้อง")
    assert (found.responsible.units, found.left_over) == (("สำนักปลัด",), ("ภารกิจอื่นที่เกี่ยวข้อง",))


def test_wordings_run_together_are_parted_before_each_division() -> None:
    assert split_responsible("กองคลัง (งานพัสดุ) สำนักปลัด (งานนิติการ)") == (
        "กองคลัง (งานพัสดุ)",
        "สำนักปลัด (งานนิติการ)",
    )
    assert len(split_responsible("สำนักปลัด/ กองคลัง")) == 1
