"""A rich menu with two buttons, and pictures that fit."""

import struct
import zlib
from typing import Any

from .conftest import Line


def png(width: int, height: int) -> bytes:
    """A picture's header is all that anyone looks at."""
    data = struct.pack(">II", width, height) + b"\x08\x02\x00\x00\x00"
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + data + struct.pack(">I", zlib.crc32(data))


MENU = {
    "size": {"width": 1200, "height": 405},
    "selected": True,
    "name": "หลัก",
    "chatBarText": "เมนู",
    "areas": [
        {
            "bounds": {"x": 0, "y": 0, "width": 600, "height": 405},
            "action": {"type": "message", "label": "งาน", "text": "งาน"},
        },
        {
            "bounds": {"x": 600, "y": 0, "width": 600, "height": 405},
            "action": {"type": "richmenuswitch", "label": "ต่อ", "richMenuAliasId": "two", "data": "to=two"},
        },
    ],
}


def made(line: Line, **more: Any) -> str:
    id = str(line.call("POST", "/v2/bot/richmenu", {**MENU, **more}).body["richMenuId"])
    path = f"/v2/bot/richmenu/{id}/content"
    assert line.call("POST", path, png(1200, 405), Content_Type="image/png").status == 200
    return id
