"""Why a layout cannot be used: a kind with its parts, worded here in English, and in Thai by the pages."""

from typing import Final

# What is said of each kind, with the parts that the error carries.
WRONG: Final = {
    "unknown-key": "unknown key {value!r}; known are {known}",
    "missing": "{value!r} is missing",
    "placeholder": "unknown placeholder {{{value}}}; known are {known}",
    "brace": "a brace is not closed: {value}",
    "not-filled-in": "{{{value}}} is not filled in there",
    "choice": "{value!r} is none of {known}",
    "twice": "{value!r} stands twice",
    "own-filler": '{value!r} is not a known column; say who fills it, filled_by = "plan" or "reply". Known are {known}',
    "own-key": "{value!r} is no key: small letters a to z, digits and _, at most 40, a letter first",
    "switch": "{value!r} is neither true nor false",
    "width": "{value!r} is not a whole number from 1 to 100",
    "text": "{value!r} is not text",
    "lines": "must be a list of lines",
    "tables": "must be a list of tables, each with its keys",
    "table": "is not a table",
    "not-utf-8": "is not UTF-8 text",
    "not-toml": "{value}",
    "not-a-layout": "is not written as a layout",
    "not-read": "cannot be read: {value}",
    "no-such-layout": "there is no layout {value!r}; there are {known}",
}
# These name the key themselves.
_OF_THE_FILE: Final = frozenset({"unknown-key", "missing"})


class LayoutError(ValueError):
    """A layout that cannot be used; its text is one English sentence that says where and why.

    `within` is the column or part that the key stands in, as (`columns`, 2); `line` counts from 1 in the `file`.
    """

    def __init__(
        self,
        kind: str,
        key: str = "",
        value: object = "",
        known: tuple[str, ...] = (),
        *,
        within: tuple[str, int] | None = None,
        file: str = "",
        line: int | None = None,
    ) -> None:
        self.kind, self.key, self.value, self.known = kind, key, value, known
        self.within, self.file, self.line = within, file, line
        super().__init__(kind, key, value)

    def at(self, within: tuple[str, int] | None = None, file: str = "", line: int | None = None) -> "LayoutError":
        """The same error with more of its place known."""
        where = {"within": within or self.within, "file": file or self.file, "line": line or self.line}
        return LayoutError(self.kind, self.key, self.value, self.known, **where)  # type: ignore[arg-type]

    def __str__(self) -> str:
        line = f" line {self.line}" if self.line and self.kind != "not-toml" else ""
        file = f"{self.file}{line}: " if self.file else ""
        within = f"{self.within[0].removesuffix('s')} {self.within[1]}: " if self.within else ""
        key = f"{self.key}{' ' if self.within else ': '}" if self.key and self.kind not in _OF_THE_FILE else ""
        value = self.value if isinstance(self.value, str) else str(self.value)[:60]
        return file + within + key + WRONG[self.kind].format(value=value, known=", ".join(self.known))
