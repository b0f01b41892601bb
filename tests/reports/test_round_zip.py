"""The ZIP of a round: whatever the files are called, it unpacks anywhere, and nowhere else."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from domain.report import Exhibit
from reports.compile.report import compile_report
from reports.round_zip import round_zip
from tests.reports.sample import sample

PDF, TEXT = b"%PDF-1.4", b"text"


@pytest.mark.parametrize(
    ("name", "data", "kept"),
    [
        ("../../etc/passwd", TEXT, "etc passwd"),
        ("C:\\windows\\x.exe", TEXT, "C windows x.exe"),
        ("..", PDF, "file.pdf"),
        ("x\u202egpj.exe", TEXT, "xgpj.exe"),
        ("ประกาศ\n.pdf", PDF, "ประกาศ.pdf"),
        ("", PDF, "ทบทวนคู่มือ.pdf"),
        ("ก" * 300 + ".pdf", PDF, "ก" * 50 + ".pdf"),
        ("a" * 300, TEXT, "a" * 150),
    ],
)
def test_a_name_holds_nothing_that_leads_elsewhere_or_hides_its_ending(
    name: str, data: bytes, kept: str, tmp_path: Path
) -> None:
    path = tmp_path / "kept"
    path.write_bytes(data)
    piece = Exhibit("ทบทวนคู่มือ", "กองคลัง", "file", name, "a" * 64, str(path))
    report = replace(compile_report(sample()), exhibits=(piece,))
    with ZipFile(BytesIO(round_zip(report, certified={"report.pdf": PDF}))) as container:
        assert container.namelist() == ["report.pdf", f"evidence/001 {kept}"]
        assert container.read(f"evidence/001 {kept}") == data
