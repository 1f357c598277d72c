"""How smoothly a card is dragged over a board of 300 cards: `python bench/board_drag.py`.

Starts a server with a camp, opens its board in headless Chromium with the processor slowed down four times, drags a
card over the board, also while somebody else's changes arrive, and prints how long the frames took (median, p95,
longest) and how many were longer than 33 ms. The same is measured for scrolling and zooming. Asserts nothing.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Page, sync_playwright  # noqa: E402

from cocreate.app import create_app  # noqa: E402
from cocreate.core.db import db  # noqa: E402
from cocreate.settings import Settings  # noqa: E402
from tests.browser import ARGUMENTS, find_chromium  # noqa: E402
from tests.factories.camp import guest, make_camp, make_card, make_seat, make_theme  # noqa: E402
from tests.live import LiveServer  # noqa: E402

ZONES = ("market", "strengths", "candidates")
WORDS = "shared workshops for repair near the canal where young people learn a trade from craftsmen who retired".split()
WATCH = """() => {
  window.frames_ = [];
  let last = performance.now();
  const tick = (now) => { window.frames_.push(now - last); last = now; window.watching = requestAnimationFrame(tick); };
  window.watching = requestAnimationFrame((now) => { last = now; window.watching = requestAnimationFrame(tick); });
}"""
STOP = "() => { cancelAnimationFrame(window.watching); return window.frames_; }"


def furnish(server: LiveServer, cards: int) -> tuple[str, dict[str, str]]:
    """A camp with a full board; its address and the personal links of two people."""
    app = create_app(Settings.from_environment(server.environment))
    with app.app_context():
        db.create_all()
        session = db.session()
        camp = make_camp(session)
        board = camp.groups[0].board
        theme = make_theme(session, camp.process, "Repair cafés")
        seats = {name: make_seat(session, camp, name) for name in ("Ada", "Ben")}
        for number in range(cards):
            words = " ".join(WORDS[(number * 7 + place) % len(WORDS)] for place in range(4 + number % 15))
            themes = (theme.public_id,) if number % 5 == 0 else ()
            make_card(session, board, words, actor=guest(seats["Ben"][0]), zone=ZONES[number % 3], themes=themes)
        session.commit()
        address = f"/en/p/{camp.process.public_id}/boards/{board.public_id}/"
        tokens = {name: token for name, (_, token) in seats.items()}
        db.engine.dispose()
    return address, tokens


def sit_down(browser: Any, server: LiveServer, address: str, name: str, token: str) -> Page:
    """A page on the board, live."""
    context = browser.new_context(base_url=server.url, viewport={"width": 1366, "height": 768})
    page: Page = context.new_page()
    page.goto(f"/en/seat/{token}")
    page.get_by_role("button", name=f"Sit down as {name}").click()
    page.wait_for_url("**/boards/**")
    page.locator("[data-connection][data-status=online]").wait_for()
    return page


def told(name: str, frames: list[float]) -> None:
    """One line of figures."""
    ordered = sorted(frames)
    p95 = ordered[int(len(ordered) * 0.95)] if ordered else 0
    slow = sum(1 for frame in ordered if frame > 33.4)
    middle = ordered[len(ordered) // 2] if ordered else 0
    longest = ordered[-1] if ordered else 0
    print(
        f"{name:10} frames {len(frames):4}  median {middle:5.1f} ms  p95 {p95:5.1f} ms"
        f"  longest {longest:6.1f} ms  over 33 ms: {slow}"
    )


def drag(page: Page, seconds: float, other: Page | None) -> list[float]:
    """Hold a card and lead it around; somebody else goes on working."""
    box = page.locator("[data-card]").nth(1).bounding_box()
    assert box
    page.mouse.move(box["x"] + 30, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 60, steps=4)
    page.evaluate(WATCH)
    steps = int(seconds * 60)
    for step in range(steps):
        page.mouse.move(200 + (step * 13) % 900, 330 + (step * 7) % 340)
        if other is not None and step % 60 == 30:
            other.evaluate("() => document.querySelectorAll('[data-vote]')[3].click()")
    frames = page.evaluate(STOP)
    page.mouse.up()
    return [float(frame) for frame in frames]


def watched(page: Page, action: str) -> list[float]:
    """The frames while the page does something by itself."""
    page.evaluate(WATCH)
    page.evaluate(action)
    return [float(frame) for frame in page.evaluate(STOP)]


SCROLL = """async () => {
  const scroller = document.querySelector("[data-scroll]");
  for (let i = 0; i < 120; i += 1) { scroller.scrollBy(9, 11); await new Promise(requestAnimationFrame); }
}"""
ZOOM = """async () => {
  const scroller = document.querySelector("[data-scroll]");
  for (let i = 0; i < 60; i += 1) {
    const deltaY = i < 30 ? 6 : -6;
    const hand = {ctrlKey: true, deltaY, clientX: 600, clientY: 500, cancelable: true};
    scroller.dispatchEvent(new WheelEvent("wheel", hand));
    await new Promise(requestAnimationFrame);
  }
}"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cards", type=int, default=300)
    parser.add_argument("--slower", type=float, default=4, help="how many times the processor is slowed down")
    parser.add_argument("--seconds", type=float, default=5)
    chosen = parser.parse_args()
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = LiveServer(Path(folder))
        address, tokens = furnish(server, chosen.cards)
        server.start()
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        try:
            page, other = (sit_down(browser, server, address, name, tokens[name]) for name in ("Ada", "Ben"))
            page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": chosen.slower})
            page.wait_for_timeout(1500)
            print(f"{chosen.cards} cards, processor {chosen.slower:g} times slower")
            told("drag", drag(page, chosen.seconds, None))
            told("drag+work", drag(page, chosen.seconds, other))
            told("scroll", watched(page, SCROLL))
            told("zoom", watched(page, ZOOM))
        finally:
            browser.close()
            server.kill()


if __name__ == "__main__":
    main()
