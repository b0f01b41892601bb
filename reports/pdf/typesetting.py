"""typst, called for one document.

Run as a program it sets one part of a long report and ends: typst keeps what it has once laid out, and only the end of
its process gives that memory back. Nothing of ours is loaded for it, so that it starts in a moment.

    python reports/pdf/typesetting.py FOLDER
"""

import json
import sys
from pathlib import Path
from typing import Any

import typst

STRICTEST: list[Any] = ["a-3a", "ua-1"]
_FONTS = Path(__file__).resolve().parents[1] / "fonts"


def compile_pdf(template: Path, standards: list[Any]) -> bytes:
    """The PDF of the template; raises typst.TypstError."""
    made: bytes = typst.compile(template, font_paths=[_FONTS], ignore_system_fonts=True, pdf_standards=standards)
    return made


def set_part(folder: Path) -> None:
    """Writes `part.pdf` from the folder's `report.typ`, and where its rows stand as `places.json`."""
    compiler = typst.Compiler(folder / "report.typ", font_paths=[_FONTS], ignore_system_fonts=True)
    compiler.compile(output=folder / "part.pdf", pdf_standards=STRICTEST)
    places = json.loads(compiler.query("<places>", field="value", one=True))
    (folder / "places.json").write_text(json.dumps(places), encoding="utf-8")


if __name__ == "__main__":
    set_part(Path(sys.argv[1]))
