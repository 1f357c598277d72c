"""What journeys of several people have in common: signing in, using the keyboard alone, what every page owes."""

from typing import Any

from playwright.sync_api import expect

from tests.browser import Visitor, accessibility_violations, scrolls_sideways

PASSWORD = "correct horse battery"


def sign_in_as(visitor: Visitor, name: str) -> None:
    """With the password that the members of a journey have."""
    visitor.page.goto("/en/account/sign-in")
    visitor.page.get_by_label("E-mail address").fill(f"{name}@example.org")
    visitor.page.get_by_label("Password").fill(PASSWORD)
    visitor.page.get_by_role("button", name="Sign in", exact=True).click()
    expect(visitor.page.get_by_role("heading", name="Sign in")).to_have_count(0)


def assert_fine(visitor: Visitor) -> None:
    """What every page owes its visitor."""
    assert not accessibility_violations(visitor.page)
    assert not scrolls_sideways(visitor.page)
    visitor.assert_untroubled()


def press_until(visitor: Visitor, target: Any, most: int = 120) -> None:
    """Tab until the focus is on the target, as somebody without a mouse does."""
    visitor.page.wait_for_load_state()  # a page that is still arriving has less to come to
    for _ in range(most):
        visitor.page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError("the keyboard does not reach it")
