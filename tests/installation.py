"""A real installation, started as `make start` starts it."""

import contextlib
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from tests import services

ROOT = Path(__file__).resolve().parent.parent
ADMIN_PASSWORD = "kampong-som-2026"


class Installation:
    """A running Sala with a data folder of its own; unless told otherwise, with the demonstration in it."""

    def __init__(self, folder, port):
        self.folder, self.port = Path(folder), port
        self.url = f"http://127.0.0.1:{port}"
        dropped = ("DATABASE_URL", "DEMO", "REDIS_URL", "SITE_URL")
        self.environment = {name: value for name, value in os.environ.items() if name not in dropped} | {
            "DATA_DIR": str(folder),
            "PORT": str(port),
            "ADMIN_PASSWORD": ADMIN_PASSWORD,
        }

    @classmethod
    def copied(cls, from_folder, folder):
        """One that goes on from a data folder kept from an earlier start, which spares it the long first one."""
        shutil.copytree(from_folder, folder, dirs_exist_ok=True)
        return cls(folder, services.free_port())

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
        self.process.wait(timeout=60)

    def cut(self):
        """Ends every process at once, as a power cut would."""
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for group in {pid} | {os.getpgid(int(child)) for child in children}:
            os.killpg(group, signal.SIGKILL)
        self.process.wait(timeout=60)
        while services.is_answered(self.port):  # its children end a moment later
            time.sleep(0.02)

    def rows(self, query, *values):
        """What the database says, read beside the running server."""
        with contextlib.closing(sqlite3.connect(self.folder / "sala.sqlite3", timeout=30)) as database:
            return database.execute(query, values).fetchall()

    def address_of(self, module):
        """The hashed address of one of the phone's modules."""
        with urllib.request.urlopen(f"{self.url}/service-worker.js", timeout=60) as answer:
            shell = json.loads(re.search(r"SHELL = (\[.*?\]);", answer.read().decode())[1])
        return next(url for url in shell if f"/{module}." in url)
