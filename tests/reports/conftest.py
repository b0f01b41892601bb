"""The sample round compiled, and its PDF, made once."""

import pytest

from domain.report import Report
from reports.compile.report import compile_report
from reports.pdf.report import report_pdf
from tests.reports.sample import sample, with_evidence


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return compile_report(with_evidence(sample(), tmp_path_factory.mktemp("photos")))


@pytest.fixture(scope="session")
def pdf(report: Report) -> bytes:
    return report_pdf(report)
