"""Sentences in the reader's language: the only place where the chat's words are translated."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType

from domain.agency import Agency
from domain.messages import Part, Say
from domain.status_words import own_status_words
from thai.catalogue import translator
from thai.dates import write_date, write_time

Words = Callable[[Say], str]
Own = Mapping[str, str]
_NONE: Own = MappingProxyType({})


def words_of(agency: Agency, usual: Words) -> Words:
    """The usual words; where a layout names the statuses by words of the agency's own, those."""
    if not agency.layout.statuses and not agency.plan_layouts:
        return usual
    of_plans = {plan_id: own_status_words(layout) for plan_id, layout in agency.plan_layouts.items()}
    return words_in(own=own_status_words(agency.layout), of_plans=of_plans)


def words_in(language: str = "th", own: Own = _NONE, of_plans: Mapping[int, Own] = MappingProxyType({})) -> Words:
    """The function that writes a sentence in this language; days and moments become Buddhist-era dates.

    `own` are words of an agency that stand in place of a sentence; `of_plans` those of plans with a layout of their
    own, by the plan's id: a sentence says by its part `of_plan` that it is of one.
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
        plan = sentence.parts.get("of_plan")
        instead = of_plans.get(plan, _NONE) if isinstance(plan, int) else own
        if sentence.msgid in instead:
            return instead[sentence.msgid]
        return translate(sentence.msgid).format_map({name: part(value) for name, value in sentence.parts.items()})

    return write
