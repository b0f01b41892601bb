"""Sentences with their parts as the pages write them."""

from datetime import date, datetime

from domain.messages import Part, Say
from web.language import translator, write_day, write_moment


def said(sentence: Say) -> str:
    """The sentence in the reader's language, its days short: `อีก 7 วัน`, `31 มี.ค. 70`."""
    return translator()(sentence.msgid).format_map({name: _part(part) for name, part in sentence.parts.items()})


def _part(part: Part) -> str:
    if isinstance(part, Say):
        return said(part)
    if isinstance(part, datetime):
        return write_moment(part)
    return write_day(part) if isinstance(part, date) else str(part)
