"""Sentences with their parts as the pages write them."""

from datetime import date, datetime

from domain.messages import Part, Say
from thai.catalogue import translator
from thai.dates import write_date, write_time


def said(sentence: Say) -> str:
    """The sentence in Thai, its days short: `อีก 7 วัน`, `31 มี.ค. 70`."""
    return translator("th")(sentence.msgid).format_map({name: _part(part) for name, part in sentence.parts.items()})


def _part(part: Part) -> str:
    if isinstance(part, Say):
        return said(part)
    if isinstance(part, datetime):
        return write_time(part, thai_digits=False)
    return write_date(part, "short", thai_digits=False) if isinstance(part, date) else str(part)
