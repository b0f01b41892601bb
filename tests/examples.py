"""How many examples a property test tries: all in the whole suite, a tenth of them in `make check`."""

from hypothesis import HealthCheck, settings

_ALL, _QUICK = 60, 6


def register_profiles() -> None:
    """The profile `ci`, which holds unless pytest is given another by `--hypothesis-profile`, and `quick`."""
    settings.register_profile(
        "ci", deadline=None, max_examples=_ALL, suppress_health_check=[HealthCheck.too_slow], print_blob=True
    )
    settings.register_profile("quick", settings.get_profile("ci"), max_examples=_QUICK)
    settings.load_profile("ci")


def examples(full: int) -> settings:
    """Settings for a test that tries so many examples in the whole suite, and as few as its profile in another."""
    return settings(max_examples=max(1, full * settings().max_examples // _ALL))
