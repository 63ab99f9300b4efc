"""`make bench`: figures with a unit, each beside a yardstick measured in the same run.

Machines are noisy: what counts is the median of several turns taken alternately, and the ratio.
"""

import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import urllib.request

from tests import services
from tests.bench.ambassadors import bench_ambassadors
from tests.bench.first_visit import bench_first_visit
from tests.bench.interaction import bench_interaction
from tests.bench.queue import bench_queue
from tests.bench.sign_ins import bench_sign_ins
from tests.bench.sync import bench_sync
from tests.installation import ROOT, Installation

TURNS = 5
SECONDS = 4


def requests_per_second(url, *headers):
    """One turn of wrk with 2 threads and 16 kept-alive connections."""
    options = [option for header in headers for option in ("-H", header)]
    command = ["wrk", "-t2", "-c16", f"-d{SECONDS}s", *options, url]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx or 3xx" in out or "Socket errors" in out:
        sys.exit(f"{url} failed under load:\n{out}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1))


def compare(cases):
    """{name: median requests/s} of cases {name: (url, *headers)}, taken in turns."""
    measured = {name: [] for name in cases}
    for _turn in range(TURNS):
        for name, case in cases.items():
            measured[name].append(requests_per_second(*case))
    return {name: statistics.median(figures) for name, figures in measured.items()}


def fetch(url, **headers):
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=20) as answer:
        return answer.read(), answer.headers


def bench_lesson_pages(sala):
    lesson = f"{sala.url}/km/getting-online/what-the-internet-is/"
    body, headers = fetch(lesson, **{"Accept-Encoding": "gzip"})
    port = services.free_port()
    empty = subprocess.Popen([sys.executable, "-m", "tests.bench.empty", str(port), str(len(body))], cwd=ROOT)
    try:
        services.wait_for_port(port, empty)
        medians = compare(
            {
                "empty Django view": (f"http://127.0.0.1:{port}/",),
                "lesson page": (lesson, "Accept-Encoding: gzip"),
                "lesson page, 304": (lesson, "Accept-Encoding: gzip", f"If-None-Match: {headers['ETag']}"),
            }
        )
    finally:
        empty.terminate()
        empty.wait()
    yardstick = medians["empty Django view"]
    print(f"Requests/s, {len(body):,} bytes a body, gzip, 2 workers, median of {TURNS} turns of {SECONDS} s")
    for name, figure in medians.items():
        print(f"  {name:<20} {figure:>8,.0f}   {figure / yardstick:>6.2f} of the empty view")


def main():
    if not shutil.which("wrk"):
        sys.exit("The benchmarks need wrk: apt install wrk")
    with tempfile.TemporaryDirectory(prefix="sala-bench-") as folder:
        sala = Installation(folder, services.free_port())
        sala.start()
        try:
            bench_lesson_pages(sala)
            bench_first_visit(sala)
            bench_interaction(sala)
            bench_sign_ins(sala)
            bench_queue(sala)
        finally:
            sala.stop()
    bench_sync()
    bench_ambassadors()


if __name__ == "__main__":
    main()
