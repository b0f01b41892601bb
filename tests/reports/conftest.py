"""The sample round compiled, and its PDF, made once."""

from pathlib import Path

import pytest

from domain.report import Report
from reports.compile import compile_report
from reports.to_pdf import report_pdf
from tests.reports.sample import sample, with_evidence


@pytest.fixture(scope="session")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fonts")


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return compile_report(with_evidence(sample(), tmp_path_factory.mktemp("photos")))


@pytest.fixture(scope="session")
def pdf(report: Report, fonts: Path) -> bytes:
    return report_pdf(report, fonts)
