"""A PDF's first pages as pictures, drawn in a process of bounded time and memory.

`python -m intake.pdf_pictures FILE` prints one JSON value: the pictures as JPEG in base64.
"""

import json
import sys
from base64 import b64decode, b64encode
from io import BytesIO
from pathlib import Path

import pypdfium2

from intake.own_process import run_apart, set_bounds
from intake.unreadable import UnreadableFile

_MOST_PAGES = 2
_WIDTH, _HIGHEST = 1100, 1600  # pixels


def draw_first_pages(path: Path) -> tuple[bytes, ...]:
    """The first two pages, each a JPEG; () where they cannot be drawn."""
    try:
        found = run_apart("intake.pdf_pictures", path, "pdf-damaged", "pdf-too-long")
    except UnreadableFile:
        return ()
    return tuple(map(b64decode, found))


def _draw_jpeg(page: pypdfium2.PdfPage) -> str:
    scale = min(_WIDTH / max(1.0, page.get_width()), _HIGHEST / max(1.0, page.get_height()))
    made = BytesIO()
    page.render(scale=scale).to_pil().convert("RGB").save(made, "JPEG", quality=70)
    return b64encode(made.getvalue()).decode()


if __name__ == "__main__":
    set_bounds()
    opened = pypdfium2.PdfDocument(sys.argv[1])
    sys.stdout.write(json.dumps([_draw_jpeg(opened[number]) for number in range(min(_MOST_PAGES, len(opened)))]))
