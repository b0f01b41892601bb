"""What every test needs."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "ci", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("ci")

pytest_plugins = ["tests.databases", "tests.office_files"]
