"""Real programs for tests, started on free ports with data of their own and stopped by process id."""

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
ZBARIMG = shutil.which("zbarimg")
REDIS_SERVER = shutil.which("redis-server")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def postgresql_programs():
    """The folder with initdb and postgres, the newest version first; None without PostgreSQL."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: -int(path.parts[-3]))
    if found:
        return found[0].parent
    initdb = shutil.which("initdb")
    return Path(initdb).parent if initdb else None


@contextlib.contextmanager
def postgresql():
    """Yields the address of an empty PostgreSQL database; the server is gone afterwards."""
    programs = postgresql_programs()
    folder = Path(tempfile.mkdtemp(prefix="sala-postgresql-"))
    # The server refuses to run as root; the distribution's package brings a user for it.
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_user:
        shutil.chown(folder, "postgres")
    port = free_port()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": "/"}
    initdb = [programs / "initdb", "-D", folder / "data", "-U", "sala", "-A", "trust", "-E", "UTF8"]
    subprocess.run([*as_user, *initdb, "--locale=C.UTF-8"], check=True, **quiet)
    options = ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", f"unix_socket_directories={folder}"]
    server = subprocess.Popen(
        [
            *as_user,
            programs / "postgres",
            "-D",
            folder / "data",
            "-h",
            "127.0.0.1",
            "-p",
            str(port),
            *options,
        ],
        **quiet,
    )
    try:
        wait_for_port(port, server)
        yield f"postgresql://sala@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run(
            [*as_user, programs / "pg_ctl", "stop", "-m", "immediate", "-D", folder / "data"],
            check=False,
            **quiet,
        )
        server.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def redis_server():
    """Yields the address of an empty Redis, which keeps nothing on disk and is gone afterwards."""
    port = free_port()
    options = ["--bind", "127.0.0.1", "--port", str(port), "--save", "", "--appendonly", "no"]
    server = subprocess.Popen([REDIS_SERVER, *options], stdout=subprocess.DEVNULL, cwd=tempfile.gettempdir())
    try:
        wait_for_port(port, server)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait(timeout=30)


def is_answered(port):
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_for_port(port, process, seconds=60):
    """Returns when something answers on the port; raises RuntimeError if the process ends or time runs out."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args[0]} ended with {process.returncode} before it answered")
        if is_answered(port):
            return
        time.sleep(0.05)
    raise RuntimeError(f"nothing answered on port {port} within {seconds} s")
