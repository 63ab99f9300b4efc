import signal
import socket
import subprocess
import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from lms.actions.installation import free_space, is_prepared, prepare
from lms.server import WebServer

SPACE_NEEDED = 200 * 1024 * 1024


class Command(BaseCommand):
    help = "Prepares the installation if needed, then runs the web server and one background worker until Ctrl-C."
    requires_system_checks = []  # prepare() migrates, which checks; a second start need not

    def handle(self, **options):
        self._refuse_what_cannot_work()
        password = None
        if not is_prepared():
            password = prepare(say=self._say)
        worker = subprocess.Popen([sys.executable, "manage.py", "qcluster"], cwd=settings.BASE_DIR)
        try:
            self._greet(password)
            self._serve()
        finally:
            worker.send_signal(signal.SIGTERM)
            worker.wait()

    def _refuse_what_cannot_work(self):
        family = socket.AF_INET6 if ":" in settings.HOST else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((settings.HOST, settings.PORT))
            except OSError as problem:
                raise CommandError(
                    f"Cannot serve on {settings.HOST}:{settings.PORT}: {problem.strerror}. "
                    "Stop the program that uses it, or choose another port: make start PORT=8001."
                ) from problem
        if free_space() < SPACE_NEEDED:
            raise CommandError(
                f"Less than 200 MB are free in {settings.DATA_DIR}. "
                "Make room, or set DATA_DIR to a folder on another disk."
            )

    def _say(self, text):
        self.stdout.write(text)
        self.stdout.flush()

    def _greet(self, password):
        if password:
            self._say(f"\nAdministrator: admin, password: {password}  (shown this once)")
        self._say(f"Sala: {settings.SITE_URL}/   staff: {settings.SITE_URL}/admin/   stop: Ctrl-C")

    def _serve(self):
        from lms.wsgi import application

        connections.close_all()  # a forked worker must not share its parent's connection
        WebServer(application).run()
