"""Signs that Word draws with a picture font: a tick stands in the file as a letter of Wingdings."""

_UNKNOWN = "\ufffd"
_CHECKED, _UNCHECKED = "☑", "☐"
# By font and by the letter's number within it.
_SIGNS = {
    "wingdings": {0xFC: "✓", 0xFE: "☑", 0x6F: "☐", 0x71: "☐", 0xA8: "☐", 0xFB: "✗", 0xFD: "☒", 0x6C: "●", 0x6E: "■"}
    | {0xA7: "•", 0x9F: "•", 0xD8: "•", 0x76: "•", 0xE0: "→", 0xE8: "→", 0xF0: "→", 0xDF: "←", 0xF3: "↔"},
    "wingdings 2": {0x50: "✓", 0x52: "☑", 0x4F: "✗", 0x51: "☒", 0x53: "☒", 0x54: "☒", 0xA3: "☐", 0x30: "☐"},
}


def is_sign_font(font: str | None) -> bool:
    """Whether the font draws signs for letters."""
    return (font or "").lower() in _SIGNS


def find_sign(font: str | None, number: int) -> str:
    """The sign that the font draws for the letter of that number; a mark that asks to be looked at for another."""
    return _SIGNS.get((font or "").lower(), {}).get(number & 0xFF, _UNKNOWN)


def replace_signs(font: str, text: str) -> str:
    """The text as the font draws it, blanks left as they are."""
    return "".join(letter if letter.isspace() else find_sign(font, ord(letter)) for letter in text)


def box(checked: str | None) -> str:
    """A box to be ticked, as Word says of it: `1`, `true`, or anything else."""
    return _CHECKED if checked in ("1", "true", "on") else _UNCHECKED
