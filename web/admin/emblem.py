"""An agency's emblem drawn anew: whatever picture came, a bounded PNG without anything hidden in it is kept."""

import io
import warnings
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from domain.messages import N_

LARGEST: Final = 8 * 1024 * 1024
SIDE: Final = 800  # pixels: 300 to the inch for an emblem of 6.7 centimetres
_SMALLEST: Final = 60
_MOST_PIXELS: Final = 40_000_000
_FORMATS: Final = ("PNG", "JPEG", "WEBP")
_TOO_LARGE = N_("The picture is too large. Please choose one of at most 8 MB.")
_NO_PICTURE = N_("This is no picture that can be read. Please choose a PNG or JPEG.")
_TOO_SMALL = N_("The picture is too small to be printed. Please choose one of at least 60 pixels.")


class BadPicture(Exception):
    """A picture that is not taken; its sentence of the catalogue says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def redraw_emblem(data: bytes) -> bytes:
    """The picture as a PNG of at most 800 pixels a side, what is transparent kept so; raises BadPicture."""
    if len(data) > LARGEST:
        raise BadPicture(_TOO_LARGE)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _redraw(data)
    except BadPicture:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BadPicture(_TOO_LARGE) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise BadPicture(_NO_PICTURE) from error


def _redraw(data: bytes) -> bytes:
    with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
        if picture.width * picture.height > _MOST_PIXELS:  # before a pixel of it is read
            raise BadPicture(_TOO_LARGE)
        if min(picture.size) < _SMALLEST:
            raise BadPicture(_TOO_SMALL)
        upright = ImageOps.exif_transpose(picture).convert("RGBA")
    upright.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    drawn = Image.new("RGBA", upright.size)
    drawn.paste(upright)
    made = io.BytesIO()
    drawn.save(made, "PNG", optimize=True)
    return made.getvalue()
