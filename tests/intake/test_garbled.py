"""Text files saved in a wrong code page: read where each letter leads back to one, refused where letters are lost."""

from pathlib import Path

import pytest

from intake.plan_file import UnreadableFile, read_plan
from tests.intake.shapes import HEAD

_ROWS = f"{HEAD}\n\nมาตรการ;ผู้รับผิดชอบ;ระยะเวลา\nเผยแพร่งบประมาณ ที่ใช้จ่าย;กองคลัง;ไตรมาสที่ ๑-๒\n"


def _read(folder: Path, data: bytes, name: str = "plan.csv") -> list[str]:
    (folder / name).write_bytes(data)
    return [measure.title for measure in read_plan(folder / name).measures]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp874", "tis-620"])
def test_every_encoding_of_thai_is_read(encoding: str, tmp_path: Path) -> None:
    assert _read(tmp_path, _ROWS.encode(encoding)) == ["เผยแพร่งบประมาณ ที่ใช้จ่าย"]


@pytest.mark.parametrize("taken_for", ["latin-1", "cp1252"])
def test_thai_letters_taken_for_western_ones_are_read_back(taken_for: str, tmp_path: Path) -> None:
    garbled = _ROWS.encode("cp874").decode(taken_for).encode("utf-8")
    assert _read(tmp_path, garbled) == ["เผยแพร่งบประมาณ ที่ใช้จ่าย"]


def test_utf_8_taken_for_the_thai_code_page_is_refused_with_what_to_do(tmp_path: Path) -> None:
    lost = _ROWS.encode("utf-8").decode("cp874", "replace").encode("utf-8")
    with pytest.raises(UnreadableFile, match="garbled: save it anew as UTF-8"):
        _read(tmp_path, lost)


def test_a_western_word_in_a_thai_text_is_left_as_it_is(tmp_path: Path) -> None:
    assert _read(tmp_path, _ROWS.replace("ที่ใช้จ่าย", "Café").encode()) == ["เผยแพร่งบประมาณ Café"]
