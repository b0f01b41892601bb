"""The numbers of LINE's reference, each named once; counted as check_values.py says."""

MENUS = 1000
MENU_IMAGE = 1_000_000
