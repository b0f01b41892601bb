"""Addresses as squares for a phone's camera."""

import io

import segno
from markupsafe import Markup


def draw_qr(address: str | None) -> Markup:
    """The address as an SVG to stand in a page; empty for none."""
    if address is None:
        return Markup("")
    drawn = io.BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", xmldecl=False, svgns=True, border=4, omitsize=True)
    return Markup(drawn.getvalue().decode())  # noqa: S704  (made of modules alone)
