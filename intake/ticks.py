"""Signs that say yes in a cell, and those that say nothing.

A cross may say either: it stands for a tick where no other sign is used, and against one where ticks are. So it is
no tick here, and is asked about.
"""

TICKS = frozenset("✓✔√☑●•■★*/→←↔–-<> █▬▓▒░―—━─═⟷⇔⇒⇐►◄▶◀➔➜o")
CROSSES = frozenset("✗✘☒xX")
NOT_TICKED = frozenset({"", "-", "–", "☐", "□"})
