"""Why a file is refused is a kind with its parts: said in English on the command line, in Thai on the page."""

import ast
import string
from pathlib import Path

import pytest

from intake.plan_file import read_plan
from intake.unreadable import MOST_BYTES, REFUSALS, UnreadableFile
from thai.catalogue import translator
from web.admin.plan_words import describe_refusal

INTAKE = Path(__file__).resolve().parents[2] / "intake"


def refused(path: Path) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as refusal:
        read_plan(path)
    return refusal.value


def parts_of(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def raised() -> dict[str, set[str]]:
    """The kinds that are raised by name somewhere, with the parts that are handed over."""
    found: dict[str, set[str]] = {}
    for path in INTAKE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "UnreadableFile":
                for kind in ast.walk(node.args[0]):
                    if isinstance(kind, ast.Constant) and kind.value in REFUSALS:
                        found[kind.value] = {keyword.arg or "" for keyword in node.keywords}
    return found


def test_a_file_that_is_too_large_is_told_so_and_is_no_picture(tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    path.write_bytes(b"PK\x03\x04" + bytes(MOST_BYTES + (1 << 19)))
    refusal = refused(path)
    assert (refusal.kind, str(refusal)[:35]) == ("too-many-bytes", "the file is larger than 20 MB: take")
    assert describe_refusal(refusal).startswith("ไฟล์ใหญ่เกิน 20 MB")


def test_a_picture_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    assert describe_refusal(refused(path)).startswith("ไฟล์นี้เป็นรูปภาพ")


def test_every_refusal_that_is_raised_has_its_sentences_and_parts() -> None:
    kinds = raised()
    assert len(kinds) > 15
    for kind, handed in kinds.items():
        assert parts_of(REFUSALS[kind][0]) <= handed, kind


@pytest.mark.parametrize("kind", REFUSALS)
def test_every_refusal_is_said_in_thai_with_no_other_parts(kind: str) -> None:
    english, msgid = REFUSALS[kind]
    assert translator()(msgid) != msgid
    assert parts_of(translator()(msgid)) <= parts_of(english)
