"""A report as a form of ours sent it: read, and what was uploaded with it kept."""

import re
from collections.abc import Iterator, Mapping
from typing import IO, Final

from flask import abort, request

from domain.agency import Person
from domain.messages import N_, Say
from domain.reply_form import SentFile, SentReply
from thai import catalogue
from web.forms import read_whole_number
from web.port import port

_MOST_BYTES: Final = 64 * 1024 * 1024
_MOST_TEXT: Final = 8 * 1024 * 1024
_MOST_FIELDS: Final = 20_000
_CHUNK: Final = 256 * 1024
_NAME = re.compile(r"t(\d{1,15})-([a-z][a-z0-9_]{0,60})")
_MARK = re.compile(r"[0-9a-f]{16}\d{1,15}")
_OUR_OWN: Final = frozenset({"mark", "seen", "version", "links", "known", "file", "upload", "drop", "same"})


def allow_photos() -> None:
    """The form at hand may hold photos and files; said before anything of it is read."""
    request.max_content_length, request.max_form_memory_size = _MOST_BYTES, _MOST_TEXT
    request.max_form_parts = _MOST_FIELDS


def list_sent_names() -> dict[int, dict[str, str]]:
    """The names of the fields that were sent of each task, by what they are called in the form's own terms."""
    names: dict[int, dict[str, str]] = {}
    for key in (*request.form, *request.files):
        if found := _NAME.fullmatch(key):
            names.setdefault(int(found[1]), {})[found[2]] = key
    return names


def read_sent(agency_id: int, who: Person, task_id: int, names: Mapping[str, str]) -> SentReply:
    """What was sent of one task; what was uploaded is kept at once as the person's, and need not be chosen again."""
    values = {name: "\n".join(request.form.getlist(key)).replace("\r\n", "\n") for name, key in names.items()}
    mark = values.get("mark", "")
    if not _MARK.fullmatch(mark):
        abort(400)
    uploads = [
        _keep_upload(agency_id, who, file.filename, file.stream)
        for file in request.files.getlist(f"t{task_id}-upload")
        if file
    ]
    marks = request.form.getlist(f"t{task_id}-file")
    files = port().replies.find_uploads(agency_id, marks)
    refused = [one for one in uploads if isinstance(one, Say)]
    answers = {name: typed for name, typed in values.items() if name not in _OUR_OWN and not name.startswith("sure_")}
    return SentReply(
        mark=mark,
        seen=read_whole_number(values.get("seen", "")) or 0,
        answers=answers,
        sure={name[5:]: typed.strip() for name, typed in values.items() if name.startswith("sure_")},
        links=values.get("links", ""),
        known=frozenset(request.form.getlist(f"t{task_id}-known")),
        files=(*files, *(one for one in uploads if isinstance(one, SentFile))),
        without_earlier=bool(values.get("drop")),
        same=bool(values.get("same")),
        version=values.get("version", ""),
        problems={"evidence": refused[0]} if refused else {},
    )


def _keep_upload(agency_id: int, who: Person, name: str | None, stream: IO[bytes]) -> SentFile | Say:
    called = (name or "").replace("\\", "/").rpartition("/")[2][-200:] or catalogue.translator()(N_("file"))
    return port().replies.keep_upload(agency_id, who, called, _read_chunks(stream))


def _read_chunks(stream: IO[bytes]) -> Iterator[bytes]:
    return iter(lambda: stream.read(_CHUNK), b"")
