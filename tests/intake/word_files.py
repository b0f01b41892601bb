"""Word files as clerks make them: what Word sets by itself, ticks of picture fonts, text boxes, rows left short."""

from pathlib import Path
from typing import Any

import docx
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

HEAD = "มาตรการส่งเสริมคุณธรรม องค์การบริหารส่วนตำบลทุ่งตัวอย่าง ประจำปีงบประมาณ พ.ศ. ๒๕๗๐"
COLUMNS = ["มาตรการ", "ขั้นตอน", "ผู้รับผิดชอบ", "ระยะเวลา"]
_W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
_BOX = """
<w:r {w} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml">
<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{text}</w:drawing></mc:Choice>
<mc:Fallback><w:pict><v:textbox>{text}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>
"""


def add_table(word: Any, rows: list[list[str]]) -> Any:
    """The rows as a table behind what stands there; a line break begins a paragraph."""
    table = word.add_table(len(rows), len(rows[0]))
    for row, values in zip(table.rows, rows, strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            cell.text, *more = value.split("\n")
            for line in more:
                cell.add_paragraph(line)
    return table


def define_list(word: Any, number: int, *levels: tuple[str, str], anew: bool = False) -> None:
    """A list of that `numId`; each level has a form such as `decimal` and a text such as `%1.`."""
    root = word.part.numbering_part.element
    made = "".join(
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for place, (form, text) in enumerate(levels)
    )
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>' if anew else ""
    abstract = 90 if anew else number
    if not anew:
        root.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{made}</w:abstractNum>'))
    of = f'<w:abstractNumId w:val="{abstract}"/>'
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}">{of}{again}</w:num>'))


def put_in_list(paragraph: Any, number: int, level: int = 0) -> None:
    """Let Word number the paragraph."""
    numbering = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    paragraph._p.get_or_add_pPr().append(parse_xml(numbering))


def add_sign(cell: Any, font: str, letter: str) -> None:
    """A sign of a picture font, as Word's own dialogue puts it in."""
    run = parse_xml(f'<w:r {nsdecls("w")}><w:sym w:font="{font}" w:char="{letter}"/></w:r>')
    cell.paragraphs[0]._p.append(run)


def add_checkbox(cell: Any, ticked: bool) -> None:
    """A box of Word's own to be ticked, crossed as Word draws it."""
    said = f'<w14:checkbox><w14:checked w14:val="{int(ticked)}"/></w14:checkbox>'
    drawn = f"<w:sdtContent><w:r><w:t>{'☒' if ticked else '☐'}</w:t></w:r></w:sdtContent>"
    control = parse_xml(f"<w:sdt {nsdecls('w')} {_W14}><w:sdtPr>{said}</w:sdtPr>{drawn}</w:sdt>")
    cell.paragraphs[0]._p.append(control)


def add_text_box(paragraph: Any, text: str) -> None:
    """A text box; Word writes its text twice."""
    inside = f"<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>"
    paragraph._p.append(parse_xml(_BOX.format(w=nsdecls("w"), text=inside)))


def strike_row_out(row: Any) -> None:
    """Delete the row as Word does while changes are tracked, its text left where it is."""
    row._tr.get_or_add_trPr().append(parse_xml(f'<w:del {nsdecls("w")} w:id="1" w:author="x"/>'))


def leave_first_cell_out(row: Any) -> None:
    """Take the row's first cell away: it begins one column further right."""
    row._tr.remove(row._tr.tc_lst[0])
    row._tr.get_or_add_trPr().append(parse_xml(f'<w:gridBefore {nsdecls("w")} w:val="1"/>'))


def saved(word: Any, folder: Path) -> Path:
    path = folder / "plan.docx"
    word.save(str(path))
    return path


def begun() -> Any:
    """A document that begins with the heading of the invented agency's plan."""
    word = docx.Document()
    word.add_paragraph(HEAD)
    return word


def add_footnote(word: Any, text: str) -> None:
    """A footnote, behind the line that parts footnotes from the text."""
    line = '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:t>line</w:t></w:r></w:p></w:footnote>'
    note = f'<w:footnote w:id="1"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote>'
    content = f"<w:footnotes {nsdecls('w')}>{line}{note}</w:footnotes>".encode()
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, content, word.part.package)
    word.part.relate_to(part, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes")
