"""All that is kept of one person as a file: for that person, or for whom the agency answers to."""

import json
import re
import tempfile
import zipfile
from contextlib import nullcontext
from typing import IO, Any

from flask import Response, send_file

from domain.audit import Act, Noted
from store.agencies import load_agency
from store.audit import append_entries
from store.books import Books
from store.files import DamagedFile
from store.my_data import collect_my_data
from web.port import port

_UNSAFE = re.compile(r"[^\w.\-ก-๙]+")


def collect_person_file(books: Books, by: Act, person_id: int) -> dict[str, Any]:
    """What the file holds; that it was given out stands in the record."""
    data = {"agency": load_agency(books).name, "at": by.at.isoformat(), **collect_my_data(books, person_id)}
    append_entries(books, by, (Noted("data_exported", "person", person_id),))
    return data


def send_person_file(data: dict[str, Any]) -> Response:
    """A zip: `data.json`, and the photos and files that the person sent."""
    return send_file(_pack(data), mimetype="application/zip", as_attachment=True, download_name="tidtam-my-data.zip")


def _pack(data: dict[str, Any]) -> IO[bytes]:
    """The data and the evidence in one zip; what is not on the disk any more is left out."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  (the answer closes it)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(data, ensure_ascii=False, indent=1, default=str))
        for piece in data["evidence"]:
            if (kept := _read_bytes(piece["sha256"])) is not None:
                name = _UNSAFE.sub("_", piece["name"]) or piece["content_type"].replace("/", ".")
                archive.writestr(f"evidence/{piece['id']}-{name}", kept, zipfile.ZIP_STORED)
    file.seek(0)
    return file


def _read_bytes(sha256: str | None) -> bytes | None:
    """The bytes; None where there are none, or they are gone or damaged."""
    try:
        with port().files.open(sha256) if sha256 else nullcontext() as stream:
            return stream.read() if stream else None
    except (FileNotFoundError, DamagedFile):
        return None
