"""A real browser: headless Chromium, visitors with a screen size and a language, and what they must never meet.

Fixtures (made known by conftest): `chromium`, the running browser; `visitors`, which opens one visitor after another:

    ada = visitors(server.url, width=375, locale="nl-BE")
    ada.page.goto("/nl/")
    ada.assert_untroubled()
"""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Error, Locator, Page, expect, sync_playwright

from tests.services import missing

# The shell draws no windows of its own: the same pages for a quarter less of processor time.
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
# No calls home, and no other host than this machine can even be looked up.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1",
]
PATIENCE = 30_000  # ms for what a busy machine needs to do what it was told
expect.set_options(timeout=PATIENCE)
IS_UNFOLDED = "at => at.parentElement.open || !!at.parentElement.nextElementSibling?.matches('dialog[open]')"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ACTIONS = ("click", "dblclick", "check", "uncheck", "set_checked", "select_option", "press", "press_sequentially")


@dataclass
class Visitor:
    """One person at one browser window, and everything that went wrong there."""

    context: BrowserContext
    page: Page
    base_url: str
    troubles: list[str] = field(default_factory=list)
    foreign_requests: list[str] = field(default_factory=list)
    _forgiven: list[re.Pattern[str]] = field(default_factory=list)

    def forgive(self, pattern: str) -> None:
        """Expect console errors that match, such as the 404 that a test provokes."""
        self._forgiven.append(re.compile(pattern))

    def watch(self, page: Page) -> None:
        """Collect the errors of a page and its requests to other hosts; done for every page of the context."""
        page.on("console", lambda message: self._note(message.text, message.location) if _is_error(message) else None)
        page.on("pageerror", lambda error: self._note(f"uncaught: {error}"))
        page.on("request", lambda request: self._check_host(request.url))
        page.on("websocket", lambda socket: self._check_host(socket.url))

    def assert_untroubled(self) -> None:
        """No console error, no uncaught exception, no request to another host."""
        troubles = [text for text in self.troubles if not any(p.search(text) for p in self._forgiven)]
        assert not troubles, "the browser reported:\n" + "\n".join(troubles)
        assert not self.foreign_requests, "requests to other hosts:\n" + "\n".join(self.foreign_requests)

    def _note(self, text: str, location: Any = None) -> None:
        where = f" ({location['url']}:{location['lineNumber']})" if location and location.get("url") else ""
        self.troubles.append(f"{self.page.url}: {text}{where}")

    def _check_host(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != urlsplit(self.base_url).netloc:
            self.foreign_requests.append(url)


def _read_only_whole_pages() -> None:
    """After an action that leads to another page, wait until that page is there to its end.

    A click returns when the answer begins to arrive; whoever then counts what is on the page counts half of it.
    """

    def to_the_end(action: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(action)
        def act(locator: Locator, *args: Any, **kwargs: Any) -> Any:
            result = action(locator, *args, **kwargs)
            with suppress(Error):  # the action closed the window
                locator.page.wait_for_load_state("domcontentloaded")
            return result

        return act

    for name in ACTIONS:
        setattr(Locator, name, to_the_end(getattr(Locator, name)))


_read_only_whole_pages()


def _is_error(message: Any) -> bool:
    return bool(message.type == "error")


Found = TypeVar("Found")


def accessibility_violations(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.2 AA, one sentence per rule with the places."""
    return _of_the_page_that_stays(page, _examine)


def _of_the_page_that_stays(page: Page, look: Callable[[Page], Found]) -> Found:
    """What a look finds; where the page was about to go away, as it does after a button, on the one that comes.

    A page that has only begun to arrive would be found to lack what is still on its way.
    """
    page.wait_for_load_state()
    try:
        return look(page)
    except Error:
        page.wait_for_load_state()
        return look(page)


def _examine(page: Page) -> list[str]:
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations'], preload: false})"
        ".then(result => result.violations)",
        WCAG,
    )
    return [
        f"{rule['id']} ({rule['impact']}): {rule['help']}\n"
        + "\n".join(f"    {' '.join(map(str, node['target']))}  {node['html'][:160]}" for node in rule["nodes"])
        for rule in found
    ]


def scrolls_sideways(page: Page) -> bool:
    """Whether a horizontal scrollbar would appear."""
    wider = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
    return _of_the_page_that_stays(page, lambda page: bool(page.evaluate(wider)))


def unfold(summary: Locator) -> None:
    """Unfold what a summary hides, or open its dialog; once more where the page moved away under the pointer."""
    for _ in range(3):
        summary.click()
        if summary.evaluate(IS_UNFOLDED):
            return
    raise AssertionError(f"{summary} does not unfold")


def page_weight(page: Page) -> int:
    """Bytes that came over the wire for this page: compressed bodies and headers; nothing for what the cache held."""
    return int(
        page.evaluate(
            "() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
            ".reduce((sum, entry) => sum + entry.transferSize, 0)"
        )
    )


def time_to_interactive(page: Page) -> float:
    """Milliseconds from the start of the navigation until the document could be used."""
    return float(page.evaluate("() => performance.getEntriesByType('navigation')[0].domInteractive"))


def find_chromium() -> str:
    """The browser's path."""
    for name in PROGRAMS:
        if path := shutil.which(name):
            return path
    missing("Chromium", "chromium")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for this test process."""
    path = find_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


VisitorFactory = Callable[..., Visitor]


@pytest.fixture
def visitors(chromium: Browser, tmp_path: Path) -> Iterator[VisitorFactory]:
    """Opens visitors, each with cookies of their own; all leave when the test ends."""
    contexts: list[BrowserContext] = []

    def open_visitor(
        base_url: str,
        *,
        width: int = 1280,
        height: int = 900,
        locale: str = "en-GB",
        script: bool = True,
        color_scheme: Any = "light",
        **options: Any,
    ) -> Visitor:
        context = chromium.new_context(
            base_url=base_url,
            viewport={"width": width, "height": height},
            locale=locale,
            timezone_id="Europe/Brussels",
            java_script_enabled=script,
            color_scheme=color_scheme,
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        visitor = Visitor(context, context.new_page(), base_url)
        visitor.watch(visitor.page)
        context.on("page", visitor.watch)  # windows that are opened later
        return visitor

    yield open_visitor
    for context in contexts:
        context.close()
