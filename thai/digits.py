"""Thai and Arabic digits."""

_TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_TO_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def to_thai(text: str) -> str:
    """The text with its Arabic digits as Thai ones, everything else untouched."""
    return text.translate(_TO_THAI)


def to_arabic(text: str) -> str:
    """The text with its Thai digits as Arabic ones, everything else untouched."""
    return text.translate(_TO_ARABIC)
