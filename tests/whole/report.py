"""What the crawl found out about speed: every page's time to interactive, printed, but no reason to fail."""

from typing import Any

import pytest

SLOWEST = 10


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """After the tests, in the process that the others report to."""
    told = [
        value
        for reports in terminalreporter.stats.values()
        for report in reports
        if isinstance(report, pytest.TestReport) and report.when == "call"
        for name, value in report.user_properties
        if name == "crawl"
    ]
    if not told:
        return
    pages: dict[str, float] = {}
    for part in told:
        for page, milliseconds in part["interactive"].items():
            pages[page] = max(pages.get(page, 0.0), milliseconds)
    visits = sum(part["visits"] for part in told)
    terminalreporter.section(f"time to interactive: {len(pages)} pages, {visits} visits, the slowest of each")
    for page, milliseconds in sorted(pages.items()):
        terminalreporter.write_line(f"{milliseconds:7.0f} ms  {page}")
    terminalreporter.section(f"the {SLOWEST} slowest pages")
    for page, milliseconds in sorted(pages.items(), key=lambda item: -item[1])[:SLOWEST]:
        terminalreporter.write_line(f"{milliseconds:7.0f} ms  {page}")
