"""Years as people write them, in the Buddhist era or the Christian one."""

# BE = CE + 543.
ERA = 543
# What two digits alone are surely of the Buddhist era from: 2550 is the Christian 2007, before ITA was.
_BUDDHIST_FROM = 50


def read_year(digits: str, era: str = "") -> int | None:
    """The Christian year meant by two or four Arabic digits, or None where they fit no era or may be of either.

    From 2400 on a year is Buddhist, 1900 to 2399 Christian. Two digits are the Buddhist 25xx from 50 on; below they
    may be the Christian 20xx (`Oct 26`) and are understood only with their era. An `era` that was written (`พศ` or
    `คศ`) has to agree.
    """
    number = int(digits)
    if len(digits) == 2:
        if era == "คศ":
            return 2000 + number
        return None if number < _BUDDHIST_FROM and not era else 2500 + number - ERA
    if len(digits) != 4 or number < 1900:
        return None
    buddhist = number >= 2400
    if era and buddhist != (era == "พศ"):
        return None
    return number - ERA if buddhist else number
