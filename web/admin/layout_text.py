"""The layout as text, for who writes it by hand: its form, and what is wrong with the line that is wrong."""

import tomllib
from dataclasses import replace
from typing import Final

from flask import request, url_for

from domain.agency import Agency
from domain.layout import Layout
from domain.layout_errors import LayoutError
from domain.messages import N_
from domain.plan import Signatory
from reports.layouts.load import layout_text
from web.admin.layout_words import describe_layout_error
from web.forms import Field, Form, Wrong
from web.language import translator

LARGEST: Final = 200_000
_MOST: Final = 12
_NO_NAME = N_("Each signatory needs a name and a position with | between them.")
_LINE = N_("Line {number}:")


def make_text_form(agency: Agency, layout: Layout, hidden: dict[str, object]) -> Form:
    """The layout as text, what stands in the report's heading, and who signs."""
    return Form(
        "layout",
        url_for("layout.save_layout"),
        (
            Field("text", N_("Layout"), str, layout_text(layout), kind="textarea", attributes={"spellcheck": "false"}),
            Field("file", N_("Or a file (.toml)"), kind="file", attributes={"accept": ".toml"}),
            Field(
                "place", N_("District and province, as the heading states them"), value=agency.place,
                attributes={"maxlength": 300},
            ),
            Field(
                "signatories", N_("Signatories, one a line: name | position | acting for | label"), read_signatories,
                _written(agency.signatories), kind="textarea", attributes={"class": "few"},
            ),
        ),
        hidden=hidden,
    )  # fmt: skip


def keep_own_blocks(layout: Layout, data: bytes, now: Layout) -> Layout:
    """The layout; with the agency's own ticks where its text says nothing of what forbids certifying."""
    named = "blocks" in tomllib.loads(data.decode("utf-8-sig").replace("\r\n", "\n"))
    return layout if named else replace(layout, blocks=now.blocks)


def read_sent_text() -> bytes:
    """The file that was sent, at most a byte more than may be; else what was typed."""
    dropped = request.files.get("file")
    if dropped and dropped.filename:
        return dropped.stream.read(LARGEST + 1)
    return request.form.get("text", "").replace("\r\n", "\n").encode("utf-8", "replace")


def read_signatories(text: str) -> tuple[Signatory, ...]:
    """One a line: name | position | acting for | label; raises Wrong where a name or position is missing."""
    found: list[Signatory] = []
    for line in [line for line in text.splitlines() if line.strip()][:_MOST]:
        name, position, acting_for, label = ([part.strip()[:200] for part in line.split("|")] + [""] * 4)[:4]
        if not name or not position:
            raise Wrong(_NO_NAME)
        found.append(Signatory(name, position, acting_for or None, label or None))
    return tuple(found)


def describe_line_error(error: LayoutError, text: str) -> str:
    """What is wrong, with its line as it was written, for lines are not numbered in the page."""
    line, lines = error.line, text.split("\n")
    where = f"{translator()(_LINE).format(number=line)} " if line else ""
    written = lines[line - 1].strip()[:200] if line and line <= len(lines) else ""
    return f"{where}{describe_layout_error(error)}" + (f" – {written}" if written else "")


def _written(signatories: tuple[Signatory, ...]) -> str:
    parts = ((who.name, who.position, who.acting_for or "", who.label or "") for who in signatories)
    return "\n".join(" | ".join(each).rstrip(" |") for each in parts)
