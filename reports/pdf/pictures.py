"""The first pages of a PDF as pictures; for the process that sets PDFs alone, as its library knows no threads."""

from io import BytesIO

import pypdfium2
from PIL import Image

WIDTH = 1100  # pixels
_COLOURS = 32


def draw_pages(pdf: bytes, most: int) -> tuple[bytes, ...]:
    """At most so many pages from the first on, each a PNG of `WIDTH`."""
    document = pypdfium2.PdfDocument(pdf)
    return tuple(_draw_png(document[number]) for number in range(min(most, len(document))))


def _draw_png(page: pypdfium2.PdfPage) -> bytes:
    made = BytesIO()
    picture = page.render(scale=WIDTH / page.get_width()).to_pil().convert("RGB")
    picture.quantize(_COLOURS, dither=Image.Dither.NONE).save(made, "PNG", optimize=True)
    return made.getvalue()
