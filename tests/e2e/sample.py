"""What is reported and taken away in these tests."""

import io

from PIL import Image

MEASURE = "ประชาสัมพันธ์ช่องทางแจ้งซ่อมถนนและไฟฟ้าสาธารณะผ่านเสียงตามสาย"
FILES = {"pdf": b"%PDF-", "docx": b"PK", "xlsx": b"PK", "json": b"{"}


def photo(colour: str) -> bytes:
    """A photo of one colour, 320 by 240 pixels."""
    made = io.BytesIO()
    Image.new("RGB", (320, 240), colour).save(made, "JPEG")
    return made.getvalue()
