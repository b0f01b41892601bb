"""The layout of an invented agency with columns of its own: one of each kind that the chat asks for."""

from pathlib import Path

from domain.layout import Layout
from reports.layouts.load import read_layout


def own_layout() -> Layout:
    """The layout of `own_layout.toml`."""
    return read_layout(Path(__file__).with_suffix(".toml"))
