"""The picture of a rich menu that is one button: how many tasks wait, drawn in Thai."""

import io
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from reports.fonts.face import FONT_FOLDER
from thai.digits import to_thai

WIDTH, HEIGHT = 1200, 405  # LINE: 800 to 2,500 wide, at least 1.45 times as wide as high
MOST = 99

_GREEN, _WHITE, _PALE = "#1B7F4B", "#FFFFFF", "#CFE8DA"


def badge_words(number: int) -> str:
    """What the menu says: `๓ รายการรอรายงาน`, from 100 on `๙๙+ รายการรอรายงาน`."""
    return f"{to_thai(str(min(number, MOST)))}{'+' if number > MOST else ''} รายการรอรายงาน"


def badge_picture(number: int) -> bytes:
    """The menu's picture as PNG, some ten KB."""
    image = Image.new("RGB", (WIDTH, HEIGHT), _GREEN)
    draw = ImageDraw.Draw(image)
    draw.text((WIDTH / 2, HEIGHT * 0.42), badge_words(number), font=_font("Bold", 170), fill=_WHITE, anchor="mm")
    draw.text((WIDTH / 2, HEIGHT * 0.78), "แตะที่นี่เพื่อดูและรายงาน", font=_font("Regular", 91), fill=_PALE, anchor="mm")
    made = io.BytesIO()
    image.save(made, "PNG", optimize=True)
    return made.getvalue()


@cache
def _font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT_FOLDER / f"TidtamThai-{weight}.ttf", size)
