"""Checks over what the agency says of itself once for all reports: who signs, and where it lies."""

from collections.abc import Iterator

from domain.agency import Agency
from domain.finding import Finding
from domain.layout import Layout
from reports.layouts.load import texts_of


def check_agency(agency: Agency, layout: Layout) -> Iterator[Finding]:
    """What the report prints less for, without a word of it, because it was never set."""
    if not agency.signatories:
        yield Finding("signatories-missing", "signatories")
    if not agency.place.strip() and any("{place}" in text for text in texts_of(layout)):
        yield Finding("place-missing", "place")
