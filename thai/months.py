"""The names of the months as people write them."""

NAMES = ("มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม").split()
SHORT_NAMES = "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.".split()

# Not calendar.month_name: that follows the locale of the machine.
ENGLISH_NAMES = ("january february march april may june july august september october november december").split()
_SPOKEN = "มกรา กุมภา มีนา เมษา พฤษภา มิถุนา กรกฎา สิงหา กันยา ตุลา พฤศจิกา ธันวา".split()
_MISSPELT = {
    "มกรามคม": 1,
    "กุมภาพันธุ์": 2,
    "กุมภาพัน": 2,
    "พฤกษภาคม": 5,
    "พฤษาภาคม": 5,
    "กรกฏาคม": 7,
    "กรกฏา": 7,
    "พฤษจิกายน": 11,
    "พฤษจิกา": 11,
    "พฤจิกายน": 11,
}


def _spellings() -> dict[str, int]:
    known = dict(_MISSPELT)
    for names in (NAMES, SHORT_NAMES, _SPOKEN, ENGLISH_NAMES):
        known |= {name.replace(".", ""): month for month, name in enumerate(names, 1)}
    known |= {name[:3]: month for month, name in enumerate(ENGLISH_NAMES, 1)}
    return known


# Squeezed spelling (no dots, lower case) -> month, 1 to 12.
MONTHS = _spellings()
# A pattern that matches any of them, the longest first.
ANY_MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + ")"
# The same without the abbreviations: safe to look for inside running text.
FULL_MONTH = "(?:" + "|".join(sorted((name for name in MONTHS if len(name) > 4), key=len, reverse=True)) + ")"
# Any of them as they stand before their dots and spaces are taken out.
ANY_MONTH_WITH_DOTS = "(?:" + "|".join(r"\.?\s*".join(name) for name in sorted(MONTHS, key=len, reverse=True)) + ")"
