"""The columns of a table as they were read: what each is, how sure that is, who fills it in and what stands in it."""

from dataclasses import dataclass

from domain.columns import ColumnChoice, FilledBy, Kind

# Below it a person is asked what the column is.
SURE_ENOUGH = 0.85
# The own column of units that are ticked, each under its name.
UNITS = "units"


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """One column: `key` is a known one or the agency's own, `label` its heading word for word, `under` those above it.

    `sure` says how sure the key is, 0 to 1, and `likely` what else it may be, the likeliest first. `feeds` names the
    field of a measure that its texts count for besides. `filler_sure` is false where nobody can tell who
    fills it in; `mark` is the sign that stands in a column to be ticked. Columns of one `group` (`status`, `units`)
    are one of the layout's, of which that is ticked which holds.
    """

    index: int
    key: str
    label: str
    under: tuple[str, ...] = ()
    filled_by: FilledBy = "plan"
    kind: Kind = "text"
    unit: str = ""
    choices: tuple[ColumnChoice, ...] = ()
    sure: float = 1.0
    likely: tuple[str, ...] = ()
    feeds: str = ""
    is_own: bool = False
    filler_sure: bool = True
    mark: str = ""
    group: str = ""

    @property
    def path(self) -> tuple[str, ...]:
        """The headings from the topmost down."""
        return (*self.under, self.label) if self.label else self.under
