"""The one error of reading a file, and the bounds that keep reading short."""

from collections.abc import Mapping

from domain.messages import N_

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 120 * 1024 * 1024
MOST_XML = 40 * 1024 * 1024
MOST_ROWS = 10_000
MOST_COLUMNS = 200
MOST_LETTERS = 40_000
# Of the whole document: twenty times a long one, and what is understood in less than ten seconds.
MOST_TEXT = 1_000_000
MOST_BLOCKS = 5_000
MOST_CELLS = 300_000

# What is said of each kind of refusal: on the command line in English, with its parts; on the pages by the sentence
# beside it, which the catalogue has in Thai.
_LARGE = N_("The file is too large. Please keep only the plan's own pages and rows.")
_DAMAGED = N_("The file is damaged. Please open it in its own program and save it again.")
_LOCKED = N_("The file is locked with a password. Please save it without one.")
_GARBLED = N_("The letters of the file are garbled. Please save it anew as UTF-8 where it was made.")
_OTHER = N_("The file could not be read. Please save it as .docx or .xlsx and try again.")
_SAVE_AS = "save it as .docx, .xlsx, .csv or .txt"
_MADE_FROM = "open the document it was made from and save that as .docx or .xlsx"
REFUSALS: Mapping[str, tuple[str, str]] = {
    "too-many-bytes": (
        "the file is larger than {most} MB: take the pictures out and save it again",
        N_("The file is larger than {most} MB. Please take the pictures out and save it again."),
    ),
    "too-much-text": ("the file holds too much text: keep only the plan's own pages", _LARGE),
    "table-too-large": ("a table holds too much: keep only the plan's own rows and columns", _LARGE),
    "too-many-rows": ("the file has more than {most:,} rows: keep only the plan's own rows", _LARGE),
    "too-many-columns": ("a table has more than {most} columns: keep only the plan's own columns", _LARGE),
    "too-many-pages": ("the PDF has more than {most} pages: save the pages of the plan alone", _LARGE),
    "too-many-parts": ("the file holds too many parts: copy the table into a new file", _LARGE),
    "unpacks-too-large": ("the file unpacks to too much: copy the table into a new file", _LARGE),
    "cell-too-long": ("a cell holds more than {most:,} letters: split it into rows", _LARGE),
    "pdf-too-long": (f"the PDF takes too long to read: {_MADE_FROM}", _LARGE),
    "workbook-too-long": ("the workbook takes too long to read: copy the table into a new file", _LARGE),
    "measures-in-a-row": ("{place} holds {count:,} measures: give each a row of its own", _LARGE),
    "empty": (
        "the file is empty: choose the file that holds the table",
        N_("The file is empty. Please choose the file that holds the table."),
    ),
    "not-opened": ("{name} cannot be opened ({why}): check its name and place", _OTHER),
    "locked": ("the file is locked with a password: open it, take the password off and save it again", _LOCKED),
    "old-office": (
        f"this is a file of an old Word or Excel: open it and {_SAVE_AS}",
        N_("This is a file of an old Word or Excel. Please save it as .docx or .xlsx."),
    ),
    "picture": (
        f"this is a picture, not a document: type the table into a file and {_SAVE_AS}",
        N_("This is a picture, not a document. Please use a Word, Excel or PDF file."),
    ),
    "scan": (
        f"the PDF is a scan without text: {_MADE_FROM}, or type the table into our form",
        N_("The PDF is a scan without text. Please use the document it was made from, or our form."),
    ),
    "macros": (
        f"the file holds macros, which are never run here: {_SAVE_AS}",
        N_("The file holds macros. Please save it as .docx or .xlsx without them."),
    ),
    "other-inside": ("this is not a readable {suffix}: open it in {program} and save it again", _DAMAGED),
    "other-kind": (f"this kind of file is not read yet: open it and {_SAVE_AS}", _OTHER),
    "damaged": ("the file is damaged: open it in its own program and save it again", _DAMAGED),
    "pdf-damaged": (f"the PDF is damaged: {_MADE_FROM}", _DAMAGED),
    "workbook-damaged": ("the workbook is damaged: open it in a spreadsheet and save it again", _DAMAGED),
    "document-damaged": ("the document is damaged: open it in Word and save it again", _DAMAGED),
    "csv-broken": ("line {line} of the CSV file is broken ({why}): save it again", _DAMAGED),
    "garbled": ("the letters of this text file were garbled: save it anew as UTF-8 where it was made", _GARBLED),
    "not-utf-8": ("the letters of this text file cannot be read: save it as UTF-8 text", _GARBLED),
    "not-text": ("this is not a text file: save the document as .xlsx, .csv or .txt", _OTHER),
    "no-measures": (
        "no table of measures was found, only a table headed {found}: its heading row must name มาตรการ and, for "
        "example, ผู้รับผิดชอบ; say which column does with --column 'HEADING=measure', or fill in our form: "
        "`tidtam plan template FORM.xlsx`",
        N_("No table of measures was found, only a table headed “{found}”. Please check the file, or use our form."),
    ),
    "no-table": (
        "no table of measures was found, only text that begins “{found}”: the plan's table must name มาตรการ and, for "
        "example, ผู้รับผิดชอบ; or fill in our form: `tidtam plan template FORM.xlsx`",
        N_("No table of measures was found, only text: “{found}”. Please check the file, or use our form."),
    ),
    "no-people": ("no list of people was found: name the columns {columns}", _OTHER),
}


class UnreadableFile(ValueError):
    """A file that cannot be read, why by its kind and parts; its text is an English sentence that says what to do."""

    def __init__(self, kind: str, **parts: str | int) -> None:
        super().__init__(REFUSALS[kind][0].format(**parts))
        self.kind = kind
        self.parts = parts
