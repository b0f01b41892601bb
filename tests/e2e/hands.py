"""A person's hands at a browser and at phones: what they do is done, and counted as time."""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page

from simulator import Person

KEY, CLICK = 1.2, 0.25  # seconds of a person's time, thinking included
_STICKS_OUT = """() => [...document.querySelectorAll('body *')].filter(one =>
  one.getBoundingClientRect().right > document.documentElement.clientWidth + 1
  && !one.closest('.scrolled, .paper, textarea, .skip, caption, thead, table.tasks'))
  .map(one => one.outerHTML.slice(0, 120))"""


@dataclass
class Hands:
    """The keys and clicks so far; on each page that comes nothing sticks out of a window or a phone's."""

    page: Page
    keys: int = 0
    clicks: int = 0

    @property
    def seconds(self) -> float:
        """A person's time for them."""
        return self.keys * KEY + self.clicks * CLICK

    def presses(self, name: str) -> None:
        """Press the button or follow the link of this name to the page that it leads to."""
        role = self.page.get_by_role
        wanted = role("button", name=name, exact=True).or_(role("link", name=name, exact=True))
        with self.page.expect_navigation():
            wanted.first.click()
        self.clicks += 1
        self._fits()

    def types(self, label: str, text: str) -> None:
        """Click into the field and type; what stands there is typed over."""
        self._field(label).fill(text)
        self.clicks, self.keys = self.clicks + 1, self.keys + len(text)

    def pastes(self, label: str, text: str) -> None:
        """Drag over the text elsewhere, copy it, come back, click into the field, paste."""
        self._field(label).fill(text)
        self.clicks, self.keys = self.clicks + 4, self.keys + 4

    def chooses_file(self, label: str, path: Path) -> None:
        """Press the field's button, click on the file, press *open*."""
        self._field(label).set_input_files(path)
        self.clicks += 3

    def ticks(self, choice: Locator) -> None:
        """Click on a choice."""
        choice.check()
        self.clicks += 1

    def enrols(self, phone: Person, code: str) -> None:
        """In the chat: type the code, send, accept the notice; all of it the officer's own time, and counted too."""
        phone.types(code)
        phone.sees("ท่านยอมรับหรือไม่")
        phone.taps("ยอมรับ")
        phone.sees("ยินดีต้อนรับ")
        self.clicks, self.keys = self.clicks + 3, self.keys + len(code)

    def _field(self, label: str) -> Locator:
        return self.page.get_by_label(label).and_(self.page.locator("input, textarea, select")).first

    def _fits(self) -> None:
        for width in (360, 1280):
            self.page.set_viewport_size({"width": width, "height": 800})
            assert self.page.evaluate(_STICKS_OUT) == [], (self.page.url, width)
