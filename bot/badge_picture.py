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


def supervisor_picture(to_check: int) -> bytes:
    """The picture of a supervisor's menu without tasks, two buttons: what waits for the check, and the overview."""
    image = Image.new("RGB", (WIDTH, HEIGHT), _GREEN)
    draw = ImageDraw.Draw(image)
    half = WIDTH / 2
    for left, words, below in ((0.0, check_words(to_check), "แตะเพื่อตรวจ"), (half, "ภาพรวม", "ของส่วนราชการ")):
        draw.text((left + half / 2, HEIGHT * 0.42), words, font=_font("Bold", 92), fill=_WHITE, anchor="mm")
        draw.text((left + half / 2, HEIGHT * 0.74), below, font=_font("Regular", 64), fill=_PALE, anchor="mm")
    draw.line((half, HEIGHT * 0.2, half, HEIGHT * 0.8), fill=_PALE, width=4)
    made = io.BytesIO()
    image.save(made, "PNG", optimize=True)
    return made.getvalue()


def check_words(to_check: int) -> str:
    """What the menu says of the check: `รอตรวจ ๓ รายการ`, without a number where nothing waits."""
    if not to_check:
        return "ตรวจรายงาน"
    return f"รอตรวจ {to_thai(str(min(to_check, MOST)))}{'+' if to_check > MOST else ''} รายการ"


@cache
def _font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT_FOLDER / f"TidtamThai-{weight}.ttf", size)
