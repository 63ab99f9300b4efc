"""A cheap phone for the benchmarks: a Chromium of 360 px whose processor is slowed down."""

from contextlib import contextmanager

from playwright.sync_api import sync_playwright

from tests import services

CPU_SLOWDOWN = 4


@contextmanager
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=services.CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@contextmanager
def slow_page(browser, observing, **options):
    """(page, its DevTools session) of a phone that was never here; `observing` is the script of an observer."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="km-KH", **options)
    page = context.new_page()
    page.add_init_script(observing)
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWDOWN})
    yield page, session
    context.close()
