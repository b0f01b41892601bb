"""The text of a finished PDF, page by page."""

from threading import Lock

import pypdfium2

# Its library knows no threads, and the web process has many.
_one_at_a_time = Lock()


def read_pages(pdf: bytes) -> tuple[str, ...]:
    """The text of each page as a reader copies it; nothing where the bytes are no PDF."""
    with _one_at_a_time:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError:
            return ()
        try:
            return tuple(_read_text(document[number]) for number in range(len(document)))
        finally:
            document.close()


def _read_text(page: pypdfium2.PdfPage) -> str:
    text = page.get_textpage()
    try:
        return str(text.get_text_bounded())
    finally:
        text.close()
        page.close()
