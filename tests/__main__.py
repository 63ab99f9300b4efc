"""`make test`: two lanes side by side, the one on SQLite and the other on PostgreSQL; each goes on with its part of the
browser's tests, which wait more than they work.

`make test ARGS="-k name"` runs some, `ARGS=--cov` also says which branches no test has taken.
"""

import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.services import CHROMIUM, REDIS_SERVER, SOFFICE, ZBARIMG, postgresql, postgresql_programs

LACKING = {
    "Chromium (browser tests)": (CHROMIUM, "chromium"),
    "LibreOffice (opening the workbook)": (SOFFICE, "libreoffice-calc"),
    "zbarimg (reading poster codes)": (ZBARIMG, "zbar-tools"),
    "Redis (several servers)": (REDIS_SERVER, "redis-server"),
    "PostgreSQL": (postgresql_programs(), "postgresql"),
}
NOT_OURS = {"HOST", "PORT", "DEMO", "DATABASE_URL", "REDIS_URL", "SITE_URL", "ADMIN_PASSWORD"}
NOTHING_SELECTED = 5


def run(folder, marks, output=None, *options, **environment):
    """One run of pytest with a data folder of its own; returns whether something failed."""
    folder.mkdir()
    variables = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
    own = {"DATA_DIR": str(folder), "COVERAGE_FILE": f".coverage.{folder.name}"}
    quiet = ["--cov-report="] if "--cov" in sys.argv else []
    command = [sys.executable, "-m", "pytest", "-m", marks, *quiet, *options, *sys.argv[1:]]
    ended = subprocess.run(
        command, env=variables | own | environment, stdout=output, stderr=output, check=False
    )
    return ended.returncode not in (0, NOTHING_SELECTED)


def in_browser(folder, others, output=None):
    """The browser's tests but for those of the `others`, which the other lane runs."""
    return run(folder, "browser", output, *(f"--ignore={file}" for file in others))


def on_postgresql(folder, output):
    if not postgresql_programs():
        return False
    with postgresql() as address:
        return run(folder, "not browser and not sqlite_only", output, DATABASE_URL=address)


def main():
    for what, (found, package) in LACKING.items():
        if not found:
            print(f"{what} is not installed: its tests are skipped. To have them: apt install {package}")
    files = sorted(Path("tests", "browser").glob("test_*.py"))
    # The lane on SQLite is through its own tests first.
    later = files[2::3]
    sooner = [file for file in files if file not in later]
    with (
        tempfile.TemporaryDirectory(prefix="sala-test-") as folder,
        Path(folder, "printed").open("w+") as printed,
        ThreadPoolExecutor(1) as lane,
    ):

        def beside():
            failed = on_postgresql(Path(folder, "postgresql"), printed)
            return failed + in_browser(Path(folder, "browser-2"), sooner, printed)

        other = lane.submit(beside)
        print("— SQLite, and the browser —", flush=True)
        failed = run(Path(folder, "sqlite"), "not browser")
        failed += in_browser(Path(folder, "browser-1"), later)
        failed += other.result()
        print(f"— PostgreSQL, and the browser —\n{Path(printed.name).read_text()}", flush=True)
    if "--cov" in sys.argv:
        coverage = [sys.executable, "-m", "coverage"]
        subprocess.run([*coverage, "combine", "--quiet"], check=False)
        subprocess.run([*coverage, "report", "--skip-covered", "--sort=cover"], check=False)
    return failed


if __name__ == "__main__":
    sys.exit(main())
