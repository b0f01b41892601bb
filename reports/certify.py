"""A report made ready to be certified: its code printed on it, and the bytes that will never change."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from domain.agency import Person
from domain.certificates import shorten_mark
from domain.certified import ReportFile
from domain.data import to_data
from domain.messages import N_
from domain.report import Report
from reports.compile.material import Material
from reports.compile.report import compile_report
from reports.render import report_bytes
from reports.to_html import report_fragment
from reports.to_json import report_data, report_json
from reports.to_schema import schema_json
from reports.wording import day_of_letter, said
from store.files import EvidenceFiles
from thai.dates import day_in_bangkok

# What a version consists of, in files that everyone may read but for `full.json`: it names who reported, and is the
# agency's alone. `html` is the page's body, to be shown within a page.
# `table.json` says what the columns of the CSV are.
SUFFIXES = ("pdf", "docx", "xlsx", "json", "csv", "table.json", "full.json", "html")
# No letter looks like a number or another letter.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_GROUP, _GROUPS = 4, 3


@dataclass(frozen=True, slots=True)
class Certifier:
    """Who certifies, by the name of their sign-in, and for which office they act.

    `signed_by` is who signed on paper, where the person only states that.
    """

    person: Person
    acting_for: str = ""
    signed_by: str = ""


def new_code(choose: Callable[[str], str]) -> str:
    """A code like `K7F3-9QXD-2MWP`; `choose` picks a letter of those it is given, by chance."""
    return "-".join("".join(choose(ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))


def tidy_code(typed: str) -> str:
    """The code as it is kept, however it was typed: blanks and small letters do not count."""
    letters = "".join(letter for letter in typed.upper() if letter in ALPHABET)
    return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))


def certified_report(material: Material, certifier: Certifier, code: str, base_url: str, at: datetime) -> Report:
    """The report as it will be certified: dated, with its code and who certified it."""
    day = day_in_bangkok(at)
    report = compile_report(replace(material, signed_on=day))
    return replace(
        report,
        state="certified",
        code=code,
        verify_url=f"{base_url.rstrip('/')}/verify/{code}",
        certified_by=_format_certifier(certifier, day_of_letter(day, report.layout)),
    )


def keep_files(report: Report, files: EvidenceFiles) -> tuple[ReportFile, ...]:
    """The report written in every format, its bytes kept; they are on the disk when it returns."""
    kept = []
    for suffix in SUFFIXES:
        sha256, size = files.save([_render_bytes(report, suffix)])
        kept.append(ReportFile(suffix, sha256, size))
    return tuple(kept)


def _render_bytes(report: Report, suffix: str) -> bytes:
    if suffix == "html":
        return report_fragment(report).encode()
    if suffix == "table.json":
        return schema_json(report)
    if suffix in ("json", "full.json"):
        return report_json(report, public=suffix == "json")
    return report_bytes(report, f".{suffix}")


def mark_contents(material: Material) -> str:
    """The SHA-256 of all that the report of the material prints, whoever certifies it on whichever day.

    What was compiled is hashed with the pictures, the template and the layout that it is printed by.
    """
    data = report_data(compile_report(replace(material, signed_on=None)))
    printed_by = (Path(material.emblem).name, Path(material.word_template).name, to_data(material.layout))
    return sha256(json.dumps([data["sha256"], *printed_by], sort_keys=True).encode()).hexdigest()


def keep_unsigned_pdf(material: Material, head: Person, acting_for: str, files: EvidenceFiles) -> str:
    """The PDF that the head looks at before they certify, kept: the name of its bytes. It is nobody's certificate."""
    report = compile_report(replace(material, signed_on=None))
    office = f" {said(N_('Acting for'))} {acting_for}" if acting_for else ""
    lines = (
        said(
            N_("Not certified yet: sent to {name}, {position}, to be certified"), name=head.name, position=head.position
        )
        + office,
        said(N_("Content code {mark}"), mark=shorten_mark(mark_contents(material))),
    )
    return files.save([report_bytes(replace(report, pending=lines), ".pdf")])[0]


def _format_certifier(certifier: Certifier, day: str) -> str:
    who = certifier.person
    if certifier.signed_by:
        msgid = N_("Signed on paper by {signer}; recorded by {name}, {position}, on {day}")
        return said(msgid, signer=certifier.signed_by, name=who.name, position=who.position, day=day)
    if certifier.acting_for:
        msgid = N_("Certified by {name}, {position}, acting for {office}, on {day}")
        return said(msgid, name=who.name, position=who.position, office=certifier.acting_for, day=day)
    return said(N_("Certified by {name}, {position}, on {day}"), name=who.name, position=who.position, day=day)
