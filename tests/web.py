"""The product's own web server on the database of the tests, for what only real processes show.

`python -m tests.web PORT`, with DATABASE_URL in the environment. The background worker is left out.
"""

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

from django.db import connection

from tests import services
from tests.installation import ROOT


def address_of_database():
    """DATABASE_URL of the database that the tests use."""
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    return f"postgresql://{given['USER']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"


class WebServer:
    """Real web processes on a free port."""

    def __init__(self):
        self.port = services.free_port()
        self.process = None

    def start(self):
        environment = os.environ | {
            "DATABASE_URL": address_of_database(),
            "PORT": str(self.port),
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.web", str(self.port)],
            cwd=ROOT,
            env=environment,
            start_new_session=True,
        )
        services.wait_for_port(self.port, self.process)

    def kill(self):
        """Ends every process at once, as a power cut would."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=30)

    def kill_workers(self):
        """Ends the processes that answer, whatever they are at; the server starts others in their place."""
        pid = self.process.pid
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            os.kill(int(child), signal.SIGKILL)

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.kill()


@contextlib.contextmanager
def web_server():
    server = WebServer()
    server.start()
    try:
        yield server
    finally:
        server.stop()


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "lms.settings"
    from django.conf import settings

    # Nothing is served here but what makes no use of hashed names, and collecting them takes long.
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": static}
    settings.STATIC_ROOT.mkdir(exist_ok=True)

    from lms.server import WebServer as Gunicorn
    from lms.wsgi import application

    Gunicorn(application).run()
