"""`make docs`: writes docs/flows.md and docs/reference.md, and takes the pictures of the docs and the layouts anew."""

import os
import subprocess
import sys

from tests.docs import flows, layout_pictures, reference
from tests.docs.pictures import FOLDER

PICTURED_BY = (
    "tests/e2e/test_demo_in_browser.py",
    "tests/e2e/test_demo_page.py",
    "tests/e2e/test_set_up_in_browser.py",
    "tests/simulator/test_page.py::test_a_picture_for_the_docs",
)


def main() -> int:
    """0 once all are written."""
    for page, text in ((flows.PAGE, flows.flows_page()), (reference.PAGE, reference.reference_page())):
        page.write_text(text, "utf-8")
        print(f"{page} written")
    layout_pictures.write_pictures()
    print(f"{layout_pictures.FOLDER} written")
    env = {**os.environ, "PICTURES": "1", "REQUIRE_BROWSER": "1"}
    taken = subprocess.run([sys.executable, "-m", "pytest", *PICTURED_BY], env=env, check=False)
    if taken.returncode == 0:
        print(f"{FOLDER} written")
    return taken.returncode


if __name__ == "__main__":
    sys.exit(main())
