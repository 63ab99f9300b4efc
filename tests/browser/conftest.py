"""A real installation, started as `make start` starts it, with the demonstration programme, and a real Chromium."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from lms.demo.sign_ins import DEMO_PASSWORD
from tests import services
from tests.browser.field import sign_in_as_ambassador

ROOT = Path(__file__).resolve().parents[2]
PHONE = {"width": 360, "height": 740}
ADMIN_PASSWORD = "kampong-som-2026"

pytestmark = pytest.mark.browser


class Installation:
    """A running Sala with a data folder of its own; unless told otherwise, with the demonstration in it."""

    zone_code = "demo-market"
    ambassador = ("demo-ambassador-1", DEMO_PASSWORD)

    def __init__(self, folder, port):
        self.folder, self.port = Path(folder), port
        self.url = f"http://127.0.0.1:{port}"
        dropped = ("DATABASE_URL", "DEMO", "REDIS_URL", "SITE_URL")
        self.environment = {name: value for name, value in os.environ.items() if name not in dropped} | {
            "DATA_DIR": str(folder),
            "PORT": str(port),
            "ADMIN_PASSWORD": ADMIN_PASSWORD,
        }

    def manage(self, *arguments):
        """Runs a management command; returns the finished process with its output as text."""
        return subprocess.run(
            [sys.executable, "manage.py", *map(str, arguments)],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def start(self):
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "start"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            services.wait_for_port(self.port, self.process, seconds=240)
        except RuntimeError:
            print((self.folder / "server.log").read_text())
            raise

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=30)


@pytest.fixture(scope="session")
def sala():
    with tempfile.TemporaryDirectory(prefix="sala-browser-") as folder:
        installation = Installation(folder, services.free_port())
        installation.start()
        yield installation
        installation.stop()


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
        sign_in_as_ambassador(page, sala.url, *sala.ambassador, language=language)

    return as_ambassador


@pytest.fixture
def phone(browser):
    """Opens a page of a phone: `phone(locale="km-KH", javascript=False)`; each is another browser."""
    contexts = []

    def open_page(*, locale="km-KH", javascript=True, size=PHONE, **options):
        context = browser.new_context(viewport=size, locale=locale, java_script_enabled=javascript, **options)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
