"""An empty Word document set up for official Thai: styles, page, page numbers."""

from datetime import datetime, time
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from domain.report import Report
from reports.wording import clean
from thai.fiscal import round_days

FONT = "TH SarabunPSK"
_HALF_POINTS = "32"
_STYLES = ("Normal", "Header", "Heading 1", "Heading 2")


def shell(report: Report) -> Any:
    """A document without text: Thai styles, A4 with the official margins, numbers on every page but the first."""
    document = Document()
    _leave_out_styles(document)
    for name in _STYLES:
        _set_style(document.styles[name], bold=name.startswith("Heading"))
    _set_settings(document)
    _set_page(document.sections[0], report)
    _set_numbers(document.sections[0], report.layout.digits)
    _set_properties(document.core_properties, report)
    return document


def _leave_out_styles(document: Any) -> None:
    """The template's looks of tables, nine tenths of its styles, which nothing uses; and its second set of styles,
    made for Word 2010, which contradicts the first once that is changed."""
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:type")) == "table" and style.get(qn("w:default")) is None:
            styles.remove(style)
    for name, relation in list(document.part.rels.items()):
        if relation.reltype.endswith("/stylesWithEffects"):
            document.part.rels.pop(name)


def _set_style(style: Any, bold: bool) -> None:
    """Thai needs the font, size, weight and language of complex scripts, each said for itself."""
    properties = style.element.get_or_add_rPr()
    for child in list(properties):
        properties.remove(child)
    _child(properties, "w:rFonts", ascii=FONT, hAnsi=FONT, eastAsia=FONT, cs=FONT)
    if bold:
        _child(properties, "w:b")
        _child(properties, "w:bCs")
    _child(properties, "w:color", val="auto")
    _child(properties, "w:sz", val=_HALF_POINTS)
    _child(properties, "w:szCs", val=_HALF_POINTS)
    _child(properties, "w:lang", val="en-US", eastAsia="en-US", bidi="th-TH")
    shape = style.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing = 1.0
    shape.widow_control = True


def _child(parent: Any, tag: str, **attributes: str) -> Any:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    parent.append(element)
    return element


def _set_settings(document: Any) -> None:
    """Word's present layout rules instead of those of 2007."""
    settings = document.settings.element
    compat = settings.find(qn("w:compat"))
    if compat is None:
        compat = OxmlElement("w:compat")
        settings.append(compat)
    for child in list(compat):
        compat.remove(child)
    _child(
        compat, "w:compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val="15"
    )


def _set_page(section: Any, report: Report) -> None:
    landscape = report.layout.landscape
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    long, short = Cm(29.7), Cm(21)
    section.page_width, section.page_height = (long, short) if landscape else (short, long)
    section.left_margin, section.right_margin = Cm(3), Cm(2)
    section.top_margin, section.bottom_margin = Cm(2.2), Cm(1.8)
    section.header_distance = section.footer_distance = Cm(1)


def _set_numbers(section: Any, digits: str) -> None:
    section.different_first_page_header_footer = True
    kind = "thaiNumbers" if digits == "thai" else "decimal"
    number = OxmlElement("w:pgNumType")
    number.set(qn("w:fmt"), kind)
    properties = section._sectPr
    before = next((each for each in properties if each.tag in (qn("w:cols"), qn("w:titlePg"), qn("w:docGrid"))), None)
    if before is None:
        properties.append(number)
    else:
        before.addprevious(number)
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = 1
    paragraph.add_run("- ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
    paragraph.add_run(" -")


def _set_properties(properties: Any, report: Report) -> None:
    """The same for the same report: no clock, no name of a machine."""
    day = datetime.combine(report.signed_on or round_days(report.year, report.round)[1], time())
    properties.title, properties.author = clean(report.title)[:255], clean(report.agency)[:255]
    properties.created = properties.modified = day
    properties.language, properties.comments, properties.last_modified_by = "th-TH", "", ""
