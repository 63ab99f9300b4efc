"""Fixtures every test may use."""

import os

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import override_settings
from django.test.utils import setup_databases, teardown_databases

from ambassadors.models import SessionPhoto
from lms import pagecache
from lms.revisions import forget_revisions
from lms.sync.pace import pace
from tests import services

QUICK_HASHER = "django.contrib.auth.hashers.MD5PasswordHasher"


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
            if item.get_closest_marker("browser") or item.get_closest_marker("prints"):
                item.add_marker(lacking)


def pytest_sessionfinish(session):
    """Where everything is installed, a skipped test is a hole in the proof."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter.stats.get("skipped") and not session.exitstatus:
        reporter.write_line("Tests were skipped, which CI does not allow.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, django_db_keepdb):
    """The database of the tests; `--reuse-db` keeps it for the next run.

    pytest-django makes none when no test that it is to run is marked with `django_db`; those that commit for other
    processes to see are not, and run alone they would write into the database of the installation.
    """
    with django_db_blocker.unblock():
        databases = setup_databases(
            verbosity=0, interactive=False, keepdb=django_db_keepdb, serialized_aliases=set()
        )
    yield
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            teardown_databases(databases, verbosity=0)


@pytest.fixture(scope="session", autouse=True)
def plain_static_files():
    """Hashed static files are for the browser tests; fixtures of a whole module publish pages, too."""
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES=settings.STORAGES | {"staticfiles": static}):
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_passwords():
    """A password takes a third of a second on purpose, which is for the test that compares how long it takes."""
    with override_settings(PASSWORD_HASHERS=[QUICK_HASHER, *settings.PASSWORD_HASHERS]):
        yield


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path_factory):
    """Files written by a test never land beside real ones."""
    settings.MEDIA_ROOT = tmp_path_factory.getbasetemp() / "media"
    settings.STATIC_ROOT = tmp_path_factory.getbasetemp() / "static"
    settings.STATIC_ROOT.mkdir(exist_ok=True)


@pytest.fixture(autouse=True)
def nothing_in_memory():
    """What was kept in one test must not answer another: the database was rolled back, the memory not."""
    pagecache.store.clear()
    pace.counts.clear()
    forget_revisions()
    cache.clear()


@pytest.fixture
def private_files(monkeypatch, tmp_path):
    """A folder of its own for photos of training sessions."""
    storage = SessionPhoto._meta.get_field("file").storage
    monkeypatch.setitem(vars(storage), "location", str(tmp_path))
    return tmp_path
