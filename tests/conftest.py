"""What holds for all tests."""

from collections import Counter

import pytest
from hypothesis import settings

settings.register_profile("house", deadline=None)  # machines are shared: a slow moment is no fault
settings.load_profile("house")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says once for each thing that is missing how many tests were skipped for it; pytest gives their sum alone."""
    places = [report.longrepr for report in terminalreporter.stats.get("skipped", [])]
    for reason, count in Counter(reason.removeprefix("Skipped: ") for _, _, reason in places).most_common():
        terminalreporter.write_line(f"{count} skipped: {reason}")
