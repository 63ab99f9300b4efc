"""`make start`: what a person does first."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests import services
from tests.installation import ROOT, Installation

pytestmark = pytest.mark.browser


def test_a_second_start_prepares_nothing_and_keeps_the_data(first_start, tmp_path):
    second = Installation.copied(first_start, tmp_path)
    already_said = (tmp_path / "server.log").read_text()
    second.start()
    with urllib.request.urlopen(f"{second.url}/km/", timeout=30) as answer:
        page = answer.read().decode()
    second.stop()

    assert 'lang="km"' in page
    assert "Preparing the database" in already_said
    assert "Preparing the database" not in (tmp_path / "server.log").read_text().removeprefix(already_said)


def test_a_first_start_leaves_every_web_process_able_to_send_the_service_worker(sala):
    """What prepares an installation must not break the processes that are forked from it afterwards."""
    kill_switch = sala.folder / "no-service-worker"

    def ask(_number):
        with urllib.request.urlopen(f"{sala.url}/service-worker.js", timeout=30) as answer:
            return b"unregister" in answer.read()

    with ThreadPoolExecutor(8) as phones:
        assert not any(phones.map(ask, range(40)))
        kill_switch.touch()
        try:
            assert all(phones.map(ask, range(40)))
        finally:
            kill_switch.unlink()


def children_of(process):
    """{process id: command line}"""
    out = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(process.pid)], capture_output=True, text=True, check=True
    ).stdout
    return {int(line.split()[0]): line for line in out.splitlines()}


def is_alive(pid):
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text().rpartition(")")[2].split()[0] != "Z"


def test_everything_started_ends_with_it_and_a_web_process_ends_alone(first_start, tmp_path):
    installation = Installation.copied(first_start, tmp_path)
    installation.start()
    children = children_of(installation.process)
    [background] = [pid for pid, line in children.items() if "qcluster" in line]
    web = next(pid for pid in children if pid != background)
    os.kill(web, signal.SIGTERM)
    until = time.monotonic() + 60
    while is_alive(web) and time.monotonic() < until:
        time.sleep(0.1)
    time.sleep(1)
    assert is_alive(background)
    with urllib.request.urlopen(f"{installation.url}/km/", timeout=30) as answer:
        assert answer.status == 200

    until = time.monotonic() + 60
    while len(children := children_of(installation.process)) < 3 and time.monotonic() < until:
        time.sleep(0.1)  # another web process comes in its place
    assert len(children) >= 3
    installation.stop()
    assert not [line for pid, line in children.items() if is_alive(pid)]


RUN_ONE = """
from django_q.tasks import async_task, fetch
done = fetch(async_task("lms.tasks.clear_ended_sessions"), wait=60_000)
print("done" if done and done.success else "not done")
"""


@pytest.mark.skipif(not services.REDIS_SERVER, reason="Redis is not installed: apt install redis-server")
def test_with_redis_the_worker_takes_its_tasks_there_and_all_processes_share_one_cache(first_start, tmp_path):
    installation = Installation.copied(first_start, tmp_path)
    with services.redis_server() as address:
        installation.environment["REDIS_URL"] = address
        installation.start()
        with urllib.request.urlopen(f"{installation.url}/km/", timeout=30) as answer:
            assert answer.status == 200
        done = installation.manage("shell", "-c", RUN_ONE)
        shared = installation.manage(
            "shell", "-c", "from django.core.cache import cache; print(cache.get('footer-pages-km'))"
        )
        installation.stop()
    assert done.stdout.splitlines()[-1] == "done"
    assert "/km/" in shared.stdout.splitlines()[-1]


def test_a_port_in_use_is_refused_with_a_way_out(sala):
    installation = Installation(sala.folder, sala.port)
    done = installation.manage("start")
    assert done.returncode == 1
    assert "PORT=" in done.stderr


def test_a_wrong_setting_stops_the_start_with_a_sentence(tmp_path):
    installation = Installation(tmp_path, services.free_port())
    installation.environment["TIME_ZONE"] = "Asia/Atlantis"
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env=installation.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Atlantis" in done.stderr
    assert "Traceback" not in done.stderr
