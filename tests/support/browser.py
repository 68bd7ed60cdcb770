"""Debian's Chromium, driven by Playwright; Playwright's own browser downloads are never used."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

CHROMIUM = os.environ.get("HUDDLE_CHROMIUM", "/usr/bin/chromium")

FLAGS = [
    "--no-sandbox",  # root, as on many build machines, cannot use the sandbox; only our own pages are opened
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--overscroll-history-navigation=0",  # a drag to the side is a swipe of ours, never the browser's way back
    # A test asks nobody but the app: no look-ups of updates, variations or accounts.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def running_browser() -> Iterator[Browser]:
    """A headless browser; take a fresh `new_context()` from it for every test."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()
