"""An installation that a test may stop and start again, without the demonstration, and what may answer in its place."""

import contextlib
import re
import socket
import threading
import time
import urllib.error
import urllib.request
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.installation import Installation

LOGIN_PAGE = b"<!doctype html><title>Free Wi-Fi</title><form><button>Agree and go online</button></form>"


class OwnSala(Installation):
    """`is_running` says whether it answers; `outage()` is a time in which it does not."""

    def __init__(self, folder, port):
        super().__init__(folder, port)
        self.is_running = False

    def start(self):
        if not self.is_running:
            super().start()
            self.is_running = True

    def stop(self):
        if self.is_running:
            super().stop()
            self.is_running = False

    @contextlib.contextmanager
    def outage(self):
        if self.is_running:
            self.cut()
            self.is_running = False
        try:
            yield
        finally:
            self.start()

    @contextlib.contextmanager
    def portal(self):
        """A captive portal answers every request in Sala's place: 200, HTML, whatever was asked."""
        with self.outage():
            server = ThreadingHTTPServer(("127.0.0.1", self.port), Portal)
            server.seen = []
            threading.Thread(target=server.serve_forever, daemon=True).start()
            try:
                yield server.seen
            finally:
                server.shutdown()
                server.server_close()

    @contextlib.contextmanager
    def silence(self):
        """The server takes connections and answers nothing, as on a network that is as good as dead."""
        with self.outage(), socket.create_server(("127.0.0.1", self.port), backlog=50):
            yield

    @contextlib.contextmanager
    def deployment(self):
        """The same Sala at another address, where the service worker's version can be made another one, and where what
        is answered may come `late`, so many seconds."""
        server = ThreadingHTTPServer(("127.0.0.1", 0), Deployment)
        server.behind, server.version, server.late = self.url, None, 0
        server.url = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()
            server.server_close()

    def arrived(self, item_id):
        """The owners under whom an item is in the database, stored or set aside for staff: one each time it is."""
        key = item_id.replace("-", "")
        stored = self.rows("SELECT learner_id FROM lms_syncitem WHERE id = ?", key)
        aside = self.rows("SELECT learner_id FROM lms_setasideitem WHERE item_id = ?", key)
        return [str(uuid.UUID(owner)) for (owner,) in stored + aside]


class Portal(BaseHTTPRequestHandler):
    def answer(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.seen.append((self.command, self.path))
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(LOGIN_PAGE)))
        self.end_headers()
        self.wfile.write(LOGIN_PAGE)

    do_GET = do_POST = do_HEAD = answer

    def log_message(self, *args):
        return None


class Deployment(BaseHTTPRequestHandler):
    """Hands requests on to a Sala, sooner or later, and may put another version into its service worker."""

    def do_GET(self):
        time.sleep(self.server.late)
        try:
            answer = urllib.request.urlopen(self.server.behind + self.path)
        except urllib.error.HTTPError as refused:
            answer = refused
        body = answer.read()
        if self.path.startswith("/service-worker.js") and self.server.version:
            body = re.sub(b'VERSION = "[0-9a-f]+"', f'VERSION = "{self.server.version}"'.encode(), body)
        self.send_response(answer.status)
        for name in ("Content-Type", "Cache-Control", "X-Sala"):
            if name in answer.headers:
                self.send_header(name, answer.headers[name])
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        return None
