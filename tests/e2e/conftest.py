"""The running demo for these tests."""

from tests.e2e.demo import demo

__all__ = ["demo"]
