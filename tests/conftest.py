"""What every test needs."""

from tests.examples import register_profiles

register_profiles()

pytest_plugins = ["tests.databases", "tests.office_files"]
