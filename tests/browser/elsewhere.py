"""An empty page beside those of an app, on which a session forgets all that it knows.

Who comes from there to a page comes as at a first visit, and the app is not loaded anew.
"""

from functools import cache

import streamlit as st
from playwright.sync_api import Page, expect

PATH = "/elsewhere"
_NOTHING = "nothing on stage here"

# What the Back button does: the address changes, and the app hears of it.
_COME = """(address) => {
  history.pushState({}, "", address);
  dispatchEvent(new PopStateEvent("popstate", { state: {} }));
}"""


def elsewhere() -> None:
    """The page."""
    st.session_state.clear()
    st.write(_NOTHING)
    st.stop()


@cache
def add_to_navigation() -> None:
    """From now on an app has the page too, out of sight."""
    navigation = st.navigation

    def with_elsewhere(pages):
        return navigation([*pages, st.Page(elsewhere, visibility="hidden")])

    st.navigation = with_elsewhere


def leave(page: Page) -> None:
    """Go to the empty page, where a reader's browser keeps nothing either."""
    come(page, PATH)
    expect(page.get_by_text(_NOTHING)).to_be_visible()
    expect(page.locator("[data-testid=stage]")).to_have_count(0)
    page.evaluate("localStorage.clear(); sessionStorage.clear(); scrollTo(0, 0)")
    page.mouse.move(0, 0)
    # A black screen, a ring and an open list go.
    page.keyboard.press("Escape")


def come(page: Page, address: str) -> None:
    """Go to an address of the running app, such as `/xor?steps=500`, and load nothing anew."""
    # What a run has that ends after the next one has been asked for, the browser may have dropped.
    expect(page.locator("[data-testid=stApp]")).to_have_attribute(
        "data-test-script-state", "notRunning"
    )
    page.evaluate(_COME, address)
