"""A real installation with the demonstration programme, and a real Chromium."""

import tempfile

import pytest
from playwright.sync_api import expect

from lms.demo.sign_ins import DEMO_PASSWORD
from tests import services
from tests.browser.field import sign_in_as_ambassador
from tests.browser.on_phone import settled
from tests.browser.own_sala import OwnSala
from tests.installation import Installation

PHONE = {"width": 360, "height": 740}
PATIENCE = 60_000  # milliseconds; a machine may be busy
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def sala():
    with tempfile.TemporaryDirectory(prefix="sala-browser-") as folder:
        installation = Installation(folder, services.free_port())
        installation.start()
        yield installation
        installation.stop()


@pytest.fixture(scope="session")
def first_start(tmp_path_factory):
    """The data folder of a Sala without the demonstration that was started for the first time and stopped again."""
    installation = Installation(tmp_path_factory.mktemp("first-start"), services.free_port())
    installation.environment["DEMO"] = "0"
    installation.start()
    installation.stop()
    return installation.folder


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {
        "executable_path": services.CHROMIUM,
        "args": ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
    }


@pytest.fixture
def sign_in(sala):
    """sign_in(page, language): signs an ambassador in to the field pages."""

    def as_ambassador(page, language="km"):
        sign_in_as_ambassador(page, sala.url, "demo-ambassador-1", DEMO_PASSWORD, language=language)

    return as_ambassador


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    item.has_failed = getattr(item, "has_failed", False) or report.failed
    return report


def close(contexts, test):
    """Closes what a test opened; of one that failed it is said where its pages stood."""
    for context in contexts:
        for page in context.pages if test.has_failed else []:
            print(page.url, page.evaluate("document.documentElement.innerText").strip()[:1000], sep="\n")
        context.close()


def patient(page):
    """Lets a page go elsewhere again where it asked for itself anew just then, as the page of a guest does once."""
    go, wait = page.goto, page.wait_for_url
    page.goto = lambda *where, **how: settled(page, lambda: go(*where, **how))
    page.wait_for_url = lambda *where, **how: settled(page, lambda: wait(*where, **how))


@pytest.fixture
def phone(browser, request):
    """Opens a page of a phone: `phone(locale="km-KH", javascript=False)`; each is another browser."""
    contexts = []

    def open_page(*, locale="km-KH", javascript=True, size=PHONE, **options):
        context = browser.new_context(viewport=size, locale=locale, java_script_enabled=javascript, **options)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.on("page", patient)
        return context.new_page()

    yield open_page
    close(contexts, request.node)


@pytest.fixture(scope="module")
def own_sala(first_start):
    """A Sala of its own for one module of tests, which may stop and start it."""
    with tempfile.TemporaryDirectory(prefix="sala-own-") as folder:
        installation = OwnSala.copied(first_start, folder)
        installation.start()
        yield installation
        installation.stop()


@pytest.fixture
def kept_phone(browser_type, browser_type_launch_args, tmp_path, request):
    """Opens a phone whose browser can be closed and opened again: `kept_phone()` → context; what it stores stays."""
    contexts = []

    def switch_on(**options):
        options = {"viewport": PHONE, "locale": "km-KH"} | options
        context = browser_type.launch_persistent_context(
            tmp_path / "phone", **browser_type_launch_args, **options
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.on("page", patient)
        return context

    yield switch_on
    close(contexts, request.node)
