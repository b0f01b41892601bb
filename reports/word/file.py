"""A Word file of somebody's, looked at before anything opens it: its size, and what in it is not text."""

import re
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from lxml import etree

from reports.word.problems import BadTemplate, TemplateProblem

LARGEST = 5 * 1024 * 1024
_UNPACKED, _TEXT, _PARTS = 60 * 1024 * 1024, 8 * 1024 * 1024, 2000
_ACTIVE = re.compile(r"vbaProject|/embeddings/|/activeX/|/customUI", re.IGNORECASE)
_DOCUMENT = "wordprocessingml.document.main+xml"


def open_template(data: bytes) -> BytesIO:
    """The file, to be read as a Word document; raises BadTemplate for what is none or holds more than one should."""
    try:
        with ZipFile(BytesIO(data)) as container:
            _check_parts(data, container)
    except (BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError, etree.XMLSyntaxError) as error:
        raise BadTemplate(TemplateProblem("not-word")) from error
    return BytesIO(data)


def _check_parts(data: bytes, container: ZipFile) -> None:
    parts = container.infolist()
    if len(data) > LARGEST or len(parts) > _PARTS or sum(part.file_size for part in parts) > _UNPACKED:
        raise BadTemplate(TemplateProblem("too-large"))
    if _DOCUMENT not in container.read("[Content_Types].xml").decode("utf-8", "replace"):
        raise BadTemplate(TemplateProblem("not-word"))
    for part in parts:
        _check_part(part, container)


def _check_part(part: ZipInfo, container: ZipFile) -> None:
    if _ACTIVE.search(f"/{part.filename}"):
        raise BadTemplate(TemplateProblem("active"))
    if part.filename.endswith((".xml", ".rels")):
        if part.file_size > _TEXT:
            raise BadTemplate(TemplateProblem("too-large"))
        if b"<!DOCTYPE" in (text := container.read(part)):
            raise BadTemplate(TemplateProblem("not-word"))
        if part.filename.endswith(".rels"):
            _check_relations(text)


def _check_relations(text: bytes) -> None:
    """An address to click is fine; what Word would fetch by itself when anybody opens the report is not."""
    for relation in etree.fromstring(text, etree.XMLParser(resolve_entities=False, no_network=True)):
        if relation.get("TargetMode") == "External" and not relation.get("Type", "").endswith("/hyperlink"):
            raise BadTemplate(TemplateProblem("outside", word=relation.get("Target", "")[:200]))
