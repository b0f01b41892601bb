import pytest

from domain.agency import Unit
from domain.unit_names import find_unit

UNITS = (
    Unit(1, "สำนักปลัด"),
    Unit(2, "กองคลัง"),
    Unit(3, "กองช่าง"),
    Unit(4, "กองการศึกษา ศาสนาและวัฒนธรรม"),
    Unit(5, "กองสาธารณสุขและสิ่งแวดล้อม"),
    Unit(6, "งานนิติการ", 1),
    Unit(7, "งานธุรการ", 1),
    Unit(8, "งานธุรการ", 2),
    Unit(9, "งานพัสดุ", 2),
)


@pytest.mark.parametrize(
    ("name", "unit_id"),
    [
        ("สำนักปลัด", 1),
        ("สำนักงานปลัด", 1),
        ("สำนักปลัดเทศบาล", 1),
        ("สำนักปลัด อบต.", 1),
        ("สำนักปลัดฯ", 1),
        ("กองช่าง.", 3),
        ("กองการศึกษาฯ", 4),
        ("กองการศึกษา", 4),
        ("กองการศึกษาศาสนาและวัฒนธรรม", 4),
        ("กองสาธารณสุข", 5),
        ("งานนิติการ", 6),
        ("สำนักปลัด/งานนิติการ", 6),
        ("กองคลัง/งานธุรการ", 8),
        ("กองช่าง/งานออกแบบ", 3),
        ("กองช่าง/งานธุรการ", 3),
        ("กองคลัง/งานออกแบบ", 2),
    ],
)
def test_a_name_means_the_agency_s_own_unit(name: str, unit_id: int) -> None:
    found = find_unit(name, UNITS)
    assert found is not None
    assert found.id == unit_id


@pytest.mark.parametrize(
    "name", ["กองสวัสดิการสังคม", "กอง", "กองก", "งานธุรการ", "งานออกแบบ", "ศูนย์พัฒนาเด็กเล็ก", "กองคลัง/งานนิติการ", ""]
)
def test_what_may_mean_several_or_none_is_not_guessed(name: str) -> None:
    assert find_unit(name, UNITS) is None


def test_a_section_is_known_by_the_name_that_it_had() -> None:
    known = (Unit(1, "สำนักปลัด"), Unit(2, "งานกฎหมาย", 1, also=("งานนิติการ",)), Unit(3, "งานธุรการ", 1))
    for name in ("สำนักปลัด/งานนิติการ", "สำนักปลัด/งานกฎหมาย", "งานนิติการ"):
        found = find_unit(name, known)
        assert found is not None and found.id == 2, name
