"""Takes the pictures of the README: from the demonstration process, and from the camp that the tests hold."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
PORT = 8199
CAMP_PICTURES = ("camp-board", "camp-console", "camp-ranking", "camp-phone")
BASE = f"http://localhost:{PORT}"
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync")


def main() -> None:
    """Load the demonstration, serve it, look at it; then hold a camp."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        environ = os.environ | {"COCREATE_DATA_DIR": folder, "COCREATE_BASE_URL": BASE, "COCREATE_PORT": str(PORT)}
        server = subprocess.Popen(
            [sys.executable, "-m", "cocreate.cli", "demo", "--serve", "--port", str(PORT)],
            env=environ,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            said = wait_until_ready(server)
            with sync_playwright() as playwright:
                chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
                browser = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
                take_all(browser, said)
        finally:
            server.terminate()
            server.wait(20)
    with tempfile.TemporaryDirectory() as folder:
        journey = [sys.executable, "-m", "pytest", "-q", "tests/journeys/test_whole_camp.py"]
        subprocess.run(journey, cwd=ROOT, env=os.environ | {"PICTURES": folder}, check=True)
        for name in CAMP_PICTURES:
            shutil.copy(Path(folder) / f"{name}.png", PICTURES)


def wait_until_ready(server: "subprocess.Popen[str]") -> list[str]:
    """The links that the demonstration prints, up to the first to sign in with, once it answers."""
    links: list[str] = []
    assert server.stdout is not None
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline and not any("/link/" in link for link in links):
        line = server.stdout.readline()
        links += re.findall(rf"{re.escape(BASE)}\S+", line)
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"{BASE}/readyz", timeout=2)
            return links
        except OSError:
            time.sleep(0.5)
    raise SystemExit("the demonstration did not start")


def take_all(browser: Browser, links: list[str]) -> None:
    """Sign in as the organiser for what only the team sees."""
    organiser = next(link for link in links if "/link/" in link)
    public = browser.new_page(viewport={"width": 1280, "height": 900})
    process = links[0].rstrip("/")  # a visitor's
    public.goto(process)
    take(public, "record")
    public.goto(f"{process}/sheets")
    public.locator("main a[href*='/sheets/']").first.click()
    take(public, "information-sheet", "h2")
    for page, name in (("ecosystem/network", "network"), ("selection/how-sure", "how-sure"), ("fates/", "fates")):
        public.goto(f"{process}/{page}")
        take(public, name, "h2, figure")
    phone = browser.new_page(viewport={"width": 375, "height": 812}, device_scale_factor=2)
    phone.goto(f"{process}/consultations/")
    phone.click("main a[href*='/consultations/']")
    take(phone, "answer-phone")
    team = browser.new_page(viewport={"width": 1280, "height": 900})
    team.goto(organiser)
    team.click("main form button[type=submit]")
    team.goto(f"{process}/manage/themes/")
    take(team, "themes")
    team.goto(f"{process}/camps/")
    team.locator("main a[href*='/camps/']").last.click()  # the camp that was held; the one above is for trying
    team.locator("main a[href*='/boards/']").first.click()
    team.wait_for_timeout(1500)
    take(team, "board")


def take(page: Page, name: str, start: str = "") -> None:
    """One picture of what fits on the screen, from the first element of the page that `start` selects."""
    if start:
        page.locator(f"main :is({start})").first.evaluate("node => node.scrollIntoView()")
    page.wait_for_timeout(500)
    page.screenshot(path=PICTURES / f"{name}.png")
    print(f"docs/pictures/{name}.png")


if __name__ == "__main__":
    main()
