import os
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
WORKER_PATIENCE = 20  # seconds for a task to come to its end; one that is cut short is done again


def end(worker):
    """Ends the background worker, whatever state it is in."""
    worker.terminate()
    try:
        worker.wait(WORKER_PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()


class Command(BaseCommand):
    help = "Prepares the installation if needed, then runs the web server and one background worker until Ctrl-C."
    requires_system_checks = []  # prepare() migrates, which checks; a second start need not

    def handle(self, **options):
        self._refuse_what_cannot_work()
        password = None
        if not is_prepared():
            password = prepare(say=self._say)
        # In a group of its own: Ctrl-C reaches this process, which then ends the worker in order.
        worker = subprocess.Popen(
            [sys.executable, "manage.py", "qcluster"], cwd=settings.BASE_DIR, start_new_session=True
        )
        own_process = os.getpid()
        try:
            self._greet(password)
            self._serve()
        finally:
            # A web process is a fork that leaves through here too; the background worker is not its to end.
            if os.getpid() == own_process:
                end(worker)

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
