"""The report of a year: what came of each measure stands in it, though the layout has no column for that."""

from dataclasses import replace

from domain.columns import KNOWN, Column
from domain.messages import N_
from reports.compile.material import Material
from reports.wording import said

_WIDTH = 16


def add_outcome(material: Material) -> Material:
    """The material; where an outcome was told of the year, its layout has a column for it behind what was done."""
    layout = material.layout
    told = any(update.outcome.strip() for update in material.updates.values())
    if not told or not layout.adds_outcome(material.round.kind):
        return material
    place = max(n for n, one in enumerate(layout.columns, 1) if one.key in KNOWN and KNOWN[one.key].answer == "result")
    column = Column("outcome", said(N_("Outcome of what was carried out")), "reply", _WIDTH)
    columns = (*layout.columns[:place], column, *layout.columns[place:])
    return replace(material, layout=replace(layout, columns=columns))
