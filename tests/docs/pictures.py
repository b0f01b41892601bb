"""Where the pictures of the docs are put by the browser tests."""

import os
from pathlib import Path

from playwright.sync_api import Locator, Page

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"
LARGEST = 150_000


def take(what: Page | Locator, name: str, otherwise: Path) -> Path:
    """The picture, in docs/pictures where PICTURES=1, else in the folder given; asserts that it is small."""
    folder = FOLDER if os.environ.get("PICTURES") == "1" else otherwise
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.png"
    what.screenshot(path=path, animations="disabled", caret="hide")
    _shrink(path)
    assert 5_000 < path.stat().st_size < LARGEST, f"{path.name}: {path.stat().st_size} bytes"
    return path


def _shrink(path: Path) -> None:
    """The same picture in 256 colours: letters and flat areas lose nothing by it."""
    from PIL import Image

    with Image.open(path) as picture:
        small = picture.convert("RGB").quantize(256, dither=Image.Dither.NONE)
    small.save(path, optimize=True)
