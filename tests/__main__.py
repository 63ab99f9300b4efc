"""`make test`: all but the browser's tests on SQLite and, beside it, on PostgreSQL; after SQLite's the browser's.

The browser has nearly all of its time the machine to itself, for on a busy one it shows how busy that is.
`make test ARGS="-k name"` runs some, `ARGS=--cov` also says which branches no test has taken.
"""

import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.services import CHROMIUM, SOFFICE, ZBARIMG, postgresql, postgresql_programs

LACKING = {
    "Chromium (browser tests)": (CHROMIUM, "chromium"),
    "LibreOffice (opening the workbook)": (SOFFICE, "libreoffice-calc"),
    "zbarimg (reading poster codes)": (ZBARIMG, "zbar-tools"),
    "PostgreSQL": (postgresql_programs(), "postgresql"),
}
NOT_OURS = {"HOST", "PORT", "DEMO", "DATABASE_URL", "REDIS_URL", "SITE_URL", "ADMIN_PASSWORD"}
NOTHING_SELECTED = 5


def run(folder, marks, output=None, **environment):
    """One run of pytest with a data folder of its own; returns whether something failed."""
    folder.mkdir()
    variables = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
    own = {"DATA_DIR": str(folder), "COVERAGE_FILE": f".coverage.{folder.name}"}
    quiet = ["--cov-report="] if "--cov" in sys.argv else []
    command = [sys.executable, "-m", "pytest", "-m", marks, *quiet, *sys.argv[1:]]
    ended = subprocess.run(
        command, env=variables | own | environment, stdout=output, stderr=output, check=False
    )
    return ended.returncode not in (0, NOTHING_SELECTED)


def on_postgresql(folder, output):
    if not postgresql_programs():
        return False
    with postgresql() as address:
        return run(folder, "not browser and not sqlite_only", output, DATABASE_URL=address)


def main():
    for what, (found, package) in LACKING.items():
        if not found:
            print(f"{what} is not installed: its tests are skipped. To have them: apt install {package}")
    with (
        tempfile.TemporaryDirectory(prefix="sala-test-") as folder,
        Path(folder, "printed").open("w+") as printed,
        ThreadPoolExecutor(1) as lane,
    ):
        beside = lane.submit(on_postgresql, Path(folder, "postgresql"), printed)
        print("— SQLite —", flush=True)
        failed = run(Path(folder, "sqlite"), "not browser")
        print("— In the browser —", flush=True)
        failed += run(Path(folder, "browser"), "browser")
        failed += beside.result()
        print(f"— PostgreSQL —\n{Path(printed.name).read_text()}", flush=True)
    if "--cov" in sys.argv:
        coverage = [sys.executable, "-m", "coverage"]
        subprocess.run([*coverage, "combine", "--quiet"], check=False)
        subprocess.run([*coverage, "report", "--skip-covered", "--sort=cover"], check=False)
    return failed


if __name__ == "__main__":
    sys.exit(main())
