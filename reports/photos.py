"""Photos made small enough to print."""

from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

_LONGEST = 1400  # pixels: 300 to the inch at the size they are printed


def load_printable(path: str) -> bytes | None:
    """The photo as a JPEG, upright and without what the camera noted; None where it cannot be read."""
    try:
        with Image.open(Path(path)) as photo:
            photo.draft("RGB", (_LONGEST, _LONGEST))
            upright = ImageOps.exif_transpose(photo).convert("RGB")
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError, ValueError, SyntaxError):
        return None
    upright.thumbnail((_LONGEST, _LONGEST))
    small = BytesIO()
    upright.save(small, "JPEG", quality=82, optimize=False)
    return small.getvalue()
