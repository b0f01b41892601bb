"""Sentences in the reader's language: the only place where the chat's words are translated."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType

from domain.layout import Layout
from domain.messages import Part, Say
from domain.status_words import own_status_words
from thai.catalogue import translator
from thai.dates import write_date, write_time

Words = Callable[[Say], str]


def words_of(layout: Layout, usual: Words) -> Words:
    """The usual words; where the layout names the statuses by words of the agency's own, those."""
    return words_in(own=own_status_words(layout)) if layout.statuses else usual


def words_in(language: str = "th", own: Mapping[str, str] = MappingProxyType({})) -> Words:
    """The function that writes a sentence in this language; days and moments become Buddhist-era dates.

    `own` are words of an agency that stand in place of a sentence.
    """
    translate = translator(language)

    def part(value: Part) -> str:
        if isinstance(value, Say):
            return write(value)
        if isinstance(value, datetime):
            return write_time(value, thai_digits=False)
        if isinstance(value, date):
            return write_date(value, "long", thai_digits=False)
        return str(value)

    def write(sentence: Say) -> str:
        if sentence.msgid in own:
            return own[sentence.msgid]
        return translate(sentence.msgid).format_map({name: part(value) for name, value in sentence.parts.items()})

    return write
