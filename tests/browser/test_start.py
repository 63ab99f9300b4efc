"""`make start`: what a person does first."""

import subprocess
import sys
import time
import urllib.request

import pytest

from tests import services
from tests.installation import ROOT, Installation

pytestmark = pytest.mark.browser


def test_a_second_start_answers_within_five_seconds_and_keeps_the_data(sala, tmp_path_factory):
    folder = tmp_path_factory.mktemp("second-start")
    first = Installation(folder, services.free_port())
    first.environment["DEMO"] = "0"
    first.start()
    first.stop()

    second = Installation(folder, services.free_port())
    began = time.monotonic()
    second.start()
    with urllib.request.urlopen(f"{second.url}/km/", timeout=10) as answer:
        page = answer.read().decode()
    seconds = time.monotonic() - began
    second.stop()

    assert 'lang="km"' in page
    assert seconds <= 5


def test_everything_started_ends_with_it(tmp_path):
    installation = Installation(tmp_path, services.free_port())
    installation.environment["DEMO"] = "0"
    installation.start()
    children = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(installation.process.pid)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert len(children) >= 2
    installation.stop()
    alive = subprocess.run(
        ["ps", "-o", "pid=,stat=", "-p", ",".join(children)], capture_output=True, text=True, check=False
    ).stdout
    assert not [line for line in alive.splitlines() if not line.split()[1].startswith("Z")]


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
