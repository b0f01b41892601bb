"""web/static/layouts: a page of a sample report in each layout, by which an agency chooses its own."""

import hashlib
from pathlib import Path

import pypdfium2
from PIL import Image, PngImagePlugin

from domain.layout import Layout
from reports.compile.report import compile_report
from reports.layouts.load import layout_names, layout_text, named_layout
from reports.pdf.report import report_pdf
from tests.reports.sample import sample

FOLDER = Path(__file__).resolve().parents[2] / "web" / "static" / "layouts"
SIZE = (720, 510)
_MARK = "layout"


def write_pictures() -> None:
    """Take the picture of each layout that comes with Tidtam."""
    FOLDER.mkdir(exist_ok=True)
    for name in layout_names():
        layout = named_layout(name)
        noted = PngImagePlugin.PngInfo()
        noted.add_text(_MARK, mark_of(layout))
        picture = draw_layout(layout).quantize(16, dither=Image.Dither.NONE)
        picture.save(FOLDER / f"{name}.png", optimize=True, pnginfo=noted)


def mark_of(layout: Layout) -> str:
    """What the picture of the layout is marked with: another one once the layout has changed."""
    # A key that the layout leaves empty draws nothing: one that is new changes no picture.
    said = "\n".join(line for line in layout_text(layout).splitlines() if not line.endswith(("= {}", "= []", '= ""')))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def mark_in(path: Path) -> str:
    """The mark of the layout that the picture was taken of."""
    with Image.open(path) as picture:
        return str(picture.info.get(_MARK))


def _has_table(page: pypdfium2.PdfPage) -> bool:
    """Whether rules are drawn on the page: only tables have more than a few."""
    return sum(1 for _ in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_PATH])) > 8


def draw_layout(layout: Layout) -> Image.Image:
    """The first page with the table of measures, an upright one cut below its upper half."""
    document = pypdfium2.PdfDocument(report_pdf(compile_report(sample(layout))))
    page = max(document, key=_has_table)  # the first one of several
    picture = page.render(scale=2 * SIZE[0] / page.get_width()).to_pil().convert("L")
    return picture.crop((0, 0, 2 * SIZE[0], 2 * SIZE[1])).resize(SIZE, Image.Resampling.LANCZOS)
