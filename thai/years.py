"""Years as people write them, in the Buddhist era or the Christian one."""

# BE = CE + 543.
ERA = 543


def read_year(digits: str, era: str = "") -> int | None:
    """The Christian year meant by two or four Arabic digits, or None where they fit no era.

    From 2400 on a year is Buddhist, 1900 to 2399 Christian, two digits are the Buddhist 25xx. An `era` that was
    written (`พศ` or `คศ`) has to agree.
    """
    number = int(digits)
    if len(digits) == 2:
        return None if era == "คศ" else 2500 + number - ERA
    if len(digits) != 4 or number < 1900:
        return None
    buddhist = number >= 2400
    if era and buddhist != (era == "พศ"):
        return None
    return number - ERA if buddhist else number
