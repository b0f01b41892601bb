"""The one error of reading a file, and the bounds that keep reading short."""

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 120 * 1024 * 1024
MOST_XML = 40 * 1024 * 1024
MOST_ROWS = 10_000
MOST_COLUMNS = 200
MOST_LETTERS = 40_000
# Of the whole document: twenty times a long one, and what is understood in less than ten seconds.
MOST_TEXT = 1_000_000
MOST_BLOCKS = 5_000
MOST_CELLS = 300_000


class UnreadableFile(ValueError):
    """A file that cannot be read; the message is one English sentence that says what to do."""
