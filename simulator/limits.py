"""The numbers of LINE's reference, each named once; lengths are counted as check_values.py says."""

MESSAGES = (1, 5)
TEXT = 5000  # UTF-16 units
ALT_TEXT = 1500
EMOJIS = 20
SUBSTITUTIONS = 100
SENDER_NAME = 20
URL = 2000  # pictures, videos, sounds
PLACE = 100
TRACKING = 100

QUICK_REPLIES = (1, 13)
LABEL = 20  # grapheme clusters, as all labels
FLEX_LABEL = 40
IMAGE_CAROUSEL_LABEL = 12
DATA = 300
DISPLAY_TEXT = 300
URI = 10_000  # 1,000 before 27 October 2026
CLIPBOARD = 1000
PICKED_YEARS = (1900, 2100)  # Gregorian: a year of the Buddhist era lies outside

TEMPLATE_TITLE = 40
BUTTONS_TEXT = 160
BUTTONS_TEXT_WITH_PICTURE = 60
BUTTONS_ACTIONS = (1, 4)
CONFIRM_TEXT = 240
COLUMNS = (1, 10)
COLUMN_TEXT = 120
COLUMN_TEXT_WITH_PICTURE = 60
COLUMN_ACTIONS = (1, 3)
IMAGEMAP_ACTIONS = (0, 50)
IMAGEMAP_TEXT = 400
IMAGEMAP_WIDTH = 1040

# LINE says KB; the smaller reading is taken, so that what passes here passes there.
BUBBLE_BYTES = 30_000
CAROUSEL_BYTES = 50_000
BUBBLES = (1, 12)

MENUS = 1000
MENU_AREAS = (0, 20)
MENU_LABEL = 20
MENU_NAME = 300
MENU_BAR = 14
MENU_IMAGE = 1_000_000  # bytes
MENU_WIDTH = (800, 2500)
MENU_HEIGHT = 250
MENU_RATIO = 1.45
