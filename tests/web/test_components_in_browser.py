"""The components at work in a browser, on the style guide: readable in both themes, useful to hand and keyboard."""

import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import expect
from werkzeug.serving import make_server

from tests.browser import VisitorFactory, accessibility_violations, page_weight, scrolls_sideways

pytestmark = pytest.mark.browser
RANKS = "() => Object.fromEntries([...document.querySelectorAll('[name^=rank-]')].map(s => [s.name.slice(5), s.value]))"


@pytest.fixture
def styleguide(app: Flask) -> Iterator[str]:
    """The address of a server that has the style guide."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_every_component_is_accessible_and_fits(
    styleguide: str, visitors: VisitorFactory, width: int, colours: str
) -> None:
    ada = visitors(styleguide, width=width, color_scheme=colours)
    ada.page.goto("/en/styleguide")
    ada.page.locator(".field--rank-live").wait_for()
    assert accessibility_violations(ada.page) == []
    assert not scrolls_sideways(ada.page)
    assert page_weight(ada.page) < 300_000  # uncompressed here, so less on a real server
    ada.assert_untroubled()


def test_an_order_made_by_buttons_is_what_the_form_sends(styleguide: str, visitors: VisitorFactory) -> None:
    page = visitors(styleguide, width=375).page
    page.goto("/en/styleguide?form=clean")
    page.get_by_role("button", name="Add: Healthy & sustainable food").click()
    expect(page.get_by_role("button", name="Up: Healthy & sustainable food")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Take out: Mobility").click()
    expect(page.locator("#challenges [role=status]")).to_have_text("Mobility: taken out of your order")
    chosen = {key: place for key, place in page.evaluate(RANKS).items() if place}
    assert chosen == {"food": "1", "climate": "2"}


def test_without_script_the_order_is_made_with_selects(styleguide: str, visitors: VisitorFactory) -> None:
    page = visitors(styleguide, width=375, script=False).page
    page.goto("/en/styleguide?form=clean")
    page.get_by_label("Health & well-being").select_option("3")
    expect(page.get_by_label("Health & well-being")).to_have_value("3")


def test_a_question_starts_at_its_harmless_answer_and_escape_leaves_it(
    styleguide: str, visitors: VisitorFactory
) -> None:
    page = visitors(styleguide).page
    page.goto("/en/styleguide?form=clean")
    page.locator("details.unfold[data-ready] + dialog").first.wait_for(state="attached")
    page.locator("summary", has_text="Delete this theme").click()
    expect(page.locator(":focus")).to_have_text("Cancel")
    page.keyboard.press("Escape")
    expect(page.locator(":focus")).to_contain_text("Delete this theme")


def test_a_form_pressed_twice_is_sent_once(styleguide: str, visitors: VisitorFactory) -> None:
    page = visitors(styleguide).page
    page.goto("/en/styleguide?form=clean")
    page.locator("form.form[data-ready]").wait_for()
    sent = page.evaluate(
        """async () => {
            const form = document.querySelector('form.form[data-ready]');
            const main = document.querySelector('script[type=module]').src;
            await import(main.replace('main.js', 'components/submit-once.js'));
            await new Promise(done => setTimeout(done, 100));
            let count = 0;
            addEventListener('submit', event => { if (!event.defaultPrevented) count += 1; event.preventDefault(); });
            const button = form.querySelector('button[type=submit]');
            button.click(); button.click();
            return count;
        }"""
    )
    assert sent == 1


def test_the_choice_of_dark_colours_outlives_the_page(styleguide: str, visitors: VisitorFactory) -> None:
    page = visitors(styleguide).page
    page.goto("/en/styleguide")
    page.get_by_role("button", name="Switch to dark colours").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.wait_for_timeout(1000)  # Chromium writes a page's storage a moment later, on a busy machine
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.get_by_role("button", name="Switch to light colours")).to_be_visible()
