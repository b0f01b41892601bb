"""All files of a round in one: the report in every format, and the evidence that came with it."""

import re
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from domain.report import Exhibit, Report
from reports.render import report_bytes
from reports.to_json import report_json
from reports.wording import clean
from thai.clusters import trim

_NEVER = (1980, 1, 1, 0, 0, 0)
_FORMATS = (".pdf", ".docx", ".xlsx")
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f/\\:*?"<>|]+')
_ENDINGS = {b"\xff\xd8\xff": "jpg", b"\x89PN": "png", b"%PD": "pdf", b"PK\x03": "zip"}
_LONGEST_NAME, _LONGEST_ENDING = 150, 5  # bytes before the ending, letters of it


def round_zip(report: Report, certified: Mapping[str, bytes] | None = None) -> bytes:
    """The ZIP; the same report gives the same bytes. Photos are the copies without what the camera noted.

    It is made to be handed on: like what is public, its JSON does not say who reported.

    `certified` are the files of the version in force by their names; a draft is made where there is none.
    """
    made = BytesIO()
    with ZipFile(made, "w", ZIP_STORED) as container:
        for name, data in (certified or _render_draft(report)).items():
            _add_file(container, name, data)
        for number, piece in enumerate((one for one in report.exhibits if one.path), 1):
            data = Path(piece.path).read_bytes()
            _add_file(container, f"evidence/{number:03d} {_make_file_name(piece, data)}", data)
    return made.getvalue()


def _render_draft(report: Report) -> dict[str, bytes]:
    name = f"report-{report.year}-{report.round}"
    made = {f"{name}{suffix}": report_bytes(report, suffix) for suffix in _FORMATS}
    return {**made, f"{name}.json": report_json(report, public=True)}


def _add_file(container: ZipFile, name: str, data: bytes) -> None:
    container.writestr(ZipInfo(name, _NEVER), data)


def _make_file_name(piece: Exhibit, data: bytes) -> str:
    """The file's own name without what no file system takes; its measure's first words where it has none.

    What turns the direction of reading goes too: it hides the ending. No name is longer than a file system allows.
    """
    told = _NOT_IN_NAMES.sub(" ", clean(piece.name or trim(piece.measure, 40))).strip(" .") or "file"
    stem, dot, ending = told.rpartition(".")
    if not dot or len(ending) > _LONGEST_ENDING:
        stem, ending = told, _ENDINGS.get(data[:3], "")
    stem = stem.encode()[:_LONGEST_NAME].decode("utf-8", "ignore").strip(" .")
    return f"{stem}.{ending}" if ending else stem
