"""Fixtures every test may use."""

import os

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import override_settings

from lms import pagecache
from lms.revisions import page_at
from tests import services


def place_in_the_run(item):
    """What leaves something behind comes after what would trip over it.

    A test with transactions of its own empties the database, pages and all. Playwright leaves an event loop in this
    thread, where Django refuses to use the database.
    """
    mark = item.get_closest_marker("django_db")
    has_own_transactions = mark is not None and mark.kwargs.get("transaction", False)
    return ("playwright" in item.fixturenames, has_own_transactions)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    items.sort(key=place_in_the_run)
    if not services.CHROMIUM:
        lacking = pytest.mark.skip(reason="Chromium is not installed: apt install chromium")
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(lacking)


def pytest_sessionfinish(session):
    """Where everything is installed, a skipped test is a hole in the proof."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter.stats.get("skipped") and not session.exitstatus:
        reporter.write_line("Tests were skipped, which CI does not allow.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session", autouse=True)
def plain_static_files():
    """Hashed static files are for the browser tests; fixtures of a whole module publish pages, too."""
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES=settings.STORAGES | {"staticfiles": static}):
        yield


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path_factory):
    """Files written by a test never land beside real ones."""
    settings.MEDIA_ROOT = tmp_path_factory.getbasetemp() / "media"
    settings.STATIC_ROOT = tmp_path_factory.getbasetemp() / "static"
    settings.STATIC_ROOT.mkdir(exist_ok=True)


@pytest.fixture(autouse=True)
def no_pages_in_memory():
    """A page kept from one test must not answer another: the database was rolled back, the memory not."""
    pagecache.store.clear()
    page_at.cache_clear()
    cache.clear()
