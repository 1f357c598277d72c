"""How long the parts of a run took, printed after it and no reason to fail: by folder, and the slowest pages."""

import os
import time
from collections import defaultdict
from pathlib import Path, PurePath
from typing import Any

import pytest

SLOWEST = 10
SYSTEM = Path("/proc/stat")


def _processors() -> float:
    """Seconds that the machine's processors worked since it started, for whomever: servers and browsers are no
    descendants that a process could add up."""
    if not SYSTEM.exists():
        return float("nan")
    user, nice, system, _idle, _waiting, interrupts, soft = map(int, SYSTEM.read_text().split(maxsplit=8)[1:8])
    return (user + nice + system + interrupts + soft) / os.sysconf("SC_CLK_TCK")


_began, _used_before = time.monotonic(), _processors()


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """After the tests, in the process that the others report to."""
    reports = [
        report
        for of_one_outcome in terminalreporter.stats.values()
        for report in of_one_outcome
        if isinstance(report, pytest.TestReport)
    ]
    if reports:
        _tell_parts(terminalreporter, reports)
    crawled = [
        value
        for report in reports
        if report.when == "call"
        for name, value in report.user_properties
        if name == "crawl"
    ]
    if crawled:
        _tell_pages(terminalreporter, crawled)


def _tell_parts(terminal: Any, reports: list[pytest.TestReport]) -> None:
    seconds: dict[str, float] = defaultdict(float)
    tests: dict[str, set[str]] = defaultdict(set)
    for report in reports:
        *folders, file = PurePath(report.nodeid.partition("::")[0]).parts
        part = "/".join(folders[:2]) or file
        seconds[part] += report.duration
        tests[part].add(report.nodeid)
    if len(seconds) < 2:
        return
    terminal.section("seconds by part, of all processes together")
    for part in sorted(seconds, key=lambda part: -seconds[part]):
        terminal.write_line(f"{seconds[part]:7.0f} s  {len(tests[part]):5d} tests  {part}")
    used = _processors() - _used_before
    terminal.write_line(f"{time.monotonic() - _began:7.0f} s by the clock, {used:.0f} s of the machine's processors")


def _tell_pages(terminal: Any, crawled: list[dict[str, Any]]) -> None:
    pages: dict[str, float] = {}
    for part in crawled:
        for page, milliseconds in part["interactive"].items():
            pages[page] = max(pages.get(page, 0.0), milliseconds)
    visits = sum(part["visits"] for part in crawled)
    terminal.section(f"time to interactive: {len(pages)} pages, {visits} visits, the {SLOWEST} slowest")
    for page, milliseconds in sorted(pages.items(), key=lambda item: -item[1])[:SLOWEST]:
        terminal.write_line(f"{milliseconds:7.0f} ms  {page}")
