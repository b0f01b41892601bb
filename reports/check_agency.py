"""Checks over what the agency says of itself once for all reports: who signs, and where it lies."""

from collections.abc import Iterator

from domain.agency import Agency
from domain.finding import Finding
from domain.layout import Layout
from reports.layouts import texts_of


def check_agency(agency: Agency, layout: Layout) -> Iterator[Finding]:
    """What the report prints less for, without a word of it, because it was never set."""
    if not agency.signatories:
        message = "nobody is named to sign: the report has no place for signatures"
        yield Finding("signatories-missing", "signatories", message, "name who signs, beside the layout")
    if not agency.place.strip() and any("{place}" in text for text in texts_of(layout)):
        message = "district and province are not set: they are left out wherever the layout names them"
        yield Finding("place-missing", "place", message, "set them, beside the layout")
