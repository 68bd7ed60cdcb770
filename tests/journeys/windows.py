"""Browser windows for looking at screens: as good as new each time, but quicker."""

from __future__ import annotations

from playwright.sync_api import Browser, CDPSession, Page, ViewportSize

from tests.journeys import checks

SIZE: ViewportSize = {"width": 1024, "height": 768}


class Windows:
    """One window for each address of a server, used again and again. It keeps the files of our pages, nothing else."""

    def __init__(self) -> None:
        self._made: dict[Page, tuple[str, CDPSession]] = {}
        self._free: dict[str, Page] = {}

    def take(self, browser: Browser, url: str, *, anew: bool) -> Page:
        """A window without a past. Who does more in it than look asks for one `anew`."""
        if not anew and url in self._free:
            page = self._free.pop(url)
            page.set_viewport_size(SIZE)
            return page
        context = browser.new_context(viewport=SIZE, base_url=url, reduced_motion="reduce")
        page = context.new_page()
        page.set_default_timeout(20_000)
        if not anew:
            context.add_init_script(f"{checks.AXE}\n{checks.SCRIPT}")
            self._made[page] = url, context.new_cdp_session(page)
        return page

    def give_back(self, page: Page) -> None:
        """Close it, or take away what the page left in it."""
        if page not in self._made:
            page.context.close()
            return
        url, browser = self._made[page]
        page.evaluate("sessionStorage.clear()")
        page.goto("about:blank")
        page.context.clear_cookies()
        browser.send("Storage.clearDataForOrigin", {"origin": url, "storageTypes": "all"})
        self._free[url] = page

    def close(self) -> None:
        """Before the servers end."""
        while self._made:
            self._made.popitem()[0].context.close()
        self._free.clear()
