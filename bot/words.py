"""Sentences in the reader's language: the only place where the chat's words are translated."""

from collections.abc import Callable
from datetime import date, datetime

from domain.messages import Part, Say
from thai.catalogue import translator
from thai.dates import write_date, write_time

Words = Callable[[Say], str]


def words_in(language: str = "th") -> Words:
    """The function that writes a sentence in this language; days and moments become Buddhist-era dates."""
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
        return translate(sentence.msgid).format_map({name: part(value) for name, value in sentence.parts.items()})

    return write
